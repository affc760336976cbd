#include <array>

#include <husrom/model/decimal.hpp>
#include <husrom/plan/text.hpp>

#include "plan/phrase.hpp"

namespace husrom::plan {

namespace {

struct BuiltIn {
    std::string_view id, en, nb;
};

/// What the engine itself adds to a policy's rules and goals.
constexpr std::array built_in{
    BuiltIn{"forbidden", "The pair is ruled out in the table of pairs.", "Paret er utelukket i tabellen over par."},
    BuiltIn{"apart", "Somebody from whom the person is kept apart lives there.", "Noen som personen skal holdes fra, bor der."},
    BuiltIn{"risk", "The neighbourhood model does not rule the home out for the person.",
            "Nabolagsmodellen utelukker ikke boligen for personen."},
    BuiltIn{"not-available", "The home falls vacant after the round's horizon.", "Boligen blir ledig etter rundens horisont."},
    BuiltIn{"required", "The person is locked to another home.", "Personen er låst til en annen bolig."},
    BuiltIn{"lottery", "Equal otherwise: the published lottery decides.", "Ellers likt: den offentliggjorte loddtrekningen avgjør."},
};

template <class List> const model::Words* find_words(const List& list, std::string_view id) {
    for (const auto& entry : list)
        if (entry.id == id) return &entry.text;
    return nullptr;
}

}  // namespace

std::string number(std::int64_t value, std::int32_t digits, Language language) {
    auto text = model::to_text(model::Decimal{value, digits});
    if (language == Language::nb)
        if (const auto point = text.find('.'); point != std::string::npos) text[point] = ',';
    return text;
}

std::string_view words(solve::Status status, Language language) {
    switch (status) {
        case solve::Status::optimal:
            return pick(language, "proven best", "bevist best");
        case solve::Status::feasible:
            return pick(language, "valid, not proven best", "gyldig, ikke bevist best");
        case solve::Status::infeasible:
            return pick(language, "impossible, proven", "umulig, bevist");
        case solve::Status::unknown:
            return pick(language, "nothing found yet", "ikke funnet noe ennå");
    }
    return "";
}

std::string_view caution(solve::Status status, std::optional<WaitingReason> reason, Language language) {
    using enum WaitingReason;
    if (status == solve::Status::optimal) return "";
    if (reason == no_home_fits || reason == information_missing || reason == not_proven)
        return pick(language, "The plan is not proven best.", "Planen er ikke bevist best.");
    return pick(language, "The plan is not proven best: a better one may give another outcome.",
                "Planen er ikke bevist best: en bedre plan kan gi et annet utfall.");
}

std::string_view words(solve::StoppedBy stopped_by, Language language) {
    switch (stopped_by) {
        case solve::StoppedBy::proof:
            return pick(language, "the proof was complete", "beviset var ferdig");
        case solve::StoppedBy::gap:
            return pick(language, "the allowed gap was reached", "det tillatte gapet var nådd");
        case solve::StoppedBy::time_limit:
            return pick(language, "the time limit", "tidsgrensen");
        case solve::StoppedBy::work_limit:
            return pick(language, "the work limit", "arbeidsgrensen");
        case solve::StoppedBy::interrupt:
            return pick(language, "an interrupt", "et avbrudd");
    }
    return "";
}

std::string_view words(WaitingReason reason, Language language) {
    switch (reason) {
        case WaitingReason::no_home_fits:
            return pick(language, "every home fails at least one rule", "alle boligene bryter minst én regel");
        case WaitingReason::information_missing:
            return pick(language, "homes are closed by unknown facts alone", "boliger er stengt bare av ukjente opplysninger");
        case WaitingReason::limit_full:
            return pick(language, "a home fits, but a limit has no room", "en bolig passer, men en grense har ikke plass");
        case WaitingReason::others_first:
            return pick(language, "every home that fits is given to somebody whom the goals put first",
                        "alle boliger som passer, er gitt til noen som målene setter først");
        case WaitingReason::tie:
            return pick(language, "equal to somebody housed in every goal; queue days or the lottery decided",
                        "likt med noen som fikk bolig, i alle mål; ventetid eller loddtrekning avgjorde");
        case WaitingReason::goals_against:
            return pick(language, "a free home fits, but a goal would be worse", "en ledig bolig passer, men et mål ville blitt dårligere");
        case WaitingReason::not_proven:
            return pick(language, "the search ended early; a better plan may house this person",
                        "søket ble avsluttet tidlig; en bedre plan kan gi personen bolig");
        case WaitingReason::no_room:
            return pick(language, "a home fits, but by the policy's goals and limits none is given in this round",
                        "en bolig passer, men etter regelverkets mål og grenser tildeles ingen i denne runden");
    }
    return "";
}

std::string_view words_of_code(std::string_view code_of_reason, Language language) {
    for (const auto reason : all_reasons)
        if (code(reason) == code_of_reason) return words(reason, language);
    return "";
}

std::string_view words(rules::Verdict verdict, Language language) {
    switch (verdict) {
        case rules::Verdict::pass:
            return pick(language, "passed", "oppfylt");
        case rules::Verdict::not_applicable:
            return pick(language, "does not apply", "gjelder ikke");
        case rules::Verdict::fail:
            return pick(language, "failed", "ikke oppfylt");
        case rules::Verdict::unknown:
            return pick(language, "not known, so closed", "ukjent, derfor stengt");
        case rules::Verdict::ask:
            return pick(language, "to be confirmed before an offer", "må bekreftes før tilbud");
        case rules::Verdict::pass_unknown:
            return pick(language, "not known, open all the same", "ukjent, åpen likevel");
        case rules::Verdict::waived:
            return pick(language, "waived for this pair", "fraveket for dette paret");
    }
    return "";
}

std::string text_of(const model::Policy& policy, std::string_view id, Language language) {
    const auto chosen = [&](const model::Words& words) {
        const auto& wanted = language == Language::nb ? words.nb : words.en;
        const auto& other = language == Language::nb ? words.en : words.nb;
        return wanted.empty() ? other : wanted;
    };
    for (const auto* found :
         {find_words(policy.eligible, id), find_words(policy.limits, id), find_words(policy.terms, id), find_words(policy.goals, id)})
        if (found != nullptr) return chosen(*found);
    for (const auto& entry : built_in)
        if (entry.id == id) return std::string(pick(language, entry.en, entry.nb));
    return "";
}

std::string with_text(const rules::AllocationProblem& problem, const std::string& id, Language language) {
    const auto words = problem.policy ? text_of(*problem.policy, id, language) : std::string();
    return words.empty() ? id : id + ": " + words;
}

std::string heading(const std::string& words, const std::string& path) {
    return words.empty() ? path : words + " (" + path + ")";
}

std::string heading(const rules::AllocationProblem& problem, const std::string& path, model::Language language) {
    const auto* column = problem.typed->column(path).column;
    if (column == nullptr) return path;
    const auto& [nb, en] = column->declaration.text;
    return heading(language == Language::nb ? nb : en, path);
}

std::string use_of_room(const rules::LimitInfo& limit, const LimitUse& use, model::Language language) {
    auto text = number(use.use, limit.digits, language);
    if (!limit.has_max) return text + std::string(pick(language, ", at least ", ", minst ")) + number(limit.min, limit.digits, language);
    text += std::string(pick(language, " of ", " av ")) + number(limit.room, limit.digits, language);
    if (limit.soft && use.left < 0)
        text += std::string(pick(language, " (may be exceeded, at a cost: ", " (kan overskrides, mot en kostnad: ")) +
                number(-use.left, limit.digits, language) + std::string(pick(language, " over)", " over)"));
    return text;
}

}  // namespace husrom::plan
