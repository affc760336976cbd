#pragma once

/// Complete matchings of small matrices, many in a row: no lists and no allocation after the first.
///
/// Rows are copied into whole vectors, signed and padded. Bids in queue order settle most rows; the rest take shortest augmenting paths
/// over all columns, which at this size beats any queue.

#include <array>
#include <cstdint>

#include "kernels.hpp"

namespace husrom::matching::dense {

template <class Price> class SmallSolver {
public:
    static constexpr std::int32_t most_columns = 64;

    SmallSolver(std::int32_t rows, std::int32_t columns, const RowKernels<Price>& kernels)
        : rows_(rows), columns_(columns), padded_((columns + lanes - 1) / lanes * lanes), kernels_(kernels) {
        for (auto& cost : cost_) cost = PriceRange<Price>::infinite;
    }

    /// Where the caller writes the signed cost of a pair before `solve`.
    Price& cost(std::int32_t row, std::int32_t column) { return cost_[static_cast<std::size_t>(row * padded_ + column)]; }

    /// Costs must be finite and at most PriceRange::largest / 64 in magnitude, so that no sum along a path leaves the type.
    void solve() {
        price_.fill(0);
        row_of_.fill(-1);
        column_of_.fill(-1);
        bid();
        for (std::int32_t k = 0; k < left_; ++k) augment(queue_[at(k)]);
    }

    [[nodiscard]] std::int32_t column_of(std::int32_t row) const { return column_of_[at(row)]; }

private:
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    [[nodiscard]] const Price* row_costs(std::int32_t row) const { return cost_.data() + row * padded_; }

    void bid() {
        // A ring: every displaced row has left a place.
        std::int32_t head = 0;
        std::int32_t waiting = rows_;
        for (std::int32_t row = 0; row < rows_; ++row) queue_[at(row)] = row;
        const std::int32_t budget = 6 * rows_;
        left_ = 0;
        std::array<std::int32_t, most_columns> left{};
        for (std::int32_t bids = 0; waiting > 0; ++bids) {
            const std::int32_t row = queue_[at(head)];
            head = head + 1 == rows_ ? 0 : head + 1;
            --waiting;
            if (bids >= budget) {
                left[at(left_++)] = row;
                continue;
            }
            const BestTwo<Price> two = kernels_.best_two({row_costs(row), nullptr, padded_, false}, price_.data());
            const std::int32_t before = row_of_[at(two.position)];
            if (columns_ > 1) {
                if (before >= 0 && !(two.best < two.second)) {
                    left[at(left_++)] = row;
                    continue;
                }
                price_[at(two.position)] += two.second - two.best;
            }
            row_of_[at(two.position)] = row;
            column_of_[at(row)] = two.position;
            if (before < 0) continue;
            column_of_[at(before)] = -1;
            const std::int32_t tail = head + waiting;
            queue_[at(tail < rows_ ? tail : tail - rows_)] = before;
            ++waiting;
        }
        for (std::int32_t k = 0; k < left_; ++k) queue_[at(k)] = left[at(k)];
    }

    void augment(std::int32_t source) {
        constexpr Price infinite = PriceRange<Price>::infinite;
        std::array<std::uint8_t, most_columns> settled{};
        for (std::int32_t c = 0; c < padded_; ++c) distance_[at(c)] = infinite;
        std::int32_t row = source;
        Price offset = 0;
        Price reached = 0;
        std::int32_t end = -1;
        for (;;) {
            const Price* const costs = row_costs(row);
            std::int32_t next = -1;
            Price least = infinite;
            for (std::int32_t c = 0; c < columns_; ++c) {
                if (settled[at(c)] != 0) continue;
                Price through = offset + costs[c] + price_[at(c)];
                if (row != source && through < reached) through = reached;  // rounding alone can do that
                if (through < distance_[at(c)]) {
                    distance_[at(c)] = through;
                    from_[at(c)] = row;
                }
                if (distance_[at(c)] < least) {
                    least = distance_[at(c)];
                    next = c;
                }
            }
            reached = least;
            if (row_of_[at(next)] < 0) {
                end = next;
                break;
            }
            settled[at(next)] = 1;
            row = row_of_[at(next)];
            offset = reached - (row_costs(row)[next] + price_[at(next)]);
        }
        for (std::int32_t c = 0; c < columns_; ++c)
            if (settled[at(c)] != 0) price_[at(c)] += reached - distance_[at(c)];
        for (std::int32_t column = end;;) {
            const std::int32_t taker = from_[at(column)];
            const std::int32_t before = column_of_[at(taker)];
            row_of_[at(column)] = taker;
            column_of_[at(taker)] = column;
            if (taker == source) return;
            column = before;
        }
    }

    std::int32_t rows_, columns_, padded_;
    RowKernels<Price> kernels_;
    std::int32_t left_ = 0;
    std::array<Price, most_columns * most_columns> cost_;
    std::array<Price, most_columns> price_{}, distance_{};
    std::array<std::int32_t, most_columns> row_of_{}, column_of_{}, from_{}, queue_{};
};

}  // namespace husrom::matching::dense
