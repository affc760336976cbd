#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

/// Some hundreds of nodes: enough for the cold start, for giving up on long warm searches, and for weights copied by column.
Instance<std::int64_t> middle_instance(core::Random& random, bool must) {
    Instance<std::int64_t> instance;
    instance.rows = static_cast<std::int32_t>(random.between(40, 220));
    instance.columns = static_cast<std::int32_t>(random.between(40, 220));
    const std::uint64_t density = 2 + random.below(60);
    const std::int64_t high = random.chance(1, 3) ? 9 : random.chance(1, 2) ? 5000 : std::int64_t{1} << 40;
    for (std::int32_t r = 0; r < instance.rows; ++r)
        for (std::int32_t c = 0; c < instance.columns; ++c)
            if (random.below(100) < density) {
                instance.edge_row.push_back(r);
                instance.edge_column.push_back(c);
                instance.weights.push_back(random.between(-high / 8, high));
                instance.enabled.push_back(1);
            }
    if (random.chance(1, 2))  // in any order
        for (std::size_t e = instance.edges(); e > 1; --e) {
            const std::size_t other = random.below(e);
            std::swap(instance.edge_row[e - 1], instance.edge_row[other]);
            std::swap(instance.edge_column[e - 1], instance.edge_column[other]);
            std::swap(instance.weights[e - 1], instance.weights[other]);
        }
    instance.row_upper.assign(static_cast<std::size_t>(instance.rows), 1);
    instance.row_lower.assign(static_cast<std::size_t>(instance.rows), 0);
    instance.column_upper.assign(static_cast<std::size_t>(instance.columns), 1);
    if (must)
        for (auto& lower : instance.row_lower) lower = random.chance(1, 8) ? 1 : 0;
    return instance;
}

/// The best value with all rows that must be matched, by weights so high on their edges that nothing else pays as much.
std::int64_t value_with_bonus(const Instance<std::int64_t>& instance, std::int64_t bonus) {
    std::vector<std::int32_t> row, column;
    std::vector<std::int64_t> weights;
    for (std::size_t e = 0; e < instance.edges(); ++e) {
        const auto r = static_cast<std::size_t>(instance.edge_row[e]), c = static_cast<std::size_t>(instance.edge_column[e]);
        if (!instance.enabled[e] || instance.row_upper[r] == 0 || instance.column_upper[c] == 0) continue;
        row.push_back(instance.edge_row[e]);
        column.push_back(instance.edge_column[e]);
        weights.push_back(instance.weights[e] + (instance.row_lower[r] > 0 ? bonus : 0));
    }
    const EdgeList<> graph(instance.rows, instance.columns, row, column);
    const auto best = maximum_weight(graph, weights);
    EXPECT_TRUE(verify(graph, weights, best).accepted);
    std::int64_t value = best.weight;
    for (std::size_t r = 0; r < best.row_mates.size(); ++r)
        if (best.row_mates[r] >= 0 && instance.row_lower[r] > 0) value -= bonus;
    return value;
}

void expect_proven(const Instance<std::int64_t>& instance, Matcher<std::int64_t>& matcher, const std::string& where) {
    const Outcome outcome = matcher.solve();
    if (outcome == Outcome::infeasible) {
        ASSERT_EQ(broken_witness(instance, matcher.witness()), "") << where;
        return;
    }
    ASSERT_EQ(outcome, Outcome::optimal) << where;
    ASSERT_EQ(broken_condition(instance, matcher), "") << where;
    ASSERT_EQ(matcher.value(), value_with_bonus(instance, std::int64_t{1} << 50)) << where;
}

void run(std::uint64_t seed, bool must) {
    core::Random random(seed);
    auto instance = middle_instance(random, must);
    if (instance.edges() == 0) return;
    Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
    matcher.set_weights(instance.weights);
    expect_proven(instance, matcher, "seed " + std::to_string(seed) + ", cold");
    const std::int64_t reach = 1 + *std::ranges::max_element(instance.weights) / static_cast<std::int64_t>(1 + random.below(50));
    for (int step = 0; step < 8; ++step) {
        if (::testing::Test::HasFatalFailure()) return;
        switch (random.below(4)) {
            case 0:  // all move, most of them a little
                for (auto& weight : instance.weights) weight += random.between(-reach, reach);
                matcher.set_weights(instance.weights);
                break;
            case 1:
                for (int k = 0; k < 60; ++k) {
                    const auto e = random.below(instance.edges());
                    instance.enabled[e] ^= 1;
                    matcher.set_enabled(static_cast<std::int32_t>(e), instance.enabled[e] != 0);
                }
                break;
            case 2:
                for (int k = 0; k < 30; ++k) {
                    const auto c = random.below(static_cast<std::uint64_t>(instance.columns));
                    instance.column_upper[c] ^= 1;
                    matcher.set_column_upper(static_cast<std::int32_t>(c), instance.column_upper[c]);
                }
                break;
            default:
                for (int k = 0; k < 60; ++k) {
                    const auto e = random.below(instance.edges());
                    instance.weights[e] += random.between(-reach, reach);
                    matcher.set_weight(static_cast<std::int32_t>(e), instance.weights[e]);
                }
                break;
        }
        expect_proven(instance, matcher, "seed " + std::to_string(seed) + ", step " + std::to_string(step));
    }
}

TEST(MatcherMiddle, EqualsTheColdSolver) {
    // Rule: on graphs of some hundreds of nodes the matcher is proven best too, cold and after edits of many weights, edges and columns.
    for (std::uint64_t seed = 0; seed < 60 * campaign(); ++seed) run(seed, false);
}

TEST(MatcherMiddle, RowsThatMustBeMatched) {
    // Rule: the same with rows that must be matched, or with a witness that they cannot all be.
    for (std::uint64_t seed = 5000; seed < 5000 + 60 * campaign(); ++seed) run(seed, true);
}

TEST(MatcherMiddle, TuplesStartFromTheirLeadingGoals) {
    // Rule: goals in tuples are proven best after the cold start too, which reads only as many of them as fit one number.
    for (std::uint64_t seed = 7000; seed < 7000 + 20 * campaign(); ++seed) {
        core::Random random(seed);
        const auto scalar = middle_instance(random, seed % 2 == 0);
        Instance<Tuple<3>> instance;
        instance.rows = scalar.rows;
        instance.columns = scalar.columns;
        instance.edge_row = scalar.edge_row;
        instance.edge_column = scalar.edge_column;
        instance.enabled = scalar.enabled;
        instance.row_lower = scalar.row_lower;
        instance.row_upper = scalar.row_upper;
        instance.column_upper = scalar.column_upper;
        const std::int64_t last = seed % 3 == 0 ? std::int64_t{1} << 40 : 100;
        for (std::size_t e = 0; e < scalar.edges(); ++e)
            instance.weights.push_back({{random.between(0, 2), random.between(-5, 50), random.between(0, last)}});
        Matcher<Tuple<3>> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
        matcher.set_weights(instance.weights);
        if (matcher.solve() == Outcome::infeasible) {
            ASSERT_EQ(broken_witness(instance, matcher.witness()), "") << "seed " << seed;
            continue;
        }
        ASSERT_EQ(broken_condition(instance, matcher), "") << "seed " << seed;
        if (seed % 2 == 0) continue;
        const EdgeList<> graph(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        ASSERT_TRUE(matcher.value() == maximum_weight(graph, instance.weights).weight) << "seed " << seed;
    }
}

TEST(MatcherMiddle, ColumnsThatTakeSeveralStartColdToo) {
    // Rule: columns that take none, several or more edges than they have are proven best, few or many of them, with rows that must be
    // matched and without, and a warm solve after other weights has the value of a cold one.
    for (std::uint64_t seed = 11000; seed < 11000 + 40 * campaign(); ++seed) {
        core::Random random(seed);
        auto instance = middle_instance(random, seed % 3 == 0);
        const std::int64_t most = random.chance(1, 4) ? 60 : 3;
        for (auto& upper : instance.column_upper) upper = static_cast<std::int32_t>(random.between(0, most));
        Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
        matcher.set_weights(instance.weights);
        for (int round = 0; round < 2; ++round) {
            const std::string where = "seed " + std::to_string(seed) + ", round " + std::to_string(round);
            if (matcher.solve() == Outcome::infeasible) {
                ASSERT_EQ(broken_witness(instance, matcher.witness()), "") << where;
            } else {
                ASSERT_EQ(broken_condition(instance, matcher), "") << where;
            }
            for (auto& weight : instance.weights) weight += random.between(-3, 3);
            matcher.set_weights(instance.weights);
        }
    }
}

TEST(MatcherMiddle, UndoAfterManyEdits) {
    // Rule: what was copied and what was searched for since a mark is as it was after undo.
    for (std::uint64_t seed = 9000; seed < 9000 + 20 * campaign(); ++seed) {
        core::Random random(seed);
        const auto instance = middle_instance(random, false);
        if (instance.edges() == 0) continue;
        Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        matcher.set_weights(instance.weights);
        matcher.solve();
        for (int round = 0; round < 4; ++round) {
            const std::vector<std::int64_t> prices(matcher.column_duals().begin(), matcher.column_duals().end());
            const std::vector<std::int32_t> chosen(matcher.chosen().begin(), matcher.chosen().end());
            matcher.mark();
            for (int k = 0; k < 50; ++k) {
                const auto e = static_cast<std::int32_t>(random.below(instance.edges()));
                matcher.set_enabled(e, !matcher.enabled(e));
                matcher.set_weight(static_cast<std::int32_t>(random.below(instance.edges())), random.between(0, 1000));
                matcher.set_row_bounds(static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(instance.rows))), 0, k % 2);
                if (k % 5 == 0) matcher.solve();
            }
            matcher.solve();
            matcher.undo();
            ASSERT_EQ(matcher.solve(), Outcome::optimal) << "seed " << seed;
            ASSERT_TRUE(std::ranges::equal(prices, matcher.column_duals())) << "seed " << seed;
            ASSERT_TRUE(std::ranges::equal(chosen, matcher.chosen())) << "seed " << seed;
            ASSERT_EQ(broken_condition(instance, matcher), "") << "seed " << seed;
        }
    }
}

/// More people than homes, each with hours of care that cost nothing at first.
struct CareHours {
    Instance<std::int64_t> instance;
    std::vector<std::int64_t> fit, hours;  ///< of an edge, of a row

    CareHours(core::Random& random, bool must) {
        instance.rows = static_cast<std::int32_t>(random.between(300, 500));
        instance.columns = static_cast<std::int32_t>(random.between(150, 280));
        for (std::int32_t r = 0; r < instance.rows; ++r) {
            hours.push_back(random.between(1, 12));
            for (std::int32_t c = 0; c < instance.columns; ++c)
                if (random.below(100) < 6) {
                    instance.edge_row.push_back(r);
                    instance.edge_column.push_back(c);
                    fit.push_back(10'000 + random.between(0, 999));
                }
        }
        instance.enabled.assign(fit.size(), 1);
        instance.weights = fit;
        instance.row_upper.assign(static_cast<std::size_t>(instance.rows), 1);
        instance.row_lower.assign(static_cast<std::size_t>(instance.rows), 0);
        instance.column_upper.assign(static_cast<std::size_t>(instance.columns), 1);
        if (must)
            for (auto& lower : instance.row_lower) lower = random.chance(1, 40) ? 1 : 0;
    }
    /// Pairs that are ruled out, homes that are closed and people who have withdrawn.
    void rule_out(core::Random& random) {
        for (auto& enabled : instance.enabled) enabled = random.chance(1, 10) ? 0 : 1;
        for (auto& upper : instance.column_upper) upper = random.chance(1, 20) ? 0 : 1;
        for (std::size_t r = 0; r < instance.row_upper.size(); ++r)
            if (instance.row_lower[r] == 0 && random.chance(1, 20)) instance.row_upper[r] = 0;
    }
    void price_an_hour(std::int64_t price) {
        for (std::size_t e = 0; e < fit.size(); ++e)
            instance.weights[e] = fit[e] - price * hours[static_cast<std::size_t>(instance.edge_row[e])];
    }
};

constexpr std::int64_t hour_prices[] = {400, 900, 1'300, 700, 1'100, 1'150, 0};

TEST(MatcherMiddle, PricesOfManyFreeColumnsFallTogether) {
    // Rule: where hours become dear or cheap for all at once, so that a hundred columns are given up or taken, what is found is proven
    // best.
    for (std::uint64_t seed = 13000; seed < 13000 + 20 * campaign(); ++seed) {
        core::Random random(seed);
        CareHours care(random, seed % 3 == 0);
        if (seed % 2 == 0) care.rule_out(random);
        Matcher<std::int64_t> matcher(care.instance.rows, care.instance.columns, care.instance.edge_row, care.instance.edge_column,
                                      care.instance.capacities());
        matcher.set_weights(care.instance.weights);
        for (std::size_t e = 0; e < care.instance.edges(); ++e)
            if (!care.instance.enabled[e]) matcher.set_enabled(static_cast<std::int32_t>(e), false);
        for (const std::int64_t price : hour_prices) {
            expect_proven(care.instance, matcher, "seed " + std::to_string(seed) + ", before " + std::to_string(price));
            if (HasFatalFailure()) return;
            care.price_an_hour(price);
            matcher.set_weights(care.instance.weights);
        }
        expect_proven(care.instance, matcher, "seed " + std::to_string(seed) + ", at the end");
    }
}

TEST(MatcherMiddle, FreeColumnsAreAsBeforeAfterUndo) {
    // Rule: what the prices of a hundred free columns fell by since a mark, stopped half way or not, is as it was after undo.
    for (std::uint64_t seed = 15000; seed < 15000 + 10 * campaign(); ++seed) {
        core::Random random(seed);
        CareHours care(random, false);
        Matcher<std::int64_t> matcher(care.instance.rows, care.instance.columns, care.instance.edge_row, care.instance.edge_column);
        care.price_an_hour(500);
        matcher.set_weights(care.instance.weights);
        ASSERT_EQ(matcher.solve(), Outcome::optimal);
        const std::vector<std::int64_t> prices(matcher.column_duals().begin(), matcher.column_duals().end());
        const std::vector<std::int32_t> chosen(matcher.chosen().begin(), matcher.chosen().end());
        matcher.mark();
        const auto before = care.instance.weights;
        care.price_an_hour(1'100);
        for (std::size_t e = 0; e < before.size(); ++e) matcher.set_weight(static_cast<std::int32_t>(e), care.instance.weights[e]);
        core::Budget budget(std::nullopt, seed % 2 == 0 ? 2 * static_cast<std::int64_t>(before.size()) : std::int64_t{1} << 40);
        EXPECT_EQ(matcher.solve(&budget), seed % 2 == 0 ? Outcome::stopped : Outcome::optimal) << "seed " << seed;
        if (seed % 2 == 1) {
            ASSERT_EQ(broken_condition(care.instance, matcher), "") << "seed " << seed;
        }
        matcher.undo();
        care.instance.weights = before;
        ASSERT_EQ(matcher.solve(), Outcome::optimal) << "seed " << seed;
        ASSERT_TRUE(std::ranges::equal(prices, matcher.column_duals())) << "seed " << seed;
        ASSERT_TRUE(std::ranges::equal(chosen, matcher.chosen())) << "seed " << seed;
        ASSERT_EQ(broken_condition(care.instance, matcher), "") << "seed " << seed;
    }
}

TEST(MatcherMiddle, StopsWhilePricesFallAndGoesOn) {
    // Rule: a budget that ends while the prices of free columns are lowered leaves a matcher that goes on to the optimum.
    for (std::uint64_t seed = 14000; seed < 14000 + 10 * campaign(); ++seed) {
        core::Random random(seed);
        CareHours care(random, false);
        Matcher<std::int64_t> matcher(care.instance.rows, care.instance.columns, care.instance.edge_row, care.instance.edge_column);
        matcher.set_weights(care.instance.weights);
        ASSERT_EQ(matcher.solve(), Outcome::optimal);
        for (const std::int64_t price : hour_prices) {
            care.price_an_hour(price);
            matcher.set_weights(care.instance.weights);
            for (int stops = 0;; ++stops) {
                // A search that is stopped begins anew, and may look at every edge three times.
                core::Budget budget(std::nullopt, 4 * static_cast<std::int64_t>(care.instance.edges()));
                if (matcher.solve(&budget) == Outcome::optimal) break;
                ASSERT_LT(stops, 10000) << "seed " << seed;
            }
            expect_proven(care.instance, matcher, "seed " + std::to_string(seed) + ", " + std::to_string(price));
            if (HasFatalFailure()) return;
        }
    }
}

TEST(MatcherMiddle, StopsInTheColdStartAndGoesOn) {
    // Rule: a budget that ends during the cold start leaves a matcher that goes on to the optimum.
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        core::Random random(seed);
        const auto instance = middle_instance(random, false);
        Matcher<std::int64_t> whole(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
        auto parts = whole;
        whole.set_weights(instance.weights);
        parts.set_weights(instance.weights);
        ASSERT_EQ(whole.solve(), Outcome::optimal);
        for (int stops = 0;; ++stops) {
            core::Budget budget(std::nullopt, static_cast<std::int64_t>(instance.edges()) + 500);
            if (parts.solve(&budget) == Outcome::optimal) break;
            ASSERT_LT(stops, 10000) << "seed " << seed;
        }
        ASSERT_EQ(whole.value(), parts.value()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace husrom::matching::testing
