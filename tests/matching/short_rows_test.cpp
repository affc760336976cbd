#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/detail/short_rows.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

struct SparseGraph {
    std::int32_t rows, columns;
    std::vector<std::int32_t> row, column;
    std::vector<std::int64_t> weights;
    [[nodiscard]] EdgeList<> view() const { return {rows, columns, row, column}; }
};

/// About `degree` edges a row, from none to three times as many; parallel edges and nodes without edges come about by chance.
SparseGraph sparse_graph(core::Random& random, std::int32_t rows, std::int32_t columns, std::uint64_t degree, std::int64_t low,
                         std::int64_t high) {
    SparseGraph graph{rows, columns, {}, {}, {}};
    for (std::int32_t r = 0; r < rows; ++r)
        for (std::uint64_t k = random.chance(1, 20) ? 3 * degree : random.below(2 * degree + 1); k > 0; --k) {
            graph.row.push_back(r);
            graph.column.push_back(static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(columns))));
            graph.weights.push_back(random.between(low, high));
        }
    return graph;
}

/// Balanced sides, where the solver auctions first; numbers of columns around a power of two, which need a bit more in a record.
SparseGraph balanced_graph(std::uint64_t seed) {
    core::Random random(seed);
    const std::int32_t rows =
        random.chance(1, 4) ? 511 + static_cast<std::int32_t>(random.below(3)) : 501 + static_cast<std::int32_t>(random.below(300));
    const std::int32_t columns = random.chance(1, 2) ? rows : rows + 1;
    const std::int64_t highs[] = {1, 3, 1000, 1 << 20, std::int64_t{1} << 27, std::int64_t{1} << 40, std::int64_t{1} << 56};
    const std::int64_t high = highs[seed % 7];
    const std::int64_t low = random.chance(1, 3) ? -high / 2 : random.chance(1, 2) ? 0 : high / 2;
    return sparse_graph(random, rows, columns, 1 + random.below(14), low, high);
}

void expect_proven(const SparseGraph& graph, Cardinality cardinality, const std::string& where) {
    const auto best = maximum_weight(graph.view(), graph.weights, {.cardinality = cardinality});
    if (best.status == Outcome::infeasible) {
        ASSERT_EQ(cardinality, Cardinality::full) << where;
        const auto most = maximum_weight(graph.view(), graph.weights, {.cardinality = Cardinality::maximum});
        ASSERT_LT(most.pairs, std::min(graph.rows, graph.columns)) << where;
        return;
    }
    const auto verdict = verify(graph.view(), graph.weights, best);
    ASSERT_TRUE(verdict.accepted) << where << ": " << verdict.objection;
}

TEST(ShortRows, BalancedGraphsAreProven) {
    // Rule: where the sides are equal or nearly so, the answer comes with its proof, whatever the width of the weights and the cardinality.
    for (std::uint64_t seed = 1; seed <= 140 * campaign(); ++seed) {
        const SparseGraph graph = balanced_graph(seed);
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            try {
                expect_proven(graph, cardinality,
                              "seed " + std::to_string(seed) + ", cardinality " + std::to_string(static_cast<int>(cardinality)));
            } catch (const Overflow&) {
                ASSERT_EQ(seed % 7, 6) << "seed " << seed;  // the widest weights may be refused, no others
            }
            if (HasFatalFailure()) return;
        }
    }
}

TEST(ShortRows, ManyEdgesAreProven) {
    // Rule: the same with too many edges for the cache, with columns to spare and without, in both directions.
    for (std::uint64_t seed = 1; seed <= 6 * campaign(); ++seed) {
        core::Random random(seed);
        const std::int32_t shorter = 3000, longer = shorter + static_cast<std::int32_t>(random.below(seed % 2 ? 60 : 2000));
        const bool tall = random.chance(1, 2);
        const std::int64_t high = seed % 3 == 0 ? 5 : seed % 3 == 1 ? 1000 : std::int64_t{1} << 33;
        const SparseGraph graph = sparse_graph(random, tall ? longer : shorter, tall ? shorter : longer, 30, high / 10, high);
        ASSERT_GT(graph.weights.size(), 65536u);
        expect_proven(graph, Cardinality::free, "seed " + std::to_string(seed));
        expect_proven(graph, Cardinality::full, "seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
    }
}

TEST(ShortRows, RowsThatMustBeMatchedStartCold) {
    // Rule: nodes that must be matched, some whose edges all cost, are matched in balanced graphs too, or a witness says why not.
    for (std::uint64_t seed = 1; seed <= 30 * campaign(); ++seed) {
        core::Random random(seed);
        const std::int32_t size = 501 + static_cast<std::int32_t>(random.below(50));
        const SparseGraph graph = sparse_graph(random, size, size, 8, -50, 50);
        Instance<std::int64_t> instance;
        instance.rows = instance.columns = size;
        instance.edge_row = graph.row;
        instance.edge_column = graph.column;
        instance.weights = graph.weights;
        instance.enabled.assign(graph.row.size(), 1);
        std::vector<std::int32_t> degree(static_cast<std::size_t>(size), 0);
        for (const std::int32_t r : graph.row) ++degree[static_cast<std::size_t>(r)];
        for (std::int32_t r = 0; r < size; ++r)
            instance.row_lower.push_back(degree[static_cast<std::size_t>(r)] > 6 && random.chance(1, 3) ? 1 : 0);
        instance.row_upper.assign(static_cast<std::size_t>(size), 1);
        instance.column_upper.assign(static_cast<std::size_t>(size), 1);
        Matcher<std::int64_t> matcher(size, size, graph.row, graph.column, instance.capacities());
        matcher.set_weights(graph.weights);
        if (matcher.solve() == Outcome::optimal)
            ASSERT_EQ(broken_condition(instance, matcher), "") << "seed " << seed;
        else
            ASSERT_EQ(broken_witness(instance, matcher.witness()), "") << "seed " << seed;
    }
}

TEST(ShortRows, GivingUpLeadsToTheSameValue) {
    // Rule: searches that are given up for an auction end at the same total, and a budget stops either.
    using Short = detail::ShortRows<std::uint32_t, std::int32_t>;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        core::Random random(seed);
        const SparseGraph graph = sparse_graph(random, 700, 700, 9, 10000, 10999);
        const auto for_each = [&](const auto& visit) {
            for (std::size_t e = 0; e < graph.weights.size(); ++e) visit(graph.row[e], graph.column[e], graph.weights[e]);
        };
        auto survey = detail::survey(graph.rows, 1, for_each);
        const auto packed = detail::pack<std::uint32_t>(graph.rows, graph.columns, std::move(survey), 1, for_each);
        const auto total = [&](Short& rows) {
            std::vector<std::int32_t> prices, row_mates, column_mates;
            std::vector<std::uint32_t> words;
            rows.hand_over(prices, row_mates, column_mates, words);
            std::int64_t sum = 0;
            for (std::size_t r = 0; r < row_mates.size(); ++r)
                if (row_mates[r] >= 0) sum += static_cast<std::int64_t>(words[r] >> packed.column_bits) + packed.base;
            return sum;
        };
        const auto best = maximum_weight(graph.view(), graph.weights).weight;
        const std::vector<std::int32_t> nothing(static_cast<std::size_t>(graph.columns), 0);
        Short patient(packed, static_cast<std::int32_t>(-packed.base), {}, {});
        ASSERT_EQ(patient.solve(nothing, {}, nullptr), Short::End::done);
        ASSERT_EQ(total(patient), best) << "seed " << seed;
        Short hasty(packed, static_cast<std::int32_t>(-packed.base), {}, {});
        ASSERT_EQ(hasty.solve(nothing, {.pops = 3}, nullptr), Short::End::gave_up) << "seed " << seed;
        ASSERT_EQ(hasty.solve_by_auction(nullptr), Short::End::done);
        Short stopped(packed, static_cast<std::int32_t>(-packed.base), {}, {});
        core::Budget budget(std::nullopt, 3000);
        ASSERT_EQ(stopped.solve_by_auction(&budget), Short::End::stopped);
    }
}

/// Balanced graphs whose weights and columns are of some kind, each hard for prices that are guessed in another way.
SparseGraph balanced_graph(std::int32_t size, std::int32_t degree, int kind, core::Random& random) {
    SparseGraph graph;
    graph.rows = graph.columns = size;
    const auto number = [&](std::int64_t most) { return random.between(0, most - 1); };
    std::vector<std::int64_t> place(static_cast<std::size_t>(2 * size));
    for (auto& one : place) one = number(10'000);
    for (std::int32_t row = 0; row < size; ++row)
        for (std::int32_t k = 0; k < degree; ++k) {
            auto column = static_cast<std::int32_t>(number(size));
            if (kind == 3) column = static_cast<std::int32_t>(number(size) * number(size) / size);                      // some are popular
            if (kind == 4) column = std::clamp(row + static_cast<std::int32_t>(random.between(-30, 30)), 0, size - 1);  // neighbours
            const std::int64_t of_row = place[static_cast<std::size_t>(row)], of_column = place[static_cast<std::size_t>(size + column)];
            std::int64_t weight = random.between(10'000, 10'999);
            if (kind == 1) weight = 1 + number(3);                          // few values
            if (kind == 2) weight = 10'000 + of_column / 10 + number(100);  // by column
            if (kind == 5) weight = 20'000 - std::abs(of_row - of_column);  // distances
            if (kind == 6) weight = 1 + number(1000);                       // staying free is an alternative
            graph.row.push_back(row);
            graph.column.push_back(column);
            graph.weights.push_back(weight);
        }
    return graph;
}

TEST(ShortRows, NoKindOfBalancedGraphIsACliff) {
    // Rule: whatever the weights and whoever wants which columns, a solve of a balanced graph is proven and looks at each edge some dozens
    // of times at most. Where some rows have to stay out they bid each other up to the end, some hundred times an edge: short rows, and
    // popular columns, have no perfect matching that prices could be guessed from.
    for (int kind = 0; kind < 7; ++kind)
        for (const std::int32_t degree : {2, 5, 20})
            for (std::uint64_t seed = 1; seed <= campaign(); ++seed) {
                core::Random random(seed);
                const SparseGraph graph = balanced_graph(2000, degree, kind, random);
                core::Budget budget;
                const auto best = maximum_weight(graph.view(), graph.weights, {.budget = &budget});
                const auto where = "kind " + std::to_string(kind) + ", degree " + std::to_string(degree) + ", seed " + std::to_string(seed);
                const auto verdict = verify(graph.view(), std::span<const std::int64_t>(graph.weights), best);
                ASSERT_TRUE(verdict.accepted) << verdict.objection << ", " << where;
                const bool perfect = degree == 20 && kind != 3;
                EXPECT_LT(budget.work(), (perfect ? 60 : 700) * 2000 * degree) << where;
            }
}

TEST(ShortRows, NoBalanceIsACliff) {
    // Rule: from half as many columns as rows to twice as many, however near to equal, a solve looks at each edge a few dozen times at
    // most.
    constexpr std::int32_t rows = 2000;
    constexpr std::int32_t degree = 20;
    for (const std::int32_t columns :
         {1000, 1800, 1900, 1960, 1980, 1990, 1996, 1998, 1999, 2000, 2001, 2002, 2004, 2010, 2020, 2040, 2100, 2200, 4000}) {
        for (std::uint64_t seed = 1; seed <= campaign(); ++seed) {
            core::Random random(seed);
            std::vector<std::int32_t> edge_row, edge_column, weights;
            for (std::int32_t row = 0; row < rows; ++row)
                for (std::int32_t k = 0; k < degree; ++k) {
                    edge_row.push_back(row);
                    edge_column.push_back(static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(columns))));
                    weights.push_back(static_cast<std::int32_t>(random.between(10000, 10999)));
                }
            const EdgeList<> graph(rows, columns, edge_row, edge_column);
            core::Budget budget;
            const auto best = maximum_weight(graph, weights, {.budget = &budget});
            const auto verdict = verify(graph, weights, best);
            ASSERT_TRUE(verdict.accepted) << verdict.objection << ", " << columns << " columns, seed " << seed;
            EXPECT_LT(budget.work(), 60 * rows * degree) << columns << " columns, seed " << seed;
        }
    }
}

}  // namespace
}  // namespace husrom::matching::testing
