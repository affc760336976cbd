#include "rules/goals/goal.hpp"
#include "rules/linear.hpp"
#include "rules/unknowns.hpp"

namespace husrom::rules {

using model::ColumnType;

/// A column summed over those placed, stays included; steps of an ordered scale count from 0.
GoalWeights compile(const model::MinimiseColumn& goal, const GoalContext& context) {
    GoalWeights weights;
    weights.minimise = true;
    weights.values.assign(context.pairs.size(), 0);
    auto reader = context.scope.reader(goal.column, context.entry, Unknowns::defaults);
    if (!reader) return weights;
    const auto type = reader->type();
    if (type == ColumnType::text || type == ColumnType::set || type == ColumnType::date) {
        context.scope.error("P203", context.entry, {context.entry.id, goal.column, std::string(to_string(type))});
        return weights;
    }
    report_unknown_loads(std::span(&*reader, 1), context.pairs, context.concerns, context.scope, context.entry);
    weights.digits = reader->digits();
    for (std::size_t edge = 0; edge < context.pairs.size(); ++edge)
        if (context.concerns[edge]) weights.values[edge] = core::checked_subtract<std::int64_t>(0, reader->read(context.pairs[edge]).value);
    return weights;
}

}  // namespace husrom::rules
