#include "rules/goals/goal.hpp"

namespace husrom::rules {

/// No pair weighs in this goal: it is what the soft limits that name it charge.
GoalWeights compile(const model::MinimiseExcess&, const GoalContext& context) {
    GoalWeights weights;
    weights.minimise = true;
    weights.values.assign(context.pairs.size(), 0);
    return weights;
}

}  // namespace husrom::rules
