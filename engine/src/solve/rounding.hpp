#pragma once

/// Further limits by mixed-integer rounding of hard upper limits: where the fractional plan fills a load or a budget with parts of rows,
/// the rounded limit cuts it off. Bounds fall at once where a few fractional rows cost whole units of a goal.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/solve/certificate.hpp>

#include "index.hpp"

namespace husrom::solve {

/// Rounded limits that the fractional plan (by edge of the problem) breaks, at most one for each of the problem's own limits.
[[nodiscard]] std::vector<RoundedLimit> find_rounded_limits(const ProblemIndex& index, std::span<const double> fractional);

/// Appends the limit that a derivation gives.
void append_rounded(Problem& problem, const RoundedLimit& rounded);

}  // namespace husrom::solve
