#pragma once

/// The dense algorithm from end to end, for one matrix that has no more rows than columns.
///
///   1. structured costs get their own start; every other matrix starts at price 0
///   2. exact bidding with a budget (bidding.hpp), which lists every row on the way
///   3. a shortest augmenting path for every row that is left (search.hpp)
///   4. where searches keep running past their lists, as on geometric costs: auction rounds for better prices (scaling.hpp), then 2 and 3
///
/// 1 and 4 leave prices on columns without mate, which is feasible in squares only: other shapes are filled up with blank rows for them.
/// Where rows may stay alone, both are left to a solve in which they need not (free_as_full.hpp).
/// What is chosen depends on the numbers alone, never on time, threads or instruction set.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <vector>

#include <husrom/core/budget.hpp>
#include <husrom/core/error.hpp>

#include "bidding.hpp"
#include "free_as_full.hpp"
#include "scaling.hpp"
#include "search.hpp"
#include "structured.hpp"

namespace husrom::matching::dense {

enum class Ending : std::uint8_t { optimal, infeasible, stopped };

template <class Price> class Solver {
public:
    Solver(const Matrix<Price>& matrix, Price outside) : state_(matrix, outside), search_(state_) {}

    Ending solve(core::Budget* budget) {
        std::vector<std::int32_t> rows = all_rows();
        if (looks_structured(state_)) {
            if (state_.outside < infinite) see_all();
            must_match_where_all_pays();
            if (state_.free_prices())
                rows = structured_start(state_);
            else if (may_fill_up(2.0) && solve_filled_up(budget))
                return Ending::optimal;
        }
        rows = bid(state_, std::move(rows), bids_per_row * state_.matrix.rows);
        if (budget != nullptr && spent(*budget)) return Ending::stopped;
        must_match_where_all_pays();
        for (std::int32_t row = 0; row < state_.matrix.rows; ++row)
            if (state_.column_of[state_.at(row)] == State<Price>::alone && !(state_.outside < infinite)) rows.push_back(row);
        const Ending ending = search_for(rows, budget);
        // Where searches ran long another reading of the matrix is nothing; elsewhere it could double the time.
        if constexpr (!std::is_floating_point_v<Price>)
            if (ending == Ending::optimal && scaled_ && !proves(state_))
                throw InternalError("a dense matching is not proven by its own duals");
        return ending;
    }

    /// From prices of 0 by searches alone: slower, but they raise prices no farther than need be.
    Ending solve_by_searching(core::Budget* budget) {
        std::vector<std::int32_t> rows = all_rows();
        return search_for(rows, budget);
    }

    [[nodiscard]] const State<Price>& state() const { return state_; }
    /// After `infeasible`: rows that together have too few allowed columns.
    [[nodiscard]] const std::vector<std::int32_t>& rows_without_room() const { return rows_without_room_; }
    [[nodiscard]] const SearchEffort& effort() const { return search_.effort(); }

private:
    static constexpr std::int64_t bids_per_row = 20;

    static constexpr Price infinite = PriceRange<Price>::infinite;

    std::vector<std::int32_t> all_rows() const {
        std::vector<std::int32_t> rows(state_.column_of.size());
        std::iota(rows.begin(), rows.end(), 0);
        return rows;
    }

    /// Blank rows may not outnumber `most` a row, for they are searched from too; and where pairs are forbidden, they could hide that
    /// something is impossible.
    [[nodiscard]] bool may_fill_up(double most) const {
        const auto& matrix = state_.matrix;
        return matrix.allowed == nullptr && !(state_.outside < infinite) && matrix.rows < matrix.columns &&
               matrix.columns - matrix.rows <= most * matrix.rows;
    }

    /// Whether rows stay alone at no cost: then they may as well take a column at no cost (free_as_full.hpp).
    [[nodiscard]] bool better_full() const {
        const double nothing = state_.matrix.rounded ? std::nearbyint(state_.matrix.rounding.shift) : 0;
        return state_.outside < infinite && static_cast<double>(state_.outside) == nothing;
    }

    void see_all() {
        for (std::int32_t row = 0; row < state_.matrix.rows; ++row) {
            const Range<Price> range = state_.matrix.row_kernels->range(state_.matrix.row(row));
            state_.range.low = std::min(state_.range.low, range.low);
            state_.range.high = std::max(state_.range.high, range.high);
            state_.range.has_nan |= range.has_nan;
            state_.check(row);
        }
    }

    /// Where every pair is better than staying alone, a best matching leaves no row alone.
    void must_match_where_all_pays() {
        if (state_.matrix.allowed == nullptr && state_.range.high < state_.outside && state_.range.low <= state_.range.high)
            state_.outside = infinite;
    }

    Ending search_for(std::vector<std::int32_t>& rows, core::Budget* budget) {
        for (std::size_t next = 0; next < rows.size(); ++next) {
            if (!scaled_ && state_.free_prices() && search_.effort().read_on > state_.matrix.rows / 4) {
                scale(usual_gap());
                rows = bid(state_, all_rows(), bids_per_row * state_.matrix.rows);
                next = static_cast<std::size_t>(-1);
                continue;
            }
            if (!scaled_ && may_fill_up(0.5) && search_.effort().read_on > 2 * std::int64_t{state_.matrix.rows}) {
                scaled_ = true;
                if (solve_filled_up(budget)) return Ending::optimal;
            }
            if (better_full() && search_.effort().read_on > state_.matrix.rows / 4) throw BetterFull{};
            if (budget != nullptr && spent(*budget)) return Ending::stopped;
            if (!search_.augment(rows[next])) {
                rows_without_room_ = search_.reached_rows();
                return Ending::infeasible;
            }
        }
        return Ending::optimal;
    }

    /// The step between a row's candidates, which costs far from 1 may not have taught the lists yet: never above a share of their spread.
    [[nodiscard]] Price usual_gap() const {
        const auto share = static_cast<Price>((state_.range.high - state_.range.low) / 32);
        return std::min(share, state_.candidates.usual_gap());
    }

    /// Auction rounds; prices alone are kept.
    void scale(Price gap) {
        scaled_ = true;
        const std::int64_t rows = state_.matrix.rows;
        const std::int64_t may_stay = rows / 1000;
        // A round that does not end within its bids has too little slack; prices keep what they have gained.
        const auto last = static_cast<Price>(gap / 3);
        auto slack = static_cast<Price>(gap * 32);
        if (!(slack > 0)) slack = 1;  // ties alone show no gap; without slack no round would end
        while (auction(state_, slack, may_stay, bids_per_row * rows) >= bids_per_row * rows && slack < PriceRange<Price>::largest / 64)
            slack = static_cast<Price>(slack * 8);
        while (slack > last && slack > 0) {
            slack = static_cast<Price>(slack / 8);
            if (slack > 0) auction(state_, slack, may_stay, bids_per_row * rows);
        }
        std::fill(state_.row_of.begin(), state_.row_of.end(), State<Price>::none);
        std::fill(state_.column_of.begin(), state_.column_of.end(), State<Price>::none);
    }

    /// Solves the square that blank rows make of the matrix, and takes over its mates and prices. False where that is impossible.
    bool solve_filled_up(core::Budget* budget) {
        const std::vector<std::byte> blank((static_cast<std::size_t>(state_.matrix.columns) + lanes) * sizeof(std::int64_t));
        Matrix<Price> square = state_.matrix;
        square.first_blank = square.rows;
        square.blank = blank.data();
        square.rows = square.columns;
        Solver filled(square, infinite);
        if (!looks_structured(state_)) filled.scale(usual_gap());
        if (filled.solve(budget) != Ending::optimal) return false;
        state_.take(filled.state_);
        return true;
    }

    [[nodiscard]] bool spent(core::Budget& budget) {
        const std::int64_t work = state_.candidates.scanned() + search_.effort().entries + search_.effort().pops * list_capacity;
        budget.spend(work - counted_);
        counted_ = work;
        return budget.exhausted();
    }

    State<Price> state_;
    Search<Price> search_;
    std::vector<std::int32_t> rows_without_room_;
    std::int64_t counted_ = 0;
    bool scaled_ = false;
};

}  // namespace husrom::matching::dense
