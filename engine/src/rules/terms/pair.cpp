#include "rules/terms/linear_term.hpp"

namespace husrom::rules {

std::unique_ptr<ScoreTerm> compile(const model::PairTerm& term, const TermContext& context) {
    const auto path = root_of(term.column) == "pair" ? term.column : "pair." + term.column;
    const model::Operand operand{path, {1, 0}};
    Linear sum;
    sum.add(std::span(&operand, 1), 1, context.scope, context.entry, Unknowns::defaults);
    sum.finish(context.scope);
    return linear_term(std::move(sum), term.times, Below::counts);
}

}  // namespace husrom::rules
