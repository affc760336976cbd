/// What a plan's state says depends on the plan alone, whatever changes led there.

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>

#include "random_problem.hpp"
#include "solve/plan_state.hpp"

namespace husrom::solve::testing {
namespace {

TEST(PlanState, DependsOnThePlanAloneAndNotOnTheWayThere) {
    int shared = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Problem problem =
            random_problem(90'000 + seed, {.most_rows = 40, .most_columns = 12, .most_goals = 2, .most_limits = 5, .density = 50});
        problem.column_upper.assign(static_cast<std::size_t>(problem.columns), 4);
        const ProblemIndex index(problem);
        PlanState moved(index);
        core::Random random(seed);
        for (int change = 0; change < 200 && problem.edges() > 0; ++change) {
            const auto edge = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(problem.edges())));
            if (const std::int32_t held = moved.edge_of_row(index.row_of(edge)); held >= 0) moved.remove(held);
            if (random.below(4) != 0) moved.add(edge);
        }
        PlanState loaded(index);
        std::vector<std::int32_t> backwards = moved.chosen();
        std::ranges::reverse(backwards);
        loaded.load(backwards);
        ASSERT_EQ(moved.chosen(), loaded.chosen());
        ASSERT_EQ(moved.goals(), loaded.goals());
        ASSERT_EQ(moved.broken(), loaded.broken());
        for (std::int32_t c = 0; c < problem.columns; ++c) {
            ASSERT_EQ(moved.edges_of_column(c), loaded.edges_of_column(c)) << "seed " << seed << " column " << c;
            shared += moved.column_use(c) > 1 ? 1 : 0;
        }
    }
    EXPECT_GT(shared, 100);
}

}  // namespace
}  // namespace husrom::solve::testing
