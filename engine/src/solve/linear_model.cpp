#include "solve/linear_model.hpp"

#include <utility>

#include <husrom/core/error.hpp>

namespace husrom::solve {
namespace {

class Builder {
public:
    explicit Builder(const Problem& problem) : problem_(problem), edges_(problem.edge_row.size()) {
        for (std::size_t e = 0; e < edges_; ++e) model_.columns.push_back({"x" + std::to_string(e), true, 1});
        for (std::size_t s = 0; s < problem.steps.size(); ++s)
            model_.columns.push_back({"s" + std::to_string(s), false, problem.steps[s].width});
    }

    LinearModel build(std::int32_t goal, std::span<const std::int64_t> earlier) {
        add_goal(goal, no_lower);
        for (std::int32_t g = 0; g < problem_.goals; ++g)
            if (g != goal) add_goal(g, g < goal ? earlier[static_cast<std::size_t>(g)] : no_lower);
        add_nodes("row", problem_.rows, problem_.edge_row, problem_.row_lower, problem_.row_upper);
        add_nodes("column", problem_.columns, problem_.edge_column, {}, problem_.column_upper);
        // Each side of a limit is a row of its own, so that the steps of one side do not loosen the other.
        for (std::size_t k = 0; k < problem_.limit_upper.size(); ++k) {
            const auto name = "limit" + std::to_string(k);
            if (problem_.limit_upper[k] != no_upper)
                add_limit({name + "_upper", no_lower, problem_.limit_upper[k], {}}, k, Side::upper, -1);
            if (problem_.limit_lower[k] != no_lower) add_limit({name + "_lower", problem_.limit_lower[k], no_upper, {}}, k, Side::lower, 1);
        }
        for (std::size_t c = 0; c + 1 < problem_.clique_offsets.size(); ++c) {
            LinearModel::Row row{"clique" + std::to_string(c), no_lower, 1, {}};
            for (auto i = problem_.clique_offsets[c]; i < problem_.clique_offsets[c + 1]; ++i)
                add(row, static_cast<std::size_t>(problem_.clique_edges[static_cast<std::size_t>(i)]), 1);
            model_.rows.push_back(std::move(row));
        }
        return std::move(model_);
    }

private:
    static void add(LinearModel::Row& row, std::size_t column, std::int64_t coefficient) {
        if (coefficient != 0) row.entries.push_back({column, coefficient});
    }

    void add_goal(std::int32_t goal, std::int64_t least) {
        LinearModel::Row row{"goal" + std::to_string(goal), least, no_upper, {}};
        const auto& weights = problem_.weights[static_cast<std::size_t>(goal)];
        for (std::size_t e = 0; e < edges_; ++e) add(row, e, weights[e]);
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (problem_.steps[s].goal == goal) add(row, edges_ + s, -problem_.steps[s].slope);
        model_.rows.push_back(std::move(row));
    }

    /// One row of the program for each node of one side of the graph.
    void add_nodes(const char* kind, std::int32_t count, const std::vector<std::int32_t>& node_of_edge,
                   const std::vector<std::int32_t>& lower, const std::vector<std::int32_t>& upper) {
        const auto first = model_.rows.size();
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            model_.rows.push_back(
                {kind + std::to_string(i), lower.empty() || lower[i] == 0 ? no_lower : lower[i], upper.empty() ? 1 : upper[i], {}});
        for (std::size_t e = 0; e < edges_; ++e) add(model_.rows[first + static_cast<std::size_t>(node_of_edge[e])], e, 1);
    }

    void add_limit(LinearModel::Row row, std::size_t limit, Side side, std::int64_t relief) {
        for (auto i = problem_.limit_offsets[limit]; i < problem_.limit_offsets[limit + 1]; ++i) {
            const auto place = static_cast<std::size_t>(i);
            add(row, static_cast<std::size_t>(problem_.limit_edges[place]), problem_.limit_coefficients[place]);
        }
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (std::cmp_equal(problem_.steps[s].limit, limit) && problem_.steps[s].side == side) add(row, edges_ + s, relief);
        model_.rows.push_back(std::move(row));
    }

    const Problem& problem_;
    std::size_t edges_;
    LinearModel model_;
};

}  // namespace

LinearModel linear_model(const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier) {
    problem.validate();
    if (goal < 0 || goal >= problem.goals) throw InvalidArgument("goal: expected a goal in [0, " + std::to_string(problem.goals) + ")");
    if (earlier.size() != static_cast<std::size_t>(goal))
        throw InvalidArgument("earlier: expected " + std::to_string(goal) + " values, one for each goal before goal " +
                              std::to_string(goal));
    return Builder(problem).build(goal, earlier);
}

}  // namespace husrom::solve
