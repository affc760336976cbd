#include <husrom/plan/why_not.hpp>

#include <algorithm>

#include "plan/phrase.hpp"

namespace husrom::plan {

namespace {

std::string facts_line(const rules::AllocationProblem& problem, const RuledOutBy& by, Language language) {
    std::string could, unknown;
    for (const auto& fact : by.facts) {
        if (fact.may_change) could += (could.empty() ? "" : ", ") + heading(problem, fact.column, language);
        if (fact.unknown) unknown += (unknown.empty() ? "" : ", ") + heading(problem, fact.column, language);
    }
    std::string line;
    if (!unknown.empty()) line += "    " + std::string(pick(language, "Not known: ", "Ukjent: ")) + unknown + "\n";
    line += "    " +
            (could.empty() ? std::string(pick(language, "No fact that it reads could change.", "Ingen av opplysningene kan endres."))
                           : std::string(pick(language, "Facts that could change: ", "Opplysninger som kan endres: ")) + could) +
            "\n";
    return line;
}

std::string change_line(const rules::AllocationProblem& problem, const HomeChange& change, Language language) {
    const auto& who = problem.participants[change.participant.position()];
    const auto home = [&](rules::UnitIndex unit) { return problem.units[unit.position()]; };
    if (!change.to.valid()) return who + std::string(pick(language, " loses ", " mister ")) + home(change.from);
    if (!change.from.valid()) return who + std::string(pick(language, " is given ", " får ")) + home(change.to);
    return who + ": " + home(change.to) + std::string(pick(language, " instead of ", " i stedet for ")) + home(change.from);
}

std::string changes_block(const rules::AllocationProblem& problem, const std::vector<HomeChange>& changes, Language language) {
    std::string block;
    for (const auto& change : changes) block += "  " + change_line(problem, change, language) + "\n";
    return block;
}

std::string losses_block(const rules::AllocationProblem& problem, const std::vector<GoalLoss>& losses, Language language) {
    std::string block;
    for (const auto& loss : losses)
        if (const auto words = text(problem, loss, language); !words.empty()) block += "  " + words + "\n";
    return block;
}

std::string outcome_line(const WhyNot& answer, Language language) {
    switch (answer.outcome) {
        case WhyNotOutcome::has_it:
            if (answer.as_decided)
                return std::string(pick(language, "with what is decided so far, the plan would give this home to this person.",
                                        "med det som er avgjort hittil ville planen gitt personen denne boligen."));
            return std::string(pick(language, "the plan gives this home to this person.", "planen gir personen denne boligen."));
        case WhyNotOutcome::ruled_out:
            return std::string(pick(language, "the home is ruled out:", "boligen er utelukket:"));
        case WhyNotOutcome::impossible:
            return std::string(pick(language,
                                    "no allocation with this pair keeps every limit and everybody's right to a home; this is proven.",
                                    "ingen tildeling med dette paret holder alle grenser og alles rett til bolig; det er bevist."));
        case WhyNotOutcome::costs:
            return std::string(pick(language, "possible, at a cost:", "mulig, men det koster:"));
        case WhyNotOutcome::tie:
            if (!answer.ruled_out_by.empty())
                return std::string(pick(language, "possible with rules set aside, and no goal changes.",
                                        "mulig når regler settes til side, og ingen mål endres."));
            return std::string(pick(language, "possible, and no goal changes: queue days or the lottery decided.",
                                    "mulig, og ingen mål endres: ventetid eller loddtrekning avgjorde."));
        case WhyNotOutcome::better:
            if (answer.losses.empty())
                return std::string(pick(
                    language,
                    "possible with rules set aside; without this pair no allocation keeps what is decided so far; this is proven.",
                    "mulig når regler settes til side; uten dette paret holder ingen tildeling det som er avgjort hittil; det er bevist."));
            if (!answer.ruled_out_by.empty())
                return std::string(
                    pick(language, "possible, and better, with rules set aside:", "mulig, og bedre, når regler settes til side:"));
            return std::string(pick(language, "possible, and better than the plan, which is not proven best:",
                                    "mulig, og bedre enn planen, som ikke er bevist best:"));
        case WhyNotOutcome::not_known:
            if (!answer.chosen.empty())
                return std::string(pick(language, "possible, but the search ended before an allocation without this pair was found.",
                                        "mulig, men søket tok slutt før en tildeling uten dette paret var funnet."));
            return std::string(pick(language, "not known: the search ended before an allocation with this pair was found.",
                                    "ikke kjent: søket tok slutt før en tildeling med dette paret var funnet."));
    }
    return "";
}

std::string in_the_way(const WhyNot& answer, Language language) {
    const auto& problem = *answer.problem;
    std::string block;
    if (answer.held_by.valid())
        block += std::string(answer.as_decided ? pick(language, "With what is decided so far, the home would go to ",
                                                      "Med det som er avgjort hittil ville boligen gått til ")
                                               : pick(language, "In the plan the home is given to ", "I planen er boligen gitt til ")) +
                 problem.participants[answer.held_by.position()] + ".\n";
    if (answer.full_limits.empty() && !answer.apart) return block;
    block +=
        answer.as_decided
            ? pick(language, "With what is decided so far, there is no room in: ", "Med det som er avgjort hittil er det ikke plass i: ")
            : pick(language, "As the plan stands, there is no room in: ", "Slik planen er, er det ikke plass i: ");
    std::string names;
    for (const auto limit : answer.full_limits)
        names += (names.empty() ? "" : "; ") + name(problem.limits[static_cast<std::size_t>(limit)]);
    if (answer.apart) names += names.empty() ? "apart" : "; apart";
    return block + names + ".\n";
}

}  // namespace

std::string text(const rules::AllocationProblem& problem, const GoalLoss& loss, Language language) {
    if (loss.loss == 0) return "";
    const auto& goal = problem.goals[static_cast<std::size_t>(loss.goal)];
    const auto amount = number(loss.loss > 0 ? loss.loss : -loss.loss, goal.digits, language);
    return goal.id + ": " + amount +
           std::string(loss.loss > 0 ? pick(language, " worse", " dårligere") : pick(language, " better", " bedre")) + " (" +
           number(loss.after, goal.digits, language) + std::string(pick(language, " instead of ", " i stedet for ")) +
           number(loss.before, goal.digits, language) + ")";
}

std::string text(const WhyNot& answer, Language language) {
    const auto& problem = *answer.problem;
    auto words = problem.participants[answer.participant.position()] + ", " + answer.unit_id + ": " + outcome_line(answer, language) + "\n";
    const auto losses = losses_block(problem, answer.losses, language);
    // Of an override: its price, then what it sets aside.
    const bool sets_aside = answer.outcome != WhyNotOutcome::ruled_out && !answer.ruled_out_by.empty();
    if (sets_aside) words += losses + std::string(pick(language, "An override sets aside:\n", "En overstyring setter til side:\n"));
    for (const auto& by : answer.ruled_out_by) {
        words += "  [" + std::string(plan::words(by.verdict, language)) + "] " + with_text(problem, by.rule, language) + "\n";
        words += facts_line(problem, by, language);
    }
    if (!sets_aside) words += losses;
    if (!answer.losses.empty() && !answer.exact)
        words += pick(language, "These are figures of the plans found, not proven to be least.\n",
                      "Dette er tall for planene som ble funnet; det er ikke bevist at de er minst.\n");
    words += in_the_way(answer, language);
    if (!answer.changes.empty()) {
        words += answer.fewest_moves ? pick(language, "What would change:\n", "Dette ville blitt endret:\n")
                                     : pick(language, "What would change (fewer moves may be possible):\n",
                                            "Dette ville blitt endret (det kan gå med færre flyttinger):\n");
        words += changes_block(problem, answer.changes, language);
    }
    return words;
}

std::string text(const rules::AllocationProblem& problem, const Alternatives& answer, Language language) {
    auto words = problem.participants[answer.participant.position()] + ": ";
    if (!answer.asked) return words + std::string(pick(language, "not asked.", "ikke spurt.")) + "\n";
    if (answer.list.empty())
        return words +
               std::string(answer.complete ? pick(language, "no other home is possible.", "ingen annen bolig er mulig.")
                                           : pick(language, "no other home was found.", "ingen annen bolig ble funnet.")) +
               "\n";
    words += std::ranges::all_of(answer.list, &Alternative::exact)
                 ? pick(language, "other homes, best first:\n", "andre boliger, de beste først:\n")
                 : pick(language, "other homes, by the best plans found; their order is not proven:\n",
                        "andre boliger, etter de beste planene som ble funnet; rekkefølgen er ikke bevist:\n");
    for (const auto& one : answer.list) {
        words += "  " + problem.units[one.unit.position()];
        std::string cost;
        for (const auto& loss : one.losses)
            if (const auto part = text(problem, loss, language); !part.empty()) cost += (cost.empty() ? "" : "; ") + part;
        words += cost.empty() ? std::string(pick(language, ": no goal changes", ": ingen mål endres")) : ": " + cost;
        if (!one.exact) words += pick(language, " (not proven)", " (ikke bevist)");
        words += "\n";
    }
    words += answer.complete ? pick(language, "No further home is possible.\n", "Ingen flere boliger er mulige.\n")
                             : pick(language, "There may be further homes.\n", "Det kan finnes flere boliger.\n");
    return words;
}

}  // namespace husrom::plan
