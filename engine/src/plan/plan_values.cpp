#include "plan/plan_values.hpp"

#include <algorithm>
#include <utility>

#include <husrom/core/integers.hpp>

#include "plan/worst_case.hpp"

namespace husrom::plan {

namespace {

std::int64_t turned(bool minimise, std::int64_t value) {
    return minimise ? core::checked_subtract(std::int64_t{0}, value) : value;
}

}  // namespace

std::int64_t in_office_direction(const rules::GoalInfo& goal, std::int64_t value) {
    return turned(goal.minimise, value);
}

GoalValue with_values(GoalValue goal, std::size_t position, std::span<const std::int64_t> objective, std::span<const std::int64_t> bound,
                      std::int32_t proven_goals) {
    goal.reached = turned(goal.minimise, objective[position]);
    goal.proven = std::cmp_less(position, proven_goals);
    // A bound holds for plans whose earlier goals are at their proven values: past the first goal that is not proven it says nothing.
    goal.bounded = std::cmp_less_equal(position, proven_goals) && position < bound.size() && bound[position] != solve::no_upper;
    if (goal.bounded) {
        goal.bound = turned(goal.minimise, bound[position]);
        goal.gap = core::checked_subtract(bound[position], objective[position]);
    }
    return goal;
}

WhyNotOutcome outcome_by(std::span<const GoalLoss> losses) {
    const auto changed = std::ranges::find_if(losses, [](const GoalLoss& loss) { return loss.loss != 0; });
    if (changed == losses.end()) return WhyNotOutcome::tie;
    return changed->loss > 0 ? WhyNotOutcome::costs : WhyNotOutcome::better;
}

std::vector<std::int64_t> values_of(const solve::Problem& problem, std::span<const std::int32_t> chosen) {
    WorstCase::Sets sets;
    for (const auto edge : chosen) sets.push_back({edge});
    return WorstCase(problem, problem.goals).least_values(sets);
}

}  // namespace husrom::plan
