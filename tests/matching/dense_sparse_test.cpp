#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "dense_instance.hpp"

namespace husrom::matching::test {
namespace {

template <class Weight> class DenseAndSparse : public testing::Test {};
using Weights = testing::Types<std::int32_t, std::int64_t, double>;
TYPED_TEST_SUITE(DenseAndSparse, Weights);

/// The allowed entries as an edge list.
template <class Weight> struct Edges {
    explicit Edges(const DenseInstance<Weight>& instance) {
        for (std::int32_t r = 0; r < instance.rows; ++r)
            for (std::int32_t c = 0; c < instance.columns; ++c) {
                if (!instance.view().is_allowed(r, c)) continue;
                row.push_back(r);
                column.push_back(c);
                weight.push_back(instance.view().weight(r, c));
            }
    }
    std::vector<std::int32_t> row, column;
    std::vector<Weight> weight;
};

template <class Weight>
void expect_agreement(const DenseInstance<Weight>& instance, Sense sense, Cardinality cardinality, const std::string& what) {
    const Edges<Weight> edges(instance);
    const EdgeList<> graph(instance.rows, instance.columns, edges.row, edges.column);
    const MatchingOptions options{.cardinality = cardinality};
    const bool maximise = sense == Sense::maximise;
    const auto sparse = maximise ? maximum_weight(graph, edges.weight, options) : minimum_cost(graph, edges.weight, options);
    const auto dense = maximise ? maximum_weight(instance.view(), options) : minimum_cost(instance.view(), options);
    ASSERT_EQ(sparse.status, dense.status) << what;
    if (dense.status != Outcome::optimal) return;
    const Verdict verdict = verify(instance.view(), dense);
    ASSERT_TRUE(verdict.accepted) << verdict.objection << what;
    if (cardinality != Cardinality::free) {
        ASSERT_EQ(sparse.pairs, dense.pairs) << what;
    }
    if constexpr (std::is_integral_v<Weight>)
        ASSERT_EQ(sparse.weight, dense.weight) << what;
    else
        ASSERT_NEAR(sparse.weight, dense.weight, 1e-9 * static_cast<double>(instance.rows + instance.columns)) << what;
}

TYPED_TEST(DenseAndSparse, HaveTheSameValue) {
    // Rule: the two solvers share no code, and agree on value, pairs and infeasibility, whatever the shape, the mask and the kind.
    for (std::uint64_t seed = 1; seed <= 80; ++seed) {
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(1, 120));
        const auto columns = random.chance(1, 3) ? rows : static_cast<std::int32_t>(random.between(1, 120));
        const auto kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count)));
        const int allowed = random.chance(1, 2) ? 100 : static_cast<int>(random.between(3, 90));
        const auto instance = random_instance<TypeParam>(rows, columns, kind, allowed, random);
        const Sense sense = random.chance(1, 2) ? Sense::maximise : Sense::minimise;
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full})
            expect_agreement(instance, sense, cardinality,
                             " seed " + std::to_string(seed) + " kind " + std::to_string(static_cast<int>(kind)) + " " +
                                 std::to_string(rows) + "x" + std::to_string(columns));
    }
}

TYPED_TEST(DenseAndSparse, AgreeWhereRowsWantTheSameColumns) {
    // Rule: product and far-apart geometric costs, square, nearly square and wide, all pairs paying or not: whichever start is taken
    // (blank rows, auction rounds, none), the optimum is the same and proven.
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
        for (const auto& [rows, columns] : {std::pair{90, 90}, {90, 91}, {90, 120}, {90, 250}, {120, 90}}) {
            for (const Kind kind : {Kind::product, Kind::geometric})
                for (const Sense sense : {Sense::maximise, Sense::minimise})
                    for (const Cardinality cardinality : {Cardinality::free, Cardinality::full}) {
                        core::Random random(seed);
                        const auto instance = random_instance<TypeParam>(rows, columns, kind, 100, random);
                        expect_agreement(instance, sense, cardinality,
                                         " seed " + std::to_string(seed) + " kind " + std::to_string(static_cast<int>(kind)) + " " +
                                             std::to_string(rows) + "x" + std::to_string(columns));
                    }
        }
}

/// Distances between points drawn on a line, or what else two numbers a side make of a row and a column.
template <class Weight> DenseInstance<Weight> on_a_line(std::int32_t rows, std::int32_t columns, core::Random& random) {
    constexpr std::uint64_t spans[] = {20, 50, 200, 1000};
    const std::uint64_t span = spans[random.below(4)];
    const std::uint64_t shape = random.below(8);
    std::vector<std::int64_t> place;
    for (std::int32_t node = 0; node < rows + columns; ++node) place.push_back(static_cast<std::int64_t>(random.below(span)));
    DenseInstance<Weight> instance{rows, columns, {}, {}};
    for (std::int32_t row = 0; row < rows; ++row)
        for (std::int32_t column = 0; column < columns; ++column) {
            const std::int64_t x = place[static_cast<std::size_t>(row)];
            const std::int64_t y = place[static_cast<std::size_t>(rows + column)];
            const std::int64_t cost = shape == 0   ? (x - y) * (x - y)
                                      : shape == 1 ? std::max(x, y)
                                      : shape == 2 ? std::abs(x - y) + random.between(0, 2)
                                                   : std::abs(x - y);
            instance.weights.push_back(static_cast<Weight>(cost));
        }
    return instance;
}

TYPED_TEST(DenseAndSparse, AgreeOnCostsAlongALine) {
    // Rule: where auction rounds go before a structured start, no list answers for prices that have fallen since, and no proof leans on
    // prices that all stand too high: squares and near-squares, either way round.
    for (std::uint64_t seed = 1; seed <= 700; ++seed) {
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(20, 110));
        const auto instance = on_a_line<TypeParam>(rows, rows + static_cast<std::int32_t>(random.between(0, 4)), random);
        const std::string what = " seed " + std::to_string(seed);
        expect_agreement(seed % 4 == 0 ? instance.transposed() : instance, Sense::minimise, Cardinality::full, what);
        expect_agreement(instance, Sense::maximise, Cardinality::free, what);
        if (this->HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace husrom::matching::test
