#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "../../bench/lemon_peer.hpp"
#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

#ifdef HUSROM_WITH_LEMON

struct RandomGraph {
    std::int32_t rows = 0, columns = 0;
    std::vector<std::int32_t> row, column;
    std::vector<std::int64_t> weights;
};

/// Wide, tall and square; short rows, and rows long enough for candidate lists; few and many distinct weights; weights of nodes, which all
/// edges of a node share.
RandomGraph random_graph(std::uint64_t seed) {
    core::Random random(seed);
    RandomGraph graph;
    const std::int32_t most = seed % 16 == 0 ? 260 : 40;
    graph.rows = static_cast<std::int32_t>(random.between(1, most));
    graph.columns = random.chance(1, 3) ? graph.rows : static_cast<std::int32_t>(random.between(1, most));
    const std::uint64_t density = 1 + random.below(100);
    const std::int64_t high = seed % 5 == 0   ? 2
                              : seed % 5 == 1 ? 100
                              : seed % 5 == 2 ? 20000
                                              : std::int64_t{1} << (seed % 5 == 3 ? 30 : 44);
    const std::int64_t low = random.chance(1, 3) ? -high / 2 : random.chance(1, 2) ? 0 : high / 2;
    std::vector<std::int64_t> shared(static_cast<std::size_t>(graph.columns), 0);
    if (random.chance(1, 4))
        for (auto& value : shared) value = random.between(0, 4) * high * 100;
    for (std::int32_t r = 0; r < graph.rows; ++r)
        for (std::int32_t c = 0; c < graph.columns; ++c)
            for (int copies = random.chance(1, 30) ? 2 : 1; copies > 0; --copies)
                if (random.below(100) < density) {
                    graph.row.push_back(r);
                    graph.column.push_back(c);
                    graph.weights.push_back(random.between(low, high) + shared[static_cast<std::size_t>(c)]);
                }
    return graph;
}

std::int64_t lemon_value(const RandomGraph& graph, const std::vector<std::int64_t>& weights) {
    return bench::solve_with_lemon(bench::LemonMethod::network_simplex, graph.rows, graph.columns,
                                   static_cast<std::int64_t>(weights.size()), graph.row.data(), graph.column.data(), weights.data())
        .value;
}

TEST(Lemon, AgreesOnRandomGraphs) {
    // Rule: LEMON's network simplex finds the same greatest weight, free and with the most pairs, for int64, int32, double and tuple
    // weights; HUSROM_CAMPAIGN=25 makes it 20,000 graphs.
    for (std::uint64_t seed = 1; seed <= 800 * campaign(); ++seed) {
        const RandomGraph graph = random_graph(seed);
        const EdgeList<> view(graph.rows, graph.columns, graph.row, graph.column);
        const std::string where = "seed " + std::to_string(seed);
        const std::int64_t value = lemon_value(graph, graph.weights);
        const auto best = maximum_weight(view, graph.weights);
        ASSERT_TRUE(verify(view, graph.weights, best).accepted) << where << ": " << verify(view, graph.weights, best).objection;
        ASSERT_EQ(best.weight, value) << where;

        const std::int64_t largest =
            graph.weights.empty() ? 0 : std::max(std::abs(std::ranges::min(graph.weights)), std::abs(std::ranges::max(graph.weights)));
        const std::int64_t bonus = 2 * (largest + 1) * (std::min(graph.rows, graph.columns) + 1);
        if (bonus < std::int64_t{1} << 52) {
            auto raised = graph.weights;
            for (auto& weight : raised) weight += bonus;
            const std::int64_t with_bonus = lemon_value(graph, raised);
            const auto most = maximum_weight(view, graph.weights, {.cardinality = Cardinality::maximum});
            ASSERT_TRUE(verify(view, graph.weights, most).accepted) << where;
            ASSERT_EQ(most.weight + most.pairs * bonus, with_bonus) << where;
            const auto full = maximum_weight(view, graph.weights, {.cardinality = Cardinality::full});
            ASSERT_EQ(full.status == Outcome::optimal, most.pairs == std::min(graph.rows, graph.columns)) << where;
            if (full.status == Outcome::optimal) {
                ASSERT_TRUE(verify(view, graph.weights, full).accepted) << where;
                ASSERT_EQ(full.weight, most.weight) << where;
            }
        }
        if (largest < std::int64_t{1} << 31) {
            const std::vector<std::int32_t> narrow(graph.weights.begin(), graph.weights.end());
            ASSERT_EQ(maximum_weight(view, narrow).weight, value) << where;
        }
        if (largest < std::int64_t{1} << 44) {  // sums of doubles are exact then
            const std::vector<double> real(graph.weights.begin(), graph.weights.end());
            ASSERT_EQ(maximum_weight(view, real).weight, static_cast<double>(value)) << where;
        }
        std::vector<Tuple<3>> tuples;
        const std::int64_t split = 1 + largest / 7;
        for (std::size_t e = 0; e < graph.weights.size(); ++e)
            tuples.push_back({{graph.weights[e] / split, graph.weights[e] % split, static_cast<std::int64_t>(e % 5)}});
        const auto goals = maximum_weight(view, tuples);
        ASSERT_TRUE(verify(view, tuples, goals).accepted) << where << ": " << verify(view, tuples, goals).objection;
        std::vector<std::int64_t> first;
        for (const auto& tuple : tuples) first.push_back(tuple[0]);
        ASSERT_EQ(goals.weight[0], lemon_value(graph, first)) << where;
    }
}

TEST(Lemon, AgreesWithEdits) {
    // Rule: a matcher that follows edits has the value that LEMON finds from nothing.
    for (std::uint64_t seed = 1; seed <= 40 * campaign(); ++seed) {
        RandomGraph graph = random_graph(seed);
        if (graph.weights.empty()) continue;
        Matcher<std::int64_t> matcher(graph.rows, graph.columns, graph.row, graph.column);
        matcher.set_weights(graph.weights);
        core::Random random(seed + 7);
        for (int step = 0; step < 6; ++step) {
            const auto e = random.below(graph.weights.size());
            graph.weights[e] = random.between(0, std::max<std::int64_t>(std::ranges::max(graph.weights), 1));
            matcher.set_weight(static_cast<std::int32_t>(e), graph.weights[e]);
            ASSERT_EQ(matcher.solve(), Outcome::optimal) << "seed " << seed;
            ASSERT_EQ(matcher.value(), lemon_value(graph, graph.weights)) << "seed " << seed;
        }
    }
}

#else

TEST(Lemon, AgreesOnRandomGraphs) {
    // Rule: LEMON's network simplex finds the same greatest weight. It is not here to ask.
    GTEST_SKIP() << "LEMON was not found when this was built";
}

#endif

}  // namespace
}  // namespace husrom::matching::testing
