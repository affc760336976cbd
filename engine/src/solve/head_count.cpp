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
/// Of a person: what a limit must lower the count by to be kept, and what says nothing.
constexpr double least_fall = 0.02;
constexpr double noise = 1e-3;
constexpr int halvings = 3;
constexpr double furthest = static_cast<double>(std::int64_t{1} << 59);  ///< of a multiplier

/// The limits that decide most about people, dearest first, as numbers of couplings.
std::vector<std::size_t> dearest_limits(const Relaxation& goal, double person) {
    std::vector<std::pair<double, std::size_t>> worth;  // of a limit's mean entry, in people
    for (std::size_t d = 0; d < goal.dimensions(); ++d) {
        if (goal.coupling(d).kind != Coupling::Kind::limit || goal.multipliers()[d] <= 0) continue;
        double sum = 0;
        goal.entries().for_each(d, [&](std::int32_t, std::int64_t coefficient) { sum += std::abs(static_cast<double>(coefficient)); });
        const double mean = sum / std::max(static_cast<double>(goal.entries().size(d)), 1.0);
        const double share = static_cast<double>(goal.multipliers()[d]) * mean / person;
        if (share >= least_worth) worth.emplace_back(share, d);
    }
    std::ranges::stable_sort(worth, std::ranges::greater{}, &std::pair<double, std::size_t>::first);
    if (worth.size() > most_limits) worth.resize(most_limits);
    std::vector<std::size_t> limits;
    for (const auto& [share, d] : worth) limits.push_back(d);
    return limits;
}

/// The least of a convex function near `begun`, which is halved while it is no better than `beaten` and then doubled while it falls.
/// `value` becomes where that is.
template <class BoundAt> double least_near(double& value, double beaten, double most, const BoundAt& bound_at) {
    double least = bound_at(value);
    for (int i = 0; i < halvings && least > beaten; ++i) least = bound_at(value /= 2);
    if (least > beaten) return least;
    for (double next = 2 * value; value < most; next *= 2) {
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
    return least;
}

/// The goal's multipliers without those that the count takes over, and without the worth of a person in its prices.
Multipliers beside_count(const Relaxation& goal, std::span<const std::size_t> counted, std::int64_t person, std::int32_t stage) {
    Multipliers rest = goal.proof();
    std::erase_if(rest.limits, [&](const Entry& entry) {
        return std::ranges::any_of(counted, [&](std::size_t d) { return goal.coupling(d).index == entry.index; });
    });
    for (Entry& entry : rest.columns) entry.value = std::max<std::int64_t>(entry.value - person, 0);
    std::erase_if(rest.columns, [](const Entry& entry) { return entry.value == 0; });
    rest.counts.push_back({stage, person});
    return rest;
}

}  // namespace

std::optional<HeadCount> find_head_count(const ProblemIndex& index, const Proven& proven, const Relaxation& goal, std::int32_t stage,
                                         const std::function<bool(std::int64_t)>& stop) {
    const std::int64_t person = goal.denominator() * worth_of_head(goal);
    if (person <= 0) return std::nullopt;
    const std::vector<std::size_t> limits = dearest_limits(goal, static_cast<double>(person));
    if (limits.empty()) return std::nullopt;

    Relaxation count(index, Objective::count, goal.goal(), proven, {goal.edges().begin(), goal.edges().end()}, goal.must());
    const auto heads = static_cast<double>(count.denominator());
    std::vector<std::int64_t> multipliers(count.dimensions(), 0);
    std::int64_t told = 0;
    bool stopped = false;
    const auto value_at = [&](const std::vector<std::int64_t>& point) {
        constexpr double none = std::numeric_limits<double>::infinity();
        if (stopped) return none;
        const bool bounded = count.evaluate(point) == Relaxation::Answer::bound;
        stopped = stop(count.work() - std::exchange(told, count.work()));
        return bounded && !stopped ? static_cast<double>(count.total()) / heads : none;
    };
    const double without = value_at(multipliers);
    double best = without;
    std::vector<std::size_t> counted;
    for (const std::size_t limit : limits) {
        const double most = static_cast<double>(count.coupling(limit).high) / 2;
        const auto whole = [&](double value) { return static_cast<std::int64_t>(std::clamp(value * heads, 0.0, most)); };
        double value = static_cast<double>(goal.multipliers()[limit]) / static_cast<double>(person);
        const double least = least_near(value, best - noise, most / heads, [&](double there) {
            std::vector<std::int64_t> point(multipliers);
            point[limit] = whole(there);
            return value_at(point);
        });
        if (least > best - least_fall) continue;
        best = least;
        multipliers[limit] = whole(value);
        counted.push_back(limit);
    }
    if (stopped || std::floor(best) >= std::floor(without) || value_at(multipliers) > best + noise) return std::nullopt;
    return HeadCount{static_cast<std::int64_t>(std::floor(best)), count.proof(), beside_count(goal, counted, person, stage)};
}

std::int64_t worth_of_head(const Relaxation& goal) {
    if (goal.edges().empty()) return 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < goal.edges().size(); ++i) least = std::min(least, goal.objective_weight(static_cast<std::int32_t>(i)));
    return least;
}

Multipliers in_units_of(const ProblemIndex& index, const Multipliers& goal, std::int64_t worth) {
    Multipliers result;
    result.denominator = std::int64_t{1} << 30;
    const auto unit = static_cast<double>(goal.denominator) * static_cast<double>(worth);
    const auto scaled = [&](std::int64_t value) {
        return std::clamp(static_cast<double>(value) / unit * static_cast<double>(result.denominator), -furthest, furthest);
    };
    const Problem& problem = index.problem();
    for (const Entry& entry : goal.columns) result.columns.push_back({entry.index, static_cast<std::int64_t>(scaled(entry.value))});
    for (const Entry& entry : goal.limits) {
        const auto begin = problem.limit_offsets[static_cast<std::size_t>(entry.index)];
        const auto end = problem.limit_offsets[static_cast<std::size_t>(entry.index) + 1];
        double sum = 0;
        for (auto i = begin; i < end; ++i) sum += std::abs(static_cast<double>(problem.limit_coefficients[static_cast<std::size_t>(i)]));
        const double value = scaled(entry.value);
        if (std::abs(value) * sum >= least_worth * static_cast<double>(result.denominator) * static_cast<double>(end - begin))
            result.limits.push_back({entry.index, static_cast<std::int64_t>(value)});
    }
    return result;
}

Multipliers taken_over(const Multipliers& goal, const Multipliers& proof, std::int64_t worth) {
    const double scale = static_cast<double>(worth) * static_cast<double>(goal.denominator) / static_cast<double>(proof.denominator);
    const auto without = [&](const std::vector<Entry>& from, const std::vector<Entry>& taken) {
        std::vector<Entry> rest;
        auto other = taken.begin();
        for (const Entry& entry : from) {
            while (other != taken.end() && other->index < entry.index) ++other;
            const auto whole = static_cast<double>(entry.value);
            const double less = other != taken.end() && other->index == entry.index ? scale * static_cast<double>(other->value) : 0;
            const auto value = static_cast<std::int64_t>(std::clamp(whole - less, std::min(whole, 0.0), std::max(whole, 0.0)));
            if (value != 0) rest.push_back({entry.index, value});
        }
        return rest;
    };
    Multipliers rest = goal;
    rest.columns = without(goal.columns, proof.columns);
    rest.limits = without(goal.limits, proof.limits);
    return rest;
}

}  // namespace husrom::solve
