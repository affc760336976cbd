#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>
#include <husrom/matching/tuple.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

template <class Weight> class Laws : public ::testing::Test {};
using Weights = ::testing::Types<std::int32_t, std::int64_t, Tuple<3>>;
TYPED_TEST_SUITE(Laws, Weights);

template <class Weight> struct Answer {
    Outcome status;
    std::int64_t pairs;
    DualOf<Weight> weight;
};

/// The best matching, proven.
template <class Weight> Answer<Weight> best(const Instance<Weight>& instance, Cardinality cardinality, const std::string& where) {
    const EdgeList<> graph(instance.rows, instance.columns, instance.edge_row, instance.edge_column);
    const auto found = maximum_weight(graph, instance.weights, {.cardinality = cardinality});
    if (found.status == Outcome::optimal) {
        const auto verdict = verify(graph, instance.weights, found);
        EXPECT_TRUE(verdict.accepted) << verdict.objection << where;
    }
    return {found.status, found.pairs, found.weight};
}

std::vector<std::int32_t> random_order(std::int32_t size, core::Random& random) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.below(k)]);
    return order;
}

/// Calls law(instance, cardinality, random, where) for shapes from a few nodes to some hundreds.
template <class Weight, class Law> void for_each_case(const Law& law) {
    for (std::uint64_t seed = 1; seed <= 60 * campaign(); ++seed) {
        const auto most = static_cast<std::int32_t>(seed % 4 == 0 ? 150 : 12);
        const auto high = static_cast<std::int64_t>(seed % 3 == 0 ? 3 : 100000);
        const auto instance = random_instance<Weight>(seed, {.max_rows = most, .max_columns = most, .low = -high / 4, .high = high});
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            if (cardinality == Cardinality::maximum && !std::is_arithmetic_v<Weight>) continue;
            core::Random random(seed);
            law(instance, cardinality, random,
                " seed " + std::to_string(seed) + ", cardinality " + std::to_string(static_cast<int>(cardinality)));
            if (::testing::Test::HasFailure()) return;
        }
    }
}

TYPED_TEST(Laws, NamesAndOrderDoNotMatter) {
    // Rule: other numbers for rows and columns, and edges in another order, change neither value nor pairs nor feasibility.
    for_each_case<TypeParam>([](const auto& instance, Cardinality cardinality, core::Random& random, const std::string& where) {
        auto renamed = instance;
        const auto row = random_order(instance.rows, random), column = random_order(instance.columns, random);
        const auto order = random_order(static_cast<std::int32_t>(instance.edges()), random);
        for (std::size_t e = 0; e < order.size(); ++e) {
            const auto from = static_cast<std::size_t>(order[e]);
            renamed.edge_row[e] = row[static_cast<std::size_t>(instance.edge_row[from])];
            renamed.edge_column[e] = column[static_cast<std::size_t>(instance.edge_column[from])];
            renamed.weights[e] = instance.weights[from];
        }
        const auto before = best(instance, cardinality, where), after = best(renamed, cardinality, where);
        ASSERT_EQ(before.status, after.status) << where;
        ASSERT_EQ(before.weight, after.weight) << where;
        if (cardinality != Cardinality::free) {
            ASSERT_EQ(before.pairs, after.pairs) << where;
        }
    });
}

TYPED_TEST(Laws, TheTransposeIsTheSame) {
    // Rule: rows and columns may change places.
    for_each_case<TypeParam>([](const auto& instance, Cardinality cardinality, core::Random&, const std::string& where) {
        auto transposed = instance;
        std::swap(transposed.rows, transposed.columns);
        std::swap(transposed.edge_row, transposed.edge_column);
        const auto before = best(instance, cardinality, where), after = best(transposed, cardinality, where);
        ASSERT_EQ(before.status, after.status) << where;
        ASSERT_EQ(before.weight, after.weight) << where;
    });
}

TYPED_TEST(Laws, ScaledWeightsHaveTheScaledValue) {
    // Rule: a positive factor on all weights is a factor on the value.
    for_each_case<TypeParam>([](const auto& instance, Cardinality cardinality, core::Random& random, const std::string& where) {
        const auto factor = random.between(2, 1000);
        auto scaled = instance;
        const auto times = [factor](const auto& weight) {
            if constexpr (std::is_arithmetic_v<TypeParam>) {
                return static_cast<std::remove_cvref_t<decltype(weight)>>(weight * factor);
            } else {
                auto result = weight;
                for (std::size_t g = 0; g < weight.size(); ++g) result[g] = weight[g] * factor;
                return result;
            }
        };
        for (auto& weight : scaled.weights) weight = times(weight);
        const auto before = best(instance, cardinality, where), after = best(scaled, cardinality, where);
        ASSERT_EQ(before.status, after.status) << where;
        ASSERT_EQ(times(before.weight), after.weight) << where;
    });
}

TYPED_TEST(Laws, OneMoreColumnNeverHurts) {
    // Rule: a column more, with whatever pairs, never lowers the value of a free matching, nor the number of pairs of a largest one.
    for_each_case<TypeParam>([](const auto& instance, Cardinality cardinality, core::Random& random, const std::string& where) {
        if (cardinality == Cardinality::full) return;
        auto richer = instance;
        const std::int32_t column = richer.columns++;
        for (std::int32_t row = 0; row < instance.rows; ++row) {
            if (random.chance(1, 2)) continue;
            richer.edge_row.push_back(row);
            richer.edge_column.push_back(column);
            richer.weights.push_back(random_weight<TypeParam>(random, -10, 100000));
        }
        const auto before = best(instance, cardinality, where), after = best(richer, cardinality, where);
        ASSERT_GE(after.pairs, cardinality == Cardinality::maximum ? before.pairs : 0) << where;
        if (cardinality == Cardinality::free || before.pairs == after.pairs) {
            ASSERT_FALSE(after.weight < before.weight) << where;
        }
    });
}

}  // namespace
}  // namespace husrom::matching::testing
