#include "network.hpp"

#include <algorithm>
#include <utility>

#include <husrom/matching/matcher.hpp>

#include "plan_state.hpp"

namespace husrom::solve {
namespace {

constexpr std::size_t most_goals = 12;

template <std::size_t N> std::optional<NetworkAnswer> solve_tuples(const ProblemIndex& index, core::Budget& budget) {
    const Problem& problem = index.problem();
    const auto edges = index.usable_edges();
    std::vector<std::int32_t> edge_row, edge_column;
    std::vector<matching::Tuple<N>> weights(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        edge_row.push_back(index.row_of(edges[i]));
        edge_column.push_back(index.column_of(edges[i]));
        for (std::size_t g = 0; g < N; ++g) weights[i][g] = index.weight(static_cast<std::int32_t>(g), edges[i]);
    }
    std::vector<std::int32_t> row_lower, column_upper;
    for (std::int32_t r = 0; r < problem.rows; ++r) row_lower.push_back(index.row_lower(r));
    for (std::int32_t c = 0; c < problem.columns; ++c) column_upper.push_back(index.column_upper(c));
    matching::Matcher<matching::Tuple<N>> matcher(problem.rows, problem.columns, edge_row, edge_column,
                                                  {.row_lower = row_lower, .row_upper = {}, .column_upper = column_upper});
    matcher.set_weights(weights);
    const auto outcome = matcher.solve(&budget);
    if (outcome == matching::Outcome::stopped) return std::nullopt;
    NetworkAnswer answer;
    if (outcome == matching::Outcome::infeasible) {
        answer.none.emplace();
        for (const std::int32_t column : matcher.witness().columns) answer.none->columns.push_back({column, 1});
        std::ranges::sort(answer.none->columns, {}, &Entry::index);
        return answer;
    }
    std::vector<std::int32_t> chosen;
    for (const std::int32_t i : matcher.chosen()) chosen.push_back(edges[static_cast<std::size_t>(i)]);
    PlanState state(index);
    state.load(chosen);
    answer.plan = Plan{state.chosen(), state.goals()};
    const auto prices = matcher.column_duals();
    for (std::size_t c = 0; c < prices.size(); ++c)
        if (prices[c] != matching::Tuple<N>{})
            answer.proof.columns.push_back({static_cast<std::int32_t>(c), {prices[c].values.begin(), prices[c].values.end()}});
    return answer;
}

template <std::size_t... N>
std::optional<NetworkAnswer> dispatch(const ProblemIndex& index, core::Budget& budget, std::index_sequence<N...>) {
    std::optional<NetworkAnswer> answer;
    const auto goals = static_cast<std::size_t>(index.problem().goals);
    (void)((goals == N + 1 ? (answer = solve_tuples<N + 1>(index, budget), true) : false) || ...);
    return answer;
}

}  // namespace

std::optional<NetworkAnswer> solve_network(const ProblemIndex& index, core::Budget& budget) {
    return dispatch(index, budget, std::make_index_sequence<most_goals>{});
}

}  // namespace husrom::solve
