#pragma once

/// From limits to rows of the numeric problem: rooms after tenants and stays, one row for each group that can bind.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/limits/limit.hpp"

namespace husrom::rules {

/// A soft limit's row and the goal that its excess is charged to; steps are written when the goals' scales are known.
struct SoftRow {
    std::int32_t info = 0;  ///< position in AllocationProblem::limits
    const Limit* limit = nullptr;
};

/// The rows of all limits, in the order of the policy, groups ascending.
struct LimitRows {
    std::vector<std::vector<std::int32_t>> info_of_group;  ///< by limit, by group; -1: no row
    std::vector<SoftRow> soft;
};

/// Adds `problem.limits` and the rows of `problem.numeric`; findings for caps that are unknown, negative, already exceeded or crossed by
/// their floor. `pairs` are the typed rows of the edges, in their order.
[[nodiscard]] LimitRows write_limits(std::span<const std::unique_ptr<Limit>> limits, std::span<const Pair> pairs,
                                     std::span<const Pair> homes_now, const Scope& scope, AllocationProblem& problem);

}  // namespace husrom::rules
