// Rounded limits against every plan there is.

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/solve/problem.hpp>

#include "solve/index.hpp"
#include "solve/rounding.hpp"

namespace husrom::solve {
namespace {

constexpr std::int32_t rows = 5;
constexpr std::int32_t columns = 4;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// Every row may take every column; a few limits over some of the edges, sizes of either sign.
Problem drawn_problem(core::Random& random) {
    Problem problem;
    problem.rows = rows;
    problem.columns = columns;
    problem.weights.resize(1);
    problem.column_upper.assign(columns, rows);
    for (std::int32_t row = 0; row < rows; ++row)
        for (std::int32_t column = 0; column < columns; ++column) {
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(1);
        }
    for (std::uint64_t k = 0; k < 1 + random.below(3); ++k) {
        std::vector<std::int32_t> edges;
        std::vector<std::int64_t> sizes;
        std::int64_t sum = 0;
        for (std::int32_t edge = 0; edge < rows * columns; ++edge) {
            if (random.below(4) == 0) continue;
            const auto size = static_cast<std::int64_t>(1 + random.below(30));
            edges.push_back(edge);
            sizes.push_back(random.below(8) == 0 ? -size : size);
            sum += size;
        }
        problem.add_limit(edges, sizes, no_lower, sum / (columns + static_cast<std::int64_t>(random.below(6))));
    }
    return problem;
}

/// By row the column taken, -1 for none.
using Choice = std::vector<std::int32_t>;

std::int64_t activity(const Problem& problem, std::int32_t limit, const Choice& choice) {
    std::int64_t sum = 0;
    for (std::int64_t i = problem.limit_offsets[at(limit)]; i < problem.limit_offsets[at(limit) + 1]; ++i) {
        const auto edge = at(problem.limit_edges[at(i)]);
        if (choice[at(problem.edge_row[edge])] == problem.edge_column[edge]) sum += problem.limit_coefficients[at(i)];
    }
    return sum;
}

template <class Visit> void for_each_choice(const Visit& visit) {
    Choice choice(rows, -1);
    for (;;) {
        visit(choice);
        std::size_t row = 0;
        while (row < choice.size() && ++choice[row] == columns) choice[row++] = -1;
        if (row == choice.size()) return;
    }
}

TEST(Rounding, CutsTheFractionalPlanOffAndNoOther) {
    // Rule: what is found is broken by the plan it was found for, and kept by every choice that keeps the limit it comes from.
    std::size_t found_at_all = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Problem problem = drawn_problem(random);
        std::vector<double> shares(at(problem.edges()), 0);
        for (int part = 0; part < 3; ++part)
            for (std::int32_t row = 0; row < rows; ++row)
                if (const auto column = static_cast<std::int32_t>(random.below(columns + 1)); column < columns)
                    shares[at(row * columns + column)] += 1.0 / 3;
        std::vector<std::int32_t> edges;
        for (std::int32_t edge = 0; edge < rows * columns; ++edge) edges.push_back(edge);
        const ProblemIndex index(problem);
        for (const RoundedLimit& rounded : RoundedLimitFinder(index).find(edges, shares)) {
            ++found_at_all;
            Problem extended = problem;
            append_rounded(extended, rounded);
            const std::int32_t last = extended.limits() - 1;
            double taken = 0;
            for (std::int64_t i = extended.limit_offsets[at(last)]; i < extended.limit_offsets[at(last) + 1]; ++i)
                taken += shares[at(extended.limit_edges[at(i)])] * static_cast<double>(extended.limit_coefficients[at(i)]);
            EXPECT_GT(taken, static_cast<double>(extended.limit_upper[at(last)]) + 1e-6);
            std::int64_t broken = 0;
            for_each_choice([&](const Choice& choice) {
                if (activity(problem, rounded.limit, choice) > problem.limit_upper[at(rounded.limit)]) return;
                broken += activity(extended, last, choice) > extended.limit_upper[at(last)] ? 1 : 0;
            });
            EXPECT_EQ(broken, 0);
        }
    }
    EXPECT_GT(found_at_all, 100u);
}

}  // namespace
}  // namespace husrom::solve
