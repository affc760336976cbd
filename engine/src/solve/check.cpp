#include <husrom/solve/check.hpp>

#include <algorithm>
#include <cstddef>

#include <husrom/core/integers.hpp>

namespace husrom::solve {
namespace {

using core::int128;

std::int32_t or_default(const std::vector<std::int32_t>& values, std::size_t index, std::int32_t otherwise) {
    return values.empty() ? otherwise : values[index];
}

/// What the excess of one side of a limit costs; the objection, when it is more than the steps allow.
class SideCharge {
public:
    SideCharge(const Problem& problem, std::int32_t limit, Side side) {
        for (const Step& step : problem.steps)
            if (step.limit == limit && step.side == side) steps_.push_back(step);
    }

    [[nodiscard]] bool charge(int128 excess, std::vector<int128>& goals) const {
        for (const Step& step : steps_) {
            if (excess <= 0) break;
            const int128 filled = std::min(excess, static_cast<int128>(step.width));
            goals[static_cast<std::size_t>(step.goal)] -= filled * step.slope;
            excess -= filled;
        }
        return excess <= 0;
    }

private:
    std::vector<Step> steps_;
};

void check_limit(const Problem& problem, std::int32_t limit, const std::vector<char>& is_chosen, std::vector<int128>& goals,
                 Verdict& verdict) {
    const auto k = static_cast<std::size_t>(limit);
    int128 activity = 0;
    for (std::int64_t i = problem.limit_offsets[k]; i < problem.limit_offsets[k + 1]; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (is_chosen[static_cast<std::size_t>(problem.limit_edges[at])] != 0) activity += problem.limit_coefficients[at];
    }
    if (problem.limit_upper[k] != no_upper && !SideCharge(problem, limit, Side::upper).charge(activity - problem.limit_upper[k], goals))
        verdict.objections.push_back("limit " + std::to_string(limit) + ": " + core::to_string(activity) + " is above its upper bound");
    if (problem.limit_lower[k] != no_lower && !SideCharge(problem, limit, Side::lower).charge(problem.limit_lower[k] - activity, goals))
        verdict.objections.push_back("limit " + std::to_string(limit) + ": " + core::to_string(activity) + " is below its lower bound");
}

}  // namespace

Verdict check_plan(const Problem& problem, std::span<const std::int32_t> chosen, std::span<const std::int64_t> objective) {
    problem.validate();
    Verdict verdict;
    std::vector<char> is_chosen(static_cast<std::size_t>(problem.edges()), 0);
    std::vector<std::int32_t> row_use(static_cast<std::size_t>(problem.rows), 0);
    std::vector<std::int32_t> column_use(static_cast<std::size_t>(problem.columns), 0);
    std::vector<int128> goals(static_cast<std::size_t>(problem.goals), 0);
    std::int32_t last = -1;
    for (const std::int32_t edge : chosen) {
        if (edge < 0 || edge >= problem.edges()) {
            verdict.objections.push_back("chosen edge " + std::to_string(edge) + " does not exist");
            return verdict;
        }
        if (edge <= last) {
            verdict.objections.push_back("chosen edge " + std::to_string(edge) + " is out of order or chosen twice");
            return verdict;
        }
        last = edge;
        const auto e = static_cast<std::size_t>(edge);
        is_chosen[e] = 1;
        ++row_use[static_cast<std::size_t>(problem.edge_row[e])];
        ++column_use[static_cast<std::size_t>(problem.edge_column[e])];
        for (std::size_t goal = 0; goal < goals.size(); ++goal) goals[goal] += problem.weights[goal][e];
    }
    for (std::size_t r = 0; r < row_use.size(); ++r) {
        if (row_use[r] > or_default(problem.row_upper, r, 1))
            verdict.objections.push_back("row " + std::to_string(r) + ": more edges than its upper bound");
        if (row_use[r] < or_default(problem.row_lower, r, 0))
            verdict.objections.push_back("row " + std::to_string(r) + ": fewer edges than its lower bound");
    }
    for (std::size_t c = 0; c < column_use.size(); ++c)
        if (column_use[c] > or_default(problem.column_upper, c, 1))
            verdict.objections.push_back("column " + std::to_string(c) + ": more edges than its upper bound");
    for (std::int32_t k = 0; k < problem.limits(); ++k) check_limit(problem, k, is_chosen, goals, verdict);
    for (std::size_t q = 0; q + 1 < problem.clique_offsets.size(); ++q) {
        std::int32_t members = 0;
        for (std::int64_t i = problem.clique_offsets[q]; i < problem.clique_offsets[q + 1]; ++i)
            members += is_chosen[static_cast<std::size_t>(problem.clique_edges[static_cast<std::size_t>(i)])];
        if (members > 1) verdict.objections.push_back("clique " + std::to_string(q) + ": more than one of its edges is chosen");
    }
    if (objective.size() != goals.size()) {
        verdict.objections.push_back("expected " + std::to_string(goals.size()) + " goal values, got " + std::to_string(objective.size()));
    } else {
        for (std::size_t goal = 0; goal < goals.size(); ++goal)
            if (goals[goal] != objective[goal])
                verdict.objections.push_back("goal " + std::to_string(goal) + ": the plan reaches " + core::to_string(goals[goal]) +
                                             ", not " + std::to_string(objective[goal]));
    }
    verdict.accepted = verdict.objections.empty();
    return verdict;
}

Verdict check(const Problem& problem, const Result& result) {
    Verdict verdict;
    if (result.has_plan()) verdict = check_plan(problem, result.chosen, result.objective);
    Verdict proof = check_certificate(problem, result);
    verdict.objections.insert(verdict.objections.end(), proof.objections.begin(), proof.objections.end());
    verdict.accepted = verdict.objections.empty();
    return verdict;
}

}  // namespace husrom::solve
