#pragma once

/// Goal values between the solver's direction (more is better) and the office's (as the goal is declared).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <husrom/plan/plan.hpp>
#include <husrom/plan/why_not.hpp>
#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

[[nodiscard]] std::int64_t in_office_direction(const rules::GoalInfo& goal, std::int64_t value);

/// The goal at this position with what the solver's numbers say of it: reached, proven, and how far no plan goes.
[[nodiscard]] GoalValue with_values(GoalValue goal, std::size_t position, std::span<const std::int64_t> objective,
                                    std::span<const std::int64_t> bound, std::int32_t proven_goals);

/// COSTS, BETTER or TIE: by the first goal that changes.
[[nodiscard]] WhyNotOutcome outcome_by(std::span<const GoalLoss> losses);

/// Every goal of a set of edges: weights less what the steps charge.
[[nodiscard]] std::vector<std::int64_t> values_of(const solve::Problem& problem, std::span<const std::int32_t> chosen);

}  // namespace husrom::plan
