#pragma once

/// Further limits by mixed-integer rounding of hard upper limits: where the fractional plan fills a load or a budget with parts of rows,
/// the rounded limit cuts it off. Bounds fall at once where a few fractional rows cost whole units of a goal.

#include <cstdint>
#include <optional>
#include <span>

#include <husrom/solve/certificate.hpp>

namespace husrom::solve {

/// How much of a group a fractional plan takes.
struct GroupShare {
    RoundedLimit::Group group;
    double share = 0;
};

/// Of a size, how many rows have it in a limit.
struct SizeCount {
    std::int64_t coefficient = 0;
    std::int64_t rows = 0;
};

/// The rounding of a hard upper limit of that bound that the plan is farthest beyond, over the length of its coefficients; groups of which
/// the plan takes nothing count there only, and are never turned. `sizes` are the limit's, ascending.
[[nodiscard]] std::optional<RoundedLimit> round_off(std::int32_t limit, std::int64_t bound, std::span<const GroupShare> shares,
                                                    std::span<const SizeCount> sizes);

/// Appends the limit that a derivation gives.
void append_rounded(Problem& problem, const RoundedLimit& rounded);

}  // namespace husrom::solve
