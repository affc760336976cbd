#include <regex>

#include <gtest/gtest.h>

#include <husrom/model/well_known.hpp>
#include <husrom/plan/draft.hpp>
#include <husrom/plan/text.hpp>

#include "every_plan.hpp"
#include "plan/nynorsk.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

bool names_others(const std::string& text, const rules::AllocationProblem& problem, std::string_view own) {
    for (const auto& id : problem.participants) {
        if (id == own) continue;
        for (auto place = text.find(id); place != std::string::npos; place = text.find(id, place + 1))
            if (place + id.size() == text.size() || std::isdigit(static_cast<unsigned char>(text[place + id.size()])) == 0) return true;
    }
    return false;
}

const std::string plain_policy = sample::policy_head("draft") + sample::bedrooms_rule + sample::house_most + sample::ties;

TEST(Draft, NamesNobodyElseAndLeavesTheJudgementOpen) {
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        for (const auto& participant : plan.problem().participants)
            for (const auto language : {plan::DraftLanguage::nb, plan::DraftLanguage::nn, plan::DraftLanguage::en}) {
                const auto draft = plan::draft_decision(plan, participant, language);
                EXPECT_FALSE(names_others(draft, plan.problem(), participant)) << draft;
                EXPECT_TRUE(draft.starts_with("UTKAST") || draft.starts_with("DRAFT"));
                EXPECT_NE(draft.find('['), std::string::npos);
            }
    }
}

TEST(Participant, IsToldNothingThatChangesWithOtherPeopleAlone) {
    // What a participant reads must be the same whoever else is in the case, as long as the outcome is: ids, holders, loads and margins
    // of others would change, and so may the reason that a caseworker is told.
    std::int64_t compared = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto source = sample::random_case(seed);
        const auto plan = sample::solve(source, sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        for (const auto& participant : problem.participants) {
            const auto told = plan::text(plan, plan.explain(participant), model::Language::en, plan::Audience::participant);
            EXPECT_FALSE(names_others(told, problem, participant)) << told;
            for (const auto& limit : problem.limits)
                if (!limit.group.empty()) {
                    EXPECT_EQ(told.find(limit.id), std::string::npos) << "no use of a limit";
                }
        }
        // The same people, the others' conflict and hours changed: where outcome and home are the same, so is every word.
        auto other = source;
        auto* people = other.find("participants");
        const auto conflict = *people->find("conflict"), hours = *people->find("support_hours");
        for (std::size_t row = 1; row < people->rows(); ++row) {
            people->columns[conflict][row] = people->columns[conflict][row] == "1" ? "2" : "1";
            people->columns[hours][row] = people->columns[hours][row] == "1" ? "2" : "1";
        }
        const auto changed = sample::solve(other, sample::rich_policy);
        if (!changed.has_allocation()) continue;
        const auto& first = problem.participants.front();
        if (sample::home_of(plan, first) != sample::home_of(changed, first)) continue;
        ++compared;
        EXPECT_EQ(plan::text(plan, plan.explain(first), model::Language::nb, plan::Audience::participant),
                  plan::text(changed, changed.explain(first), model::Language::nb, plan::Audience::participant));
        EXPECT_EQ(plan::draft_decision(plan, first), plan::draft_decision(changed, first));
    }
    EXPECT_GT(compared, 50);
}

TEST(Draft, CountsTheHomesThatARuleClosedInWholeWords) {
    // Rule: a rule's words end without a stop before a colon, and one home is one.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,bedrooms_needed", "SYN-P-1,3"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    const auto policy =
        sample::policy_head("draft") + sample::bedrooms_rule + "legal_basis = \"§ 3-7\"\n" + sample::house_most + sample::ties;
    const auto plan = sample::solve(builder.build(), policy);
    const auto says = [&](plan::DraftLanguage language, const std::string& line) {
        const auto draft = plan::draft_decision(plan, "SYN-P-1", language);
        EXPECT_NE(draft.find(line + "\n"), std::string::npos) << draft;
    };
    says(plan::DraftLanguage::nb, "  – Boligen har soverom nok (§ 3-7): 1 bolig");
    says(plan::DraftLanguage::nn, "  – Boligen har soverom nok (§ 3-7): 1 bustad");
    says(plan::DraftLanguage::en, "  – The home has enough bedrooms (§ 3-7): 1 home");
}

TEST(Draft, SaysOfOneHomeThatItIsOne) {
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    const auto plan = sample::solve(builder.build(), plain_policy);
    EXPECT_NE(plan::draft_decision(plan, "SYN-P-2", plan::DraftLanguage::nb).find("tildeles du den ikke i denne runden. ["),
              std::string::npos);
    EXPECT_NE(plan::draft_decision(plan, "SYN-P-2", plan::DraftLanguage::nn).find("får du han ikkje tildelt i denne runden. ["),
              std::string::npos);
    EXPECT_NE(plan::draft_decision(plan, "SYN-P-2", plan::DraftLanguage::en).find("you are not given it in this round. ["),
              std::string::npos);
}

TEST(Draft, SaysWhereInformationIsMissingAndHasNoEmptyList) {
    // Rule: a rule that closes homes for missing facts alone counts those, not "0 homes"; a heading stands over at least one line.
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,", "SYN-P-3,2026-03-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    const auto plan = sample::solve(builder.build(), plain_policy);
    const auto draft = plan::draft_decision(plan, "SYN-P-2", plan::DraftLanguage::nn);
    EXPECT_NE(draft.find("Reglar som stengde bustader\n  – Boligen har soverom nok: 1 bustad der opplysningar manglar\n"),
              std::string::npos)
        << draft;
    EXPECT_NE(draft.find("\n  – Soverombehov (participant.bedrooms_needed): columns of participants [verdi]\n"), std::string::npos)
        << draft;
    EXPECT_EQ(plan::draft_decision(plan, "SYN-P-3").find("Regler som stengte boliger"), std::string::npos) << "every home fits";
}

TEST(Draft, IsInNynorskButForThePolicysOwnWords) {
    // Rule: the engine's own words of rules and columns are Nynorsk.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    sample::add_table(builder, "pairs", {"participant_id,unit_id,forbid", "SYN-P-1,SYN-U-1,true"});
    const auto plan = sample::solve(builder.build(), plain_policy);
    const auto ruled_out = plan::draft_decision(plan, "SYN-P-1", plan::DraftLanguage::nn);
    for (const auto* words : {"Paret er utelukka i tabellen over par: 1 bustad", "Ikkje tillate (pair.forbid)"})
        EXPECT_NE(ruled_out.find(words), std::string::npos) << words << "\n" << ruled_out;
    for (const auto* rule : {"forbidden", "risk", "not-available", "required"}) {
        const auto words = plan::text_of(*plan.problem().policy, rule, model::Language::nb);
        EXPECT_NE(plan::nynorsk(words), words);
    }
    EXPECT_NE(plan::draft_decision(plan, "SYN-P-1", plan::DraftLanguage::nb).find("Ikke tillatt (pair.forbid)"), std::string::npos);
    const std::regex bokmaal(
        "(^|[^a-zæøå])(ikke|fra|siden|noen|egen|høyeste|laveste|uke|måned|måneder|midlertidig|personer|dager|timer|reglene|samme|"
        "krever|ønsker|tar|øst|voksne|plasser|(bolig|bo|leie|husleie|utleier|deltaker)[a-zæøå]*|[a-zæøå]*(else|het|vold|ende))($|[^a-zæøå]"
        ")",
        std::regex::icase);
    for (const auto& column : model::well_known_columns()) {
        const auto words = plan::nynorsk(column.text.nb);
        EXPECT_FALSE(std::regex_search(words, bokmaal)) << words;
    }
}

TEST(Draft, SaysOfTheNeighbourhoodModelWhatIsAskedOfAHome) {
    // Rule: the words are a rule's, true of the home that is given and untrue of one that is closed.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date,conflict", "SYN-P-1,2026-01-01,2"});
    sample::add_table(builder, "units", {"unit_id,neighbourhood_id", "SYN-U-1,SYN-N-1", "SYN-U-2,SYN-N-2"});
    sample::add_table(builder, "neighbourhoods", {"neighbourhood_id,drug_scene", "SYN-N-1,0", "SYN-N-2,1"});
    const auto plan = sample::solve(builder.build(), sample::policy_head("risk") + sample::house_most + sample::ties + R"(
[risk]
traits = ["participant.conflict"]
factors = ["neighbourhood.drug_scene"]
points = [["forbid"]]
)");
    EXPECT_EQ(sample::home_of(plan, "SYN-P-1"), "SYN-U-1");
    const auto draft = [&](plan::DraftLanguage language) { return plan::draft_decision(plan, "SYN-P-1", language); };
    using enum plan::DraftLanguage;
    EXPECT_NE(draft(nb).find("Nabolagsmodellen utelukker ikke boligen for personen"), std::string::npos) << draft(nb);
    EXPECT_NE(draft(nn).find("Nabolagsmodellen utelukkar ikkje bustaden for personen"), std::string::npos) << draft(nn);
    EXPECT_NE(draft(en).find("The neighbourhood model does not rule the home out for the person"), std::string::npos) << draft(en);
    const auto told = plan::text(plan, plan.explain("SYN-P-1"), model::Language::en);
    EXPECT_NE(told.find("risk: The neighbourhood model does not rule the home out for the person."), std::string::npos) << told;
}

TEST(Draft, LanguageIsOneOfThree) {
    EXPECT_EQ(plan::draft_language("nn"), plan::DraftLanguage::nn);
    EXPECT_THROW(static_cast<void>(plan::draft_language("sv")), InvalidArgument);
}

}  // namespace
}  // namespace husrom
