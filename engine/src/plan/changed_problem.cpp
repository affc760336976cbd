#include "plan/changed_problem.hpp"

#include <algorithm>

#include <husrom/core/error.hpp>

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

void require(bool condition, const char* message) {
    if (!condition) throw InvalidArgument(message);
}

void check(const solve::Problem& problem, const Demands& demands) {
    const auto edge_exists = [&](rules::EdgeIndex edge) { return edge.value >= 0 && edge.value < problem.edges(); };
    const auto row_exists = [&](rules::ParticipantIndex row) { return row.value >= 0 && row.value < problem.rows; };
    require(std::ranges::all_of(demands.locked, edge_exists), "demands.locked holds an edge that the problem does not have");
    require(std::ranges::all_of(demands.forbidden, edge_exists), "demands.forbidden holds an edge that the problem does not have");
    require(std::ranges::all_of(demands.must, row_exists), "demands.must holds a participant that the problem does not have");
    require(std::ranges::all_of(demands.may_wait, row_exists), "demands.may_wait holds a participant that the problem does not have");
    for (const auto& room : demands.rooms)
        require(room.limit >= 0 && room.limit < problem.limits(), "demands.rooms holds a limit that the problem does not have");
    for (const auto clique : demands.without_cliques)
        require(clique >= 0 && clique < problem.cliques(), "demands.without_cliques holds a clique that the problem does not have");
    for (const auto& floor : demands.floors)
        require(std::ranges::all_of(floor.edges, edge_exists), "demands.floors holds an edge that the problem does not have");
    for (const auto locked : demands.locked)
        require(std::ranges::find(demands.forbidden, locked) == demands.forbidden.end(), "a pair is both locked and forbidden");
}

/// Which edges stay: not forbidden, and of a participant with a locked pair that pair alone.
std::vector<bool> open_edges(const solve::Problem& problem, const Demands& demands) {
    std::vector<bool> open(at(problem.edges()), true);
    std::vector<bool> has_lock(at(problem.rows), false);
    for (const auto edge : demands.locked) has_lock[at(problem.edge_row[at(edge.value)])] = true;
    for (std::size_t edge = 0; edge < open.size(); ++edge)
        if (has_lock[at(problem.edge_row[edge])]) open[edge] = false;
    for (const auto edge : demands.locked) open[at(edge.value)] = true;
    for (const auto edge : demands.forbidden) open[at(edge.value)] = false;
    return open;
}

void copy_duties(const solve::Problem& from, const Demands& demands, solve::Problem& to) {
    to.row_lower = from.row_lower;
    if (to.row_lower.empty()) to.row_lower.assign(at(from.rows), 0);
    to.row_upper = from.row_upper;
    to.column_upper = from.column_upper;
    for (const auto row : demands.may_wait) to.row_lower[at(row.value)] = 0;
    for (const auto row : demands.must) to.row_lower[at(row.value)] = std::max(1, to.row_lower[at(row.value)]);
    for (const auto edge : demands.locked) {
        auto& lower = to.row_lower[at(from.edge_row[at(edge.value)])];
        lower = std::max(1, lower);
    }
}

void copy_limits(const solve::Problem& from, const Demands& demands, std::span<const std::int32_t> new_edge, solve::Problem& to) {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    for (std::int32_t limit = 0; limit < from.limits(); ++limit) {
        edges.clear();
        coefficients.clear();
        for (auto entry = at(from.limit_offsets[at(limit)]); entry < at(from.limit_offsets[at(limit) + 1]); ++entry) {
            const auto edge = new_edge[at(from.limit_edges[entry])];
            if (edge < 0) continue;
            edges.push_back(edge);
            coefficients.push_back(from.limit_coefficients[entry]);
        }
        to.add_limit(edges, coefficients, from.limit_lower[at(limit)], from.limit_upper[at(limit)]);
    }
    for (const auto& room : demands.rooms) {
        if (room.lower) to.limit_lower[at(room.limit)] = *room.lower;
        if (room.upper) to.limit_upper[at(room.limit)] = *room.upper;
    }
    for (const auto& floor : demands.floors) {
        edges.clear();
        for (const auto edge : floor.edges)
            if (new_edge[edge.position()] >= 0) edges.push_back(new_edge[edge.position()]);
        coefficients.assign(edges.size(), 1);
        to.add_limit(edges, coefficients, floor.least, solve::no_upper);
    }
    to.steps = from.steps;
    std::erase_if(to.steps, [&](const solve::Step& step) {
        // A side without an end charges nothing.
        return step.side == solve::Side::upper ? to.limit_upper[at(step.limit)] == solve::no_upper
                                               : to.limit_lower[at(step.limit)] == solve::no_lower;
    });
}

/// Each under its number, even where nothing is left of it, so that multipliers of one solve are those of another.
void copy_cliques(const solve::Problem& from, const Demands& demands, std::span<const std::int32_t> new_edge, solve::Problem& to) {
    std::vector<std::int32_t> edges;
    for (std::int32_t clique = 0; clique < from.cliques(); ++clique) {
        edges.clear();
        const bool holds = std::ranges::find(demands.without_cliques, clique) == demands.without_cliques.end();
        for (auto entry = at(from.clique_offsets[at(clique)]); holds && entry < at(from.clique_offsets[at(clique) + 1]); ++entry)
            if (const auto edge = new_edge[at(from.clique_edges[entry])]; edge >= 0) edges.push_back(edge);
        to.add_clique(edges);
    }
}

}  // namespace

ChangedProblem changed_problem(const rules::AllocationProblem& problem, std::span<const std::int32_t> start, const Demands& demands) {
    const auto& from = problem.numeric;
    check(from, demands);
    ChangedProblem changed;
    auto& to = changed.numeric;
    to.rows = from.rows;
    to.columns = from.columns;
    to.goals = problem.first_tie_goal + 1;

    const auto open = open_edges(from, demands);
    std::vector<std::int32_t> new_edge(open.size(), -1);
    for (std::size_t edge = 0; edge < open.size(); ++edge) {
        if (!open[edge]) continue;
        new_edge[edge] = static_cast<std::int32_t>(changed.edges.size());
        changed.edges.push_back(static_cast<std::int32_t>(edge));
        to.edge_row.push_back(from.edge_row[edge]);
        to.edge_column.push_back(from.edge_column[edge]);
    }
    for (std::int32_t goal = 0; goal < problem.first_tie_goal; ++goal) {
        auto& weights = to.weights.emplace_back();
        weights.reserve(changed.edges.size());
        for (const auto edge : changed.edges) weights.push_back(from.weights[at(goal)][at(edge)]);
    }
    auto& kept = to.weights.emplace_back(changed.edges.size(), 0);
    for (const auto edge : start) {
        if (new_edge[at(edge)] < 0) continue;
        kept[at(new_edge[at(edge)])] = 1;
        changed.start.push_back(new_edge[at(edge)]);
    }
    // A locked pair is part of the start; whoever holds its home is left to the repair.
    for (const auto edge : demands.locked) changed.start.push_back(new_edge[at(edge.value)]);
    std::ranges::sort(changed.start);
    changed.start.erase(std::unique(changed.start.begin(), changed.start.end()), changed.start.end());

    copy_duties(from, demands, to);
    copy_limits(from, demands, new_edge, to);
    copy_cliques(from, demands, new_edge, to);
    return changed;
}

}  // namespace husrom::plan
