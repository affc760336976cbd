#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

template <class Weight> void expect_proven(const Instance<Weight>& instance, Matcher<Weight>& matcher, const std::string& where) {
    const auto best = brute_force(instance);
    const Outcome outcome = matcher.solve();
    if (!best) {
        ASSERT_EQ(outcome, Outcome::infeasible) << where << instance.text();
        ASSERT_EQ(broken_witness(instance, matcher.witness()), "") << where << instance.text();
        return;
    }
    ASSERT_EQ(outcome, Outcome::optimal) << where << instance.text();
    ASSERT_EQ(broken_condition(instance, matcher), "") << where << instance.text();
    ASSERT_TRUE(matcher.value() == *best) << where << instance.text();
}

template <class Weight> Matcher<Weight> matcher_of(const Instance<Weight>& instance) {
    Matcher<Weight> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
    matcher.set_weights(instance.weights);
    for (std::size_t e = 0; e < instance.edges(); ++e) matcher.set_enabled(static_cast<std::int32_t>(e), instance.enabled[e] != 0);
    return matcher;
}

/// A cold solve, then edits of every kind, each followed by a warm solve; every answer against all subsets of edges.
template <class Weight> void sweep(std::uint64_t first_seed, std::uint64_t count, const Shape& shape) {
    for (std::uint64_t seed = first_seed; seed < first_seed + count * campaign(); ++seed) {
        auto instance = random_instance<Weight>(seed, shape);
        if (instance.edges() > 16) continue;
        auto matcher = matcher_of(instance);
        expect_proven(instance, matcher, "seed " + std::to_string(seed) + ", cold: ");
        core::Random random(seed ^ 0x5eed);
        for (int step = 0; step < 6 && instance.edges() > 0; ++step) {
            const auto e = random.below(instance.edges());
            switch (random.below(6)) {
                case 0:
                    for (auto& weight : instance.weights) weight = random_weight<Weight>(random, shape.low, shape.high);
                    matcher.set_weights(instance.weights);
                    break;
                case 1:
                    instance.weights[e] = random_weight<Weight>(random, shape.low, shape.high);
                    matcher.set_weight(static_cast<std::int32_t>(e), instance.weights[e]);
                    break;
                case 2:
                    instance.enabled[e] = !instance.enabled[e];
                    matcher.set_enabled(static_cast<std::int32_t>(e), instance.enabled[e] != 0);
                    break;
                case 3: {
                    const auto r = random.below(static_cast<std::uint64_t>(instance.rows));
                    instance.row_upper[r] = static_cast<std::int32_t>(random.between(0, shape.max_row_upper));
                    instance.row_lower[r] = shape.must_match ? static_cast<std::int32_t>(random.between(0, instance.row_upper[r])) : 0;
                    matcher.set_row_bounds(static_cast<std::int32_t>(r), instance.row_lower[r], instance.row_upper[r]);
                    break;
                }
                case 4: {
                    const auto c = random.below(static_cast<std::uint64_t>(instance.columns));
                    instance.column_upper[c] = static_cast<std::int32_t>(random.between(0, shape.max_column_upper));
                    matcher.set_column_upper(static_cast<std::int32_t>(c), instance.column_upper[c]);
                    break;
                }
                default: {
                    std::vector<DualOf<Weight>> prices(static_cast<std::size_t>(instance.columns));
                    for (auto& price : prices) price = WeightTraits<Weight>::widen(random_weight<Weight>(random, 0, 8));
                    for (auto& price : prices) price = std::max(price, DualOf<Weight>{});
                    matcher.set_column_prices(prices);
                    break;
                }
            }
            expect_proven(instance, matcher, "seed " + std::to_string(seed) + ", step " + std::to_string(step) + ": ");
            if (::testing::Test::HasFatalFailure()) return;
        }
    }
}

/// Edits and warm solves without new weights for all, so that searches add up; numbers lie on both sides of a limit.
template <class Weight> void cross_a_narrow_limit(std::uint64_t seed, std::int64_t limit) {
    auto instance = random_instance<Weight>(seed, {.low = -2, .high = 4});
    if (instance.edges() == 0 || instance.edges() > 16) return;
    auto matcher = matcher_of(instance);
    core::Random random(seed ^ 0x2f0e);
    for (int step = 0; step < 60; ++step) {
        const auto e = random.below(instance.edges());
        const bool large = step % 20 >= 12;  // copies come into use in between
        if (random.chance(1, 4)) {
            instance.enabled[e] = !instance.enabled[e];
            matcher.set_enabled(static_cast<std::int32_t>(e), instance.enabled[e] != 0);
        } else if (large && random.chance(1, 4)) {
            matcher.set_column_prices(std::vector<std::int64_t>(static_cast<std::size_t>(instance.columns),
                                                                detail::NarrowCopy::limit - 1 + random.between(0, 1)));
        } else {
            instance.weights[e] = static_cast<Weight>(large ? random.between(limit - 2, limit + 2) : random.between(-2, 4));
            matcher.set_weight(static_cast<std::int32_t>(e), instance.weights[e]);
        }
        expect_proven(instance, matcher, "seed " + std::to_string(seed) + ", step " + std::to_string(step) + ": ");
        if (::testing::Test::HasFatalFailure()) return;
    }
}

TEST(Matcher, NumbersThatANarrowCopyDoesNotHoldAreSearchedAsWell) {
    // Rule: weights and prices may cross the limits of the narrow copies in either direction at any time: what 32 bits take, and what is
    // left of them beside the number of another end.
    for (std::uint64_t seed = 0; seed < 300 * campaign(); ++seed) {
        const std::int64_t limit = detail::NarrowCopy::limit >> (seed % 4);
        cross_a_narrow_limit<std::int32_t>(seed, limit);
        cross_a_narrow_limit<std::int64_t>(seed, limit);
        if (HasFatalFailure()) return;
    }
}

TEST(Matcher, UnitCapacitiesEqualBruteForce) {
    // Rule: the matching found is the best of all subsets of edges, cold and after edits, and its duals prove it.
    sweep<std::int32_t>(1000, 600, {});
    sweep<std::int64_t>(2000, 600, {.disabled = true});
    sweep<std::int64_t>(3000, 300, {.low = 0, .high = 2});
}

TEST(Matcher, MustMatchRowsEqualBruteForce) {
    // Rule: rows with a lower bound are matched whatever it costs, or a Hall witness shows that they cannot all be.
    sweep<std::int64_t>(10000, 800, {.low = -9, .high = 9, .must_match = true, .disabled = true});
}

TEST(Matcher, CapacitiesEqualBruteForce) {
    // Rule: rows and columns may take several edges, and must take their lower bound.
    sweep<std::int64_t>(20000, 500, {.max_column_upper = 3, .must_match = true, .disabled = true});
    sweep<std::int64_t>(30000, 500, {.max_row_upper = 3, .disabled = true});
    sweep<std::int64_t>(40000, 800, {.max_row_upper = 3, .max_column_upper = 3, .must_match = true, .disabled = true});
}

TEST(Matcher, TuplesEqualBruteForce) {
    // Rule: tuple weights are maximised goal by goal.
    sweep<Tuple<2>>(50000, 400, {.max_column_upper = 2, .must_match = true, .disabled = true});
    sweep<Tuple<4>>(60000, 400, {.low = -2, .high = 2, .max_row_upper = 2, .max_column_upper = 2, .must_match = true});
}

TEST(Matcher, RefusesWeightsThatCannotBeSummed) {
    // Rule: weights near the limit of the type are a clear error, never a wrong answer.
    const std::vector<std::int32_t> zero{0};
    Matcher<std::int64_t> matcher(1, 1, zero, zero);
    const std::vector<std::int64_t> largest{std::numeric_limits<std::int64_t>::max()}, smallest{std::numeric_limits<std::int64_t>::min()};
    EXPECT_THROW(matcher.set_weights(largest), Overflow);
    EXPECT_THROW(matcher.set_weights(smallest), Overflow);
    EXPECT_THROW(matcher.set_weight(0, largest[0]), Overflow);
    EXPECT_THROW(matcher.set_weight(0, smallest[0]), Overflow);
    const std::vector<std::int64_t> limit{weight_limit};
    matcher.set_weights(limit);
    EXPECT_EQ(matcher.solve(), Outcome::optimal);
    EXPECT_EQ(matcher.value(), weight_limit);
    Matcher<std::int32_t> narrow(1, 1, zero, zero);
    const std::vector<std::int32_t> narrow_largest{std::numeric_limits<std::int32_t>::max()};
    narrow.set_weights(narrow_largest);
    EXPECT_EQ(narrow.solve(), Outcome::optimal);
    EXPECT_EQ(narrow.value(), std::numeric_limits<std::int32_t>::max());
}

TEST(Matcher, RefusesIndicesOutOfRange) {
    // Rule: an index or a bound out of range is an InvalidArgument where the graph is built.
    const std::vector<std::int32_t> zero{0}, one{1}, minus{-1}, two{0, 0};
    EXPECT_THROW(Matcher<std::int64_t>(1, 1, one, zero), InvalidArgument);
    EXPECT_THROW(Matcher<std::int64_t>(1, 1, zero, minus), InvalidArgument);
    EXPECT_THROW(Matcher<std::int64_t>(1, 1, zero, two), InvalidArgument);
    EXPECT_THROW(Matcher<std::int64_t>(-1, 1, {}, {}), InvalidArgument);
    EXPECT_THROW(Matcher<std::int64_t>(1, 1, zero, zero, {.row_lower = two}), InvalidArgument);
    EXPECT_THROW(Matcher<std::int64_t>(1, 1, zero, zero, {.row_upper = minus}), InvalidArgument);
    EXPECT_THROW(Matcher<std::int64_t>(1, 1, zero, zero, {.row_lower = std::vector<std::int32_t>{2}}), InvalidArgument);
}

TEST(Matcher, StopsOnItsBudgetAndGoesOn) {
    // Rule: a work limit stops at the same place every time, and solving on from there gives the optimum.
    core::Random random(7);
    std::vector<std::int32_t> row, column;
    std::vector<std::int64_t> weights;
    for (std::int32_t r = 0; r < 200; ++r)
        for (int k = 0; k < 20; ++k) {
            row.push_back(r);
            column.push_back(static_cast<std::int32_t>(random.below(200)));
            weights.push_back(random.between(0, 1000));
        }
    Matcher<std::int64_t> whole(200, 200, row, column), parts(200, 200, row, column);
    whole.set_weights(weights);
    parts.set_weights(weights);
    ASSERT_EQ(whole.solve(), Outcome::optimal);
    int stops = 0;
    for (;; ++stops) {
        core::Budget budget(std::nullopt, 20000);
        if (parts.solve(&budget) == Outcome::optimal) break;
        ASSERT_EQ(budget.reason(), core::StopReason::work_limit);
        ASSERT_LT(stops, 1000);
    }
    EXPECT_GT(stops, 0);
    EXPECT_EQ(whole.value(), parts.value());
}

}  // namespace
}  // namespace husrom::matching::testing
