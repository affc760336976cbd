#pragma once

/// What a method forbids, and what needs a reason: findings about the policy alone and the classes of the columns it uses.

#include "rules/scope.hpp"

namespace husrom::rules {

/// Under Housing First no eligibility rule and no hard limit may use a column of class `readiness` (an error), and one that uses an
/// unclassified column of people is a warning. Under every method whatever uses a column of class `protected` states its reason: rules,
/// entries of the risk model that forbid, terms, hard limits, goals and ties; a soft limit that does not is a warning.
void lint(const Scope& scope);

}  // namespace husrom::rules
