#include <gtest/gtest.h>

#include <vector>

#include <husrom/matching/dynamic_matching.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

/// What the edits mean, in the plainest form: a table of pairs and bounds that can be solved from nothing.
struct Model {
    struct Pair {
        std::int32_t row, column;
        std::int64_t weight;
        bool forbidden;
    };
    std::vector<Pair> pairs;
    std::vector<std::int32_t> row_lower, row_upper, column_upper, lock;

    [[nodiscard]] Instance<std::int64_t> instance() const {
        Instance<std::int64_t> result;
        result.rows = static_cast<std::int32_t>(row_upper.size());
        result.columns = static_cast<std::int32_t>(column_upper.size());
        for (const auto& pair : pairs) {
            const std::int32_t locked = lock[static_cast<std::size_t>(pair.row)];
            result.edge_row.push_back(pair.row);
            result.edge_column.push_back(pair.column);
            result.weights.push_back(pair.weight);
            result.enabled.push_back(!pair.forbidden && (locked < 0 || locked == pair.column) ? 1 : 0);
        }
        result.row_lower = row_lower;
        result.row_upper = row_upper;
        for (std::size_t r = 0; r < lock.size(); ++r)
            if (lock[r] >= 0 && row_upper[r] > 0) result.row_lower[r] = result.row_upper[r] = 1;
        result.column_upper = column_upper;
        return result;
    }
    [[nodiscard]] Pair* find(std::int32_t row, std::int32_t column) {
        for (auto& pair : pairs)
            if (pair.row == row && pair.column == column) return &pair;
        return nullptr;
    }
};

void expect_cold_answer(const Model& model, DynamicMatching<std::int64_t>& matching, std::uint64_t seed, int step) {
    const auto instance = model.instance();
    Matcher<std::int64_t> cold(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
    cold.set_weights(instance.weights);
    for (std::size_t e = 0; e < instance.edges(); ++e) cold.set_enabled(static_cast<std::int32_t>(e), instance.enabled[e] != 0);
    const Outcome expected = cold.solve();
    ASSERT_EQ(matching.solve(), expected) << "seed " << seed << " step " << step << ": " << instance.text();
    if (expected != Outcome::optimal) {
        ASSERT_EQ(broken_witness(instance, matching.matcher().witness()), "")
            << "seed " << seed << " step " << step << ": " << instance.text();
        return;
    }
    ASSERT_EQ(matching.weight(), cold.value()) << "seed " << seed << " step " << step << ": " << instance.text();
    ASSERT_EQ(broken_condition(instance, matching.matcher()), "") << "seed " << seed << " step " << step << ": " << instance.text();
}

/// Random edits of every kind, snapshots and undo among them; each followed by a warm and a cold solve.
void run_edits(std::uint64_t seed, int steps, std::int32_t most_nodes, std::int32_t most_capacity) {
    core::Random random(seed);
    Model model;
    for (int i = 0; i < 4; ++i) {
        model.row_lower.push_back(0);
        model.row_upper.push_back(1);
        model.lock.push_back(-1);
        model.column_upper.push_back(1);
    }
    const std::vector<std::int32_t> none;
    const std::vector<std::int64_t> no_weights;
    DynamicMatching<std::int64_t> matching(EdgeList<>(4, 4, none, none), std::span<const std::int64_t>(no_weights));
    std::vector<Model> snapshots;
    // Few are beyond what 32 bits hold, so that most searches are of narrow copies.
    const auto weight = [&] { return random.chance(1, 100) ? random.between(-9, 9) << 30 : random.between(-4, 20); };
    for (int step = 0; step < steps; ++step) {
        const auto row = static_cast<std::int32_t>(random.below(model.row_upper.size()));
        const auto column = static_cast<std::int32_t>(random.below(model.column_upper.size()));
        const auto r = static_cast<std::size_t>(row), c = static_cast<std::size_t>(column);
        auto* const pair = model.find(row, column);
        switch (random.below(14)) {
            case 0:
            case 1:
            case 2: {
                const auto value = weight();
                matching.set_weight(row, column, value);
                if (pair != nullptr)
                    pair->weight = value;
                else
                    model.pairs.push_back({row, column, value, false});
                break;
            }
            case 3:
                if (pair == nullptr) continue;
                matching.forbid(row, column);
                pair->forbidden = true;
                break;
            case 4:
                if (pair == nullptr) continue;
                matching.allow(row, column);
                pair->forbidden = false;
                break;
            case 5:
                if (pair == nullptr || pair->forbidden) continue;
                if (model.row_upper[r] == 0) {
                    EXPECT_THROW(matching.lock(row, column), InvalidArgument);
                    continue;
                }
                matching.lock(row, column);
                model.lock[r] = column;
                break;
            case 6:
                if (model.lock[r] < 0) continue;
                matching.unlock(row);
                model.lock[r] = -1;
                break;
            case 7: {
                if (static_cast<std::int32_t>(model.row_upper.size()) >= most_nodes) continue;
                std::vector<std::int32_t> columns;
                std::vector<std::int64_t> weights;
                const auto added = static_cast<std::int32_t>(model.row_upper.size());
                for (std::int32_t other = 0; other < static_cast<std::int32_t>(model.column_upper.size()); ++other)
                    if (random.chance(1, 2)) {
                        columns.push_back(other);
                        weights.push_back(weight());
                        model.pairs.push_back({added, other, weights.back(), false});
                    }
                ASSERT_EQ(matching.add_row(columns, weights), added);
                model.row_lower.push_back(0);
                model.row_upper.push_back(1);
                model.lock.push_back(-1);
                break;
            }
            case 8: {
                if (static_cast<std::int32_t>(model.column_upper.size()) >= most_nodes) continue;
                std::vector<std::int32_t> rows;
                std::vector<std::int64_t> weights;
                const auto added = static_cast<std::int32_t>(model.column_upper.size());
                for (std::int32_t other = 0; other < static_cast<std::int32_t>(model.row_upper.size()); ++other)
                    if (random.chance(1, 2)) {
                        rows.push_back(other);
                        weights.push_back(weight());
                        model.pairs.push_back({other, added, weights.back(), false});
                    }
                ASSERT_EQ(matching.add_column(rows, weights), added);
                model.column_upper.push_back(1);
                break;
            }
            case 9: {
                const auto upper = static_cast<std::int32_t>(random.between(0, most_capacity));
                const auto lower = random.chance(1, 6) ? static_cast<std::int32_t>(random.between(0, upper)) : 0;
                matching.set_row_capacity(row, lower, upper);
                model.row_lower[r] = lower;
                model.row_upper[r] = upper;
                break;
            }
            case 10:
                model.column_upper[c] = static_cast<std::int32_t>(random.between(0, most_capacity));
                matching.set_column_capacity(column, model.column_upper[c]);
                break;
            case 11:
                if (snapshots.size() >= 5) continue;
                matching.snapshot();
                snapshots.push_back(model);
                continue;
            default:
                if (snapshots.empty()) continue;
                matching.undo();
                model = snapshots.back();
                snapshots.pop_back();
                break;
        }
        if (random.chance(1, 4)) continue;  // several edits before a solve
        expect_cold_answer(model, matching, seed, step);
        if (::testing::Test::HasFatalFailure()) return;
    }
}

TEST(DynamicMatching, LongEditSequencesEqualColdSolves) {
    // Rule: after any sequence of edits, snapshots and undos the warm answer has the value and the proof of a cold solve.
    for (std::uint64_t seed = 1; seed <= campaign(); ++seed) run_edits(seed, 10000, 9, 1);
    for (std::uint64_t seed = 1001; seed <= 1000 + campaign(); ++seed) run_edits(seed, 10000, 8, 3);
}

TEST(DynamicMatching, ShortEditSequencesEqualColdSolves) {
    // Rule: the same from many beginnings.
    for (std::uint64_t seed = 5000; seed < 5000 + 300 * campaign(); ++seed) run_edits(seed, 60, 6, seed % 2 ? 1 : 2);
}

TEST(DynamicMatching, PairOfAnyWeightIsThere) {
    // Rule: a row that must be matched keeps its only pair, whatever that costs, also once searches have made their narrow copy.
    constexpr std::int32_t nodes = 12;
    core::Random random(7);
    std::vector<std::int32_t> row, column;
    for (std::int32_t r = 0; r < nodes; ++r)
        for (std::int32_t c = 0; c < nodes; ++c) {
            row.push_back(r);
            column.push_back(c);
        }
    std::vector<std::int64_t> weights(row.size());
    for (auto& weight : weights) weight = random.between(0, 99);
    const std::vector<std::int32_t> lower(nodes, 1);
    for (const std::int64_t weight :
         {-3 * (std::int64_t{1} << 29) + 1, -3 * (std::int64_t{1} << 29), -(std::int64_t{1} << 31), -(std::int64_t{1} << 50)}) {
        DynamicMatching<std::int64_t> matching(EdgeList<>(nodes, nodes, row, column), std::span<const std::int64_t>(weights),
                                               {.row_lower = lower});
        for (int edit = 0; edit < 60; ++edit) {
            const auto e = random.below(row.size());
            matching.set_weight(row[e], column[e], random.between(0, 99));
            ASSERT_EQ(matching.solve(), Outcome::optimal);
        }
        for (std::int32_t c = 1; c < nodes; ++c) matching.forbid(0, c);
        ASSERT_EQ(matching.solve(), Outcome::optimal);
        matching.set_weight(0, 0, weight);
        ASSERT_EQ(matching.solve(), Outcome::optimal) << weight;
        EXPECT_EQ(matching.row_mate(0), 0);
    }
}

TEST(DynamicMatching, UndoReturnsToTheSameBytes) {
    // Rule: duals and mates after undo are those of the snapshot, not just as good ones.
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        core::Random random(seed);
        const auto instance = random_instance<std::int64_t>(seed, {.max_rows = 12, .max_columns = 12});
        if (instance.edges() == 0) continue;
        DynamicMatching<std::int64_t> matching(EdgeList<>(instance.rows, instance.columns, instance.edge_row, instance.edge_column),
                                               std::span<const std::int64_t>(instance.weights));
        matching.solve();
        const std::vector<std::int64_t> row_duals(matching.matcher().row_duals().begin(), matching.matcher().row_duals().end());
        const std::vector<std::int64_t> column_duals(matching.matcher().column_duals().begin(), matching.matcher().column_duals().end());
        const std::vector<std::int32_t> chosen(matching.matcher().chosen().begin(), matching.matcher().chosen().end());
        matching.snapshot();
        const auto e = random.below(instance.edges());
        matching.remove_column(instance.edge_column[e]);
        matching.solve();
        matching.snapshot();
        matching.remove_row(instance.edge_row[e]);
        matching.add_row(std::vector<std::int32_t>{instance.edge_column[e]}, std::vector<std::int64_t>{50});
        matching.solve();
        matching.undo();
        matching.undo();
        matching.solve();
        EXPECT_TRUE(std::ranges::equal(row_duals, matching.matcher().row_duals())) << "seed " << seed;
        EXPECT_TRUE(std::ranges::equal(column_duals, matching.matcher().column_duals())) << "seed " << seed;
        EXPECT_TRUE(std::ranges::equal(chosen, matching.matcher().chosen())) << "seed " << seed;
    }
}

TEST(DynamicMatching, PriceRangesAreWhatRoomGainsAndLosses) {
    // Rule: the smallest price of a node is what room for one more gains, the largest what room for one fewer costs.
    for (std::uint64_t seed = 1; seed <= 400 * campaign(); ++seed) {
        const auto instance = random_instance<std::int64_t>(
            seed, {.max_rows = 7, .max_columns = 7, .max_row_upper = seed % 2 == 0 ? 3 : 1, .max_column_upper = seed % 3 == 0 ? 3 : 1});
        const auto fresh = [&] {
            Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
            matcher.set_weights(instance.weights);
            return matcher;
        };
        auto matcher = fresh();
        ASSERT_EQ(matcher.solve(), Outcome::optimal);
        const auto value = matcher.value();
        const auto value_with = [&](bool column, std::int32_t node, std::int32_t more) {
            auto other = fresh();
            if (column)
                other.set_column_upper(node, instance.column_upper[static_cast<std::size_t>(node)] + more);
            else
                other.set_row_bounds(node, 0, instance.row_upper[static_cast<std::size_t>(node)] + more);
            other.solve();
            return other.value();
        };
        for (const bool column : {true, false})
            for (std::int32_t node = 0; node < (column ? instance.columns : instance.rows); ++node) {
                const auto range = column ? matcher.column_price_range(node) : matcher.row_price_range(node);
                EXPECT_EQ(range.smallest, value_with(column, node, 1) - value) << "seed " << seed << " node " << node << instance.text();
                const auto upper = (column ? instance.column_upper : instance.row_upper)[static_cast<std::size_t>(node)];
                if (upper == 0) {
                    EXPECT_FALSE(range.largest.has_value());
                } else {
                    EXPECT_EQ(range.largest, value - value_with(column, node, -1))
                        << "seed " << seed << " node " << node << instance.text();
                }
            }
        EXPECT_EQ(matcher.value(), value);
        ASSERT_EQ(matcher.solve(), Outcome::optimal);
        EXPECT_EQ(broken_condition(instance, matcher), "") << "seed " << seed;
    }
}

TEST(DynamicMatching, PriceRangesOfRowsThatMustBeMatched) {
    // Rule: the same of rows with a lower bound, where one edge fewer may be impossible; the dual, which is of both bounds, says neither.
    int none = 0, gains = 0, losses = 0;
    for (std::uint64_t seed = 1; seed <= 2000 * campaign(); ++seed) {
        core::Random random(seed);
        const auto instance =
            random_instance<std::int64_t>(seed, {.max_rows = 5, .max_columns = 6, .max_row_upper = seed % 2 == 0 ? 3 : 1});
        std::vector<std::int32_t> lower;
        for (const auto upper : instance.row_upper) lower.push_back(std::min(upper, static_cast<std::int32_t>(random.below(3))));
        const auto value_with = [&](std::int32_t row, std::int32_t more) -> std::optional<std::int64_t> {
            Matcher<std::int64_t> other(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
            other.set_weights(instance.weights);
            for (std::int32_t i = 0; i < instance.rows; ++i) {
                const auto upper = instance.row_upper[static_cast<std::size_t>(i)] + (i == row ? more : 0);
                if (upper < lower[static_cast<std::size_t>(i)]) return std::nullopt;
                other.set_row_bounds(i, lower[static_cast<std::size_t>(i)], upper);
            }
            if (other.solve() != Outcome::optimal) return std::nullopt;
            return other.value();
        };
        Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
        matcher.set_weights(instance.weights);
        const bool solve_between = random.chance(1, 2);  // the same graph reached in another way has other duals
        if (solve_between) matcher.solve();
        for (std::int32_t i = 0; i < instance.rows; ++i)
            matcher.set_row_bounds(i, lower[static_cast<std::size_t>(i)], instance.row_upper[static_cast<std::size_t>(i)]);
        if (matcher.solve() != Outcome::optimal) continue;
        const auto value = matcher.value();
        for (std::int32_t row = 0; row < instance.rows; ++row) {
            const auto range = matcher.row_price_range(row);
            EXPECT_EQ(range.smallest, *value_with(row, 1) - value) << "seed " << seed << " row " << row << instance.text();
            const auto fewer = instance.row_upper[static_cast<std::size_t>(row)] == 0 ? std::nullopt : value_with(row, -1);
            EXPECT_EQ(range.largest, fewer ? std::optional(value - *fewer) : std::nullopt)
                << "seed " << seed << " row " << row << instance.text();
            if (lower[static_cast<std::size_t>(row)] == 0) continue;
            none += !range.largest;
            gains += range.smallest > 0;
            losses += range.largest.value_or(0) > 0;
        }
        EXPECT_EQ(matcher.value(), value);
    }
    EXPECT_GT(none, 50);
    EXPECT_GT(gains, 20);
    EXPECT_GT(losses, 20);
}

TEST(DynamicMatching, ThePriceOfARowLeavesTheMatcherAsQuickAsItWas) {
    // Rule: that room for a second edge was tried does not make later searches those of rows that take several.
    const auto instance = random_instance<std::int64_t>(5, {.max_rows = 30, .max_columns = 30, .max_column_upper = 3});
    Matcher<std::int64_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column, instance.capacities());
    matcher.set_weights(instance.weights);
    ASSERT_EQ(matcher.solve(), Outcome::optimal);
    std::int32_t row = 0;
    while (row < instance.rows && matcher.row_edge(row) < 0) ++row;
    ASSERT_LT(row, instance.rows);
    matcher.set_row_bounds(row, 1, 1);
    ASSERT_EQ(matcher.solve(), Outcome::optimal);
    const auto work_of_columns = [&] {
        const auto before = matcher.work();
        for (std::int32_t column = 0; column < instance.columns; ++column) static_cast<void>(matcher.column_price_range(column));
        return matcher.work() - before;
    };
    const auto first = work_of_columns();
    static_cast<void>(matcher.row_price_range(row));
    EXPECT_EQ(work_of_columns(), first);
    EXPECT_GT(first, 0);
}

TEST(DynamicMatching, ARefusedEditChangesNothing) {
    // Rule: an edit that throws leaves pairs, locks, bounds and nodes as they were.
    constexpr std::int64_t large = std::int64_t{1} << 58;
    const std::vector<std::int32_t> rows{0, 0, 1, 1}, columns{0, 1, 0, 1};
    const std::vector<std::int64_t> weights{large + 1, 1, large, 2};
    DynamicMatching<std::int64_t> wide(EdgeList<>(2, 2, rows, columns), std::span<const std::int64_t>(weights));
    ASSERT_EQ(wide.solve(), Outcome::optimal);
    EXPECT_THROW(wide.lock(0, 1), Overflow) << "the duals of a row that must be matched reach farther";
    ASSERT_EQ(wide.solve(), Outcome::optimal);
    EXPECT_EQ(wide.weight(), large + 3);
    EXPECT_THROW(wide.unlock(0), InvalidArgument);

    const std::vector<std::int64_t> small{7, 3, 6, 1};
    DynamicMatching<std::int64_t> matching(EdgeList<>(2, 2, rows, columns), std::span<const std::int64_t>(small));
    matching.lock(0, 1);
    EXPECT_THROW(matching.set_row_capacity(0, 2, 1), InvalidArgument);
    EXPECT_THROW(matching.set_row_capacity(0, -1, 1), InvalidArgument);
    ASSERT_EQ(matching.solve(), Outcome::optimal);
    EXPECT_EQ(matching.row_mate(0), 1) << "still locked";
    const std::vector<std::int32_t> both{0, 1};
    const std::vector<std::int64_t> too_large{50, std::int64_t{1} << 60};
    EXPECT_THROW(matching.add_row(both, too_large), Overflow);
    EXPECT_THROW(matching.add_column(both, too_large), Overflow);
    EXPECT_EQ(matching.rows(), 2);
    EXPECT_EQ(matching.columns(), 2);
    ASSERT_EQ(matching.solve(), Outcome::optimal);
    EXPECT_EQ(matching.weight(), 9);
}

TEST(DynamicMatching, ALockLastsUntilItIsTakenBack) {
    // Rule: capacities do not end a lock; a removed row takes part no more, and is locked again when it comes back.
    const std::vector<std::int32_t> rows{0, 0, 1, 1}, columns{0, 1, 0, 1};
    const std::vector<std::int64_t> weights{7, 3, 6, 1};
    DynamicMatching<std::int64_t> matching(EdgeList<>(2, 2, rows, columns), std::span<const std::int64_t>(weights));
    const auto weight = [&] {
        EXPECT_EQ(matching.solve(), Outcome::optimal);
        return matching.weight();
    };
    matching.lock(0, 0);
    matching.set_row_capacity(0, 0, 2);
    EXPECT_EQ(weight(), 8);
    matching.remove_row(0);
    EXPECT_EQ(weight(), 6);
    EXPECT_THROW(matching.lock(0, 1), InvalidArgument) << "a removed row cannot be locked";
    matching.set_row_capacity(0, 0, 1);
    EXPECT_EQ(weight(), 8);
    matching.unlock(0);
    EXPECT_EQ(weight(), 9);
}

TEST(DynamicMatching, RefusesPairsThatAreNotThere) {
    // Rule: an edit of a pair, a node or a snapshot that is not there is a clear error.
    const std::vector<std::int32_t> zero{0};
    const std::vector<std::int64_t> weight{5};
    DynamicMatching<std::int64_t> matching(EdgeList<>(2, 2, zero, zero), std::span<const std::int64_t>(weight));
    EXPECT_THROW(matching.forbid(1, 1), InvalidArgument);
    EXPECT_THROW(matching.lock(0, 1), InvalidArgument);
    EXPECT_THROW(matching.unlock(0), InvalidArgument);
    EXPECT_THROW(matching.undo(), InvalidArgument);
    EXPECT_THROW(matching.set_weight(2, 0, 1), InvalidArgument);
    EXPECT_THROW(matching.remove_column(7), InvalidArgument);
    EXPECT_THROW(matching.set_weight(0, 0, std::int64_t{1} << 62), Overflow);
    EXPECT_EQ(matching.solve(), Outcome::optimal);
    EXPECT_EQ(matching.weight(), 5);
}

TEST(DynamicMatching, NodesAddedAndTakenBackLeaveNoPlacesBehind) {
    // Rule: however often rows and columns of many pairs are tried, the lists are as long as after a few rounds, whatever else is tried.
    std::vector<std::int32_t> row, column;
    std::vector<std::int64_t> weights;
    for (std::int32_t r = 0; r < 12; ++r)
        for (std::int32_t c = 0; c < 10; ++c) {
            row.push_back(r);
            column.push_back(c);
            weights.push_back((r * 37 + c * 91) % 100);
        }
    DynamicMatching<std::int64_t> plan(EdgeList<>(12, 10, row, column), std::span<const std::int64_t>(weights));
    ASSERT_EQ(plan.solve(), Outcome::optimal);
    const auto value = plan.weight();
    const std::vector<std::int32_t> all{0, 1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<std::int64_t> high{500, 400, 300, 200, 100, 90, 80, 70, 60};
    std::size_t places = 0;
    for (int round = 0; round < 200; ++round) {
        plan.snapshot();
        plan.add_row(all, high);
        plan.add_column(all, high);
        plan.add_row({}, {});
        plan.set_weight(12, 10, 700);
        ASSERT_EQ(plan.solve(), Outcome::optimal);
        if (round % 2 == 0) plan.set_row_capacity(12, 0, 3);
        plan.undo();
        ASSERT_EQ(plan.solve(), Outcome::optimal);
        ASSERT_EQ(plan.weight(), value);
        if (round == 3) places = plan.matcher().places();
    }
    EXPECT_EQ(plan.matcher().places(), places);
}

TEST(DynamicMatching, NodesWithoutPairsAreTakenBackAsTheFirstEdit) {
    // Rule: what was built is as it was, whatever is edited next.
    const std::vector<std::int32_t> row{0, 1, 1}, column{0, 0, 1};
    const EdgeList<> graph(2, 2, row, column);
    const std::vector<std::int64_t> weights{5, 6, 2};
    for (const bool is_row : {true, false}) {
        DynamicMatching<std::int64_t> plan(graph, std::span<const std::int64_t>(weights));
        plan.snapshot();
        is_row ? plan.add_row({}, {}) : plan.add_column({}, {});
        plan.undo();
        ASSERT_EQ(plan.solve(), Outcome::optimal);
        EXPECT_EQ(plan.weight(), 7);
        EXPECT_EQ(plan.row_mate(0), 0);
        EXPECT_EQ(plan.row_mate(1), 1);
        plan.set_weight(0, 0, 9);
        plan.add_column(std::vector<std::int32_t>{0, 1}, std::vector<std::int64_t>{40, 30});
        ASSERT_EQ(plan.solve(), Outcome::optimal);
        EXPECT_EQ(plan.weight(), 46);
        plan.forbid(1, 0);
        ASSERT_EQ(plan.solve(), Outcome::optimal);
        EXPECT_EQ(plan.weight(), 42);
    }
}

}  // namespace
}  // namespace husrom::matching::testing
