#include <husrom/model/decimal.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/text.hpp"

namespace husrom::model {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Digits in groups of three behind one to three, such as 1 234 567 or 1.234.567 (also with a decimal comma behind them).
bool looks_grouped(std::string_view text) {
    std::string_view rest = text;
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    std::size_t lead = 0;
    while (lead < rest.size() && is_digit(rest[lead])) ++lead;
    if (lead < 1 || lead > 3) return false;
    rest.remove_prefix(lead);
    std::size_t groups = 0;
    while (!rest.empty()) {
        std::size_t mark = 0;
        if (rest[0] == ' ' || rest[0] == '.' || rest[0] == ',' || rest[0] == '\'') mark = 1;
        if (rest.starts_with("\u00a0") || rest.starts_with("\u2019")) mark = rest.starts_with("\u00a0") ? 2 : 3;
        if (rest.starts_with("\u202f")) mark = 3;
        if (mark == 0 || rest.size() < mark + 3) break;
        if (!is_digit(rest[mark]) || !is_digit(rest[mark + 1]) || !is_digit(rest[mark + 2])) break;
        rest.remove_prefix(mark + 3);
        ++groups;
    }
    if (groups == 0) return false;
    if (rest.empty()) return true;
    return (rest[0] == ',' || rest[0] == '.') && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool looks_scientific(std::string_view text) {
    const auto exponent = text.find_first_of("eE");
    if (exponent == std::string_view::npos || exponent == 0 || exponent + 1 == text.size()) return false;
    const auto mantissa = text.substr(0, exponent);
    auto power = text.substr(exponent + 1);
    if (power[0] == '+' || power[0] == '-') power.remove_prefix(1);
    return !power.empty() && power.find_first_not_of("0123456789") == std::string_view::npos &&
           mantissa.find_first_not_of("+-0123456789.,") == std::string_view::npos &&
           mantissa.find_first_of("0123456789") != std::string_view::npos;
}

NumberFault fault_of(std::string_view text) {
    std::string word = lower(text);
    if (word == "nan" || word == "#num!" || word == "#i/t" || word == "#n/a" || word == "n/a" || word == "na" || word == "null" ||
        word == "none" || word == "<na>" || word == "-nan")
        return NumberFault::nan;
    if (word.starts_with('-') || word.starts_with('+')) word.erase(0, 1);
    if (word == "inf" || word == "infinity" || word == "∞") return NumberFault::infinite;
    if (looks_scientific(text)) return NumberFault::scientific;
    if (looks_grouped(text)) return NumberFault::grouped;
    return NumberFault::not_a_number;
}

}  // namespace

NumberReading read_number(std::string_view text, std::int32_t digits) {
    NumberReading reading;
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    const auto point = rest.find('.');
    const std::string_view whole = rest.substr(0, point);
    std::string_view fraction = point == std::string_view::npos ? std::string_view{} : rest.substr(point + 1);
    if (whole.empty() || whole.find_first_not_of("0123456789") != std::string_view::npos ||
        (point != std::string_view::npos && fraction.empty()) || fraction.find_first_not_of("0123456789") != std::string_view::npos) {
        reading.fault = fault_of(text);
        return reading;
    }
    while (fraction.ends_with('0')) fraction.remove_suffix(1);
    if (fraction.size() > 1000) fraction = fraction.substr(0, 1000);
    reading.digits_seen = static_cast<std::int32_t>(fraction.size());
    if (reading.digits_seen > digits) {
        reading.fault = NumberFault::too_many_digits;
        return reading;
    }
    // Accumulates downwards, so that the smallest 64-bit integer is taken as well.
    std::int64_t value = 0;
    const auto push = [&](int digit) {
        return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
               !__builtin_sub_overflow(value, static_cast<std::int64_t>(digit), &value);
    };
    bool fits = true;
    for (const char c : whole) fits = fits && push(c - '0');
    for (std::int32_t i = 0; i < digits; ++i)
        fits = fits && push(i < reading.digits_seen ? fraction[static_cast<std::size_t>(i)] - '0' : 0);
    if (fits && !negative) fits = !__builtin_sub_overflow(std::int64_t{0}, value, &value);
    if (!fits) {
        reading.fault = NumberFault::too_large;
        return reading;
    }
    reading.value = value;
    return reading;
}

std::string shortest_text(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    if (value == 0) return "0";
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return {buffer.data(), end.ptr};
}

std::string to_text(const Decimal& decimal) {
    const Decimal shortest = normalised(decimal);
    const bool negative = shortest.value < 0;
    const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(shortest.value) : static_cast<std::uint64_t>(shortest.value);
    std::string text = std::to_string(magnitude);
    if (shortest.digits > 0) {
        const auto digits = static_cast<std::size_t>(shortest.digits);
        if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
        text.insert(text.size() - digits, 1, '.');
    }
    return negative ? "-" + text : text;
}

bool less(const Decimal& left, const Decimal& right) {
    const std::int64_t digits = std::max(left.digits, right.digits);
    const auto scaled = [digits](const Decimal& decimal) {
        // Times 10^19 every number but 0 is beyond those of 64 bits already.
        const auto more = std::min<std::int64_t>(digits - decimal.digits, 19);
        core::int128 value = decimal.value;
        for (std::int64_t digit = 0; digit < more; ++digit) value *= 10;
        return value;
    };
    return scaled(left) < scaled(right);
}

Decimal normalised(Decimal decimal) {
    while (decimal.digits > 0 && decimal.value % 10 == 0) {
        decimal.value /= 10;
        --decimal.digits;
    }
    return decimal;
}

}  // namespace husrom::model
