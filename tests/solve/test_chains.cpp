/// Chains, which make plans and never a proof.

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"
#include "solve/chains.hpp"

namespace husrom::solve::testing {
namespace {

struct Walk {
    std::int64_t plans = 0;
    std::int64_t asked = 0;
    std::vector<std::int32_t> best;
};

/// Chains from the assignment of the relaxation without limits, where nothing is dear but what is broken.
Walk walk(const Problem& problem, std::int64_t chains, std::int64_t most_asked) {
    const ProblemIndex index(problem);
    const Proven proven;
    const std::vector<std::int32_t> edges(index.usable_edges().begin(), index.usable_edges().end());
    Relaxation relaxation(index, Objective::goal, 0, proven, edges, std::vector<char>(static_cast<std::size_t>(problem.rows), 0));
    const std::vector<std::int64_t> none(relaxation.dimensions(), 0);
    Walk walk;
    if (relaxation.evaluate(none) != Relaxation::Answer::bound) return walk;
    const std::vector<std::int32_t> start = relaxation.chosen();
    ChainSearch search(index, relaxation, 2, start);
    search.run(
        start, {chains, chains, chains},
        [&](const std::vector<std::int32_t>& plan) {
            ++walk.plans;
            walk.best = plan;
            return false;
        },
        [&](std::int64_t) { return ++walk.asked >= most_asked; });
    return walk;
}

TEST(Chains, FindPlansFromAnAssignmentThatCostsNothingAndBreaksLimits) {
    int tried = 0;
    int found = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Problem problem = random_problem(
            140'000 + seed, {.most_rows = 40, .most_columns = 30, .most_goals = 1, .most_limits = 6, .density = 40, .musts = false});
        const Result truth = maximise(problem);
        if (!truth.has_plan()) continue;
        const Walk made = walk(problem, 2'000, 1'000'000);
        if (made.asked == 0) continue;  // the assignment itself keeps every limit
        ++tried;
        if (made.plans == 0) continue;
        ++found;
        const auto value = value_of(problem, made.best);
        ASSERT_TRUE(value) << "seed " << seed << "\n" << as_code(problem);
        ASSERT_LE((*value)[0], truth.objective[0]) << "seed " << seed;
    }
    EXPECT_GT(tried, 40);
    EXPECT_GT(found, tried / 2);
    RecordProperty("tried", tried);
    RecordProperty("found", found);
}

TEST(Chains, EndWhereSumsAreBeyondWhatDoublesHold) {
    // What a plan is short of the bound comes out below 0 there.
    Problem p;
    p.rows = 3;
    p.columns = 4;
    p.goals = 2;
    p.edge_row = {2, 0, 1, 0, 0, 0, 0, 1};
    p.edge_column = {1, 3, 3, 0, 2, 3, 0, 3};
    p.weights = {{1, 0, 0, 2, 0, 0, 2, 1},
                 {4503599627370497, 5629499534213121, -5629499534213119, -1125899906842623, 4503599627370496, 4503599627370497,
                  -4503599627370496, -4503599627370496}};
    p.column_upper = {1, 1, 2, 0};
    p.add_limit(std::vector<std::int32_t>{1, 3, 2, 7, 4, 6, 0, 5},
                std::vector<std::int64_t>{22517998136852480, -13510798882111488, -22517998136852480, -4503599627370496, -13510798882111488,
                                          -22517998136852480, 4503599627370496, -9007199254740992},
                27021597764222976, no_upper);
    p.steps = {{0, Side::lower, 0, 4503599627370496, 5}, {0, Side::lower, 0, unbounded, 5}};
    const Result result = maximise(p);
    EXPECT_EQ(result.status, Status::optimal);
    EXPECT_TRUE(check(p, result).accepted);
}

TEST(Chains, HearAStop) {
    int asked = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Problem problem = random_problem(
            150'000 + seed, {.most_rows = 40, .most_columns = 30, .most_goals = 1, .most_limits = 6, .density = 40, .musts = false});
        const Walk made = walk(problem, 1'000'000'000, 3);
        asked += made.asked > 0 ? 1 : 0;
        ASSERT_LE(made.asked, 3);
    }
    EXPECT_GT(asked, 10);
}

}  // namespace
}  // namespace husrom::solve::testing
