#pragma once

/// Goal values between the solver's direction (more is better) and the office's (as the goal is declared, its constant included).

#include <cstdint>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

[[nodiscard]] std::int64_t in_office_direction(const rules::GoalInfo& goal, std::int64_t value);

}  // namespace husrom::plan
