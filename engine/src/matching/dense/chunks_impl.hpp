// Rows read where there are no wide vectors: whole chunks are compared in the short ones that every machine has (the compiler's own vector
// types), and only a chunk with a candidate is looked at entry by entry. Included after kernels_impl.hpp, into the same namespace.

template <class Price> struct Short {
    static constexpr std::int32_t width = 16 / sizeof(Price);
    using Register __attribute__((vector_size(16))) = Price;
    using Mask = decltype(Register{} < Register{});

    static Register load(const Price* from) {
        Register value;
        __builtin_memcpy(&value, from, sizeof(value));
        return value;
    }
    static bool any(Mask mask) {
        std::int64_t halves[2];
        __builtin_memcpy(halves, &mask, sizeof(mask));
        return (halves[0] | halves[1]) != 0;
    }
};

/// The signed costs of one chunk.
template <class Cost, class Price> void load_chunk(const Reading<Cost, Price>& reading, const Cost* from, Price* to) {
    if (reading.negate)
        for (std::int32_t k = 0; k < lanes; ++k) to[k] = negated(static_cast<Price>(from[k]));
    else
        for (std::int32_t k = 0; k < lanes; ++k) to[k] = static_cast<Price>(from[k]);
}
template <class Real> void load_chunk(const Reading<Rounded<Real>, std::int32_t>& reading, const Rounded<Real>* from, std::int32_t* to) {
    using V = Short<double>;
    constexpr double end = PriceRange<std::int32_t>::infinite;
    constexpr double to_whole = 0x1.8p52;
    double whole[lanes];
    for (std::int32_t k = 0; k < lanes; ++k) whole[k] = static_cast<double>(from[k].value) * reading.scale + reading.shift;
    for (std::int32_t k = 0; k < lanes; k += V::width) {
        const typename V::Register value = V::load(whole + k);
        typename V::Register rounded = (value + to_whole) - to_whole;
        rounded = value < end ? rounded : end - typename V::Register{};
        rounded = value >= -end ? rounded : Rounding::too_low - typename V::Register{};
        __builtin_memcpy(whole + k, &rounded, sizeof(rounded));
    }
    for (std::int32_t k = 0; k < lanes; ++k) to[k] = static_cast<std::int32_t>(whole[k]);
}

/// Collects, and with `surveyed` takes the range of all entries on the way.
template <class Cost, class Price, bool masked, bool surveyed>
std::int32_t collect_entries(const Row& row, const Price* prices, Price limit, std::int32_t* out_column, Price* out_cost,
                             Range<Price>* range) {
    using V = Short<Price>;
    const Cost* const costs = static_cast<const Cost*>(row.costs);
    const Reading<Cost, Price> reading(row);
    constexpr std::int32_t per_line = 64 / sizeof(Cost);
    const BlockAhead ahead(row, row.columns / per_line);
    typename V::Register low = range->low - typename V::Register{};
    typename V::Register high = range->high - typename V::Register{};
    typename V::Mask broken{};
    std::int32_t count = 0;
    std::int32_t begin = 0;
    const auto keep = [&](std::int32_t column, Price cost) {
        if constexpr (masked)
            if (row.allowed[column] == 0) return;
        if (!(cost + prices[column] < limit)) return;
        out_cost[count] = cost;
        out_column[count++] = column;
    };
    for (; begin + lanes <= row.columns; begin += lanes) {
        Price cost[lanes];
        load_chunk(reading, costs + begin, cost);
        typename V::Mask candidates{};
        for (std::int32_t k = 0; k < lanes; k += V::width) {
            const typename V::Register value = V::load(cost + k);
            if constexpr (surveyed) {
                low = value < low ? value : low;
                high = high < value ? value : high;
                broken |= !(value == value);
            }
            candidates |= value + V::load(prices + begin + k) < limit;
        }
        if constexpr (surveyed)
            for (std::int32_t k = 0; k < lanes; k += per_line) ahead.fetch((begin + k) / per_line);
        if (!V::any(candidates)) continue;
        for (std::int32_t k = 0; k < lanes; ++k) keep(begin + k, cost[k]);
    }
    if constexpr (surveyed) {
        for (std::int32_t k = 0; k < V::width; ++k) {
            range->low = lower_of(range->low, low[k]);
            range->high = higher_of(range->high, high[k]);
        }
        range->has_nan |= V::any(broken);
        widen_range(reading, costs, begin, row.columns, range);
    }
    for (; begin < row.columns; ++begin) keep(begin, reading.one(costs + begin));
    return count;
}
