#pragma once

/// The open pairs: every rule judged once for people and homes it cannot tell apart, combined as bits over the pool's homes.

#include <vector>

#include "rules/evaluators.hpp"
#include "rules/pool.hpp"

namespace husrom::rules {

/// The typed rows of the open pairs, by participant, then unit. O(kinds of people x homes) for each rule, then
/// O(rules x people x homes / 64).
[[nodiscard]] std::vector<Pair> open_pairs(const AllocationProblem::Evaluators& compiled, const Pool& pool, const Scope& scope);

}  // namespace husrom::rules
