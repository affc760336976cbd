#pragma once

/// Doubles in their parts.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

namespace husrom::matching::dense {

/// A finite number as mantissa * 2^exponent, read from its bits: the library's functions take most of a proof where ties are many.
struct Parts {
    static constexpr int least_exponent = -1074;

    explicit Parts(double value) {
        constexpr int digits = std::numeric_limits<double>::digits;
        const auto bits = std::bit_cast<std::uint64_t>(value);
        const auto biased = static_cast<int>(bits >> (digits - 1) & 0x7FF);
        const std::uint64_t hidden = std::uint64_t{1} << (digits - 1);
        const std::uint64_t magnitude = (bits & (hidden - 1)) | (biased > 0 ? hidden : 0);
        mantissa = std::signbit(value) ? -static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
        exponent = std::max(biased, 1) - 1 + least_exponent;
    }
    [[nodiscard]] int lowest_bit() const { return exponent + std::countr_zero(static_cast<std::uint64_t>(mantissa)); }
    [[nodiscard]] int highest_bit() const {
        return exponent + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::abs(mantissa)))) - 1;
    }

    std::int64_t mantissa;
    int exponent;
};

}  // namespace husrom::matching::dense
