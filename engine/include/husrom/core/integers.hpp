#pragma once

/// Exact integers: every sum or product that could leave its type is checked, never wrapped and never rounded.

#include <concepts>
#include <cstdint>
#include <string>

#include <husrom/core/error.hpp>

namespace husrom::core {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

template <std::signed_integral Integer> [[nodiscard]] constexpr Integer checked_add(Integer a, Integer b) {
    Integer result{};
    if (__builtin_add_overflow(a, b, &result)) throw Overflow("a sum does not fit its integer type");
    return result;
}

template <std::signed_integral Integer> [[nodiscard]] constexpr Integer checked_subtract(Integer a, Integer b) {
    Integer result{};
    if (__builtin_sub_overflow(a, b, &result)) throw Overflow("a difference does not fit its integer type");
    return result;
}

template <std::signed_integral Integer> [[nodiscard]] constexpr Integer checked_multiply(Integer a, Integer b) {
    Integer result{};
    if (__builtin_mul_overflow(a, b, &result)) throw Overflow("a product does not fit its integer type");
    return result;
}

/// Narrowing that refuses to lose anything.
template <std::signed_integral To, std::signed_integral From> [[nodiscard]] constexpr To checked_cast(From value) {
    const To result = static_cast<To>(value);
    if (static_cast<From>(result) != value || (result < 0) != (value < 0)) throw Overflow("a value does not fit the narrower integer type");
    return result;
}

[[nodiscard]] std::int64_t narrow(int128 value);

/// floor(a / b) and ceil(a / b) for b > 0, exact for negative a too.
template <typename Integer> [[nodiscard]] constexpr Integer floor_divide(Integer a, Integer b) {
    const Integer quotient = a / b;
    return (a % b != 0 && a < 0) ? quotient - 1 : quotient;
}
template <typename Integer> [[nodiscard]] constexpr Integer ceil_divide(Integer a, Integer b) {
    const Integer quotient = a / b;
    return (a % b != 0 && a > 0) ? quotient + 1 : quotient;
}

/// The largest integer whose square is at most `value`; `value` must not be negative.
[[nodiscard]] std::int64_t floor_sqrt(std::int64_t value);

[[nodiscard]] std::string to_string(int128 value);
/// Reads a whole decimal integer, sign allowed; throws InvalidArgument on anything else.
[[nodiscard]] int128 parse_int128(const std::string& text);

}  // namespace husrom::core
