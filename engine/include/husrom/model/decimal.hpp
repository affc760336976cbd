#pragma once

/// Decimal numbers as integers: what a text says, exactly, or why it cannot be taken. Nothing is ever rounded. Linear in the text.

#include <cstdint>
#include <string>
#include <string_view>

#include <husrom/core/integers.hpp>

namespace husrom::model {

/// value / 10^digits, exactly.
struct Decimal {
    std::int64_t value = 0;
    std::int32_t digits = 0;
    friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// The most digits after the decimal point that are taken.
inline constexpr std::int32_t most_digits = 9;

/// Why a text is not taken as a number.
enum class NumberFault : std::uint8_t {
    none,
    not_a_number,     ///< letters, blanks inside, two points …
    nan,              ///< a spelling of "not a number"
    infinite,         ///< a spelling of infinity
    scientific,       ///< 1.2E+05
    grouped,          ///< thousands separated by blanks, points, commas or apostrophes
    too_large,        ///< leaves 64 bits
    too_many_digits,  ///< more decimals than allowed
};

struct NumberReading {
    NumberFault fault = NumberFault::none;
    std::int64_t value = 0;        ///< times 10^digits asked for; 0 when faulty
    std::int32_t digits_seen = 0;  ///< decimals that are not trailing zeros
};

/// Reads `-12.50` as an integer times 10^digits (0..9). No blanks around, a point as the decimal mark.
[[nodiscard]] NumberReading read_number(std::string_view text, std::int32_t digits);

/// The shortest decimal text that reads back as the same double, without an exponent; "nan", "inf" and "-inf" for what is no number.
[[nodiscard]] std::string shortest_text(double value);

/// `12.5` for {1250, 2}: no trailing zeros, no exponent.
[[nodiscard]] std::string to_text(const Decimal& decimal);

/// 10^exponent; Overflow above 10^18.
[[nodiscard]] constexpr std::int64_t power_of_ten(std::int32_t exponent) {
    std::int64_t power = 1;
    for (std::int32_t i = 0; i < exponent; ++i) power = core::checked_multiply<std::int64_t>(power, 10);
    return power;
}

/// Whether `left` is below `right`, whatever their digits.
[[nodiscard]] bool less(const Decimal& left, const Decimal& right);

/// The same value with as few digits as it needs.
[[nodiscard]] Decimal normalised(Decimal decimal);

}  // namespace husrom::model
