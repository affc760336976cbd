/// The planes that a bundle is made of.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/solve/solve.hpp>

#include "random_problem.hpp"
#include "solve/check_bound.hpp"
#include "solve/relaxation.hpp"

namespace husrom::solve::testing {
namespace {

double height(const Cut& plane, const Relaxation& relaxation, const std::vector<std::int64_t>& multipliers) {
    double sum = plane.value;
    for (std::size_t d = 0; d < multipliers.size(); ++d)
        sum += plane.slack[d] * static_cast<double>(multipliers[d]) / static_cast<double>(relaxation.denominator());
    return sum;
}

TEST(Relaxation, APlaneTouchesTheBoundWhereItWasMadeAndIsNowhereAboveIt) {
    int planes = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const Problem problem =
            random_problem(120'000 + seed, {.most_rows = 12, .most_columns = 10, .most_goals = 3, .most_limits = 6, .musts = false});
        const Result truth = maximise(problem);
        if (!truth.has_plan()) continue;
        const ProblemIndex index(problem);
        core::Random random(seed);
        Proven proven;
        for (std::int32_t goal = 0; goal < problem.goals; ++goal) {
            const std::vector<std::int32_t> edges(index.usable_edges().begin(), index.usable_edges().end());
            Relaxation relaxation(index, Objective::goal, goal, proven, edges,
                                  std::vector<char>(static_cast<std::size_t>(problem.rows), 0));
            const auto draw = [&] {
                std::vector<std::int64_t> multipliers(relaxation.dimensions(), 0);
                for (std::size_t d = 0; d < multipliers.size(); ++d) {
                    if (random.below(3) == 0) continue;
                    const std::int64_t reach = 8 * relaxation.denominator();
                    const auto any = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * reach))) - reach;
                    multipliers[d] = std::clamp(any, relaxation.coupling(d).low, relaxation.coupling(d).high);
                }
                return multipliers;
            };
            for (int round = 0; round < 3; ++round) {
                const std::vector<std::int64_t> here = draw();
                if (relaxation.evaluate(here) != Relaxation::Answer::bound) continue;
                const Cut plane = relaxation.cut();
                const auto scale = static_cast<double>(relaxation.denominator());
                const double bound = static_cast<double>(relaxation.total()) / scale;
                ++planes;
                ASSERT_NEAR(height(plane, relaxation, here), bound, 1e-6 * (1 + std::abs(bound))) << "seed " << seed << " goal " << goal;
                const std::vector<std::int64_t> there = draw();
                if (relaxation.evaluate(there) != Relaxation::Answer::bound) continue;
                const double other = static_cast<double>(relaxation.total()) / scale;
                ASSERT_LE(height(plane, relaxation, there), other + 1e-6 * (1 + std::abs(other))) << "seed " << seed << " goal " << goal;
            }
            proven.goals.push_back(truth.objective[static_cast<std::size_t>(goal)]);
        }
    }
    EXPECT_GT(planes, 500);
    RecordProperty("planes", planes);
}

TEST(Relaxation, ABoundAtAnyMultipliersIsTheOneThatTheCheckerFinds) {
    // Rule: whatever multipliers and prices, up to the widest there are, the total, the penalties and the proof are the checker's own.
    int bounds = 0;
    int beyond = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const Problem problem = random_problem(140'000 + seed, {.most_rows = 12, .most_columns = 10, .most_goals = 3, .most_limits = 6});
        const Result truth = maximise(problem);
        if (!truth.has_plan()) continue;
        const ProblemIndex index(problem);
        const checking::BoundJudge judge(problem);
        core::Random random(seed);
        Proven proven;
        checking::Known known;
        known.goals.resize(static_cast<std::size_t>(problem.goals));
        for (std::int32_t goal = 0; goal < problem.goals; ++goal) {
            const std::vector<std::int32_t> edges(index.usable_edges().begin(), index.usable_edges().end());
            std::vector<char> must;
            for (std::int32_t r = 0; r < problem.rows; ++r) must.push_back(index.row_lower(r) > 0 ? 1 : 0);
            Relaxation relaxation(index, Objective::goal, goal, proven, edges, must);
            std::vector<std::int64_t> multipliers, prices;
            for (std::size_t d = 0; d < relaxation.dimensions(); ++d) {
                const Coupling& coupling = relaxation.coupling(d);
                ASSERT_LE(coupling.lowest, coupling.low);
                ASSERT_GE(coupling.highest, coupling.high);
                const std::int64_t ends[] = {coupling.lowest, coupling.highest, random.between(coupling.lowest, coupling.highest), 0};
                multipliers.push_back(ends[random.below(4)]);
            }
            for (std::int32_t c = 0; c < problem.columns; ++c)
                prices.push_back(random.chance(1, 2) ? 0 : random.between(0, 900'000'000'000'000'000));
            beyond += relaxation.price(multipliers, prices) == Relaxation::Answer::out_of_range ? 1 : 0;
            if (relaxation.price_widely(multipliers, prices) != Relaxation::Answer::bound) continue;
            const auto bound = judge.evaluate(judge.whole(), relaxation.proof(), Objective::goal, goal, known);
            ASSERT_EQ(relaxation.total(), bound.total) << "seed " << seed << " goal " << goal;
            const Relaxation::Duals duals = relaxation.duals();
            for (std::size_t e = 0; e < edges.size(); ++e)
                ASSERT_EQ(duals.penalty[e], bound.row_best[static_cast<std::size_t>(index.row_of(edges[e]))] - bound.edge_value[e]);
            ++bounds;
            proven.goals.push_back(truth.objective[static_cast<std::size_t>(goal)]);
            known.goals[static_cast<std::size_t>(goal)] = truth.objective[static_cast<std::size_t>(goal)];
        }
    }
    EXPECT_GT(bounds, 300);
    EXPECT_GT(beyond, 100);
}

TEST(Relaxation, FewEdgesOfAProblemHaveTheSameRowsAsAllButOne) {
    // Rule: a relaxation looks up limits by edge or edges by limit, whichever is less; both find the same entries.
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const Problem problem =
            random_problem(130'000 + seed, {.most_rows = 30, .most_columns = 25, .most_goals = 1, .most_limits = 6, .density = 70});
        const ProblemIndex index(problem);
        const std::vector<char> must(static_cast<std::size_t>(problem.rows), 0);
        const std::vector<std::int32_t> all(index.usable_edges().begin(), index.usable_edges().end());
        std::vector<std::int32_t> few;
        for (std::size_t i = 0; i < all.size(); i += 9) few.push_back(all[i]);
        if (8 * few.size() >= all.size()) continue;
        const Relaxation whole(index, Objective::goal, 0, {}, all, must);
        const Relaxation part(index, Objective::goal, 0, {}, few, must);
        ASSERT_EQ(part.dimensions(), whole.dimensions());
        for (std::size_t d = 0; d < whole.dimensions(); ++d) {
            std::vector<std::pair<std::int32_t, std::int64_t>> expected;
            std::vector<std::pair<std::int32_t, std::int64_t>> found;
            whole.entries().for_each(d, [&](std::int32_t local, std::int64_t coefficient) {
                if (const std::int32_t edge = all[static_cast<std::size_t>(local)]; part.local(edge) >= 0)
                    expected.emplace_back(edge, coefficient);
            });
            part.entries().for_each(d, [&](std::int32_t local, std::int64_t coefficient) {
                found.emplace_back(few[static_cast<std::size_t>(local)], coefficient);
            });
            std::ranges::sort(expected);
            std::ranges::sort(found);
            ASSERT_EQ(found, expected) << "seed " << seed << " row " << d;
            compared += static_cast<int>(found.size());
        }
    }
    EXPECT_GT(compared, 500);
}

}  // namespace
}  // namespace husrom::solve::testing
