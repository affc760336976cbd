#pragma once

/// Candidate lists: for every row its best few columns in order, and a bound that every column outside the list keeps to.
///
/// Column prices only rise while a problem is solved, so that a list stays exact until the question reaches the bound: an unlisted
/// column's net cost is at least `bound(row)`, whatever happens to prices. Inside a list the same holds chunk by chunk, so that most
/// questions look at the first 16 entries only. On uniform costs of side 4000 each row is read in full about once.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <type_traits>
#include <vector>

#include "matrix.hpp"

namespace husrom::matching::dense {

template <class Price> class Candidates {
public:
    static constexpr Price infinite = PriceRange<Price>::infinite;

    explicit Candidates(const Matrix<Price>& matrix)
        : matrix_(matrix),
          column_(new std::int32_t[at(matrix.rows) * most_per_row]),
          cost_(new Price[at(matrix.rows) * most_per_row]),
          start_(at(matrix.rows), 0),
          room_(at(matrix.rows), 0),
          chunk_bound_(at(matrix.rows) * bounds_per_row, -infinite),
          chunks_(at(matrix.rows), 0),
          found_column_(at(matrix.columns + lanes)),
          found_cost_(found_column_.size()),
          nets_(found_column_.size()) {}

    [[nodiscard]] const std::int32_t* columns(std::int32_t row) const { return column_.get() + start_[at(row)]; }
    [[nodiscard]] const Price* costs(std::int32_t row) const { return cost_.get() + start_[at(row)]; }
    /// Lower bounds on net costs from each chunk on; one more than there are chunks.
    [[nodiscard]] const Price* chunk_bounds(std::int32_t row) const { return chunk_bound_.data() + at(row) * bounds_per_row; }
    [[nodiscard]] std::int32_t chunks(std::int32_t row) const { return chunks_[at(row)]; }
    /// No unlisted column of the row has a smaller net cost. Minus infinity before the first list, infinite when the list is complete.
    [[nodiscard]] Price bound(std::int32_t row) const { return chunk_bounds(row)[chunks(row)]; }

    /// Fetches what the row's next question reads first: lists of all rows together are larger than the nearest cache.
    void prefetch(std::int32_t row) const {
        __builtin_prefetch(chunk_bounds(row));
        __builtin_prefetch(columns(row));
        __builtin_prefetch(costs(row));
        if constexpr (sizeof(Price) == 8) __builtin_prefetch(costs(row) + lanes / 2);
    }

    /// The usual step from one candidate of a row to the next.
    [[nodiscard]] Price usual_gap() const { return static_cast<Price>(reach_ / static_cast<Price>(wanted_)); }

    /// Lists the row for the first time and widens `range` to its entries. Throws nothing: the caller looks at the range.
    void build(std::int32_t row, const Price* prices, Range<Price>& range) {
        Range<Price> own{infinite, -infinite, false};
        const Row entries = matrix_.row(row);
        std::int32_t count = matrix_.row_kernels->survey(entries, prices, guess_, found_column_.data(), found_cost_.data(), &own);
        scanned_ += matrix_.columns;
        range.has_nan |= own.has_nan;
        range.low = std::min(range.low, own.low);
        range.high = std::max(range.high, own.high);
        if (count >= fewest_ && count <= 4 * list_capacity) {
            finish(row, count, guess_, prices);
        } else if (count > 4 * list_capacity &&
                   matrix_.list_kernels->nets(found_column_.data(), found_cost_.data(), count, prices, nets_.data())) {
            finish(row, count, guess_, prices);
        } else if (own.low > -infinite) {
            rebuild(row, own.low, prices);
        }
    }

    /// Lists the row anew at the present prices. `floor` must not exceed the row's least net cost, and is better the closer it comes.
    void rebuild(std::int32_t row, Price floor, const Price* prices) {
        const Row entries = matrix_.row(row);
        if (bound(row) > -infinite) wanted_ = list_capacity - lanes;
        const Price before = floor;
        Price limit = reached(floor);
        for (int attempt = 0;; ++attempt) {
            const std::int32_t count = matrix_.row_kernels->collect(entries, prices, limit, found_column_.data(), found_cost_.data());
            scanned_ += matrix_.columns;
            if (!(limit < infinite) || (count >= fewest_ && anything_from(before, count, prices))) {
                finish(row, count, limit, prices);
                return;
            }
            if (count >= fewest_) {
                limit = infinite;  // a gap in the row's costs: whatever comes next is beyond it
                continue;
            }
            // Far below the row's present best nothing is found: look for it before reaching farther. A row with few entries gets them all.
            if (attempt == 0) {
                floor = std::max(floor, matrix_.row_kernels->best_two(entries, prices).best);
            } else {
                widen(count);
            }
            limit = attempt < 5 ? reached(floor) : infinite;
        }
    }

    /// Empties all lists, as needed when a price has fallen.
    void forget() {
        std::fill(chunks_.begin(), chunks_.end(), 0);
        std::fill(chunk_bound_.begin(), chunk_bound_.end(), -infinite);
    }

    /// Entries of the matrix read since construction.
    [[nodiscard]] std::int64_t scanned() const { return scanned_; }

private:
    static constexpr std::size_t bounds_per_row = list_capacity / lanes + 1;

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    /// A row's first list takes the place it needs, a longer one later takes a whole new place: two lists a row at most.
    static constexpr std::size_t most_per_row = 2 * list_capacity;

    void make_room(std::int32_t row, std::int32_t count) {
        if (count <= room_[at(row)]) return;
        start_[at(row)] = used_;
        room_[at(row)] = room_[at(row)] > 0 ? list_capacity : count;
        used_ += at(room_[at(row)]);
    }

    [[nodiscard]] Price reached(Price floor) const { return reach_ < infinite / 8 && floor < infinite / 8 ? floor + reach_ : infinite; }

    /// Whether what was found goes beyond what the former list answered for.
    [[nodiscard]] bool anything_from(Price floor, std::int32_t count, const Price* prices) const {
        for (std::int32_t k = 0; k < count; ++k)
            if (!(found_cost_[at(k)] + prices[found_column_[at(k)]] < floor)) return true;
        return false;
    }

    /// The reach that gave the previous row a good list is the guess for the next one: rows of one matrix are much alike.
    void widen(std::int32_t count) {
        const Price factor = count == 0 ? 4 : 2;
        reach_ = reach_ < infinite / 8 ? reach_ * factor : infinite / 2;
        if constexpr (static_cast<Price>(0.5) == 0) {
            if (reach_ < 1) reach_ = 1;
        } else {
            if (!(reach_ > 0)) reach_ = 1;
        }
    }

    /// Orders what was found and keeps it with its bounds.
    void finish(std::int32_t row, std::int32_t count, Price limit, const Price* prices) {
        const Price reached = limit;
        const bool equal = matrix_.list_kernels->nets(found_column_.data(), found_cost_.data(), count, prices, nets_.data());
        std::int32_t first = 0;
        std::int32_t end = count;  // of what was found, with its padding
        if (equal && count > ties_kept) {
            first = first_choice(row, count);
            count = ties_kept;
            limit = nets_[0];
        } else if (count > list_capacity) {
            limit = keep_best(row, count);
        }
        for (; count % lanes != 0; ++count) {
            found_column_[at(count)] = 0;
            found_cost_[at(count)] = infinite;
            nets_[at(count)] = infinite;
        }
        end = std::max(end, count);
        make_room(row, count);
        std::int32_t* const columns = column_.get() + start_[at(row)];
        Price* const costs = cost_.get() + start_[at(row)];
        Price* const bounds = chunk_bound_.data() + at(row) * bounds_per_row;
        chunks_[at(row)] = count / lanes;
        bounds[count / lanes] = limit;
        if (equal) {
            const std::int32_t before_end = std::min(count, end - first);
            std::copy_n(found_column_.begin() + first, before_end, columns);
            std::copy_n(found_cost_.begin() + first, before_end, costs);
            std::copy_n(found_column_.begin(), count - before_end, columns + before_end);
            std::copy_n(found_cost_.begin(), count - before_end, costs + before_end);
            std::fill_n(bounds, count / lanes, nets_[0]);
        } else {
            std::array<std::int32_t, list_capacity> rank;
            matrix_.list_kernels->rank(nets_.data(), count, rank.data());
            for (std::int32_t k = 0; k < count; ++k) {
                const std::int32_t place = rank[at(k)];
                columns[place] = found_column_[at(k)];
                costs[place] = found_cost_[at(k)];
                if (place % lanes == 0) bounds[place / lanes] = least_ranked_as(nets_[at(k)]);
            }
        }
        if (count > 0 && limit < infinite) {
            guess_ = reached < infinite ? reached : limit;
            // A share less for the next row where this one has listed more than is wanted.
            if (count > wanted_ && bounds[0] < guess_) guess_ -= (guess_ - bounds[0]) / 8;
            // Aim at a few chunks: shrink slowly while lists are longer than that.
            if (count > wanted_ && bounds[0] < limit)
                reach_ = std::min(reach_, static_cast<Price>((limit - bounds[0]) - (limit - bounds[0]) / 8));
        }
    }

    /// No net cost that ranks with this one or behind it is less.
    static Price least_ranked_as(Price net) {
        if constexpr (std::is_floating_point_v<Price>)
            return std::nextafter(static_cast<float>(net), -std::numeric_limits<float>::infinity());
        else
            return net;
    }

    /// Where a row begins to choose among ties: rows that know the same ties must not all list the same few.
    static std::int32_t first_choice(std::int32_t row, std::int32_t ties) {
        const auto mixed = static_cast<std::uint32_t>(row) * 0x9E3779B9U;
        return static_cast<std::int32_t>((std::uint64_t{mixed} * static_cast<std::uint64_t>(ties)) >> 32);
    }

    /// Moves the best entries to the front and returns the bound on the rest. Entries equal to the bound fill what room is left.
    Price keep_best(std::int32_t row, std::int32_t& count) {
        order_.assign(nets_.begin(), nets_.begin() + count);
        const auto nth = order_.begin() + list_capacity * 3 / 4;
        std::nth_element(order_.begin(), nth, order_.end());
        const Price limit = *nth;
        std::int32_t room = list_capacity;
        std::int32_t ties = 0;
        for (std::int32_t k = 0; k < count; ++k) {
            room -= nets_[at(k)] < limit ? 1 : 0;
            ties += nets_[at(k)] == limit ? 1 : 0;
        }
        std::int32_t kept = 0;
        std::int32_t turn = ties - first_choice(row, ties);
        for (std::int32_t k = 0; k < count; ++k) {
            if (limit < nets_[at(k)] || (nets_[at(k)] == limit && turn++ % ties >= room)) continue;
            found_column_[at(kept)] = found_column_[at(k)];
            found_cost_[at(kept)] = found_cost_[at(k)];
            nets_[at(kept)] = nets_[at(k)];
            ++kept;
        }
        count = kept;
        return limit;
    }

    static constexpr std::int32_t fewest_ = 12;
    static constexpr std::int32_t ties_kept = 2 * lanes;  ///< they have no order: some are as good as all

    Matrix<Price> matrix_;
    // Lists stand one behind the other in order of reading. Memory that no list needs is never touched, which costs nothing.
    std::unique_ptr<std::int32_t[]> column_;
    std::unique_ptr<Price[]> cost_;
    std::vector<std::size_t> start_;
    std::vector<std::int32_t> room_;
    std::size_t used_ = 0;
    std::vector<Price> chunk_bound_;
    std::vector<std::int32_t> chunks_;
    Price reach_ = 1;
    Price guess_ = -infinite;
    std::int32_t wanted_ = 3 * lanes;  ///< longer once rows come back: then another reading costs more than longer lists
    std::vector<std::int32_t> found_column_;
    std::vector<Price> found_cost_;
    std::vector<Price> nets_, order_;
    std::int64_t scanned_ = 0;
};

}  // namespace husrom::matching::dense
