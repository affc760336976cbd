#pragma once

/// The members of a conflict that stand in the integers of a problem (duties, ends of limits, people kept apart), as demands: what a
/// problem asks when only some of them hold.

#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/plan/resolve.hpp>
#include <husrom/scenario/conflict.hpp>

namespace husrom::scenario {

/// Every member of the integers of a problem, in the order duties, apart, floors, caps.
[[nodiscard]] std::vector<Member> numeric_members(const rules::AllocationProblem& problem);

/// The problem with these members alone: all other duties, limits and cliques are given up.
[[nodiscard]] plan::Demands only(const rules::AllocationProblem& problem, const std::vector<Member>& members);

/// The numeric limit of a member; -1 when the problem does not have it.
[[nodiscard]] std::int32_t numeric_limit(const rules::AllocationProblem& problem, const Member& member);

}  // namespace husrom::scenario
