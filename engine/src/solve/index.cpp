#include "index.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include <husrom/core/integers.hpp>

namespace husrom::solve {
namespace {

Incidence transpose(std::size_t edges, const std::vector<std::int64_t>& offsets, const std::vector<std::int32_t>& members,
                    const std::vector<std::int64_t>& coefficients) {
    Incidence result;
    if (members.empty()) return result;
    result.offsets.assign(edges + 1, 0);
    for (const std::int32_t edge : members) ++result.offsets[static_cast<std::size_t>(edge) + 1];
    std::partial_sum(result.offsets.begin(), result.offsets.end(), result.offsets.begin());
    result.sets.resize(members.size());
    const bool fit = std::ranges::all_of(coefficients, [](std::int64_t one) { return std::in_range<std::int32_t>(one); });
    if (fit)
        result.narrow.resize(coefficients.size());
    else
        result.wide.resize(coefficients.size());
    std::vector<std::int64_t> next(result.offsets.begin(), result.offsets.end() - 1);
    for (std::size_t set = 0; set + 1 < offsets.size(); ++set)
        for (auto i = static_cast<std::size_t>(offsets[set]); i < static_cast<std::size_t>(offsets[set + 1]); ++i) {
            const auto to = static_cast<std::size_t>(next[static_cast<std::size_t>(members[i])]++);
            result.sets[to] = static_cast<std::int32_t>(set);
            if (!result.narrow.empty()) result.narrow[to] = static_cast<std::int32_t>(coefficients[i]);
            if (!result.wide.empty()) result.wide[to] = coefficients[i];
        }
    return result;
}

}  // namespace

ProblemIndex::ProblemIndex(const Problem& problem, const Derived& derived)
    : problem_(problem), derived_(derived), own_limits_(derived.from < 0 ? problem.limits() : derived.from) {
    row_lower_ = problem.row_lower.empty() ? std::vector<std::int32_t>(at(problem.rows), 0) : problem.row_lower;
    row_upper_ = problem.row_upper.empty() ? std::vector<std::int32_t>(at(problem.rows), 1) : problem.row_upper;
    column_upper_ = problem.column_upper.empty() ? std::vector<std::int32_t>(at(problem.columns), 1) : problem.column_upper;

    const auto edges = static_cast<std::size_t>(problem.edges());
    row_offsets_.assign(at(problem.rows) + 1, 0);
    usable_.reserve(edges);
    for (std::size_t e = 0; e < edges; ++e) {
        const auto row = at(problem.edge_row[e]);
        if (row_upper_[row] == 0 || column_upper_[at(problem.edge_column[e])] == 0) continue;
        usable_.push_back(static_cast<std::int32_t>(e));
        ++row_offsets_[row + 1];
    }
    std::partial_sum(row_offsets_.begin(), row_offsets_.end(), row_offsets_.begin());
    row_edges_.resize(usable_.size());
    std::vector<std::int64_t> next(row_offsets_.begin(), row_offsets_.end() - 1);
    for (const std::int32_t edge : usable_) row_edges_[static_cast<std::size_t>(next[at(row_of(edge))]++)] = edge;

    limits_of_ = transpose(edges, problem.limit_offsets, problem.limit_edges, problem.limit_coefficients);
    cliques_of_ = transpose(edges, problem.clique_offsets, problem.clique_edges, {});
    build_sides();
    find_what_matters();
    find_mean_coefficients();

    for (std::int32_t goal = 0; goal < problem.goals; ++goal) {
        std::int64_t divisor = 0;
        for (const std::int64_t weight : problem.weights[at(goal)]) divisor = std::gcd(divisor, weight);
        for (const Step& step : problem.steps)
            if (step.goal == goal) divisor = std::gcd(divisor, step.slope);
        step_.push_back(std::max<std::int64_t>(divisor, 1));
    }
}

std::span<const std::int32_t> ProblemIndex::edges_of_row(std::int32_t row) const {
    const auto begin = static_cast<std::size_t>(row_offsets_[at(row)]);
    return std::span(row_edges_).subspan(begin, static_cast<std::size_t>(row_offsets_[at(row) + 1]) - begin);
}

std::int64_t ProblemIndex::nodes_in_use() const {
    std::vector<char> row(at(problem_.rows), 0);
    std::vector<char> column(at(problem_.columns), 0);
    for (const std::int32_t edge : usable_) row[at(row_of(edge))] = column[at(column_of(edge))] = 1;
    return std::ranges::count(row, 1) + std::ranges::count(column, 1);
}

void ProblemIndex::build_sides() {
    upper_.resize(at(problem_.limits()));
    lower_.resize(at(problem_.limits()));
    // Zeros between two limits: limits are many, and most have edges of few rows and columns.
    std::vector<std::int64_t> by_row(at(problem_.rows));
    std::vector<std::int64_t> by_column(at(problem_.columns));
    for (std::int32_t k = 0; k < problem_.limits(); ++k) {
        for (const bool is_upper : {true, false}) {
            LimitSide& side = (is_upper ? upper_ : lower_)[at(k)];
            const std::int64_t bound = (is_upper ? problem_.limit_upper : problem_.limit_lower)[at(k)];
            side.present = bound != (is_upper ? no_upper : no_lower);
            if (!side.present) continue;
            side.bound = bound;
            std::int64_t extreme = 0;
            core::int128 column_extreme = 0;
            for (std::int64_t i = problem_.limit_offsets[at(k)]; i < problem_.limit_offsets[at(k) + 1]; ++i) {
                const std::int32_t edge = problem_.limit_edges[static_cast<std::size_t>(i)];
                const std::int64_t coefficient = problem_.limit_coefficients[static_cast<std::size_t>(i)];
                const std::int64_t value = is_upper ? coefficient : -coefficient;
                if (std::int64_t& row = by_row[at(row_of(edge))]; value > row) {
                    extreme += value - row;
                    row = value;
                }
                if (std::int64_t& column = by_column[at(column_of(edge))]; value > column) {
                    column_extreme += static_cast<core::int128>(value - column) * column_upper_[at(column_of(edge))];
                    column = value;
                }
            }
            for (std::int64_t i = problem_.limit_offsets[at(k)]; i < problem_.limit_offsets[at(k) + 1]; ++i) {
                const std::int32_t edge = problem_.limit_edges[static_cast<std::size_t>(i)];
                by_row[at(row_of(edge))] = by_column[at(column_of(edge))] = 0;
            }
            const std::int64_t excess = std::max<std::int64_t>(is_upper ? extreme - bound : extreme + bound, 0);
            side.can_bind = excess > 0 && (is_upper ? column_extreme > bound : column_extreme > -static_cast<core::int128>(bound));
            side.room = excess;  // becomes what the steps leave unused below
        }
    }
    std::vector<std::int64_t> left_upper(at(problem_.limits()));
    std::vector<std::int64_t> left_lower(at(problem_.limits()));
    for (std::int32_t k = 0; k < problem_.limits(); ++k) {
        left_upper[at(k)] = std::exchange(upper_[at(k)].room, 0);
        left_lower[at(k)] = std::exchange(lower_[at(k)].room, 0);
    }
    for (const Step& step : problem_.steps) {
        LimitSide& side = (step.side == Side::upper ? upper_ : lower_)[at(step.limit)];
        std::int64_t& left = (step.side == Side::upper ? left_upper : left_lower)[at(step.limit)];
        const std::int64_t width = std::min(step.width, left);
        left -= width;
        side.goal = step.goal;
        side.room += width;
        side.parts.push_back({width, step.slope});
    }
}

void ProblemIndex::find_mean_coefficients() {
    mean_coefficient_.assign(at(problem_.limits()), 1);
    for (std::int32_t k = 0; k < problem_.limits(); ++k) {
        const auto begin = static_cast<std::size_t>(problem_.limit_offsets[at(k)]);
        const auto end = static_cast<std::size_t>(problem_.limit_offsets[at(k) + 1]);
        double sum = 0;
        for (std::size_t i = begin; i < end; ++i) sum += std::abs(static_cast<double>(problem_.limit_coefficients[i]));
        if (end > begin) mean_coefficient_[at(k)] = sum / static_cast<double>(end - begin);
    }
}

void ProblemIndex::find_what_matters() {
    // Of limits that say the same, only the first is kept in mind, with the tightest bounds standing on it or the duplicates left alone.
    std::map<std::tuple<std::vector<std::int32_t>, std::vector<std::int64_t>, std::int64_t, std::int64_t>, std::int32_t> seen;
    for (std::int32_t k = 0; k < problem_.limits(); ++k) {
        LimitSide& up = upper_[at(k)];
        LimitSide& low = lower_[at(k)];
        if (!up.can_bind && !low.can_bind) continue;
        if (up.parts.empty() && low.parts.empty()) {
            const auto begin = problem_.limit_offsets[at(k)];
            const auto end = problem_.limit_offsets[at(k) + 1];
            const auto [place, fresh] =
                seen.try_emplace({{problem_.limit_edges.begin() + begin, problem_.limit_edges.begin() + end},
                                  {problem_.limit_coefficients.begin() + begin, problem_.limit_coefficients.begin() + end},
                                  problem_.limit_lower[at(k)],
                                  problem_.limit_upper[at(k)]},
                                 k);
            if (!fresh) {
                up.can_bind = false;
                low.can_bind = false;
                continue;
            }
        }
        network_ = false;
    }
    clique_matters_.assign(at(problem_.cliques()), 0);
    for (std::int32_t q = 0; q < problem_.cliques(); ++q) {
        const auto begin = static_cast<std::size_t>(problem_.clique_offsets[at(q)]);
        const auto end = static_cast<std::size_t>(problem_.clique_offsets[at(q) + 1]);
        std::vector<std::int32_t> edges;
        for (std::size_t i = begin; i < end; ++i) {
            const std::int32_t edge = problem_.clique_edges[i];
            if (row_upper_[at(row_of(edge))] > 0 && column_upper_[at(column_of(edge))] > 0) edges.push_back(edge);
        }
        if (edges.size() < 2) continue;
        const bool one_row = std::ranges::all_of(edges, [&](std::int32_t e) { return row_of(e) == row_of(edges.front()); });
        const bool one_column = std::ranges::all_of(edges, [&](std::int32_t e) { return column_of(e) == column_of(edges.front()); });
        if (one_row || (one_column && column_upper_[at(column_of(edges.front()))] == 1)) continue;
        clique_matters_[at(q)] = 1;
        network_ = false;
    }
}

}  // namespace husrom::solve
