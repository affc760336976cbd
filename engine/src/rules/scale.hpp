#pragma once

/// Decimals on a common scale, by checked multiplication.

#include <cstdint>

#include <husrom/core/integers.hpp>
#include <husrom/model/decimal.hpp>

namespace husrom::rules {

/// 10^exponent; Overflow above 10^18.
[[nodiscard]] constexpr std::int64_t power_of_ten(std::int32_t exponent) {
    std::int64_t power = 1;
    for (std::int32_t i = 0; i < exponent; ++i) power = core::checked_multiply<std::int64_t>(power, 10);
    return power;
}

/// The decimal as an integer times 10^digits; `digits` is at least the decimal's own.
[[nodiscard]] constexpr std::int64_t scaled(const model::Decimal& decimal, std::int32_t digits) {
    return core::checked_multiply(decimal.value, power_of_ten(digits - decimal.digits));
}

}  // namespace husrom::rules
