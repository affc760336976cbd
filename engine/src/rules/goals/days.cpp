#include "rules/days_to_home.hpp"
#include "rules/goals/goal.hpp"

namespace husrom::rules {

/// Days until the home is available, over those who had none.
GoalWeights compile(const model::MinimiseDays&, const GoalContext& context) {
    GoalWeights weights;
    weights.minimise = true;
    weights.values.assign(context.pairs.size(), 0);
    const auto days = DaysToHome::compile("", context.scope, context.entry);
    if (!days) return weights;
    for (std::size_t edge = 0; edge < context.pairs.size(); ++edge)
        if (context.concerns[edge] && !context.mover[static_cast<std::size_t>(context.pairs[edge].participant)])
            weights.values[edge] = -days->days(context.pairs[edge]);
    return weights;
}

}  // namespace husrom::rules
