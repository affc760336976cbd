#pragma once

/// What the algorithms need to know of a weight type: its dual type, its range, and the weight of an edge that is not there.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>

#include <husrom/core/error.hpp>
#include <husrom/core/integers.hpp>
#include <husrom/matching/tuple.hpp>

namespace husrom::matching {

/// The largest magnitude of a weight (of the first goal of a tuple) when every node may stay unmatched.
inline constexpr std::int64_t weight_limit = std::int64_t{1} << 59;
/// The largest magnitude that a sum of weights along an alternating path may reach in a later goal of a tuple.
inline constexpr std::int64_t path_limit = std::int64_t{1} << 61;

/// Duals and sums of 32-bit weights are 64-bit; everything else keeps its type.
template <class Weight> struct WeightTraits;

template <std::signed_integral Integer> struct WeightTraits<Integer> {
    static_assert(sizeof(Integer) <= 8);
    using Dual = std::int64_t;
    static constexpr std::size_t goals = 1;
    static constexpr Dual widen(Integer weight) { return weight; }
    static constexpr std::int64_t goal(Dual value, std::size_t) { return value; }
    /// Lower than any allowed sum of weights and duals.
    static constexpr Dual absent() { return -(std::int64_t{1} << 62); }
    /// Greater than any allowed distance, less than a distance over an absent edge.
    static constexpr Dual unreachable() { return std::int64_t{1} << 61; }
    static Dual checked_sum(Dual a, Dual b) { return core::checked_add(a, b); }
};

template <std::size_t N> struct WeightTraits<Tuple<N>> {
    using Dual = Tuple<N>;
    static constexpr std::size_t goals = N;
    static constexpr const Dual& widen(const Tuple<N>& weight) { return weight; }
    static constexpr std::int64_t goal(const Dual& value, std::size_t g) { return value[g]; }
    static constexpr Dual absent() {
        Dual value;
        value[0] = -(std::int64_t{1} << 62);
        return value;
    }
    static constexpr Dual unreachable() {
        Dual value;
        value[0] = std::int64_t{1} << 61;
        return value;
    }
    static Dual checked_sum(const Dual& a, const Dual& b) {
        Dual sum;
        for (std::size_t g = 0; g < N; ++g) sum[g] = core::checked_add(a[g], b[g]);
        return sum;
    }
};

/// The type of prices, distances and totals of a weight type.
template <class Weight> using DualOf = typename WeightTraits<Weight>::Dual;

/// Throws Overflow when magnitudes of goal `goal` up to `magnitude` could leave 64 bits on alternating paths over `path_nodes` nodes of
/// a side. Where no node must be matched, duals of the first goal stay between 0 and the largest weight, whatever the paths are.
inline void check_weight_range(std::size_t goal, std::int64_t magnitude, std::int64_t path_nodes, bool must_match) {
    const core::int128 along_path = static_cast<core::int128>(magnitude) * (2 * path_nodes + 2);
    const core::int128 reach = goal == 0 && !must_match ? static_cast<core::int128>(magnitude) : along_path;
    if (reach > (goal == 0 ? weight_limit : path_limit))
        throw Overflow("weights up to " + std::to_string(magnitude) + " in goal " + std::to_string(goal) +
                       " are too large to be summed exactly; scale them down");
}

}  // namespace husrom::matching
