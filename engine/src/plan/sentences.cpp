#include <algorithm>
#include <optional>

#include <husrom/core/integers.hpp>
#include <husrom/plan/text.hpp>

#include "plan/phrase.hpp"

namespace husrom::plan {

namespace {

class Teller {
public:
    Teller(const Plan& plan, const Explanation& explanation, Language language, Audience audience)
        : plan_(plan), problem_(plan.problem()), told_(explanation), language_(language), audience_(audience) {}

    [[nodiscard]] std::string text() {
        outcome();
        if (told_.assignment) {
            rules();
            scores();
            if (audience_ == Audience::caseworker) limits();
        } else {
            counts();
        }
        if (audience_ == Audience::caseworker) {
            obstacles();
            prices();
        }
        return text_;
    }

private:
    [[nodiscard]] std::string_view pick(std::string_view en, std::string_view nb) const { return plan::pick(language_, en, nb); }
    [[nodiscard]] const std::string& participant(rules::ParticipantIndex index) const { return problem_.participants[index.position()]; }
    [[nodiscard]] const std::string& unit(rules::UnitIndex index) const { return problem_.units[index.position()]; }
    [[nodiscard]] bool is_required(rules::ParticipantIndex person, rules::UnitIndex home) const {
        return problem_.required[person.position()] == home;
    }
    void line(const std::string& words) { text_ += words + "\n"; }
    void titled(std::string_view title) { text_ += std::string(title) + "\n"; }

    void outcome() {
        const auto& who = participant(told_.participant);
        if (told_.assignment) {
            const auto& home = unit(told_.assignment->unit);
            if (told_.assignment->stays)
                line(who + std::string(pick(" keeps the present home ", " beholder boligen ")) + home + ".");
            else if (told_.assignment->moves)
                line(who + std::string(pick(" moves to ", " flytter til ")) + home + ".");
            else
                line(who + std::string(pick(" is given ", " får ")) + home + ".");
            if (is_required(told_.assignment->participant, told_.assignment->unit))
                line(std::string(pick("The table of pairs requires this home: a person decided it, not the goals.",
                                      "Tabellen over par krever denne boligen: et menneske har bestemt det, ikke målene.")));
        }
        if (told_.waiting) line(sentence(problem_, *told_.waiting, language_, audience_));
        const auto reason = told_.waiting ? std::optional(told_.waiting->reason) : std::nullopt;
        if (const auto words = caution(plan_.status(), reason, language_); !words.empty()) line(std::string(words));
    }

    void rules() {
        if (told_.assignment->stays || told_.rules.empty()) return;
        titled(pick("Rules:", "Regler:"));
        text_ += plan::text(problem_, told_.rules, language_);
    }

    void scores() {
        if (told_.scores.empty()) return;
        titled(pick("Score by term, before weights:", "Poeng per ledd, før vekting:"));
        for (const auto& score : told_.scores) {
            auto words = "  " + score.term + ": " + number(score.points, score.digits, language_);
            if (score.used_default)
                words += pick(" (an unknown counted as its default)", " (en ukjent opplysning er regnet som standardverdien)");
            line(words);
        }
    }

    void limits() {
        if (told_.limits.empty()) return;
        titled(pick("Limits that this placement counts in (used, of the room after tenants):",
                    "Grenser som plasseringen teller i (brukt, av plassen etter leietakerne):"));
        for (const auto limit : told_.limits) {
            const auto& info = problem_.limits[static_cast<std::size_t>(limit)];
            const auto& use = plan_.limits()[static_cast<std::size_t>(limit)];
            auto words = "  " + name(info) + ": " + use_of_room(info, use, language_);
            if (use.binds) words += pick(", binds", ", binder");
            line(words);
        }
    }

    void counts() {
        const auto homes = static_cast<std::int64_t>(problem_.units.size());
        const auto fit = told_.waiting ? told_.waiting->homes_that_fit : 0;
        line(language_ == Language::nb ? "Av " + counted(homes, "bolig", "boliger") + " passer " + std::to_string(fit) + "."
                                       : "Of " + counted(homes, "home", "homes") + " " + counted(fit, "fits.", "fit."));
        for (const auto& rule : told_.rule_counts) {
            if (rule.failed == 0 && rule.unknown == 0) continue;
            auto words = "  " + with_text(problem_, rule.rule, language_) + " " +
                         counted(rule.failed, pick("fails", "bryter regelen"), pick("fail", "bryter regelen"));
            if (rule.failed_alone > 0)
                words += " (" + std::to_string(rule.failed_alone) + std::string(pick(" by this rule alone)", " bare denne)"));
            if (rule.unknown > 0) words += ", " + std::to_string(rule.unknown) + std::string(pick(" not known", " ukjent"));
            line(words);
        }
    }

    void obstacles() {
        if (told_.obstacles.empty()) return;
        titled(told_.assignment ? pick("Other homes that fit:", "Andre boliger som passer:")
                                : pick("Homes that fit:", "Boliger som passer:"));
        for (const auto& obstacle : told_.obstacles) {
            auto words = "  " + unit(obstacle.unit) + ": ";
            words += obstacle.held_by.valid() ? std::string(pick("given to ", "gitt til ")) + participant(obstacle.held_by)
                                              : std::string(pick("free", "ledig"));
            if (obstacle.held_by.valid() && is_required(obstacle.held_by, obstacle.unit))
                words += pick(", whom the table of pairs requires there", ", som tabellen over par krever dit");
            for (std::size_t i = 0; i < obstacle.full_limits.size(); ++i)
                words += (i == 0 ? std::string(pick("; no room in ", "; ikke plass i ")) : ", ") +
                         name(problem_.limits[static_cast<std::size_t>(obstacle.full_limits[i])]);
            if (obstacle.apart)
                words +=
                    pick("; somebody from whom the person is kept apart is near", "; noen som personen skal holdes fra, er i nærheten");
            if (obstacle.goal >= 0 && obstacle.margin > 0) {
                const auto& goal = problem_.goals[static_cast<std::size_t>(obstacle.goal)];
                words += std::string(pick("; if it only changed hands, ", "; om den bare skiftet beboer, blir ")) + goal.id +
                         std::string(pick(" would be ", " ")) + number(obstacle.margin, goal.digits, language_) +
                         std::string(pick(" worse", " dårligere"));
            }
            line(words);
        }
    }

    void prices() {
        if (told_.prices.empty()) return;
        titled(pick("Prices in the proof, for one more home or 1 more of room in a limit (what that would truly bring, a scenario tells):",
                    "Priser i beviset, for én bolig til eller 1 mer plass i en grense (hva det virkelig ville gitt, viser et scenario):"));
        for (const auto& price : told_.prices) {
            const auto& goal = problem_.goals[static_cast<std::size_t>(price.goal)];
            auto words =
                "  " + (price.unit.valid() ? unit(price.unit) : name(problem_.limits[static_cast<std::size_t>(price.limit)])) + ": ";
            if (price.numerator % price.denominator == 0) {
                words += number(price.numerator / price.denominator, goal.digits, language_);
            } else {  // a fraction with the denominator of the proof: two more digits say enough
                const auto hundredths = core::floor_divide<core::int128>(
                    static_cast<core::int128>(price.numerator) * 200 + price.denominator, core::int128{2} * price.denominator);
                words += std::string(pick("about ", "om lag ")) + number(static_cast<std::int64_t>(hundredths), goal.digits + 2, language_);
            }
            line(words + std::string(pick(" in ", " i ")) + goal.id);
        }
    }

    const Plan& plan_;
    const rules::AllocationProblem& problem_;
    const Explanation& told_;
    Language language_;
    Audience audience_;
    std::string text_;
};

}  // namespace

std::string sentence(const rules::AllocationProblem& problem, const Waiting& waiting, Language language, Audience audience) {
    const bool by_duty = waiting.reason == WaitingReason::others_first && waiting.goal < 0;
    auto line =
        problem.participants[waiting.participant.position()] + std::string(pick(language, " waits (", " venter (")) +
        std::string(code(waiting.reason)) + "): " +
        std::string(by_duty ? pick(language, "every home that fits is given to somebody who must have a home, whatever the goals say",
                                   "alle boliger som passer, er gitt til noen som må ha bolig, uansett hva målene sier")
                            : words(waiting.reason, language));
    if (audience == Audience::participant) return line + ".";
    if (!waiting.blocking_limit.empty()) line += ": " + waiting.blocking_limit;
    if (waiting.goal >= 0) {
        const auto& goal = problem.goals[static_cast<std::size_t>(waiting.goal)];
        line += std::string(pick(language, "; the goal \"", "; målet «")) + goal.id +
                std::string(pick(language, "\" would be ", "» ville blitt ")) + number(waiting.margin, goal.digits, language) +
                std::string(pick(language, " worse", " dårligere"));
    }
    return line + ".";
}

std::string text(const rules::AllocationProblem& problem, std::span<const rules::RuleVerdict> verdicts, Language language) {
    std::string lines;
    for (const auto& rule : verdicts) {
        lines += "  [" + std::string(words(rule.verdict, language)) + "] " + with_text(problem, rule.rule, language);
        for (std::size_t i = 0; i < rule.unknown_columns.size(); ++i)
            lines += (i == 0 ? std::string(pick(language, " Not known: ", " Ukjent: ")) : ", ") +
                     heading(problem, rule.unknown_columns[i], language);
        lines += "\n";
    }
    return lines;
}

std::string text(const Plan& plan, const Explanation& explanation, Language language, Audience audience) {
    if (audience == Audience::caseworker) return Teller(plan, explanation, language, audience).text();
    const auto told = for_participant(plan, explanation);
    return Teller(plan, told, language, audience).text();
}

}  // namespace husrom::plan
