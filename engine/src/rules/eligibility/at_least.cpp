#include "rules/eligibility/compare_sums.hpp"

namespace husrom::rules {

std::unique_ptr<PairRule> compile(const model::AtLeast& rule, const RuleContext& context) {
    return compare_sums(rule.left, rule.right, context);
}

}  // namespace husrom::rules
