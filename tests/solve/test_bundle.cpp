/// The bundle beside the linear program: where it says that it has converged there is nothing left to win.

#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/integers.hpp>
#include <husrom/solve/solve.hpp>

#include "random_problem.hpp"
#include "solve/bundle.hpp"
#include "solve/node_lp.hpp"

namespace husrom::solve::testing {
namespace {

TEST(Bundle, EndsWhereTheLinearProgramDoes) {
    int converged = 0;
    int counted = 0;
    int exact = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Problem problem = random_problem(
            160'000 + seed, {.most_rows = 40, .most_columns = 30, .most_goals = 1, .most_limits = 8, .density = 40, .musts = false});
        // Weights of people, so that a head count has a multiplier far above all others.
        for (std::int64_t& weight : problem.weights[0]) weight += 5'000;
        const ProblemIndex index(problem);
        const std::vector<std::int32_t> edges(index.usable_edges().begin(), index.usable_edges().end());
        if (edges.empty()) continue;
        const std::vector<char> must(static_cast<std::size_t>(problem.rows), 0);
        const Result truth = maximise(problem);
        if (!truth.has_plan()) continue;
        Proven proven;
        if (seed % 2 == 1 && truth.chosen.size() > 1) {
            proven.counts.push_back({0, static_cast<std::int64_t>(truth.chosen.size()) - 1});
            ++counted;
        }
        Relaxation relaxation(index, Objective::goal, 0, proven, edges, must);
        NodeLp lp(index, relaxation);
        if (lp.solve(nullptr, -1e300, 100'000) != NodeLp::End::solved) continue;
        const NodeLp::Duals duals = lp.duals();
        if (relaxation.price(duals.multipliers, duals.prices) != Relaxation::Answer::bound) continue;
        const auto scale = static_cast<double>(relaxation.denominator());
        const double least = static_cast<double>(relaxation.total()) / scale;
        Bundle bundle(relaxation);
        const core::int128 never = -(static_cast<core::int128>(1) << 120);
        const auto end = bundle.minimise(std::vector<std::int64_t>(relaxation.dimensions(), 0), never,
                                         {.evaluations = 3'000, .tolerance = 0.02, .relative = 0}, [] { return false; });
        if (end != Bundle::End::converged) continue;
        ++converged;
        // It looks a thousand to a million times as far as its last step before it says so, and what is further away stays unseen.
        EXPECT_LT(bundle.value() - least, 0.2 + 1e-4 * std::abs(least)) << "seed " << seed;
        exact += bundle.value() - least < 0.2 ? 1 : 0;
    }
    EXPECT_GT(converged, 150);
    EXPECT_GT(counted, 50);
    EXPECT_GT(exact, converged * 95 / 100);
    RecordProperty("converged", converged);
    RecordProperty("exact", exact);
}

}  // namespace
}  // namespace husrom::solve::testing
