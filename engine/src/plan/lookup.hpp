#pragma once

/// Ids to indices; an id that is not there throws InvalidArgument with the nearest one.

#include <string_view>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

[[nodiscard]] rules::ParticipantIndex participant_of(const rules::AllocationProblem& problem, std::string_view id);
/// A home of this round's pool.
[[nodiscard]] rules::UnitIndex unit_of(const rules::AllocationProblem& problem, std::string_view id);

}  // namespace husrom::plan
