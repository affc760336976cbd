#include "head_count.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace husrom::solve {
namespace {

/// Limits that are tried, those of the largest multipliers, and what part of a person they must be worth at least.
constexpr std::size_t most_limits = 12;
constexpr double least_worth = 0.02;
/// Of a person: what a limit must lower the count by to be kept.
constexpr double least_fall = 0.02;
constexpr int halvings = 3;

}  // namespace

std::optional<HeadCount> find_head_count(const ProblemIndex& index, const Proven& proven, const Relaxation& goal, std::int32_t stage,
                                         const std::function<bool(std::int64_t)>& stop) {
    // What a person is worth at least; the goal must be one that counts people.
    std::int64_t person = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < goal.edges().size(); ++i) person = std::min(person, goal.objective_weight(static_cast<std::int32_t>(i)));
    if (goal.edges().empty() || person <= 0) return std::nullopt;
    const auto scale = static_cast<double>(goal.denominator());
    const double worth = scale * static_cast<double>(person);

    struct Candidate {
        std::size_t dimension;
        double worth;  ///< of the limit's mean entry, in people
    };
    std::vector<Candidate> candidates;
    for (std::size_t d = 0; d < goal.dimensions(); ++d) {
        if (goal.coupling(d).kind != Coupling::Kind::limit || goal.multipliers()[d] <= 0) continue;
        double sum = 0;
        for (const Relaxation::Entry& entry : goal.entries(d)) sum += std::abs(static_cast<double>(entry.coefficient));
        const double mean = sum / std::max(static_cast<double>(goal.entries(d).size()), 1.0);
        const double share = static_cast<double>(goal.multipliers()[d]) * mean / worth;
        if (share >= least_worth) candidates.push_back({d, share});
    }
    if (candidates.empty()) return std::nullopt;
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::worth);
    if (candidates.size() > most_limits) candidates.resize(most_limits);

    Relaxation count(index, Objective::count, goal.goal(), proven, {goal.edges().begin(), goal.edges().end()}, goal.must());
    const auto heads = static_cast<double>(count.denominator());
    std::vector<std::int64_t> multipliers(count.dimensions(), 0);
    std::int64_t told = 0;
    bool stopped = false;
    const auto value_at = [&](const std::vector<std::int64_t>& point) {
        if (stopped) return std::numeric_limits<double>::infinity();
        const bool bounded = count.evaluate(point) == Relaxation::Answer::bound;
        stopped = stopped || stop(count.work() - std::exchange(told, count.work()));
        return bounded && !stopped ? static_cast<double>(count.total()) / heads : std::numeric_limits<double>::infinity();
    };
    const double without = value_at(multipliers);
    double best = without;
    // The count is convex in each multiplier: from what the goal says, or less where that is too much, doubled for as long as it falls,
    // then halved in.
    for (const Candidate& candidate : candidates) {
        if (stopped) return std::nullopt;
        const double begun = static_cast<double>(goal.multipliers()[candidate.dimension]) / worth;
        const auto whole = [&](double value) {
            const Coupling& coupling = count.coupling(candidate.dimension);
            return static_cast<std::int64_t>(
                std::clamp(value * heads, static_cast<double>(coupling.low), static_cast<double>(coupling.high) / 2));
        };
        const auto bound_at = [&](double value) {
            std::vector<std::int64_t> point(multipliers);
            point[candidate.dimension] = whole(value);
            return value_at(point);
        };
        double value = begun;
        double least = bound_at(value);
        for (int i = 0; i < halvings && least > best - 1e-3; ++i) least = bound_at(value /= 2);
        if (least > best - 1e-3) continue;
        for (double next = 2 * value; value * heads < static_cast<double>(count.coupling(candidate.dimension).high); next *= 2) {
            const double there = bound_at(next);
            if (there >= least) break;
            least = there;
            value = next;
        }
        double step = value / 2;
        for (int i = 0; i < halvings; ++i, step /= 2)
            for (const double near : {value - step, value + step})
                if (const double there = bound_at(near); there < least) {
                    least = there;
                    value = near;
                    break;
                }
        if (least > best - least_fall) continue;
        best = least;
        multipliers[candidate.dimension] = whole(value);
    }
    if (stopped || std::floor(best) >= std::floor(without) || value_at(multipliers) > best + 1e-3) return std::nullopt;

    HeadCount found;
    found.bound = static_cast<std::int64_t>(std::floor(best));
    found.proof = count.proof();
    found.goal = goal.proof();
    std::erase_if(found.goal.limits, [&](const Entry& entry) {
        return std::ranges::any_of(candidates, [&](const Candidate& candidate) {
            return goal.coupling(candidate.dimension).index == entry.index && multipliers[candidate.dimension] != 0;
        });
    });
    const std::int64_t price_of_person = goal.denominator() * person;
    for (Entry& entry : found.goal.columns) entry.value = std::max<std::int64_t>(entry.value - price_of_person, 0);
    std::erase_if(found.goal.columns, [](const Entry& entry) { return entry.value == 0; });
    found.goal.counts.push_back({stage, price_of_person});
    return found;
}

}  // namespace husrom::solve
