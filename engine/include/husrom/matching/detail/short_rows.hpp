#pragma once

/// The bidding and the searches of PackedSolver for graphs with short rows, where most of the time would go into waiting for memory.
///
/// Each row has a record of one cache line or less: its best edges, and a bound on what any other edge nets. Prices rise only, so that a
/// record stays exact until its second best falls below that bound. Rows bid in small
/// batches, all at the prices from before the batch, so that the processor can fetch for many bids at once; a bid whose column has become
/// dearer meanwhile is made again. Where the sides are nearly equal, prices first come from an auction (short_rows_auction.hpp), which
/// spares most of the searches (short_rows_search.hpp).

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <husrom/core/budget.hpp>
#include <husrom/core/large_memory.hpp>
#include <husrom/matching/detail/packed_graph.hpp>

namespace husrom::matching::detail {

template <class Word, class Dual> class ShortRows {
public:
    /// What the searches may take before an auction is the better way.
    struct Patience {
        std::int64_t pops = std::numeric_limits<std::int64_t>::max();
    };
    struct Counts {
        std::int64_t bids = 0, auction_bids = 0, gathers = 0, full_scans = 0, searches = 0, retries = 0, pops = 0, edges = 0;
    };
    enum class End : std::uint8_t { done, gave_up, stopped };

    /// Records need a bit more than the graph where the number of columns is a power of two.
    static bool fits(const PackedGraph<Word>& graph) {
        return record_bits(graph) + bits_for(static_cast<std::uint64_t>(graph.range)) <= word_bits;
    }

    /// `row_floors` and `column_starts`: the duals at which nodes stay unmatched; empty where all rows have `floor` and all columns 0.
    ShortRows(const PackedGraph<Word>& graph, Dual floor, std::span<const Dual> row_floors, std::span<const Dual> column_starts);

    /// From these prices, bids and searches.
    End solve(std::span<const Dual> prices, Patience patience, core::Budget* budget);
    /// From an auction.
    End solve_by_auction(core::Budget* budget);

    /// Writes what was found, and is of no use any more. The prices are good to have after any end.
    void hand_over(std::vector<Dual>& prices, std::vector<std::int32_t>& row_mates, std::vector<std::int32_t>& column_mates,
                   std::vector<Word>& mate_words);
    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    static constexpr int word_bits = static_cast<int>(sizeof(Word) * 8);
    static constexpr Dual infinite = std::numeric_limits<Dual>::max() / 2;
    static constexpr std::size_t listed = 7, batch = 16;
    /// Bits of a finer unit of price.
    static constexpr int finer = 2;

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    static int record_bits(const PackedGraph<Word>& graph) { return bits_for(static_cast<std::uint64_t>(graph.columns)); }

    /// Unused places name the column after the last one, whose price nobody pays.
    struct alignas(sizeof(Word) * 8 < 64 ? sizeof(Word) * 8 : 64) Record {
        std::array<Word, listed> words;
        Dual rest;  ///< every edge that is not listed nets at most this
    };
    struct Bid {
        Dual best, second;
        Word word;
        [[nodiscard]] bool any() const { return word != ~Word{0}; }
    };
    struct Reach {
        Dual distance;
        std::int32_t row;
        Word word;
    };
    struct Entry {
        Dual distance;
        std::int32_t node;
    };

    [[nodiscard]] Dual weight(Word word) const { return static_cast<Dual>(word >> bits_); }
    [[nodiscard]] std::size_t column(Word word) const { return static_cast<std::size_t>(word & mask_); }
    [[nodiscard]] Dual net(Word word) const { return static_cast<Dual>(weight(word) - price_[column(word)]); }
    [[nodiscard]] Dual floor(std::int32_t row) const { return (row_floors_.empty() ? floor_ : row_floors_[at(row)]) * (Dual{1} << fine_); }
    /// An edge of the graph as records hold it.
    [[nodiscard]] Word recorded(Word word) const {
        return static_cast<Word>((word >> graph_.column_bits) << (bits_ + fine_)) | static_cast<Word>(word & graph_.column_mask());
    }
    [[nodiscard]] std::span<const Word> edges(std::int32_t row) const {
        return {graph_.words.data() + graph_.offset[at(row)], graph_.words.data() + graph_.offset[at(row) + 1]};
    }

    void begin(int fine, std::span<const Dual> prices);
    [[nodiscard]] int finer_unit() const;
    template <class Words> [[nodiscard]] Bid best_two(const Words& words, Dual floor) const;
    Bid read(std::int32_t row);
    Bid read_in_full(std::int32_t row);
    void gather(std::int32_t row);
    template <bool in_full, class Apply> bool bid(std::size_t allowed, std::size_t leave, core::Budget* budget, const Apply& apply);
    void push(std::int32_t row) { ring_[tail_++ & (ring_.size() - 1)] = row; }
    [[nodiscard]] std::int32_t waiting(std::size_t place) const { return ring_[place & (ring_.size() - 1)]; }
    [[nodiscard]] std::vector<Dual> second_best() const;
    template <bool in_full> bool raise_prices(std::int64_t increment, std::size_t allowed, std::size_t leave, core::Budget* budget);
    bool bid_from_guess(std::int64_t increment, bool& near_perfect, core::Budget* budget);
    bool auction(core::Budget* budget);
    bool bid_exactly(core::Budget* budget);
    void assign(std::int32_t row, Word word);
    [[nodiscard]] bool take_tied_free(std::int32_t row, Dual best);
    End match(Patience patience, core::Budget* budget);
    End search_rows(Patience patience, core::Budget* budget);
    bool search(std::int32_t source, Dual top, Dual& bound);
    bool spend(core::Budget* budget);

    const PackedGraph<Word>& graph_;
    Dual floor_;
    std::span<const Dual> row_floors_, column_starts_;
    int fine_ = 0;  ///< prices and weights here are in units of 2^-fine_
    int bits_;      ///< of a column in a record
    Word mask_;

    core::LargeVector<Record> records_;
    std::vector<Dual> price_;          ///< by column; apart from the owners, so that what bids read stays in the cache
    std::vector<std::int32_t> owner_;  ///< row by column, or -1
    std::vector<std::int32_t> row_mate_;
    std::vector<Word> mate_word_;
    Dual gap_ = -1;  ///< best minus rest of the last record, a guess for the next
    std::vector<Word> near_;
    std::vector<Dual> nets_;

    std::vector<std::int32_t> ring_;  ///< rows that have yet to bid, between head_ and tail_
    std::size_t head_ = 0, tail_ = 0;
    std::vector<std::int32_t> waiting_;

    std::vector<Reach> reach_;
    std::vector<std::int32_t> touched_, at_hand_;
    std::vector<Entry> heap_;
    std::vector<std::uint32_t> gathered_;  ///< search in which the row's record was made
    std::uint32_t search_ = 0;

    Counts counts_;
    std::int64_t spent_ = 0;
};

template <class Word, class Dual>
ShortRows<Word, Dual>::ShortRows(const PackedGraph<Word>& graph, Dual floor, std::span<const Dual> row_floors,
                                 std::span<const Dual> column_starts)
    : graph_(graph),
      floor_(floor),
      row_floors_(row_floors),
      column_starts_(column_starts),
      bits_(record_bits(graph)),
      mask_(static_cast<Word>((Word{1} << bits_) - 1)) {
    const auto rows = at(graph.rows);
    std::uint32_t longest = 0;
    for (std::size_t r = 0; r < rows; ++r) longest = std::max(longest, graph.offset[r + 1] - graph.offset[r]);
    near_.resize(longest + 1);
    nets_.resize(longest);
    ring_.resize(std::bit_ceil(std::max<std::size_t>(rows, 1)));
}

/// Nothing is known but the prices.
template <class Word, class Dual> void ShortRows<Word, Dual>::begin(int fine, std::span<const Dual> prices) {
    fine_ = fine;
    gap_ = -1;
    Record unread;
    unread.words.fill(static_cast<Word>(graph_.columns));
    unread.rest = infinite;
    records_.assign(at(graph_.rows), unread);
    price_.resize(prices.size() + 1);
    for (std::size_t c = 0; c < prices.size(); ++c) price_[c] = static_cast<Dual>(prices[c] * (Dual{1} << fine));
    price_.back() = infinite;
    owner_.assign(price_.size(), -1);
    row_mate_.assign(at(graph_.rows), -1);
    mate_word_.assign(at(graph_.rows), 0);
}

/// The best and second best net of the words, at least the floor each. Free of branches: which word is best cannot be foretold.
template <class Word, class Dual>
template <class Words>
typename ShortRows<Word, Dual>::Bid ShortRows<Word, Dual>::best_two(const Words& words, Dual floor) const {
    Bid bid{floor, floor, static_cast<Word>(~Word{0})};
    const Dual* const price = price_.data();
    const int bits = bits_;
    const Word mask = mask_;
    for (const Word word : words) {
        const Dual here = static_cast<Dual>(word >> bits) - price[static_cast<std::size_t>(word & mask)];
        const bool better = here > bid.best;
        const Dual loser = better ? bid.best : here;
        bid.second = loser > bid.second ? loser : bid.second;
        bid.word = better ? word : bid.word;
        bid.best = better ? here : bid.best;
    }
    return bid;
}

template <class Word, class Dual> typename ShortRows<Word, Dual>::Bid ShortRows<Word, Dual>::read(std::int32_t row) {
    const Bid bid = best_two(records_[at(row)].words, floor(row));
    counts_.edges += listed;
    if (records_[at(row)].rest <= bid.second) return bid;
    gather(row);
    return best_two(records_[at(row)].words, floor(row));
}

template <class Word, class Dual> typename ShortRows<Word, Dual>::Bid ShortRows<Word, Dual>::read_in_full(std::int32_t row) {
    const auto words = edges(row);
    counts_.edges += static_cast<std::int64_t>(words.size());
    Bid bid{floor(row), floor(row), static_cast<Word>(~Word{0})};
    const int shift = graph_.column_bits, fine = fine_;
    const Word mask = graph_.column_mask();
    for (const Word word : words) {
        const Dual here = static_cast<Dual>(static_cast<Dual>(word >> shift) << fine) - price_[static_cast<std::size_t>(word & mask)];
        const bool better = here > bid.best;
        const Dual loser = better ? bid.best : here;
        bid.second = loser > bid.second ? loser : bid.second;
        bid.word = better ? word : bid.word;
        bid.best = better ? here : bid.best;
    }
    if (bid.any()) bid.word = recorded(bid.word);
    return bid;
}

/// Makes the row's record. How far below the best edge it ends is guessed from the one before, so that few need a selection.
template <class Word, class Dual> void ShortRows<Word, Dual>::gather(std::int32_t row) {
    ++counts_.gathers;
    const auto words = edges(row);
    counts_.edges += static_cast<std::int64_t>(words.size());
    Record& record = records_[at(row)];
    if (words.size() <= listed) {
        std::ranges::transform(words, record.words.begin(), [this](Word word) { return recorded(word); });
        std::fill(record.words.begin() + static_cast<std::ptrdiff_t>(words.size()), record.words.end(), static_cast<Word>(graph_.columns));
        record.rest = -infinite;
        return;
    }
    Dual best = -infinite;
    for (std::size_t k = 0; k < words.size(); ++k) {
        nets_[k] = net(recorded(words[k]));
        best = std::max(best, nets_[k]);
    }
    Dual rest = gap_ < 0 ? -infinite : best - gap_;
    const auto filter = [&] {
        std::size_t found = 0;
        for (std::size_t k = 0; k < words.size(); ++k) {
            near_[found] = words[k];
            found += nets_[k] > rest ? 1 : 0;
        }
        return found;
    };
    std::size_t count = filter();
    const bool too_few = count < 2;
    if (too_few) {
        rest = -infinite;
        count = filter();
    }
    if (count > listed) {
        std::nth_element(near_.begin(), near_.begin() + listed, near_.begin() + static_cast<std::ptrdiff_t>(count),
                         [this](Word a, Word b) { return net(recorded(a)) > net(recorded(b)); });
        rest = net(recorded(near_[listed]));
        count = listed;
        if (gap_ < 0)
            gap_ = std::max<Dual>(best - rest, 1);
        else if (too_few)
            gap_ += gap_ / 8 + 1;
        else
            gap_ -= gap_ / 16;
    } else if (count < listed - 2) {
        gap_ += gap_ / 32 + 1;
    }
    for (std::size_t i = 0; i < listed; ++i) record.words[i] = i < count ? recorded(near_[i]) : static_cast<Word>(graph_.columns);
    record.rest = rest;
}

template <class Word, class Dual> void ShortRows<Word, Dual>::assign(std::int32_t row, Word word) {
    row_mate_[at(row)] = static_cast<std::int32_t>(column(word));
    mate_word_[at(row)] = word;
    owner_[column(word)] = row;
}

/// Takes an edge to a free column that nets as much as the best one, where there is one on record.
template <class Word, class Dual> bool ShortRows<Word, Dual>::take_tied_free(std::int32_t row, Dual best) {
    for (const Word word : records_[at(row)].words)
        if (owner_[column(word)] < 0 && net(word) == best) {
            assign(row, word);
            return true;
        }
    return false;
}

/// Every row bids until `leave` of them are without a column or `allowed` bids are made; those left lie between head_ and tail_.
template <class Word, class Dual>
template <bool in_full, class Apply>
bool ShortRows<Word, Dual>::bid(std::size_t allowed, std::size_t leave, core::Budget* budget, const Apply& apply) {
    head_ = 0;
    tail_ = at(graph_.rows);
    std::iota(ring_.begin(), ring_.begin() + graph_.rows, 0);
    std::array<std::int32_t, batch> row;
    std::array<Bid, batch> bids;
    for (std::size_t made = 0; tail_ - head_ > leave && made < allowed;) {
        const std::size_t count = std::min(batch, tail_ - head_);
        for (std::size_t i = 0; i < count; ++i) {
            row[i] = waiting(head_ + i);
            if (head_ + batch + i >= tail_) continue;
            const std::int32_t later = waiting(head_ + batch + i);
            if constexpr (in_full)
                for (const Word *word = edges(later).data(),
                                *last = word + std::min<std::size_t>(edges(later).size(), 128 / sizeof(Word) * 4);
                     word < last; word += 64 / sizeof(Word))
                    __builtin_prefetch(word);
            else {
                __builtin_prefetch(&records_[at(later)]);
                __builtin_prefetch(&graph_.offset[at(later)]);
            }
        }
        if constexpr (in_full) {
            for (std::size_t i = 0; i < count; ++i) bids[i] = read_in_full(row[i]);
        } else {
            // First those whose records will do: they wait for memory together.
            for (std::size_t i = 0; i < count; ++i) bids[i] = best_two(records_[at(row[i])].words, floor(row[i]));
            counts_.edges += static_cast<std::int64_t>(count * listed);
            std::array<std::uint8_t, batch> remade;
            std::size_t remake = 0;
            for (std::size_t i = 0; i < count; ++i) {
                remade[remake] = static_cast<std::uint8_t>(i);
                remake += records_[at(row[i])].rest > bids[i].second ? 1 : 0;
            }
            for (std::size_t k = 0; k < remake; ++k) {
                const auto words = edges(row[remade[k]]);
                for (const Word* word = words.data(); word < words.data() + words.size(); word += 64 / sizeof(Word))
                    __builtin_prefetch(word);
                __builtin_prefetch(words.data() + words.size() - 1);
            }
            for (std::size_t k = 0; k < remake; ++k) {
                const std::size_t i = remade[k];
                gather(row[i]);
                bids[i] = best_two(records_[at(row[i])].words, floor(row[i]));
            }
        }
        head_ += count;
        made += count;
        counts_.bids += static_cast<std::int64_t>(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (!bids[i].any()) continue;  // nothing is worth more than staying free
            if (net(bids[i].word) == bids[i].best)
                apply(row[i], bids[i]);
            else
                push(row[i]);
        }
        if (!spend(budget)) return false;
    }
    return true;
}

/// Bids without increments: a row whose best column is taken at no loss waits for its search.
template <class Word, class Dual> bool ShortRows<Word, Dual>::bid_exactly(core::Budget* budget) {
    waiting_.clear();
    const bool in_time = bid<false>(12 * at(graph_.rows), 0, budget, [this](std::int32_t row, const Bid& bid) {
        const std::size_t taken = column(bid.word);
        const std::int32_t loser = owner_[taken];
        const Dual raise = bid.best - bid.second;
        if (loser >= 0 && raise == 0) {
            if (!take_tied_free(row, bid.best)) waiting_.push_back(row);
            return;
        }
        if (loser >= 0) {
            price_[taken] += raise;
            row_mate_[at(loser)] = -1;
            push(loser);
        }
        assign(row, bid.word);
    });
    for (; head_ < tail_; ++head_) waiting_.push_back(waiting(head_));
    return in_time;
}

template <class Word, class Dual> bool ShortRows<Word, Dual>::spend(core::Budget* budget) {
    if (budget == nullptr) return true;
    budget->spend(counts_.edges - spent_);
    spent_ = counts_.edges;
    return !budget->exhausted();
}

template <class Word, class Dual>
typename ShortRows<Word, Dual>::End ShortRows<Word, Dual>::match(Patience patience, core::Budget* budget) {
    return bid_exactly(budget) ? search_rows(patience, budget) : End::stopped;
}

template <class Word, class Dual>
typename ShortRows<Word, Dual>::End ShortRows<Word, Dual>::solve(std::span<const Dual> prices, Patience patience, core::Budget* budget) {
    begin(0, prices);
    return match(patience, budget);
}

template <class Word, class Dual>
void ShortRows<Word, Dual>::hand_over(std::vector<Dual>& prices, std::vector<std::int32_t>& row_mates,
                                      std::vector<std::int32_t>& column_mates, std::vector<Word>& mate_words) {
    records_ = {};
    reach_ = {};
    ring_ = {};
    // In whole units again: weights are whole, so that prices rounded down and duals of rows rounded up cover every edge too.
    prices.resize(at(graph_.columns));
    for (std::size_t c = 0; c < prices.size(); ++c) prices[c] = price_[c] >> fine_;
    price_ = {};
    owner_ = {};
    for (Word& word : mate_word_)
        word = static_cast<Word>((word >> (bits_ + fine_)) << graph_.column_bits) | static_cast<Word>(word & mask_);
    column_mates.assign(prices.size(), -1);
    for (std::size_t r = 0; r < row_mate_.size(); ++r)
        if (row_mate_[r] >= 0) column_mates[at(row_mate_[r])] = static_cast<std::int32_t>(r);
    row_mates = std::move(row_mate_);
    mate_words = std::move(mate_word_);
}

}  // namespace husrom::matching::detail

#include <husrom/matching/detail/short_rows_auction.hpp>
#include <husrom/matching/detail/short_rows_search.hpp>
