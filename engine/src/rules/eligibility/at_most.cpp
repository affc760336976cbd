#include "rules/eligibility/compare_sums.hpp"

namespace husrom::rules {

std::unique_ptr<PairRule> compile(const model::AtMost& rule, const RuleContext& context) {
    return compare_sums(rule.right, rule.left, context);
}

}  // namespace husrom::rules
