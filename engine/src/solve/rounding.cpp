#include "rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include <husrom/core/integers.hpp>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

constexpr std::int64_t largest_coefficient = std::int64_t{1} << 32;
constexpr std::size_t most_divisors = 40;

/// G of certificate.hpp, for one divisor and remainder.
struct Rounding {
    std::int64_t divisor;
    std::int64_t beta;
    [[nodiscard]] std::int64_t operator()(std::int64_t a) const {
        const std::int64_t whole = core::floor_divide(a, divisor);
        return (divisor - beta) * whole + std::max<std::int64_t>(0, a - whole * divisor - beta);
    }
};

Rounding rounding_of(std::int64_t bound, std::int64_t divisor) {
    return {divisor, bound - core::floor_divide(bound, divisor) * divisor};
}

}  // namespace

RoundedLimitFinder::RoundedLimitFinder(const ProblemIndex& index) : index_(index), sizes_(at(index.own_limits())) {
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
        for (const auto& [coefficient, count] : rows) sizes_[at(k)].push_back({coefficient, count});
    }
}

std::vector<RoundedLimit> RoundedLimitFinder::find(std::span<const std::int32_t> edges, std::span<const double> shares) const {
    struct Part {
        std::int32_t limit;
        Share share;
    };
    std::vector<Part> parts;
    const Incidence& limits = index_.limits_of();
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (shares[i] == 0) continue;
        for (std::size_t j = limits.begin(edges[i]); j < limits.end(edges[i]) && limits.sets[j] < index_.own_limits(); ++j)
            if (!sizes_[at(limits.sets[j])].empty())
                parts.push_back({limits.sets[j], {{index_.row_of(edges[i]), limits.coefficients[j]}, shares[i]}});
    }
    std::ranges::stable_sort(
        parts, [](const Part& a, const Part& b) { return a.limit != b.limit ? a.limit < b.limit : a.share.group < b.share.group; });
    std::vector<RoundedLimit> found;
    std::vector<Share> own;
    for (std::size_t i = 0; i < parts.size();) {
        const std::int32_t limit = parts[i].limit;
        own.clear();
        for (; i < parts.size() && parts[i].limit == limit; ++i) {
            if (!own.empty() && own.back().group == parts[i].share.group)
                own.back().share += parts[i].share.share;
            else
                own.push_back(parts[i].share);
        }
        if (auto rounded = round(limit, own)) found.push_back(std::move(*rounded));
    }
    return found;
}

/// The rounding that the plan is farthest beyond, over the length of its coefficients; groups of which the plan takes nothing count there
/// only, and are never turned.
std::optional<RoundedLimit> RoundedLimitFinder::round(std::int32_t limit, std::vector<Share>& shares) const {
    const LimitSide& side = index_.upper(limit);
    double activity = 0;
    for (const Share& share : shares) activity += share.share * static_cast<double>(share.group.coefficient);
    if (activity < static_cast<double>(side.bound) - 1e-3 * std::abs(static_cast<double>(side.bound)) - 1e-3) return std::nullopt;
    std::set<std::int64_t> of_fractions, all;
    for (const Share& share : shares) {
        const std::int64_t size = std::abs(share.group.coefficient);
        if (share.share <= 1e-3 || share.share >= 1 - 1e-3) continue;
        of_fractions.insert(size);
        of_fractions.insert(size / 2);
    }
    for (const Size& size : sizes_[at(limit)]) all.insert(std::abs(size.coefficient));
    std::vector<std::int64_t> divisors(of_fractions.begin(), of_fractions.end());
    for (const std::int64_t size : all)
        if (divisors.size() < most_divisors && !of_fractions.contains(size)) divisors.push_back(size);
    double best = 1e-3;
    RoundedLimit chosen;
    for (const double threshold : {0.5, 0.999, 2.0}) {
        std::int64_t bound = side.bound;
        for (const Share& share : shares)
            if (share.share > threshold) bound -= share.group.coefficient;
        for (const std::int64_t divisor : divisors) {
            if (divisor < 2) continue;
            const Rounding rounding = rounding_of(bound, divisor);
            const auto square = [&](std::int64_t coefficient) {
                const auto value = static_cast<double>(rounding(coefficient));
                return value * value;
            };
            double left = -static_cast<double>(divisor - rounding.beta) * static_cast<double>(core::floor_divide(bound, divisor));
            double length = 0;
            for (const Size& size : sizes_[at(limit)]) length += static_cast<double>(size.rows) * square(size.coefficient);
            for (const auto& [group, share] : shares) {
                if (share <= threshold) {
                    left += static_cast<double>(rounding(group.coefficient)) * share;
                    continue;
                }
                left += static_cast<double>(rounding(-group.coefficient)) * (1 - share);
                length += square(-group.coefficient) - square(group.coefficient);
            }
            if (length <= 0 || left <= best * std::sqrt(length)) continue;
            best = left / std::sqrt(length);
            chosen = {limit, divisor, {}};
            for (const auto& [group, share] : shares)
                if (share > threshold) chosen.turned.push_back(group);
        }
    }
    if (chosen.divisor <= 1) return std::nullopt;
    return chosen;
}

void append_rounded(Problem& problem, const RoundedLimit& rounded) {
    std::int64_t bound = problem.limit_upper[at(rounded.limit)];
    for (const RoundedLimit::Group& group : rounded.turned) bound -= group.coefficient;
    const Rounding rounding = rounding_of(bound, rounded.divisor);
    std::int64_t right = (rounded.divisor - rounding.beta) * core::floor_divide(bound, rounded.divisor);
    for (const RoundedLimit::Group& group : rounded.turned) right -= rounding(-group.coefficient);
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    for (std::int64_t i = problem.limit_offsets[at(rounded.limit)]; i < problem.limit_offsets[at(rounded.limit) + 1]; ++i) {
        const std::int32_t edge = problem.limit_edges[static_cast<std::size_t>(i)];
        const std::int64_t a = problem.limit_coefficients[static_cast<std::size_t>(i)];
        const RoundedLimit::Group own{problem.edge_row[at(edge)], a};
        const std::int64_t value = std::ranges::binary_search(rounded.turned, own) ? -rounding(-a) : rounding(a);
        if (value == 0) continue;
        edges.push_back(edge);
        coefficients.push_back(value);
    }
    problem.limit_edges.reserve(problem.limit_edges.size() + edges.size());
    problem.limit_coefficients.reserve(problem.limit_coefficients.size() + edges.size());
    problem.add_limit(edges, coefficients, no_lower, right);
}

}  // namespace husrom::solve
