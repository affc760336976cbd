#include <husrom/plan/resolve.hpp>

#include <algorithm>
#include <utility>

#include <husrom/core/integers.hpp>

#include "plan/changed_problem.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

Resolver::Resolver(const Plan& plan, ResolveOptions options) : problem_(plan.shared_problem()), options_(std::move(options)) {
    static_cast<void>(plan.assignments());  // throws without an allocation
    start_ = plan.result().chosen;
}

Resolver::Resolver(std::shared_ptr<const rules::AllocationProblem> problem, ResolveOptions options)
    : problem_(std::move(problem)), options_(std::move(options)) {
    if (!problem_) throw InvalidArgument("problem is empty");
}

Resolved Resolver::resolve(const Demands& demands) const {
    const auto changed = changed_problem(*problem_, start_, demands);
    solve::Options options;
    options.work_limit = options_.work_limit;
    options.first_tie_goal = problem_->first_tie_goal;
    options.tie_work_limit = options_.keep_work_limit;
    options.seed = options_.seed;
    options.threads = options_.threads;
    options.start = changed.start;
    options.stop = options_.stop;
    const auto result = solve::maximise(changed.numeric, options);

    Resolved resolved;
    resolved.status = result.status;
    resolved.reproducible = result.reproducible;
    resolved.work = result.work;
    resolved.proven_goals = std::min(result.proven_goals, problem_->first_tie_goal);
    if (!resolved.found()) return resolved;
    for (const auto edge : result.chosen) resolved.chosen.push_back({changed.edges[at(edge)]});
    resolved.objective.assign(result.objective.begin(), result.objective.begin() + problem_->first_tie_goal);
    return resolved;
}

std::vector<GoalLoss> losses(const rules::AllocationProblem& problem, std::span<const std::int64_t> before,
                             std::span<const std::int64_t> after) {
    std::vector<GoalLoss> list;
    for (std::int32_t goal = 0; goal < problem.first_tie_goal; ++goal) {
        const auto& info = problem.goals[at(goal)];
        list.push_back({goal, in_office_direction(info, before[at(goal)]), in_office_direction(info, after[at(goal)]),
                        core::checked_subtract(before[at(goal)], after[at(goal)])});
    }
    return list;
}

std::vector<HomeChange> home_changes(const rules::AllocationProblem& problem, std::span<const std::int32_t> before,
                                     std::span<const rules::EdgeIndex> after) {
    std::vector<std::pair<rules::UnitIndex, rules::UnitIndex>> homes(problem.participants.size());
    for (const auto edge : before) homes[at(problem.numeric.edge_row[at(edge)])].first = {problem.numeric.edge_column[at(edge)]};
    for (const auto edge : after)
        homes[at(problem.numeric.edge_row[at(edge.value)])].second = {problem.numeric.edge_column[at(edge.value)]};
    std::vector<HomeChange> changes;
    for (std::size_t row = 0; row < homes.size(); ++row)
        if (homes[row].first != homes[row].second)
            changes.push_back({{static_cast<std::int32_t>(row)}, homes[row].first, homes[row].second});
    return changes;
}

}  // namespace husrom::plan
