/// Which rows of a plan are searched anew together.

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>

#include "random_problem.hpp"
#include "root_of.hpp"
#include "solve/improve.hpp"
#include "solve/part_chooser.hpp"

namespace husrom::solve::testing {
namespace {

/// At the multipliers of its bound, or at none where there is no bound.
Relaxation guide_of(const ProblemIndex& index) {
    Relaxation guide = relaxation_of(index, 0, {});
    if (!fractional_plan_of(index, {}, guide)) (void)guide.evaluate(std::vector<std::int64_t>(guide.dimensions(), 0));
    return guide;
}

bool is_ascending(const std::vector<std::int32_t>& rows) {
    return std::ranges::adjacent_find(rows, std::ranges::greater_equal{}) == rows.end();
}

TEST(PartChooser, ChoosesRowsOfTheProblemOnceAndNoMoreThanItMay) {
    int tried = 0;
    for (std::uint64_t seed = 170'000; seed < 170'200; ++seed) {
        const Problem problem =
            random_problem(seed, {.most_rows = 60, .most_columns = 50, .most_goals = 1, .most_limits = 6, .density = 30, .musts = false});
        const ProblemIndex index(problem);
        Improver improver(index);
        const auto first = improver.repair(std::vector<std::int32_t>{}, {}, 1, 500);
        if (!first || index.usable_edges().empty()) continue;
        const Relaxation guide = guide_of(index);
        PlanState plan(index);
        plan.load(first->chosen);
        PartChooser chooser(index, guide, seed);
        if (!chooser.look(plan)) continue;
        ++tried;
        for (const std::size_t size : {1, 5, 20}) {
            const std::vector<std::int32_t> by_edges = chooser.by_edges(plan, size);
            ASSERT_TRUE(is_ascending(by_edges)) << "seed " << seed;
            ASSERT_LE(by_edges.size(), size);
            for (const double beside : {0.0, 0.5}) {
                const std::vector<std::int32_t> by_limits = chooser.by_limits(plan, size, beside);
                ASSERT_TRUE(is_ascending(by_limits)) << "seed " << seed;
                ASSERT_TRUE(by_limits.empty() || (by_limits.front() >= 0 && by_limits.back() < problem.rows));
                if (beside > 0) continue;
                std::int64_t places = 0;
                std::set<std::int32_t> columns;
                for (const std::int32_t row : by_limits)
                    if (const std::int32_t edge = plan.edge_of_row(row); edge >= 0) columns.insert(index.column_of(edge));
                for (const std::int32_t column : columns) places += plan.column_use(column);
                ASSERT_LE(columns.size(), size) << "seed " << seed;
                ASSERT_LE(places, std::ranges::count_if(by_limits, [&](std::int32_t row) { return plan.edge_of_row(row) >= 0; }))
                    << "whoever holds a place of a column that is free must be free, seed " << seed;
            }
        }
    }
    EXPECT_GT(tried, 80);
}

TEST(PartChooser, KeepsTogetherWhatALimitHolds) {
    // Three houses of eight places; everybody may live anywhere, and each house has few hours to give.
    constexpr std::int32_t houses = 3, places = 8, people = 30;
    core::Random random(5);
    Problem problem;
    problem.rows = people;
    problem.columns = houses * places;
    problem.weights.resize(1);
    std::vector<std::vector<std::int32_t>> of_house(houses);
    std::vector<std::vector<std::int64_t>> hours(houses);
    for (std::int32_t row = 0; row < people; ++row)
        for (std::int32_t column = 0; column < problem.columns; ++column) {
            of_house[static_cast<std::size_t>(column / places)].push_back(static_cast<std::int32_t>(problem.edge_row.size()));
            hours[static_cast<std::size_t>(column / places)].push_back(2 + row % 5);
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(1'000 + static_cast<std::int64_t>(random.below(200)));
        }
    for (std::size_t house = 0; house < houses; ++house) problem.add_limit(of_house[house], hours[house], no_lower, 3 * places - 1);
    const ProblemIndex index(problem);
    const Relaxation guide = guide_of(index);
    Improver improver(index);
    const auto first = improver.repair(std::vector<std::int32_t>{}, {}, 1, 5'000);
    ASSERT_TRUE(first.has_value());
    PlanState plan(index);
    plan.load(first->chosen);
    PartChooser chooser(index, guide, 1);
    ASSERT_TRUE(chooser.has_priced_limits());
    ASSERT_TRUE(chooser.look(plan));
    const auto houses_of = [&](const std::vector<std::int32_t>& rows) {
        std::set<std::int32_t> found;
        for (const std::int32_t row : rows)
            if (const std::int32_t edge = plan.edge_of_row(row); edge >= 0) found.insert(index.column_of(edge) / places);
        return found.size();
    };
    int scattered = 0;
    int whole_house = 0;
    for (int draw = 0; draw < 60; ++draw) {
        // A part begins at up to two columns and then takes houses as a whole.
        const std::vector<std::int32_t> rows = chooser.by_limits(plan, places, 0);
        EXPECT_FALSE(rows.empty());
        EXPECT_LE(houses_of(rows), 2U);
        for (std::int32_t house = 0; house < houses; ++house) {
            bool whole = true;
            for (std::int32_t column = house * places; column < (house + 1) * places; ++column)
                for (const std::int32_t edge : plan.edges_of_column(column))
                    whole = whole && std::ranges::binary_search(rows, index.row_of(edge));
            whole_house += whole ? 1 : 0;
        }
        EXPECT_GE(chooser.most_to_gain(rows), chooser.most_to_gain(std::vector<std::int32_t>{}));
        scattered += houses_of(chooser.by_edges(plan, places)) > 2 ? 1 : 0;
    }
    EXPECT_GT(whole_house, 10);
    EXPECT_GT(scattered, 0) << "an instance in which any part lies in one house shows nothing";
}

}  // namespace
}  // namespace husrom::solve::testing
