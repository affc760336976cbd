#include <algorithm>

#include "rules/goals/goal.hpp"
#include "rules/scale.hpp"

namespace husrom::rules {

/// The weighted sum of terms, on the scale that the finest of them needs.
GoalWeights compile(const model::MaximiseScore& goal, const GoalContext& context) {
    struct Part {
        const Scoring* term;
        model::Decimal weight;
    };
    std::vector<Part> parts;
    GoalWeights weights;
    for (const auto& [id, weight] : goal.weights) {
        const auto* term = context.term(id);
        if (term == nullptr) continue;
        parts.push_back({term, model::normalised(weight)});
        weights.digits = std::max(weights.digits, term->digits() + parts.back().weight.digits);
    }
    weights.values.assign(context.pairs.size(), 0);
    for (const auto& [term, weight] : parts) {
        const auto factor = scaled(weight, weights.digits - term->digits());
        const auto& points = context.points_of(*term);
        for (std::size_t edge = 0; edge < points.size(); ++edge)
            if (context.concerns[edge] && points[edge] != 0)
                weights.values[edge] = core::checked_add(weights.values[edge], core::checked_multiply(points[edge], factor));
    }
    return weights;
}

}  // namespace husrom::rules
