#pragma once

/// What a solver has found for a matrix of real costs, as far as a proof in whole numbers needs it (exact_duals.hpp): mates, prices, and
/// for every row the entries that come near its least net cost. Others can take no part while no price falls by more than `room`.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <husrom/matching/dense.hpp>

#include "state.hpp"

namespace husrom::matching::dense {

struct Guess {
    struct Near {
        std::int32_t column;
        double cost;
    };

    std::int32_t rows = 0;
    std::int32_t columns = 0;
    bool alone_allowed = false;
    double outside = 0;
    double room = 0;
    std::vector<std::int32_t> column_of;  ///< -1 for a row that stays alone
    std::vector<double> price;
    std::vector<Near> near;          ///< row by row
    std::vector<std::size_t> begin;  ///< of each row, and the end of the last
};

/// The entries whose net cost is less than `tolerance` above the least of their row, mates in any case, with costs from the matrix itself:
/// those of the state may be rounded.
template <class Weight, class Price>
void gather_near(Guess& guess, const State<Price>& state, const DenseView<Weight>& view, Price tolerance) {
    std::vector<std::int32_t> found_column(State<Price>::at(state.matrix.columns + lanes));
    std::vector<Price> found_cost(found_column.size());
    guess.near.clear();
    guess.begin.assign(1, 0);
    for (std::int32_t row = 0; row < guess.rows; ++row) {
        const std::int32_t mate = guess.column_of[state.at(row)];
        const Price least = mate >= 0 ? static_cast<Price>(state.paid[state.at(row)] + state.price[state.at(mate)]) : state.outside;
        const auto limit = static_cast<Price>(least + tolerance);
        const std::int32_t* columns = state.candidates.columns(row);
        const Price* costs = state.candidates.costs(row);
        std::int32_t count = 0;
        if (state.candidates.bound(row) < static_cast<Price>(limit + tolerance)) {
            const auto& collect = state.matrix.row_kernels->collect;
            count = collect(state.matrix.row(row), state.price.data(), limit, found_column.data(), found_cost.data());
            columns = found_column.data();
            costs = found_cost.data();
        } else {
            const Price* const bounds = state.candidates.chunk_bounds(row);
            while (count < state.candidates.chunks(row) * lanes && bounds[count / lanes] < limit) count += lanes;
        }
        bool mate_seen = mate < 0;
        for (std::int32_t k = 0; k < count; ++k) {
            if (!(costs[k] + state.price[state.at(columns[k])] < limit)) continue;
            guess.near.push_back({columns[k], 0});
            mate_seen |= columns[k] == mate;
        }
        if (!mate_seen) guess.near.push_back({mate, 0});
        guess.begin.push_back(guess.near.size());
    }
    // Far apart in memory: the next ones are fetched while these are taken over.
    constexpr std::int32_t ahead = 8;
    const double sign = state.matrix.negate ? -1 : 1;
    for (std::int32_t row = 0; row < guess.rows; ++row) {
        if (row + ahead < guess.rows)
            for (std::size_t k = guess.begin[state.at(row + ahead)]; k < guess.begin[state.at(row + ahead) + 1]; ++k)
                __builtin_prefetch(&view.weight(row + ahead, guess.near[k].column));
        for (std::size_t k = guess.begin[state.at(row)]; k < guess.begin[state.at(row) + 1]; ++k)
            guess.near[k].cost = sign * static_cast<double>(view.weight(row, guess.near[k].column));
    }
}

}  // namespace husrom::matching::dense
