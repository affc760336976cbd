/// The head count that is found from the multipliers of a goal, and the ties that a count's relaxation breaks by them.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/integers.hpp>
#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "solve/bundle.hpp"
#include "solve/head_count.hpp"

namespace husrom::solve::testing {
namespace {

/// As many people as possible, then as well as possible; hours of one team that do not reach, and caps that only move people about.
Problem people_first(std::int32_t rows, std::int32_t columns, std::uint64_t degree, std::int32_t caps, std::uint64_t seed) {
    core::Random random(seed);
    Problem problem;
    problem.rows = rows;
    problem.columns = columns;
    problem.goals = 1;
    problem.weights.resize(1);
    std::vector<std::vector<std::int32_t>> of_team(static_cast<std::size_t>(caps) + 1);
    std::vector<std::int64_t> hours;
    for (std::int32_t row = 0; row < rows; ++row) {
        const auto need = static_cast<std::int64_t>(2 + random.below(4));
        std::vector<char> taken(static_cast<std::size_t>(columns), 0);
        for (std::uint64_t i = 0; i < degree; ++i) {
            const auto column = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(columns)));
            if (std::exchange(taken[static_cast<std::size_t>(column)], 1) != 0) continue;
            const auto edge = static_cast<std::int32_t>(problem.edge_row.size());
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(10'000 + static_cast<std::int64_t>(random.below(1'000)));
            hours.push_back(need);
            of_team[static_cast<std::size_t>(column % (caps + 1))].push_back(edge);
        }
    }
    for (std::size_t team = 0; team < of_team.size(); ++team) {
        std::vector<std::int64_t> coefficients;
        for (const std::int32_t edge : of_team[team]) coefficients.push_back(team == 0 ? hours[static_cast<std::size_t>(edge)] : 1);
        const std::int64_t places = columns / (caps + 1);
        problem.add_limit(of_team[team], coefficients, no_lower, team == 0 ? places * 2 - 1 : places);
    }
    return problem;
}

/// Weak duality with plain loops, over the denominator.
core::int128 bound_by_hand(const Problem& problem, const Multipliers& proof) {
    std::vector<std::int64_t> price(static_cast<std::size_t>(problem.columns), 0);
    core::int128 sum = 0;
    for (const Entry& entry : proof.columns) {
        price[static_cast<std::size_t>(entry.index)] = entry.value;
        sum += entry.value;
    }
    std::vector<core::int128> worth(problem.edge_row.size(), proof.denominator);
    for (const Entry& entry : proof.limits) {
        const auto k = static_cast<std::size_t>(entry.index);
        sum += static_cast<core::int128>(entry.value) * problem.limit_upper[k];
        for (auto i = static_cast<std::size_t>(problem.limit_offsets[k]); i < static_cast<std::size_t>(problem.limit_offsets[k + 1]); ++i)
            worth[static_cast<std::size_t>(problem.limit_edges[i])] -=
                static_cast<core::int128>(entry.value) * problem.limit_coefficients[i];
    }
    std::vector<core::int128> best(static_cast<std::size_t>(problem.rows), 0);
    for (std::size_t e = 0; e < worth.size(); ++e) {
        core::int128& own = best[static_cast<std::size_t>(problem.edge_row[e])];
        own = std::max(own, worth[e] - price[static_cast<std::size_t>(problem.edge_column[e])]);
    }
    return std::accumulate(best.begin(), best.end(), sum);
}

struct Bounded {
    ProblemIndex index;
    Relaxation goal;
    explicit Bounded(const Problem& problem)
        : index(problem),
          goal(index, Objective::goal, 0, {}, {index.usable_edges().begin(), index.usable_edges().end()},
               std::vector<char>(static_cast<std::size_t>(problem.rows), 0)) {
        Bundle bundle(goal);
        const core::int128 never = -(static_cast<core::int128>(1) << 120);
        (void)bundle.minimise(std::vector<std::int64_t>(goal.dimensions(), 0), never, {.evaluations = 200, .tolerance = 1.0},
                              [] { return false; });
        (void)bundle.restore();
    }
};

TEST(HeadCount, IsNeverBelowWhatCanBeHousedAndItsProofSaysSo) {
    int found = 0;
    int exact = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Problem problem = people_first(40, 30, 6, 4, seed);
        const Bounded bounded(problem);
        const auto count = find_head_count(bounded.index, {}, bounded.goal, 0, [](std::int64_t) { return false; });
        if (!count) continue;
        ++found;
        const core::int128 total = bound_by_hand(problem, count->proof);
        ASSERT_LT(total, static_cast<core::int128>(count->bound + 1) * count->proof.denominator) << "seed " << seed;
        problem.weights[0].assign(problem.edge_row.size(), 1);
        const Result heads = maximise(problem);
        ASSERT_EQ(heads.status, Status::optimal);
        ASSERT_GE(count->bound, heads.objective[0]) << "seed " << seed;
        exact += count->bound == heads.objective[0] ? 1 : 0;
        ASSERT_EQ(count->goal.counts.size(), 1U);
    }
    EXPECT_GT(found, 30);
    EXPECT_GT(exact, found / 2);
    RecordProperty("found", found);
    RecordProperty("exact", exact);
}

TEST(HeadCount, IsNotLookedForWhereAGoalDoesNotCountPeople) {
    Problem problem = people_first(40, 30, 6, 4, 1);
    problem.weights[0][0] = 0;
    const Bounded bounded(problem);
    EXPECT_FALSE(find_head_count(bounded.index, {}, bounded.goal, 0, [](std::int64_t) { return false; }));
}

TEST(HeadCount, HearsAStop) {
    const Problem problem = people_first(40, 30, 6, 4, 2);
    const Bounded bounded(problem);
    ASSERT_TRUE(find_head_count(bounded.index, {}, bounded.goal, 0, [](std::int64_t) { return false; }));
    std::int64_t whole = 0;
    (void)find_head_count(bounded.index, {}, bounded.goal, 0, [&](std::int64_t work) {
        whole += work;
        return false;
    });
    std::int64_t until = 0;
    int asked = 0;
    EXPECT_FALSE(find_head_count(bounded.index, {}, bounded.goal, 0, [&](std::int64_t work) {
        until += work;
        return ++asked >= 2;
    }));
    EXPECT_EQ(asked, 2);
    EXPECT_LT(until, whole);
}

TEST(HeadCount, IsProvenByAStageOfItsOwnWhereNoLinearProgramFits) {
    // With few edges the bundle works on all of them, with many on a core.
    for (const std::uint64_t degree : {8, 12, 24}) {
        const Problem problem = people_first(3'000, 2'400, degree, 12, 3);
        const Result result = maximise(problem, {.work_limit = 150'000'000});
        ASSERT_TRUE(result.has_plan());
        ASSERT_TRUE(check(problem, result).accepted);
        const auto& stages = result.certificate->stages;
        const auto counted = std::ranges::find(stages, Objective::count, &Stage::objective);
        ASSERT_NE(counted, stages.end()) << degree;
        EXPECT_GE(counted->bound, static_cast<std::int64_t>(result.chosen.size()));
        EXPECT_LT(counted->bound, 2'400);
        // A fraction of a person is worth up to 10,000.
        EXPECT_LT(result.gap(0), 10'000) << degree;

        Result lower = result;
        const auto planted = std::make_shared<Certificate>(*result.certificate);
        --planted->stages[static_cast<std::size_t>(counted - stages.begin())].bound;
        lower.certificate = planted;
        EXPECT_FALSE(check(problem, lower).accepted);
    }
}

TEST(HeadCount, OfALaterGoalIsNumberedAfterTheStagesBefore) {
    Problem problem = people_first(3'000, 2'400, 24, 12, 3);
    problem.goals = 2;
    // A first goal in which a few edges count, each for something else, and which is proven at once.
    std::vector<std::int64_t> first(problem.edge_row.size(), 0);
    for (std::size_t i = 0; i < 20; ++i) first[i * problem.edge_row.size() / 20] = static_cast<std::int64_t>(1 + i);
    problem.weights.insert(problem.weights.begin(), first);
    const Result result = maximise(problem, {.work_limit = 100'000'000});
    ASSERT_TRUE(result.has_plan());
    ASSERT_EQ(result.gap(0), 0);
    const auto& stages = result.certificate->stages;
    const auto counted = std::ranges::find(stages, Objective::count, &Stage::objective);
    ASSERT_NE(counted, stages.end());
    EXPECT_GT(counted - stages.begin(), 0);
    EXPECT_LT(result.gap(1), 10'000);
}

TEST(HeadCount, LeavesNoWorseBoundWhenTheWorkEndsRightAfterIt) {
    const Problem problem = people_first(3'000, 2'400, 24, 12, 3);
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    int falls = 0;
    for (const std::int64_t work : {5'000'000, 10'000'000, 15'000'000, 20'000'000, 25'000'000, 30'000'000, 40'000'000, 60'000'000}) {
        const Result result = maximise(problem, {.work_limit = work});
        ASSERT_TRUE(result.has_plan());
        ASSERT_LE(result.bound[0], before) << work;
        falls += result.bound[0] < before ? 1 : 0;
        before = result.bound[0];
    }
    EXPECT_GE(falls, 3);
}

TEST(HeadCount, TiesBreakByTheGoalAndStayBelowAHundredthOfAPerson) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Problem problem = people_first(40, 30, 6, 4, 100 + seed);
        if (seed % 2 == 1) problem.column_upper.assign(30, 7);
        const ProblemIndex index(problem);
        Relaxation count(index, Objective::count, 0, {}, {index.usable_edges().begin(), index.usable_edges().end()},
                         std::vector<char>(static_cast<std::size_t>(problem.rows), 0));
        core::Random random(seed);
        std::vector<std::int64_t> multipliers(count.dimensions());
        for (std::int64_t& one : multipliers)
            one = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(count.denominator()) / 4));
        ASSERT_EQ(count.evaluate(multipliers), Relaxation::Answer::bound);
        const core::int128 tied = count.total();
        const Cut plane = count.cut();
        double height = plane.value;
        for (std::size_t d = 0; d < multipliers.size(); ++d)
            height += plane.slack[d] * static_cast<double>(multipliers[d]) / static_cast<double>(count.denominator());
        ASSERT_NEAR(height, static_cast<double>(tied) / static_cast<double>(count.denominator()), 1e-6);
        ASSERT_EQ(count.price(multipliers, count.duals().price), Relaxation::Answer::bound);
        ASSERT_LE(count.total(), tied);
        ASSERT_LT(tied - count.total(), count.denominator() / 100);
    }
}

TEST(HeadCount, OfManyTeamsTogetherIsProvenWhereAFractionIsDear) {
    // Twelve teams' hours decide it, none of them alone, and leave a fraction of a person that is worth more than all else.
    Problem problem = people_first(3'000, 2'400, 24, 11, 3);
    core::Random random(3);
    std::vector<std::int64_t> hours(static_cast<std::size_t>(problem.rows));
    for (std::int64_t& need : hours) need = static_cast<std::int64_t>(2 + random.below(4));
    for (std::size_t i = 0; i < problem.limit_edges.size(); ++i) {
        const auto row = problem.edge_row[static_cast<std::size_t>(problem.limit_edges[i])];
        problem.limit_coefficients[i] = hours[static_cast<std::size_t>(row)];
    }
    for (std::int64_t& upper : problem.limit_upper) upper = 421;
    const Result result = maximise(problem, {.work_limit = 1'200'000'000});
    ASSERT_TRUE(result.has_plan());
    ASSERT_TRUE(check(problem, result).accepted);
    const auto& stages = result.certificate->stages;
    const auto counted = std::ranges::find(stages, Objective::count, &Stage::objective);
    ASSERT_NE(counted, stages.end());
    EXPECT_EQ(counted->bound, static_cast<std::int64_t>(result.chosen.size()));
    EXPECT_LT(result.gap(0), 2'000);
}

TEST(HeadCount, TakesOverNoMoreThanThereIs) {
    const Multipliers goal{.denominator = 4,
                           .columns = {{0, 40}, {2, 8}},
                           .limits = {{0, 100}, {1, -30}, {3, 7}},
                           .cliques = {{1, 5}},
                           .goals = {},
                           .counts = {}};
    const Multipliers count{.denominator = 2,
                            .columns = {{0, 1}, {1, 1}, {2, 9}},
                            .limits = {{0, 4}, {1, 1}, {3, 1}},
                            .cliques = {},
                            .goals = {},
                            .counts = {}};
    // Three for each unit: six times the count's numerators.
    const Multipliers rest = taken_over(goal, count, 3);
    EXPECT_EQ(rest.columns, (std::vector<Entry>{{0, 34}}));
    EXPECT_EQ(rest.limits, (std::vector<Entry>{{0, 76}, {1, -30}, {3, 1}}));
    EXPECT_EQ(rest.cliques, goal.cliques);
    EXPECT_EQ(rest.denominator, 4);
    EXPECT_EQ(taken_over(goal, count, 0), goal);
}

TEST(HeadCount, BeginsWithTheLimitsThatDecideAboutPeople) {
    Problem problem = people_first(40, 30, 6, 4, 1);
    const ProblemIndex index(problem);
    const std::int64_t worth = 1'000;
    const Multipliers goal{
        .denominator = 8, .columns = {{0, 4'000}}, .limits = {{0, 8'000}, {1, 100}}, .cliques = {}, .goals = {{0, 3}}, .counts = {{0, 5}}};
    const Multipliers units = in_units_of(index, goal, worth);
    // A limit whose mean entry is worth an eightieth of a person says who fits where; half a price is half a person's.
    EXPECT_EQ(units.limits, (std::vector<Entry>{{0, units.denominator}}));
    EXPECT_EQ(units.columns, (std::vector<Entry>{{0, units.denominator / 2}}));
    EXPECT_TRUE(units.goals.empty());
    EXPECT_TRUE(units.counts.empty());
}

}  // namespace
}  // namespace husrom::solve::testing
