#include <gtest/gtest.h>

#include <husrom/plan/near_optimal.hpp>

#include "every_plan.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

TEST(NearOptimal, EachPlanIsWithinTheLossAndTheFirstSharesFewestPlacements) {
    std::int64_t found = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        const auto base = sample::homes_of(problem.numeric, plan.result().chosen);
        const auto best = sample::policy_values(problem, base);
        const std::vector<std::int64_t> allowed{0, 0, 1};
        const auto near = plan::near_optimal(plan, 3, {{"wishes", {1, 0}}});
        std::vector<sample::Homes> seen{base};
        for (const auto& one : near.list) {
            ++found;
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
        // Where no soft limit is charged, the bound on charges leaves nothing out.
        if (best[1] != 0) continue;
        std::int64_t fewest = shared(base);
        for (const auto& homes : sample::every_plan(problem.numeric)) {
            const auto values = sample::policy_values(problem, homes);
            bool within = true;
            for (std::size_t goal = 0; goal < values.size(); ++goal) within = within && values[goal] >= best[goal] - allowed[goal];
            if (within) fewest = std::min(fewest, shared(homes));
        }
        const bool another = fewest < shared(base);
        if (another) {
            ASSERT_FALSE(near.list.empty());
            EXPECT_EQ(shared(sample::homes_of(problem.numeric, near.list.front().chosen)), fewest);
            EXPECT_TRUE(near.list.front().proven);
        }
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(found, 50);
    const auto plan = sample::solve(sample::random_case(2), sample::rich_policy);
    EXPECT_THROW(static_cast<void>(plan::near_optimal(plan, 1, {{"wihses", {1, 0}}})), InvalidArgument);
}

}  // namespace
}  // namespace husrom
