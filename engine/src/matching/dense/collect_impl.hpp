// Rows read by wide vectors. Included after kernels_impl.hpp, into the same namespace; chunks_impl.hpp is the same without wide vectors.

/// Collects, and with `surveyed` takes the range of all entries on the way: the matrix streams through the cache once.
template <class Cost, class Price, bool masked, bool surveyed>
std::int32_t collect_entries(const Row& row, const Price* prices, Price limit, std::int32_t* out_column, Price* out_cost,
                             Range<Price>* range) {
    using V = Vector<Price>;
    constexpr bool real = static_cast<Price>(0.5) != 0;
    const Cost* const costs = static_cast<const Cost*>(row.costs);
    const auto limits = V::fill(limit);
    auto low = V::fill(range->low);
    auto high = V::fill(range->high);
    std::uint32_t numbers = ~std::uint32_t{0};
    std::int32_t count = 0;
    std::int32_t column = 0;
    const Reading<Cost, Price> reading(row);
    constexpr std::int32_t per_line = 64 / sizeof(Cost);
    const BlockAhead ahead(row, row.columns / per_line);
    auto index = V::iota(0);
    const auto step = V::fill_index(V::width);
    // Without a branch: whether a vector holds a candidate cannot be predicted.
    for (; column + V::width <= row.columns; column += V::width) {
        const auto cost = reading.vector(costs + column);
        if constexpr (surveyed) {
            for (std::int32_t k = 0; k < V::width; k += per_line) ahead.fetch((column + k) / per_line);
            low = V::minimum(low, cost);
            high = V::maximum(high, cost);
            if constexpr (real) numbers &= V::at_most(cost, cost);
        }
        typename V::Mask kept = V::less(V::add(cost, V::load(prices + column)), limits);
        if constexpr (masked) kept &= V::allowed(row.allowed + column);
        V::compress_index(out_column + count, kept, index);
        index = V::add_index(index, step);
        count += __builtin_popcount(kept);
    }
    for (std::int32_t k = 0; k < count; ++k) out_cost[k] = reading.one(costs + out_column[k]);
    if constexpr (surveyed) {
        constexpr std::uint32_t all = (std::uint32_t{1} << V::width) - 1;
        if ((numbers & all) != all) range->has_nan = true;
        range->low = V::least(low);
        range->high = V::greatest(high);
    }
    if constexpr (surveyed) widen_range(reading, costs, column, row.columns, range);
    for (; column < row.columns; ++column) {
        const Price cost = signed_cost<Cost, Price>(row, column);
        if (!(cost + prices[column] < limit)) continue;
        out_cost[count] = cost;
        out_column[count] = column;
        ++count;
    }
    return count;
}
