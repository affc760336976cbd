#pragma once

/// The dense algorithm from end to end, for one matrix that has no more rows than columns.
///
///   1. structured costs get their own start; every other matrix starts at price 0
///   2. exact bidding with a budget (bidding.hpp), which lists every row on the way
///   3. a shortest augmenting path for every row that is left (search.hpp)
///   4. where searches keep running past their lists, as on geometric costs: auction rounds for better prices (scaling.hpp), then 2 and 3
///
/// What is chosen depends on the numbers alone, never on time, threads or instruction set.

#include <cstdint>
#include <numeric>
#include <vector>

#include <husrom/core/budget.hpp>

#include "bidding.hpp"
#include "scaling.hpp"
#include "search.hpp"
#include "structured.hpp"

namespace husrom::matching::dense {

enum class Ending : std::uint8_t { optimal, infeasible, stopped };

template <class Price> class Solver {
public:
    Solver(const Matrix<Price>& matrix, Price outside) : state_(matrix, outside), search_(state_) {}

    Ending solve(core::Budget* budget) {
        std::vector<std::int32_t> rows(state_.column_of.size());
        std::iota(rows.begin(), rows.end(), 0);
        if (free_prices() && looks_structured(state_)) rows = structured_start(state_);
        rows = bid(state_, std::move(rows), bids_per_row * state_.matrix.rows);
        bool may_scale = free_prices();
        for (std::size_t next = 0; next < rows.size(); ++next) {
            if (may_scale && search_.effort().read_on > state_.matrix.rows / 4) {
                may_scale = false;
                rows = scale();
                next = static_cast<std::size_t>(-1);
                continue;
            }
            if (budget != nullptr && spent(*budget)) return Ending::stopped;
            if (!search_.augment(rows[next])) {
                rows_without_room_ = search_.reached_rows();
                return Ending::infeasible;
            }
        }
        return Ending::optimal;
    }

    [[nodiscard]] const State<Price>& state() const { return state_; }
    /// After `infeasible`: rows that together have too few allowed columns.
    [[nodiscard]] const std::vector<std::int32_t>& rows_without_room() const { return rows_without_room_; }
    [[nodiscard]] const SearchEffort& effort() const { return search_.effort(); }

private:
    static constexpr std::int64_t bids_per_row = 20;

    /// In a full square every column gets a mate, so that any price is feasible.
    [[nodiscard]] bool free_prices() const {
        return state_.matrix.rows == state_.matrix.columns && !(state_.outside < PriceRange<Price>::infinite);
    }

    std::vector<std::int32_t> scale() {
        const Price gap = state_.candidates.usual_gap();
        const std::int64_t rows = state_.matrix.rows;
        const std::int64_t may_stay = rows / 1000;
        for (const Price slack : {static_cast<Price>(gap * 32), static_cast<Price>(gap * 3), static_cast<Price>(gap / 3)})
            if (slack > 0) auction(state_, slack, may_stay, bids_per_row * rows);
        std::fill(state_.row_of.begin(), state_.row_of.end(), State<Price>::none);
        std::fill(state_.column_of.begin(), state_.column_of.end(), State<Price>::none);
        std::vector<std::int32_t> all(state_.column_of.size());
        std::iota(all.begin(), all.end(), 0);
        return bid(state_, std::move(all), bids_per_row * rows);
    }

    [[nodiscard]] bool spent(core::Budget& budget) {
        const std::int64_t work = state_.candidates.scanned() + search_.effort().pops * list_capacity;
        budget.spend(work - counted_);
        counted_ = work;
        return budget.exhausted();
    }

    State<Price> state_;
    Search<Price> search_;
    std::vector<std::int32_t> rows_without_room_;
    std::int64_t counted_ = 0;
};

}  // namespace husrom::matching::dense
