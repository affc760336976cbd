#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

template <class Weight> EdgeList<> view(const Instance<Weight>& instance) {
    return {instance.rows, instance.columns, instance.edge_row, instance.edge_column};
}

/// The best (pairs first where asked) over all matchings, by trying every edge in and out.
template <class Weight> std::optional<DualOf<Weight>> best_of_all(const Instance<Weight>& instance, Cardinality cardinality) {
    std::vector<std::uint8_t> row_taken(static_cast<std::size_t>(instance.rows)), column_taken(static_cast<std::size_t>(instance.columns));
    std::optional<std::pair<std::int64_t, DualOf<Weight>>> best;
    const std::function<void(std::size_t, std::int64_t, DualOf<Weight>)> extend = [&](std::size_t e, std::int64_t pairs,
                                                                                      DualOf<Weight> value) {
        if (e == instance.edges()) {
            if (cardinality == Cardinality::full && pairs < std::min(instance.rows, instance.columns)) return;
            const std::pair<std::int64_t, DualOf<Weight>> found{cardinality == Cardinality::free ? 0 : pairs, value};
            if (!best || best->first < found.first || (best->first == found.first && best->second < found.second)) best = found;
            return;
        }
        extend(e + 1, pairs, value);
        const auto r = static_cast<std::size_t>(instance.edge_row[e]), c = static_cast<std::size_t>(instance.edge_column[e]);
        if (row_taken[r] || column_taken[c]) return;
        row_taken[r] = column_taken[c] = 1;
        extend(e + 1, pairs + 1, value + static_cast<DualOf<Weight>>(instance.weights[e]));
        row_taken[r] = column_taken[c] = 0;
    };
    extend(0, 0, {});
    if (!best) return std::nullopt;
    return best->second;
}

template <class Weight> void expect_best(const Instance<Weight>& instance, Cardinality cardinality, const std::string& where) {
    const auto found = maximum_weight(view(instance), instance.weights, {.cardinality = cardinality});
    const auto best = best_of_all(instance, cardinality);
    if (!best) {
        ASSERT_EQ(found.status, Outcome::infeasible) << where << instance.text();
        return;
    }
    ASSERT_EQ(found.status, Outcome::optimal) << where << instance.text();
    const auto verdict = verify(view(instance), instance.weights, found);
    ASSERT_TRUE(verdict.accepted) << verdict.objection << "; " << where << instance.text();
    ASSERT_TRUE(found.weight == *best) << where << instance.text();

    // The least cost of the negated weights is the same matching problem.
    auto negated = instance.weights;
    for (auto& weight : negated) weight = Weight{} - weight;
    const auto least = minimum_cost(view(instance), negated, {.cardinality = cardinality});
    ASSERT_EQ(least.status, Outcome::optimal) << where << instance.text();
    const auto least_verdict = verify(view(instance), negated, least);
    ASSERT_TRUE(least_verdict.accepted) << least_verdict.objection << "; " << where << instance.text();
    ASSERT_TRUE(least.weight == DualOf<Weight>{} - *best) << where << instance.text();
}

template <class Weight> void sweep(std::uint64_t first_seed, std::uint64_t count, const Shape& shape, std::int64_t scale = 1) {
    for (std::uint64_t seed = first_seed; seed < first_seed + count * campaign(); ++seed) {
        auto instance = random_instance<Weight>(seed, shape);
        if (instance.edges() > 20) continue;
        if constexpr (!std::is_same_v<Weight, double> && std::is_arithmetic_v<Weight>)
            for (auto& weight : instance.weights) weight = static_cast<Weight>(weight * static_cast<Weight>(scale));
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            if (cardinality == Cardinality::maximum && !std::is_arithmetic_v<Weight>) continue;
            expect_best(instance, cardinality,
                        "seed " + std::to_string(seed) + ", cardinality " + std::to_string(static_cast<int>(cardinality)) + ": ");
            if (::testing::Test::HasFatalFailure()) return;
        }
    }
}

TEST(MaximumWeight, EqualsBruteForce) {
    // Rule: the matching is the best of all matchings of its cardinality, its duals prove it, and minimum_cost mirrors it.
    sweep<std::int32_t>(1000, 1500, {});
    sweep<std::int64_t>(20000, 500, {.low = 0, .high = 2});
    sweep<std::int32_t>(30000, 500, {.max_rows = 7, .max_columns = 3, .low = -9, .high = 30});
    sweep<std::int32_t>(40000, 500, {.max_rows = 3, .max_columns = 7, .low = -9, .high = 30});
}

TEST(MaximumWeight, WideWeightsEqualBruteForce) {
    // Rule: weights that need 64-bit and wider words change the words, not the answer.
    sweep<std::int64_t>(50000, 600, {}, std::int64_t{1} << 30);
    sweep<std::int64_t>(60000, 600, {}, std::int64_t{1} << 52);
}

TEST(MaximumWeight, TuplesEqualBruteForce) {
    // Rule: tuples are maximised goal by goal, whether the leading goals fit one number or not.
    sweep<Tuple<3>>(70000, 600, {.low = -2, .high = 2});
    for (std::uint64_t seed = 80000; seed < 80000 + 400 * campaign(); ++seed) {
        auto instance = random_instance<Tuple<4>>(seed, {.low = -2, .high = 2});
        if (instance.edges() > 20) continue;
        for (auto& weight : instance.weights)
            for (std::size_t g = 1; g < 4; ++g) weight[g] *= std::int64_t{1} << 40;
        expect_best(instance, Cardinality::free, "seed " + std::to_string(seed) + ": ");
        expect_best(instance, Cardinality::full, "seed " + std::to_string(seed) + ", full: ");
        if (HasFatalFailure()) return;
    }
}

TEST(MaximumWeight, DoublesEqualBruteForce) {
    // Rule: doubles with few bits are exact; others agree to rounding, and the certificate holds.
    for (std::uint64_t seed = 90000; seed < 90000 + 600 * campaign(); ++seed) {
        core::Random random(seed);
        const auto shape = random_instance<std::int32_t>(seed, {});
        if (shape.edges() > 20) continue;
        Instance<double> instance;
        instance.rows = shape.rows;
        instance.columns = shape.columns;
        instance.edge_row = shape.edge_row;
        instance.edge_column = shape.edge_column;
        const bool exact = random.chance(1, 2);
        for (const auto weight : shape.weights) instance.weights.push_back(exact ? weight * 0.125 : weight * random.unit());
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            const auto found = maximum_weight(view(instance), instance.weights, {.cardinality = cardinality});
            const auto best = best_of_all(instance, cardinality);
            ASSERT_EQ(found.status, best ? Outcome::optimal : Outcome::infeasible) << "seed " << seed;
            if (!best) continue;
            const auto verdict = verify(view(instance), instance.weights, found);
            ASSERT_TRUE(verdict.accepted) << verdict.objection << " seed " << seed;
            ASSERT_NEAR(found.weight, *best, exact ? 0 : 1e-12) << "seed " << seed;
        }
    }
}

TEST(MaximumWeight, RefusesWhatItCannotSum) {
    // Rule: weights near the limits of the type, and doubles that are no numbers, are clear errors; all equal and zero weights are fine.
    const std::vector<std::int32_t> zero{0};
    const EdgeList<> one(1, 1, zero, zero);
    EXPECT_THROW((void)maximum_weight(one, std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::max()}), Overflow);
    EXPECT_THROW((void)minimum_cost(one, std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min()}), Overflow);
    EXPECT_THROW((void)maximum_weight(one, std::vector<double>{std::nan("")}), InvalidArgument);
    EXPECT_THROW((void)maximum_weight(one, std::vector<double>{std::numeric_limits<double>::infinity()}), InvalidArgument);
    EXPECT_EQ(maximum_weight(one, std::vector<double>{1e300}).weight, 1e300);
    EXPECT_EQ(maximum_weight(one, std::vector<double>{5e-324}).weight, 5e-324);
    EXPECT_EQ(maximum_weight(one, std::vector<std::int32_t>{std::numeric_limits<std::int32_t>::max()}).weight,
              std::numeric_limits<std::int32_t>::max());
    EXPECT_EQ(minimum_cost(one, std::vector<std::int32_t>{std::numeric_limits<std::int32_t>::min()}).weight,
              std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(maximum_weight(one, std::vector<std::int64_t>{weight_limit}).weight, weight_limit);
    EXPECT_EQ(maximum_weight(one, std::vector<std::int32_t>{0}).pairs, 0);
    EXPECT_EQ(maximum_weight(one, std::vector<std::int32_t>{-5}, {.cardinality = Cardinality::full}).weight, -5);
}

TEST(MaximumWeight, DoublesFarApartKeepTheirCertificate) {
    // Rule: weights too small to be told from nothing beside the largest one are rounded, and the check knows of it.
    const std::vector<std::int32_t> row{0, 1}, column{0, 1};
    const std::vector<double> weights{1e-234, 5e-322};
    const EdgeList<> pairs(2, 2, row, column);
    const auto found = maximum_weight(pairs, weights);
    EXPECT_TRUE(verify(pairs, weights, found).accepted);
    EXPECT_EQ(found.row_mates[0], 0);
}

TEST(MaximumWeight, EmptySidesAndIsolatedNodes) {
    // Rule: a side without nodes, a graph without edges and isolated nodes are matchings too.
    const std::vector<std::int32_t> none;
    const std::vector<std::int32_t> no_weights;
    for (const auto& [rows, columns] : std::vector<std::pair<std::int32_t, std::int32_t>>{{0, 0}, {0, 3}, {3, 0}, {2, 3}}) {
        const EdgeList<> graph(rows, columns, none, none);
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            const auto found = maximum_weight(graph, no_weights, {.cardinality = cardinality});
            const bool impossible = cardinality == Cardinality::full && std::min(rows, columns) > 0;
            EXPECT_EQ(found.status, impossible ? Outcome::infeasible : Outcome::optimal);
            if (!impossible) {
                EXPECT_TRUE(verify(graph, no_weights, found).accepted);
            }
        }
    }
}

TEST(MaximumWeight, ReadsCsrWithAnyIndex) {
    // Rule: CSR with 32-bit and 64-bit indices and an edge list are the same graph.
    const std::vector<std::int32_t> row{0, 0, 1, 2, 2}, column{1, 2, 1, 0, 2}, offsets{0, 2, 3, 5};
    const std::vector<std::int64_t> wide_offsets{0, 2, 3, 5}, wide_column{1, 2, 1, 0, 2};
    const std::vector<std::int32_t> weights{7, 3, 6, 4, 9};
    const auto list = maximum_weight(EdgeList<>(3, 3, row, column), weights);
    const auto csr = maximum_weight(Csr<>(3, 3, offsets, column), weights);
    const auto wide = maximum_weight(Csr<std::int64_t>(3, 3, wide_offsets, wide_column), weights);
    EXPECT_EQ(list.row_mates, csr.row_mates);
    EXPECT_EQ(list.row_mates, wide.row_mates);
    EXPECT_EQ(list.weight, 7 + 9);
    EXPECT_THROW((void)maximum_weight(Csr<>(3, 3, column, offsets), weights), InvalidArgument);
}

TEST(MaximumWeight, TakesVectorsAsTheyAre) {
    const std::vector<std::int32_t> edge_row{0, 1}, edge_column{1, 0}, offsets{0, 1, 2};
    const std::vector<std::int64_t> weights{3, 4};
    EXPECT_EQ(maximum_weight(EdgeList(2, 2, edge_row, edge_column), weights).weight, 7);
    EXPECT_EQ(maximum_weight(Csr(2, 2, offsets, edge_column), weights).weight, 7);
}

TEST(MaximumWeight, OffsetsOfAShortTypeMustReachTheEdges) {
    const std::vector<std::int8_t> offsets{0, 0}, indices(256, 0);
    EXPECT_THROW(Csr(1, 1, offsets, indices).validate(), InvalidArgument);
}

TEST(MaximumWeight, NoCertificateIsCheckedAgainstAGraphThatIsNone) {
    // Rule: what is no graph is refused before a node of it is looked up.
    Matching<std::int64_t> empty;
    empty.status = Outcome::optimal;
    empty.row_mates = empty.column_mates = {-1};
    empty.row_duals = empty.column_duals = {0};
    const std::vector<std::int32_t> zero{0}, far{50'000'000}, none;
    const std::vector<std::int64_t> weights{1};
    EXPECT_THROW((void)verify(EdgeList(1, 1, zero, far), weights, empty), InvalidArgument);
    EXPECT_THROW((void)verify(EdgeList(1, 1, zero, none), weights, empty), InvalidArgument);
}

TEST(MaximumWeight, StopsOnItsBudget) {
    // Rule: a work limit ends the solve with a status, not with a wrong claim.
    core::Random random(3);
    std::vector<std::int32_t> row, column, weights;
    for (int k = 0; k < 100000; ++k) {
        row.push_back(static_cast<std::int32_t>(random.below(2000)));
        column.push_back(static_cast<std::int32_t>(random.below(2000)));
        weights.push_back(static_cast<std::int32_t>(random.below(1000)));
    }
    core::Budget budget(std::nullopt, 50000);
    const EdgeList<> graph(2000, 2000, row, column);
    const auto stopped = maximum_weight(graph, weights, {.budget = &budget});
    EXPECT_EQ(stopped.status, Outcome::stopped);
    EXPECT_FALSE(verify(graph, weights, stopped).accepted);
    const auto whole = maximum_weight(graph, weights);
    EXPECT_TRUE(verify(graph, weights, whole).accepted);
}

}  // namespace
}  // namespace husrom::matching::testing
