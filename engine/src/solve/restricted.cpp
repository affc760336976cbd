// Parts of a problem, as the certificate's format has them.

#include <algorithm>
#include <cstddef>

#include <husrom/solve/problem.hpp>

namespace husrom::solve {
namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

std::vector<char> marked(const Problem& problem, std::span<const std::int32_t> rows) {
    std::vector<char> own(at(problem.rows), 0);
    for (const std::int32_t row : rows) own[at(row)] = 1;
    return own;
}

/// Calls keep(k) for every set whose edges are all of rows marked in `own`; sets without edges go with row 0.
template <class Keep>
void for_sets_within(const Problem& problem, std::span<const std::int64_t> offsets, std::span<const std::int32_t> edges,
                     const std::vector<char>& own, const Keep& keep) {
    for (std::size_t k = 0; k + 1 < offsets.size(); ++k) {
        const auto members = edges.subspan(at(offsets[k]), at(offsets[k + 1] - offsets[k]));
        const bool within = members.empty()
                                ? !own.empty() && own[0] != 0
                                : std::ranges::all_of(members, [&](std::int32_t edge) { return own[at(problem.edge_row[at(edge)])] != 0; });
        if (within) keep(static_cast<std::int32_t>(k));
    }
}

}  // namespace

std::vector<std::int32_t> edges_of_component(const Problem& problem, std::span<const std::int32_t> rows) {
    const std::vector<char> own = marked(problem, rows);
    std::vector<std::int32_t> edges;
    for (std::int32_t edge = 0; edge < problem.edges(); ++edge)
        if (own[at(problem.edge_row[at(edge)])] != 0) edges.push_back(edge);
    return edges;
}

std::vector<std::int32_t> limits_of_component(const Problem& problem, std::span<const std::int32_t> rows) {
    std::vector<std::int32_t> limits;
    for_sets_within(problem, problem.limit_offsets, problem.limit_edges, marked(problem, rows),
                    [&](std::int32_t k) { limits.push_back(k); });
    return limits;
}

Problem restricted(const Problem& problem, std::span<const std::int32_t> rows, std::span<const std::int32_t> edges) {
    const std::vector<char> own = marked(problem, rows);
    Problem part;
    part.rows = problem.rows;
    part.columns = problem.columns;
    part.goals = problem.goals;
    part.weights.resize(problem.weights.size());
    part.row_lower = problem.row_lower;
    for (std::size_t r = 0; r < part.row_lower.size(); ++r)
        if (own[r] == 0) part.row_lower[r] = 0;
    part.row_upper = problem.row_upper;
    part.column_upper = problem.column_upper;
    std::vector<std::int32_t> place(at(problem.edges()), -1);
    for (const std::int32_t edge : edges) {
        place[at(edge)] = static_cast<std::int32_t>(part.edge_row.size());
        part.edge_row.push_back(problem.edge_row[at(edge)]);
        part.edge_column.push_back(problem.edge_column[at(edge)]);
        for (std::size_t g = 0; g < part.weights.size(); ++g) part.weights[g].push_back(problem.weights[g][at(edge)]);
    }
    std::vector<std::int32_t> members;
    const auto collect = [&](std::span<const std::int32_t> all) {
        members.clear();
        for (const std::int32_t edge : all) members.push_back(place[at(edge)]);
    };
    std::vector<std::int32_t> limit_place(at(problem.limits()), -1);
    for_sets_within(problem, problem.limit_offsets, problem.limit_edges, own, [&](std::int32_t k) {
        const auto begin = at(problem.limit_offsets[at(k)]), count = at(problem.limit_offsets[at(k) + 1]) - begin;
        collect(std::span(problem.limit_edges).subspan(begin, count));
        limit_place[at(k)] = part.add_limit(members, std::span(problem.limit_coefficients).subspan(begin, count),
                                            problem.limit_lower[at(k)], problem.limit_upper[at(k)]);
    });
    for_sets_within(problem, problem.clique_offsets, problem.clique_edges, own, [&](std::int32_t q) {
        const auto begin = at(problem.clique_offsets[at(q)]), count = at(problem.clique_offsets[at(q) + 1]) - begin;
        collect(std::span(problem.clique_edges).subspan(begin, count));
        part.add_clique(members);
    });
    for (Step step : problem.steps) {
        step.limit = limit_place[at(step.limit)];
        if (step.limit >= 0) part.steps.push_back(step);
    }
    return part;
}

}  // namespace husrom::solve
