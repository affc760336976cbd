#pragma once

/// Shortest augmenting paths from one free row at a time, on the candidate lists.
///
/// Distances are measured in net cost. A row's list answers until the search reaches the list's bound: that moment is an event in the
/// same queue as the columns, and only then is the row listed anew. The search ends at the nearest column without mate, or where staying
/// alone is nearer for some row on the way.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "queue.hpp"
#include "state.hpp"

namespace husrom::matching::dense {

struct SearchEffort {
    std::int64_t searches = 0;
    std::int64_t pops = 0;
    std::int64_t read_on = 0;
    std::int64_t entries = 0;  ///< of rows read in full
};

template <class Price> class Search {
public:
    static constexpr Price infinite = PriceRange<Price>::infinite;
    static constexpr Price unreachable = PriceRange<Price>::unreachable;

    explicit Search(State<Price>& state)
        : state_(state),
          distance_(state.price.size(), infinite),
          from_(state.price.size(), -1),
          found_column_(state.at(state.matrix.columns + lanes)),
          found_distance_(found_column_.size()),
          offset_(state.column_of.size()),
          reads_(state.column_of.size(), 0) {}

    /// Matches the row (or leaves another one alone); false when no way exists, and then `reached_rows` shows why.
    bool augment(std::int32_t source) {
        const Price start = std::min(state_.best_two(source).best, state_.outside);
        Price reach = reach_;
        for (int attempt = 0; !grow(source, start, reach); ++attempt) {
            forget();
            if (!(cap_ < unreachable)) return false;
            reach = attempt < 2 ? multiple(reach, 4) : infinite;
        }
        for (const std::int32_t column : touched_)
            if (distance_[at(column)] < limit_) state_.raise(column, static_cast<Price>(limit_ - distance_[at(column)]));
        flip(source);
        forget();
        // A running mean of the path lengths, doubled: most searches end below it, and it keeps most columns out of the queue.
        const Price length = limit_ - start;
        reach_ = reach_ < infinite ? static_cast<Price>((multiple(reach_, 7) / 8) + multiple(length, 3) / 8 + unit) : multiple(length, 3);
        ++effort_.searches;
        return true;
    }

    [[nodiscard]] const SearchEffort& effort() const { return effort_; }
    /// Rows that the last search met; together they have too few columns when it failed.
    [[nodiscard]] const std::vector<std::int32_t>& reached_rows() const { return rows_; }

private:
    static constexpr std::uint32_t reads_per_list = 4;

    static Price multiple(Price value, int factor) {
        return value < infinite / 64 ? static_cast<Price>(value * static_cast<Price>(factor)) : infinite;
    }

    static constexpr Price unit = static_cast<Price>(0.5) == 0 ? Price{1} : Price{0};

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    /// One search that looks no farther than the cap; true when it has found an end.
    bool grow(std::int32_t source, Price start, Price reach) {
        cap_ = start < infinite / 4 && reach < infinite / 4 ? static_cast<Price>(start + reach) : unreachable;
        if (!(cap_ < unreachable)) cap_ = unreachable;
        limit_ = cap_;
        end_column_ = end_row_ = -1;
        least_ = -infinite;
        touched_.clear();
        rows_.clear();
        queue_.clear();
        scan(source, 0);
        while (!queue_.empty()) {
            const Price key = queue_.top().key();
            const std::int32_t node = queue_.top().node();
            if (!(key < limit_)) break;
            queue_.pop();
            if (!queue_.empty() && queue_.top().node() >= 0) state_.candidates.prefetch(state_.row_of[at(queue_.top().node())]);
            least_ = std::max(least_, key);  // an old list may end before where the search stands
            if (key > 2 * PriceRange<Price>::largest) throw TooWide{};
            if (node < 0) {
                read_on(-1 - node, key);
                continue;
            }
            if (distance_[at(node)] < key) continue;
            ++effort_.pops;
            const std::int32_t row = state_.row_of[at(node)];
            scan(row, static_cast<Price>(key - (state_.paid[at(row)] + state_.price[at(node)])));
        }
        return end_column_ >= 0 || end_row_ >= 0;
    }

    void forget() {
        for (const std::int32_t column : touched_) distance_[at(column)] = infinite;
    }

    /// Looks from a row at its columns; a column's distance is `offset` plus its net cost.
    void scan(std::int32_t row, Price offset) {
        rows_.push_back(row);
        offset_[at(row)] = offset;
        if (state_.outside < infinite) {
            const Price key = offset + state_.outside;
            if (key < limit_) {
                limit_ = key;
                end_row_ = row;
                end_column_ = -1;
            }
        }
        look(row, offset);
    }

    /// Relaxes the chunks of the row's list that can matter, and waits for the list's bound where it can.
    void look(std::int32_t row, Price offset) {
        const Price* const bounds = state_.candidates.chunk_bounds(row);
        std::int32_t chunks = 0;
        while (chunks < state_.candidates.chunks(row) && offset + bounds[chunks] < limit_) ++chunks;
        relax(row, offset, state_.candidates.columns(row), state_.candidates.costs(row), chunks * lanes);
        if (chunks == state_.candidates.chunks(row)) await_bound(row, offset);
    }

    void await_bound(std::int32_t row, Price offset) {
        const Price bound = state_.candidates.bound(row);
        if (bound < infinite && offset + bound < limit_) queue_.push(offset + bound, -1 - row);
    }

    void relax(std::int32_t row, Price offset, const std::int32_t* columns, const Price* costs, std::int32_t padded) {
        reach(row, state_.matrix.list_kernels->relax(columns, costs, padded, state_.price.data(), distance_.data(), offset, least_, limit_,
                                                     found_column_.data(), found_distance_.data()));
    }

    /// The columns that the row has brought nearer.
    void reach(std::int32_t row, std::int32_t count) {
        for (std::int32_t k = 0; k < count; ++k) {
            const std::int32_t column = found_column_[at(k)];
            const Price reached = found_distance_[at(k)];
            if (!(reached < limit_)) continue;
            if (!(distance_[at(column)] < infinite)) touched_.push_back(column);
            distance_[at(column)] = reached;
            from_[at(column)] = row;
            if (state_.row_of[at(column)] < 0) {
                limit_ = reached;
                end_column_ = column;
                end_row_ = -1;
            } else {
                queue_.push(reached, column);
            }
        }
    }

    /// The search has reached the bound of the row's list: the row is read in full, and listed anew now and then, which helps the next
    /// searches and not this one.
    void read_on(std::int32_t row, Price key) {
        // A list of ties ends where it begins: what is beyond it is no farther, and better prices would not help.
        const Price* const bounds = state_.candidates.chunk_bounds(row);
        if (bounds[0] < bounds[state_.candidates.chunks(row)]) ++effort_.read_on;
        const Price offset = offset_[at(row)];
        if (reads_[at(row)]++ % reads_per_list == 0) {
            const Price before = state_.candidates.bound(row);
            if (offset + before <= key) state_.relist(row);
            if (state_.candidates.bound(row) > before || offset + before > key) {
                look(row, offset);
                return;
            }
        }
        effort_.entries += state_.matrix.columns;
        reach(row, state_.matrix.row_kernels->relax(state_.matrix.row(row), state_.price.data(), distance_.data(), offset, least_, limit_,
                                                    found_column_.data(), found_distance_.data()));
    }

    /// Exchanges matched and unmatched pairs along the path that ends at the nearest goal.
    void flip(std::int32_t source) {
        std::int32_t column = end_column_;
        if (end_row_ >= 0) {
            column = state_.column_of[at(end_row_)];
            state_.column_of[at(end_row_)] = State<Price>::alone;
            if (end_row_ == source) return;
        }
        for (;;) {
            const std::int32_t row = from_[at(column)];
            const std::int32_t before = state_.column_of[at(row)];
            state_.row_of[at(column)] = row;
            state_.column_of[at(row)] = column;
            state_.paid[at(row)] = state_.matrix.cost(row, column);
            if (row == source) return;
            column = before;
        }
    }

    State<Price>& state_;
    std::vector<Price> distance_;
    std::vector<std::int32_t> from_;
    std::vector<std::int32_t> found_column_;
    std::vector<Price> found_distance_;
    std::vector<Price> offset_;
    std::vector<std::uint32_t> reads_;  ///< of each row, beyond its list
    std::vector<std::int32_t> touched_;
    std::vector<std::int32_t> rows_;
    DistanceQueue<Price> queue_;
    Price reach_ = infinite;  ///< how far beyond its start a search looks at first
    Price cap_ = infinite;
    Price limit_ = infinite;
    Price least_ = -infinite;  ///< distance of the node just settled: with rounding, nothing found later may seem nearer
    std::int32_t end_column_ = -1;
    std::int32_t end_row_ = -1;
    SearchEffort effort_;
};

}  // namespace husrom::matching::dense
