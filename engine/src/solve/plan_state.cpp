#include "plan_state.hpp"

#include <algorithm>
#include <limits>

namespace husrom::solve {

PlanState::PlanState(const ProblemIndex& index) : index_(index) {
    const Problem& problem = index.problem();
    for (std::int32_t k = 0; k < problem.limits(); ++k)
        within_.push_back({index.lower(k).present ? index.lower(k).bound : std::numeric_limits<std::int64_t>::min(),
                           index.upper(k).present ? index.upper(k).bound : std::numeric_limits<std::int64_t>::max()});
    clear();
}

void PlanState::clear() {
    const Problem& problem = index_.problem();
    row_edge_.assign(at(problem.rows), -1);
    column_use_.assign(at(problem.columns), 0);
    column_edges_.assign(at(problem.columns), {});
    clique_use_.assign(at(problem.cliques()), 0);
    activity_.assign(at(problem.limits()), 0);
    goals_.assign(at(problem.goals), 0);
    broken_ = 0;
    violation_ = 0;
    for (std::int32_t r = 0; r < problem.rows; ++r) count_broken(index_.row_lower(r) > 0, 1, 1);
    for (std::int32_t k = 0; k < index_.own_limits(); ++k) account_limit(k, 1);
}

void PlanState::load(std::span<const std::int32_t> edges) {
    clear();
    for (const std::int32_t edge : edges)
        if (row_edge_[at(index_.row_of(edge))] < 0) add(edge);
}

void PlanState::count_broken(bool broken, std::int32_t sign, double size) {
    if (!broken) return;
    broken_ += sign;
    violation_ += sign * size;
}

void PlanState::account_limit(std::int32_t limit, std::int32_t sign) {
    for (const LimitSide* side : {&index_.upper(limit), &index_.lower(limit)}) {
        if (!side->present) continue;
        std::int64_t excess = side == &index_.upper(limit) ? activity_[at(limit)] - side->bound : side->bound - activity_[at(limit)];
        if (excess <= 0) continue;
        for (const LimitSide::Part& part : side->parts) {
            const std::int64_t filled = std::min(excess, part.width);
            goals_[at(side->goal)] -= sign * filled * part.slope;
            excess -= filled;
        }
        count_broken(excess > 0, sign, 1 + static_cast<double>(excess) / index_.mean_coefficient(limit));
    }
}

void PlanState::account(std::int32_t edge, std::int32_t sign) {
    const Incidence& limits = index_.limits_of();
    for (std::size_t j = limits.begin(edge); j < limits.end(edge) && limits.sets[j] < index_.own_limits(); ++j) {
        const std::int32_t limit = limits.sets[j];
        const Range within = within_[at(limit)];
        std::int64_t& activity = activity_[at(limit)];
        const std::int64_t then = activity + sign * limits.coefficient(j);
        const bool costs = std::min(activity, then) < within.lower || std::max(activity, then) > within.upper;
        if (costs) account_limit(limit, -1);
        activity = then;
        if (costs) account_limit(limit, 1);
    }
    const Incidence& cliques = index_.cliques_of();
    for (std::size_t j = cliques.begin(edge); j < cliques.end(edge); ++j) {
        std::int32_t& use = clique_use_[at(cliques.sets[j])];
        count_broken(use > 1, -1, use);
        use += sign;
        count_broken(use > 1, 1, use);
    }
    const std::int32_t column = index_.column_of(edge);
    std::int32_t& use = column_use_[at(column)];
    const std::int32_t most = index_.column_upper(column);
    count_broken(use > most, -1, use - most);
    use += sign;
    count_broken(use > most, 1, use - most);
    for (std::int32_t goal = 0; goal < index_.problem().goals; ++goal) goals_[at(goal)] += sign * index_.weight(goal, edge);
}

void PlanState::add(std::int32_t edge) {
    const std::int32_t row = index_.row_of(edge);
    row_edge_[at(row)] = edge;
    auto& held = column_edges_[at(index_.column_of(edge))];
    held.insert(std::ranges::upper_bound(held, edge), edge);
    count_broken(index_.row_lower(row) > 0, -1, 1);
    account(edge, 1);
}

void PlanState::remove(std::int32_t edge) {
    const std::int32_t row = index_.row_of(edge);
    row_edge_[at(row)] = -1;
    std::erase(column_edges_[at(index_.column_of(edge))], edge);
    count_broken(index_.row_lower(row) > 0, 1, 1);
    account(edge, -1);
}

std::vector<std::int32_t> PlanState::chosen() const {
    std::vector<std::int32_t> edges;
    for (const std::int32_t edge : row_edge_)
        if (edge >= 0) edges.push_back(edge);
    std::ranges::sort(edges);
    return edges;
}

}  // namespace husrom::solve
