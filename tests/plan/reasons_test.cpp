#include <gtest/gtest.h>

#include <husrom/plan/draft.hpp>
#include <husrom/plan/text.hpp>

#include "sample.hpp"

namespace husrom {
namespace {

using sample::add_table;

const std::vector<std::string> one_site{"site_id,conflict_cap", "SYN-S-1,1", "SYN-S-2,"};

TEST(Reasons, NoHomeFits) {
    // Every home fails at least one rule: NO_HOME_FITS, with the count of homes.
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2026-01-01,3,0,"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-2,1,1,", "SYN-U-2,SYN-S-2,2,1,"});
    add_table(builder, "sites", one_site);
    const auto plan = sample::solve(builder.build());
    ASSERT_EQ(sample::reason(plan, "SYN-P-1"), "NO_HOME_FITS");
    EXPECT_EQ(plan.waiting()[0].homes_that_fit, 0);
    EXPECT_EQ(plan.waiting()[0].homes_that_fail, 2);
    EXPECT_EQ(plan.housed(), 0);
}

TEST(Reasons, InformationMissing) {
    // A home is closed by an unknown fact alone: INFORMATION_MISSING, even when another home fails a rule.
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2026-01-01,1,0,STEP_FREE"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-2,1,1,", "SYN-U-2,SYN-S-2,0,1,true"});
    add_table(builder, "sites", one_site);
    const auto plan = sample::solve(builder.build());
    EXPECT_EQ(sample::reason(plan, "SYN-P-1"), "INFORMATION_MISSING");
    const auto told = plan.explain("SYN-P-1");
    for (const auto& count : told.rule_counts) {
        if (count.rule == "step-free") {
            EXPECT_EQ(count.unknown, 1);
            EXPECT_EQ(count.failed, 0);
        }
        if (count.rule == "bedrooms") {
            EXPECT_EQ(count.failed, 1);
            EXPECT_EQ(count.failed_alone, 1);
        }
    }
}

model::Case two_in_conflict(std::string_view cap) {
    model::CaseBuilder builder;
    add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2026-01-01,1,2,", "SYN-P-2,2026-02-01,1,3,"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-1,1,1,", "SYN-U-2,SYN-S-1,1,1,"});
    add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1," + std::string(cap)});
    return builder.build();
}

TEST(Reasons, LimitFullIsUndoneByRoomInTheLimit) {
    // A home that fits stands free, but a cap is used up: LIMIT_FULL names it, and one more place in it houses the person.
    const auto plan = sample::solve(two_in_conflict("1"));
    ASSERT_EQ(plan.waiting().size(), 1U);
    const auto& waiting = plan.waiting()[0];
    EXPECT_EQ(plan::code(waiting.reason), "LIMIT_FULL");
    EXPECT_EQ(waiting.blocking_limit, "conflict-cap SYN-S-1");
    ASSERT_EQ(waiting.blocking_limits.size(), 1U);
    EXPECT_EQ(plan.problem().limits[static_cast<std::size_t>(waiting.blocking_limits[0])].id, "conflict-cap");
    EXPECT_TRUE(sample::solve(two_in_conflict("2")).waiting().empty());
}

model::Case two_for_one(std::string_view wishes_of_second, std::string_view second_date, std::string_view pair = "") {
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2026-01-01,1,0,",
               "SYN-P-2," + std::string(second_date) + ",1,0,"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-2,1,1,"});
    add_table(builder, "sites", one_site);
    if (!wishes_of_second.empty()) add_table(builder, "wishes", {"participant_id,kind,value,rank", std::string(wishes_of_second)});
    if (!pair.empty()) add_table(builder, "pairs", {"participant_id,unit_id,require", std::string(pair)});
    return builder.build();
}

TEST(Reasons, OthersFirstNamesTheGoalAndTheMargin) {
    // The only home goes to somebody whom a policy goal puts first: OTHERS_FIRST with that goal and by how much it would fall.
    const auto plan = sample::solve(two_for_one("SYN-P-2,unit,SYN-U-1,1", "2026-02-01"));
    EXPECT_EQ(sample::home_of(plan, "SYN-P-2"), "SYN-U-1");
    const auto* waiting = sample::find_waiting(plan, "SYN-P-1");
    ASSERT_NE(waiting, nullptr);
    EXPECT_EQ(plan::code(waiting->reason), "OTHERS_FIRST");
    ASSERT_GE(waiting->goal, 0);
    EXPECT_EQ(plan.goals()[static_cast<std::size_t>(waiting->goal)].id, "wishes");
    EXPECT_EQ(waiting->margin, 10);
}

TEST(Reasons, TieWhenOnlyTheQueueDecided) {
    // Equal in every policy goal, earlier in the queue: TIE, and the one who has waited longer has the home.
    const auto plan = sample::solve(two_for_one("", "2025-02-01"));
    EXPECT_EQ(sample::home_of(plan, "SYN-P-2"), "SYN-U-1");
    EXPECT_EQ(sample::reason(plan, "SYN-P-1"), "TIE");
}

TEST(Reasons, AFreeHomeIsNoTieWithSomebodyHoused) {
    // Nobody holds the home, so that a column of the order decided against it, by a number below 0; with no such column the person is
    // housed.
    const auto policy = [](const std::string& order) {
        return sample::policy_head("sample") + "[columns.\"participant.priority_points\"]\ntype = \"integer\"\n[[goal]]\nid = \"few\"\n" +
               "minimise = \"moves\"\n[ties]\norder = [" + order + "\"lottery\"]\n";
    };
    model::CaseBuilder builder;
    add_table(builder, "participants", {"participant_id,priority_points", "SYN-P-1,-5"});
    add_table(builder, "units", {"unit_id", "SYN-U-1"});
    const auto source = builder.build();
    const auto plan = sample::solve(source, policy("\"priority_points\", "));
    ASSERT_EQ(sample::reason(plan, "SYN-P-1"), "GOALS_AGAINST");
    EXPECT_EQ(plan.problem().goals[static_cast<std::size_t>(plan.waiting()[0].goal)].id, "priority_points");
    EXPECT_EQ(plan.waiting()[0].margin, 5);
    EXPECT_EQ(sample::home_of(sample::solve(source, policy("")), "SYN-P-1"), "SYN-U-1");
}

TEST(Reasons, NobodyIsLeftOutForADayThatIsStillToCome) {
    // as_of was not moved: whoever applied after it has not waited, and gets the home that nobody else wants.
    model::CaseBuilder builder;
    add_table(builder, "participants", {"participant_id,application_date,temporary_since", "SYN-P-1,2026-12-01,2026-12-01"});
    add_table(builder, "units", {"unit_id", "SYN-U-1"});
    const auto source = builder.build();
    const auto policy = sample::policy_head("sample") +
                        "[[term]]\nid = \"urgency\"\ntype = \"waiting\"\nsince = \"participant.temporary_since\"\n"
                        "steps = [{ days = 0, points = 1 }]\n[[goal]]\nid = \"urgent\"\nmaximise = \"housed\"\nweight = \"urgency\"\n";
    EXPECT_EQ(sample::home_of(sample::solve(source, policy), "SYN-P-1"), "SYN-U-1");
    const auto findings = check(source, parse_policy(policy));
    std::vector<std::string> said;
    for (const auto& one : findings.list())
        if (one.severity == model::Severity::warning) said.push_back(one.code + " " + one.column);
    EXPECT_EQ(said, (std::vector<std::string>{"P236 ties application_date", "P236 term urgency"}));
}

TEST(Reasons, TieThroughAThirdPerson) {
    // P-3 fits one home alone, whose holder could take the home of a third person at no loss in any goal: a tie through two exchanges.
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2020-01-01,1,0,",
               "SYN-P-2,2020-01-01,2,0,", "SYN-P-3,2026-01-01,1,0,"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-2,1,1,", "SYN-U-2,SYN-S-2,2,1,"});
    add_table(builder, "sites", one_site);
    add_table(builder, "pairs", {"participant_id,unit_id,forbid", "SYN-P-3,SYN-U-2,true"});
    add_table(builder, "wishes", {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-1,1", "SYN-P-1,unit,SYN-U-2,1"});
    const auto plan = sample::solve(builder.build());
    EXPECT_EQ(sample::home_of(plan, "SYN-P-1"), "SYN-U-1");
    EXPECT_EQ(sample::home_of(plan, "SYN-P-2"), "SYN-U-2");
    EXPECT_EQ(sample::reason(plan, "SYN-P-3"), "TIE");
}

const std::string level_first =
    sample::policy_head("level-first") + sample::bedrooms_rule + sample::level_goal + sample::house_most + sample::ties;

TEST(Reasons, GoalsAgainstAFreeHome) {
    // A home is free and nothing is full, but an earlier goal would be worse: GOALS_AGAINST with the goal and the margin.
    const auto plan = sample::solve(two_for_one("", "2026-02-01"), level_first);
    EXPECT_EQ(plan.housed(), 0);
    const auto* waiting = sample::find_waiting(plan, "SYN-P-1");
    ASSERT_NE(waiting, nullptr);
    EXPECT_EQ(plan::code(waiting->reason), "GOALS_AGAINST");
    EXPECT_EQ(waiting->goal, 0);
    EXPECT_EQ(waiting->margin, 1);
}

const std::string soft_cap_first = sample::policy_head("soft-first") + R"([[limit]]
id = "crowding"
per = "unit.site"
sum = 1
max = 1
kind = "soft"
goal = "community"
steps = [{ slope = 1 }]
)" + sample::community_goal + sample::house_most +
                                   sample::ties;

TEST(Reasons, SoftLimitWhoseChargeOutweighsThePlacement) {
    // The charge of a soft limit alone makes the placement a loss: LIMIT_FULL names the soft limit.
    const auto plan = sample::solve(two_in_conflict("2"), soft_cap_first);
    ASSERT_EQ(plan.waiting().size(), 1U);
    EXPECT_EQ(plan::code(plan.waiting()[0].reason), "LIMIT_FULL");
    EXPECT_EQ(plan.waiting()[0].blocking_limit, "crowding SYN-S-1");
    EXPECT_EQ(plan.goals()[0].reached, 0);
}

TEST(Reasons, ApartFromSomebodyHoused) {
    // The free home is in a place where somebody lives from whom the person is kept apart: LIMIT_FULL says "apart".
    model::CaseBuilder builder;
    add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed,conflict,accessibility", "SYN-P-1,2026-01-01,1,0,", "SYN-P-2,2026-02-01,1,0,"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-2,1,1,", "SYN-U-2,SYN-S-2,1,1,"});
    add_table(builder, "sites", one_site);
    add_table(builder, "apart", {"participant_id,other_id,per", "SYN-P-1,SYN-P-2,site"});
    const auto plan = sample::solve(builder.build());
    ASSERT_EQ(plan.waiting().size(), 1U);
    EXPECT_EQ(plan::code(plan.waiting()[0].reason), "LIMIT_FULL");
    EXPECT_EQ(plan.waiting()[0].blocking_limit, "apart");
}

TEST(Reasons, HoldersWhoMustHaveAHome) {
    // The only home is held by somebody who must be housed: OTHERS_FIRST without a goal.
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility,must_house", "SYN-P-1,2020-01-01,1,0,,",
               "SYN-P-2,2026-02-01,1,0,,true"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-2,1,1,"});
    add_table(builder, "sites", one_site);
    const auto plan = sample::solve(builder.build());
    EXPECT_EQ(sample::home_of(plan, "SYN-P-2"), "SYN-U-1");
    const auto* waiting = sample::find_waiting(plan, "SYN-P-1");
    ASSERT_NE(waiting, nullptr);
    EXPECT_EQ(plan::code(waiting->reason), "OTHERS_FIRST");
    EXPECT_EQ(waiting->goal, -1);
    EXPECT_EQ(plan::sentence(plan.problem(), *waiting, plan::Language::en, plan::Audience::caseworker),
              "SYN-P-1 waits (OTHERS_FIRST): every home that fits is given to somebody who must have a home, whatever the goals say.");
}

TEST(Reasons, WhatAPersonDecidedIsNotPutDownToTheGoals) {
    // The only home goes to whom the queue puts last, since the table of pairs requires it.
    const auto by_goals = sample::solve(two_for_one("", "2026-02-01"));
    ASSERT_EQ(sample::home_of(by_goals, "SYN-P-1"), "SYN-U-1");
    const auto decided = sample::solve(two_for_one("", "2026-02-01", "SYN-P-2,SYN-U-1,true"));
    ASSERT_EQ(sample::home_of(decided, "SYN-P-2"), "SYN-U-1");
    const auto told = [](const plan::Plan& plan, std::string_view who, plan::Audience audience) {
        return plan::text(plan, plan.explain(who), plan::Language::en, audience);
    };
    const auto placed = told(decided, "SYN-P-2", plan::Audience::caseworker);
    EXPECT_NE(placed.find("The table of pairs requires this home: a person decided it, not the goals."), std::string::npos) << placed;
    const auto waits = told(decided, "SYN-P-1", plan::Audience::caseworker);
    EXPECT_NE(waits.find("somebody who must have a home, whatever the goals say"), std::string::npos) << waits;
    EXPECT_NE(waits.find("given to SYN-P-2, whom the table of pairs requires there"), std::string::npos) << waits;
    const auto draft = plan::draft_decision(decided, "SYN-P-2", plan::DraftLanguage::en);
    EXPECT_NE(draft.find("The placement was decided in the table of pairs, not by the policy's goals."), std::string::npos) << draft;
    // Whoever waits is told nothing of it, as it is about somebody else; nor is anybody about whom nothing was decided.
    const auto participant = told(decided, "SYN-P-1", plan::Audience::participant);
    EXPECT_EQ(participant.find("table of pairs"), std::string::npos) << participant;
    const auto undecided = told(by_goals, "SYN-P-1", plan::Audience::caseworker);
    EXPECT_EQ(undecided.find("table of pairs"), std::string::npos) << undecided;
}

TEST(Reasons, NotProvenPlanThatAnExchangeImproves) {
    // In a plan that is not proven best, a free home that would only gain is told as NOT_PROVEN, not as anybody's fault.
    const auto problem = build(two_for_one("", "2026-02-01"), parse_policy(sample::policy));
    solve::Result empty;
    empty.status = solve::Status::feasible;
    empty.stopped_by = solve::StoppedBy::work_limit;
    empty.objective.assign(problem->goals.size(), 0);
    empty.bound.assign(problem->goals.size(), solve::no_upper);
    const plan::Plan plan(problem, empty, solve::check_plan(problem->numeric, empty.chosen, empty.objective), 0);
    EXPECT_EQ(sample::reason(plan, "SYN-P-1"), "NOT_PROVEN");
    EXPECT_FALSE(plan.goals()[0].bounded);
}

}  // namespace
}  // namespace husrom
