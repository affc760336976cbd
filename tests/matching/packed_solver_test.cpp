/// Prices that are guessed, and what becomes of a guess that leaves too many columns free at a price.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/budget.hpp>
#include <husrom/core/random.hpp>
#include <husrom/matching/certificate.hpp>
#include <husrom/matching/detail/packed_solver.hpp>
#include <husrom/matching/maximum_weight.hpp>

namespace husrom::matching::testing {
namespace {

struct Urgent {
    std::int32_t rows, columns;
    std::vector<std::int32_t> row, column;
    std::vector<std::int64_t> weights;
};

/// Columns of very different urgency, the most urgent of which share few rows, so that most of them go without.
Urgent urgent_columns(std::uint64_t seed, std::int32_t rows, std::int32_t columns, std::int32_t degree) {
    core::Random random(seed);
    Urgent graph{rows, columns, {}, {}, {}};
    const auto shared = static_cast<std::uint64_t>(rows / 10);
    for (std::int32_t column = 0; column < columns; ++column) {
        const std::int64_t urgency = random.between(1, 1'000'000'000);
        const bool is_crowded = urgency > 600'000'000 && column % 4 != 0;
        for (std::int32_t k = 0; k < degree; ++k) {
            graph.row.push_back(static_cast<std::int32_t>(random.below(is_crowded ? shared : static_cast<std::uint64_t>(rows))));
            graph.column.push_back(column);
            graph.weights.push_back(urgency + random.between(0, 1'000'000));
        }
    }
    return graph;
}

struct Solved {
    bool done = false;
    std::int64_t total = 0;
    detail::PackedSolver<std::uint64_t, std::int64_t>::Counts counts;
};

Solved solve(const Urgent& graph, std::int64_t repair_passes, core::Budget* budget = nullptr) {
    const auto for_each = [&](const auto& visit) {
        for (std::size_t e = 0; e < graph.row.size(); ++e) visit(graph.row[e], graph.column[e], graph.weights[e]);
    };
    const auto least = std::numeric_limits<std::int64_t>::min();
    const auto packed =
        detail::pack<std::uint64_t>(graph.rows, graph.columns, detail::survey(graph.rows, least, for_each), least, for_each);
    detail::PackedSolver<std::uint64_t, std::int64_t> solver(packed, -packed.base, repair_passes);
    Solved solved;
    solved.done = solver.solve(budget);
    solved.counts = solver.counts();
    for (std::int32_t row = 0; row < graph.rows; ++row)
        if (solver.row_mates()[static_cast<std::size_t>(row)] >= 0)
            solved.total +=
                static_cast<std::int64_t>(solver.mate_words()[static_cast<std::size_t>(row)] >> packed.column_bits) + packed.base;
    return solved;
}

TEST(PackedSolver, AGuessThatIsDroppedChangesNoOptimum) {
    // Rule: with long rows and with short ones, the best matching is the same whether a guess of prices is mended to its end or dropped as
    // soon as mending costs anything.
    constexpr std::int64_t never = 1'000'000;
    struct {
        std::int32_t rows, columns, degree;
    } const shapes[] = {{40, 200, 60}, {150, 400, 12}, {1'300, 3'000, 24}};
    for (const auto& shape : shapes) {
        int dropped = 0;
        int mended = 0;
        for (std::uint64_t seed = 1; seed <= (shape.rows > 1'000 ? 1U : 30U); ++seed) {
            const Urgent graph = urgent_columns(seed, shape.rows, shape.columns, shape.degree);
            const EdgeList<> edges(graph.rows, graph.columns, graph.row, graph.column);
            const auto best = maximum_weight(edges, graph.weights);
            ASSERT_TRUE(verify(edges, graph.weights, best).accepted);
            const Solved patient = solve(graph, never);
            const Solved impatient = solve(graph, 0);
            ASSERT_TRUE(patient.done && impatient.done);
            EXPECT_EQ(patient.total, best.weight) << shape.rows << " rows, seed " << seed;
            EXPECT_EQ(impatient.total, best.weight) << shape.rows << " rows, seed " << seed;
            EXPECT_EQ(patient.counts.dropped_guesses, 0);
            mended += patient.counts.repairs > 0 ? 1 : 0;
            dropped += static_cast<int>(impatient.counts.dropped_guesses);
        }
        EXPECT_GT(mended, 0) << shape.rows << " rows";
        EXPECT_GT(dropped, 0) << shape.rows << " rows";
    }
}

TEST(PackedSolver, ABudgetThatEndsAfterAGuessWasDroppedIsHeard) {
    const Urgent graph = urgent_columns(3, 150, 400, 12);
    core::Budget whole(std::nullopt, std::nullopt, {});
    ASSERT_TRUE(solve(graph, 0, &whole).done);
    int ended = 0;
    for (std::int64_t work = 1; work < whole.work(); work += std::max<std::int64_t>(whole.work() / 40, 1)) {
        core::Budget budget(std::nullopt, work, {});
        ended += solve(graph, 0, &budget).done ? 0 : 1;
    }
    EXPECT_GT(ended, 20);
}

}  // namespace
}  // namespace husrom::matching::testing
