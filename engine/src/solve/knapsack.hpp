#pragma once

/// Further limits that cut a fractional plan off the knapsack of one hard upper limit: the farthest ones there are over the parts that the
/// plan leaves fractional (exact separation; Boyd 1992, Kaparis and Letchford 2010), lifted to all edges of the limit (Padberg 1975).

#include <cstdint>
#include <optional>
#include <span>

#include <husrom/solve/certificate.hpp>

#include "index.hpp"
#include "rounding.hpp"

namespace husrom::solve {

/// The fractional plan takes `shares`, ascending by group, of a limit that is hard above and has positive coefficients alone. Nothing where
/// it is a mean of plans that keep the limit, or too much is fractional to tell. `work` grows by what that takes.
[[nodiscard]] std::optional<KnapsackLimit> cut_off(const ProblemIndex& index, std::int32_t limit, std::span<const GroupShare> shares,
                                                   std::int64_t& work);

/// With the bound that follows in this problem. Nothing where it is too large, or a coefficient of the limit is not positive.
[[nodiscard]] std::optional<KnapsackLimit> carried_over(const Problem& problem, KnapsackLimit knapsack);

/// Appends the limit that a derivation gives.
void append_knapsack(Problem& problem, const KnapsackLimit& knapsack);

}  // namespace husrom::solve
