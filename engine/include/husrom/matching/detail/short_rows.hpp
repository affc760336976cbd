#pragma once

/// The bidding and the searches of PackedSolver for graphs with short rows, where most of the time would go into waiting for memory.
///
/// Each row has a record of one cache line or less: its best edges, and a bound on what any other edge nets. Prices rise only, so that a
/// record stays exact until its second best falls below that bound. Price and owner of a column lie side by side. Rows bid in small
/// batches, all at the prices from before the batch, so that the processor can fetch for many bids at once; a bid whose column has become
/// dearer meanwhile is made again. Where the sides are nearly equal, prices first come from an auction with falling increments, in a finer
/// unit where the bits allow: that spares most of the searches.

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
#include <husrom/matching/detail/augmenting_path.hpp>
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

/// A column costs about what its second best row would give, where every column is wanted.
template <class Word, class Dual> std::vector<Dual> ShortRows<Word, Dual>::second_best() const {
    struct Best {
        Dual first, second;
    };
    std::vector<Best> best(at(graph_.columns), Best{0, 0});
    const int shift = graph_.column_bits;
    const Word mask = graph_.column_mask();
    for (const Word word : graph_.words) {
        Best& of = best[static_cast<std::size_t>(word & mask)];
        const auto here = static_cast<Dual>(word >> shift);
        of.second = std::max(of.second, std::min(of.first, here));
        of.first = std::max(of.first, here);
    }
    Dual least = infinite;
    for (const Best& one : best) least = std::min(least, one.second);
    std::vector<Dual> prices;
    prices.reserve(best.size());
    for (const Best& one : best) prices.push_back(static_cast<Dual>((one.second - least) * (Dual{1} << fine_)));
    return prices;
}

/// Everybody bids anew, until `leave` rows are without a column or `allowed` bids are made.
template <class Word, class Dual>
template <bool in_full>
bool ShortRows<Word, Dual>::raise_prices(std::int64_t increment, std::size_t allowed, std::size_t leave, core::Budget* budget) {
    std::ranges::fill(owner_, -1);
    const std::int64_t before = counts_.bids;
    const bool in_time = bid<in_full>(allowed, leave, budget, [this, increment](std::int32_t row, const Bid& bid) {
        const std::size_t taken = column(bid.word);
        price_[taken] += bid.best - bid.second + static_cast<Dual>(increment);
        const std::int32_t loser = owner_[taken];
        owner_[taken] = row;
        ring_[tail_ & (ring_.size() - 1)] = loser;  // most columns have an owner or have none by chance: no branch
        tail_ += loser >= 0 ? 1 : 0;
    });
    counts_.auction_bids += counts_.bids - before;
    return in_time;
}

/// A first scale from guessed prices. `near_perfect` says whether nearly all rows found a column. If not, columns will stay free, which
/// they can at no price, and nothing is known as before.
template <class Word, class Dual>
bool ShortRows<Word, Dual>::bid_from_guess(std::int64_t increment, bool& near_perfect, core::Budget* budget) {
    constexpr std::size_t usual_bids = 8;  // three a row are enough where all rows find a column
    const auto rows = at(graph_.rows);
    const std::vector<Dual> guess = second_best();
    std::ranges::copy(guess, price_.begin());
    if (!raise_prices<true>(increment, usual_bids * rows, rows / 200, budget)) return false;
    const auto taken = static_cast<std::size_t>(std::ranges::count_if(owner_, [](std::int32_t owner) { return owner >= 0; }));
    near_perfect = rows - taken <= rows / 200 + rows / 1000;
    const std::span<Dual> prices(price_.data(), guess.size());
    if (!near_perfect) {
        std::ranges::fill(prices, Dual{0});
        return true;
    }
    // Prices that are all too high by as much would keep rows from bidding.
    const Dual least = std::ranges::min(prices);
    for (Dual& price : prices) price -= least;
    return true;
}

/// Prices near the optimum. A scale ends when few rows are left: early ones soon, late ones when hardly any is; only the prices stay.
template <class Word, class Dual> bool ShortRows<Word, Dual>::auction(core::Budget* budget) {
    const auto rows = at(graph_.rows);
    const std::size_t most = 40 * rows;
    const std::int64_t range = graph_.range << fine_;
    // Finer increments than these take longer than the searches that they spare.
    const std::int64_t finest = std::max<std::int64_t>(range / 4096, 1);
    std::int64_t increment = std::max(range / 64, finest);
    bool guessed = false;
    if (graph_.columns <= graph_.rows && graph_.rows - graph_.columns <= graph_.rows / 200 && column_starts_.empty() &&
        !bid_from_guess(increment, guessed, budget))
        return false;
    // Prices move too far at first for records to last.
    if (!guessed) {
        increment = std::max(range / 16, finest);
        if (!raise_prices<true>(increment, most, rows / 200, budget)) return false;
    }
    for (std::size_t leave = rows / 500; increment > finest; leave = rows / 1000) {
        increment = std::max(increment / 4, finest);
        if (!raise_prices<false>(increment, most, leave, budget)) return false;
    }
    std::ranges::fill(owner_, -1);
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

/// One shortest path from a free row, among paths shorter than `bound`, which becomes its length. False when there is none.
template <class Word, class Dual> bool ShortRows<Word, Dual>::search(std::int32_t source, Dual top, Dual& bound) {
    touched_.clear();
    heap_.clear();
    at_hand_.clear();
    std::int32_t end_column = -1, end_row = -1;
    if (top - floor(source) < bound) {
        bound = top - floor(source);
        end_row = source;
    }
    const auto farther = [](const Entry& a, const Entry& b) { return a.distance > b.distance; };
    const auto scan = [&](std::int32_t row, Dual distance, Dual dual) {
        const Dual base = distance + dual;
        const Record& record = records_[at(row)];
        if (base - record.rest < bound && gathered_[at(row)] != search_) {  // an edge that is not listed could be short enough
            gather(row);
            gathered_[at(row)] = search_;
        }
        const auto look = [&](Word word) {
            const std::size_t other = column(word);
            const Dual reached = base - weight(word) + price_[other];
            if (reached >= bound) return;
            Reach& reach = reach_[other];
            if (reached >= reach.distance) return;
            if (reach.distance == infinite) touched_.push_back(static_cast<std::int32_t>(other));
            reach = {reached, row, word};
            const std::int32_t owner = owner_[other];
            if (owner < 0) {
                bound = reached;
                end_column = static_cast<std::int32_t>(other);
                end_row = -1;
                return;
            }
            __builtin_prefetch(&records_[at(owner)]);
            if (reached == distance) {
                at_hand_.push_back(static_cast<std::int32_t>(other));
            } else {
                heap_.push_back({reached, static_cast<std::int32_t>(other)});
                std::push_heap(heap_.begin(), heap_.end(), farther);
            }
        };
        if (base - record.rest < bound) {
            ++counts_.full_scans;
            counts_.edges += static_cast<std::int64_t>(edges(row).size());
            for (const Word word : edges(row)) look(recorded(word));
        } else {
            counts_.edges += listed;
            for (const Word word : record.words) look(word);
        }
    };
    // Columns that come soon: what their owners' edges lead to is fetched in two steps.
    const auto fetch = [&](std::size_t place, const auto* things) {
        if (place >= at_hand_.size()) return;
        for (const Word word : records_[at(owner_[at(at_hand_[place])])].words) __builtin_prefetch(things + column(word));
    };
    scan(source, 0, top);
    Dual now = 0;
    for (std::size_t next = 0;;) {
        if (next == at_hand_.size()) {
            if (heap_.empty() || heap_.front().distance >= bound) break;
            now = heap_.front().distance;
            at_hand_.clear();
            for (next = 0; !heap_.empty() && heap_.front().distance == now; heap_.pop_back()) {
                at_hand_.push_back(heap_.front().node);
                std::pop_heap(heap_.begin(), heap_.end(), farther);
            }
        }
        if (now >= bound) break;
        fetch(next + 3, price_.data());
        fetch(next + 2, reach_.data());
        const auto node = at(at_hand_[next++]);
        if (reach_[node].distance != now) continue;
        ++counts_.pops;
        const std::int32_t owner = owner_[node];
        const Dual dual = weight(mate_word_[at(owner)]) - price_[node];
        if (now + dual - floor(owner) < bound) {
            bound = now + dual - floor(owner);
            end_row = owner;
            end_column = -1;
        }
        scan(owner, now, dual);
    }
    const PathEnd<Dual> end{bound, end_column, end_row};
    if (end.found())
        turn_path(source, end, touched_, reach_, price_, row_mate_, [this](std::int32_t row, Word word) { assign(row, word); });
    for (const std::int32_t node : touched_) reach_[at(node)].distance = infinite;
    return end.found();
}

/// Searches for the rows in `waiting_`.
template <class Word, class Dual>
typename ShortRows<Word, Dual>::End ShortRows<Word, Dual>::search_rows(Patience patience, core::Budget* budget) {
    reach_.assign(price_.size(), {infinite, -1, 0});
    gathered_.assign(records_.size(), search_);
    PathCap<Dual> usual(Dual{16} << fine_);
    const std::int64_t pops_before = counts_.pops;
    for (const std::int32_t row : waiting_) {
        if (!spend(budget)) return End::stopped;
        ++counts_.searches;
        ++search_;
        const Dual top = read(row).best;
        const Dual whole = top - floor(row) + 1;
        Dual cap = usual.first(whole);
        Dual length = cap;
        while (!search(row, top, length)) {
            ++counts_.retries;
            length = cap = PathCap<Dual>::longer(cap, whole);
        }
        usual.learn(length);
        if (counts_.pops - pops_before > patience.pops) return End::gave_up;
    }
    return End::done;
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

/// As fine as the bits of a record and the range of a dual allow, up to `finer`.
template <class Word, class Dual> int ShortRows<Word, Dual>::finer_unit() const {
    if (!row_floors_.empty() || !column_starts_.empty()) return 0;  // they reach far down
    constexpr std::int64_t limit = sizeof(Dual) > 4 ? wide_limit : narrow_limit;
    const std::int64_t reach = std::max(graph_.range, std::abs(std::int64_t{floor_}));
    int fine = 0;
    while (fine < finer && bits_ + bits_for(static_cast<std::uint64_t>(graph_.range)) + fine < word_bits && reach <= limit >> (fine + 1))
        ++fine;
    return fine;
}

template <class Word, class Dual> typename ShortRows<Word, Dual>::End ShortRows<Word, Dual>::solve_by_auction(core::Budget* budget) {
    const std::vector<Dual> nothing(column_starts_.empty() ? at(graph_.columns) : 0, 0);
    begin(finer_unit(), column_starts_.empty() ? std::span<const Dual>(nothing) : column_starts_);
    return auction(budget) ? match({}, budget) : End::stopped;
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
