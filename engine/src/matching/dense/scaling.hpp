#pragma once

/// Auction with slack: prices for a warm start where exact bidding wanders and searches run long (geometric costs, product costs).
///
/// Bids overshoot by `slack`, which ends price wars quickly; each round starts from the prices of the one before, with less slack, and
/// stops when only a few rows are left. Only the prices are kept: the exact bidding and the search that follow make the optimum, so the
/// slack decides time and never the result. A column may keep a price without having a mate, which is feasible in squares only.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "state.hpp"

namespace husrom::matching::dense {

template <class Price> std::int64_t auction(State<Price>& state, Price slack, std::int64_t may_stay, std::int64_t budget) {
    std::fill(state.row_of.begin(), state.row_of.end(), State<Price>::none);
    std::fill(state.column_of.begin(), state.column_of.end(), State<Price>::none);
    std::vector<std::int32_t> queue(state.column_of.size());
    std::iota(queue.begin(), queue.end(), 0);
    std::int64_t bids = 0;
    std::size_t next = 0;
    while (queue.size() - next > static_cast<std::size_t>(may_stay) && bids < budget) {
        const std::int32_t row = queue[next++];
        if (next + 1 < queue.size()) state.candidates.prefetch(queue[next + 1]);
        ++bids;
        const BestTwo<Price> two = state.best_two(row);
        if (two.position < 0) continue;
        const std::int32_t column = state.candidates.columns(row)[two.position];
        const Price second = two.second < PriceRange<Price>::infinite ? two.second : two.best;
        state.raise(column, static_cast<Price>(second - two.best + slack));
        const std::int32_t displaced = state.assign(row, column, state.candidates.costs(row)[two.position]);
        if (displaced >= 0) queue.push_back(displaced);
    }
    return bids;
}

}  // namespace husrom::matching::dense
