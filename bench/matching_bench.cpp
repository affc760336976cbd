// The sparse matching core on housing shapes, beside LEMON on the same instances in the same run. Optima are asserted equal.
//   matching_bench                          everything up to 20,000 rows
//   HUSROM_BENCH_LARGE=1 matching_bench     the large classes too
// Times are CPU times of one thread. `build` is what comes before the search: packing by the shorter side from a list of pairs in any
// order; for LEMON its own arc arrays.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <husrom/core/random.hpp>
#include <husrom/matching/certificate.hpp>
#include <husrom/matching/dynamic_matching.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "ladder.hpp"
#include "lemon_peer.hpp"

namespace {

using husrom::bench::LadderInstance;
using namespace husrom::matching;

struct Class {
    const char* name;
    std::int32_t rows, columns;
    std::uint32_t degree;
    bool ladder;
    bool large;
};

constexpr Class classes[] = {
    {"ladder_96x60", 96, 60, 0, true, false},
    {"ladder_420x1070", 420, 1070, 0, true, false},
    {"ladder_1500x1070", 1500, 1070, 0, true, false},
    {"ladder_3909x3000", 3909, 3000, 0, true, false},
    {"ladder_20000x15000_d60", 20000, 15000, 60, true, false},
    {"ladder_100000x80000_d40", 100000, 80000, 40, true, true},
    {"random_1000000x800000_d20", 1000000, 800000, 20, false, true},
    {"balanced_20000_d20", 20000, 20000, 20, false, false},
    {"balanced_100000_d20", 100000, 100000, 20, false, true},
    {"near_balanced_20000x19900_d60", 20000, 19900, 60, false, false},
};

/// Fresh seeds, not those that anything was tuned on.
constexpr std::uint32_t seeds[] = {101, 102, 103};

LadderInstance make(const Class& shape, std::uint32_t seed) {
    LadderInstance instance;
    if (shape.ladder) {
        instance = husrom::bench::ladder(shape.rows, shape.columns, seed, shape.degree);
    } else {
        instance.rows = shape.rows;
        instance.columns = shape.columns;
        husrom::core::Random random(seed);
        for (std::int32_t row = 0; row < shape.rows; ++row)
            for (std::uint32_t k = 0; k < shape.degree; ++k) {
                instance.edge_row.push_back(row);
                instance.edge_column.push_back(static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(shape.columns))));
                instance.weights.push_back(static_cast<std::int32_t>(random.between(10000, 10999)));
            }
    }
    // In any order, as a table of pairs comes.
    husrom::core::Random random(seed + 1000);
    for (std::size_t e = instance.weights.size(); e > 1; --e) {
        const std::size_t other = random.below(e);
        std::swap(instance.edge_row[e - 1], instance.edge_row[other]);
        std::swap(instance.edge_column[e - 1], instance.edge_column[other]);
        std::swap(instance.weights[e - 1], instance.weights[other]);
    }
    return instance;
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

EdgeList<> view(const LadderInstance& instance) {
    return {instance.rows, instance.columns, instance.edge_row, instance.edge_column};
}

/// The proven optimum, found once for each instance.
std::int64_t optimum(const Class& shape, std::uint32_t seed, const LadderInstance& instance) {
    static std::map<std::pair<std::string, std::uint32_t>, std::int64_t> known;
    const auto [place, fresh] = known.try_emplace({shape.name, seed}, 0);
    if (fresh) {
        const auto best = maximum_weight(view(instance), instance.weights);
        const auto verdict = verify(view(instance), instance.weights, best);
        if (!verdict.accepted) throw std::runtime_error(verdict.objection);
        place->second = best.weight;
    }
    return place->second;
}

void check(std::int64_t value, std::int64_t expected) {
    if (value != expected) throw std::runtime_error("optima differ");
}

void whole(benchmark::State& state, const Class& shape, std::uint32_t seed) {
    const auto instance = make(shape, seed);
    const auto expected = optimum(shape, seed, instance);
    for (auto _ : state) {
        const double begin = cpu_seconds();
        const auto best = maximum_weight(view(instance), instance.weights);
        state.SetIterationTime(cpu_seconds() - begin);
        check(best.weight, expected);
    }
    state.counters["edges"] = static_cast<double>(instance.weights.size());
}

void search(benchmark::State& state, const Class& shape, std::uint32_t seed) {
    const auto instance = make(shape, seed);
    const auto expected = optimum(shape, seed, instance);
    const bool transposed = instance.columns < instance.rows;
    const auto* const row = (transposed ? instance.edge_column : instance.edge_row).data();
    const auto* const column = (transposed ? instance.edge_row : instance.edge_column).data();
    const auto for_each = [&](const auto& visit) {
        for (std::size_t e = 0; e < instance.weights.size(); ++e) visit(row[e], column[e], std::int64_t{instance.weights[e]});
    };
    const std::int32_t rows = std::min(instance.rows, instance.columns), columns = std::max(instance.rows, instance.columns);
    auto survey = detail::survey(rows, 1, for_each);
    const auto graph = detail::pack<std::uint32_t>(rows, columns, std::move(survey), 1, for_each);
    for (auto _ : state) {
        const double begin = cpu_seconds();
        detail::PackedSolver<std::uint32_t, std::int32_t> solver(graph, static_cast<std::int32_t>(-graph.base));
        solver.solve(nullptr);
        state.SetIterationTime(cpu_seconds() - begin);
        std::int64_t value = 0;
        for (std::int32_t r = 0; r < rows; ++r)
            if (solver.row_mates()[static_cast<std::size_t>(r)] >= 0)
                value += static_cast<std::int64_t>(solver.mate_words()[static_cast<std::size_t>(r)] >> graph.column_bits) + graph.base;
        check(value, expected);
    }
}

void lemon(benchmark::State& state, const Class& shape, std::uint32_t seed, husrom::bench::LemonMethod method) {
    const auto instance = make(shape, seed);
    const auto expected = optimum(shape, seed, instance);
    const std::vector<std::int64_t> weights(instance.weights.begin(), instance.weights.end());
    double convert = 0;
    for (auto _ : state) {
        const auto result =
            husrom::bench::solve_with_lemon(method, instance.rows, instance.columns, static_cast<std::int64_t>(weights.size()),
                                            instance.edge_row.data(), instance.edge_column.data(), weights.data());
        state.SetIterationTime(result.solve_seconds);
        convert = result.convert_seconds;
        check(result.value, expected);
    }
    state.counters["convert_ms"] = convert * 1e3;
}

/// Three goals and ties: people, need, fit, days in the queue, a 40-bit lot.
std::vector<Tuple<5>> goals_of(const LadderInstance& instance, std::uint32_t seed) {
    std::vector<Tuple<5>> goals;
    for (std::size_t e = 0; e < instance.weights.size(); ++e) {
        const auto row = static_cast<std::uint64_t>(instance.edge_row[e]);
        std::uint64_t person = seed + row, lot = (row << 32) + static_cast<std::uint64_t>(instance.edge_column[e]);
        const auto traits = husrom::core::split_mix(person);
        goals.push_back({{1, static_cast<std::int64_t>(traits % 5), instance.weights[e] - 10000,
                          static_cast<std::int64_t>((traits >> 8) % 3000), static_cast<std::int64_t>(husrom::core::split_mix(lot) >> 24)}});
    }
    return goals;
}

void tuples(benchmark::State& state, const Class& shape, std::uint32_t seed) {
    const auto instance = make(shape, seed);
    const auto goals = goals_of(instance, seed);
    for (auto _ : state) {
        const double begin = cpu_seconds();
        const auto best = maximum_weight(view(instance), goals);
        state.SetIterationTime(cpu_seconds() - begin);
        if (const auto verdict = verify(view(instance), goals, best); !verdict.accepted) throw std::runtime_error(verdict.objection);
    }
}

/// LEMON on the three goals packed into one number; the ties do not fit beside them.
void lemon_goals(benchmark::State& state, const Class& shape, std::uint32_t seed) {
    const auto instance = make(shape, seed);
    const auto goals = goals_of(instance, seed);
    const std::int64_t nodes = 2 * std::int64_t{std::min(instance.rows, instance.columns)} + 2;
    for (auto _ : state) {
        const double begin = cpu_seconds();
        std::vector<std::int64_t> packed(goals.size());
        for (std::size_t e = 0; e < goals.size(); ++e) packed[e] = (goals[e][0] * (5 * nodes) + goals[e][1]) * (1000 * nodes) + goals[e][2];
        const double packing = cpu_seconds() - begin;
        const auto result = husrom::bench::solve_with_lemon(husrom::bench::LemonMethod::network_simplex, instance.rows, instance.columns,
                                                            static_cast<std::int64_t>(packed.size()), instance.edge_row.data(),
                                                            instance.edge_column.data(), packed.data());
        state.SetIterationTime(result.solve_seconds);
        state.counters["convert_ms"] = (packing + result.convert_seconds) * 1e3;
    }
}

/// One edit and the solve after it: forbid a pair, change a weight, remove and add a column or a row, change a capacity.
void edits(benchmark::State& state, const Class& shape, std::uint32_t seed) {
    const auto instance = make(shape, seed);
    DynamicMatching<std::int32_t> matching(view(instance), std::span<const std::int32_t>(instance.weights));
    matching.solve();
    husrom::core::Random random(seed);
    std::vector<double> times;
    for (auto _ : state) {
        const auto e = random.below(instance.weights.size());
        const std::int32_t row = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(instance.rows)));
        const std::int32_t column = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(instance.columns)));
        const std::int32_t mate = matching.row_mate(row);
        const auto kind = random.below(5);
        const double begin = cpu_seconds();
        switch (kind) {
            case 0:
                if (mate >= 0) matching.forbid(row, mate);
                break;
            case 1:
                matching.set_weight(instance.edge_row[e], instance.edge_column[e], static_cast<std::int32_t>(10000 + random.below(1000)));
                break;
            case 2:
                matching.remove_column(column);
                break;
            case 3:
                matching.set_column_capacity(column, 1);
                break;
            default:
                matching.set_row_capacity(row, 0, matching.row_mate(row) >= 0 ? 0 : 1);
                break;
        }
        matching.solve();
        times.push_back(cpu_seconds() - begin);
        state.SetIterationTime(times.back());
    }
    std::ranges::sort(times);
    state.counters["p50_us"] = times[times.size() / 2] * 1e6;
    state.counters["p99_us"] = times[times.size() * 99 / 100] * 1e6;
    state.counters["max_us"] = times.back() * 1e6;
}

}  // namespace

int main(int argc, char** argv) {
    const bool large = std::getenv("HUSROM_BENCH_LARGE") != nullptr;
    for (const Class& shape : classes) {
        if (shape.large && !large) continue;
        for (const std::uint32_t seed : seeds) {
            const auto add = [&](const char* what, auto&& run) {
                return benchmark::RegisterBenchmark((std::string(shape.name) + "/seed" + std::to_string(seed) + "/" + what).c_str(), run)
                    ->UseManualTime()
                    ->Unit(benchmark::kMillisecond);
            };
            add("husrom_build_and_solve", [&shape, seed](benchmark::State& state) { whole(state, shape, seed); });
            add("husrom_solve", [&shape, seed](benchmark::State& state) { search(state, shape, seed); });
            add("lemon_network_simplex",
                [&shape, seed](benchmark::State& state) { lemon(state, shape, seed, husrom::bench::LemonMethod::network_simplex); });
            if (!shape.large)
                add("lemon_cost_scaling",
                    [&shape, seed](benchmark::State& state) { lemon(state, shape, seed, husrom::bench::LemonMethod::cost_scaling); });
            if (shape.ladder) add("husrom_edits", [&shape, seed](benchmark::State& state) { edits(state, shape, seed); })->Iterations(2000);
            if (shape.ladder && !shape.large) {
                add("husrom_three_goals_and_ties", [&shape, seed](benchmark::State& state) { tuples(state, shape, seed); });
                add("lemon_three_goals", [&shape, seed](benchmark::State& state) { lemon_goals(state, shape, seed); });
            }
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
