#pragma once

/// Maximum-weight matching from nothing, on packed words: bidding, then shortest augmenting paths for what bidding leaves.
///
/// With u for rows and p for columns, p rises only, so that a row's best candidates and the best value among the others stay a valid
/// bound: most rows are read in full once. Rows that nobody outbids are never searched. Where searches prove long (balanced graphs),
/// prices are first raised by an auction with falling increments, and columns left free at a price are searched for from their side.
/// The auction is that of Bertsekas (1988); the searches are those of Jonker and Volgenant (1987) with an early end and a distance cap.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <husrom/core/budget.hpp>
#include <husrom/core/integers.hpp>
#include <husrom/core/large_memory.hpp>
#include <husrom/matching/detail/kernels.hpp>
#include <husrom/matching/detail/packed_graph.hpp>

namespace husrom::matching::detail {

template <class Word, class Dual> class PackedSolver {
public:
    /// Looks at every edge that columns left free at a guessed price may cost; beginning anew without the guess takes 10 to 200.
    static constexpr std::int64_t usual_repair_passes = 16;
    /// `floor`: the dual at which a row stays unmatched, in the graph's weight offsets. The graph must outlive the solver.
    PackedSolver(const PackedGraph<Word>& graph, Dual floor, std::int64_t repair_passes = usual_repair_passes);

    /// Nodes that must be matched: a row's dual may fall `depth` below the floor, and a column's price `depth` below 0, before it stays
    /// unmatched. The lists say by node whether they must; either may be empty.
    void demand(std::span<const std::uint8_t> rows, std::span<const std::uint8_t> columns, Dual depth);

    /// False when the budget ended first; the prices are of use all the same.
    bool solve(core::Budget* budget);

    [[nodiscard]] std::span<const std::int32_t> row_mates() const { return row_mate_; }
    [[nodiscard]] std::span<const std::int32_t> column_mates() const { return column_mate_; }
    [[nodiscard]] std::span<const Word> mate_words() const { return mate_word_; }
    [[nodiscard]] std::span<const Dual> prices() const { return price_; }
    [[nodiscard]] Dual row_dual(std::int32_t row) const {
        return row_mate_[at(row)] < 0 ? floor(row) : weight(mate_word_[at(row)]) - price_[at(row_mate_[at(row)])];
    }

    struct Counts {
        std::int64_t bids = 0, full_scans = 0, search_scans = 0, searches = 0, pops = 0, retries = 0, repairs = 0, edges = 0,
                     auction_bids = 0, dropped_guesses = 0;
    };
    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    static constexpr Dual infinite = std::numeric_limits<Dual>::max() / 2;
    static constexpr std::uint32_t long_row = 128, list_length = 128, usual_length = 48;
    /// Searches that have looked at this many times all edges are given up for an auction: balanced graphs need 80 passes and more.
    static constexpr std::int64_t give_up_passes = 30;
    /// Columns that the searches of a row may settle on average before short rows are given up for an auction. Near-balanced graphs
    /// (20,000 x 19,900) need 24, an auction costs them three times as much, most of it for columns left free at a price.
    static constexpr std::int64_t long_pops = 60;
    /// Fewer edges than these stay in the cache, where records gain nothing.
    static constexpr std::uint32_t many_edges = 1 << 16;

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    [[nodiscard]] Dual weight(Word word) const { return static_cast<Dual>(word >> bits_); }
    [[nodiscard]] std::size_t column(Word word) const { return static_cast<std::size_t>(word & mask_); }
    [[nodiscard]] Dual floor(std::int32_t row) const { return row_floor_.empty() ? floor_ : row_floor_[at(row)]; }
    /// The price at which a column stays unmatched.
    [[nodiscard]] Dual start(std::size_t column) const { return start_.empty() ? 0 : start_[column]; }

    /// A row's candidates: every edge that is not among them nets at most `rest`.
    struct Candidates {
        const Word* first;
        std::uint32_t count;
        Dual rest;
    };
    using Kernel = Kernels<Word, Dual>;
    using Bid = BestTwo<Word, Dual>;
    struct Reach {
        Dual distance = infinite;
        std::int32_t row = -1;
        Word word = 0;
    };
    struct Entry {
        Dual distance;
        std::int32_t node;
    };

    void prepare();
    [[nodiscard]] std::uint32_t longest() const;
    [[nodiscard]] bool is_balanced() const;
    /// With more columns to spare an auction leaves many of them free at a price, and searching for those costs more than it saves.
    [[nodiscard]] bool few_to_spare() const { return std::int64_t{graph_.columns} * 10 < std::int64_t{graph_.rows} * 11; }
    bool solve_short_rows(core::Budget* budget);
    bool solve_long_rows(core::Budget* budget);
    /// A row that is read in full misses nothing.
    [[nodiscard]] bool is_fresh(std::int32_t row) const { return list_age_[at(slot_[at(row)])] == age_; }
    [[nodiscard]] Candidates list(std::int32_t row) const;
    void gather(std::int32_t row);
    Bid read(std::int32_t row);
    bool bid(Dual increment, std::size_t allowed, std::size_t leave, core::Budget* budget);
    [[nodiscard]] const Word* tied_free(std::int32_t row, Dual best) const;
    void prefetch(std::int32_t row) const;
    bool search_rows(core::Budget* budget, bool may_give_up);
    bool search(std::int32_t source, Dual cap);
    bool auction(core::Budget* budget);
    void price_what_all_want();
    void everyone_bids();
    bool repair(core::Budget* budget);
    void reverse();
    void repair(std::int32_t column);
    void clear_mates();
    bool spend(core::Budget* budget);
    void assign(std::int32_t row, Word word);

    const PackedGraph<Word>& graph_;
    const Word* words_;
    int bits_;
    Word mask_;
    Dual floor_;
    std::int64_t repair_passes_;           ///< for a guess of prices
    std::vector<Dual> row_floor_, start_;  ///< where nodes differ; else empty
    std::vector<Dual> price_;
    std::vector<std::int32_t> row_mate_, column_mate_;
    std::vector<Word> mate_word_;

    core::LargeVector<Word> lists_;   ///< list_length for each long row
    std::vector<std::int32_t> slot_;  ///< list of a row; -1: read in full
    std::vector<std::uint32_t> list_count_;
    std::vector<Dual> list_rest_;
    std::vector<std::uint32_t> list_age_;
    std::uint32_t age_ = 1;
    bool may_guess_ = false, guessed_ = false;  ///< prices to begin with
    Dual gap_ = -1;                             ///< best minus rest of the last list, a guess for the next

    std::vector<Word> scratch_;

    std::vector<std::int32_t> queue_, waiting_;
    std::vector<Reach> reach_;
    std::vector<std::int32_t> touched_, stack_;
    std::vector<Entry> heap_;

    std::vector<std::uint32_t> reverse_offset_;
    core::LargeVector<Word> reverse_words_;
    int row_bits_ = 0;
    std::vector<Dual> row_dual_;
    std::vector<Reach> row_reach_;

    Counts counts_;
    std::int64_t spent_ = 0;
    Dual source_dual_ = 0;
    bool gave_up_ = false;
};

extern template class PackedSolver<std::uint32_t, std::int32_t>;
extern template class PackedSolver<std::uint64_t, std::int64_t>;
extern template class PackedSolver<core::uint128, std::int64_t>;

}  // namespace husrom::matching::detail
