#pragma once

/// Gauss-Seidel bidding without slack: a row takes its best column and raises its price to where the second best is as good.
///
/// Every step keeps the duals feasible and the pairs tight, so that whatever is left over goes to the shortest-path search. Prices rise
/// by as little as rounding allows on near ties of doubles, for ever if one lets them: the number of bids is bounded.

#include <cstdint>
#include <vector>

#include "state.hpp"

namespace husrom::matching::dense {

/// The first entry from `start` on, and round the end of the list, whose net cost is no more than `value`; there must be one.
template <class Price> std::int32_t next_tied(const State<Price>& state, std::int32_t row, std::int32_t start, Price value) {
    const std::int32_t* const columns = state.candidates.columns(row);
    const Price* const costs = state.candidates.costs(row);
    const std::int32_t count = state.candidates.chunks(row) * lanes;
    std::int32_t position = start < count ? start : 0;
    while (value < costs[position] + state.price[state.at(columns[position])]) position = position + 1 < count ? position + 1 : 0;
    return position;
}

/// Bids for the rows of `queue` in order; rows displaced join its end. Returns the rows that are left for the search, in queue order.
template <class Price> std::vector<std::int32_t> bid(State<Price>& state, std::vector<std::int32_t> queue, std::int64_t budget) {
    constexpr Price infinite = PriceRange<Price>::infinite;
    constexpr std::size_t ahead = 2;
    std::vector<std::int32_t> left;
    std::size_t ties = queue.size();
    std::vector<std::int32_t> turn(state.column_of.size(), 0);
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const std::int32_t row = queue[next];
        if (next + ahead < queue.size()) state.candidates.prefetch(queue[next + ahead]);
        if (budget-- <= 0) {
            left.insert(left.end(), queue.begin() + static_cast<std::ptrdiff_t>(next), queue.end());
            break;
        }
        BestTwo<Price> two = state.best_two(row);
        if (!(two.best < state.outside)) {
            if (state.outside < infinite) {
                state.column_of[state.at(row)] = State<Price>::alone;
            } else {
                left.push_back(row);
            }
            continue;
        }
        const Price second = two.second < state.outside ? two.second : state.outside;
        const std::int32_t* const columns = state.candidates.columns(row);
        const Price* const costs = state.candidates.costs(row);
        std::int32_t position = two.position;
        const bool contested = state.row_of[state.at(columns[position])] >= 0;
        if (contested && !(two.best < second)) {
            // A tie: a tied column without mate costs nothing.
            position = state.matrix.list_kernels->tied_free(columns, costs, state.candidates.chunks(row) * lanes, state.price.data(),
                                                            state.row_of.data(), two.best);
            if (position < 0) {
                // Displacing moves the question to a row that may know a free column; once a row on average pays, more goes round in
                // circles.
                if (ties == 0) {
                    left.push_back(row);
                    continue;
                }
                --ties;
                position = next_tied(state, row, turn[state.at(row)], two.best);
                turn[state.at(row)] = position + 1;
            }
        }
        const std::int32_t column = columns[position];
        if (contested && !(second < infinite)) {
            left.push_back(row);  // its only column, and taken: no finite bid says so
            continue;
        }
        if (second < infinite && two.best < second) state.raise(column, static_cast<Price>(second - two.best));
        const std::int32_t displaced = state.assign(row, column, costs[position]);
        if (displaced >= 0) queue.push_back(displaced);
    }
    return left;
}

}  // namespace husrom::matching::dense
