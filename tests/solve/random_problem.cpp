#include "random_problem.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include <husrom/core/random.hpp>

namespace husrom::solve::testing {
namespace {

using core::Random;

void add_random_limit(Problem& problem, Random& random, const Shape& shape) {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    const auto kind = random.below(5);  // a cap, a load by row, by column, any sign, all edges
    const std::int64_t modulus = random.between(1, 3);
    std::vector<std::int64_t> by_row, by_column;
    for (std::int32_t r = 0; r < problem.rows; ++r) by_row.push_back(random.between(1, shape.largest_coefficient));
    for (std::int32_t c = 0; c < problem.columns; ++c) by_column.push_back(random.between(1, shape.largest_coefficient));
    std::int64_t size = 0;
    for (std::int32_t e = 0; e < problem.edges(); ++e) {
        const auto i = static_cast<std::size_t>(e);
        if (kind != 4 && (problem.edge_column[i] % modulus != 0 || random.chance(1, 5))) continue;
        std::int64_t coefficient = 1;
        if (kind == 1) coefficient = by_row[static_cast<std::size_t>(problem.edge_row[i])];
        if (kind == 2) coefficient = by_column[static_cast<std::size_t>(problem.edge_column[i])];
        if (kind == 3) coefficient = random.between(-shape.largest_coefficient, shape.largest_coefficient);
        if (coefficient == 0) continue;
        edges.push_back(e);
        coefficients.push_back(coefficient);
        size = std::max(size, std::abs(coefficient));
    }
    const std::int64_t reach = size * std::min(problem.rows, problem.columns);
    std::int64_t lower = no_lower;
    std::int64_t upper = no_upper;
    const auto sides = random.below(8);
    if (sides < 6) upper = random.between(kind == 3 ? -size : 0, std::max<std::int64_t>(reach * 2 / 3, 1));
    if (sides >= 5) lower = random.between(kind == 3 ? -reach : 0, std::max<std::int64_t>(reach / 2, 1));
    if (sides == 7) lower = upper = random.between(0, std::max<std::int64_t>(reach / 2, 1));
    if (lower != no_lower && upper != no_upper && lower > upper) std::swap(lower, upper);
    const std::int32_t limit = problem.add_limit(edges, coefficients, lower, upper);
    for (const Side side : {Side::upper, Side::lower}) {
        if ((side == Side::upper ? upper == no_upper : lower == no_lower) || !random.chance(2, 5)) continue;
        const auto goal = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(problem.goals)));
        std::int64_t slope = random.between(0, 5);
        const std::int64_t steps = random.between(1, 3);
        for (std::int64_t s = 0; s < steps; ++s) {
            const bool endless = s + 1 == steps && random.chance(1, 2);
            problem.steps.push_back({limit, side, goal, endless ? unbounded : random.between(1, 3), slope});
            slope += random.between(0, 6);
        }
    }
}

}  // namespace

Problem random_problem(std::uint64_t seed, const Shape& shape) {
    Random random(seed);
    Problem problem;
    problem.rows = static_cast<std::int32_t>(random.between(1, shape.most_rows));
    problem.columns = static_cast<std::int32_t>(random.between(1, shape.most_columns));
    problem.goals = static_cast<std::int32_t>(random.between(1, shape.most_goals));
    const std::int32_t density = static_cast<std::int32_t>(random.between(shape.density / 2, shape.density));
    for (std::int32_t r = 0; r < problem.rows; ++r)
        for (std::int32_t c = 0; c < problem.columns; ++c) {
            if (!random.chance(static_cast<std::uint64_t>(density), 100)) continue;
            const int copies = random.chance(1, 12) ? 2 : 1;
            for (int i = 0; i < copies; ++i) {
                problem.edge_row.push_back(r);
                problem.edge_column.push_back(c);
            }
        }
    for (std::int32_t g = 0; g < problem.goals; ++g) {
        auto& weights = problem.weights.emplace_back();
        const auto kind = random.below(4);
        const std::int64_t scale = random.chance(1, 6) ? 1000 : 1;
        for (std::size_t e = 0; e < problem.edge_row.size(); ++e) {
            std::int64_t weight = 1;
            if (kind == 1) weight = random.between(0, shape.largest_weight);
            if (kind == 2) weight = random.between(-shape.largest_weight, shape.largest_weight);
            if (kind == 3) weight = random.between(-2, 0);
            weights.push_back(weight * scale);
        }
    }
    if (shape.musts && random.chance(1, 3))
        for (std::int32_t r = 0; r < problem.rows; ++r) problem.row_lower.push_back(random.chance(1, 4) ? 1 : 0);
    if (random.chance(1, 5))
        for (std::int32_t r = 0; r < problem.rows; ++r)
            problem.row_upper.push_back(!problem.row_lower.empty() && problem.row_lower[static_cast<std::size_t>(r)] > 0 ? 1
                                        : random.chance(1, 6)                                                            ? 0
                                                                                                                         : 1);
    if (random.chance(1, 3))
        for (std::int32_t c = 0; c < problem.columns; ++c) problem.column_upper.push_back(static_cast<std::int32_t>(random.below(4)));
    if (!shape.limits) return problem;
    const std::int64_t limits = random.between(0, shape.most_limits);
    for (std::int64_t k = 0; k < limits; ++k) add_random_limit(problem, random, shape);
    const std::int64_t cliques = random.chance(1, 3) ? random.between(1, 3) : 0;
    for (std::int64_t q = 0; q < cliques; ++q) {
        std::vector<std::int32_t> edges;
        for (std::int32_t e = 0; e < problem.edges(); ++e)
            if (random.chance(1, 4)) edges.push_back(e);
        problem.add_clique(edges);
    }
    return problem;
}

namespace {

template <class Values> std::string list(const Values& values) {
    std::ostringstream out;
    out << "{";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out << ", ";
        if constexpr (sizeof(values[0]) == 8) {
            if (values[i] == no_upper) {
                out << "no_upper";
                continue;
            }
            if (values[i] == no_lower) {
                out << "no_lower";
                continue;
            }
        }
        out << values[i];
    }
    out << "}";
    return out.str();
}

}  // namespace

std::string as_code(const Problem& p) {
    std::ostringstream out;
    out << "Problem p;\np.rows = " << p.rows << ";\np.columns = " << p.columns << ";\np.goals = " << p.goals
        << ";\np.edge_row = " << list(p.edge_row) << ";\np.edge_column = " << list(p.edge_column) << ";\n";
    for (const auto& weights : p.weights) out << "p.weights.push_back(" << list(weights) << ");\n";
    out << "p.row_lower = " << list(p.row_lower) << ";\np.row_upper = " << list(p.row_upper)
        << ";\np.column_upper = " << list(p.column_upper) << ";\np.limit_offsets = " << list(p.limit_offsets)
        << ";\np.limit_edges = " << list(p.limit_edges) << ";\np.limit_coefficients = " << list(p.limit_coefficients)
        << ";\np.limit_lower = " << list(p.limit_lower) << ";\np.limit_upper = " << list(p.limit_upper)
        << ";\np.clique_offsets = " << list(p.clique_offsets) << ";\np.clique_edges = " << list(p.clique_edges) << ";\n";
    for (const Step& step : p.steps)
        out << "p.steps.push_back({" << step.limit << ", " << (step.side == Side::upper ? "Side::upper" : "Side::lower") << ", "
            << step.goal << ", " << (step.width == unbounded ? "unbounded" : std::to_string(step.width)) << ", " << step.slope << "});\n";
    return out.str();
}

}  // namespace husrom::solve::testing
