#include "question_answers.hpp"

namespace husrom::cli {

Json losses_json(const rules::AllocationProblem& problem, const std::vector<plan::GoalLoss>& losses) {
    Json list = Json::array();
    for (const auto& one : losses) {
        const auto& goal = problem.goals[static_cast<std::size_t>(one.goal)];
        list.push_back({{"goal", goal.id},
                        {"sense", goal.minimise ? "minimise" : "maximise"},
                        {"before", decimal_text(one.before, goal.digits)},
                        {"after", decimal_text(one.after, goal.digits)},
                        {"loss", decimal_text(one.loss, goal.digits)}});
    }
    return list;
}

Json changes_json(const rules::AllocationProblem& problem, const std::vector<plan::HomeChange>& changes) {
    const auto home = [&](rules::UnitIndex unit) { return unit.valid() ? Json(problem.units[unit.position()]) : Json(); };
    Json list = Json::array();
    for (const auto& one : changes)
        list.push_back({{"participant", problem.participants[one.participant.position()]}, {"from", home(one.from)}, {"to", home(one.to)}});
    return list;
}

namespace {

Json goals_json(const std::vector<plan::GoalValue>& goals) {
    Json list = Json::array();
    for (const auto& goal : goals)
        list.push_back(
            {{"id", goal.id}, {"sense", goal.minimise ? "minimise" : "maximise"}, {"reached", decimal_text(goal.reached, goal.digits)}});
    return list;
}

}  // namespace

Json why_not_answer(const plan::WhyNot& answer) {
    const auto& problem = *answer.problem;
    Json ruled_out = Json::array(), full = Json::array();
    for (const auto& by : answer.ruled_out_by) {
        Json facts = Json::array();
        for (const auto& fact : by.facts)
            facts.push_back({{"column", fact.column}, {"unknown", fact.unknown}, {"may_change", fact.may_change}});
        ruled_out.push_back(
            {{"rule", by.rule}, {"verdict", by.verdict == rules::Verdict::unknown ? "unknown" : "fail"}, {"facts", std::move(facts)}});
    }
    for (const auto limit : answer.full_limits) full.push_back(plan::name(problem.limits[static_cast<std::size_t>(limit)]));
    return {{"schema", "husrom.why-not/1"},
            {"participant", problem.participants[answer.participant.position()]},
            {"unit", answer.unit_id},
            {"outcome", plan::code(answer.outcome)},
            {"exact", answer.exact},
            {"ruled_out_by", std::move(ruled_out)},
            {"losses", losses_json(problem, answer.losses)},
            {"changes", changes_json(problem, answer.changes)},
            {"fewest_moves", answer.fewest_moves},
            {"held_by", answer.held_by.valid() ? Json(problem.participants[answer.held_by.position()]) : Json()},
            {"full_limits", std::move(full)},
            {"apart", answer.apart}};
}

Json alternatives_answer(const rules::AllocationProblem& problem, const plan::Alternatives& answer) {
    Json list = Json::array();
    for (const auto& one : answer.list)
        list.push_back({{"unit", problem.units[one.unit.position()]},
                        {"exact", one.exact},
                        {"losses", losses_json(problem, one.losses)},
                        {"changes", changes_json(problem, one.changes)}});
    return {{"schema", "husrom.alternatives/1"},
            {"participant", problem.participants[answer.participant.position()]},
            {"asked", answer.asked},
            {"complete", answer.complete},
            {"alternatives", std::move(list)}};
}

Json help_answer(const scenario::Help& help, model::Language language) {
    Json sets = Json::array();
    for (const auto& set : help.sets) {
        Json changes = Json::array();
        for (const auto& change : set.changes) changes.push_back({{"id", change.id}, {"place", change.place}});
        sets.push_back({{"changes", std::move(changes)},
                        {"unit", set.unit},
                        {"proven", set.proven},
                        {"goals", goals_json(set.goals)},
                        {"lose_home", set.comparison.housed_only_in_a},
                        {"also_housed", set.comparison.housed_only_in_b}});
    }
    return {{"schema", "husrom.what-would-help/1"},
            {"participant", help.participant},
            {"already_housed", help.already_housed},
            {"size", help.size},
            {"looked_at", help.looked_at},
            {"complete", help.complete},
            {"sets", std::move(sets)},
            {"findings", findings_json(help.findings, language)}};
}

Json conflict_answer(const scenario::Conflict& conflict) {
    Json members = Json::array();
    for (const auto& one : conflict.members) {
        Json object{{"kind", scenario::code(one.kind)}};
        if (!one.participant.empty()) object["participant"] = one.participant;
        if (!one.other.empty()) object[one.kind == scenario::MemberKind::locked ? "unit" : "other"] = one.other;
        if (!one.id.empty()) object["id"] = one.id;
        if (!one.group.empty()) object["group"] = one.group;
        Json fix{{"suffices", one.fix.suffices}};
        if (one.fix.by != 0) fix["by"] = decimal_text(one.fix.by, one.fix.digits);
        if (!one.fix.waive.empty()) {
            fix["waive"] = Json::array();
            for (const auto& [participant, unit] : one.fix.waive) fix["waive"].push_back({{"participant", participant}, {"unit", unit}});
        }
        if (one.fix.suffices) {
            fix["housed"] = one.fix.housed;
            fix["goals"] = goals_json(one.fix.goals);
        }
        object["fix"] = std::move(fix);
        members.push_back(std::move(object));
    }
    return {{"schema", "husrom.conflict/1"},
            {"status", solve::to_string(conflict.status)},
            {"proven", conflict.proven},
            {"members", std::move(members)}};
}

}  // namespace husrom::cli
