#include "rules/terms/linear_term.hpp"

namespace husrom::rules {

std::unique_ptr<ScoreTerm> compile(const model::ColumnTerm& term, const TermContext& context) {
    const model::Operand operand{term.column, {1, 0}};
    Linear sum;
    sum.add(std::span(&operand, 1), 1, context.scope, context.entry, Unknowns::defaults);
    sum.finish(context.scope);
    return linear_term(std::move(sum), term.times, Below::counts);
}

}  // namespace husrom::rules
