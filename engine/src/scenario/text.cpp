#include <algorithm>

#include <husrom/core/integers.hpp>
#include <husrom/plan/text.hpp>
#include <husrom/scenario/scenario.hpp>

#include "plan/phrase.hpp"

namespace husrom::scenario {

namespace {

using model::Language;
using plan::pick;

/// Why neither value is better.
std::string_view no_verdict(const Comparison& comparison, const Comparison::GoalPair& goal, Language language) {
    if (!comparison.same_people()) return pick(language, "not the same people", "ikke de samme personene");
    if (!comparison.same_case && goal.id == "lottery") return pick(language, "the lots of two cases", "loddene i to saker");
    if (comparison.as_of_a != comparison.as_of_b)
        return pick(language, "the two days or policies may count it differently", "de to datoene eller policyene kan telle det ulikt");
    return pick(language, "the two policies may count it differently", "de to policyene kan telle det ulikt");
}

std::string goal_line(const Comparison& comparison, const Comparison::GoalPair& goal, Language language) {
    const auto value = [&](const std::optional<std::int64_t>& reached) {
        return reached ? plan::number(*reached, goal.digits, language) : std::string("-");
    };
    auto line = "  " + goal.id + ": " + value(goal.a) + " -> " + value(goal.b);
    if (goal.a && goal.b && !goal.counted_alike) {
        line += std::string(pick(language, " (no verdict: ", " (ingen dom: ")).append(no_verdict(comparison, goal, language)) + ")";
    } else if (goal.a && goal.b) {
        const auto difference = core::checked_subtract(*goal.b, *goal.a);
        if (difference == 0)
            line += pick(language, " (the same)", " (likt)");
        else if ((difference < 0) == goal.minimise)
            line += pick(language, " (B is better)", " (B er bedre)");
        else
            line += pick(language, " (A is better)", " (A er bedre)");
    }
    return line + "\n";
}

std::string list_line(std::string_view title, const std::vector<std::string>& ids) {
    auto line = std::string(title) + std::to_string(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) line += (i == 0 ? ": " : ", ") + ids[i];
    return line + "\n";
}

}  // namespace

std::string text(const Comparison& comparison, Language language) {
    std::string words;
    if (comparison.as_of_a != comparison.as_of_b)
        words += std::string(pick(language, "As of ", "Per ")) + comparison.as_of_a + " (A), " + comparison.as_of_b + " (B).\n";
    if (!comparison.same_case)
        words += pick(language, "The cases differ, as the policies read them.\n", "Sakene er ulike, slik policyene leser dem.\n");
    words += pick(language, "Goals, A -> B:\n", "Mål, A -> B:\n");
    for (const auto& goal : comparison.goals) words += goal_line(comparison, goal, language);
    if (!comparison.same_people()) {
        words += list_line(pick(language, "Only in A's case: ", "Bare i sak A: "), comparison.people_only_in_a);
        words += list_line(pick(language, "Only in B's case: ", "Bare i sak B: "), comparison.people_only_in_b);
    }
    words += list_line(pick(language, "Housed only in A: ", "Får bolig bare i A: "), comparison.housed_only_in_a);
    words += list_line(pick(language, "Housed only in B: ", "Får bolig bare i B: "), comparison.housed_only_in_b);
    words +=
        std::string(pick(language, "Another home in B: ", "En annen bolig i B: ")) + std::to_string(comparison.other_home.size()) + "\n";
    for (const auto& change : comparison.other_home)
        words += "  " + change.participant + ": " + change.unit_a + " -> " + change.unit_b + "\n";
    words += list_line(pick(language, "Limits that bind only in A: ", "Grenser som binder bare i A: "), comparison.binds_only_in_a);
    words += list_line(pick(language, "Limits that bind only in B: ", "Grenser som binder bare i B: "), comparison.binds_only_in_b);
    words += list_line(pick(language, "Limits that bind in both: ", "Grenser som binder i begge: "), comparison.binds_in_both);
    return words;
}

}  // namespace husrom::scenario
