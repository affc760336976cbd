#include <gtest/gtest.h>

#include <husrom/core/sha256.hpp>
#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "../../bench/ladder.hpp"

namespace husrom::matching::testing {
namespace {

TEST(Ladder, WritesThePublishedBytes) {
    // Rule: the generator writes byte for byte what the NumPy script writes for the same seed.
    EXPECT_EQ(core::sha256_hex(bench::ladder(96, 60, 1).text()), "56c6c08daa1b62934adfc0f8ff44fc9367c46e3f4b7b218cb630e1450bede7a1");
    EXPECT_EQ(core::sha256_hex(bench::ladder(420, 1070, 2).text()), "389c89fe98604ee9d76021a3ff33872063f6bc27fc334af80da7ab396fca5d31");
    EXPECT_EQ(core::sha256_hex(bench::ladder(1500, 1070, 3).text()), "3e6e6caafa480051ccfaaf57f01a5126eaf3c577c87ecd257956215df67f5f70");
    EXPECT_EQ(core::sha256_hex(bench::ladder(20000, 15000, 5, 60).text()),
              "9d6585933fb1623422275e665d3ff2b76528b0139ea9171b9c44592ee11d4577");
}

TEST(Ladder, IsSolvedWithAProof) {
    // Rule: the published optima are reached and proven, from the list of pairs, from the matcher, and as tuples.
    const auto solve = [](const bench::LadderInstance& instance, std::int64_t value) {
        const EdgeList<> graph(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        const auto best = maximum_weight(graph, instance.weights);
        const auto verdict = verify(graph, instance.weights, best);
        EXPECT_TRUE(verdict.accepted) << verdict.objection;
        EXPECT_EQ(best.weight, value);
        Matcher<std::int32_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        matcher.set_weights(instance.weights);
        EXPECT_EQ(matcher.solve(), Outcome::optimal);
        EXPECT_EQ(matcher.value(), value);
        // People first, then fit: the same matching value, goal by goal.
        std::vector<Tuple<2>> goals;
        for (const auto weight : instance.weights) goals.push_back({{1, weight - 10000}});
        const auto tuples = maximum_weight(graph, goals);
        const auto tuples_verdict = verify(graph, goals, tuples);
        EXPECT_TRUE(tuples_verdict.accepted) << tuples_verdict.objection;
        EXPECT_EQ(tuples.weight[0] * 10000 + tuples.weight[1], value);
    };
    solve(bench::ladder(96, 60, 1), 642614);
    solve(bench::ladder(420, 1070, 2), 4539975);
    solve(bench::ladder(1500, 1070, 3), 11552791);
}

}  // namespace
}  // namespace husrom::matching::testing
