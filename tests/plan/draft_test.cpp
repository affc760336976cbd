#include <gtest/gtest.h>

#include <husrom/plan/draft.hpp>
#include <husrom/plan/text.hpp>

#include "every_plan.hpp"
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
    // What a participant reads must be the same whoever else is in the case, as long as the outcome and its reason are: ids, holders, loads
    // and margins of others would change.
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
        // The same people, the others' conflict and hours changed: where outcome, home and reason are the same, so is every word.
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
        if (sample::home_of(plan, first) != sample::home_of(changed, first) ||
            sample::reason(plan, first) != sample::reason(changed, first))
            continue;
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

TEST(Draft, LanguageIsOneOfThree) {
    EXPECT_EQ(plan::draft_language("nn"), plan::DraftLanguage::nn);
    EXPECT_THROW(static_cast<void>(plan::draft_language("sv")), InvalidArgument);
}

}  // namespace
}  // namespace husrom
