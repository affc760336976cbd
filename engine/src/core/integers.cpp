#include <husrom/core/integers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace husrom::core {

std::int64_t narrow(int128 value) {
    if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min())
        throw Overflow("a 128-bit value does not fit 64 bits");
    return static_cast<std::int64_t>(value);
}

std::int64_t floor_sqrt(std::int64_t value) {
    if (value < 0) throw InvalidArgument("floor_sqrt needs a value of at least 0");
    auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(value)));
    while (static_cast<int128>(root) * root > value) --root;
    while (static_cast<int128>(root + 1) * (root + 1) <= value) ++root;
    return root;
}

std::string to_string(int128 value) {
    if (value == 0) return "0";
    const bool negative = value < 0;
    uint128 rest = negative ? -static_cast<uint128>(value) : static_cast<uint128>(value);
    std::string digits;
    for (; rest != 0; rest /= 10) digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    if (negative) digits.push_back('-');
    std::ranges::reverse(digits);
    return digits;
}

int128 parse_int128(const std::string& text) {
    const bool negative = text.starts_with('-');
    if (text.size() == (negative ? 1u : 0u)) throw InvalidArgument("not a whole number: \"" + text + "\"");
    int128 value = 0;
    for (std::size_t i = negative ? 1 : 0; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') throw InvalidArgument("not a whole number: \"" + text + "\"");
        const int digit = text[i] - '0';
        if (__builtin_mul_overflow(value, static_cast<int128>(10), &value) ||
            __builtin_sub_overflow(value, static_cast<int128>(digit), &value))
            throw Overflow("a whole number does not fit 128 bits");
    }
    if (negative) return value;
    if (__builtin_sub_overflow(static_cast<int128>(0), value, &value)) throw Overflow("a whole number does not fit 128 bits");
    return value;
}

}  // namespace husrom::core
