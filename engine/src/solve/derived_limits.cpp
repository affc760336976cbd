#include "derived_limits.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>
#include <variant>

#include "knapsack.hpp"

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

constexpr std::int64_t largest_coefficient = std::int64_t{1} << 32;

/// For one fractional plan, some tenth of a second: nobody looks at the clock meanwhile.
constexpr std::int64_t most_knapsack_work = 20'000'000;

}  // namespace

DerivedLimitFinder::DerivedLimitFinder(const ProblemIndex& index) : index_(index), origins_(at(index.own_limits())) {
    const Problem& problem = index.problem();
    std::vector<RoundedLimit::Group> groups;
    for (std::int32_t k = 0; k < index.own_limits(); ++k) {
        const LimitSide& side = index.upper(k);
        if (!side.can_bind || !side.parts.empty() || std::abs(side.bound) > largest_coefficient) continue;
        groups.clear();
        std::int64_t largest = 0;
        for (std::int64_t i = problem.limit_offsets[at(k)]; i < problem.limit_offsets[at(k) + 1]; ++i) {
            const std::int64_t coefficient = problem.limit_coefficients[static_cast<std::size_t>(i)];
            largest = std::max(largest, std::abs(coefficient));
            groups.push_back({index.row_of(problem.limit_edges[static_cast<std::size_t>(i)]), coefficient});
        }
        if (largest <= 1 || largest > largest_coefficient) continue;
        std::ranges::sort(groups);
        groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
        std::map<std::int64_t, std::int64_t> rows;
        for (const RoundedLimit::Group& group : groups) ++rows[group.coefficient];
        Origin& origin = origins_[at(k)];
        for (const auto& [coefficient, count] : rows) origin.sizes.push_back({coefficient, count});
        origin.is_knapsack = origin.sizes.size() > 1 && origin.sizes.front().coefficient > 0;
    }
}

std::vector<DerivedLimit> DerivedLimitFinder::find(std::span<const std::int32_t> edges, std::span<const double> shares, Kinds kinds,
                                                   std::int64_t& work) const {
    struct Part {
        std::int32_t limit;
        GroupShare share;
    };
    std::vector<Part> parts;
    const Incidence& limits = index_.limits_of();
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (shares[i] == 0) continue;
        for (std::size_t j = limits.begin(edges[i]); j < limits.end(edges[i]) && limits.sets[j] < index_.own_limits(); ++j)
            if (!origins_[at(limits.sets[j])].sizes.empty())
                parts.push_back({limits.sets[j], {{index_.row_of(edges[i]), limits.coefficient(j)}, shares[i]}});
    }
    std::ranges::stable_sort(
        parts, [](const Part& a, const Part& b) { return a.limit != b.limit ? a.limit < b.limit : a.share.group < b.share.group; });
    std::vector<DerivedLimit> found;
    std::vector<GroupShare> own;
    const std::int64_t begun = work;
    for (std::size_t i = 0; i < parts.size();) {
        const std::int32_t limit = parts[i].limit;
        own.clear();
        for (; i < parts.size() && parts[i].limit == limit; ++i) {
            if (!own.empty() && own.back().group == parts[i].share.group)
                own.back().share += parts[i].share.share;
            else
                own.push_back(parts[i].share);
        }
        const Origin& origin = origins_[at(limit)];
        if (origin.is_knapsack && kinds == Kinds::all && work - begun < most_knapsack_work)
            if (auto knapsack = cut_off(index_, limit, own, work)) {
                found.emplace_back(std::move(*knapsack));
                continue;
            }
        if (auto rounded = round_off(limit, index_.upper(limit).bound, own, origin.sizes)) found.emplace_back(std::move(*rounded));
    }
    return found;
}

std::optional<DerivedLimit> carried_over(const Problem& problem, const DerivedLimit& derived) {
    const std::int32_t limit = origin_of(derived);
    if (problem.limit_upper[at(limit)] == no_upper) return std::nullopt;
    for (const Step& step : problem.steps)
        if (step.limit == limit && step.side == Side::upper) return std::nullopt;
    if (const auto* knapsack = std::get_if<KnapsackLimit>(&derived)) return carried_over(problem, *knapsack);
    if (std::abs(problem.limit_upper[at(limit)]) > largest_coefficient) return std::nullopt;
    return derived;
}

void append_derived(Problem& problem, const DerivedLimit& derived) {
    if (const auto* rounded = std::get_if<RoundedLimit>(&derived))
        append_rounded(problem, *rounded);
    else
        append_knapsack(problem, std::get<KnapsackLimit>(derived));
}

}  // namespace husrom::solve
