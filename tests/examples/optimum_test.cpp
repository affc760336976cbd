#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>

#include <husrom/examples/examples.hpp>
#include <husrom/io/io.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom {
namespace {

plan::Plan plan_of(std::string_view name, std::chrono::steady_clock::duration time = std::chrono::minutes(2)) {
    const model::Case source = examples::make(name);
    return allocate(build(source, policy_of(source)), {.time_limit = time});
}

/// Limits of the policy that bind at the optimum, each once.
std::set<std::string> binding(const plan::Plan& plan) {
    std::set<std::string> found;
    for (const auto& use : plan.limits())
        if (use.binds) found.insert(plan.problem().limits.at(static_cast<std::size_t>(use.limit)).id);
    return found;
}

void expect_proven(const plan::Plan& plan) {
    ASSERT_EQ(plan.status(), solve::Status::optimal);
    EXPECT_TRUE(plan.verified());
    for (const auto& goal : plan.goals()) EXPECT_TRUE(goal.proven) << goal.id;
}

TEST(Optimum, NordstrandSettlesAsManyAsTheLandlordsTake) {
    // Rule: seven, as in the source: the landlords' agreements are what decides.
    const auto plan = plan_of("nordstrand");
    expect_proven(plan);
    EXPECT_EQ(plan.housed(), 7);
    EXPECT_TRUE(binding(plan).contains("landlord-cap"));
}

TEST(Optimum, BodoIsProven) {
    // Rule: the plan is optimal and checked, every home is let as in the source, and the team's room binds.
    const auto plan = plan_of("bodo");
    expect_proven(plan);
    EXPECT_EQ(plan.housed(), 29);
    EXPECT_TRUE(binding(plan).contains("caseload"));
}

TEST(Optimum, BaerumIsScarce) {
    // Rule: however short the time, the plan is checked, its bounds hold the values that an outside solver proved, and at least three
    // limits of the policy bind.
    const auto plan = plan_of("baerum", std::chrono::seconds(10));
    ASSERT_TRUE(plan.has_allocation());
    EXPECT_TRUE(plan.verified());
    EXPECT_GE(binding(plan).size(), 3U);
    // HiGHS, goal by goal, relative and absolute gap 0.
    constexpr std::int64_t most_urgent = 424, house_most = 59;
    EXPECT_LE(plan.goals().at(0).reached, most_urgent);
    if (plan.goals().at(0).bounded) {
        EXPECT_GE(plan.goals().at(0).bound, most_urgent);
    }
    if (plan.goals().at(0).proven && plan.goals().at(1).bounded) {
        EXPECT_GE(plan.goals().at(1).bound, house_most);
    }
}

TEST(Optimum, BaerumIsProven) {
    // Rule: the staircase example is solved to proven optimality, however hard its limits make it.
    const auto plan = plan_of("baerum", std::chrono::minutes(30));
    expect_proven(plan);
    // HiGHS, goal by goal: most-urgent, house-most, community, best-fit (in hundredths), lowest-level, fewest-moves.
    constexpr std::int64_t values[] = {424, 59, 0, -166950, 314, 62};
    for (std::size_t goal = 0; goal < std::size(values); ++goal) EXPECT_EQ(plan.goals().at(goal).reached, values[goal]) << goal;
    EXPECT_GE(binding(plan).size(), 3U);
}

TEST(Optimum, BaerumProvesItsLotteryWhateverTheSeed) {
    // Rule: the tie-breaks are proven, too: a lottery of 40 bits below seven goals needs multipliers that no matching could bear.
    const model::Case source = examples::make("baerum");
    for (const std::uint64_t seed : {1003, 1004, 1005}) {
        SCOPED_TRACE("lottery " + std::to_string(seed));
        auto policy = policy_of(source);
        policy.ties.lottery_seed = seed;
        expect_proven(allocate(build(source, policy)));
    }
}

TEST(Optimum, AFolderIsTheCaseItWasWrittenFrom) {
    // Rule: what is read from examples/<name>/ has the digest of what the generator made, whatever dialect it is written in.
    for (const std::string_view name : examples::names()) {
        const model::Case made = examples::make(name);
        const model::Case read = load_case(std::filesystem::path(HUSROM_SOURCE_DIR) / "examples" / name);
        const auto one = build(made, policy_of(made)), other = build(read, policy_of(read));
        EXPECT_EQ(one->case_digest, other->case_digest) << name;
        EXPECT_EQ(one->policy_digest, other->policy_digest) << name;
        EXPECT_EQ(one->problem_digest, other->problem_digest) << name;
    }
}

}  // namespace
}  // namespace husrom
