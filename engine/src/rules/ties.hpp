#pragma once

/// The goals behind the policy's: who has waited longest, then a published lottery, so that equal plans are told apart the same way
/// everywhere.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/scope.hpp"

namespace husrom::rules {

/// Appends, for each column of `[ties] order`, the sum over those housed (a date counts the days since, none where it is still to come; a
/// number itself), and last the sum of the lottery's numbers. Findings for columns that do not fit; a note for people whose cell is unknown
/// and counts 0.
void write_ties(std::span<const Pair> pairs, const Scope& scope, AllocationProblem& problem);

/// The column of a name in `[ties] order`: one of people, unless it says whose.
[[nodiscard]] std::string tie_path(const std::string& name);

/// The number of a person and a home in the lottery of a seed; of a person alone where `unit` is empty. docs/policy.md publishes the
/// recipe, so that anybody can draw again.
[[nodiscard]] std::int64_t lottery_number(std::uint64_t seed, std::string_view participant, std::string_view unit);

}  // namespace husrom::rules
