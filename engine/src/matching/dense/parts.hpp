#pragma once

/// Doubles in their parts.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include <husrom/core/integers.hpp>

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

    /// In units of 2^unit, without what lies below them.
    [[nodiscard]] core::int128 units_of(int unit) const {
        const int shift = exponent - unit;
        if (mantissa == 0 || shift <= -63) return 0;  // nothing has no place to be shifted to
        return shift >= 0 ? static_cast<core::int128>(mantissa) * (static_cast<core::int128>(1) << shift)
                          : static_cast<core::int128>(mantissa >> -shift);
    }

    std::int64_t mantissa;
    int exponent;
};

}  // namespace husrom::matching::dense
