#pragma once

/// What of the rules may be told to the person they are about.

#include <vector>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

/// Without the rule that tells of where somebody else lives: a home that it alone closes is told as one that fits.
[[nodiscard]] std::vector<rules::RuleVerdict> for_participant(std::vector<rules::RuleVerdict> verdicts);

}  // namespace husrom::plan
