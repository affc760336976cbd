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

struct Share {
    RoundedLimit::Group group;
    double share = 0;  ///< of the group in the fractional plan
};

/// How far the fractional plan is beyond the rounded limit, over the length of its coefficients.
double violation(const std::vector<Share>& shares, const std::vector<char>& turned, std::int64_t bound, std::int64_t divisor) {
    const Rounding rounding = rounding_of(bound, divisor);
    double left = -static_cast<double>(divisor - rounding.beta) * static_cast<double>(core::floor_divide(bound, divisor));
    double length = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto value = static_cast<double>(rounding(turned[i] != 0 ? -shares[i].group.coefficient : shares[i].group.coefficient));
        left += value * (turned[i] != 0 ? 1 - shares[i].share : shares[i].share);
        length += value * value;
    }
    return length > 0 ? left / std::sqrt(length) : 0;
}

}  // namespace

std::vector<RoundedLimit> find_rounded_limits(const ProblemIndex& index, std::span<const double> fractional) {
    const Problem& problem = index.problem();
    std::vector<RoundedLimit> found;
    for (std::int32_t k = 0; k < index.own_limits(); ++k) {
        const LimitSide& side = index.upper(k);
        if (!side.can_bind || !side.parts.empty() || std::abs(side.bound) > largest_coefficient) continue;
        std::map<RoundedLimit::Group, double> groups;
        double activity = 0;
        std::int64_t largest = 0;
        for (std::int64_t i = problem.limit_offsets[at(k)]; i < problem.limit_offsets[at(k) + 1]; ++i) {
            const std::int32_t edge = problem.limit_edges[static_cast<std::size_t>(i)];
            const std::int64_t coefficient = problem.limit_coefficients[static_cast<std::size_t>(i)];
            largest = std::max(largest, std::abs(coefficient));
            groups[{index.row_of(edge), coefficient}] += fractional[at(edge)];
            activity += fractional[at(edge)] * static_cast<double>(coefficient);
        }
        if (largest <= 1 || largest > largest_coefficient) continue;
        if (activity < static_cast<double>(side.bound) - 1e-3 * std::abs(static_cast<double>(side.bound)) - 1e-3) continue;
        std::vector<Share> shares;
        std::set<std::int64_t> fractional_sizes, sizes;
        for (const auto& [group, share] : groups) {
            shares.push_back({group, share});
            const std::int64_t size = std::abs(group.coefficient);
            sizes.insert(size);
            if (share > 1e-3 && share < 1 - 1e-3) {
                fractional_sizes.insert(size);
                fractional_sizes.insert(size / 2);
            }
        }
        std::vector<std::int64_t> divisors(fractional_sizes.begin(), fractional_sizes.end());
        for (const std::int64_t size : sizes)
            if (divisors.size() < most_divisors && !fractional_sizes.contains(size)) divisors.push_back(size);
        double best = 1e-3;
        RoundedLimit chosen;
        for (const double threshold : {0.5, 0.999, 2.0}) {
            std::vector<char> turned;
            std::int64_t bound = side.bound;
            for (const Share& share : shares) {
                turned.push_back(share.share > threshold ? 1 : 0);
                if (turned.back() != 0) bound -= share.group.coefficient;
            }
            for (const std::int64_t divisor : divisors) {
                if (divisor < 2) continue;
                const double here = violation(shares, turned, bound, divisor);
                if (here <= best) continue;
                best = here;
                chosen = {k, divisor, {}};
                for (std::size_t i = 0; i < shares.size(); ++i)
                    if (turned[i] != 0) chosen.turned.push_back(shares[i].group);
            }
        }
        if (chosen.divisor > 1) found.push_back(std::move(chosen));
    }
    return found;
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
    problem.add_limit(edges, coefficients, no_lower, right);
}

}  // namespace husrom::solve
