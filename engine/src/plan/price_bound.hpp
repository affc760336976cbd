#pragma once

/// How good can the first goal be at most when a person is housed? A bound from prices, valid whatever the prices are (weak duality), so
/// that prices of one problem may be asked about another: exact integers, no solve. O(edges + entries of limits).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/solve/problem.hpp>
#include <husrom/solve/result.hpp>

namespace husrom::plan {

/// Prices of the first goal: `denominator` times a price for each column (at least 0) and limit (its upper end positive, its lower
/// negative).
struct FirstGoalPrices {
    std::int64_t denominator = 1;
    std::vector<std::int64_t> column, limit;
};

/// `denominator` times a bound of the first goal over all plans in which `row` has one of its edges; nothing when it has none.
[[nodiscard]] std::optional<core::int128> bound_with_row(const solve::Problem& problem, const FirstGoalPrices& prices, std::int32_t row);

}  // namespace husrom::plan
