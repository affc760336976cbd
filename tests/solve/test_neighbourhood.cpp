/// Exact search on parts of a plan, which makes plans and never a proof.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"
#include "solve/improve.hpp"
#include "solve/neighbourhood.hpp"
#include "solve/root_bound.hpp"

namespace husrom::solve::testing {
namespace {

/// Of all edges that may be chosen.
Relaxation relaxation_of(const ProblemIndex& index, std::int32_t goal, const Proven& proven) {
    std::vector<char> must(static_cast<std::size_t>(index.problem().rows), 0);
    for (std::int32_t row = 0; row < index.problem().rows; ++row) must[static_cast<std::size_t>(row)] = index.row_lower(row) > 0 ? 1 : 0;
    std::vector<std::int32_t> edges(index.usable_edges().begin(), index.usable_edges().end());
    return Relaxation(index, Objective::goal, goal, proven, std::move(edges), std::move(must));
}

/// With the bound that it belongs to; the relaxation stands there afterwards.
std::optional<RootBound> fractional_plan_of(const ProblemIndex& index, const Proven& proven, Relaxation& relaxation) {
    RootTask task;
    task.starts = {std::vector<std::int64_t>(relaxation.dimensions(), 0)};
    task.needed = lowest_total;
    return bound_on_core(index, proven, relaxation, task, [](std::int64_t) { return false; });
}

TEST(Neighbourhood, LeavesAPlanThatIsNoWorseAndMostlyTheBest) {
    // Rule: what is left keeps every limit and is worth what is said, at least the first plan and at most the proven optimum.
    int better = 0;
    int best = 0;
    int tried = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const Problem problem = random_problem(
            70'000 + seed, {.most_rows = 40, .most_columns = 30, .most_goals = 1, .most_limits = 6, .density = 40, .musts = false});
        const Result truth = maximise(problem);
        if (!truth.has_plan()) continue;
        const ProblemIndex index(problem);
        Improver improver(index);
        Incumbent incumbent;
        // Hardly anything has been tried for it.
        auto first = improver.repair(std::vector<std::int32_t>{}, {}, 1, 60);
        if (!first) continue;
        const std::int64_t before = first->goals[0];
        incumbent.offer(std::move(*first));
        const Proven proven;
        Relaxation guide = relaxation_of(index, 0, proven);
        const std::vector<std::int64_t> none(guide.dimensions(), 0);
        if (guide.evaluate(none) != Relaxation::Answer::bound) continue;
        core::Budget budget(std::nullopt, std::nullopt, {});
        Meter meter(budget);
        NeighbourhoodSearch(index, guide, proven, incumbent, meter, seed, [] {}).run(truth.objective[0], 20, [] { return false; });

        ++tried;
        ASSERT_EQ(value_of(problem, incumbent.plan->chosen), incumbent.plan->goals) << "seed " << seed << "\n" << as_code(problem);
        ASSERT_GE(incumbent.plan->goals[0], before) << "seed " << seed;
        ASSERT_LE(incumbent.plan->goals[0], truth.objective[0]) << "seed " << seed;
        better += incumbent.plan->goals[0] > before ? 1 : 0;
        best += incumbent.plan->goals[0] == truth.objective[0] ? 1 : 0;
    }
    EXPECT_GT(tried, 100);
    EXPECT_GT(better, tried / 10);
    EXPECT_GT(best, tried * 2 / 3);
    RecordProperty("tried", tried);
    RecordProperty("better", better);
    RecordProperty("best", best);
}

struct Made {
    int tried = 0, better = 0;
};

/// Makes a first plan and a fractional one of random problems and lets `make` search beside them; `stays` names the edges that must stand
/// in a better plan.
template <class Make, class Stays>
Made search_beside_fractional_plans(std::uint64_t first_seed, bool musts, std::int64_t first_work, Make&& make, Stays&& stays) {
    constexpr double whole = 0.999;
    Made made;
    for (std::uint64_t seed = first_seed; seed < first_seed + 200; ++seed) {
        const Problem problem =
            random_problem(seed, {.most_rows = 60, .most_columns = 50, .most_goals = 1, .most_limits = 6, .density = 30, .musts = musts});
        const ProblemIndex index(problem);
        Improver improver(index);
        auto first = improver.repair(std::vector<std::int32_t>{}, {}, 2, first_work);
        if (!first) continue;
        const Plan before = *first;
        Incumbent incumbent;
        incumbent.offer(std::move(*first));
        const Proven proven;
        Relaxation guide = relaxation_of(index, 0, proven);
        const auto root = fractional_plan_of(index, proven, guide);
        if (!root) continue;
        core::Budget budget(std::nullopt, std::nullopt, {});
        Meter meter(budget);
        int told = 0;
        NeighbourhoodSearch parts(index, guide, proven, incumbent, meter, seed, [&] { ++told; });
        const bool improved = make(parts, *root);

        ++made.tried;
        EXPECT_EQ(value_of(problem, incumbent.plan->chosen), incumbent.plan->goals) << "seed " << seed << "\n" << as_code(problem);
        EXPECT_EQ(improved, incumbent.plan->goals[0] > before.goals[0]) << "seed " << seed;
        EXPECT_GE(incumbent.plan->goals[0], before.goals[0]) << "seed " << seed;
        if (!improved) continue;
        ++made.better;
        EXPECT_GT(told, 0);
        for (std::size_t i = 0; i < root->fractional.size(); ++i) {
            const std::int32_t edge = root->core->edges()[i];
            if (root->fractional[i] <= whole || !stays(before, edge)) continue;
            EXPECT_TRUE(std::ranges::binary_search(incumbent.plan->chosen, edge)) << "seed " << seed << " edge " << edge;
        }
    }
    return made;
}

TEST(Neighbourhood, RoundsAFractionalPlanAndKeepsWhatItGivesWhole) {
    // Rule: the plan is no worse and keeps every limit; where it became better it holds every edge that the fractional plan gives whole,
    // and whoever listens was told.
    const Made made = search_beside_fractional_plans(
        90'000, false, 60,
        [](NeighbourhoodSearch& parts, const RootBound& root) { return parts.round(root.core->edges(), root.fractional); },
        [](const Plan&, std::int32_t) { return true; });
    EXPECT_GT(made.tried, 60);
    EXPECT_GT(made.better, 25);
    RecordProperty("better", made.better);
}

TEST(Neighbourhood, CrossesThePlanWithAFractionalOneAndKeepsWhatTheyHaveInCommon) {
    const Made made = search_beside_fractional_plans(
        95'000, true, 1'000,
        [](NeighbourhoodSearch& parts, const RootBound& root) { return parts.cross(root.core->edges(), root.fractional); },
        [](const Plan& before, std::int32_t edge) { return std::ranges::find(before.chosen, edge) != before.chosen.end(); });
    EXPECT_GT(made.tried, 60);
    EXPECT_GT(made.better, 10);
    RecordProperty("better", made.better);
}

TEST(Neighbourhood, KeepsEarlierGoalsAndHeadCountsInEveryPart) {
    // Rule: beside a plan that is best in the first goal, parts and crossings make better plans in the second and lose nothing of the
    // first.
    int tried = 0;
    int better = 0;
    for (std::uint64_t seed = 160'000; seed < 160'300; ++seed) {
        const Problem problem =
            random_problem(seed, {.most_rows = 40, .most_columns = 30, .most_goals = 2, .most_limits = 6, .density = 40});
        if (problem.goals < 2) continue;
        Problem first_alone = problem;
        for (auto& weights : first_alone.weights)
            if (&weights != &first_alone.weights.front()) std::ranges::fill(weights, 0);
        std::erase_if(first_alone.steps, [](const Step& step) { return step.goal > 0 && step.slope > 0; });
        const Result first = maximise(first_alone);
        const Result truth = maximise(problem);
        if (!truth.has_plan() || !first.has_plan()) continue;
        const auto value = value_of(problem, first.chosen);
        if (!value || (*value)[0] != truth.objective[0]) continue;  // a step without a charge was needed
        const ProblemIndex index(problem);
        Proven proven;
        proven.goals = {truth.objective[0]};
        proven.counts = {{0, problem.rows}};
        Relaxation guide = relaxation_of(index, 1, proven);
        const auto root = fractional_plan_of(index, proven, guide);
        if (!root) continue;
        core::Budget budget(std::nullopt, std::nullopt, {});
        Meter meter(budget);
        Incumbent incumbent;
        incumbent.offer({first.chosen, *value});
        NeighbourhoodSearch parts(index, guide, proven, incumbent, meter, seed, [] {});
        ASSERT_FALSE(parts.round(root->core->edges(), root->fractional)) << "the first goal alone is rounded";
        parts.cross(root->core->edges(), root->fractional);
        parts.run(truth.objective[1], 10, [] { return false; });

        ++tried;
        better += incumbent.plan->goals > *value ? 1 : 0;
        ASSERT_EQ(value_of(problem, incumbent.plan->chosen), incumbent.plan->goals) << "seed " << seed << "\n" << as_code(problem);
        ASSERT_EQ(incumbent.plan->goals[0], truth.objective[0]) << "seed " << seed;
        ASSERT_GE(incumbent.plan->goals[1], (*value)[1]) << "seed " << seed;
        ASSERT_LE(incumbent.plan->goals[1], truth.objective[1]) << "seed " << seed;
    }
    EXPECT_GT(tried, 40);
    EXPECT_GT(better, 10);
    RecordProperty("tried", tried);
    RecordProperty("better", better);
}

}  // namespace
}  // namespace husrom::solve::testing
