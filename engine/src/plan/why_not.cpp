#include <husrom/plan/why_not.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include "plan/exchange.hpp"
#include "plan/facts.hpp"
#include "plan/lookup.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

bool exact(const Plan& plan, const Resolved& resolved) {
    return plan.status() == solve::Status::optimal && resolved.status == solve::Status::optimal;
}

std::int32_t edge_held(const Plan& plan, rules::ParticipantIndex participant) {
    const auto held = std::ranges::find(plan.assignments(), participant, &Assignment::participant);
    return held == plan.assignments().end() ? -1 : held->edge.value;
}

WhyNotOutcome outcome_of(const Resolved& forced, const std::vector<GoalLoss>& losses) {
    if (forced.status == solve::Status::infeasible) return WhyNotOutcome::impossible;
    if (!forced.found()) return WhyNotOutcome::not_known;
    return outcome_by(losses);
}

/// What stands in the way in the plan as it is, when this person gives up the present home and whoever holds the wished one leaves it.
void describe_obstruction(const Plan& plan, rules::EdgeIndex edge, WhyNot& answer) {
    const auto& exchanges = plan.exchanges();
    std::vector<std::int32_t> out;
    if (const auto held = edge_held(plan, answer.participant); held >= 0) out.push_back(held);
    if (!exchanges.free(answer.unit.value)) {
        const auto holder = exchanges.holders(answer.unit.value).front();
        answer.held_by = {plan.problem().numeric.edge_row[at(holder)]};
        out.push_back(holder);
    }
    auto obstruction = exchanges.obstruction(out, std::array{edge.value});
    answer.full_limits = std::move(obstruction.limits);
    answer.apart = obstruction.apart;
}

}  // namespace

std::string_view code(WhyNotOutcome outcome) {
    switch (outcome) {
        case WhyNotOutcome::has_it:
            return "HAS_IT";
        case WhyNotOutcome::ruled_out:
            return "RULED_OUT";
        case WhyNotOutcome::impossible:
            return "IMPOSSIBLE";
        case WhyNotOutcome::costs:
            return "COSTS";
        case WhyNotOutcome::tie:
            return "TIE";
        case WhyNotOutcome::better:
            return "BETTER";
        case WhyNotOutcome::not_known:
            return "NOT_KNOWN";
    }
    return "";
}

std::vector<rules::ParticipantIndex> WhyNot::lose_home() const {
    std::vector<rules::ParticipantIndex> people;
    for (const auto& change : changes)
        if (change.from.valid() && !change.to.valid()) people.push_back(change.participant);
    return people;
}

WhyNot why_not(const Plan& plan, std::string_view participant, std::string_view unit, const ResolveOptions& options) {
    const auto& problem = plan.problem();
    static_cast<void>(plan.assignments());
    WhyNot answer;
    answer.problem = plan.shared_problem();
    answer.participant = participant_of(problem, participant);
    answer.unit_id = unit;
    if (std::ranges::find(problem.outside_pool, unit) != problem.outside_pool.end()) {
        answer.outcome = WhyNotOutcome::ruled_out;
        const rules::RuleVerdict outside{"not-available", rules::Verdict::fail, {}};
        answer.ruled_out_by.push_back({outside.rule, outside.verdict, facts_of(problem, outside)});
        return answer;
    }
    answer.unit = unit_of(problem, unit);
    const auto edge = problem.find_edge(answer.participant, answer.unit);
    if (!edge.valid()) {
        answer.outcome = WhyNotOutcome::ruled_out;
        for (const auto& verdict : problem.verdicts(answer.participant, answer.unit))
            if (rules::closes(verdict.verdict)) answer.ruled_out_by.push_back({verdict.rule, verdict.verdict, facts_of(problem, verdict)});
        return answer;
    }
    if (edge_held(plan, answer.participant) == edge.value) {
        answer.outcome = WhyNotOutcome::has_it;
        answer.exact = true;
        return answer;
    }
    describe_obstruction(plan, edge, answer);
    const auto forced = Resolver(plan, options).resolve({.locked = {edge}});
    if (forced.found()) {
        answer.losses = losses(problem, plan.result().objective, forced.objective);
        answer.changes = home_changes(problem, plan.result().chosen, forced.chosen);
        answer.chosen = forced.chosen;
        answer.exact = exact(plan, forced);
        answer.fewest_moves = forced.fewest_moves;
    } else {
        answer.exact = forced.status == solve::Status::infeasible;
    }
    answer.outcome = outcome_of(forced, answer.losses);
    return answer;
}

Alternatives alternatives(const Plan& plan, std::string_view participant, std::int32_t most, const ResolveOptions& options) {
    if (most < 1) throw InvalidArgument("most: alternatives are at least 1 home, not " + std::to_string(most));
    const auto& problem = plan.problem();
    Alternatives answer;
    answer.participant = participant_of(problem, participant);
    const Resolver resolver(plan, options);
    Demands demands;
    demands.must.push_back(answer.participant);
    const auto row = answer.participant.value;
    std::size_t open = plan.exchanges().edges_of_row(row).size();
    if (const auto held = edge_held(plan, answer.participant); held >= 0) {
        demands.forbidden.push_back({held});
        --open;
    }
    // With the homes listed so far forbidden, the best plan that houses this person holds the best home of those that are left.
    std::optional<Resolved> last;
    while (answer.list.size() < at(most) && open > 0) {
        auto next = last ? resolver.resolve(demands, *last) : resolver.resolve(demands);
        if (!next.found()) {
            answer.complete = next.status == solve::Status::infeasible;
            break;
        }
        const auto given =
            std::ranges::find_if(next.chosen, [&](rules::EdgeIndex edge) { return problem.numeric.edge_row[edge.position()] == row; });
        Alternative one;
        one.unit = {problem.numeric.edge_column[given->position()]};
        one.losses = losses(problem, plan.result().objective, next.objective);
        one.exact = exact(plan, next);
        one.changes = home_changes(problem, plan.result().chosen, next.chosen);
        one.chosen = next.chosen;
        demands.forbidden.push_back(*given);
        --open;
        answer.list.push_back(std::move(one));
        last = std::move(next);
    }
    answer.complete = answer.complete || open == 0;
    // A search that ended early may have found a better home later.
    std::ranges::stable_sort(answer.list, [](const Alternative& a, const Alternative& b) {
        return std::ranges::lexicographical_compare(a.losses, b.losses, {}, &GoalLoss::loss, &GoalLoss::loss);
    });
    return answer;
}

}  // namespace husrom::plan
