#include "rules/goals/goal.hpp"

namespace husrom::rules {

/// People without a home of their own who get one: 1 each, or the points of a term. Movers have a home already.
GoalWeights compile(const model::MaximiseHoused& goal, const GoalContext& context) {
    GoalWeights weights;
    weights.values.assign(context.pairs.size(), 0);
    const auto* term = goal.weight.empty() ? nullptr : context.term(goal.weight);
    if (term == nullptr && !goal.weight.empty()) return weights;
    const std::vector<std::int64_t>* points = term == nullptr ? nullptr : &context.points_of(*term);
    if (term != nullptr) weights.digits = term->digits();
    for (std::size_t edge = 0; edge < context.pairs.size(); ++edge) {
        const bool has_home = context.mover[static_cast<std::size_t>(context.pairs[edge].participant)];
        if (context.concerns[edge] && !has_home) weights.values[edge] = points == nullptr ? 1 : (*points)[edge];
    }
    return weights;
}

}  // namespace husrom::rules
