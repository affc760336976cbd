#include "guide.hpp"

#include <utility>

#include "check_bound.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

Guide::Guide(const Problem& problem, Multipliers multipliers) : multipliers_(std::move(multipliers)) {
    const checking::BoundJudge judge(problem);
    const checking::Part part = judge.whole();
    step_ = judge.step(Objective::goal, 0);
    checking::Known nothing;
    nothing.goals.resize(1);
    checking::Bound bound = judge.evaluate(part, multipliers_, Objective::goal, 0, nothing);
    total_ = bound.total;
    row_best_ = std::move(bound.row_best);
    value_.assign(at(problem.edges()), 0);
    penalty_.assign(at(problem.edges()), no_way);
    for (std::size_t i = 0; i < part.edges.size(); ++i) {
        const std::size_t edge = at(part.edges[i]);
        value_[edge] = bound.edge_value[i];
        const int128 penalty = row_best_[at(problem.edge_row[edge])] - bound.edge_value[i];
        penalty_[edge] = static_cast<std::int64_t>(std::min<int128>(penalty, no_way - 1));
    }
}

std::int64_t Guide::reach_of(std::int64_t edges) const {
    if (penalty_.empty()) return 0;
    std::vector<std::int64_t> sorted = penalty_;
    const auto rank = sorted.begin() + std::min(static_cast<std::int64_t>(sorted.size()) - 1, edges);
    std::ranges::nth_element(sorted, rank);
    return std::min(*rank, farthest);
}

}  // namespace husrom::solve
