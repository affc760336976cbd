#include "brute_force.hpp"

#include <algorithm>
#include <set>

namespace husrom::solve::testing {

std::optional<std::vector<std::int64_t>> value_of(const Problem& problem, const std::vector<std::int32_t>& edges) {
    const std::set<std::int32_t> chosen(edges.begin(), edges.end());
    std::vector<std::int64_t> rows(static_cast<std::size_t>(problem.rows)), columns(static_cast<std::size_t>(problem.columns));
    std::vector<std::int64_t> goals(static_cast<std::size_t>(problem.goals));
    for (const auto e : chosen) {
        const auto i = static_cast<std::size_t>(e);
        ++rows[static_cast<std::size_t>(problem.edge_row[i])];
        ++columns[static_cast<std::size_t>(problem.edge_column[i])];
        for (std::size_t g = 0; g < goals.size(); ++g) goals[g] += problem.weights[g][i];
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (rows[r] > (problem.row_upper.empty() ? 1 : problem.row_upper[r])) return std::nullopt;
        if (rows[r] < (problem.row_lower.empty() ? 0 : problem.row_lower[r])) return std::nullopt;
    }
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c] > (problem.column_upper.empty() ? 1 : problem.column_upper[c])) return std::nullopt;
    for (std::size_t q = 0; q + 1 < problem.clique_offsets.size(); ++q) {
        int members = 0;
        for (auto i = problem.clique_offsets[q]; i < problem.clique_offsets[q + 1]; ++i)
            members += static_cast<int>(chosen.count(problem.clique_edges[static_cast<std::size_t>(i)]));
        if (members > 1) return std::nullopt;
    }
    for (std::size_t k = 0; k < problem.limit_upper.size(); ++k) {
        std::int64_t sum = 0;
        for (auto i = problem.limit_offsets[k]; i < problem.limit_offsets[k + 1]; ++i)
            if (chosen.count(problem.limit_edges[static_cast<std::size_t>(i)]) > 0)
                sum += problem.limit_coefficients[static_cast<std::size_t>(i)];
        for (const Side side : {Side::upper, Side::lower}) {
            const std::int64_t bound = side == Side::upper ? problem.limit_upper[k] : problem.limit_lower[k];
            if (bound == (side == Side::upper ? no_upper : no_lower)) continue;
            std::int64_t excess = side == Side::upper ? sum - bound : bound - sum;
            for (const Step& step : problem.steps)
                while (excess > 0 && step.limit == static_cast<std::int32_t>(k) && step.side == side) {
                    const std::int64_t filled = std::min(excess, step.width);
                    goals[static_cast<std::size_t>(step.goal)] -= filled * step.slope;
                    excess -= filled;
                    break;
                }
            if (excess > 0) return std::nullopt;
        }
    }
    return goals;
}

namespace {

void extend(const Problem& problem, std::int32_t row, std::vector<std::int32_t>& edges, std::vector<std::int32_t>& use,
            BruteForce& answer) {
    if (row == problem.rows) {
        const auto value = value_of(problem, edges);
        if (!value) return;
        if (!answer.best || *value > *answer.best) {
            answer.best = value;
            answer.optima = 1;
        } else if (*value == *answer.best) {
            ++answer.optima;
        }
        return;
    }
    extend(problem, row + 1, edges, use, answer);
    for (std::int32_t e = 0; e < problem.edges(); ++e) {
        if (problem.edge_row[static_cast<std::size_t>(e)] != row) continue;
        const auto column = static_cast<std::size_t>(problem.edge_column[static_cast<std::size_t>(e)]);
        if (use[column] >= (problem.column_upper.empty() ? 1 : problem.column_upper[column])) continue;
        ++use[column];
        edges.push_back(e);
        extend(problem, row + 1, edges, use, answer);
        edges.pop_back();
        --use[column];
    }
}

}  // namespace

BruteForce brute_force(const Problem& problem) {
    BruteForce answer;
    std::vector<std::int32_t> edges;
    std::vector<std::int32_t> use(static_cast<std::size_t>(problem.columns), 0);
    extend(problem, 0, edges, use, answer);
    return answer;
}

}  // namespace husrom::solve::testing
