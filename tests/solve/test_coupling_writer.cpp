/// Couplings written short, judged by writing them out again.

#include <cstdint>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "random_problem.hpp"
#include "solve/coupling_writer.hpp"

namespace husrom::solve::testing {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

struct Written {
    std::vector<double> by_edge;  ///< totals included
    std::size_t entries = 0;
};

Written written(const Relaxation& relaxation, std::size_t dimension, CouplingWriter& writer) {
    Written result;
    std::map<std::int32_t, double> totals;
    std::map<std::int32_t, double> edges;
    writer.read(dimension);
    writer.write([&](std::int32_t edge, double value) { edges[edge] = value; },
                 [&](std::int32_t row, double value) { totals[row] = value; });
    for (std::int32_t i = 0; at(i) < relaxation.edges().size(); ++i) result.by_edge.push_back(edges[i] + totals[relaxation.row_of(i)]);
    std::erase_if(edges, [](const auto& one) { return one.second == 0; });
    std::erase_if(totals, [](const auto& one) { return one.second == 0; });
    result.entries = edges.size() + totals.size();
    return result;
}

std::vector<std::vector<std::int32_t>> edges_by_row(const Relaxation& relaxation, std::int32_t rows) {
    std::vector<std::vector<std::int32_t>> of_row(at(rows));
    for (std::int32_t i = 0; at(i) < relaxation.edges().size(); ++i) of_row[at(relaxation.row_of(i))].push_back(i);
    return of_row;
}

TEST(CouplingWriter, SaysWhatTheCouplingSaysInNoMoreEntries) {
    std::size_t saved = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const Problem problem =
            random_problem(150'000 + seed, {.most_rows = 12, .most_columns = 10, .most_goals = 3, .most_limits = 6, .density = 70});
        const ProblemIndex index(problem);
        Proven proven;
        for (std::int32_t goal = 0; goal + 1 < problem.goals; ++goal) proven.goals.push_back(0);
        const Relaxation relaxation(index, Objective::goal, problem.goals - 1, proven,
                                    {index.usable_edges().begin(), index.usable_edges().end()}, std::vector<char>(at(problem.rows), 0));
        const auto of_row = edges_by_row(relaxation, problem.rows);
        CouplingWriter writer(relaxation, of_row);
        for (std::size_t d = 0; d < relaxation.dimensions(); ++d) {
            std::vector<double> expected(relaxation.edges().size(), 0);
            relaxation.entries().for_each(
                d, [&](std::int32_t edge, std::int64_t coefficient) { expected[at(edge)] = static_cast<double>(coefficient); });
            const Written found = written(relaxation, d, writer);
            ASSERT_EQ(found.by_edge, expected) << "seed " << seed << " coupling " << d;
            ASSERT_LE(found.entries, relaxation.entries().size(d)) << "seed " << seed << " coupling " << d;
            saved += relaxation.entries().size(d) - found.entries;
        }
    }
    EXPECT_GT(saved, 1'000U);
}

TEST(CouplingWriter, TheLargestCoefficientsThereAreDoNotOverflow) {
    // Rule: what one row may sum to is 2^62 on either side, so that two of its coefficients may be 2^63 apart.
    constexpr std::int64_t most = (std::int64_t{1} << 62) - 1;
    Problem problem;
    problem.rows = 1;
    problem.columns = 3;
    problem.goals = 1;
    problem.edge_row = {0, 0, 0};
    problem.edge_column = {0, 1, 2};
    problem.weights = {{1, 2, 3}};
    problem.add_limit(std::vector<std::int32_t>{0, 1, 2}, std::vector<std::int64_t>{most, most, -most}, no_lower, most - 1);
    const ProblemIndex index(problem);
    const Relaxation relaxation(index, Objective::goal, 0, {}, {0, 1, 2}, {0});
    const auto of_row = edges_by_row(relaxation, 1);
    CouplingWriter writer(relaxation, of_row);
    const auto whole = static_cast<double>(most);
    EXPECT_EQ(written(relaxation, 0, writer).by_edge, (std::vector<double>{whole, whole, -whole}));
}

}  // namespace
}  // namespace husrom::solve::testing
