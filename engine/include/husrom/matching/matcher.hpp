#pragma once

/// Maximum-weight bipartite matching that is made to be asked again: the engine under bounds, branching and scenarios.
///
/// Problem:  maximise sum of w[e] over chosen edges e; row r gets row_lower[r]..row_upper[r] of them, column c at most column_upper[c].
///           An edge is chosen at most once; nodes may stay unmatched (no dummy nodes), parallel edges are edges of their own.
/// Result:   the chosen edges and duals that prove them: with u for rows and p for columns,
///               u[r] + p[c] >= w[e]  for every enabled edge that is not chosen,      u[r] + p[c] <= w[e]  for every chosen one
///               (equal where a side has capacity 1),     p >= 0,     u[r] >= 0 where row_lower[r] = 0,
///               p[c] = 0 where the column has room,   u[r] <= 0 where the row has room, u[r] >= 0 where it is above row_lower[r].
/// Cost:     shortest augmenting paths. A cold solve on housing shapes scans each edge a few times. Between solves the column prices and
///           the mates stay: one pass over the edges of changed rows finds the new row duals, pairs that are still tight are kept, and
///           only the broken ones are searched for (microseconds when little moved). Memory: 24 bytes an edge for 64-bit weights, 8 more
///           where columns search a lot.
///
///     Matcher<std::int64_t> matcher(rows, columns, edge_row, edge_column);
///     matcher.set_weights(weights);
///     if (matcher.solve() == Outcome::optimal) use(matcher.chosen(), matcher.value());
///     matcher.mark();                                       // and again, from where it stands
///     matcher.set_enabled(17, false);
///     matcher.solve();
///     matcher.undo();                                       // as it was at the mark: graph, duals and mates
///
/// One edit costs at most two searches: one for the row that lost its place, one for the column. Rows, columns and edges may be added at
/// any time. What is undone costs what was changed, not the size of the graph.
///
/// Weights are int32, int64 or Tuple<N> for lexicographic goals (compiled for N up to 12; include detail/matcher_impl.hpp for more).
/// Everything is exact and repeatable: the same calls give the same bytes. Edges that are disabled are still stepped over; when most
/// of them stay disabled for long, a matcher built on the others is faster.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <husrom/core/budget.hpp>
#include <husrom/core/large_memory.hpp>
#include <husrom/matching/detail/kernels.hpp>
#include <husrom/matching/detail/narrow_copy.hpp>
#include <husrom/matching/detail/packed_graph.hpp>
#include <husrom/matching/detail/tuple_packing.hpp>
#include <husrom/matching/weight.hpp>

namespace husrom::matching {

/// Bounds by node. Empty: row_lower 0, row_upper 1, column_upper 1.
struct Capacities {
    std::span<const std::int32_t> row_lower = {};
    std::span<const std::int32_t> row_upper = {};
    std::span<const std::int32_t> column_upper = {};
};

enum class Outcome : std::uint8_t {
    optimal,
    infeasible,  ///< some row_lower cannot be met; see Matcher::witness
    stopped,     ///< the budget ended; Matcher::solve goes on from here
    unproven     ///< of dense matrices alone, see DenseMatching: the best up to rounding, and no numbers to prove it by
};

/// Why no matching meets all row_lower: the rows' lower bounds sum to more than the columns' capacities plus the number of enabled
/// edges that leave `rows` for other columns than `columns`.
struct HallWitness {
    std::vector<std::int32_t> rows;
    std::vector<std::int32_t> columns;
};

template <class Weight> class Matcher {
public:
    using Dual = DualOf<Weight>;

    /// Copies the graph; weights are all 0 until set. Throws InvalidArgument on an index or capacity out of range.
    Matcher(std::int32_t rows, std::int32_t columns, std::span<const std::int32_t> edge_row, std::span<const std::int32_t> edge_column,
            const Capacities& capacities = {});

    /// New weights by edge index; disabled edges stay disabled. Forgets the marks. Throws Overflow on weights too large to be summed
    /// exactly.
    void set_weights(std::span<const Weight> weights);
    void set_weight(std::int32_t edge, const Weight& weight);

    /// A disabled edge does not exist.
    void set_enabled(std::int32_t edge, bool enabled);
    [[nodiscard]] bool enabled(std::int32_t edge) const { return enabled_.empty() || enabled_[at(edge)] != 0; }

    void set_row_bounds(std::int32_t row, std::int32_t lower, std::int32_t upper);
    void set_column_upper(std::int32_t column, std::int32_t upper);

    /// Each returns the index of what was added.
    std::int32_t add_row(std::int32_t lower = 0, std::int32_t upper = 1);
    std::int32_t add_column(std::int32_t upper = 1);
    std::int32_t add_edge(std::int32_t row, std::int32_t column, const Weight& weight);
    /// Throws Overflow when a node with edges of these weights could not be added and summed exactly; changes nothing.
    void check_further(std::span<const Weight> weights);

    /// Marks the present state; undo returns to the last mark and takes it away. Marks nest.
    void mark() { marks_.push_back({journal_.size(), all_dirty_ || !dirty_rows_.empty()}); }
    void undo();
    [[nodiscard]] std::size_t marks() const { return marks_.size(); }

    /// Any prices >= 0 are a valid start; good ones (of a parent, of a neighbour) make a short solve. Forgets the marks.
    void set_column_prices(std::span<const Dual> prices);

    /// Maximises from the present prices and mates.
    Outcome solve(core::Budget* budget = nullptr);

    /// Sum of the weights of the chosen edges; throws Overflow when it leaves 64 bits.
    [[nodiscard]] Dual value() const;
    /// Chosen edges, ascending; valid until the next call that changes something. The first call after a change collects them, so that two
    /// threads must not make it at once.
    [[nodiscard]] std::span<const std::int32_t> chosen() const;
    /// The chosen edge of a row (one of them where the row takes several), -1 without.
    [[nodiscard]] std::int32_t row_edge(std::int32_t row) const { return edge_at(row_.head[at(row)]); }
    [[nodiscard]] std::int32_t column_edge(std::int32_t column) const { return edge_at(column_.head[at(column)]); }
    /// The first enabled edge between two nodes (any edge where all are disabled), -1 without.
    [[nodiscard]] std::int32_t edge_between(std::int32_t row, std::int32_t column) const;
    /// Edges of a row, in the order in which they were added.
    [[nodiscard]] std::vector<std::int32_t> edges_of_row(std::int32_t row) const;
    [[nodiscard]] bool is_chosen(std::int32_t edge) const { return matched_[at(position_of(edge))] != 0; }
    [[nodiscard]] std::span<const Dual> row_duals() const { return row_.dual; }
    [[nodiscard]] std::span<const Dual> column_duals() const { return column_.dual; }
    /// After `optimal` alone, and before any edit (else the search may not end): the smallest price of a column in any optimal duals (what
    /// room for one more edge would gain) and the largest (what the loss of one would cost; nothing where that would leave a row below its
    /// lower bound). Rows likewise, by their upper bound: the dual of a row that must be matched may be smaller. Such a row, and nodes
    /// where both sides take several edges, are solved for twice; others cost two searches.
    struct PriceRange {
        Dual smallest{};
        std::optional<Dual> largest;
    };
    [[nodiscard]] PriceRange column_price_range(std::int32_t column);
    [[nodiscard]] PriceRange row_price_range(std::int32_t row);

    /// After `infeasible`.
    [[nodiscard]] const HallWitness& witness() const { return witness_; }

    [[nodiscard]] std::int32_t row_of(std::int32_t edge) const { return ends_[at(edge)].row; }
    [[nodiscard]] std::int32_t column_of(std::int32_t edge) const { return ends_[at(edge)].column; }
    [[nodiscard]] std::int32_t row_load(std::int32_t row) const { return row_.load[at(row)]; }
    [[nodiscard]] std::int32_t column_load(std::int32_t column) const { return column_.load[at(column)]; }
    [[nodiscard]] std::int32_t rows() const { return row_.size; }
    [[nodiscard]] std::int32_t columns() const { return column_.size; }
    [[nodiscard]] std::int32_t edges() const { return static_cast<std::int32_t>(ends_.size()); }
    /// Places for edges in the lists of both sides, with the gaps that added edges leave: what memory grows with.
    [[nodiscard]] std::size_t places() const { return row_.other.size() + column_.other.size(); }
    /// Edges looked at since construction; the unit of the work budget.
    [[nodiscard]] std::int64_t work() const { return work_; }

private:
    using Traits = WeightTraits<Weight>;

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    /// One of the two sides. Edges are stored by position in row order, with gaps once edges have been added; a column's edges name those
    /// positions.
    struct Side {
        std::int32_t size = 0;
        bool unit = true;                          ///< every upper bound is at most 1
        std::vector<std::int32_t> begin, end;      ///< the node's part of `other`
        std::vector<std::int32_t> room;            ///< where the part must move to grow; empty: at its end
        core::LargeVector<std::int32_t> other;     ///< node of the other side
        core::LargeVector<std::int32_t> position;  ///< empty for rows: the identity
        std::vector<std::int32_t> lower, upper, load;
        std::vector<std::int32_t> head;        ///< first matched position, -1 without
        core::LargeVector<std::int32_t> next;  ///< by position: further matched positions of the node; empty on a unit side
        std::vector<Dual> dual;
        std::vector<Dual> distance;
        std::vector<std::int32_t> parent;  ///< position by which the search came
        std::vector<std::uint32_t> stamp;  ///< search in which `distance` was written
        std::vector<std::int32_t> touched;
        std::vector<std::int32_t> restless;  ///< nodes that may have to be searched for
        std::vector<std::uint8_t> is_restless;
        detail::NarrowCopy narrow;  ///< of its weights, where it searches a lot, and of its duals, where the other side does
        std::int64_t looked = 0;    ///< edges that its searches looked at since its copy was given up
    };

    struct Ends {
        std::int32_t row, column;
    };

    enum class Change : std::uint8_t {
        row_dual,
        column_dual,
        linked,
        unlinked,
        weight,
        stash,
        enabled,
        row_bounds,
        column_upper,
        row,
        column,
        edge
    };
    struct Entry {
        Change change;
        std::int32_t index;
        std::int32_t lower = 0, upper = 0;
        Dual value{};
    };

    struct Mark {
        std::size_t changes;
        bool unsettled;  ///< some row duals had yet to be found anew
    };

    struct End {
        bool found = false, in_from = false;
        std::int32_t node = -1;
        Dual distance{};
    };

    struct Reached {
        Dual distance;
        std::int32_t node;  ///< column-like side: index; searching side: -1 - index
    };

    [[nodiscard]] std::int32_t edge_at(std::int32_t position) const {
        return position < 0 || edge_of_.empty() ? position : edge_of_[at(position)];
    }
    [[nodiscard]] std::int32_t position_of(std::int32_t edge) const { return position_of_.empty() ? edge : position_of_[at(edge)]; }

    void check_range(std::int32_t further_nodes = 0) const;
    void demand();
    void widen_range(const Weight& weight);
    void admit(std::span<const Weight> weights, std::int32_t further_nodes = 0);
    void check_edge(std::int32_t edge) const;
    void allow(Side& side, std::int32_t upper);
    void forget_far_duals();
    void forget_marks();
    void note(const Entry& entry) {
        if (!marks_.empty()) journal_.push_back(entry);
    }
    void set_dual(Side& side, std::int32_t node, const Dual& value);
    void mark_dirty(std::int32_t row);
    void rouse(Side& side, std::int32_t node);
    static void put_in_order(Side& side);
    void link(std::int32_t position);
    void unlink(std::int32_t position);
    void link(Side& side, std::int32_t node, std::int32_t position);
    void unlink(Side& side, std::int32_t node, std::int32_t position);
    void add_node(Side& side, std::int32_t lower, std::int32_t upper);
    void remove_node(Side& side);
    std::int32_t make_room(Side& side, std::int32_t node);
    void resize_places(Side& side, std::size_t places);
    void move_row(std::int32_t row, std::int32_t to);
    void remove_last_edge();
    void refresh_row(std::int32_t row);
    void settle_row(std::int32_t row, const Dual& dual);
    void refresh(core::Budget* budget);
    [[nodiscard]] bool can_start_cold() const { return !cold_tried_ && row_.unit; }
    [[nodiscard]] bool worth_a_cold_start() const;
    [[nodiscard]] bool taking_long() const { return work_ > patience_ && can_start_cold(); }
    void start_cold(core::Budget* budget);
    template <class Word, class Price, class ForEach>
    void start_cold(detail::EdgeSurvey&& survey, std::span<const std::int32_t> copies, const detail::Image<Weight>& image,
                    core::Budget* budget, const ForEach& for_each);
    [[nodiscard]] std::vector<std::int32_t> column_copies() const;
    void take_mate(std::int32_t row, std::int32_t column);
    void queue_wanting(Side& side);
    bool bid(Side& from, Side& to, std::size_t each, core::Budget* budget);
    bool lower_prices(core::Budget* budget);
    [[nodiscard]] Dual usual_gap(std::span<const std::int32_t> columns, core::Budget* budget);
    [[nodiscard]] static bool wants(const Side& side, std::int32_t node);
    /// The node's edges as the kernels read them.
    [[nodiscard]] detail::Nets<Dual> nets(const Side& from, const Side& to, std::int32_t node) const {
        const auto begin = at(from.begin[at(node)]), count = at(from.end[at(node)]) - begin;
        if (from.position.empty()) return {weight_.data() + begin, nullptr, from.other.data() + begin, count, to.dual.data()};
        if (!column_weight_.empty()) return {column_weight_.data() + begin, nullptr, from.other.data() + begin, count, to.dual.data()};
        return {weight_.data(), from.position.data() + begin, from.other.data() + begin, count, to.dual.data()};
    }
    void write_weight(std::int32_t position, const Dual& weight);
    void write_dual(Side& side, std::int32_t node, const Dual& value);
    [[nodiscard]] std::size_t find_near(const Side& from, const Side& to, std::int32_t node, const detail::Nets<Dual>& edges,
                                        const Dual& threshold);
    void forget_copies();
    [[nodiscard]] std::int32_t column_slot(std::int32_t position) const;
    template <class Visit> void for_each_slot_as_built(const Visit& visit) const;
    void find_column_slots();
    void copy_weights(Side& from, Side& to);
    bool copy_narrow(Side& from, Side& to);
    void copy_weights_by_column();
    enum class Search : std::uint8_t { done, none, stopped };
    template <bool from_unit> Search explore(Side& from, Side& to, std::int32_t source, const Dual& cap, End& end, core::Budget* budget);
    /// Looks for ends nearer than `cap`.
    Search explore(Side& from, Side& to, std::int32_t source, const Dual& cap, End& end, core::Budget* budget) {
        return from.unit ? explore<true>(from, to, source, cap, end, budget) : explore<false>(from, to, source, cap, end, budget);
    }
    void augment(Side& from, Side& to, std::int32_t source, const End& end);
    Outcome search_side(Side& from, Side& to, core::Budget* budget);
    PriceRange price_range(Side& side, Side& other, std::int32_t node);
    PriceRange price_range_by_solving(Side& side, std::int32_t node);
    bool spend(core::Budget* budget, std::int64_t edges);
    void tighten();

    /// Bids for each node that has to be searched for. Where hardly anything moved, bids of columns save no searches.
    static constexpr std::size_t row_bids = 10, column_bids = 1;
    /// So many columns left free above a price of 0 are lowered together, in steps of a sixth of what the usual one of them is above the
    /// best row's bid.
    static constexpr std::size_t many_free = 64;
    static constexpr std::int64_t steps_to_best = 6;
    /// A cold start takes about as long as this many looks at every edge, unless the last one took longer.
    static constexpr std::int64_t cold_passes = 30;

    Side row_, column_;
    core::LargeVector<Dual> weight_;               ///< by position; `absent` when disabled
    core::LargeVector<std::int32_t> edge_of_;      ///< by position; empty: the identity
    core::LargeVector<std::int32_t> position_of_;  ///< by edge; empty: the identity
    core::LargeVector<std::int32_t> row_at_;       ///< by position
    core::LargeVector<Ends> ends_;                 ///< by edge
    core::LargeVector<std::int32_t> column_slot_;  ///< by position: where the column lists it; empty until asked for
    core::LargeVector<Dual> column_weight_;        ///< as columns list their edges, where a narrow copy is not possible; else empty
    std::vector<Entry> journal_;
    std::vector<Mark> marks_;
    bool far_ = false;                         ///< some dual has drifted far
    core::LargeVector<std::uint8_t> matched_;  ///< by position
    core::LargeVector<std::uint8_t> enabled_;  ///< by edge; empty while all are enabled
    core::SparseVector<Dual> stashed_;         ///< by edge: weights of disabled edges
    std::vector<std::uint8_t> dirty_;          ///< rows whose dual must be found anew
    std::vector<std::int32_t> dirty_rows_;
    bool all_dirty_ = true;
    std::int64_t cold_work_ = 0;  ///< of the last cold start
    std::int64_t patience_ = 0;   ///< work after which a cold start would have been sooner
    bool cold_tried_ = false;     ///< since weights were set or an optimum was found: a solve that was stopped goes on
    bool columns_bid_ = false;    ///< since then; what they bid without avail would be bid again at each call
    bool must_match_ = false;
    std::uint32_t search_ = 0;
    std::int64_t work_ = 0;
    std::vector<Reached> heap_;
    std::vector<std::int32_t> stack_;
    std::vector<std::int32_t> gained_;
    std::vector<std::int32_t> near_;                       ///< of the node at hand: its edges that are worth looking at
    Dual usual_{};                                         ///< length of the last search, a guess for the next
    std::array<std::int64_t, Traits::goals> magnitude_{};  ///< largest weight so far, by goal
    HallWitness witness_;
    mutable std::vector<std::int32_t> chosen_;
    mutable bool chosen_known_ = false;
};

extern template class Matcher<std::int32_t>;
extern template class Matcher<std::int64_t>;
extern template class Matcher<Tuple<1>>;
extern template class Matcher<Tuple<2>>;
extern template class Matcher<Tuple<3>>;
extern template class Matcher<Tuple<4>>;
extern template class Matcher<Tuple<5>>;
extern template class Matcher<Tuple<6>>;
extern template class Matcher<Tuple<7>>;
extern template class Matcher<Tuple<8>>;
extern template class Matcher<Tuple<9>>;
extern template class Matcher<Tuple<10>>;
extern template class Matcher<Tuple<11>>;
extern template class Matcher<Tuple<12>>;

}  // namespace husrom::matching
