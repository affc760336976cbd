#include "rules/terms/linear_term.hpp"

namespace husrom::rules {

std::unique_ptr<ScoreTerm> compile(const model::SlackTerm& term, const TermContext& context) {
    Linear sum;
    sum.add(term.left, 1, context.scope, context.entry, Unknowns::defaults);
    sum.add(term.right, -1, context.scope, context.entry, Unknowns::defaults);
    sum.finish(context.scope);
    return linear_term(std::move(sum), term.points_each, Below::scores_nothing);
}

}  // namespace husrom::rules
