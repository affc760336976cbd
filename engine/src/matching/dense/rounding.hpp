#pragma once

/// Real costs as 32-bit whole numbers, for a first solve at the speed of integers; the proof that follows is in the real costs.
///
/// A quarter of each row lies within 2^24 steps, by a sample of rows: matched pairs are nearly always among them. Costs four times and more
/// beyond that count as not allowed, which a proof finds out where they are needed after all.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <vector>

#include <husrom/matching/dense.hpp>

#include "kernels.hpp"
#include "parts.hpp"

namespace husrom::matching::dense {

/// Rows from all over the matrix that stand for the others.
inline std::array<std::int32_t, 6> sampled_rows(std::int32_t rows) {
    std::array<std::int32_t, 6> sample{};
    const auto size = static_cast<std::int64_t>(sample.size());
    for (std::int64_t k = 0; k < size; ++k)
        sample[static_cast<std::size_t>(k)] = static_cast<std::int32_t>((2 * k + 1) * rows / (2 * size));
    return sample;
}

/// Nothing where the sample shows no spread, or one too far from the middle of the doubles.
template <class Weight> std::optional<Rounding> rounding_for(const DenseView<Weight>& view, Sense sense) {
    constexpr int bits = 23;
    const double sign = sense == Sense::maximise ? -1 : 1;
    double low = PriceRange<double>::infinite;
    double high = -PriceRange<double>::infinite;
    std::vector<double> costs;
    const std::int32_t every = std::max(view.columns / 500, 1);
    for (const std::int32_t row : sampled_rows(view.rows)) {
        costs.clear();
        for (std::int32_t column = 0; column < view.columns; column += every) {
            const double cost = sign * static_cast<double>(view.weight(row, column));
            if (view.is_allowed(row, column) && std::isfinite(cost)) costs.push_back(cost);
        }
        if (costs.empty()) continue;
        const auto quarter = costs.begin() + static_cast<std::ptrdiff_t>(costs.size() / 4);
        std::nth_element(costs.begin(), quarter, costs.end());
        high = std::max(high, *quarter);
        low = std::min(low, *std::min_element(costs.begin(), quarter + 1));
    }
    const double spread = high - low;
    if (!(spread > 0x1p-900 && spread < 0x1p900)) return std::nullopt;
    const double scale = std::ldexp(1.0, bits - std::ilogb(spread));
    return Rounding{sign * scale, -low * scale};
}

/// Costs that are few small multiples of a power of two, by the same sample: so many ties that a proof from near entries would look at all
/// of them. Whole numbers need none, where all entries are such (RowKernels::is_whole).
template <class Weight> std::optional<Rounding> few_values(const DenseView<Weight>& view, Sense sense) {
    constexpr int most_bits = 20;
    double low = PriceRange<double>::infinite;
    double high = -PriceRange<double>::infinite;
    int unit = std::numeric_limits<int>::max();
    for (const std::int32_t row : sampled_rows(view.rows)) {
        for (std::int32_t column = 0; column < view.columns; ++column) {
            const auto cost = static_cast<double>(view.weight(row, column));
            if (!std::isfinite(cost)) continue;
            low = std::min(low, cost);
            high = std::max(high, cost);
            if (cost == 0) continue;
            const Parts parts(cost);
            unit = std::min(unit, parts.lowest_bit());
            if (parts.highest_bit() - unit > most_bits) return std::nullopt;
        }
    }
    if (unit == std::numeric_limits<int>::max() || std::abs(unit) > 900) return std::nullopt;
    const double scale = std::ldexp(1.0, -unit);
    if ((high - low) * scale > view.columns / 4) return std::nullopt;
    return Rounding{sense == Sense::maximise ? -scale : scale, 0};
}

}  // namespace husrom::matching::dense
