/// Flat goals that are searched with the goal behind them in sight: the same answers, by proofs that hold.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/integers.hpp>
#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"
#include "solve/check_bound.hpp"
#include "solve/look_ahead.hpp"
#include "solve/one_goal.hpp"

namespace husrom::solve::testing {
namespace {

/// Limits that say nothing, so many that a small problem is taken for one that is too large for a linear program.
Problem padded(Problem problem) {
    const std::int32_t edge = 0;
    const std::int64_t one = 1;
    for (std::int64_t i = 0; i <= NodeLp::most_rows; ++i) problem.add_limit({&edge, 1}, {&one, 1}, no_lower, 1);
    return problem;
}

/// The leading goals count in few ways: 0, 1 or 2.
Problem flattened(Problem problem, std::int32_t goals) {
    for (std::int32_t goal = 0; goal < std::min(goals, problem.goals); ++goal)
        for (std::int64_t& weight : problem.weights[static_cast<std::size_t>(goal)]) weight = (weight % 3 + 3) % 3;
    return problem;
}

/// How often each kind of look ahead was taken.
struct Seen {
    int looked = 0;
    int exact = 0, coarse = 0, drawn = 0;
    int infeasible = 0;

    void add(const std::optional<LookAhead>& ahead, const Problem& problem, const Result& result) {
        if (!ahead) return;
        ++looked;
        infeasible += result.status == Status::infeasible ? 1 : 0;
        drawn += ahead->goal == problem.goals ? 1 : 0;
        exact += ahead->is_bound ? 1 : 0;
        coarse += ahead->unit > 1 ? 1 : 0;
    }
    void record() const {
        for (const auto& [name, count] :
             {std::pair("looked", looked), {"exact", exact}, {"coarse", coarse}, {"drawn", drawn}, {"infeasible", infeasible}})
            ::testing::Test::RecordProperty(name, count);
    }
};

TEST(OneGoal, BoundsAreThoseOfTheGoalBehindByTheSameMultipliers) {
    // Rule: a proof of the one goal, written as one of the goal behind, says the same less what the proven flat goals are worth; there and
    // back nothing is lost.
    int judged = 0, by_rows = 0, charged = 0;
    for (std::uint64_t seed = 0; seed < 6'000; ++seed) {
        const Problem plain = flattened(random_problem(9'200'000 + seed, {.most_goals = 3, .density = 90, .largest_weight = 1'000}), 1);
        if (plain.goals < 2 || plain.edges() == 0) continue;
        const BruteForce truth = brute_force(plain);
        const auto ahead = look_ahead(ProblemIndex(padded(plain)));
        if (!truth.best || !ahead || !ahead->is_bound || ahead->goal != 1) continue;
        const ProblemIndex index(plain);
        Proven proven;
        proven.goals = {truth.best->front()};
        const OneGoal one(index, *ahead, proven);
        const Result inner = maximise(one.problem());
        if (!inner.certificate || inner.certificate->stages.empty() || !inner.certificate->derived.empty()) continue;
        const Stage& stage = inner.certificate->stages.front();
        if (stage.objective != Objective::goal) continue;
        const checking::BoundJudge inside(one.problem());
        const checking::BoundJudge outside(plain);
        checking::Known known;
        known.goals.resize(static_cast<std::size_t>(plain.goals));
        known.goals[0] = truth.best->front();
        charged += is_charged(plain, 0) ? 1 : 0;
        for (const ProofNode& node : stage.nodes) {
            if (node.divided) continue;
            const Multipliers& own = node.bound;
            const Multipliers written = one.outwards(own);
            const auto here = inside.evaluate(inside.whole(), own, Objective::goal, 0, {});
            const auto there = outside.evaluate(outside.whole(), written, Objective::goal, 1, known);
            ASSERT_EQ(here.nothing_left, there.nothing_left) << "seed " << seed;
            if (here.nothing_left) continue;
            ++judged;
            ASSERT_TRUE(here.total - static_cast<core::int128>(own.denominator) * one.worth_of_proven() == there.total)
                << "seed " << seed << "\n"
                << as_code(plain);
            const bool has_row = std::ranges::any_of(own.limits, [&](const Entry& entry) { return entry.index >= plain.limits(); });
            by_rows += has_row ? 1 : 0;
            ASSERT_EQ(one.inwards(written), own) << "seed " << seed;
        }
    }
    EXPECT_GT(judged, 100);
    EXPECT_GT(by_rows, 10);
    RecordProperty("judged", judged);
    RecordProperty("by_rows", by_rows);
    RecordProperty("charged", charged);
}

TEST(LookAhead, IsNotTakenWhereAUnitIsWorthMoreThanACertificateTakes) {
    // Weights that are large and nearly equal: what a person is worth beside them cancels out.
    Problem plain = random_problem(9'300'000, {.most_rows = 40, .most_columns = 30, .most_goals = 2});
    plain.goals = 2;
    plain.steps.clear();
    plain.weights.assign(2, std::vector<std::int64_t>(plain.edge_row.size(), 1));
    core::Random random(1);
    for (std::int64_t& weight : plain.weights[1]) weight = 20'000'000'000 + static_cast<std::int64_t>(random.below(100));
    const Problem problem = padded(plain);
    EXPECT_FALSE(look_ahead(ProblemIndex(problem)));
    for (std::int64_t& weight : plain.weights[1]) weight -= 20'000'000'000;
    EXPECT_TRUE(look_ahead(ProblemIndex(padded(plain))));
    for (std::int64_t& weight : plain.weights[1]) weight += 20'000'000'000;
    const Result result = maximise(problem);
    const Result usual = maximise(plain);
    EXPECT_EQ(result.status, usual.status);
    EXPECT_EQ(result.objective, usual.objective);
}

TEST(LookAhead, IsHeardByWhatBeginsWithItsWarmStart) {
    // A limit by one more or less, begun where a solve with the flat goal in sight ended: the same answer as from nothing.
    int changed = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Problem plain =
            flattened(random_problem(9'400'000 + seed,
                                     {.most_rows = 16, .most_columns = 14, .most_goals = 3, .most_limits = 7, .largest_weight = 1'000}),
                      1);
        if (plain.edges() == 0 || plain.limits() == 0) continue;
        Problem problem = padded(plain);
        const Result before = maximise(problem);
        if (!before.has_plan() || problem.limit_upper[0] == no_upper) continue;
        problem.limit_upper[0] += seed % 2 == 0 ? 1 : -1;
        if (problem.limit_upper[0] < problem.limit_lower[0]) continue;
        std::vector<std::int32_t> same(problem.edge_row.size());
        std::iota(same.begin(), same.end(), 0);
        Options options;
        options.start = before.chosen;
        options.warm_start = before.warm_start;
        options.warm_edges = same;
        const Result warm = maximise(problem, options);
        const Result cold = maximise(problem);
        ASSERT_EQ(warm.status, cold.status) << "seed " << seed;
        ASSERT_EQ(warm.objective, cold.objective) << "seed " << seed;
        ++changed;
    }
    EXPECT_GT(changed, 60);
}

TEST(LookAhead, SmallProblemsOfAllKindsAgreeWithBruteForce) {
    Seen seen;
    for (std::uint64_t seed = 0; seed < 700; ++seed) {
        const Problem plain = flattened(random_problem(9'000'000 + seed, {.most_goals = 3, .density = 80, .largest_weight = 1'000}), 1);
        if (plain.edges() == 0) continue;
        const Problem problem = padded(plain);
        const BruteForce truth = brute_force(plain);
        const Result result = maximise(problem);
        const std::string where = "seed " + std::to_string(seed) + "\n" + as_code(plain);
        ASSERT_TRUE(check(problem, result).accepted) << where;
        ASSERT_EQ(result.status, truth.best ? Status::optimal : Status::infeasible) << where;
        if (truth.best) {
            ASSERT_EQ(result.objective, *truth.best) << where;
        }
        seen.add(look_ahead(ProblemIndex(problem)), problem, result);
    }
    seen.record();
    EXPECT_GT(seen.looked, 500);
    EXPECT_GT(seen.drawn, 300);
    EXPECT_GT(seen.infeasible, 20);
}

TEST(LookAhead, MiddleProblemsEndAsWithoutIt) {
    Seen seen;
    for (std::uint64_t seed = 0; seed < 900; ++seed) {
        const std::int64_t largest = seed % 5 == 4 ? std::int64_t{1} << 42 : 1'000;
        const Problem plain =
            flattened(random_problem(9'100'000 + seed,
                                     {.most_rows = 16, .most_columns = 14, .most_goals = 4, .most_limits = 7, .largest_weight = largest}),
                      seed % 3 == 0 ? 2 : 1);
        if (plain.edges() == 0) continue;
        const Problem problem = padded(plain);
        const Result usual = maximise(plain);
        const Result result = maximise(problem);
        const std::string where = "seed " + std::to_string(seed) + "\n" + as_code(plain);
        ASSERT_EQ(result.status, usual.status) << where;
        ASSERT_EQ(result.objective, usual.objective) << where;
        ASSERT_TRUE(check(problem, result).accepted) << where;
        seen.add(look_ahead(ProblemIndex(problem)), problem, result);
    }
    seen.record();
    EXPECT_GT(seen.looked, 600);
    EXPECT_GT(seen.exact, 120);
    EXPECT_GT(seen.coarse, 30);
}

/// As many people as possible, then as well as possible; each team's hours do not reach for all of its places, and leave a rest.
Problem people_then_fit(std::uint64_t seed) {
    constexpr std::int32_t rows = 3'000, columns = 2'400, teams = 12;
    core::Random random(seed);
    Problem problem;
    problem.rows = rows;
    problem.columns = columns;
    problem.goals = 2;
    problem.weights.resize(2);
    std::vector<std::vector<std::int32_t>> of_team(teams);
    std::vector<std::vector<std::int64_t>> hours(teams);
    for (std::int32_t row = 0; row < rows; ++row) {
        const auto need = static_cast<std::int64_t>(2 + random.below(4));
        for (std::int32_t i = 0; i < 24; ++i) {
            const auto column = static_cast<std::int32_t>(random.below(columns));
            const auto team = static_cast<std::size_t>(column % teams);
            of_team[team].push_back(static_cast<std::int32_t>(problem.edge_row.size()));
            hours[team].push_back(need);
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(1);
            problem.weights[1].push_back(static_cast<std::int64_t>(random.below(1'000)));
        }
    }
    for (std::size_t team = 0; team < teams; ++team) problem.add_limit(of_team[team], hours[team], no_lower, columns / teams * 5 / 2 + 1);
    return problem;
}

TEST(LookAhead, HousesAllWhoCanBeHousedSoonWhereNoLinearProgramFits) {
    for (const std::uint64_t seed : {1, 2}) {
        const Problem problem = people_then_fit(seed);
        const Result result = maximise(problem, {.work_limit = 700'000'000});
        ASSERT_TRUE(result.has_plan());
        ASSERT_TRUE(check(problem, result).accepted);
        EXPECT_EQ(result.gap(0), 0) << seed;
        EXPECT_LT(result.gap(1) * 100, result.objective[1]) << seed;
    }
}

}  // namespace
}  // namespace husrom::solve::testing
