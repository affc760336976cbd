#include <algorithm>
#include <array>
#include <utility>

#include <husrom/plan/text.hpp>

#include "plan/phrase.hpp"

namespace husrom::plan {

namespace {

std::string people(const Plan& plan, Language language) {
    const auto& problem = plan.problem();
    const auto movers = std::ranges::count(problem.mover, true);
    const auto seekers = static_cast<std::int64_t>(problem.participants.size()) - movers;
    const auto moving = std::ranges::count_if(plan.assignments(), &Assignment::moves);
    auto line =
        std::to_string(plan.housed()) + std::string(pick(language, " of ", " av ")) +
        counted(seekers, pick(language, "person housed", "person får bolig"), pick(language, "people housed", "personer får bolig"));
    const auto waits = static_cast<std::int64_t>(plan.waiting().size());
    line += ", " + counted(waits, pick(language, "waits", "venter"), pick(language, "wait", "venter"));
    if (movers > 0)
        line += "; " + std::to_string(moving) + std::string(pick(language, " of ", " av ")) +
                counted(movers, pick(language, "tenant who may move does", "leietaker som kan flytte, flytter"),
                        pick(language, "tenants who may move do", "leietakere som kan flytte, flytter"));
    return line;
}

std::string padded(std::string_view text, std::size_t width) {
    // Counts letters, not bytes: a continuation byte of UTF-8 starts with the bits 10.
    const auto letters =
        static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    return std::string(text) + std::string(letters < width ? width - letters : 0, ' ');
}

std::string goal_proof(const GoalValue& goal, Language language) {
    if (goal.proven) return std::string(pick(language, "proven best", "bevist best"));
    if (!goal.bounded) return std::string(pick(language, "not bounded", "uten skranke"));
    const auto side = goal.minimise ? pick(language, "at least ", "minst ") : pick(language, "at most ", "høyst ");
    return std::string(side) + number(goal.bound, goal.digits, language) +
           std::string(pick(language, " is possible (gap ", " er mulig (gap ")) + number(goal.gap, goal.digits, language) + ")";
}

std::string goals_block(const Plan& plan, Language language) {
    std::string block(pick(language, "Goals, in order:\n", "Mål, i rekkefølge:\n"));
    std::size_t widest = 0;
    for (const auto& goal : plan.goals()) widest = std::max(widest, goal.id.size());
    for (std::size_t i = 0; i < plan.goals().size(); ++i) {
        const auto& goal = plan.goals()[i];
        block += "  " + padded(std::to_string(i + 1), 3) + padded(goal.id, widest + 2) +
                 padded(number(goal.reached, goal.digits, language), 12) + "  " + goal_proof(goal, language);
        if (goal.tie) block += pick(language, " (tie-break)", " (ved likhet)");
        block += "\n";
    }
    return block;
}

std::string waiting_block(const Plan& plan, Language language) {
    if (plan.waiting().empty()) return "";
    std::string block(pick(language, "Waiting:\n", "Venter:\n"));
    for (const auto reason : all_reasons) {
        const auto count = std::ranges::count(plan.waiting(), reason, &Waiting::reason);
        if (count > 0)
            block += "  " + padded(std::to_string(count), 5) + padded(code(reason), 21) + std::string(words(reason, language)) + "\n";
    }
    return block;
}

std::string limits_block(const Plan& plan, Language language) {
    constexpr std::size_t most_lines = 20;
    std::string block;
    std::size_t lines = 0;
    for (const auto& use : plan.limits()) {
        if (!use.binds || ++lines > most_lines) continue;
        const auto& info = plan.problem().limits[static_cast<std::size_t>(use.limit)];
        block += "  " + name(info) + ": " + use_of_room(info, use, language) + "\n";
    }
    if (lines == 0) return "";
    if (lines > most_lines)
        block += std::string(pick(language, "  … and ", "  … og ")) + std::to_string(lines - most_lines) +
                 std::string(pick(language, " more\n", " til\n"));
    return std::string(pick(language, "Limits that bind (used, of the room after tenants):\n",
                            "Grenser som binder (brukt, av plassen etter leietakerne):\n")) +
           block;
}

}  // namespace

std::string headline(const Plan& plan, Language language) {
    switch (plan.status()) {
        case solve::Status::optimal:
            return std::string(pick(language, "Proven best: ", "Bevist best: ")) + people(plan, language) + ".";
        case solve::Status::feasible:
            return std::string(pick(language, "Valid, but not proven best (stopped by ", "Gyldig, men ikke bevist best (stoppet av ")) +
                   std::string(words(plan.stopped_by(), language)) + "): " + people(plan, language) + ".";
        case solve::Status::infeasible:
            return std::string(pick(language, "No allocation keeps every rule and limit at once; this is proven.",
                                    "Ingen tildeling holder alle regler og grenser samtidig; det er bevist."));
        case solve::Status::unknown:
            return std::string(pick(language, "Stopped by ", "Stoppet av ")) + std::string(words(plan.stopped_by(), language)) +
                   std::string(pick(language, " before an allocation was found.", " før en tildeling var funnet."));
    }
    return "";
}

std::string summary(const Plan& plan, Language language) {
    auto text = headline(plan, language) + "\n";
    if (plan.has_allocation()) {
        text += goals_block(plan, language) + waiting_block(plan, language) + limits_block(plan, language);
        if (plan.canonical())
            text += pick(language, "Ties are decided too: this is the only best plan under the declared tie-break.\n",
                         "Likheter er også avgjort: dette er den eneste beste planen med den oppgitte rekkefølgen ved likhet.\n");
        if (!plan.reproducible())
            text +=
                pick(language,
                     "A clock or an interrupt ended the search: another run may end elsewhere. Use a work limit for a repeatable stop.\n",
                     "En klokke eller et avbrudd avsluttet søket: en annen kjøring kan ende et annet sted. Bruk en arbeidsgrense for et "
                     "stopp som kan gjentas.\n");
    }
    if (plan.verified() && plan.status() != solve::Status::unknown)
        text += pick(language, "Checked by the independent checker.\n", "Kontrollert av den uavhengige kontrolløren.\n");
    text += std::string(pick(language, "Plan ", "Plan ")) + plan.digest() + "\n";
    return text;
}

}  // namespace husrom::plan
