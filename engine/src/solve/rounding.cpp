#include "rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include <husrom/core/integers.hpp>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

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

std::optional<RoundedLimit> round_off(std::int32_t limit, std::int64_t own_bound, std::span<const GroupShare> shares,
                                      std::span<const SizeCount> sizes) {
    double activity = 0;
    for (const GroupShare& share : shares) activity += share.share * static_cast<double>(share.group.coefficient);
    if (activity < static_cast<double>(own_bound) - 1e-3 * std::abs(static_cast<double>(own_bound)) - 1e-3) return std::nullopt;
    std::set<std::int64_t> of_fractions, all;
    for (const GroupShare& share : shares) {
        const std::int64_t size = std::abs(share.group.coefficient);
        if (share.share <= 1e-3 || share.share >= 1 - 1e-3) continue;
        of_fractions.insert(size);
        of_fractions.insert(size / 2);
    }
    for (const SizeCount& size : sizes) all.insert(std::abs(size.coefficient));
    std::vector<std::int64_t> divisors(of_fractions.begin(), of_fractions.end());
    for (const std::int64_t size : all)
        if (divisors.size() < most_divisors && !of_fractions.contains(size)) divisors.push_back(size);
    double best = 1e-3;
    RoundedLimit chosen;
    for (const double threshold : {0.5, 0.999, 2.0}) {
        std::int64_t bound = own_bound;
        for (const GroupShare& share : shares)
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
            for (const SizeCount& size : sizes) length += static_cast<double>(size.rows) * square(size.coefficient);
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
