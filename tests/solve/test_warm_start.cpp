/// A solve that begins with what a solve of a similar problem knew proves what a cold one proves.

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/solve.hpp>

#include "random_problem.hpp"
#include "solve/warm_start.hpp"

namespace husrom::solve::testing {
namespace {

struct Changed {
    Problem problem;
    std::vector<std::int32_t> edges;  ///< by edge: its number before
};

/// Some edges gone, a row that must have one, other room in a limit, a limit more.
Changed change(const Problem& from, core::Random& random) {
    Changed to;
    Problem& problem = to.problem;
    problem.rows = from.rows;
    problem.columns = from.columns;
    problem.goals = from.goals;
    problem.row_lower = from.row_lower;
    problem.row_upper = from.row_upper;
    problem.column_upper = from.column_upper;
    problem.weights.resize(from.weights.size());
    std::vector<std::int32_t> number(static_cast<std::size_t>(from.edges()), -1);
    for (std::int32_t e = 0; e < from.edges(); ++e) {
        if (random.below(12) == 0) continue;
        const auto at = static_cast<std::size_t>(e);
        number[at] = static_cast<std::int32_t>(to.edges.size());
        to.edges.push_back(e);
        problem.edge_row.push_back(from.edge_row[at]);
        problem.edge_column.push_back(from.edge_column[at]);
        for (std::size_t g = 0; g < from.weights.size(); ++g) problem.weights[g].push_back(from.weights[g][at]);
    }
    const auto add = [&](const std::vector<std::int64_t>& offsets, const std::vector<std::int32_t>& members, std::int32_t set,
                         auto&& take) {
        for (std::int64_t i = offsets[static_cast<std::size_t>(set)]; i < offsets[static_cast<std::size_t>(set) + 1]; ++i)
            if (const std::int32_t e = number[static_cast<std::size_t>(members[static_cast<std::size_t>(i)])]; e >= 0)
                take(e, static_cast<std::size_t>(i));
    };
    for (std::int32_t k = 0; k < from.limits(); ++k) {
        std::vector<std::int32_t> members;
        std::vector<std::int64_t> coefficients;
        add(from.limit_offsets, from.limit_edges, k, [&](std::int32_t e, std::size_t i) {
            members.push_back(e);
            coefficients.push_back(from.limit_coefficients[i]);
        });
        std::int64_t upper = from.limit_upper[static_cast<std::size_t>(k)];
        if (upper != no_upper && random.below(4) == 0) upper += static_cast<std::int64_t>(random.below(3)) - 1;
        problem.add_limit(members, coefficients, std::min(from.limit_lower[static_cast<std::size_t>(k)], upper), upper);
    }
    problem.steps = from.steps;
    for (std::int32_t q = 0; q < from.cliques(); ++q) {
        std::vector<std::int32_t> members;
        add(from.clique_offsets, from.clique_edges, q, [&](std::int32_t e, std::size_t) { members.push_back(e); });
        if (members.size() > 1) problem.add_clique(members);
    }
    if (random.below(2) == 0 && problem.edges() > 0) {
        std::vector<std::int32_t> members;
        for (std::int32_t e = 0; e < problem.edges(); ++e)
            if (random.below(3) == 0) members.push_back(e);
        problem.add_limit(members, std::vector<std::int64_t>(members.size(), 1), no_lower, 2);
    }
    return to;
}

TEST(WarmStart, ProvesWhatAColdSolveProves) {
    // Rule: after edges are taken away and limits move, status and every goal are those of a cold solve.
    int with_tree = 0, next_with_tree = 0, same_value = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const bool large = seed % 4 == 0;
        const Problem problem =
            random_problem(60'000 + seed, large ? Shape{.most_rows = 24, .most_columns = 18, .most_limits = 8, .density = 40} : Shape{});
        const Result parent = maximise(problem);
        core::Random random(seed);
        for (int i = 0; i < 3; ++i) {
            const Changed changed = change(problem, random);
            const Result cold = maximise(changed.problem);
            const Result warm = maximise(changed.problem, {.start = {}, .warm_start = parent.warm_start, .warm_edges = changed.edges});
            ASSERT_EQ(warm.status, cold.status) << "seed " << seed;
            ASSERT_EQ(warm.objective, cold.objective) << "seed " << seed << "\n" << as_code(changed.problem);
            ASSERT_EQ(warm.bound, cold.bound) << "seed " << seed;
            // The same again: what it knew and what it finds are the same bytes.
            const Result again = maximise(changed.problem, {.start = {}, .warm_start = parent.warm_start, .warm_edges = changed.edges});
            ASSERT_EQ(again.chosen, warm.chosen) << "seed " << seed;
            ASSERT_EQ(again.work, warm.work) << "seed " << seed;
            with_tree += warm.nodes > 0 ? 1 : 0;
            // And on from there, in the belief that the values stay the same, which some do.
            const Changed further = change(changed.problem, random);
            const Result next_cold = maximise(further.problem);
            const Result next =
                maximise(further.problem, {.start = {}, .warm_start = warm.warm_start, .warm_edges = further.edges, .warm_values = true});
            ASSERT_EQ(next.status, next_cold.status) << "seed " << seed;
            ASSERT_EQ(next.objective, next_cold.objective) << "seed " << seed << "\n" << as_code(further.problem);
            ASSERT_EQ(next.bound, next_cold.bound) << "seed " << seed;
            next_with_tree += next.nodes > 0 ? 1 : 0;
            same_value += next.has_plan() && next.objective == warm.objective ? 1 : 0;
        }
    }
    EXPECT_GT(with_tree, 20);
    EXPECT_GT(next_with_tree, 20);
    EXPECT_GT(same_value, 20);
}

/// The same, but for what it says of the gap and of the value.
std::shared_ptr<const WarmStart> with_gap(const WarmStart& from, std::int64_t gap) {
    auto told = std::make_shared<WarmStart>(from);
    for (WarmStart::Goal& goal : told->goals) {
        goal.gap = static_cast<double>(gap);
        goal.value -= gap;
    }
    return told;
}

/// Every row to one column, no column loaded above its room.
Problem packing(core::Random& random, std::int32_t rows, std::int32_t columns) {
    Problem problem;
    problem.rows = rows;
    problem.columns = columns;
    problem.row_lower.assign(static_cast<std::size_t>(rows), 1);
    problem.column_upper.assign(static_cast<std::size_t>(columns), rows);
    problem.weights.resize(1);
    for (std::int32_t row = 0; row < rows; ++row)
        for (std::int32_t column = 0; column < columns; ++column) {
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(-static_cast<std::int64_t>(10 + random.below(41)));
        }
    for (std::int32_t column = 0; column < columns; ++column) {
        std::vector<std::int32_t> edges;
        std::vector<std::int64_t> loads;
        std::int64_t sum = 0;
        for (std::int32_t row = 0; row < rows; ++row) {
            edges.push_back(row * columns + column);
            loads.push_back(static_cast<std::int64_t>(5 + random.below(21)));
            sum += loads.back();
        }
        problem.add_limit(edges, loads, no_lower, sum * 4 / (5 * columns));
    }
    return problem;
}

TEST(WarmStart, DerivesAnewWhatFollowsFromALimitWithOtherRoom) {
    // Rule: what fitted in a limit is not what fits in it when it has more room or less; the proof is right and that of a cold solve.
    std::size_t knapsacks = 0;
    std::size_t changed_bounds = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Problem problem = packing(random, 14, 3);
        const Result parent = maximise(problem);
        std::vector<std::int32_t> same(static_cast<std::size_t>(problem.edges()));
        std::iota(same.begin(), same.end(), 0);
        Problem changed = problem;
        for (std::int64_t& upper : changed.limit_upper) upper += static_cast<std::int64_t>(random.below(13)) - 4;
        const Result cold = maximise(changed);
        const Result warm = maximise(changed, {.start = {}, .warm_start = parent.warm_start, .warm_edges = same});
        ASSERT_EQ(warm.status, cold.status);
        ASSERT_EQ(warm.objective, cold.objective);
        ASSERT_EQ(warm.bound, cold.bound);
        const WarmStart there = renumbered(*parent.warm_start, changed, same, true);
        for (const DerivedLimit& before : parent.warm_start->derived) {
            const auto* knapsack = std::get_if<KnapsackLimit>(&before);
            if (knapsack == nullptr) continue;
            ++knapsacks;
            changed_bounds += std::ranges::find(there.derived, before) == there.derived.end() ? 1 : 0;
        }
    }
    EXPECT_GT(knapsacks, 300u);
    EXPECT_GT(changed_bounds, 50u);
}

TEST(WarmStart, ProvesNoLessWhereTheGapItExpectsIsWrong) {
    // Rule: a plan that is assumed and not there is not believed in: the search begins again with less, and what it ends with early bounds
    // every plan all the same.
    int assumed_too_much = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Problem problem = random_problem(
            63'000 + seed,
            {.most_rows = 30, .most_columns = 20, .most_limits = 9, .density = 45, .largest_weight = 100, .largest_coefficient = 20});
        const Result cold = maximise(problem);
        if (!cold.has_plan() || !cold.warm_start->parts.empty()) continue;
        std::vector<std::int32_t> edges(static_cast<std::size_t>(problem.edges()));
        std::iota(edges.begin(), edges.end(), 0);
        const auto solve_with = [&](std::int64_t gap, std::optional<std::int64_t> work) {
            return maximise(
                problem,
                {.work_limit = work, .start = {}, .warm_start = with_gap(*cold.warm_start, gap), .warm_edges = edges, .warm_values = true});
        };
        const Result modest = solve_with(100, {});
        ASSERT_EQ(modest.objective, cold.objective) << "seed " << seed;
        for (const std::int64_t gap : {-3, -100}) {
            const Result planted = solve_with(gap, {});
            ASSERT_EQ(planted.status, cold.status) << "seed " << seed;
            ASSERT_EQ(planted.objective, cold.objective) << "seed " << seed << "\n" << as_code(problem);
            assumed_too_much += planted.nodes > modest.nodes ? 1 : 0;
            // Within a gap that is allowed nobody needs to begin again, and the bound holds.
            const Result loose = maximise(
                problem, {.gap = 5, .start = {}, .warm_start = with_gap(*cold.warm_start, gap), .warm_edges = edges, .warm_values = true});
            for (std::size_t goal = 0; goal < cold.objective.size() && loose.objective[goal] == cold.objective[goal]; ++goal)
                ASSERT_GE(loose.bound[goal], cold.objective[goal]) << "seed " << seed;
            for (std::int64_t part = 1; part < 6; ++part) {
                const Result early = solve_with(gap, part * planted.work / 6);
                if (!early.has_plan()) continue;
                const auto worse = std::ranges::mismatch(early.objective, cold.objective);
                if (worse.in1 == early.objective.end()) continue;
                const auto goal = static_cast<std::size_t>(worse.in1 - early.objective.begin());
                ASSERT_GE(early.bound[goal], cold.objective[goal]) << "seed " << seed;
            }
        }
    }
    EXPECT_GT(assumed_too_much, 20);
}

TEST(WarmStart, OfAnotherProblemIsRefused) {
    // Rule: numbers that cannot be those of the problem's edges and limits are an error, not a guess.
    const Problem problem = random_problem(61'000);
    const Problem other = random_problem(61'001, {.most_rows = 12, .most_columns = 12, .most_limits = 12});
    const Result parent = maximise(problem);
    const Result stranger = maximise(other);
    std::vector<std::int32_t> edges(static_cast<std::size_t>(problem.edges()));
    std::iota(edges.begin(), edges.end(), 0);
    const auto warm = [&](const Result& from, const std::vector<std::int32_t>& numbers) {
        return maximise(problem, {.start = {}, .warm_start = from.warm_start, .warm_edges = numbers});
    };
    EXPECT_EQ(warm(parent, edges).objective, parent.objective);
    EXPECT_THROW(static_cast<void>(warm(stranger, edges)), InvalidArgument);
    EXPECT_THROW(static_cast<void>(warm(parent, {})), InvalidArgument);
    edges.back() = static_cast<std::int32_t>(problem.edges());
    EXPECT_THROW(static_cast<void>(warm(parent, edges)), InvalidArgument);
}

TEST(Leaves, ALaterGoalIsSearchedWhereTheEarlierOneCanBe) {
    // Rule: a stage that begins at an earlier goal's leaves closes the others without its own objective, by that goal's row.
    int carried = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Problem problem =
            random_problem(62'000 + seed, {.most_rows = 30, .most_columns = 20, .most_goals = 3, .most_limits = 10, .density = 40});
        const Result result = maximise(problem);
        const std::vector<Stage>& stages = result.certificate->stages;
        for (const Stage& stage : stages)
            for (const ProofNode& node : stage.nodes)
                if (!node.divided && node.bound.denominator == 0 && stage.objective == Objective::goal &&
                    std::ranges::any_of(node.bound.goals, [&](const Entry& entry) { return entry.index < stage.goal && entry.value > 1; }))
                    ++carried;
    }
    EXPECT_GT(carried, 10);
}

}  // namespace
}  // namespace husrom::solve::testing
