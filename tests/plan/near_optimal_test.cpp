#include <gtest/gtest.h>

#include <husrom/plan/near_optimal.hpp>

#include "every_plan.hpp"
#include "random_case.hpp"
#include "rules/scale.hpp"

namespace husrom {
namespace {

/// Soft limits in hundredths of an hour, and a soft floor.
const std::string soft_policy = sample::policy_head("soft") + sample::bedrooms_rule + sample::unit_wish("[2, 1]") + R"([[limit]]
id = "team-hours"
per = "participant.team"
sum = "participant.support_hours"
max = 1
kind = "soft"
goal = "community"
steps = [{ width = 2, slope = 1 }, { slope = 2 }]
[[limit]]
id = "mixed"
per = "unit.site"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
min = 2
kind = "soft"
goal = "community"
steps = [{ width = 1, slope = 1 }, { slope = 2 }]
)" + sample::house_most + sample::community_goal +
                                sample::wishes_goal + sample::ties;

TEST(NearOptimal, EachPlanIsWithinTheLossAndTheFirstSharesFewestPlacements) {
    // Rule: by every plan there is: none is left out, whatever soft limits it charges, and "there is no further plan" is said where that is
    // so.
    std::int64_t found = 0, complete = 0, charged = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), seed % 2 == 0 ? sample::rich_policy : soft_policy);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        const auto base = sample::homes_of(problem.numeric, plan.result().chosen);
        const auto best = sample::policy_values(problem, base);
        const std::size_t loser = seed % 3;
        std::vector<std::int64_t> allowed{0, 0, 0};
        allowed[loser] = rules::power_of_ten(problem.goals[loser].digits);
        const auto near = plan::near_optimal(plan, 3, {{problem.goals[loser].id, {1, 0}}});
        std::vector<sample::Homes> seen{base};
        for (const auto& one : near.list) {
            ++found;
            EXPECT_TRUE(one.proven);
            const auto homes = sample::homes_of(problem.numeric, one.chosen);
            EXPECT_TRUE(sample::is_plan(problem.numeric, homes));
            EXPECT_EQ(std::ranges::find(seen, homes), seen.end()) << "a plan is told once";
            seen.push_back(homes);
            const auto values = sample::policy_values(problem, homes);
            for (std::size_t goal = 0; goal < values.size(); ++goal) {
                EXPECT_GE(values[goal], best[goal] - allowed[goal]);
                EXPECT_EQ(one.losses[goal].loss, best[goal] - values[goal]);
            }
        }
        const auto shared = [&](const sample::Homes& homes) {
            std::int64_t count = 0;
            for (std::size_t row = 0; row < homes.size(); ++row) count += homes[row] >= 0 && homes[row] == base[row] ? 1 : 0;
            return count;
        };
        std::vector<std::int64_t> shared_by_others;
        for (const auto& homes : sample::every_plan(problem.numeric)) {
            const auto values = sample::policy_values(problem, homes);
            bool within = homes != base;
            for (std::size_t goal = 0; goal < values.size(); ++goal) within = within && values[goal] >= best[goal] - allowed[goal];
            if (within) shared_by_others.push_back(shared(homes));
        }
        EXPECT_EQ(near.list.size(), std::min<std::size_t>(3, shared_by_others.size()));
        EXPECT_EQ(near.complete, shared_by_others.size() < 3);
        if (!near.list.empty()) {
            EXPECT_EQ(shared(sample::homes_of(problem.numeric, near.list.front().chosen)), std::ranges::min(shared_by_others));
        }
        complete += near.complete ? 1 : 0;
        charged += best[1] != 0 && !near.list.empty() ? 1 : 0;
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(complete, 50);
    EXPECT_GT(charged, 10);
    EXPECT_GT(found, 50);
    const auto plan = sample::solve(sample::random_case(2), sample::rich_policy);
    EXPECT_THROW(static_cast<void>(plan::near_optimal(plan, 1, {{"wihses", {1, 0}}})), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan::near_optimal(plan, 0)), InvalidArgument);
}

TEST(NearOptimal, SearchThatEndsAtOnceStillTellsAPlanOneExchangeAway) {
    // Rule: with no work allowed, what is told is a plan within the loss that was not told before, and nothing is called complete for want
    // of time.
    std::int64_t found = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(300); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), seed % 2 == 0 ? sample::rich_policy : soft_policy);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        std::vector<sample::Homes> seen{sample::homes_of(problem.numeric, plan.result().chosen)};
        const auto best = sample::policy_values(problem, seen.front());
        plan::ResolveOptions options;
        options.work_limit = 0;
        const auto near = plan::near_optimal(plan, 3, {}, options);
        for (const auto& one : near.list) {
            ++found;
            const auto homes = sample::homes_of(problem.numeric, one.chosen);
            EXPECT_TRUE(sample::is_plan(problem.numeric, homes));
            EXPECT_EQ(std::ranges::find(seen, homes), seen.end());
            seen.push_back(homes);
            EXPECT_GE(sample::policy_values(problem, homes), best);
            for (std::size_t goal = 0; goal < best.size(); ++goal) EXPECT_LE(one.losses[goal].loss, 0);
        }
        if (!near.complete || near.list.size() == 3) continue;
        std::size_t others = 0;
        for (const auto& homes : sample::every_plan(problem.numeric))
            others += std::ranges::find(seen, homes) == seen.end() && sample::policy_values(problem, homes) == best ? 1 : 0;
        EXPECT_EQ(others, 0U);
    }
    EXPECT_GT(found, 20);
}

TEST(NearOptimal, TellsAHomeThatChargesItsOwnSoftLimitAlike) {
    // Rule: two homes at two crowded sites are alike, each charged by the limit of its own site.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date", "SYN-P-1,2026-01-01"});
    sample::add_table(builder, "sites", {"site_id,cap", "SYN-S-1,0", "SYN-S-2,0"});
    sample::add_table(builder, "units", {"unit_id,site_id", "SYN-U-1,SYN-S-1", "SYN-U-2,SYN-S-2"});
    const auto plan = sample::solve(builder.build(), sample::policy_head("near") + R"([columns."site.cap"]
type = "integer"
[[limit]]
id = "crowding"
per = "unit.site"
sum = 1
max = "site.cap"
kind = "soft"
goal = "community"
steps = [{ slope = 1 }]
)" + sample::house_most + sample::community_goal);
    const auto near = plan::near_optimal(plan, 3);
    ASSERT_EQ(near.list.size(), 1U);
    for (const auto& loss : near.list.front().losses) EXPECT_EQ(loss.loss, 0);
    EXPECT_TRUE(near.complete);
}

TEST(NearOptimal, LossBeyondAnyValueAllowsEveryPlan) {
    // Rule: a loss larger than any value of the goal allows every plan; one that its digits cannot hold is refused by the goal's name.
    const auto plan = sample::solve(sample::random_case(2), sample::rich_policy);
    ASSERT_TRUE(plan.has_allocation());
    const auto& goal = plan.problem().goals.front();
    ASSERT_EQ(goal.digits, 0);
    const auto any = plan::near_optimal(plan, 2, {{goal.id, {1'000'000, 0}}});
    ASSERT_FALSE(any.list.empty());
    for (const auto loss : {4'000'000'000'000'000'000, 9'000'000'000'000'000'000}) {
        const auto near = plan::near_optimal(plan, 2, {{goal.id, {loss, 0}}});
        EXPECT_EQ(near.list.size(), any.list.size());
        EXPECT_EQ(near.list.front().chosen, any.list.front().chosen);
    }
    const auto in_hours = sample::solve(sample::random_case(2), soft_policy);
    ASSERT_TRUE(in_hours.has_allocation());
    const auto digits = std::ranges::find_if(in_hours.problem().goals, [](const auto& one) { return one.digits > 0; });
    ASSERT_TRUE(digits != in_hours.problem().goals.end());
    try {
        static_cast<void>(plan::near_optimal(in_hours, 2, {{digits->id, {9'000'000'000'000'000'000, 0}}}));
        FAIL() << "it is refused";
    } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find(digits->id), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace husrom
