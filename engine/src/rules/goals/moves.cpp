#include "rules/goals/goal.hpp"

namespace husrom::rules {

/// Movers who leave the home they have.
GoalWeights compile(const model::MinimiseMoves&, const GoalContext& context) {
    GoalWeights weights;
    weights.minimise = true;
    weights.values.assign(context.pairs.size(), 0);
    for (std::size_t edge = 0; edge < context.pairs.size(); ++edge)
        if (context.concerns[edge] && context.mover[static_cast<std::size_t>(context.pairs[edge].participant)] && !context.stay[edge])
            weights.values[edge] = -1;
    return weights;
}

}  // namespace husrom::rules
