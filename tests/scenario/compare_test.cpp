#include <tuple>

#include <gtest/gtest.h>

#include <husrom/scenario/scenario.hpp>

#include "plan/sample.hpp"

namespace husrom {
namespace {

using namespace scenario;
using List = std::vector<std::string>;

TEST(Compare, EveryKindOfDifference) {
    // Goals side by side, who is housed in one only and waits in the other, who lives elsewhere, which limits bind; movers are never
    // "housed".
    const Record a{
        {{"house-most", false, 0, 3}, {"level", true, 0, 7}, {"old", false, 0, 1}},
        {{"SYN-P-1", "SYN-U-1", false}, {"SYN-P-2", "SYN-U-2", false}, {"SYN-P-3", "SYN-U-3", true}, {"SYN-P-6", "SYN-U-6", true}},
        {"cap SYN-S-1", "cap SYN-S-2"},
        {"SYN-P-4"}};
    const Record b{
        {{"house-most", false, 0, 3}, {"level", true, 0, 5}, {"new", false, 0, 2}},
        {{"SYN-P-2", "SYN-U-1", false}, {"SYN-P-3", "SYN-U-2", true}, {"SYN-P-4", "SYN-U-4", false}, {"SYN-P-6", "SYN-U-6", true}},
        {"cap SYN-S-2", "cap SYN-S-3"},
        {"SYN-P-1"}};
    const auto both = compare(a, b);
    ASSERT_EQ(both.goals.size(), 4U);
    EXPECT_EQ(both.goals[1].a, 7);
    EXPECT_EQ(both.goals[1].b, 5);
    EXPECT_EQ(both.goals[2].id, "old");
    EXPECT_FALSE(both.goals[2].b);
    EXPECT_EQ(both.goals[3].id, "new");
    EXPECT_FALSE(both.goals[3].a);
    EXPECT_EQ(both.housed_only_in_a, List{"SYN-P-1"});
    EXPECT_EQ(both.housed_only_in_b, List{"SYN-P-4"});
    ASSERT_EQ(both.other_home.size(), 2U);
    EXPECT_EQ(both.other_home[0].participant, "SYN-P-2");
    EXPECT_EQ(both.other_home[1].unit_b, "SYN-U-2");
    EXPECT_EQ(both.binds_only_in_a, List{"cap SYN-S-1"});
    EXPECT_EQ(both.binds_only_in_b, List{"cap SYN-S-3"});
    EXPECT_EQ(both.binds_in_both, List{"cap SYN-S-2"});
    const auto words = text(both);
    EXPECT_NE(words.find("level: 7 -> 5 (B is better)"), std::string::npos) << words;
    EXPECT_NE(words.find("house-most: 3 -> 3 (the same)"), std::string::npos) << words;
    EXPECT_NE(text(both, model::Language::nb).find("Får bolig bare i A: 1: SYN-P-1"), std::string::npos);
}

TEST(Compare, WhoIsInOneCaseOnlyIsNotHousedInOnePlanOnly) {
    // Rule: two months running, whoever moved in is no participant any more and whoever is new was none; no value is better than another
    // of other people, and the summary names both days.
    const Record first{{{"house-most", false, 0, 2}, {"lottery", false, 0, 9, "", true}},
                       {{"SYN-P-1", "SYN-U-1", false}, {"SYN-P-2", "SYN-U-2", false}},
                       {},
                       {"SYN-P-3"},
                       "case-1",
                       "2026-11-22"};
    const Record second{{{"house-most", false, 0, 1}, {"lottery", false, 0, 5, "", true}},
                        {{"SYN-P-4", "SYN-U-3", false}},
                        {},
                        {"SYN-P-2", "SYN-P-3", "SYN-P-5"},
                        "case-2",
                        "2026-12-22"};
    const auto both = compare(first, second);
    EXPECT_EQ(both.housed_only_in_a, List{"SYN-P-2"});
    EXPECT_EQ(both.housed_only_in_b, List{});
    EXPECT_EQ(both.people_only_in_a, List{"SYN-P-1"});
    EXPECT_EQ(both.people_only_in_b, (List{"SYN-P-4", "SYN-P-5"}));
    EXPECT_FALSE(both.same_case);
    const auto words = text(both);
    EXPECT_TRUE(words.starts_with("As of 2026-11-22 (A), 2026-12-22 (B).\nThe cases differ, as the policies read them.\nGoals")) << words;
    EXPECT_NE(words.find("house-most: 2 -> 1 (no verdict: not the same people)"), std::string::npos) << words;
    EXPECT_NE(words.find("Only in B's case: 2: SYN-P-4, SYN-P-5"), std::string::npos) << words;
    EXPECT_EQ(words.find("better"), std::string::npos) << words;
}

TEST(Compare, LotsOfAnotherCaseAreNoBetter) {
    // Rule: with the same people, a goal is judged across cases; the lottery, which sums the lots of the pairs there are, is not.
    Record one{{{"house-most", false, 0, 1}, {"lottery", false, 0, 9, "", true}}, {}, {}, {"SYN-P-1"}, "case-1", "2026-11-22"};
    auto other = one;
    other.goals[0].reached = 2;
    other.goals[1].reached = 4;
    other.case_digest = "case-2";
    const auto words = text(compare(one, other));
    EXPECT_NE(words.find("house-most: 1 -> 2 (B is better)"), std::string::npos) << words;
    EXPECT_NE(words.find("lottery: 9 -> 4 (no verdict: the lots of two cases)"), std::string::npos) << words;
    other.case_digest = one.case_digest;
    EXPECT_NE(text(compare(one, other)).find("lottery: 9 -> 4 (A is better)"), std::string::npos);
}

TEST(Compare, TwoDaysAreNotTakenForTwoWaysOfCounting) {
    const Record one{{{"waited", false, 0, 100, "from one day"}}, {}, {}, {}, "case", "2026-11-22"};
    auto later = one;
    later.goals[0].definition = "from another day";
    later.as_of = "2026-12-22";
    EXPECT_NE(text(compare(one, later)).find("(no verdict: the two days or policies may count it differently)"), std::string::npos);
}

TEST(Compare, LotsOfAnotherCaseAndDayAreOfAnotherCase) {
    // Rule: no policy counts the lottery from a day.
    Record one{{{"lottery", false, 0, 9, "", true}}, {}, {}, {}, "case-1", "2026-11-22"};
    auto later = one;
    later.case_digest = "case-2";
    later.as_of = "2026-12-22";
    EXPECT_NE(text(compare(one, later)).find("lottery: 9 -> 9 (no verdict: the lots of two cases)"), std::string::npos);
}

TEST(Compare, AGoalWithMoreDigitsIsTheSameGoalAndInTheOtherDirectionAnother) {
    // Digits depend on the pairs that are open: half an hour that spreads to a neighbour is there in one plan only.
    const Record a{{{"fit", false, 0, 3}}, {}, {}}, b{{{"fit", false, 2, 450}}, {}, {}}, c{{{"fit", true, 0, 3}}, {}, {}};
    for (const auto& [one, other, of_one, of_other] :
         {std::tuple(&a, &b, std::int64_t{300}, std::int64_t{450}), std::tuple(&b, &a, std::int64_t{450}, std::int64_t{300})}) {
        const auto both = compare(*one, *other);
        ASSERT_EQ(both.goals.size(), 1U);
        EXPECT_EQ(both.goals[0].digits, 2);
        EXPECT_EQ(both.goals[0].a, of_one);
        EXPECT_EQ(both.goals[0].b, of_other);
    }
    EXPECT_EQ(compare(a, c).goals.size(), 2U);
}

TEST(Compare, NoVerdictOnAGoalThatThePoliciesCountDifferently) {
    // Rule: with ten times the weight the same placements reach ten times as much, which is no better.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    sample::add_table(builder, "wishes", {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-1,1"});
    const auto source = builder.build();
    const auto policy = parse_policy(sample::policy);
    const auto plan_of = [&](std::vector<Edit> edits) {
        const auto applied = apply(source, policy, {"", std::move(edits)});
        return allocate(build(applied.source, applied.policy));
    };
    const auto one = plan_of({}), ten = plan_of({SetGoalWeight{"wishes", "wish", {10, 0}}}),
               capped = plan_of({SwitchRule{"conflict-cap", false}});
    for (const auto& goal : compare(one, ten).goals) EXPECT_EQ(goal.counted_alike, goal.id != "wishes") << goal.id;
    const auto words = text(compare(one, ten));
    EXPECT_EQ(words.find("better"), std::string::npos) << words;
    EXPECT_NE(words.find("no verdict"), std::string::npos) << words;
    for (const auto& goal : compare(one, capped).goals) EXPECT_TRUE(goal.counted_alike) << goal.id;
}

TEST(Compare, EverybodyWaitsInAPlanWithoutAnAllocation) {
    // Rule: its case has the same people, counted from the same day, whom the other plan houses or leaves waiting.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed,must_house", "SYN-P-1,2026-01-01,1,", "SYN-P-2,2026-02-01,9,"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    const auto source = builder.build();
    const auto policy = parse_policy(sample::policy);
    const auto applied = apply(source, policy, {"infeasible", {SetCell{"participants", "SYN-P-2", "must_house", "true"}}});
    const auto one = allocate(build(source, policy)), none = allocate(build(applied.source, applied.policy));
    ASSERT_FALSE(none.has_allocation());
    const auto both = compare(one, none);
    EXPECT_TRUE(both.same_people());
    EXPECT_EQ(both.housed_only_in_a, List{"SYN-P-1"});
    EXPECT_EQ(both.as_of_b, both.as_of_a);
    EXPECT_FALSE(both.same_case);
    EXPECT_TRUE(compare(none, none).same_case);
    const auto words = text(both);
    EXPECT_EQ(words.find("As of"), std::string::npos) << words;
    EXPECT_EQ(words.find("Only in A's case"), std::string::npos) << words;
}

TEST(Compare, PlansOfTwoScenarios) {
    // One more place in the cap houses the person who waited for it, and the cap binds no more.
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2026-01-01,1,2,", "SYN-P-2,2026-02-01,1,3,"});
    sample::add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-1,1,1,", "SYN-U-2,SYN-S-1,1,1,"});
    sample::add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1,1"});
    const auto source = builder.build();
    const auto policy = parse_policy(sample::policy);
    const auto applied = apply(source, policy, {"one more", {ShiftLimit{"conflict-cap", "SYN-S-1", {1, 0}}}});
    const auto before = allocate(build(source, policy)), after = allocate(build(applied.source, applied.policy));
    const auto both = compare(before, after);
    EXPECT_TRUE(both.housed_only_in_a.empty());
    EXPECT_EQ(both.housed_only_in_b, List{"SYN-P-2"});
    EXPECT_TRUE(both.same_people());
    EXPECT_FALSE(both.same_case);
    EXPECT_EQ(both.binds_only_in_a, List{"conflict-cap SYN-S-1"});
    EXPECT_EQ(both.goals[0].b.value() - both.goals[0].a.value(), 1);
}

}  // namespace
}  // namespace husrom
