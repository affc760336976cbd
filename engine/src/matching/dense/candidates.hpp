#pragma once

/// Candidate lists: for every row its best few columns, and a bound that every column outside the list keeps to.
///
/// Column prices only rise while a problem is solved, so that a list stays exact until the question reaches the bound: an unlisted
/// column's net cost is at least `bound(row)`, whatever happens to prices. Most questions end inside 16 to 64 entries instead of a full
/// row; on uniform costs of side 4000 each row is read in full about once.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "matrix.hpp"

namespace husrom::matching::dense {

template <class Price> class Candidates {
public:
    static constexpr Price infinite = PriceRange<Price>::infinite;

    Candidates(const Matrix<Price>& matrix, std::int32_t capacity)
        : matrix_(matrix),
          capacity_(capacity),
          column_(static_cast<std::size_t>(matrix.rows) * at(capacity)),
          cost_(column_.size()),
          padded_(at(matrix.rows), 0),
          bound_(at(matrix.rows), -infinite),
          found_column_(at(matrix.columns + lanes)),
          found_cost_(found_column_.size()) {}

    [[nodiscard]] const std::int32_t* columns(std::int32_t row) const { return column_.data() + start(row); }
    [[nodiscard]] const Price* costs(std::int32_t row) const { return cost_.data() + start(row); }
    /// Entries of the list, rounded up to whole vectors; the padding costs `infinite`.
    [[nodiscard]] std::int32_t padded(std::int32_t row) const { return padded_[at(row)]; }
    /// No unlisted column of the row has a smaller net cost. Minus infinity before the first list, infinite when the list is complete.
    [[nodiscard]] Price bound(std::int32_t row) const { return bound_[at(row)]; }

    /// Lists the row anew at the present prices. `floor` must not exceed the row's least net cost, and is better the closer it comes.
    void rebuild(std::int32_t row, Price floor, const Price* prices) {
        const Row entries = matrix_.row(row);
        std::int32_t count = 0;
        Price limit = reached(floor);
        for (;;) {
            count = matrix_.row_kernels->collect(entries, prices, limit, found_column_.data(), found_cost_.data());
            scanned_ += matrix_.columns;
            if (count >= fewest_ || !(limit < infinite)) break;
            widen(count);
            limit = reached(floor);
        }
        if (count > capacity_) {
            limit = keep_best(count, prices);
            count = kept_;
        }
        store(row, count, limit);
    }

    /// Entries of the matrix read since construction.
    [[nodiscard]] std::int64_t scanned() const { return scanned_; }

private:
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    [[nodiscard]] std::size_t start(std::int32_t row) const { return at(row) * at(capacity_); }

    [[nodiscard]] Price reached(Price floor) const { return floor < infinite - reach_ ? floor + reach_ : infinite; }

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

    /// Moves the best entries to the front and returns the bound on the rest. Entries equal to the bound fill what room is left.
    Price keep_best(std::int32_t count, const Price* prices) {
        nets_.resize(at(count));
        Price least = infinite;
        for (std::int32_t k = 0; k < count; ++k) {
            nets_[at(k)] = found_cost_[at(k)] + prices[found_column_[at(k)]];
            least = std::min(least, nets_[at(k)]);
        }
        order_ = nets_;
        const auto nth = order_.begin() + capacity_ * 3 / 4;
        std::nth_element(order_.begin(), nth, order_.end());
        const Price limit = *nth;
        if (limit > least) reach_ = std::min(reach_, static_cast<Price>(limit - least));
        kept_ = 0;
        std::int32_t room = capacity_;
        for (std::int32_t k = 0; k < count; ++k) room -= nets_[at(k)] < limit ? 1 : 0;
        for (std::int32_t k = 0; k < count; ++k) {
            if (limit < nets_[at(k)] || (nets_[at(k)] == limit && room-- <= 0)) continue;
            found_column_[at(kept_)] = found_column_[at(k)];
            found_cost_[at(kept_)] = found_cost_[at(k)];
            ++kept_;
        }
        return limit;
    }

    void store(std::int32_t row, std::int32_t count, Price limit) {
        std::int32_t* const columns = column_.data() + start(row);
        Price* const costs = cost_.data() + start(row);
        std::copy_n(found_column_.data(), count, columns);
        std::copy_n(found_cost_.data(), count, costs);
        for (; count % lanes != 0; ++count) {
            columns[count] = 0;
            costs[count] = infinite;
        }
        padded_[at(row)] = count;
        bound_[at(row)] = limit;
    }

    static constexpr std::int32_t fewest_ = 12;

    Matrix<Price> matrix_;
    std::int32_t capacity_;
    std::vector<std::int32_t> column_;
    std::vector<Price> cost_;
    std::vector<std::int32_t> padded_;
    std::vector<Price> bound_;
    Price reach_ = 1;
    std::vector<std::int32_t> found_column_;
    std::vector<Price> found_cost_;
    std::vector<Price> nets_, order_;
    std::int32_t kept_ = 0;
    std::int64_t scanned_ = 0;
};

}  // namespace husrom::matching::dense
