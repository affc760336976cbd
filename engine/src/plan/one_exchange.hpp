#pragma once

/// Near plans without a search.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <husrom/plan/plan.hpp>

namespace husrom::plan {

/// A plan that is not among those known, in which one person has moved to a free home, has the home of another who goes without, or has
/// changed homes with another, and in which no goal is below `least` (in the solver's direction); none where there is no such plan.
/// O(open pairs) exchanges, each by the limits that it touches.
[[nodiscard]] std::optional<std::vector<rules::EdgeIndex>> one_exchange_away(const Plan& plan, std::span<const std::int64_t> least,
                                                                             const std::vector<std::vector<rules::EdgeIndex>>& known);

}  // namespace husrom::plan
