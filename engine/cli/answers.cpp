#include "answers.hpp"

#include <algorithm>
#include <iostream>

#include <husrom/plan/text.hpp>

namespace husrom::cli {

namespace {

Json goal_json(const plan::GoalValue& goal) {
    Json object{{"id", goal.id},
                {"sense", goal.minimise ? "minimise" : "maximise"},
                {"tie", goal.tie},
                {"reached", decimal_text(goal.reached, goal.digits)},
                {"proven", goal.proven}};
    if (goal.bounded) {
        object["bound"] = decimal_text(goal.bound, goal.digits);
        object["gap"] = decimal_text(goal.gap, goal.digits);
    }
    return object;
}

Json waiting_json(const rules::AllocationProblem& problem, const plan::Waiting& waiting) {
    Json object{{"participant", problem.participants[waiting.participant.position()]},
                {"reason", plan::code(waiting.reason)},
                {"homes_that_fit", waiting.homes_that_fit},
                {"homes_that_fail", waiting.homes_that_fail}};
    if (!waiting.blocking_limit.empty()) object["blocking_limit"] = waiting.blocking_limit;
    if (waiting.goal >= 0) {
        const auto& goal = problem.goals[static_cast<std::size_t>(waiting.goal)];
        object["goal"] = goal.id;
        object["margin"] = decimal_text(waiting.margin, goal.digits);
    }
    return object;
}

Json limit_json(const rules::AllocationProblem& problem, const plan::LimitUse& use) {
    const auto& info = problem.limits[static_cast<std::size_t>(use.limit)];
    Json object{{"id", info.id},
                {"group", info.group},
                {"use", decimal_text(use.use, info.digits)},
                {"tenants", decimal_text(info.tenants, info.digits)}};
    if (info.has_max) object["max"] = decimal_text(info.max, info.digits);
    if (info.has_max) object["room"] = decimal_text(info.room, info.digits);
    if (info.has_min) object["min"] = decimal_text(info.min, info.digits);
    object["left"] = decimal_text(use.left, info.digits);
    object["soft"] = info.soft;
    object["binds"] = use.binds;
    return object;
}

Json assignment_json(const rules::AllocationProblem& problem, const plan::Assignment& one) {
    return {{"participant", problem.participants[one.participant.position()]},
            {"unit", problem.units[one.unit.position()]},
            {"kind", one.stays   ? "stays"
                     : one.moves ? "moves"
                                 : "new"},
            {"confirm", one.confirm}};
}

Json obstacle_json(const rules::AllocationProblem& problem, const plan::Obstacle& obstacle) {
    Json full = Json::array();
    for (const auto limit : obstacle.full_limits) full.push_back(plan::name(problem.limits[static_cast<std::size_t>(limit)]));
    return {
        {"unit", problem.units[obstacle.unit.position()]},
        {"held_by", obstacle.held_by.valid() ? Json(problem.participants[obstacle.held_by.position()]) : Json()},
        {"full_limits", std::move(full)},
        {"apart", obstacle.apart},
        {"goal", obstacle.goal >= 0 ? Json(problem.goals[static_cast<std::size_t>(obstacle.goal)].id) : Json()},
        {"margin",
         obstacle.goal >= 0 ? Json(decimal_text(obstacle.margin, problem.goals[static_cast<std::size_t>(obstacle.goal)].digits)) : Json()}};
}

Json price_json(const rules::AllocationProblem& problem, const plan::Price& price) {
    return {{"goal", problem.goals[static_cast<std::size_t>(price.goal)].id},
            {"unit", price.unit.valid() ? Json(problem.units[price.unit.position()]) : Json()},
            {"limit", price.unit.valid() ? Json() : Json(plan::name(problem.limits[static_cast<std::size_t>(price.limit)]))},
            {"numerator", decimal_text(price.numerator, problem.goals[static_cast<std::size_t>(price.goal)].digits)},
            {"denominator", price.denominator}};
}

void add_rules_and_scores(Json& object, const std::vector<rules::RuleVerdict>& verdicts, const std::vector<rules::TermScore>& scores) {
    for (const auto& rule : verdicts)
        object["rules"].push_back({{"rule", rule.rule}, {"verdict", to_string(rule.verdict)}, {"unknown", rule.unknown_columns}});
    for (const auto& score : scores)
        object["scores"].push_back(
            {{"term", score.term}, {"points", decimal_text(score.points, score.digits)}, {"used_default", score.used_default}});
}

}  // namespace

std::string decimal_text(std::int64_t value, std::int32_t digits) {
    return plan::number(value, digits, model::Language::en);
}

Json findings_json(const model::Findings& findings, model::Language language) {
    Json list = Json::array();
    for (const auto& finding : findings.list()) {
        const auto words = model::describe(finding, language);
        list.push_back({{"code", finding.code},
                        {"severity", to_string(finding.severity)},
                        {"source", finding.source},
                        {"table", finding.table},
                        {"row", finding.row},
                        {"column", finding.column},
                        {"where", words.where},
                        {"what", words.what},
                        {"advice", words.advice}});
    }
    return list;
}

Json findings_answer(const model::Findings& findings, model::Language language) {
    return {{"schema", "husrom.check/1"},
            {"ok", findings.ok()},
            {"errors", findings.count(model::Severity::error)},
            {"warnings", findings.count(model::Severity::warning)},
            {"findings", findings_json(findings, language)}};
}

Json plan_answer(const plan::Plan& plan) {
    const auto& problem = plan.problem();
    Json object{{"schema", "husrom.allocate/1"},
                {"status", solve::to_string(plan.status())},
                {"stopped_by", solve::to_string(plan.stopped_by())},
                {"canonical", plan.canonical()},
                {"reproducible", plan.reproducible()},
                {"verified", plan.verified()},
                {"seed", plan.seed()},
                {"case_digest", problem.case_digest},
                {"policy_digest", problem.policy_digest},
                {"problem_digest", problem.problem_digest},
                {"plan_digest", plan.digest()}};
    if (!plan.has_allocation()) return object;
    object["housed"] = plan.housed();
    for (const auto* name : {"goals", "assignments", "waiting", "limits"}) object[name] = Json::array();
    for (const auto& goal : plan.goals()) object["goals"].push_back(goal_json(goal));
    for (const auto& one : plan.assignments()) object["assignments"].push_back(assignment_json(problem, one));
    for (const auto& one : plan.waiting()) object["waiting"].push_back(waiting_json(problem, one));
    for (const auto& use : plan.limits()) object["limits"].push_back(limit_json(problem, use));
    return object;
}

Json explanation_answer(const plan::Plan& plan, const plan::Explanation& all, plan::Audience audience) {
    const auto& problem = plan.problem();
    const auto told = audience == plan::Audience::participant ? plan::for_participant(plan, all) : all;
    Json object{{"schema", "husrom.explain/1"},
                {"status", solve::to_string(plan.status())},
                {"participant", problem.participants[told.participant.position()]},
                {"housed", told.housed}};
    if (told.assignment) object["assignment"] = assignment_json(problem, *told.assignment);
    if (told.waiting) object["waiting"] = waiting_json(problem, *told.waiting);
    for (const auto* name : {"rules", "scores", "rule_counts"}) object[name] = Json::array();
    add_rules_and_scores(object, told.rules, told.scores);
    for (const auto& count : told.rule_counts)
        object["rule_counts"].push_back(
            {{"rule", count.rule}, {"failed", count.failed}, {"failed_alone", count.failed_alone}, {"unknown", count.unknown}});
    if (audience == plan::Audience::participant) return object;
    object["limits"] = Json::array();
    for (const auto limit : told.limits) object["limits"].push_back(limit_json(problem, plan.limits()[static_cast<std::size_t>(limit)]));
    object["obstacles"] = Json::array();
    for (const auto& obstacle : told.obstacles) object["obstacles"].push_back(obstacle_json(problem, obstacle));
    object["prices"] = Json::array();
    for (const auto& price : told.prices) object["prices"].push_back(price_json(problem, price));
    return object;
}

Json pair_answer(const rules::AllocationProblem& problem, rules::ParticipantIndex participant, rules::UnitIndex unit,
                 const std::vector<rules::RuleVerdict>& verdicts) {
    const bool closed = std::ranges::any_of(verdicts, [](const auto& one) { return rules::closes(one.verdict); });
    Json object{{"schema", "husrom.pair/1"},
                {"participant", problem.participants[participant.position()]},
                {"unit", problem.units[unit.position()]},
                {"fits", !closed},
                {"rules", Json::array()},
                {"scores", Json::array()}};
    add_rules_and_scores(object, verdicts, problem.scores(participant, unit));
    return object;
}

Json comparison_answer(const scenario::Comparison& comparison) {
    Json goals = Json::array(), changes = Json::array();
    for (const auto& goal : comparison.goals)
        goals.push_back({{"id", goal.id},
                         {"sense", goal.minimise ? "minimise" : "maximise"},
                         {"a", goal.a ? Json(decimal_text(*goal.a, goal.digits)) : Json()},
                         {"b", goal.b ? Json(decimal_text(*goal.b, goal.digits)) : Json()},
                         {"counted_alike", goal.counted_alike}});
    for (const auto& change : comparison.other_home)
        changes.push_back({{"participant", change.participant}, {"unit_a", change.unit_a}, {"unit_b", change.unit_b}});
    return {{"schema", "husrom.compare/1"},
            {"as_of_a", comparison.as_of_a},
            {"as_of_b", comparison.as_of_b},
            {"same_case", comparison.same_case},
            {"people_only_in_a", comparison.people_only_in_a},
            {"people_only_in_b", comparison.people_only_in_b},
            {"goals", std::move(goals)},
            {"housed_only_in_a", comparison.housed_only_in_a},
            {"housed_only_in_b", comparison.housed_only_in_b},
            {"other_home", std::move(changes)},
            {"binds_only_in_a", comparison.binds_only_in_a},
            {"binds_only_in_b", comparison.binds_only_in_b},
            {"binds_in_both", comparison.binds_in_both}};
}

void print(const Json& document) {
    std::cout << document.dump(2) << '\n';
}

}  // namespace husrom::cli
