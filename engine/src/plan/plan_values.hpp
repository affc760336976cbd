#pragma once

/// Goal values between the solver's direction (more is better) and the office's (as the goal is declared).

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

[[nodiscard]] std::int64_t in_office_direction(const rules::GoalInfo& goal, std::int64_t value);

/// Every goal of a set of edges: weights less what the steps charge.
[[nodiscard]] std::vector<std::int64_t> values_of(const solve::Problem& problem, std::span<const std::int32_t> chosen);

}  // namespace husrom::plan
