#include "session_change.hpp"

#include <map>
#include <string>

#include <husrom/core/error.hpp>

namespace husrom::solve {
namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

void require_edge(const Problem& problem, std::int32_t edge, const char* what) {
    if (edge < 0 || edge >= problem.edges())
        throw InvalidArgument(std::string(what) + ": edge " + std::to_string(edge) + " is not one of the problem's, 0 to " +
                              std::to_string(problem.edges() - 1));
}

void sort_unique(std::vector<std::int32_t>& numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

std::pair<std::int64_t, std::int64_t> bounds_now(const Problem& problem, const Change::Bounds& bounds) {
    return {bounds.lower.value_or(problem.limit_lower[at(bounds.limit)]), bounds.upper.value_or(problem.limit_upper[at(bounds.limit)])};
}

Ruling ruling_of(const Problem& problem, const Change& change, const EachOfRow& each_of_row) {
    std::vector<std::int32_t> limits;
    for (const Change::Bounds& bounds : change.limits) {
        if (bounds.limit < 0 || bounds.limit >= problem.limits())
            throw InvalidArgument("limits: limit " + std::to_string(bounds.limit) + " is not one of the problem's " +
                                  std::to_string(problem.limits()));
        const std::string name = "limits: limit " + std::to_string(bounds.limit);
        const auto [lower, upper] = bounds_now(problem, bounds);
        if (lower > upper)
            throw InvalidArgument(name + " would have the lower bound " + std::to_string(lower) + " above its upper bound " +
                                  std::to_string(upper));
        for (const Step& step : problem.steps)
            if (step.limit == bounds.limit && (step.side == Side::upper ? upper == no_upper : lower == no_lower))
                throw InvalidArgument(name + " has steps on a side that would have no bound any more");
        const auto is_beyond = [](std::int64_t bound) { return bound < -value_range || bound > value_range; };
        if ((lower != no_lower && is_beyond(lower)) || (upper != no_upper && is_beyond(upper)))
            throw InvalidArgument(name + " would have a bound of 2^62 or beyond");
        limits.push_back(bounds.limit);
    }
    std::ranges::sort(limits);
    if (const auto twice = std::ranges::adjacent_find(limits); twice != limits.end())
        throw InvalidArgument("limits: limit " + std::to_string(*twice) + " stands twice");
    Ruling ruling;
    for (const std::int32_t edge : change.forbidden) {
        require_edge(problem, edge, "forbidden");
        ruling.out.push_back(edge);
        ruling.rows.push_back(problem.edge_row[at(edge)]);
    }
    for (auto forced = change.forced.begin(); forced != change.forced.end(); ++forced) {
        const std::int32_t edge = *forced;
        require_edge(problem, edge, "forced");
        const std::int32_t row = problem.edge_row[at(edge)];
        if (std::ranges::find(change.forbidden, edge) != change.forbidden.end())
            throw InvalidArgument("edge " + std::to_string(edge) + " is forbidden and forced");
        if (!problem.row_upper.empty() && problem.row_upper[at(row)] == 0)
            throw InvalidArgument("forced: edge " + std::to_string(edge) + " is of row " + std::to_string(row) + ", which may have none");
        if (std::find(change.forced.begin(), forced, edge) != forced) continue;  // said before
        if (std::ranges::find(ruling.must, row) != ruling.must.end())
            throw InvalidArgument("forced: row " + std::to_string(row) + " has two forced edges");
        ruling.must.push_back(row);
        ruling.rows.push_back(row);
        each_of_row(row, [&](std::int32_t other) {
            if (other != edge) ruling.out.push_back(other);
        });
    }
    sort_unique(ruling.out);
    sort_unique(ruling.rows);
    return ruling;
}

void apply(Problem& problem, const Change& change, const Ruling& ruling) {
    for (const Change::Bounds& bounds : change.limits) {
        const auto [lower, upper] = bounds_now(problem, bounds);
        problem.limit_lower[at(bounds.limit)] = lower;
        problem.limit_upper[at(bounds.limit)] = upper;
    }
    if (ruling.must.empty()) return;
    if (problem.row_lower.empty()) problem.row_lower.assign(at(problem.rows), 0);
    for (const std::int32_t row : ruling.must) problem.row_lower[at(row)] = 1;
}

Problem changed_by(const Problem& problem, const Change& change, const Ruling& ruling) {
    Problem result = problem;
    apply(result, change, ruling);
    if (!ruling.out.empty()) result.add_limit(ruling.out, std::vector<std::int64_t>(ruling.out.size(), 1), no_lower, 0);
    return result;
}

Problem changed(const Problem& problem, const Change& change) {
    // Of rows with a forced edge; a closed column's edges are ruled out as it is.
    std::map<std::int32_t, std::vector<std::int32_t>> edges;
    for (const std::int32_t edge : change.forced)
        if (edge >= 0 && edge < problem.edges()) edges[problem.edge_row[at(edge)]];
    for (std::int32_t edge = 0; edge < problem.edges() && !edges.empty(); ++edge)
        if (problem.column_upper.empty() || problem.column_upper[at(problem.edge_column[at(edge)])] > 0)
            if (const auto row = edges.find(problem.edge_row[at(edge)]); row != edges.end()) row->second.push_back(edge);
    return changed_by(problem, change, ruling_of(problem, change, [&](std::int32_t row, const auto& visit) {
                          for (const std::int32_t edge : edges.at(row)) visit(edge);
                      }));
}

}  // namespace husrom::solve
