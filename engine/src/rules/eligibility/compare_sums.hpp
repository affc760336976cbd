#pragma once

/// The comparison behind `at_least` and `at_most`.

#include <memory>
#include <span>

#include "rules/eligibility/rule.hpp"

namespace husrom::rules {

/// Keeps pairs with sum(larger) >= sum(smaller). One column a side may be of an ordered scale; both must then have the same steps.
[[nodiscard]] std::unique_ptr<PairRule> compare_sums(std::span<const model::Operand> larger, std::span<const model::Operand> smaller,
                                                     const RuleContext& context);

}  // namespace husrom::rules
