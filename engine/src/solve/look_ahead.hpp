#pragma once

/// People first, then fit: goals of few different weights, such as how many are housed, say nothing about which of many equal plans leaves
/// room for one more person. Where a problem is too large for a linear program of all its edges, such flat goals are searched with the goal
/// behind them in sight: as one goal, in which a unit of each of them is worth several times what that goal can vary by (one_goal.hpp).
/// Where all goals are flat, drawn weights take the place of the one behind.

#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/solve/problem.hpp>

#include "index.hpp"

namespace husrom::solve {

struct LookAhead {
    std::int32_t goal = 0;            ///< the first of many different weights, or one more than there are; those before it are flat
    std::vector<std::int64_t> worth;  ///< of a unit of each flat goal, in units of that goal, or in coarser ones
    std::int64_t unit = 1;            ///< how coarse
    bool is_bound = false;            ///< bounds of the one goal, less what flat goals are worth, are bounds of `goal`
    /// By flat goal: how far plans that differ by a unit of it are apart in the one goal, about.
    std::vector<std::int64_t> apart;

    [[nodiscard]] std::int64_t weight(const ProblemIndex& index, std::int32_t edge) const;
    [[nodiscard]] std::vector<std::int64_t> weights(const ProblemIndex& index) const;
    /// Charges of the one goal; those of goals behind it are none, and allow as much as ever.
    [[nodiscard]] std::vector<Step> steps(const ProblemIndex& index) const;
};

/// Nothing where it would not help: a small problem, a first goal of many different weights, numbers out of range.
[[nodiscard]] std::optional<LookAhead> look_ahead(const ProblemIndex& index);

/// A soft limit is charged to the goal.
[[nodiscard]] bool is_charged(const Problem& problem, std::int32_t goal);

}  // namespace husrom::solve
