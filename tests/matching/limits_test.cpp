#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

/// Runs it; nothing where the weights were refused in words.
template <class Run> auto answer(Run&& run) -> std::optional<decltype(run())> {
    try {
        return run();
    } catch (const Overflow&) {
        return std::nullopt;
    }
}

TEST(Limits, NearTheTypesLimitsAreRightOrRefused) {
    // Rule: with weights anywhere up to the limits of 64 bits the answer is proven, or an Overflow; never wrong, never undefined.
    int refused = 0, proven = 0;
    for (std::uint64_t seed = 1; seed <= 1500 * campaign(); ++seed) {
        core::Random random(seed);
        auto instance = random_instance<std::int64_t>(seed, {.max_rows = 6, .max_columns = 6});
        const int bits = static_cast<int>(random.between(54, 63));
        for (auto& weight : instance.weights) {
            const auto magnitude = random.between(0, INT64_MAX >> (63 - bits));
            weight = random.chance(1, 3) ? -magnitude : magnitude;
            if (random.chance(1, 50)) weight = random.chance(1, 2) ? INT64_MIN : INT64_MAX;
        }
        const EdgeList<> graph(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            const auto best = answer([&] { return maximum_weight(graph, instance.weights, {.cardinality = cardinality}); });
            const auto least = answer([&] { return minimum_cost(graph, instance.weights, {.cardinality = cardinality}); });
            for (const auto* found : {&best, &least}) {
                ++(*found ? proven : refused);
                if (!*found || (*found)->status == Outcome::infeasible) continue;
                const auto verdict = verify(graph, instance.weights, **found);
                ASSERT_TRUE(verdict.accepted) << "seed " << seed << ": " << verdict.objection << instance.text();
            }
        }
        (void)answer([&] {
            Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
            matcher.set_weights(instance.weights);
            EXPECT_EQ(matcher.solve(), Outcome::optimal);
            for (auto& upper : instance.row_upper) upper = 1;
            for (auto& upper : instance.column_upper) upper = 1;
            EXPECT_EQ(broken_condition(instance, matcher), "") << "seed " << seed << instance.text();
            return 0;
        });
    }
    EXPECT_GT(refused, 100);
    EXPECT_GT(proven, 100);
}

TEST(Limits, TuplesNearTheLimitsAreRightOrRefused) {
    // Rule: the same for tuples, whose later goals must leave room for sums along paths.
    int refused = 0, proven = 0;
    for (std::uint64_t seed = 1; seed <= 1500 * campaign(); ++seed) {
        core::Random random(seed);
        auto instance = random_instance<Tuple<3>>(seed, {.max_rows = 5, .max_columns = 5});
        const int bits = static_cast<int>(random.between(50, 62));
        for (auto& weight : instance.weights)
            for (std::size_t g = 0; g < 3; ++g) {
                if (random.chance(1, 2)) continue;
                const auto magnitude = random.between(0, INT64_MAX >> (63 - bits));
                weight[g] = random.chance(1, 3) ? -magnitude : magnitude;
            }
        const EdgeList<> graph(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::full}) {
            const auto best = answer([&] { return maximum_weight(graph, instance.weights, {.cardinality = cardinality}); });
            ++(best ? proven : refused);
            if (!best || best->status == Outcome::infeasible) continue;
            const auto verdict = verify(graph, instance.weights, *best);
            ASSERT_TRUE(verdict.accepted) << "seed " << seed << ": " << verdict.objection << instance.text();
        }
    }
    EXPECT_GT(refused, 100);
    EXPECT_GT(proven, 100);
}

TEST(Limits, TotalBeyondADoubleIsRefused) {
    // Rule: no total is infinite, and none is taken for proven.
    const std::vector<std::int32_t> row{0, 1}, column{0, 1};
    const EdgeList<> graph(2, 2, row, column);
    const std::vector<double> weights{1e308, 1e308};
    EXPECT_THROW((void)maximum_weight(graph, weights), Overflow);
    const std::vector<double> ones{1, 1};
    auto claimed = maximum_weight(graph, ones);
    ASSERT_TRUE(verify(graph, ones, claimed).accepted);
    claimed.weight = std::numeric_limits<double>::infinity();
    EXPECT_EQ(verify(graph, ones, claimed).objection, "the total is not a finite number");
}

TEST(Limits, AllEqualWeightsOfAnySize) {
    // Rule: weights that are all equal give a largest matching, however large they are.
    for (const std::int64_t weight : {std::int64_t{1}, std::int64_t{1} << 31, weight_limit}) {
        std::vector<std::int32_t> row, column;
        for (std::int32_t r = 0; r < 40; ++r)
            for (std::int32_t c = r; c < 45; c += 3) {
                row.push_back(r);
                column.push_back(c);
            }
        const std::vector<std::int64_t> weights(row.size(), weight);
        const EdgeList<> graph(40, 45, row, column);
        const auto best = answer([&] { return maximum_weight(graph, weights); });
        if (!best) continue;  // forty times the limit leaves 64 bits
        EXPECT_TRUE(verify(graph, weights, *best).accepted);
        EXPECT_EQ(best->pairs, 40);
    }
}

}  // namespace
}  // namespace husrom::matching::testing
