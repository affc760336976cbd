#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <husrom/matching/dense.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

/// Each cell of a table of rows x columns: no edge, or an edge of weight 0, 1 or 2.
struct Table {
    static constexpr std::int32_t none = 3;
    std::int32_t rows, columns;
    std::array<std::int32_t, 16> cell{};

    [[nodiscard]] std::int32_t& at(std::int32_t row, std::int32_t column) { return cell[static_cast<std::size_t>(row * columns + column)]; }
    [[nodiscard]] std::int32_t at(std::int32_t row, std::int32_t column) const {
        return cell[static_cast<std::size_t>(row * columns + column)];
    }
    [[nodiscard]] Instance<std::int32_t> instance() const {
        Instance<std::int32_t> result;
        result.rows = rows;
        result.columns = columns;
        result.row_lower.assign(static_cast<std::size_t>(rows), 0);
        result.row_upper.assign(static_cast<std::size_t>(rows), 1);
        result.column_upper.assign(static_cast<std::size_t>(columns), 1);
        for (std::int32_t r = 0; r < rows; ++r)
            for (std::int32_t c = 0; c < columns; ++c) {
                if (at(r, c) == none) continue;
                result.edge_row.push_back(r);
                result.edge_column.push_back(c);
                result.weights.push_back(at(r, c));
                result.enabled.push_back(1);
            }
        return result;
    }

    /// The best weight of any matching with so many pairs, -1 where there is none.
    [[nodiscard]] std::array<std::int32_t, 5> best_by_pairs() const {
        std::array<std::int32_t, 5> best{-1, -1, -1, -1, -1};
        extend(0, 0, 0, 0, best);
        return best;
    }

private:
    void extend(std::int32_t row, std::uint32_t taken, std::int32_t pairs, std::int32_t weight, std::array<std::int32_t, 5>& best) const {
        if (row == rows) {
            best[static_cast<std::size_t>(pairs)] = std::max(best[static_cast<std::size_t>(pairs)], weight);
            return;
        }
        extend(row + 1, taken, pairs, weight, best);
        for (std::int32_t c = 0; c < columns; ++c)
            if (at(row, c) != none && (taken >> c & 1U) == 0) extend(row + 1, taken | 1U << c, pairs + 1, weight + at(row, c), best);
    }
};

/// Calls visit with tables of every kind. With `sorted` only those whose rows and whose columns ascend, one of which at least can be made
/// of any table by permuting rows and columns.
template <class Visit> void for_each_table(Table& table, bool sorted, std::int32_t next, std::uint32_t equal_columns, const Visit& visit) {
    const std::int32_t row = next / table.columns, column = next % table.columns;
    if (row == table.rows) {
        visit(table);
        return;
    }
    for (std::int32_t value = 0; value <= Table::none; ++value) {
        table.at(row, column) = value;
        std::uint32_t equal = equal_columns;  // bit c: column c is as column c - 1 so far
        if (sorted && column > 0 && (equal >> column & 1U) != 0) {
            if (value < table.at(row, column - 1)) continue;
            if (value > table.at(row, column - 1)) equal &= ~(1U << column);
        }
        if (sorted && row > 0 && column + 1 == table.columns) {
            const auto begin = table.cell.begin() + row * table.columns;
            if (std::lexicographical_compare(begin, begin + table.columns, begin - table.columns, begin)) continue;
        }
        for_each_table(table, sorted, next + 1, equal, visit);
    }
}

void expect_best(const Table& table) {
    const auto instance = table.instance();
    const auto best = table.best_by_pairs();
    const std::int32_t heaviest = *std::ranges::max_element(best);
    std::int32_t most = std::min(table.rows, table.columns);
    const std::int32_t complete = best[static_cast<std::size_t>(most)];
    while (best[static_cast<std::size_t>(most)] < 0) --most;

    const EdgeList<> graph(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
    const auto expect = [&](Cardinality cardinality, std::int32_t value) {
        const auto found = maximum_weight(graph, instance.weights, {.cardinality = cardinality});
        ASSERT_EQ(found.status, value < 0 ? Outcome::infeasible : Outcome::optimal) << instance.text();
        if (value < 0) return;
        ASSERT_EQ(found.weight, value) << instance.text();
        const auto verdict = verify(graph, instance.weights, found);
        ASSERT_TRUE(verdict.accepted) << verdict.objection << instance.text();
    };
    expect(Cardinality::free, heaviest);
    expect(Cardinality::maximum, best[static_cast<std::size_t>(most)]);
    expect(Cardinality::full, complete);

    Matcher<std::int32_t> matcher(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
    matcher.set_weights(instance.weights);
    ASSERT_EQ(matcher.solve(), Outcome::optimal);
    ASSERT_EQ(matcher.value(), heaviest) << instance.text();
    ASSERT_EQ(broken_condition(instance, matcher), "") << instance.text();

    std::array<std::uint8_t, 16> allowed{};
    for (std::size_t k = 0; k < allowed.size(); ++k) allowed[k] = table.cell[k] == Table::none ? 0 : 1;
    const DenseView<std::int32_t> view{table.cell.data(), table.rows, table.columns, table.columns, allowed.data(), table.columns};
    const auto dense = maximum_weight(view, {.cardinality = Cardinality::full});
    ASSERT_EQ(dense.status, complete < 0 ? Outcome::infeasible : Outcome::optimal) << instance.text();
    if (complete >= 0) {
        ASSERT_EQ(dense.weight, complete) << instance.text();
    }
}

/// One table in `stride`, and how many there were.
std::uint64_t sweep(std::int32_t rows, std::int32_t columns, bool sorted, std::uint64_t stride) {
    Table table{rows, columns, {}};
    std::uint64_t seen = 0;
    for_each_table(table, sorted, 0, ~std::uint32_t{0}, [&](const Table& one) {
        if (seen++ % stride == 0 && !::testing::Test::HasFatalFailure()) expect_best(one);
    });
    return seen;
}

/// HUSROM_CAMPAIGN=1000 takes every table.
std::uint64_t one_in(std::uint64_t stride) {
    return std::max<std::uint64_t>(stride / campaign(), 1);
}

TEST(AllGraphs, UpToThreeByThreeAreSolved) {
    // Rule: every graph up to 3 x 3 with weights 0 to 2 is solved to the best of all matchings, with its proof: all up to order of nodes,
    // and one in 13 of those of 3 x 3 in every order.
    for (std::int32_t rows = 1; rows <= 3; ++rows)
        for (std::int32_t columns = 1; columns <= 3; ++columns) {
            sweep(rows, columns, true, 1);
            ASSERT_EQ(sweep(rows, columns, false, one_in(rows * columns == 9 ? 13 : 1)), std::uint64_t{1} << (2 * rows * columns));
        }
}

TEST(AllGraphs, UpToFourByFourAreSolved) {
    // Rule: the same with four rows or columns, of the graphs up to order of nodes one in 7 (3 x 4) and one in 997 (4 x 4).
    for (const auto& [rows, columns] : {std::pair{1, 4}, {4, 1}, {2, 4}, {4, 2}}) sweep(rows, columns, true, 1);
    for (const auto& [rows, columns] : {std::pair{3, 4}, {4, 3}}) sweep(rows, columns, true, one_in(7));
    sweep(4, 4, true, one_in(997));
}

}  // namespace
}  // namespace husrom::matching::testing
