#pragma once

/// Declared losses, by goal and in the office's unit, as integers of the problem.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

/// By policy goal; 0 where none is declared, cut down to what the goal's digits hold. Throws InvalidArgument for a goal that is not there
/// (with the nearest one) and a loss below 0 or beyond 64 bits; `what` names the argument.
[[nodiscard]] std::vector<std::int64_t> allowed_losses(const rules::AllocationProblem& problem,
                                                       const std::map<std::string, model::Decimal>& declared, std::string_view what);

}  // namespace husrom::plan
