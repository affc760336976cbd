#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>

#include <husrom/examples/examples.hpp>
#include <husrom/io/io.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom {
namespace {

plan::Plan plan_of(std::string_view name) {
    const model::Case source = examples::make(name);
    return allocate(build(source, policy_of(source)), {.time_limit = std::chrono::minutes(2)});
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
    for (const auto& goal : plan.goals())
        EXPECT_TRUE(goal.proven || goal.tie) << goal.id;
}

TEST(Optimum, NordstrandSettlesAsManyAsTheLandlordsTake) {
    // Rule: seven, as in the source: the landlords' agreements are what decides.
    const auto plan = plan_of("nordstrand");
    expect_proven(plan);
    EXPECT_EQ(plan.housed(), 7);
    EXPECT_TRUE(binding(plan).contains("landlord-cap"));
}

TEST(Optimum, BodoIsProven) {
    // Rule: the plan is optimal and checked, and the team's room is what it must share.
    const auto plan = plan_of("bodo");
    expect_proven(plan);
    EXPECT_GT(plan.housed(), 0);
    EXPECT_LE(plan.housed(), 29);
    EXPECT_FALSE(binding(plan).empty());
}

TEST(Optimum, BaerumIsScarce) {
    // Rule: the plan is optimal and checked, and at least three limits of the policy bind.
    const auto plan = plan_of("baerum");
    expect_proven(plan);
    EXPECT_GE(binding(plan).size(), 3U);
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
