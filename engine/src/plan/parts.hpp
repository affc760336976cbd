#pragma once

/// The parts that a plan is put together from, one file each.

#include <span>
#include <string_view>
#include <vector>

#include <husrom/plan/plan.hpp>

#include "plan/exchange.hpp"

namespace husrom::plan {

[[nodiscard]] std::vector<LimitUse> limit_uses(const rules::AllocationProblem& problem, const Exchanges& exchanges,
                                               std::span<const std::int32_t> chosen);

[[nodiscard]] std::vector<Waiting> waiting_list(const rules::AllocationProblem& problem, const Exchanges& exchanges,
                                                const solve::Result& result);

/// Throws InvalidArgument for an id that is not a participant, with the nearest one.
[[nodiscard]] Explanation explanation(const Plan& plan, const Exchanges& exchanges, std::string_view participant);

}  // namespace husrom::plan
