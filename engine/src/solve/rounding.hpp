#pragma once

/// Further limits by mixed-integer rounding of hard upper limits: where the fractional plan fills a load or a budget with parts of rows,
/// the rounded limit cuts it off. Bounds fall at once where a few fractional rows cost whole units of a goal.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <husrom/solve/certificate.hpp>

#include "index.hpp"

namespace husrom::solve {

/// Looks the hard upper limits over once, to be asked about many fractional plans: a question costs what the edges of the plan do, times
/// the sizes in their limits.
class RoundedLimitFinder {
public:
    /// The index must outlive it.
    explicit RoundedLimitFinder(const ProblemIndex& index);

    /// Rounded limits that the fractional plan breaks, at most one for each of the problem's own limits. `shares` goes by place in `edges`,
    /// which are edges of the problem.
    [[nodiscard]] std::vector<RoundedLimit> find(std::span<const std::int32_t> edges, std::span<const double> shares) const;

private:
    /// Of a size, how many rows have it in a limit.
    struct Size {
        std::int64_t coefficient, rows;
    };
    struct Share {
        RoundedLimit::Group group;
        double share = 0;  ///< of the group in the fractional plan
    };

    [[nodiscard]] std::optional<RoundedLimit> round(std::int32_t limit, std::vector<Share>& shares) const;

    const ProblemIndex& index_;
    std::vector<std::vector<Size>> sizes_;  ///< by limit, ascending; none where it cannot be rounded
};

/// Appends the limit that a derivation gives.
void append_rounded(Problem& problem, const RoundedLimit& rounded);

}  // namespace husrom::solve
