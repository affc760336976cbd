#pragma once

/// Answers to questions about a plan as JSON documents; each names its schema.

#include <husrom/plan/why_not.hpp>
#include <husrom/scenario/conflict.hpp>
#include <husrom/scenario/help.hpp>

#include "answers.hpp"

namespace husrom::cli {

[[nodiscard]] Json losses_json(const rules::AllocationProblem& problem, const std::vector<plan::GoalLoss>& losses);
[[nodiscard]] Json changes_json(const rules::AllocationProblem& problem, const std::vector<plan::HomeChange>& changes);
[[nodiscard]] Json why_not_answer(const plan::WhyNot& answer);
[[nodiscard]] Json alternatives_answer(const rules::AllocationProblem& problem, const plan::Alternatives& answer);
[[nodiscard]] Json help_answer(const scenario::Help& help, model::Language language);
[[nodiscard]] Json conflict_answer(const scenario::Conflict& conflict);

}  // namespace husrom::cli
