#pragma once

/// Weights of several goals at once: N integers compared from the first to the last, added and subtracted one by one.
/// A matching of greatest tuple weight is best in the first goal, among those best in the second, and so on; its tuple duals
/// prove all goals together.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace husrom::matching {

template <std::size_t N> struct Tuple {
    static_assert(N >= 1);
    std::array<std::int64_t, N> values{};

    constexpr std::int64_t& operator[](std::size_t i) { return values[i]; }
    constexpr std::int64_t operator[](std::size_t i) const { return values[i]; }
    [[nodiscard]] static constexpr std::size_t size() { return N; }

    // Sums are formed modulo 2^64: an intermediate value may leave the range, the ranges checked on entry bring it back.
    friend constexpr Tuple operator+(const Tuple& a, const Tuple& b) {
        Tuple sum;
        for (std::size_t i = 0; i < N; ++i)
            sum.values[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(a.values[i]) + static_cast<std::uint64_t>(b.values[i]));
        return sum;
    }
    friend constexpr Tuple operator-(const Tuple& a, const Tuple& b) {
        Tuple difference;
        for (std::size_t i = 0; i < N; ++i)
            difference.values[i] =
                static_cast<std::int64_t>(static_cast<std::uint64_t>(a.values[i]) - static_cast<std::uint64_t>(b.values[i]));
        return difference;
    }
    friend constexpr Tuple operator-(const Tuple& a) { return Tuple{} - a; }
    constexpr Tuple& operator+=(const Tuple& other) { return *this = *this + other; }
    constexpr Tuple& operator-=(const Tuple& other) { return *this = *this - other; }

    friend constexpr bool operator==(const Tuple& a, const Tuple& b) {
        for (std::size_t i = 0; i < N; ++i)
            if (a.values[i] != b.values[i]) return false;
        return true;
    }
    friend constexpr std::strong_ordering operator<=>(const Tuple& a, const Tuple& b) {
        for (std::size_t i = 0; i + 1 < N; ++i)
            if (a.values[i] != b.values[i]) return a.values[i] <=> b.values[i];
        return a.values[N - 1] <=> b.values[N - 1];
    }
};

}  // namespace husrom::matching
