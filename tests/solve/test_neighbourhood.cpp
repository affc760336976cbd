/// Exact search on parts of a plan, which makes plans and never a proof.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"
#include "root_of.hpp"
#include "solve/improve.hpp"
#include "solve/neighbourhood.hpp"

namespace husrom::solve::testing {
namespace {

constexpr std::int32_t many = 1'000'000;

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
        NeighbourhoodSearch(index, guide, proven, incumbent, meter, seed, 1, [] {}).run(truth.objective[0], 20, many, [] { return false; });

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

TEST(Neighbourhood, GainsWithTheVeryFirstPart) {
    int better = 0;
    for (std::uint64_t seed = 71'000; seed < 71'200; ++seed) {
        const Problem problem =
            random_problem(seed, {.most_rows = 60, .most_columns = 60, .most_goals = 1, .most_limits = 6, .density = 40, .musts = false});
        const ProblemIndex index(problem);
        Improver improver(index);
        auto first = improver.repair(std::vector<std::int32_t>{}, {}, 1, 200);
        if (!first) continue;
        const std::vector<std::int64_t> before = first->goals;
        Incumbent incumbent;
        incumbent.offer(std::move(*first));
        const Proven proven;
        Relaxation guide = relaxation_of(index, 0, proven);
        if (!fractional_plan_of(index, proven, guide)) continue;
        core::Budget budget(std::nullopt, std::nullopt, {});
        Meter meter(budget);
        NeighbourhoodSearch(index, guide, proven, incumbent, meter, seed, 1, [] {}).run(before[0] + 1'000'000'000, 1, 1, [] {
            return true;
        });
        better += incumbent.plan->goals > before ? 1 : 0;
    }
    EXPECT_GT(better, 20);
    RecordProperty("better", better);
}

TEST(Neighbourhood, IsTheSameOnAnyNumberOfThreads) {
    // Rule: plan, parts, nodes and work do not depend on threads, be it that the search ends by itself, or by its work amid a part.
    int better = 0;
    int stopped = 0;
    for (std::uint64_t seed = 72'000; seed < 72'120; ++seed) {
        Problem problem =
            random_problem(seed, {.most_rows = 150, .most_columns = 60, .most_goals = 1, .most_limits = 6, .density = 20, .musts = false});
        if (seed % 2 == 1) problem.column_upper.assign(static_cast<std::size_t>(problem.columns), 3);
        const ProblemIndex index(problem);
        const Proven proven;
        Relaxation guide = relaxation_of(index, 0, proven);
        if (!fractional_plan_of(index, proven, guide)) continue;
        const auto first = Improver(index).repair(std::vector<std::int32_t>{}, {}, 1, 60);
        if (!first) continue;
        struct Outcome {
            std::vector<std::int32_t> chosen;
            std::int64_t nodes, work;
            int parts, told;
            bool operator==(const Outcome&) const = default;
        };
        const auto search = [&](std::int32_t threads, std::optional<std::int64_t> most_work) {
            Incumbent incumbent;
            incumbent.offer(Plan(*first));
            core::Budget budget(std::nullopt, most_work, {});
            Meter meter(budget);
            Outcome outcome{{}, 0, 0, 0, 0};
            NeighbourhoodSearch parts(index, guide, proven, incumbent, meter, seed, threads, [&] { ++outcome.told; });
            outcome.nodes = parts.run(first->goals[0] + 1'000'000'000, 12, 60, [&] { return ++outcome.parts >= 50; });
            outcome.chosen = incumbent.plan->chosen;
            outcome.work = meter.work();
            return outcome;
        };
        const Outcome alone = search(1, std::nullopt);
        for (const std::int32_t threads : {2, 3, 9}) EXPECT_EQ(search(threads, std::nullopt), alone) << seed << " on " << threads;
        better += alone.told > 1 ? 1 : 0;
        for (const std::int64_t share : {3, 7}) {
            const Outcome cut = search(1, alone.work * share / 10);
            stopped += cut != alone ? 1 : 0;
            for (const std::int32_t threads : {2, 9})
                EXPECT_EQ(search(threads, alone.work * share / 10), cut) << seed << " on " << threads << " to " << share;
        }
    }
    EXPECT_GT(better, 20);
    EXPECT_GT(stopped, 40);
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
        NeighbourhoodSearch parts(index, guide, proven, incumbent, meter, seed, 1, [&] { ++told; });
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
        [](NeighbourhoodSearch& parts, const RootBound& root) { return parts.round(root.core->edges(), root.fractional, root.is_vertex); },
        [](const Plan&, std::int32_t) { return true; });
    EXPECT_GT(made.tried, 60);
    EXPECT_GT(made.better, 25);
    RecordProperty("better", made.better);
}

TEST(Neighbourhood, SearchesByPartsWhatAMeanOfPlansLeavesOpen) {
    const Made made = search_beside_fractional_plans(
        97'000, false, 60,
        [](NeighbourhoodSearch& parts, const RootBound& root) { return parts.round(root.core->edges(), root.fractional, false); },
        [](const Plan&, std::int32_t) { return true; });
    EXPECT_GT(made.tried, 60);
    EXPECT_GT(made.better, 25);
    RecordProperty("better", made.better);
}

/// People first, then how well the home fits; some neighbourhoods hold fewer than would like to live there.
Problem many_people(std::int32_t rows, std::int32_t columns, std::uint64_t degree, std::int32_t neighbourhoods) {
    core::Random random(11);
    Problem problem;
    problem.rows = rows;
    problem.columns = columns;
    problem.weights.resize(1);
    std::vector<std::vector<std::int32_t>> members(static_cast<std::size_t>(neighbourhoods));
    std::vector<std::vector<std::int64_t>> points(static_cast<std::size_t>(neighbourhoods));
    for (std::int32_t row = 0; row < rows; ++row) {
        const auto risk = static_cast<std::int64_t>(1 + random.below(5));
        std::vector<std::int32_t> homes;
        while (homes.size() < degree) {
            const auto column = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(columns)));
            if (std::ranges::find(homes, column) == homes.end()) homes.push_back(column);
        }
        std::ranges::sort(homes);
        for (const std::int32_t column : homes) {
            const auto of = static_cast<std::size_t>(column % neighbourhoods);
            members[of].push_back(static_cast<std::int32_t>(problem.edge_row.size()));
            points[of].push_back(risk);
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(10'000 + static_cast<std::int64_t>(random.below(1'000)));
        }
    }
    for (std::size_t of = 0; of < members.size(); ++of)
        problem.add_limit(members[of], points[of], no_lower, 11 * columns / (4 * neighbourhoods));
    return problem;
}

TEST(Neighbourhood, SearchesByPartsWhereNoLinearProgramFitsWhatIsOpen) {
    // Rule: beside two thirds of what the mean gives whole, more is open than a linear program takes; the plan found there keeps those, is
    // far better than the empty one, and near the bound.
    const Problem problem = many_people(7'000, 6'000, 10, 60);
    const ProblemIndex index(problem);
    const Proven proven;
    Relaxation guide = relaxation_of(index, 0, proven);
    const auto root = fractional_plan_of(index, proven, guide);
    ASSERT_TRUE(root.has_value());
    ASSERT_FALSE(root->is_vertex);
    std::vector<double> fewer(root->fractional);
    std::int32_t given = 0;
    for (double& share : fewer)
        if (share > 0.999 && ++given % 3 == 0) share = 0.5;
    const auto stays = std::ranges::count_if(fewer, [](double share) { return share > 0.999; });
    const std::int64_t open = problem.columns - stays;
    ASSERT_GT(2 * open + problem.limits(), NodeLp::most_rows) << "as many rows as places at least";
    ASSERT_LT(2 * open, problem.columns);
    Incumbent incumbent;
    incumbent.offer({{}, {0}});
    core::Budget budget(std::nullopt, 300'000'000, {});
    Meter meter(budget);
    int told = 0;
    NeighbourhoodSearch parts(index, guide, proven, incumbent, meter, 1, 1, [&] { ++told; });
    ASSERT_TRUE(parts.round(root->core->edges(), fewer, false));
    EXPECT_GT(told, 0);
    ASSERT_EQ(value_of(problem, incumbent.plan->chosen), incumbent.plan->goals);
    for (std::size_t i = 0; i < fewer.size(); ++i)
        ASSERT_TRUE(fewer[i] <= 0.999 || std::ranges::binary_search(incumbent.plan->chosen, root->core->edges()[i]));
    const double bound = static_cast<double>(root->total) / static_cast<double>(guide.denominator());
    EXPECT_LE(static_cast<double>(incumbent.plan->goals[0]), bound);
    EXPECT_GT(static_cast<double>(incumbent.plan->goals[0]), bound * 0.999);
    RecordProperty("short_of_the_bound", std::to_string(bound - static_cast<double>(incumbent.plan->goals[0])));
}

TEST(Neighbourhood, MakesTheSameProofOfAWholeSolveOnAnyNumberOfThreads) {
    const Problem problem = many_people(3'200, 2'800, 10, 40);
    const auto solved = [&](std::int32_t threads) {
        const Result result = maximise(problem, {.work_limit = 600'000'000, .threads = threads});
        EXPECT_TRUE(check(problem, result).accepted);
        EXPECT_GT(result.nodes, 100) << "parts were searched";
        std::ostringstream text;
        write_certificate(text, problem, result);
        return text.str();
    };
    EXPECT_EQ(solved(3), solved(1));
}

TEST(Neighbourhood, CrossesThePlanWithAFractionalOneAndKeepsWhatTheyHaveInCommon) {
    const Made made = search_beside_fractional_plans(
        95'000, true, 1'000,
        [](NeighbourhoodSearch& parts, const RootBound& root) { return parts.cross(root.core->edges(), root.fractional, root.is_vertex); },
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
        NeighbourhoodSearch parts(index, guide, proven, incumbent, meter, seed, 1, [] {});
        ASSERT_FALSE(parts.round(root->core->edges(), root->fractional, root->is_vertex)) << "the first goal alone is rounded";
        parts.cross(root->core->edges(), root->fractional, root->is_vertex);
        parts.run(truth.objective[1], 10, many, [] { return false; });

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
