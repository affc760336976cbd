#pragma once

/// Decimals on a common scale, by checked multiplication.

#include <cstdint>

#include <husrom/core/integers.hpp>
#include <husrom/model/decimal.hpp>

namespace husrom::rules {

using model::power_of_ten;

/// The decimal as an integer times 10^digits; `digits` is at least the decimal's own.
[[nodiscard]] constexpr std::int64_t scaled(const model::Decimal& decimal, std::int32_t digits) {
    return core::checked_multiply(decimal.value, power_of_ten(digits - decimal.digits));
}

}  // namespace husrom::rules
