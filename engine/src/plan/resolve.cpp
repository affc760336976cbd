#include <husrom/plan/resolve.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <husrom/core/integers.hpp>

#include "plan/changed_problem.hpp"
#include "plan/charge_edges.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

std::vector<bool> marked(const solve::Problem& problem, std::span<const rules::EdgeIndex> edges, const std::string& argument) {
    std::vector<bool> mask(at(problem.edges()), false);
    for (const auto edge : edges) {
        if (edge.value < 0 || edge.value >= problem.edges())
            throw InvalidArgument(argument + " holds an edge that the problem does not have: " + std::to_string(edge.value));
        mask[edge.position()] = true;
    }
    return mask;
}

/// In an ascending list; -1 where it is not there.
std::int32_t place_of(const std::vector<std::int32_t>& edges, std::int32_t edge) {
    const auto place = std::ranges::lower_bound(edges, edge);
    return place == edges.end() || *place != edge ? -1 : static_cast<std::int32_t>(place - edges.begin());
}

/// Of the choices of edges, one is not allowed: a limit that it alone breaks. Who has a home in it must lose that home, or somebody else
/// get one.
void exclude(const std::vector<rules::EdgeIndex>& plan, ChangedProblem& changed) {
    std::vector<std::int32_t> home(at(changed.numeric.rows), -1), edges;
    for (const auto edge : plan) {
        const auto place = place_of(changed.edges, edge.value);
        if (place < 0) return;  // the pair is not open
        home[at(changed.numeric.edge_row[at(place)])] = place;
    }
    std::vector<std::int64_t> coefficients;
    for (std::int32_t edge = 0; std::cmp_less(edge, changed.edges.size()); ++edge) {
        const auto own = home[at(changed.numeric.edge_row[at(edge)])];
        if (own >= 0 && own != edge) continue;
        edges.push_back(edge);
        coefficients.push_back(own == edge ? 1 : -1);
    }
    changed.numeric.add_limit(edges, coefficients, solve::no_lower, static_cast<std::int64_t>(plan.size()) - 1);
}

/// One goal that nothing counts in; steps stay, since they say how far a soft limit may give way.
void forget_goals(solve::Problem& problem) {
    problem.goals = 1;
    problem.weights.assign(1, std::vector<std::int64_t>(problem.edge_row.size(), 0));
    for (auto& step : problem.steps) {
        step.goal = 0;
        step.slope = 0;
    }
}

}  // namespace

Resolver::Resolver(const Plan& plan, ResolveOptions options) : problem_(plan.shared_problem()), options_(std::move(options)) {
    static_cast<void>(plan.assignments());  // throws without an allocation
    start_ = plan.result().chosen;
    warm_start_ = plan.result().warm_start;
}

Resolver::Resolver(std::shared_ptr<const rules::AllocationProblem> problem, ResolveOptions options)
    : problem_(std::move(problem)), options_(std::move(options)) {
    if (!problem_) throw InvalidArgument("problem is empty");
}

Resolved Resolver::answer(const ChangedProblem& changed, std::int32_t policy_goals) const {
    return answer(changed, policy_goals, Learned{});
}

Resolved Resolver::answer(const ChangedProblem& changed, std::int32_t policy_goals, const Learned& learned) const {
    solve::Options options;
    options.work_limit = options_.work_limit.value_or(default_question_work);
    options.first_tie_goal = policy_goals;
    options.tie_work_limit = options_.keep_work_limit;
    options.seed = options_.seed;
    options.threads = options_.threads;
    options.start = changed.start;
    options.warm_start = learned.warm_start;
    options.warm_edges = learned.edges;
    options.warm_goals = learned.goals;
    options.warm_values = learned.values;
    options.stop = options_.stop;
    const auto result = solve::maximise(changed.numeric, options);

    Resolved resolved;
    resolved.status = result.status;
    resolved.reproducible = result.reproducible;
    resolved.work = result.work;
    resolved.proven_goals = std::min(result.proven_goals, policy_goals);
    resolved.fewest_moves = result.proven_goals > policy_goals;
    resolved.open = changed.edges;
    resolved.warm_start = result.warm_start;
    if (!resolved.found()) return resolved;
    for (const auto edge : result.chosen)
        if (std::cmp_less(edge, changed.edges.size())) resolved.chosen.push_back({changed.edges[at(edge)]});  // others pay charges
    resolved.objective.assign(result.objective.begin(), result.objective.begin() + policy_goals);
    return resolved;
}

Resolved Resolver::resolve(const Demands& demands) const {
    const auto changed = changed_problem(*problem_, start_, demands);
    return answer(changed, problem_->first_tie_goal, {warm_start_, changed.edges, problem_->first_tie_goal, false});
}

Resolved Resolver::resolve(const Demands& demands, const Resolved& after) const {
    if (!after.found() || !after.warm_start) return resolve(demands);
    auto changed = changed_problem(*problem_, start_, demands);
    std::vector<std::int32_t> places;
    for (const auto edge : changed.edges) {
        places.push_back(place_of(after.open, edge));
        if (places.back() < 0) return resolve(demands);  // that solve knew nothing of the edge
    }
    changed.start.clear();
    const auto add_to_start = [&](rules::EdgeIndex edge) {
        if (const auto place = place_of(changed.edges, edge.value); place >= 0) changed.start.push_back(place);
    };
    std::ranges::for_each(after.chosen, add_to_start);
    std::ranges::for_each(demands.locked, add_to_start);
    // The goal of placements kept is the same one, too.
    return answer(changed, problem_->first_tie_goal, {after.warm_start, places, problem_->first_tie_goal + 1, true});
}

Resolved Resolver::differ(const Demands& demands, std::span<const std::int64_t> least, std::span<const std::int64_t> times,
                          std::span<const std::vector<rules::EdgeIndex>> known) const {
    if (std::cmp_greater(least.size(), problem_->first_tie_goal)) throw InvalidArgument("least has more values than the policy has goals");
    if (std::cmp_not_equal(times.size(), problem_->numeric.edges())) throw InvalidArgument("times needs one number for each edge");
    auto changed = changed_problem(*problem_, start_, demands);
    auto& numeric = changed.numeric;
    charges_as_edges(numeric, changed.start);
    for (std::size_t goal = 0; goal < least.size(); ++goal) {
        std::vector<std::int32_t> edges;
        std::vector<std::int64_t> coefficients;
        for (std::size_t edge = 0; edge < numeric.edge_row.size(); ++edge) {
            if (numeric.weights[goal][edge] == 0) continue;
            edges.push_back(static_cast<std::int32_t>(edge));
            coefficients.push_back(numeric.weights[goal][edge]);
        }
        numeric.add_limit(edges, coefficients, least[goal], solve::no_upper);
    }
    for (const auto& plan : known) exclude(plan, changed);
    auto& shared = *numeric.weights.emplace(numeric.weights.begin(), numeric.edge_row.size(), 0);
    for (std::size_t edge = 0; edge < changed.edges.size(); ++edge) shared[edge] = -times[at(changed.edges[edge])];
    ++numeric.goals;
    auto resolved = answer(changed, problem_->first_tie_goal + 1);
    if (!resolved.found()) return resolved;
    std::vector<std::int32_t> chosen;
    for (const auto edge : resolved.chosen) chosen.push_back(edge.value);
    resolved.objective = values_of(problem_->numeric, chosen);
    resolved.objective.resize(at(problem_->first_tie_goal));
    return resolved;
}

Resolved Resolver::possible(const Demands& demands, std::span<const rules::EdgeIndex> avoid) const {
    auto changed = changed_problem(*problem_, start_, demands);
    forget_goals(changed.numeric);
    const auto unwanted = marked(problem_->numeric, avoid, "avoid");
    for (std::size_t edge = 0; edge < changed.edges.size(); ++edge)
        changed.numeric.weights[0][edge] = unwanted[at(changed.edges[edge])] ? -1 : 0;
    return answer(changed, 1);
}

Resolved Resolver::least_excess(const Demands& demands, std::int32_t limit, solve::Side side) const {
    auto changed = changed_problem(*problem_, start_, demands);
    forget_goals(changed.numeric);
    // What the side's own steps carry is no reason to move its end.
    auto& steps = changed.numeric.steps;
    const auto carries_all = [&](const solve::Step& step) {
        return step.limit == limit && step.side == side && step.width == solve::unbounded;
    };
    if (std::ranges::none_of(steps, carries_all)) steps.push_back({limit, side, 0, solve::unbounded, 1});
    return answer(changed, 1);
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
