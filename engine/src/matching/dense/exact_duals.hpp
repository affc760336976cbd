#pragma once

/// From a matching found in rounded numbers to one that is proven in whole numbers.
///
/// Every double is a whole number of some small power of two. In units of the smallest one that the decisive entries use, costs and prices
/// are integers of up to 104 bits. Only entries within rounding distance of their row's least net cost can be in an improving cycle, so
/// that a label-correcting pass over those few finds either exact prices for the matching, or a cycle that improves it, which is applied.
///
/// Nodes are the matched columns, and a base node for all that has price 0: columns without mate, and rows that stay alone.

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/core/integers.hpp>

#include "guess.hpp"

namespace husrom::matching::dense {

class ExactDuals {
public:
    using Number = core::int128;

    /// Finds exact duals, changing the mates where they were not quite the best; false where 104 bits are not enough.
    /// `patience` bounds the work: how often cycles may improve the guess.
    bool solve(const Guess& guess, int patience);

    /// Takes what was found in whole multiples of 2^exponent, which is exact as it is.
    void adopt(std::vector<std::int32_t> column_of, const std::vector<std::int32_t>& price, const std::vector<std::int32_t>& least,
               Number total, int exponent);

    /// Mates after `solve` or `adopt`: a column, -1 for a row that stays alone.
    [[nodiscard]] const std::vector<std::int32_t>& column_of() const { return column_of_; }
    /// In units of 2^exponent().
    [[nodiscard]] const std::vector<Number>& price() const { return price_; }
    [[nodiscard]] const std::vector<Number>& least() const { return least_; }
    [[nodiscard]] Number total_cost() const { return total_; }
    [[nodiscard]] int exponent() const { return exponent_; }

private:
    struct Arc {
        std::int32_t from = -1;  ///< node whose price bounds this one
        std::int32_t row = -1;   ///< row that would change its column; -1 where a column would lose its mate
        std::int32_t column = -1;
    };

    /// A row that has a column near, as its near entry of this number.
    struct Watcher {
        std::int32_t row, entry;
    };

    bool choose_unit();
    void take_over();
    [[nodiscard]] Number scaled(double value) const;
    [[nodiscard]] std::int32_t node_of(std::int32_t column) const { return row_of_[at(column)] >= 0 ? column : base_; }
    [[nodiscard]] Number cost_of(std::int32_t row, std::int32_t column) const;
    void relax(std::int32_t node, std::int32_t from, Number weight, std::int32_t row, std::int32_t column);
    void relax_row(std::int32_t row);
    void relax_entry(std::int32_t row, std::size_t entry);
    void relax_base();
    void begin();
    bool settle();
    bool find_cycles();
    bool apply_cycles();
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    [[nodiscard]] std::int32_t rows() const { return guess_->rows; }

    const Guess* guess_ = nullptr;  ///< during `solve`
    bool has_base_ = false;
    std::int32_t base_ = 0;  ///< the node after the last column
    int exponent_ = 0;
    Number outside_ = 0;
    std::vector<std::int32_t> column_of_, row_of_;
    std::vector<Number> cost_;  ///< of the guess's near entries
    std::vector<Number> paid_;  ///< by row
    std::vector<Number> price_, least_, start_;
    std::vector<Arc> arc_;
    std::vector<std::int32_t> queue_;  ///< nodes whose price fell
    std::size_t next_ = 0;             ///< in the queue
    std::vector<std::uint8_t> queued_;
    std::vector<std::int32_t> closed_, seen_;
    std::vector<Watcher> watchers_;  ///< by near column
    std::vector<std::size_t> watchers_begin_;
    Number total_ = 0;
};

}  // namespace husrom::matching::dense
