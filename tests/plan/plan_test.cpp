#include <gtest/gtest.h>

#include <algorithm>

#include <husrom/plan/text.hpp>

#include "sample.hpp"

namespace husrom {
namespace {

using sample::add_table;

/// Four people and a mover, three homes and the mover's. One site bears one of the two people in conflict, so the other one can have the
/// mover's home only, and the mover takes the home beside the first; one person needs more bedrooms than any home has.
model::Case mixed_case() {
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility,current_unit", "SYN-P-1,2026-01-01,1,2,,",
               "SYN-P-2,2026-02-01,1,3,,", "SYN-P-3,2026-03-01,2,0,,", "SYN-P-4,2026-04-01,9,0,,", "SYN-P-5,,1,0,,SYN-U-4"});
    add_table(builder, "units",
              {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-1,1,2,", "SYN-U-2,SYN-S-1,1,2,", "SYN-U-3,SYN-S-2,2,3,",
               "SYN-U-4,SYN-S-2,1,5,"});
    add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1,1", "SYN-S-2,4"});
    add_table(builder, "tenants", {"tenant_id,site_id,conflict", "SYN-T-1,SYN-S-2,2"});
    return builder.build();
}

TEST(Plan, GoalsStandInTheOfficesDirection) {
    // A minimised goal reads as its own sum, not as the negated one of the solver; tie goals follow and say so.
    const auto plan = sample::solve(mixed_case());
    ASSERT_EQ(plan.status(), solve::Status::optimal);
    ASSERT_GE(plan.goals().size(), 4U);
    EXPECT_EQ(plan.goals()[0].id, "house-most");
    EXPECT_EQ(plan.goals()[0].reached, 3);
    EXPECT_EQ(plan.goals()[2].id, "level");
    EXPECT_TRUE(plan.goals()[2].minimise);
    std::int64_t levels = 0;
    for (const auto& one : plan.assignments()) {
        const auto home = plan.problem().units[one.unit.position()];
        levels += home == "SYN-U-3" ? 3 : home == "SYN-U-4" ? 5 : 2;
    }
    EXPECT_EQ(plan.goals()[2].reached, levels);
    for (const auto& goal : plan.goals()) {
        EXPECT_TRUE(goal.proven) << goal.id;
        EXPECT_EQ(goal.gap, 0) << goal.id;
        EXPECT_EQ(goal.bound, goal.reached) << goal.id;
    }
    EXPECT_TRUE(plan.goals().back().tie);
    EXPECT_TRUE(plan.canonical());
    EXPECT_TRUE(plan.reproducible());
    EXPECT_TRUE(plan.verified());
}

TEST(Plan, EverybodyIsPlacedOrWaitsAndMoversAreNotCountedAsHoused) {
    // Everybody stands in exactly one of the two lists, by id; movers always have a home and are not counted.
    const auto plan = sample::solve(mixed_case());
    std::vector<std::string> everybody;
    for (const auto& one : plan.assignments()) everybody.push_back(plan.problem().participants[one.participant.position()]);
    EXPECT_TRUE(std::ranges::is_sorted(everybody));
    for (const auto& one : plan.waiting()) everybody.push_back(plan.problem().participants[one.participant.position()]);
    std::ranges::sort(everybody);
    EXPECT_EQ(everybody, plan.problem().participants);
    EXPECT_EQ(plan.housed(), 3);
    const auto mover = std::ranges::find_if(plan.assignments(), [](const auto& one) { return one.stays || one.moves; });
    ASSERT_NE(mover, plan.assignments().end());
    EXPECT_EQ(plan.problem().participants[mover->participant.position()], "SYN-P-5");
    EXPECT_TRUE(mover->moves) << "or else one person more waits";
}

TEST(Plan, LimitsShowUseRoomAndWhatBinds) {
    // Use counts this plan's people, room is what tenants left, and a limit binds when its smallest further load does not fit.
    const auto plan = sample::solve(mixed_case());
    bool seen = false;
    for (const auto& use : plan.limits()) {
        const auto& info = plan.problem().limits[static_cast<std::size_t>(use.limit)];
        if (plan::name(info) == "conflict-cap SYN-S-1") {
            seen = true;
            EXPECT_EQ(use.use, 1);
            EXPECT_EQ(use.left, 0);
            EXPECT_TRUE(use.binds);
        }
        if (plan::name(info) == "conflict-cap SYN-S-2") {
            EXPECT_FALSE(use.binds);
        }
        EXPECT_EQ(use.left, info.room - use.use);
    }
    EXPECT_TRUE(seen);
}

TEST(Plan, ExplainsAPlacementByRulesScoresAndLimits) {
    const auto plan = sample::solve(mixed_case());
    const auto told = plan.explain("SYN-P-3");
    ASSERT_TRUE(told.housed);
    EXPECT_EQ(plan.problem().units[told.assignment->unit.position()], "SYN-U-3");
    ASSERT_EQ(told.rules.size(), 2U);
    EXPECT_EQ(told.rules[0].verdict, rules::Verdict::pass);
    ASSERT_EQ(told.scores.size(), 1U);
    EXPECT_EQ(told.scores[0].term, "wish");
    EXPECT_THROW(static_cast<void>(plan.explain("SYN-P-33")), InvalidArgument);
    try {
        static_cast<void>(plan.explain("SYN-P-33"));
    } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find("did you mean"), std::string::npos);
    }
}

TEST(Plan, TakesASeedThatASavedRunCanHold) {
    // Rule: a run that is saved can be read back, and readers of its JSON take 64 bits with a sign.
    const auto problem = build(mixed_case(), parse_policy(sample::policy));
    const std::uint64_t beyond = std::uint64_t{1} << 63;
    EXPECT_EQ(allocate(problem, {.seed = beyond - 1}).seed(), beyond - 1);
    EXPECT_THROW(static_cast<void>(allocate(problem, {.seed = beyond})), InvalidArgument);
}

TEST(Plan, RefusesAPlanThatTheCheckerRefuses) {
    // An unverified plan never leaves: two people in one home are an InternalError.
    const auto problem = build(mixed_case(), parse_policy(sample::policy));
    auto result = solve::maximise(problem->numeric);
    const auto first = problem->find_edge(problem->find_participant("SYN-P-1"), problem->find_unit("SYN-U-1"));
    const auto second = problem->find_edge(problem->find_participant("SYN-P-2"), problem->find_unit("SYN-U-1"));
    result.chosen = {first.value, second.value};
    EXPECT_THROW(plan::Plan(problem, result, solve::check(problem->numeric, result), 0), InternalError);
}

TEST(Plan, InfeasibleIsAStatusWithoutAnAllocation) {
    model::CaseBuilder builder;
    add_table(builder, "participants",
              {"participant_id,application_date,bedrooms_needed,conflict,accessibility,must_house", "SYN-P-1,2026-01-01,1,0,,true",
               "SYN-P-2,2026-01-01,1,0,,true"});
    add_table(builder, "units", {"unit_id,site_id,bedrooms,level,step_free", "SYN-U-1,SYN-S-1,1,1,"});
    add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1,1"});
    const auto plan = sample::solve(builder.build());
    EXPECT_EQ(plan.status(), solve::Status::infeasible);
    EXPECT_FALSE(plan.has_allocation());
    EXPECT_THROW(static_cast<void>(plan.assignments()), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan.explain("SYN-P-1")), InvalidArgument);
    EXPECT_FALSE(plan::summary(plan).empty());
}

TEST(Plan, StartPairsThatAreNotOpenAreLeftOut) {
    AllocateOptions options;
    options.start = {{"SYN-P-1", "SYN-U-2"}, {"SYN-P-4", "SYN-U-1"}, {"SYN-P-99", "SYN-U-1"}, {"SYN-P-1", "SYN-U-99"}};
    EXPECT_EQ(sample::solve(mixed_case(), sample::policy, options).digest(), sample::solve(mixed_case()).digest());
}

TEST(PlanText, SaysTheSameInTwoLanguages) {
    const auto plan = sample::solve(mixed_case());
    const auto english = plan::summary(plan, model::Language::en), norwegian = plan::summary(plan, model::Language::nb);
    EXPECT_TRUE(english.starts_with("Proven best: 3 of 4 people housed, 1 waits; 1 of 1 tenant who may move does.\n")) << english;
    EXPECT_TRUE(norwegian.starts_with("Bevist best: 3 av 4 personer får bolig, 1 venter; 1 av 1 leietaker som kan flytte, flytter.\n"))
        << norwegian;
    EXPECT_NE(english.find("conflict-cap SYN-S-1: 1 of 1"), std::string::npos) << english;
    EXPECT_NE(english.find(plan.digest()), std::string::npos);
    const auto words = plan::text(plan, plan.explain("SYN-P-4"), model::Language::en);
    EXPECT_NE(words.find("SYN-P-4 waits (NO_HOME_FITS)"), std::string::npos) << words;
    EXPECT_NE(words.find("bedrooms: The home has enough bedrooms. 4 fail (4 by this rule alone)"), std::string::npos) << words;
}

TEST(PlanText, CountsOneHomeAsOne) {
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1", "SYN-P-3,2026-02-01,2"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    const auto plan =
        sample::solve(builder.build(), sample::policy_head("one") + sample::bedrooms_rule + sample::house_most + sample::ties);
    const auto says = [&](const char* participant, model::Language language, const std::string& words) {
        const auto text = plan::text(plan, plan.explain(participant), language);
        EXPECT_NE(text.find(words), std::string::npos) << text;
    };
    says("SYN-P-2", model::Language::en, "\nOf 1 home 1 fits.\n");
    says("SYN-P-2", model::Language::nb, "\nAv 1 bolig passer 1.\n");
    says("SYN-P-3", model::Language::en, "\nOf 1 home 0 fit.\n");
    says("SYN-P-3", model::Language::en, ". 1 fails (1 by this rule alone)\n");
}

TEST(PlanText, TellsAParticipantNothingOfOthers) {
    // No other person's id, no use of a limit.
    const auto plan = sample::solve(mixed_case());
    const auto waits = sample::home_of(plan, "SYN-P-1").empty() ? std::string("SYN-P-1") : std::string("SYN-P-2");
    const auto caseworker = plan::text(plan, plan.explain(waits), model::Language::en);
    EXPECT_NE(caseworker.find("conflict-cap SYN-S-1"), std::string::npos) << caseworker;
    for (const auto& one : plan.problem().participants) {
        const auto words = plan::text(plan, plan.explain(one), model::Language::en, plan::Audience::participant);
        for (const auto& other : plan.problem().participants) EXPECT_EQ(words.find(other) != std::string::npos, other == one) << words;
        EXPECT_EQ(words.find("conflict-cap"), std::string::npos) << words;
    }
}

TEST(PlanText, NumbersAreExact) {
    EXPECT_EQ(plan::number(1250, 2, model::Language::en), "12.5");
    EXPECT_EQ(plan::number(1250, 2, model::Language::nb), "12,5");
    EXPECT_EQ(plan::number(-5, 0, model::Language::en), "-5");
}

}  // namespace
}  // namespace husrom
