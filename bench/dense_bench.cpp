// The dense matching core in C++, every instruction set that the processor has, beside LEMON on the same matrices in the same run. Proofs
// and totals are asserted. Times are CPU times of one thread; LEMON's do not count its own arc arrays.
//   dense_bench                        sides of 1000 and 2000, batches of small matrices
//   HUSROM_BENCH_LARGE=1 dense_bench   4000 and 8000 too, LEMON up to 4000

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <husrom/core/random.hpp>
#include <husrom/matching/dense_batch.hpp>
#include <husrom/matching/instruction_set.hpp>

#include "dense_lemon_peer.hpp"

namespace {

using namespace husrom::matching;
using husrom::core::Random;

constexpr std::uint64_t seed = 20261122;

/// Costs of one class as doubles; those of integer classes are whole.
using Draw = std::vector<double> (*)(Random&, std::int32_t);

template <std::int64_t low, std::int64_t high> std::vector<double> uniform(Random& random, std::int32_t side) {
    std::vector<double> costs(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (double& cost : costs) cost = static_cast<double>(random.between(low, high));
    return costs;
}

std::vector<double> uniform_double(Random& random, std::int32_t side) {
    std::vector<double> costs(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (double& cost : costs) cost = random.unit();
    return costs;
}

template <bool whole> std::vector<double> geometric(Random& random, std::int32_t side) {
    std::vector<std::pair<double, double>> places(2 * static_cast<std::size_t>(side));
    for (auto& [x, y] : places) x = random.unit(), y = random.unit();
    std::vector<double> costs;
    for (std::size_t r = 0; r < places.size() / 2; ++r)
        for (std::size_t c = places.size() / 2; c < places.size(); ++c) {
            const double distance = std::hypot(places[r].first - places[c].first, places[r].second - places[c].second);
            costs.push_back(whole ? std::floor(distance * 1e6) : distance);
        }
    return costs;
}

std::vector<double> product(Random&, std::int32_t side) {
    std::vector<double> costs;
    for (std::int32_t r = 1; r <= side; ++r)
        for (std::int32_t c = 1; c <= side; ++c) costs.push_back(static_cast<double>(r) * c);
    return costs;
}

template <class Weight> struct Square {
    std::int32_t side;
    std::vector<Weight> costs;
    [[nodiscard]] DenseView<Weight> view() const { return {costs.data(), side, side, side, nullptr, 0}; }
};

template <class Weight> Square<Weight> draw(Draw of, std::int32_t side) {
    Random random(seed + static_cast<std::uint64_t>(side));
    const auto costs = of(random, side);
    return {side, std::vector<Weight>(costs.begin(), costs.end())};
}

template <class Weight> void solve(benchmark::State& state, Draw of, std::int32_t side, InstructionSet set) {
    const auto square = draw<Weight>(of, side);
    const MatchingOptions full{.cardinality = Cardinality::full};
    set_instruction_set(set);
    DenseMatching<Weight> matching;
    for (auto _ : state) benchmark::DoNotOptimize(matching = minimum_cost(square.view(), full));
    const Verdict verdict = verify(square.view(), matching);
    if (!verdict.accepted) throw std::logic_error("not proven: " + verdict.objection);
}

void solve_by_lemon(benchmark::State& state, Draw of, std::int32_t side) {
    const auto square = draw<std::int32_t>(of, side);
    const auto best = minimum_cost(square.view(), {.cardinality = Cardinality::full});
    for (auto _ : state) {
        const auto found = husrom::bench::assign_with_lemon(side, square.costs.data());
        if (found.total != best.weight) throw std::logic_error("LEMON's total differs");
        state.SetIterationTime(found.solve_seconds);
    }
}

template <class Weight> void solve_batch(benchmark::State& state, InstructionSet set) {
    constexpr std::int64_t count = 10000;
    constexpr std::int32_t side = 20;
    Random random(seed);
    std::vector<Weight> costs(count * side * side);
    for (Weight& cost : costs) cost = static_cast<Weight>(std::is_integral_v<Weight> ? std::floor(random.unit() * 1e6) : random.unit());
    set_instruction_set(set);
    for (auto _ : state) benchmark::DoNotOptimize(full_batch(DenseBatch<Weight>{costs.data(), count, side, side}));
}

void add(const std::string& name, auto function) {
    benchmark::RegisterBenchmark(name.c_str(), function)->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int count, char** arguments) {
    benchmark::Initialize(&count, arguments);
    const std::map<std::string, std::pair<Draw, bool>> classes{
        {"uniform_int_1e6", {uniform<0, 1000000>, true}}, {"low_range_100", {uniform<1, 100>, true}},
        {"geometric_int", {geometric<true>, true}},       {"product_int", {product, true}},
        {"uniform_double", {uniform_double, false}},      {"geometric_double", {geometric<false>, false}}};
    std::vector<std::int32_t> sides{1000, 2000};
    if (std::getenv("HUSROM_BENCH_LARGE") != nullptr) sides.insert(sides.end(), {4000, 8000});
    std::vector<InstructionSet> sets;
    for (const InstructionSet set : {InstructionSet::scalar, InstructionSet::avx2, InstructionSet::avx512})
        if (set <= widest_instruction_set()) sets.push_back(set);
    for (const auto& [name, shape] : classes)
        for (const std::int32_t side : sides) {
            const auto& [of, whole] = shape;
            const std::string row = name + "/" + std::to_string(side) + "/";
            for (const InstructionSet set : sets)
                add(row + std::string(to_string(set)), [of = of, whole = whole, side, set](benchmark::State& state) {
                    whole ? solve<std::int32_t>(state, of, side, set) : solve<double>(state, of, side, set);
                });
            if (whole && side <= 4000)
                benchmark::RegisterBenchmark((row + "LEMON_network_simplex").c_str(),
                                             [of = of, side](benchmark::State& state) { solve_by_lemon(state, of, side); })
                    ->Unit(benchmark::kMillisecond)
                    ->UseManualTime();
        }
    for (const InstructionSet set : sets) {
        add("batch_10000x20x20_int/" + std::string(to_string(set)),
            [set](benchmark::State& state) { solve_batch<std::int32_t>(state, set); });
        add("batch_10000x20x20_double/" + std::string(to_string(set)), [set](benchmark::State& state) { solve_batch<double>(state, set); });
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
