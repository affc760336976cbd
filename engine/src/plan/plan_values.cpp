#include "plan/plan_values.hpp"

#include <husrom/core/integers.hpp>

#include "plan/worst_case.hpp"

namespace husrom::plan {

std::int64_t in_office_direction(const rules::GoalInfo& goal, std::int64_t value) {
    return goal.minimise ? core::checked_subtract(std::int64_t{0}, value) : value;
}

std::vector<std::int64_t> values_of(const solve::Problem& problem, std::span<const std::int32_t> chosen) {
    WorstCase::Sets sets;
    for (const auto edge : chosen) sets.push_back({edge});
    return WorstCase(problem, problem.goals).least_values(sets);
}

}  // namespace husrom::plan
