#include <algorithm>
#include <iterator>
#include <map>

#include <husrom/model/date.hpp>
#include <husrom/scenario/scenario.hpp>

#include "model/goal_definition.hpp"
#include "rules/scale.hpp"

namespace husrom::scenario {

Record record_of(const plan::Plan& plan) {
    Record record;
    const auto& problem = plan.problem();
    record.case_digest = problem.case_digest;
    record.as_of = model::to_text(problem.policy->round.as_of);
    if (!plan.has_allocation()) {
        record.waiting = problem.participants;
        return record;
    }
    for (const auto& goal : plan.goals())
        record.goals.push_back({goal.id, goal.minimise, goal.digits, goal.reached, model::definition_of_goal(*problem.policy, goal.id),
                                goal.tie && goal.id == "lottery"});
    for (const auto& one : plan.assignments())
        record.homes.push_back({problem.participants[one.participant.position()], problem.units[one.unit.position()],
                                problem.mover[one.participant.position()]});
    for (const auto& one : plan.waiting()) record.waiting.push_back(problem.participants[one.participant.position()]);
    for (const auto& use : plan.limits())
        if (use.binds) record.binding.push_back(plan::name(problem.limits[static_cast<std::size_t>(use.limit)]));
    return record;
}

namespace {

/// Everybody of one case, ascending.
std::vector<std::string> people_of(const Record& record) {
    auto people = record.waiting;
    for (const auto& home : record.homes) people.push_back(home.participant);
    std::ranges::sort(people);
    return people;
}

}  // namespace

Comparison compare(const Record& a, const Record& b) {
    Comparison comparison;
    comparison.as_of_a = a.as_of;
    comparison.as_of_b = b.as_of;
    comparison.same_case = a.case_digest == b.case_digest;
    const auto people_a = people_of(a), people_b = people_of(b);
    std::ranges::set_difference(people_a, people_b, std::back_inserter(comparison.people_only_in_a));
    std::ranges::set_difference(people_b, people_a, std::back_inserter(comparison.people_only_in_b));

    for (const auto& goal : a.goals) comparison.goals.push_back({goal.id, goal.minimise, goal.digits, goal.reached, std::nullopt});
    for (const auto& goal : b.goals) {
        const auto same = std::ranges::find_if(comparison.goals, [&](const Comparison::GoalPair& pair) {
            return pair.id == goal.id && pair.minimise == goal.minimise && !pair.b;
        });
        if (same == comparison.goals.end()) {
            comparison.goals.push_back({goal.id, goal.minimise, goal.digits, std::nullopt, goal.reached});
            continue;
        }
        // Which digits a goal has depends on the pairs that are open, so that the same goal may have more of them in one plan.
        const auto digits = std::max(same->digits, goal.digits);
        same->a = rules::scaled({*same->a, same->digits}, digits);
        same->b = rules::scaled({goal.reached, goal.digits}, digits);
        same->digits = digits;
        same->counted_alike = comparison.same_people() && (comparison.same_case || !goal.lottery) &&
                              a.goals[static_cast<std::size_t>(same - comparison.goals.begin())].definition == goal.definition;
    }

    const auto has = [](const std::vector<std::string>& ascending, const std::string& id) {
        return std::ranges::binary_search(ascending, id);
    };
    std::map<std::string, std::pair<const Record::Home*, const Record::Home*>> people;
    for (const auto& home : a.homes) people[home.participant].first = &home;
    for (const auto& home : b.homes) people[home.participant].second = &home;
    for (const auto& [participant, homes] : people) {
        const auto [in_a, in_b] = homes;
        if (in_a != nullptr && in_b != nullptr) {
            if (in_a->unit != in_b->unit) comparison.other_home.push_back({participant, in_a->unit, in_b->unit});
        } else if (in_a != nullptr) {
            if (!in_a->mover && has(people_b, participant)) comparison.housed_only_in_a.push_back(participant);
        } else if (!in_b->mover && has(people_a, participant)) {
            comparison.housed_only_in_b.push_back(participant);
        }
    }

    for (const auto& limit : a.binding) {
        const bool both = std::ranges::find(b.binding, limit) != b.binding.end();
        (both ? comparison.binds_in_both : comparison.binds_only_in_a).push_back(limit);
    }
    for (const auto& limit : b.binding)
        if (std::ranges::find(a.binding, limit) == a.binding.end()) comparison.binds_only_in_b.push_back(limit);
    return comparison;
}

Comparison compare(const plan::Plan& a, const plan::Plan& b) {
    return compare(record_of(a), record_of(b));
}

}  // namespace husrom::scenario
