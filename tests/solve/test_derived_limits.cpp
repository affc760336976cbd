// Derived limits against every plan there is, and the checker against derivations that do not hold.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/solve/problem.hpp>

#include "solve/check_bound.hpp"
#include "solve/check_derived.hpp"
#include "solve/derived_limits.hpp"
#include "solve/index.hpp"

namespace husrom::solve {
namespace {

constexpr std::int32_t rows = 5;
constexpr std::int32_t columns = 4;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// Every row may take every column; a few limits over some of the edges, sizes of either sign where `mixed`.
Problem drawn_problem(core::Random& random, bool mixed) {
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
            sizes.push_back(mixed && random.below(8) == 0 ? -size : size);
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

/// A mean of three choices.
std::vector<double> drawn_shares(core::Random& random) {
    std::vector<double> shares(at(rows * columns), 0);
    for (int part = 0; part < 3; ++part)
        for (std::int32_t row = 0; row < rows; ++row)
            if (const auto column = static_cast<std::int32_t>(random.below(columns + 1)); column < columns)
                shares[at(row * columns + column)] += 1.0 / 3;
    return shares;
}

std::vector<std::int32_t> all_edges() {
    std::vector<std::int32_t> edges(at(rows * columns));
    std::iota(edges.begin(), edges.end(), 0);
    return edges;
}

double taken(const Problem& problem, std::int32_t limit, const std::vector<double>& shares) {
    double sum = 0;
    for (std::int64_t i = problem.limit_offsets[at(limit)]; i < problem.limit_offsets[at(limit) + 1]; ++i)
        sum += shares[at(problem.limit_edges[at(i)])] * static_cast<double>(problem.limit_coefficients[at(i)]);
    return sum;
}

/// Choices that keep the limit it comes from and break it.
std::int64_t wrongly_cut(const Problem& problem, const Problem& extended, const DerivedLimit& derived) {
    std::int64_t broken = 0;
    const std::int32_t last = extended.limits() - 1;
    for_each_choice([&](const Choice& choice) {
        if (activity(problem, origin_of(derived), choice) > problem.limit_upper[at(origin_of(derived))]) return;
        broken += activity(extended, last, choice) > extended.limit_upper[at(last)] ? 1 : 0;
    });
    return broken;
}

bool is_refused(const Problem& problem, const DerivedLimit& derived) {
    try {
        (void)checking::with_derived(problem, {derived});
    } catch (const checking::Objection&) {
        return true;
    }
    return false;
}

TEST(DerivedLimits, CutTheFractionalPlanOffAndNoOther) {
    // Rule: what is found is broken by the plan it was found for, and kept by every choice that keeps the limit it comes from; the checker
    // derives the very same limit.
    std::int64_t work = 0;
    std::size_t rounded = 0;
    std::size_t knapsacks = 0;
    for (std::uint64_t seed = 1; seed <= 800; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Problem problem = drawn_problem(random, seed % 2 == 0);
        const std::vector<double> shares = drawn_shares(random);
        const ProblemIndex index(problem);
        for (const DerivedLimit& derived : DerivedLimitFinder(index).find(all_edges(), shares, DerivedLimitFinder::Kinds::all, work)) {
            ++(std::holds_alternative<RoundedLimit>(derived) ? rounded : knapsacks);
            Problem extended = problem;
            append_derived(extended, derived);
            const std::int32_t last = extended.limits() - 1;
            EXPECT_GT(taken(extended, last, shares), static_cast<double>(extended.limit_upper[at(last)]) + 1e-6);
            EXPECT_EQ(wrongly_cut(problem, extended, derived), 0);
            EXPECT_EQ(checking::with_derived(problem, {derived}).digest(), extended.digest());
        }
    }
    EXPECT_GT(rounded, 100u);
    EXPECT_GT(knapsacks, 100u);
}

TEST(DerivedLimits, KnapsacksThatCutPlansOffAreRefused) {
    // Rule: the checker refuses a knapsack limit exactly where some choice keeps the limit it comes from and breaks it.
    std::int64_t work = 0;
    std::size_t refused = 0;
    std::size_t accepted = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Problem problem = drawn_problem(random, false);
        const ProblemIndex index(problem);
        for (DerivedLimit derived :
             DerivedLimitFinder(index).find(all_edges(), drawn_shares(random), DerivedLimitFinder::Kinds::all, work)) {
            auto* knapsack = std::get_if<KnapsackLimit>(&derived);
            if (knapsack == nullptr) continue;
            if (random.below(2) == 0)
                knapsack->bound = std::max<std::int64_t>(knapsack->bound - static_cast<std::int64_t>(random.below(2)), 0);
            else
                ++knapsack->values[at(static_cast<std::int64_t>(random.below(knapsack->values.size())))].value;
            Problem extended = problem;
            append_derived(extended, derived);
            const bool cuts = wrongly_cut(problem, extended, derived) > 0;
            EXPECT_EQ(is_refused(problem, derived), cuts);
            ++(cuts ? refused : accepted);
        }
    }
    EXPECT_GT(refused, 50u);
    EXPECT_GT(accepted, 20u);
}

TEST(DerivedLimits, KnapsacksOfOtherFormAreRefused) {
    // Rule: nothing is derived from a soft limit, an open one, one with negative coefficients, or by values that are not as documented.
    Problem problem;
    problem.rows = 3;
    problem.columns = 1;
    problem.column_upper = {3};
    problem.edge_row = {0, 1, 2};
    problem.edge_column = {0, 0, 0};
    problem.weights = {{1, 1, 1}};
    const std::vector<std::int32_t> edges{0, 1, 2};
    problem.add_limit(edges, std::vector<std::int64_t>{3, 4, 5}, no_lower, 6);
    problem.add_limit(edges, std::vector<std::int64_t>{3, 4, -5}, no_lower, 6);
    problem.add_limit(edges, std::vector<std::int64_t>{3, 4, 5}, 1, no_upper);
    problem.add_limit(edges, std::vector<std::int64_t>{3, 4, 5}, no_lower, 6);
    problem.steps.push_back({.limit = 3, .side = Side::upper, .goal = 0, .width = 2, .slope = 1});
    const KnapsackLimit good{0, 1, {{0, 3, 1}, {1, 4, 1}, {2, 5, 1}}};
    EXPECT_FALSE(is_refused(problem, good));
    const auto with = [&](auto change) {
        KnapsackLimit one = good;
        change(one);
        return one;
    };
    for (const std::int32_t limit : {-1, 1, 2, 3, 4})
        EXPECT_TRUE(is_refused(problem, with([&](auto& one) { one.limit = limit; }))) << limit;
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.bound = 0; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.bound = -1; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.bound = KnapsackLimit::most_bound + 1; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { std::swap(one.values[0], one.values[1]); })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.values[1] = one.values[0]; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.values[0].value = 0; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.values[0].coefficient = 0; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.values[2].row = 3; })));
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.values[0].coefficient = 2; }))) << "lighter than it is";
    EXPECT_TRUE(is_refused(problem, with([](auto& one) { one.values[2].value = std::int64_t{1} << 41; })));
}

}  // namespace
}  // namespace husrom::solve
