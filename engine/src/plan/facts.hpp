#pragma once

/// The facts that a verdict rests on, and which of them could change.

#include <vector>

#include <husrom/plan/why_not.hpp>

namespace husrom::plan {

[[nodiscard]] std::vector<Fact> facts_of(const rules::AllocationProblem& problem, const rules::RuleVerdict& verdict);

}  // namespace husrom::plan
