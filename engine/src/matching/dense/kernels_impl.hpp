// The kernels, written once over `Vector` of the namespace that includes this file. No include guard: each instruction set includes it
// into its own namespace, inside a region where the compiler may use that instruction set. It must not instantiate anything of the
// standard library there: the linker could hand that copy to the other paths.

/// Negation that wraps: the smallest integer stays itself and is caught by the range check that every cost passes.
template <class Price> Price negated(Price value) {
    if constexpr (static_cast<Price>(0.5) != 0)
        return -value;
    else if constexpr (sizeof(Price) == 4)
        return static_cast<Price>(0U - static_cast<std::uint32_t>(value));
    else
        return static_cast<Price>(std::uint64_t{0} - static_cast<std::uint64_t>(value));
}
template <class Price> Price lower_of(Price a, Price b) {
    return b < a ? b : a;
}
template <class Price> Price higher_of(Price a, Price b) {
    return a < b ? b : a;
}

template <class Price> void keep_two(BestTwo<Price>& two, Price value, std::int32_t position) {
    if (value < two.best) {
        two.second = two.best;
        two.best = value;
        two.position = position;
    } else if (value < two.second) {
        two.second = value;
    }
}

/// How the entries of one row become signed costs, one at a time or a vector at a time.
template <class Cost, class Price> struct Reading {
    bool negate;
    explicit Reading(const Row& row) : negate(row.negate) {}
    Price one(const Cost* from) const {
        const Price cost = static_cast<Price>(*from);
        return negate ? negated(cost) : cost;
    }
    typename Vector<Price>::Register vector(const Cost* from) const { return Vector<Price>::load_costs(from, negate); }
};

template <class Real> struct Reading<Rounded<Real>, std::int32_t> {
    double scale;
    double shift;
    explicit Reading(const Row& row) : scale(row.rounding.scale), shift(row.rounding.shift) {}
    std::int32_t one(const Rounded<Real>* from) const {
        constexpr double end = PriceRange<std::int32_t>::infinite;
        constexpr double to_whole = 0x1.8p52;  // adding it leaves no digits behind the point
        const double value = static_cast<double>(from->value) * scale + shift;
        if (!(value >= -end)) return Rounding::too_low;
        return value < end ? static_cast<std::int32_t>((value + to_whole) - to_whole) : PriceRange<std::int32_t>::infinite;
    }
    template <class V = Vector<std::int32_t>> typename V::Register vector(const Rounded<Real>* from) const {
        if constexpr (V::width == 1)
            return one(from);
        else
            return V::load_rounded(&from->value, scale, shift, PriceRange<std::int32_t>::infinite);
    }
};

template <class Cost, class Price> Price signed_cost(const Row& row, std::int32_t column) {
    if (row.allowed != nullptr && row.allowed[column] == 0) return PriceRange<Price>::infinite;
    return Reading<Cost, Price>(row).one(static_cast<const Cost*>(row.costs) + column);
}

template <class Real> bool is_whole(const Row& row, double bound) {
    constexpr double to_whole = 0x1.8p52;
    const Real* const costs = static_cast<const Real*>(row.costs);
    const double scale = row.rounding.scale, shift = row.rounding.shift;
    std::int32_t broken = 0;
    for (std::int32_t column = 0; column < row.columns; ++column) {
        const double value = static_cast<double>(costs[column]) * scale + shift;
        const double whole = (value + to_whole) - to_whole;
        broken |= (whole == value && value >= -bound && (value <= bound || value == PriceRange<double>::infinite)) ? 0 : 1;
    }
    return broken == 0;
}

template <class Cost, class Price>
void widen_range(const Reading<Cost, Price>& reading, const Cost* costs, std::int32_t begin, std::int32_t end, Range<Price>* range) {
    for (std::int32_t column = begin; column < end; ++column) {
        const Price cost = reading.one(costs + column);
        if (!(cost == cost)) range->has_nan = true;
        range->low = lower_of(range->low, cost);
        range->high = higher_of(range->high, cost);
    }
}

/// Fetches the next block of rows, line by line from each in turn.
struct BlockAhead {
    const std::byte* from;
    std::ptrdiff_t stride;
    BlockAhead(const Row& row, std::int32_t lines)
        : from(row.next_block + std::ptrdiff_t{lines / Row::block} * row.turn * 64), stride(row.stride) {}
    void fetch(std::int32_t line) const { __builtin_prefetch(from + std::ptrdiff_t{line / Row::block} * 64 + line % Row::block * stride); }
};

template <class Cost, class Price, bool masked>
std::int32_t relax_entries(const Row& row, const Price* prices, const Price* distance, Price offset, Price least, Price limit,
                           std::int32_t* out_column, Price* out_distance) {
    using V = Vector<Price>;
    const Cost* const costs = static_cast<const Cost*>(row.costs);
    const Reading<Cost, Price> reading(row);
    const auto offsets = V::fill(offset);
    const auto leasts = V::fill(least);
    const auto limits = V::fill(limit);
    std::int32_t count = 0;
    std::int32_t column = 0;
    for (; column + V::width <= row.columns; column += V::width) {
        const auto net = V::add(reading.vector(costs + column), V::load(prices + column));
        const auto reached = V::maximum(leasts, V::add(offsets, net));
        typename V::Mask kept = V::less(reached, V::minimum(limits, V::load(distance + column)));
        if constexpr (masked) kept &= V::allowed(row.allowed + column);
        if (kept == 0) continue;
        V::compress(out_distance + count, kept, reached);
        V::compress_index(out_column + count, kept, V::iota(column));
        count += __builtin_popcount(kept);
    }
    for (; column < row.columns; ++column) {
        const Price net = signed_cost<Cost, Price>(row, column) + prices[column];
        const Price reached = higher_of(least, static_cast<Price>(offset + net));
        if (!(reached < lower_of(limit, distance[column]))) continue;
        out_distance[count] = reached;
        out_column[count] = column;
        ++count;
    }
    return count;
}

template <class Cost, class Price>
std::int32_t relax_row(const Row& row, const Price* prices, const Price* distance, Price offset, Price least, Price limit,
                       std::int32_t* out_column, Price* out_distance) {
    return row.allowed != nullptr
               ? relax_entries<Cost, Price, true>(row, prices, distance, offset, least, limit, out_column, out_distance)
               : relax_entries<Cost, Price, false>(row, prices, distance, offset, least, limit, out_column, out_distance);
}

/// Of lanes that hold the best and the second best of their own share.
template <class Price> BestTwo<Price> reduce_two(typename Vector<Price>::Register best, typename Vector<Price>::Register second) {
    using V = Vector<Price>;
    BestTwo<Price> two;
    two.best = V::least(best);
    const typename V::Mask found = V::at_most(best, V::fill(two.best));
    two.second = V::least(V::pick(found & (0U - found), best, second));
    return two;
}

template <class Cost, class Price> BestTwo<Price> best_two_of_row(const Row& row, const Price* prices) {
    using V = Vector<Price>;
    BestTwo<Price> two;
    std::int32_t column = 0;
    const Cost* const costs = static_cast<const Cost*>(row.costs);
    const Reading<Cost, Price> reading(row);
    if (row.allowed == nullptr) {
        auto best = V::fill(PriceRange<Price>::infinite);
        auto second = best;
        for (; column + V::width <= row.columns; column += V::width) {
            const auto net = V::add(reading.vector(costs + column), V::load(prices + column));
            second = V::minimum(second, V::maximum(best, net));
            best = V::minimum(best, net);
        }
        two = reduce_two<Price>(best, second);
    }
    const std::int32_t rest = column;
    for (; column < row.columns; ++column)
        keep_two(two, static_cast<Price>(signed_cost<Cost, Price>(row, column) + prices[column]), column);
    if (two.position >= 0 || !(two.best < PriceRange<Price>::infinite)) return two;
    const auto wanted = V::fill(two.best);
    for (column = 0; column < rest; column += V::width) {
        const auto net = V::add(reading.vector(costs + column), V::load(prices + column));
        const typename V::Mask found = V::at_most(net, wanted);
        if (found == 0) continue;
        two.position = column + __builtin_ctz(found);
        break;
    }
    return two;
}

template <class Cost, class Price> Range<Price> range_of_row(const Row& row) {
    using V = Vector<Price>;
    const Cost* const costs = static_cast<const Cost*>(row.costs);
    const Reading<Cost, Price> reading(row);
    const Price first = reading.one(costs);
    Range<Price> range{first, first, !(first == first)};
    auto low = V::fill(first);
    auto high = low;
    std::uint32_t numbers = ~std::uint32_t{0};
    std::int32_t column = 0;
    for (; column + V::width <= row.columns; column += V::width) {
        const auto cost = reading.vector(costs + column);
        low = V::minimum(low, cost);
        high = V::maximum(high, cost);
        if constexpr (static_cast<Price>(0.5) != 0) numbers &= V::at_most(cost, cost);
    }
    constexpr std::uint32_t all = (std::uint32_t{1} << V::width) - 1;
    if ((numbers & all) != all) range.has_nan = true;
    range.low = V::least(low);
    range.high = V::greatest(high);
    for (; column < row.columns; ++column) {
        const Price cost = reading.one(costs + column);
        if (!(cost == cost)) range.has_nan = true;
        range.low = lower_of(range.low, cost);
        range.high = higher_of(range.high, cost);
    }
    return range;
}

template <class Price>
BestTwo<Price> best_two_of_list(const std::int32_t* column, const Price* cost, const Price* chunk_bound, std::int32_t chunks,
                                const Price* prices) {
    using V = Vector<Price>;
    Price nets[list_capacity];
    auto best = V::fill(PriceRange<Price>::infinite);
    auto second = best;
    BestTwo<Price> two;
    std::int32_t done = 0;
    // Half of all bids end in the first chunk: look there alone before reading the rest in one go.
    for (std::int32_t stop = 1; done < chunks; stop = chunks) {
        for (std::int32_t k = done * lanes; k < stop * lanes; k += V::width) {
            const auto net = V::add(V::load(cost + k), V::gather(prices, column + k));
            V::store(nets + k, net);
            second = V::minimum(second, V::maximum(best, net));
            best = V::minimum(best, net);
        }
        done = stop;
        two = reduce_two<Price>(best, second);
        if (!(chunk_bound[done] < two.second)) break;
    }
    const auto wanted = V::fill(two.best);
    two.position = -1;
    for (std::int32_t k = 0; k < done * lanes; k += V::width) {
        const typename V::Mask found = V::at_most(V::load(nets + k), wanted);
        if (found == 0) continue;
        two.position = k + __builtin_ctz(found);
        break;
    }
    if (chunk_bound[done] < two.second) two.second = chunk_bound[done];
    return two;
}

/// Reads up to `lanes` entries behind the last, whose columns must be columns.
template <class Price>
bool nets_of_list(const std::int32_t* column, const Price* cost, std::int32_t count, const Price* prices, Price* out) {
    using V = Vector<Price>;
    const auto infinite = V::fill(PriceRange<Price>::infinite);
    auto low = infinite;
    auto high = V::fill(-PriceRange<Price>::infinite);
    std::int32_t k = 0;
    for (; k + V::width <= count; k += V::width) {
        const auto net = V::add(V::load(cost + k), V::gather(prices, column + k));
        low = V::minimum(low, net);
        high = V::maximum(high, net);
        V::store(out + k, net);
    }
    Price least = V::least(low);
    Price most = V::greatest(high);
    for (; k < count; ++k) {
        out[k] = cost[k] + prices[column[k]];
        least = lower_of(least, out[k]);
        most = higher_of(most, out[k]);
    }
    for (; k % lanes != 0; ++k) out[k] = PriceRange<Price>::infinite;
    return !(least < most);
}

/// Ranks a few vectors of entries side by side: their counters do not wait for each other, which is most of the time.
template <class Price, std::int32_t vectors> struct Ranking {
    using V = Vector<Price>;
    typename V::Register own[vectors];
    typename V::Counts below[vectors];

    void begin(const Price* nets) {
        for (std::int32_t v = 0; v < vectors; ++v) {
            own[v] = V::load(nets + v * V::width);
            below[v] = V::no_counts();
        }
    }
    void look_before(const Price* nets, std::int32_t count) {
        for (std::int32_t k = 0; k < count; ++k) {
            const auto other = V::fill(nets[k]);
            for (std::int32_t v = 0; v < vectors; ++v) below[v] = V::count_at_most(below[v], other, own[v]);
        }
    }
    /// At the entries of vector `among` itself, and of those behind it.
    template <std::int32_t among = 0> void look_among(const Price* nets) {
        for (std::int32_t k = 0; k < V::width; ++k) {
            const auto later = static_cast<typename V::Mask>(((std::uint32_t{1} << V::width) - 1) & ~((std::uint32_t{2} << k) - 1));
            const auto other = V::fill(nets[among * V::width + k]);
            for (std::int32_t v = 0; v < among; ++v) below[v] = V::count_less(below[v], other, own[v]);
            below[among] = V::count_in_order(below[among], other, own[among], later);
            for (std::int32_t v = among + 1; v < vectors; ++v) below[v] = V::count_at_most(below[v], other, own[v]);
        }
        if constexpr (among + 1 < vectors) look_among<among + 1>(nets);
    }
    void look_behind(const Price* nets, std::int32_t count) {
        for (std::int32_t k = 0; k < count; ++k) {
            const auto other = V::fill(nets[k]);
            for (std::int32_t v = 0; v < vectors; ++v) below[v] = V::count_less(below[v], other, own[v]);
        }
    }
};

template <class Price, std::int32_t vectors>
std::int32_t rank_some(const Price* nets, std::int32_t home, std::int32_t padded, std::int32_t* rank) {
    constexpr std::int32_t entries = vectors * Vector<Price>::width;
    for (; home + entries <= padded; home += entries) {
        Ranking<Price, vectors> some;
        some.begin(nets + home);
        some.look_before(nets, home);
        some.look_among(nets + home);
        some.look_behind(nets + home + entries, padded - home - entries);
        for (std::int32_t v = 0; v < vectors; ++v) Vector<Price>::store_counts(rank + home + v * Vector<Price>::width, some.below[v]);
    }
    return home;
}

/// Every entry's place in ascending order, entries of equal net cost in their present order. Comparing all pairs beats sorting at this
/// size: 64 entries take 256 wide comparisons and no branch.
template <class Price> void rank_entries(const Price* nets, std::int32_t padded, std::int32_t* rank) {
    std::int32_t home = rank_some<Price, 4>(nets, 0, padded, rank);
    home = rank_some<Price, 2>(nets, home, padded, rank);
    rank_some<Price, 1>(nets, home, padded, rank);
}

/// By the nearest floats, as integers in the same order: half the width of doubles.
inline void rank_rounded(const double* nets, std::int32_t padded, std::int32_t* rank) {
    std::int32_t keys[list_capacity];
    for (std::int32_t entry = 0; entry < padded; ++entry) {
        const auto rounded = static_cast<float>(nets[entry]);
        std::int32_t bits = 0;
        static_assert(sizeof(bits) == sizeof(rounded));
        __builtin_memcpy(&bits, &rounded, sizeof(bits));
        keys[entry] = bits ^ ((bits >> 31) & 0x7FFFFFFF);
    }
    rank_entries<std::int32_t>(keys, padded, rank);
}

template <class Price>
std::int32_t relax_list(const std::int32_t* column, const Price* cost, std::int32_t padded, const Price* prices, const Price* distance,
                        Price offset, Price least, Price limit, std::int32_t* out_column, Price* out_distance) {
    using V = Vector<Price>;
    const auto offsets = V::fill(offset);
    const auto leasts = V::fill(least);
    const auto limits = V::fill(limit);
    std::int32_t count = 0;
    for (std::int32_t k = 0; k < padded; k += V::width) {
        const auto reached = V::maximum(leasts, V::add(offsets, V::add(V::load(cost + k), V::gather(prices, column + k))));
        typename V::Mask kept = V::less(reached, limits);
        if (kept == 0) continue;
        kept &= V::less(reached, V::gather(distance, column + k));
        if (kept == 0) continue;
        V::compress(out_distance + count, kept, reached);
        V::compress_index(out_column + count, kept, V::load_index(column + k));
        count += __builtin_popcount(kept);
    }
    return count;
}

template <class Price>
std::int32_t tied_free_of_list(const std::int32_t* column, const Price* cost, std::int32_t padded, const Price* prices,
                               const std::int32_t* mates, Price value) {
    using V = Vector<Price>;
    const auto values = V::fill(value);
    for (std::int32_t k = 0; k < padded; k += V::width) {
        typename V::Mask found = V::at_most(V::add(V::load(cost + k), V::gather(prices, column + k)), values);
        if (found == 0) continue;
        found &= V::negative(V::gather_index(mates, column + k));
        if (found != 0) return k + __builtin_ctz(found);
    }
    return -1;
}
