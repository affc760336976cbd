#pragma once

/// The leading goals of a tuple as one number that the packed solver reads, and back.

#include <array>
#include <cstddef>
#include <cstdint>

#include <husrom/core/integers.hpp>
#include <husrom/matching/detail/packed_graph.hpp>
#include <husrom/matching/tuple.hpp>

namespace husrom::matching::detail {

/// Multipliers by which leading goals add up to one number without one goal ever reaching into the next.
template <std::size_t N> struct TuplePacking {
    std::size_t goals = 0;
    std::array<std::int64_t, N> multiplier{};

    TuplePacking(const std::array<std::int64_t, N>& magnitude, std::int64_t path_nodes) {
        for (std::size_t count = N; count >= 1 && goals == 0; --count) {
            core::int128 factor = 1, largest = 0;
            for (std::size_t g = count; g-- > 0;) {
                multiplier[g] = static_cast<std::int64_t>(factor);
                largest += factor * magnitude[g];
                factor *= static_cast<core::int128>(magnitude[g]) * (2 * path_nodes + 2) + 1;
                if (largest > wide_limit / 8 || (g > 0 && factor > wide_limit / 8)) break;
                if (g == 0) goals = count;
            }
        }
    }

    [[nodiscard]] std::int64_t pack(const Tuple<N>& weight, std::int64_t sign) const {
        std::int64_t sum = 0;
        for (std::size_t g = 0; g < goals; ++g) sum += weight[g] * multiplier[g];
        return sign * sum;
    }
    /// The goals of a packed price, to start from.
    [[nodiscard]] Tuple<N> unpack(std::int64_t packed) const {
        Tuple<N> value;
        for (std::size_t g = 0; g < goals; ++g) {
            // Round to the nearest, so that what is left over is small whatever its sign.
            const std::int64_t half = multiplier[g] / 2;
            value[g] = core::floor_divide(packed + half, multiplier[g]);
            packed -= value[g] * multiplier[g];
        }
        return value;
    }
};

/// A weight as one number: itself, or the leading goals of a tuple.
template <class Weight> struct Image {
    static constexpr bool exists = true;
    Image(const std::array<std::int64_t, 1>&, std::int64_t) {}
    [[nodiscard]] std::int64_t of(std::int64_t weight) const { return weight; }
    [[nodiscard]] std::int64_t back(std::int64_t value) const { return value; }
};

template <std::size_t N> struct Image<Tuple<N>> {
    TuplePacking<N> packing;
    bool exists;
    Image(const std::array<std::int64_t, N>& magnitude, std::int64_t path_nodes)
        : packing(magnitude, path_nodes), exists(packing.goals > 0) {}
    [[nodiscard]] std::int64_t of(const Tuple<N>& weight) const { return packing.pack(weight, 1); }
    [[nodiscard]] Tuple<N> back(std::int64_t value) const { return packing.unpack(value); }
};

}  // namespace husrom::matching::detail
