#pragma once

/// Vectors of one lane: the path for machines without AVX2, and the plain reading of what the wider ones do.

#include <cstdint>

namespace husrom::matching::dense::scalar {

template <class Price> struct Vector {
    static constexpr std::int32_t width = 1;
    using Register = Price;
    using Index = std::int32_t;
    using Mask = std::uint32_t;

    static Register fill(Price value) { return value; }
    static Register load(const Price* from) { return *from; }
    static void store(Price* to, Register value) { *to = value; }
    template <class Cost> static Register load_costs(const Cost* from, bool negate) {
        const Price cost = static_cast<Price>(*from);
        return negate ? -cost : cost;
    }
    static Index load_index(const std::int32_t* from) { return *from; }
    static Index iota(std::int32_t first) { return first; }
    static Register gather(const Price* base, Index index) { return base[index]; }
    static Index gather_index(const std::int32_t* base, Index index) { return base[index]; }
    static Register add(Register a, Register b) { return a + b; }
    static Register minimum(Register a, Register b) { return b < a ? b : a; }
    static Register maximum(Register a, Register b) { return a < b ? b : a; }
    static Mask less(Register a, Register b) { return a < b ? 1U : 0U; }
    static Mask at_most(Register a, Register b) { return a <= b ? 1U : 0U; }
    static Mask negative(Index a) { return a < 0 ? 1U : 0U; }
    static Mask allowed(const std::uint8_t* from) { return *from != 0 ? 1U : 0U; }
    /// Writes the lanes of `mask`, in order, to the front of `to`; may write garbage behind them, up to one full vector.
    static void compress(Price* to, Mask, Register value) { *to = value; }
    static void compress_index(std::int32_t* to, Mask, Index value) { *to = value; }
};

}  // namespace husrom::matching::dense::scalar
