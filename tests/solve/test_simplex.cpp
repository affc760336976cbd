/// The linear programs that guide the search: what they claim is shown by duality, not by another solver.

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>

#include "solve/simplex.hpp"

namespace husrom::solve {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

struct Program {
    std::int32_t rows = 0;
    SparseColumns columns;
    std::vector<double> cost, lower, upper, row_lower, row_upper;

    [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(cost.size()); }
};

Program random_program(std::uint64_t seed) {
    core::Random random(seed);
    const auto pick = [&](std::int32_t from, std::int32_t to) {
        return static_cast<double>(from) + static_cast<double>(random.below(static_cast<std::uint64_t>(to - from + 1)));
    };
    Program program;
    program.rows = static_cast<std::int32_t>(pick(1, 12));
    const auto columns = static_cast<std::int32_t>(pick(1, 25));
    for (std::int32_t i = 0; i < program.rows; ++i) {
        program.row_upper.push_back(pick(-2, 6));
        program.row_lower.push_back(random.below(3) == 0 ? program.row_upper.back() - pick(0, 3) : -infinity);
    }
    for (std::int32_t j = 0; j < columns; ++j) {
        for (std::int32_t i = 0; i < program.rows; ++i)
            if (const double value = pick(-3, 3); value != 0 && random.below(2) == 0) {
                program.columns.rows.push_back(i);
                program.columns.values.push_back(value);
            }
        program.columns.offsets.push_back(static_cast<std::int64_t>(program.columns.rows.size()));
        program.cost.push_back(pick(-5, 5));
        program.lower.push_back(0);
        program.upper.push_back(pick(0, 2));
    }
    return program;
}

std::vector<double> moves(const Program& program) {
    core::Random random(1);
    std::vector<double> moves;
    for (std::size_t j = 0; j < program.cost.size(); ++j) moves.push_back(1e-6 * (1 + static_cast<double>(random.below(1000)) / 1000));
    return moves;
}

void set_bounds(Simplex& simplex, const Program& program) {
    for (std::int32_t j = 0; j < program.size(); ++j) simplex.set_bounds(j, program.lower[at(j)], program.upper[at(j)]);
    for (std::int32_t i = 0; i < program.rows; ++i)
        simplex.set_bounds(program.size() + i, program.row_lower[at(i)], program.row_upper[at(i)]);
}

/// What weak duality gives for any multipliers y of the rows: no point costs less. Minus infinity when a side that y asks for is not there.
double dual_bound(const Program& program, const std::vector<double>& y, bool with_cost) {
    double bound = 0;
    for (std::int32_t i = 0; i < program.rows; ++i) {
        if (std::abs(y[at(i)]) < 1e-9) continue;
        bound += y[at(i)] * (y[at(i)] > 0 ? program.row_lower[at(i)] : program.row_upper[at(i)]);
    }
    for (std::int32_t j = 0; j < program.size(); ++j) {
        double reduced = with_cost ? program.cost[at(j)] : 0;
        for (std::size_t k = program.columns.begin(j); k < program.columns.end(j); ++k)
            reduced -= y[at(program.columns.rows[k])] * program.columns.values[k];
        bound += reduced * (reduced > 0 ? program.lower[at(j)] : program.upper[at(j)]);
    }
    return bound;
}

void expect_shown(Simplex& simplex, const Program& program, Simplex::End end, std::uint64_t seed) {
    if (end == Simplex::End::infeasible) {
        // Along the ray the bound without costs is above 0, so that no point is left.
        EXPECT_GT(dual_bound(program, simplex.ray(), false), 1e-7) << "seed " << seed;
        return;
    }
    ASSERT_EQ(end, Simplex::End::optimal) << "seed " << seed;
    double cost = 0;
    std::vector<double> activity(at(program.rows), 0);
    for (std::int32_t j = 0; j < program.size(); ++j) {
        const double x = simplex.value(j);
        EXPECT_GE(x, program.lower[at(j)] - 1e-6) << "seed " << seed;
        EXPECT_LE(x, program.upper[at(j)] + 1e-6) << "seed " << seed;
        cost += x * program.cost[at(j)];
        for (std::size_t k = program.columns.begin(j); k < program.columns.end(j); ++k)
            activity[at(program.columns.rows[k])] += x * program.columns.values[k];
    }
    for (std::int32_t i = 0; i < program.rows; ++i) {
        EXPECT_GE(activity[at(i)], program.row_lower[at(i)] - 1e-6) << "seed " << seed;
        EXPECT_LE(activity[at(i)], program.row_upper[at(i)] + 1e-6) << "seed " << seed;
    }
    EXPECT_NEAR(cost, dual_bound(program, simplex.multipliers(), true), 1e-5) << "seed " << seed;
}

TEST(Simplex, APointAndItsMultipliersCostTheSame) {
    // Rule: an optimum keeps every bound and equals the bound of its multipliers; an empty program has a ray that shows it.
    int empty = 0;
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        const Program program = random_program(seed);
        Simplex simplex(program.rows, program.columns, program.cost, moves(program));
        set_bounds(simplex, program);
        const auto end = simplex.solve(infinity, 10'000);
        empty += end == Simplex::End::infeasible ? 1 : 0;
        expect_shown(simplex, program, end, seed);
    }
    EXPECT_GT(empty, 100);
    EXPECT_LT(empty, 1'900);
}

TEST(Simplex, AChangedBoundIsSolvedFromWhereItStood) {
    // Rule: after any change of bounds, from the last basis, from a kept one and from a kept state, the cost is that of a cold solve.
    for (std::uint64_t seed = 10'000; seed < 10'400; ++seed) {
        Program program = random_program(seed);
        Simplex warm(program.rows, program.columns, program.cost, moves(program));
        set_bounds(warm, program);
        if (warm.solve(infinity, 10'000) != Simplex::End::optimal) continue;
        const Simplex::Basis basis = warm.basis();
        const Simplex::State state = warm.state();
        core::Random random(seed);
        for (int change = 0; change < 12; ++change) {
            const auto j = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(program.size())));
            program.upper[at(j)] = static_cast<double>(random.below(3));
            set_bounds(warm, program);
            if (change % 3 == 1) warm.load(basis);
            if (change % 3 == 2) warm.restore(state);
            Simplex cold(program.rows, program.columns, program.cost, moves(program));
            set_bounds(cold, program);
            const auto expected = cold.solve(infinity, 10'000);
            const auto end = warm.solve(infinity, 10'000);
            ASSERT_EQ(end, expected) << "seed " << seed << " change " << change;
            expect_shown(warm, program, end, seed);
            if (end == Simplex::End::optimal) {
                EXPECT_NEAR(warm.objective(), cold.objective(), 1e-5) << "seed " << seed;
            }
        }
    }
}

TEST(Simplex, ABasisThatDoesNotFitIsMended) {
    // Rule: from a basis that lacks variables or has too many, and with spare columns to mend it, the optimum is that of a cold solve.
    for (std::uint64_t seed = 15'000; seed < 15'600; ++seed) {
        const Program program = random_program(seed);
        Simplex cold(program.rows, program.columns, program.cost, moves(program));
        set_bounds(cold, program);
        const auto expected = cold.solve(infinity, 10'000);
        Simplex::Basis basis = cold.basis();
        core::Random random(seed);
        for (std::int8_t& status : basis)
            if (random.below(3) == 0) status = status == Simplex::free_room ? Simplex::at_start : Simplex::free_room;
        std::vector<std::int32_t> spare;
        if (seed % 2 == 0)
            for (std::int32_t j = 0; j < program.size(); ++j)
                if (basis[at(j)] != Simplex::free_room) spare.push_back(j);
        Simplex mended(program.rows, program.columns, program.cost, moves(program));
        set_bounds(mended, program);
        mended.load(basis, spare);
        const auto end = mended.solve(infinity, 10'000);
        ASSERT_EQ(end, expected) << "seed " << seed;
        expect_shown(mended, program, end, seed);
    }
}

TEST(Simplex, TheCutoffIsABound) {
    // Rule: a solve that ends at the cutoff has an optimum above it.
    int ended = 0;
    for (std::uint64_t seed = 20'000; seed < 20'600; ++seed) {
        const Program program = random_program(seed);
        Simplex whole(program.rows, program.columns, program.cost, std::vector<double>(program.cost.size(), 0));
        set_bounds(whole, program);
        if (whole.solve(infinity, 10'000) != Simplex::End::optimal) continue;
        Simplex cut(program.rows, program.columns, program.cost, std::vector<double>(program.cost.size(), 0));
        set_bounds(cut, program);
        const auto end = cut.solve(whole.objective() - 0.5, 10'000);
        EXPECT_EQ(end, Simplex::End::cutoff) << "seed " << seed;
        EXPECT_GT(cut.objective(), whole.objective() - 0.5 - 1e-6) << "seed " << seed;
        ++ended;
    }
    EXPECT_GT(ended, 200);
}

}  // namespace
}  // namespace husrom::solve
