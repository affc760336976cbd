#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/core/random.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"

namespace husrom::solve::testing {
namespace {

constexpr std::uint64_t cases = 150;

TEST(Laws, RelaxingAnUpperLimitNeverLowersTheFirstGoal) {
    // More room in one limit can only help, and never makes a problem infeasible.
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        const Problem problem = random_problem(10'000 + seed);
        const Result before = maximise(problem);
        for (std::size_t k = 0; k < problem.limit_upper.size(); ++k) {
            if (problem.limit_upper[k] == no_upper) continue;
            Problem relaxed = problem;
            relaxed.limit_upper[k] += 2;
            const Result after = maximise(relaxed);
            if (!before.has_plan()) continue;
            ASSERT_TRUE(after.has_plan()) << "seed " << seed;
            ASSERT_GE(after.objective[0], before.objective[0]) << "seed " << seed << "\n" << as_code(problem);
        }
    }
}

TEST(Laws, RenumberingRowsAndEdgesChangesNoGoal) {
    // Rows are turned round and edges shuffled; every goal keeps its value.
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        const Problem problem = random_problem(20'000 + seed);
        Problem other = problem;
        std::vector<std::int32_t> place(static_cast<std::size_t>(problem.edges()));
        std::iota(place.begin(), place.end(), 0);
        core::Random random(seed);
        for (std::size_t i = place.size(); i > 1; --i) std::swap(place[i - 1], place[random.below(i)]);
        for (std::size_t e = 0; e < place.size(); ++e) {
            const auto to = static_cast<std::size_t>(place[e]);
            other.edge_row[to] = problem.rows - 1 - problem.edge_row[e];
            other.edge_column[to] = problem.edge_column[e];
            for (std::size_t g = 0; g < problem.weights.size(); ++g) other.weights[g][to] = problem.weights[g][e];
        }
        std::ranges::reverse(other.row_lower);
        std::ranges::reverse(other.row_upper);
        for (auto& edge : other.limit_edges) edge = place[static_cast<std::size_t>(edge)];
        for (auto& edge : other.clique_edges) edge = place[static_cast<std::size_t>(edge)];
        const Result a = maximise(problem);
        const Result b = maximise(other);
        ASSERT_EQ(a.status, b.status) << "seed " << seed;
        ASSERT_EQ(a.objective, b.objective) << "seed " << seed << "\n" << as_code(problem);
    }
}

TEST(Laws, SoftWithAPenaltyAboveTheRangeEqualsHard) {
    // Where the hard problem has a plan, a charge above the first goal's range is never paid; where it has none, something is paid.
    int paid = 0;
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        Problem hard = random_problem(30'000 + seed);
        hard.steps.clear();
        const Result a = maximise(hard);
        std::int64_t range = 1;
        for (const std::int64_t weight : hard.weights[0]) range += std::abs(weight);
        Problem soft = hard;
        for (std::int32_t k = 0; k < soft.limits(); ++k) {
            if (soft.limit_upper[static_cast<std::size_t>(k)] != no_upper) soft.steps.push_back({k, Side::upper, 0, unbounded, 2 * range});
            if (soft.limit_lower[static_cast<std::size_t>(k)] != no_lower) soft.steps.push_back({k, Side::lower, 0, unbounded, 2 * range});
        }
        const Result b = maximise(soft);
        if (a.has_plan()) {
            ASSERT_EQ(a.objective, b.objective) << "seed " << seed << "\n" << as_code(hard);
        } else if (b.has_plan()) {
            ASSERT_LT(b.objective[0], -range) << "seed " << seed << "\n" << as_code(hard);
            ++paid;
        }
    }
    EXPECT_GT(paid, 0);
}

TEST(Laws, ThreadsAndASecondRunChangeNothing) {
    // The same bytes at any number of threads, and again.
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        const Problem problem = random_problem(40'000 + seed);
        const Result a = maximise(problem, {.threads = 1});
        const Result b = maximise(problem, {.threads = 4});
        ASSERT_EQ(a.chosen, b.chosen) << "seed " << seed;
        ASSERT_EQ(a.objective, b.objective) << "seed " << seed;
        ASSERT_EQ(a.work, b.work) << "seed " << seed;
    }
}

TEST(Laws, AStartWithEdgesThatAreNotThereIsRefused) {
    const Problem problem = random_problem(50'000);
    for (const std::int32_t edge : {std::int32_t{-1}, static_cast<std::int32_t>(problem.edges())}) {
        const std::vector<std::int32_t> start{edge};
        EXPECT_THROW((void)maximise(problem, {.start = start}), InvalidArgument);
    }
}

TEST(Laws, AStartChangesNoGoal) {
    // From its own plan, from a worse one or from nonsense the solver proves the same values.
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        const Problem problem = random_problem(50'000 + seed);
        const Result cold = maximise(problem);
        std::vector<std::int32_t> nonsense(static_cast<std::size_t>(problem.edges()));
        std::iota(nonsense.begin(), nonsense.end(), 0);
        for (const std::vector<std::int32_t>& start : {cold.chosen, nonsense}) {
            const Result warm = maximise(problem, {.start = start});
            ASSERT_EQ(warm.status, cold.status) << "seed " << seed;
            ASSERT_EQ(warm.objective, cold.objective) << "seed " << seed << "\n" << as_code(problem);
        }
    }
}

TEST(Laws, WarmAndColdAreTheSamePlanWhereOnlyOneIsBest) {
    // A last goal of 40-bit numbers leaves one best plan; from any start, with any threads, it is that one.
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        Problem problem = random_problem(55'000 + seed, {.most_goals = 3});
        core::Random random(seed);
        ++problem.goals;
        for (auto& weight : problem.weights.emplace_back(problem.edge_row.size()))
            weight = static_cast<std::int64_t>(random.below(std::uint64_t{1} << 40));
        const Result cold = maximise(problem);
        const BruteForce truth = brute_force(problem);
        ASSERT_EQ(cold.has_plan(), truth.best.has_value()) << "seed " << seed;
        if (!cold.has_plan()) continue;
        ASSERT_EQ(truth.optima, 1) << "seed " << seed;
        const std::vector<std::int32_t> half(cold.chosen.begin(),
                                             cold.chosen.begin() + static_cast<std::ptrdiff_t>(cold.chosen.size() / 2));
        for (const std::vector<std::int32_t>& start : {cold.chosen, half}) {
            const Result warm = maximise(problem, {.threads = 3, .start = start});
            ASSERT_EQ(warm.chosen, cold.chosen) << "seed " << seed << "\n" << as_code(problem);
            ASSERT_EQ(warm.objective, cold.objective) << "seed " << seed;
            ASSERT_EQ(warm.bound, cold.bound) << "seed " << seed;
        }
    }
}

/// Large enough that a small allowance of work does not prove it.
Problem hard_problem(std::uint64_t seed, std::int32_t most_goals = 3) {
    return random_problem(seed, {.most_rows = 60,
                                 .most_columns = 40,
                                 .most_goals = most_goals,
                                 .most_limits = 25,
                                 .density = 80,
                                 .largest_weight = 1000,
                                 .musts = false});
}

TEST(Stopping, AWorkLimitGivesAVerifiedPlanAndIsRepeatable) {
    // Stopped early there is a plan or nothing, bounds hold, the checker agrees, and a second run stops at the same place.
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Problem problem = hard_problem(seed);
        for (const std::int64_t work : {1, 20'000, 500'000}) {
            const Result a = maximise(problem, {.work_limit = work});
            const Result b = maximise(problem, {.work_limit = work});
            ASSERT_EQ(a.chosen, b.chosen) << "seed " << seed;
            ASSERT_EQ(a.bound, b.bound) << "seed " << seed;
            ASSERT_TRUE(a.reproducible) << "seed " << seed;
            for (std::int32_t g = 0; a.has_plan() && g < problem.goals; ++g) ASSERT_GE(a.gap(g), 0) << "seed " << seed;
            ASSERT_TRUE(check(problem, a).accepted) << "seed " << seed;
        }
    }
}

TEST(Stopping, ANetworkOfLargeWeightsEndsWithAStatusToo) {
    // Larger weights than a problem with limits may have are no error where a limit of work ends the matching.
    Problem p;
    p.rows = p.columns = 2;
    p.edge_row = {0, 0, 1, 1};
    p.edge_column = {0, 1, 0, 1};
    p.weights = {{std::int64_t{1} << 59, 1, 2, 3}};
    EXPECT_EQ(maximise(p).status, Status::optimal);
    const Result stopped = maximise(p, {.work_limit = 1});
    EXPECT_EQ(stopped.status, Status::unknown);
    EXPECT_EQ(stopped.stopped_by, StoppedBy::work_limit);
    EXPECT_TRUE(check(p, stopped).accepted);
}

TEST(Stopping, AnInterruptGivesAVerifiedPlanThatSaysSo) {
    // A stop token that is set from the start ends the search at once, with whatever plan there is.
    std::stop_source source;
    source.request_stop();
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Problem problem = hard_problem(seed);
        Options options;
        options.stop = source.get_token();
        const Result result = maximise(problem, options);
        ASSERT_TRUE(check(problem, result).accepted) << "seed " << seed;
        if (result.proven_goals < problem.goals && result.status != Status::infeasible) {
            ASSERT_EQ(result.stopped_by, StoppedBy::interrupt) << "seed " << seed;
            ASSERT_FALSE(result.reproducible) << "seed " << seed;
        }
    }
}

TEST(Stopping, ATimeLimitGivesAVerifiedPlanThatSaysSo) {
    // With no time at all, or nearly none, there is a plan or nothing, and whatever is claimed holds.
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Problem problem = hard_problem(seed);
        for (const auto limit : {std::chrono::microseconds(0), std::chrono::microseconds(500), std::chrono::microseconds(20'000)}) {
            const Result result = maximise(problem, {.time_limit = limit});
            ASSERT_TRUE(check(problem, result).accepted) << "seed " << seed;
            for (std::int32_t g = 0; result.has_plan() && g < problem.goals; ++g) ASSERT_GE(result.gap(g), 0) << "seed " << seed;
            if (result.stopped_by == StoppedBy::time_limit) {
                ASSERT_FALSE(result.reproducible) << "seed " << seed;
                ASSERT_LT(result.proven_goals, problem.goals) << "seed " << seed;
            }
        }
    }
}

TEST(Stopping, AGapEndsTheLastPolicyGoal) {
    // Asked for the gap at which a stopped solve ended, the search ends by it, and what it claims holds.
    int ended = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const Problem problem = hard_problem(seed, 1);
        const Result stopped = maximise(problem, {.work_limit = 500'000});
        if (stopped.status != Status::feasible) continue;
        const Result result = maximise(problem, {.gap = stopped.gap(0)});
        ASSERT_TRUE(check(problem, result).accepted) << "seed " << seed;
        ASSERT_LE(result.gap(0), stopped.gap(0)) << "seed " << seed;
        ASSERT_TRUE(result.reproducible) << "seed " << seed;
        ASSERT_EQ(result.stopped_by, result.status == Status::optimal ? StoppedBy::proof : StoppedBy::gap) << "seed " << seed;
        ended += result.stopped_by == StoppedBy::gap ? 1 : 0;
    }
    EXPECT_GT(ended, 0);
}

}  // namespace
}  // namespace husrom::solve::testing
