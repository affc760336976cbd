#include <husrom/scenario/conflict.hpp>

#include "plan/phrase.hpp"

#include <husrom/plan/text.hpp>

namespace husrom::scenario {

namespace {

using model::Language;
using plan::pick;

std::string named(const Member& member) {
    return member.group.empty() ? member.id : member.id + " " + member.group;
}

std::string what(const Member& member, const model::Policy& policy, Language language) {
    const auto with_words = [&](std::string name) {
        const auto words = plan::text_of(policy, member.id, language);
        return words.empty() ? name : name + ": " + words;
    };
    switch (member.kind) {
        case MemberKind::must_house:
            return member.participant + std::string(pick(language, " must have a home in this round", " må få bolig i denne runden"));
        case MemberKind::locked:
            return member.participant + std::string(pick(language, " is locked to ", " er låst til ")) + member.other;
        case MemberKind::mover:
            return member.participant +
                   std::string(pick(language, " keeps a home or gets another one", " beholder en bolig eller får en annen"));
        case MemberKind::limit_max:
            return std::string(pick(language, "the cap of ", "taket for ")) + with_words(named(member));
        case MemberKind::limit_min:
            return std::string(pick(language, "the floor of ", "gulvet for ")) + with_words(named(member));
        case MemberKind::apart:
            return member.participant + std::string(pick(language, " and ", " og ")) + member.other +
                   std::string(pick(language, " live apart", " bor ikke sammen"));
        case MemberKind::apart_tenant:
            return member.participant + std::string(pick(language, " and the tenant ", " og beboeren ")) + member.other +
                   std::string(pick(language, " live apart", " bor ikke sammen"));
        case MemberKind::forbidden:
            return std::string(pick(language, "the pairs that the table of pairs rules out", "parene som tabellen over par utelukker"));
        case MemberKind::rule:
            return std::string(pick(language, "the rule ", "regelen ")) + with_words(member.id);
    }
    return "";
}

std::string pairs(const Member& member) {
    std::string list;
    for (const auto& [participant, unit] : member.fix.waive) list += (list.empty() ? "" : "; ") + participant + " " + unit;
    return list;
}

std::string change(const Member& member, Language language) {
    const auto amount = plan::number(member.fix.by, member.fix.digits, language);
    switch (member.kind) {
        case MemberKind::must_house:
        case MemberKind::mover:
            return std::string(pick(language, "let the person wait", "la personen vente"));
        case MemberKind::locked:
            return std::string(pick(language, "take the lock away", "ta bort låsen"));
        case MemberKind::limit_max:
            return std::string(pick(language, "raise the cap by ", "hev taket med ")) + amount;
        case MemberKind::limit_min:
            return std::string(pick(language, "lower the floor by ", "senk gulvet med ")) + amount;
        case MemberKind::apart:
        case MemberKind::apart_tenant:
            return std::string(pick(language, "let them live in one place", "la dem bo på samme sted"));
        case MemberKind::rule:
            return std::string(pick(language, "waive it for ", "fravik den for ")) + pairs(member);
        case MemberKind::forbidden:
            return std::string(pick(language, "take that back for ", "opphev det for ")) + pairs(member);
    }
    return "";
}

}  // namespace

std::string text(const Conflict& conflict, const model::Policy& policy, Language language) {
    if (conflict.members.empty() && conflict.status != solve::Status::infeasible)
        return std::string(
            conflict.status == solve::Status::unknown
                ? pick(language, "Not known: the search ended before it was decided whether the round is possible.\n",
                       "Ikke kjent: søket tok slutt før det var avgjort om runden er mulig.\n")
                : pick(language, "There is no conflict: the round is possible.\n", "Det er ingen konflikt: runden er mulig.\n"));
    std::string words(pick(language, "These cannot all be kept:\n", "Disse kan ikke holdes samtidig:\n"));
    for (const auto& member : conflict.members) {
        words += "  " + what(member, policy, language) + "\n    " + std::string(pick(language, "one way out: ", "en utvei: ")) +
                 change(member, language);
        if (member.fix.suffices)
            words += std::string(pick(language, " (then ", " (da får ")) +
                     plan::counted(member.fix.housed, pick(language, "person is housed)", "person bolig)"),
                                   pick(language, "people are housed)", "personer bolig)"));
        else
            words += pick(language, " (another conflict is left then)", " (da gjenstår en annen konflikt)");
        words += "\n";
    }
    words += conflict.proven ? pick(language, "Leaving out any one of them leaves the others possible; this is proven.\n",
                                    "Uten en hvilken som helst av dem er resten mulig; det er bevist.\n")
                             : pick(language, "It is not proven that all of them are needed.\n", "Det er ikke bevist at alle trengs.\n");
    return words;
}

}  // namespace husrom::scenario
