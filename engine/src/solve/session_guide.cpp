#include "session_guide.hpp"

#include <utility>

#include "relaxation.hpp"
#include "translation.hpp"

namespace husrom::solve {

std::optional<Guide> Guide::at(const ProblemIndex& index, const Multipliers& multipliers) {
    const Problem& problem = index.problem();
    std::vector<char> must(static_cast<std::size_t>(problem.rows), 0);
    for (std::int32_t row = 0; row < problem.rows; ++row) must[static_cast<std::size_t>(row)] = index.row_lower(row) > 0 ? 1 : 0;
    Relaxation relaxation(index, Objective::goal, 0, {}, {index.usable_edges().begin(), index.usable_edges().end()}, std::move(must));
    Translation translation(relaxation, problem.columns);
    translation.read(multipliers);
    if (relaxation.price(translation.multipliers, translation.prices) != Relaxation::Answer::bound) return std::nullopt;
    Guide guide;
    guide.multipliers_ = relaxation.proof();
    guide.step_ = index.step(0);
    guide.total_ = relaxation.total();
    Relaxation::Duals duals = relaxation.duals();
    guide.row_best_ = std::move(duals.row_best);
    guide.penalty_.assign(static_cast<std::size_t>(problem.edges()), no_way);
    for (std::size_t i = 0; i < duals.penalty.size(); ++i)
        guide.penalty_[static_cast<std::size_t>(relaxation.edges()[i])] = duals.penalty[i];
    return guide;
}

std::int64_t Guide::reach_of(std::int64_t edges) const {
    if (penalty_.empty()) return 0;
    std::vector<std::int64_t> sorted = penalty_;
    const auto rank = sorted.begin() + std::min(static_cast<std::int64_t>(sorted.size()) - 1, edges);
    std::ranges::nth_element(sorted, rank);
    return std::min(*rank, farthest);
}

}  // namespace husrom::solve
