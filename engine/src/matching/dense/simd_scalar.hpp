#pragma once

/// Vectors of one lane: the path for machines without AVX2, and the plain reading of what the wider ones do.

#include <cstdint>
#include <type_traits>

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
        return negate ? negative_of(cost) : cost;
    }
    static Index load_index(const std::int32_t* from) { return *from; }
    static Index iota(std::int32_t first) { return first; }
    static Register gather(const Price* base, const std::int32_t* index) { return base[*index]; }
    static Index gather_index(const std::int32_t* base, const std::int32_t* index) { return base[*index]; }
    static Register add(Register a, Register b) { return a + b; }
    static Register minimum(Register a, Register b) { return b < a ? b : a; }
    static Register maximum(Register a, Register b) { return a < b ? b : a; }
    static Mask less(Register a, Register b) { return a < b ? 1U : 0U; }
    static Mask at_most(Register a, Register b) { return a <= b ? 1U : 0U; }
    static Mask negative(Index a) { return a < 0 ? 1U : 0U; }
    static Mask allowed(const std::uint8_t* from) { return *from != 0 ? 1U : 0U; }
    static Price least(Register a) { return a; }
    static Price greatest(Register a) { return a; }
    /// Lanes of `mask` from b, the others from a.
    static Register pick(Mask mask, Register a, Register b) { return mask != 0 ? b : a; }
    static Index pick_index(Mask mask, Index a, Index b) { return mask != 0 ? b : a; }
    static Register add_where(Mask mask, Register a, Register b) { return mask != 0 ? a + b : a; }
    static Register subtract(Register a, Register b) { return a - b; }
    static Index add_index(Index a, Index b) { return a + b; }
    static Index fill_index(std::int32_t value) { return value; }
    static void store_index(std::int32_t* to, Index value) { *to = value; }

    /// Counters, one a lane; `later` are the lanes that come after the one that `a` was taken from.
    using Counts = std::int32_t;
    static Counts no_counts() { return 0; }
    static Counts count_less(Counts counts, Register a, Register b) { return counts + (a < b ? 1 : 0); }
    static Counts count_at_most(Counts counts, Register a, Register b) { return counts + (a <= b ? 1 : 0); }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        return counts + (a < b || (later != 0 && a <= b) ? 1 : 0);
    }
    static void store_counts(std::int32_t* to, Counts counts) { *to = counts; }

    /// Writes the lanes of `mask`, in order, to the front of `to`; may write garbage behind them, up to one full vector.
    static void compress(Price* to, Mask, Register value) { *to = value; }
    static void compress_index(std::int32_t* to, Mask, Index value) { *to = value; }

private:
    /// The least integer stays itself, as in the wider vectors.
    static Price negative_of(Price value) {
        if constexpr (std::is_integral_v<Price>)
            return static_cast<Price>(std::make_unsigned_t<Price>{0} - static_cast<std::make_unsigned_t<Price>>(value));
        else
            return -value;
    }
};

}  // namespace husrom::matching::dense::scalar
