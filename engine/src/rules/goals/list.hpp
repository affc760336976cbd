#pragma once

/// The goals of `[[goal]]` in order, then the ties: weights of the numeric problem, and the charges of soft limits.

#include <memory>
#include <span>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/limits/rows.hpp"
#include "rules/terms/list.hpp"

namespace husrom::rules {

/// Adds `problem.goals`, the weights and the steps of `problem.numeric`, and where the ties begin. Findings for goals and soft limits that
/// do not fit.
void write_goals(std::span<const std::unique_ptr<Scoring>> terms, std::span<const Pair> pairs, const LimitRows& limits, const Scope& scope,
                 AllocationProblem& problem);

}  // namespace husrom::rules
