#pragma once

/// A start for structured costs such as i * j (Machol and Wien 1976), where all rows want the same few columns and bidding or searching
/// from nothing takes every step there is.
///
/// Rows choose greedily, the one with most to lose first; then, from the last to the first, each column gets the highest price at which
/// its row does not prefer any column chosen later. Both passes read the matrix once. Where the costs have such an order this is the
/// optimum already; elsewhere it is a feasible start like any other. Columns may keep a price without a mate: squares only.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "state.hpp"

namespace husrom::matching::dense {

/// True when a sample of rows agrees on a few best columns.
template <class Price> bool looks_structured(const State<Price>& state) {
    constexpr std::int32_t sample = 24;
    constexpr std::int32_t few = 6;
    const std::int32_t rows = state.matrix.rows;
    if (rows < 2 * sample) return false;
    std::vector<std::int32_t> best;
    for (std::int32_t k = 0; k < sample; ++k) {
        const auto row = static_cast<std::int32_t>(std::int64_t{k} * rows / sample);
        best.push_back(state.matrix.row_kernels->best_two(state.matrix.row(row), state.price.data()).position);
    }
    std::sort(best.begin(), best.end());
    return std::unique(best.begin(), best.end()) - best.begin() <= few;
}

/// Sets prices and mates; returns the rows whose pair is not tight, in order. Gives up, and returns all rows with prices at 0, where a
/// row finds no allowed column or a price leaves the range of the widest type; throws TooWide where there is a wider one.
template <class Price> std::vector<std::int32_t> structured_start(State<Price>& state) {
    constexpr Price infinite = PriceRange<Price>::infinite;
    const Matrix<Price>& matrix = state.matrix;
    const auto rows = static_cast<std::size_t>(matrix.rows);
    std::vector<std::int32_t> order(rows);
    std::vector<Price> regret(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        order[row] = static_cast<std::int32_t>(row);
        const BestTwo<Price> two = matrix.row_kernels->best_two(matrix.row(order[row]), state.price.data());
        if (!(two.second < infinite)) return order;
        if (two.second > PriceRange<Price>::largest || two.best < -PriceRange<Price>::largest) throw TooWide{order[row]};
        regret[row] = two.second - two.best;
    }
    std::vector<std::int32_t> all = order;
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        const Price x = regret[state.at(a)];
        const Price y = regret[state.at(b)];
        return x > y || (x == y && a < b);
    });

    // Taken columns are blocked in the first pass, columns not yet priced in the second; with an infinite cost on top no sum overflows.
    constexpr Price blocked = infinite / 2;
    std::vector<Price> barrier(state.price.size(), 0);
    std::vector<std::int32_t> chosen(rows);
    for (const std::int32_t row : order) {
        const BestTwo<Price> two = matrix.row_kernels->best_two(matrix.row(row), barrier.data());
        if (two.position < 0 || !(two.best < infinite / 4)) return all;
        chosen[state.at(row)] = two.position;
        barrier[state.at(two.position)] = blocked;
    }
    std::fill(barrier.begin(), barrier.end(), blocked);
    Price lowest = 0;
    for (std::size_t k = rows; k-- > 0;) {
        const std::int32_t row = order[k];
        const std::int32_t column = chosen[state.at(row)];
        Price price = 0;
        if (k + 1 < rows) price = matrix.row_kernels->best_two(matrix.row(row), barrier.data()).best - matrix.cost(row, column);
        if (!(price < PriceRange<Price>::largest / 2) || price < -PriceRange<Price>::largest / 2) {
            if constexpr (sizeof(Price) < sizeof(std::int64_t)) throw TooWide{row};  // without this start the search would take every step
            return all;
        }
        barrier[state.at(column)] = price;
        lowest = std::min(lowest, price);
    }
    state.reprice([&](std::int32_t column) { return static_cast<Price>(barrier[state.at(column)] - lowest); });
    std::vector<std::int32_t> loose;
    for (const std::int32_t row : all) {
        const std::int32_t column = chosen[state.at(row)];
        const Price cost = matrix.cost(row, column);
        if (cost + state.price[state.at(column)] <= state.best_two(row).best) {
            state.assign(row, column, cost);
        } else {
            loose.push_back(row);
        }
    }
    return loose;
}

}  // namespace husrom::matching::dense
