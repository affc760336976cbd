#pragma once

/// What bidding and searching share: prices, mates, and the candidate lists.
///
/// Problem: every row takes one column at least signed cost, or stays alone at net cost `outside` (infinite: it must be matched).
/// Invariants between steps: prices are >= 0 and 0 on columns without a mate (squares may bend both, see scaling.hpp); a matched pair's
/// net cost is the least of its row.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "candidates.hpp"

namespace husrom::matching::dense {

/// A price left the range of its type: the problem is solved again in a wider one.
struct TooWide {
    std::int32_t row = -1;
};
struct NotANumber {
    std::int32_t row;
};

template <class Price> struct State {
    static constexpr Price infinite = PriceRange<Price>::infinite;
    static constexpr std::int32_t none = -1;
    static constexpr std::int32_t alone = -2;  ///< a row that has chosen to stay unmatched

    State(const Matrix<Price>& all, Price outside_net)
        : matrix(all),
          outside(outside_net),
          candidates(all),
          price(at(all.columns + lanes), 0),
          row_of(at(all.columns + lanes), none),
          column_of(at(all.rows), none),
          paid(at(all.rows), 0) {}

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    /// In a full square every column gets a mate, so that any price is feasible.
    [[nodiscard]] bool free_prices() const { return matrix.rows == matrix.columns && !(outside < infinite); }

    /// Gives the row this column; whoever had it is left without and returned.
    std::int32_t assign(std::int32_t row, std::int32_t column, Price cost) {
        const std::int32_t before = row_of[at(column)];
        if (before >= 0) column_of[at(before)] = none;
        row_of[at(column)] = row;
        column_of[at(row)] = column;
        paid[at(row)] = cost;
        return before;
    }

    /// Mates and prices of a solved square whose first rows are these and whose other rows are blank. Columns of blank rows have the least
    /// price of all; they lose their mates, and all prices fall by it.
    void take(const State& square) {
        Price least = infinite;
        for (std::int32_t column = 0; column < matrix.columns; ++column) {
            const std::int32_t row = square.row_of[at(column)];
            row_of[at(column)] = row < matrix.rows ? row : none;
            if (row >= matrix.rows) least = std::min(least, square.price[at(column)]);
        }
        reprice([&](std::int32_t column) { return row_of[at(column)] >= 0 ? static_cast<Price>(square.price[at(column)] - least) : 0; });
        std::copy_n(square.column_of.begin(), column_of.size(), column_of.begin());
        std::copy_n(square.paid.begin(), paid.size(), paid.begin());
    }

    /// The only way for prices to fall: the bounds of lists stand for higher ones as long as prices only rise.
    template <class PriceOf> void reprice(PriceOf price_of) {
        for (std::int32_t column = 0; column < matrix.columns; ++column) price[at(column)] = price_of(column);
        candidates.forget();
    }

    void raise(std::int32_t column, Price by) {
        Price& p = price[at(column)];
        p += by;
        if (p > PriceRange<Price>::largest) throw TooWide{};
    }

    /// The row's best two net costs at the present prices, exact as far as the list's bound; relists where the best is not certain.
    BestTwo<Price> best_two(std::int32_t row) {
        for (;;) {
            const BestTwo<Price> two = matrix.list_kernels->best_two(candidates.columns(row), candidates.costs(row),
                                                                     candidates.chunk_bounds(row), candidates.chunks(row), price.data());
            const Price bound = candidates.bound(row);
            if (two.best <= bound) return two;
            relist(row);
        }
    }

    /// Lists the row for the first time, or anew at the present prices.
    void relist(std::int32_t row) {
        const Price bound = candidates.bound(row);
        if (bound > -infinite) {
            candidates.rebuild(row, bound, price.data());
        } else {
            candidates.build(row, price.data(), range);
            check(row);
        }
    }

    /// Every cost passes here before it decides anything.
    void check(std::int32_t row) const {
        if (range.has_nan) throw NotANumber{row};
        if (range.low < -PriceRange<Price>::largest) throw TooWide{row};
        if (matrix.rounded) return;  // what is too high there is seen where it is paid
        if (range.high > PriceRange<Price>::largest && range.high < infinite) throw TooWide{row};
        if constexpr (!std::is_floating_point_v<Price>)
            if (range.high > PriceRange<Price>::largest) throw TooWide{row};
    }

    Matrix<Price> matrix;
    Price outside;
    Candidates<Price> candidates;
    Range<Price> range{infinite, -infinite, false};  ///< of all rows listed so far
    std::vector<Price> price;
    std::vector<std::int32_t> row_of;
    std::vector<std::int32_t> column_of;
    std::vector<Price> paid;  ///< signed cost of the row's present pair
};

/// Whether mates and prices are an optimum by themselves, whatever the lists say. Reads the matrix once; of doubles it would ask too much.
template <class Price> [[nodiscard]] bool proves(const State<Price>& state) {
    static_assert(!std::is_floating_point_v<Price>);
    const Matrix<Price>& matrix = state.matrix;
    const bool any_price = state.free_prices();
    for (std::int32_t column = 0; column < matrix.columns; ++column) {
        const Price price = state.price[state.at(column)];
        if (!any_price && (price < 0 || (state.row_of[state.at(column)] < 0 && price > 0))) return false;
    }
    for (std::int32_t row = 0; row < matrix.rows; ++row) {
        const std::int32_t mate = state.column_of[state.at(row)];
        if (mate >= 0 && state.row_of[state.at(mate)] != row) return false;
        const Price net = mate >= 0 ? matrix.cost(row, mate) + state.price[state.at(mate)] : state.outside;
        if (net > state.outside || matrix.row_kernels->best_two(matrix.row(row), state.price.data()).best < net) return false;
    }
    return true;
}

}  // namespace husrom::matching::dense
