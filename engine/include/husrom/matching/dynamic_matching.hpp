#pragma once

/// A maximum-weight matching that follows edits: what-if questions, branching, scenarios.
///
/// Problem:  keep the best matching while pairs, weights, rows, columns, locks and capacities change.
/// Result:   mates, total and duals after each solve(); undo() takes back everything since the last snapshot, the solves included.
/// Cost:     at most two searches an edit; undo costs what was changed. See Matcher, which does the work; this class adds names for pairs.
///
///     DynamicMatching<std::int64_t> plan(graph, weights);
///     plan.solve();
///     plan.snapshot();
///     plan.remove_column(12);
///     plan.solve();
///     const auto loss = before - plan.weight();
///     plan.undo();
///
/// A pair is one edge: setting the weight of a pair that is not there adds it. Of parallel edges set_weight and lock mean the first that is
/// there, forbid and allow all of them. An edit that throws changes nothing. Between an edit and the next solve() mates, weight and prices
/// are of no use.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/matching/graph.hpp>
#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

template <class Weight> class DynamicMatching {
public:
    using Dual = DualOf<Weight>;

    template <Graph G>
    DynamicMatching(const G& graph, std::span<const Weight> weights, const Capacities& capacities = {})
        : matcher_(build(graph, weights, capacities)), forbidden_(weights.size(), 0), lock_(static_cast<std::size_t>(graph.rows()), -1) {
        for (std::int32_t r = 0; r < matcher_.rows(); ++r)
            row_bounds_.push_back({bound(capacities.row_lower, r, 0), bound(capacities.row_upper, r, 1)});
    }

    /// Gives a pair this weight, and adds it where it is not there.
    void set_weight(std::int32_t row, std::int32_t column, const Weight& weight);
    /// A forbidden pair is not there; allow takes that back.
    void forbid(std::int32_t row, std::int32_t column) { set_forbidden(row, column, true); }
    void allow(std::int32_t row, std::int32_t column) { set_forbidden(row, column, false); }
    /// The row gets this column and no other, whatever it costs, until it is unlocked. Throws InvalidArgument for a row that takes none.
    void lock(std::int32_t row, std::int32_t column);
    void unlock(std::int32_t row);

    std::int32_t add_row(std::span<const std::int32_t> columns, std::span<const Weight> weights);
    std::int32_t add_column(std::span<const std::int32_t> rows, std::span<const Weight> weights);
    /// A removed node keeps its index and takes part no more; setting its capacity brings it back, with its lock.
    void remove_row(std::int32_t row) { set_row_capacity(row, 0, 0); }
    void remove_column(std::int32_t column) { set_column_capacity(column, 0); }
    /// Of a locked row: what holds once it is unlocked, or that it takes part at all (`upper` above 0).
    void set_row_capacity(std::int32_t row, std::int32_t lower, std::int32_t upper);
    void set_column_capacity(std::int32_t column, std::int32_t upper) { matcher_.set_column_upper(column, upper); }

    /// Snapshots nest; undo returns to the last one and takes it away.
    void snapshot();
    void undo();
    [[nodiscard]] std::size_t snapshots() const { return matcher_.marks(); }

    Outcome solve(core::Budget* budget = nullptr) { return matcher_.solve(budget); }

    [[nodiscard]] Dual weight() const { return matcher_.value(); }
    [[nodiscard]] std::int32_t row_mate(std::int32_t row) const {
        const std::int32_t edge = matcher_.row_edge(row);
        return edge < 0 ? -1 : matcher_.column_of(edge);
    }
    [[nodiscard]] std::int32_t column_mate(std::int32_t column) const {
        const std::int32_t edge = matcher_.column_edge(column);
        return edge < 0 ? -1 : matcher_.row_of(edge);
    }
    [[nodiscard]] std::int32_t rows() const { return matcher_.rows(); }
    [[nodiscard]] std::int32_t columns() const { return matcher_.columns(); }
    /// Prices, ranges of prices, chosen edges, the witness of infeasibility.
    [[nodiscard]] Matcher<Weight>& matcher() { return matcher_; }
    [[nodiscard]] const Matcher<Weight>& matcher() const { return matcher_; }

private:
    struct Bounds {
        std::int32_t lower, upper;
    };
    enum class Kind : std::uint8_t { forbidden, lock, row_bounds, added_edge, added_row };
    struct Change {
        Kind kind;
        std::int32_t index, first = 0, second = 0;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    static std::int32_t bound(std::span<const std::int32_t> bounds, std::int32_t node, std::int32_t otherwise) {
        return bounds.empty() ? otherwise : bounds[at(node)];
    }
    template <class G> static Matcher<Weight> build(const G& graph, std::span<const Weight> weights, const Capacities& capacities) {
        graph.validate();
        std::vector<std::int32_t> edge_row, edge_column;
        graph.for_each_edge([&](std::int64_t, std::int32_t row, std::int32_t column) {
            edge_row.push_back(row);
            edge_column.push_back(column);
        });
        Matcher<Weight> matcher(graph.rows(), graph.columns(), edge_row, edge_column, capacities);
        matcher.set_weights(weights);
        return matcher;
    }

    std::int32_t add_edge(std::int32_t row, std::int32_t column, const Weight& weight);
    /// Hands the matcher what holds of a row now; may throw, and has then changed nothing.
    void set_bounds(std::int32_t row, bool locked, const Bounds& asked) {
        const bool held = locked && asked.upper > 0;
        matcher_.set_row_bounds(row, held ? 1 : asked.lower, held ? 1 : asked.upper);
    }
    std::int32_t require_edge(std::int32_t row, std::int32_t column) const;
    void set_forbidden(std::int32_t row, std::int32_t column, bool forbidden);
    void show(std::int32_t edge);
    void note(const Change& change) {
        if (!marks_.empty()) journal_.push_back(change);
    }

    Matcher<Weight> matcher_;
    std::vector<std::uint8_t> forbidden_;  ///< by edge
    std::vector<std::int32_t> lock_;       ///< by row: the edge it is locked to, -1 without
    std::vector<Bounds> row_bounds_;       ///< as asked for; a locked row is held to 1
    std::vector<Change> journal_;
    std::vector<std::size_t> marks_;
};

template <class Weight> std::int32_t DynamicMatching<Weight>::add_edge(std::int32_t row, std::int32_t column, const Weight& weight) {
    const std::int32_t edge = matcher_.add_edge(row, column, weight);
    forbidden_.push_back(0);
    note({Kind::added_edge, edge});
    show(edge);
    return edge;
}

template <class Weight> std::int32_t DynamicMatching<Weight>::require_edge(std::int32_t row, std::int32_t column) const {
    const std::int32_t edge = matcher_.edge_between(row, column);
    if (edge < 0) throw InvalidArgument("row " + std::to_string(row) + " and column " + std::to_string(column) + " are not a pair");
    return edge;
}

/// An edge is there when it is not forbidden and its row is not locked to another.
template <class Weight> void DynamicMatching<Weight>::show(std::int32_t edge) {
    const std::int32_t lock = lock_[at(matcher_.row_of(edge))];
    matcher_.set_enabled(edge, forbidden_[at(edge)] == 0 && (lock < 0 || lock == edge));
}

template <class Weight> void DynamicMatching<Weight>::set_weight(std::int32_t row, std::int32_t column, const Weight& weight) {
    const std::int32_t edge = matcher_.edge_between(row, column);
    if (edge < 0)
        add_edge(row, column, weight);
    else
        matcher_.set_weight(edge, weight);
}

template <class Weight> void DynamicMatching<Weight>::set_forbidden(std::int32_t row, std::int32_t column, bool forbidden) {
    require_edge(row, column);
    for (const std::int32_t edge : matcher_.edges_of_row(row)) {
        if (matcher_.column_of(edge) != column || forbidden_[at(edge)] == (forbidden ? 1 : 0)) continue;
        note({Kind::forbidden, edge, forbidden_[at(edge)]});
        forbidden_[at(edge)] = forbidden ? 1 : 0;
        show(edge);
    }
}

template <class Weight> void DynamicMatching<Weight>::lock(std::int32_t row, std::int32_t column) {
    const std::int32_t edge = require_edge(row, column);
    if (row_bounds_[at(row)].upper == 0)
        throw InvalidArgument("row " + std::to_string(row) +
                              " takes no column, so that it cannot be locked to one; set its capacity first");
    set_bounds(row, true, row_bounds_[at(row)]);
    note({Kind::lock, row, lock_[at(row)]});
    lock_[at(row)] = edge;
    for (const std::int32_t other : matcher_.edges_of_row(row)) show(other);
}

template <class Weight> void DynamicMatching<Weight>::unlock(std::int32_t row) {
    if (row < 0 || row >= rows() || lock_[at(row)] < 0) throw InvalidArgument("row " + std::to_string(row) + " is not locked");
    set_bounds(row, false, row_bounds_[at(row)]);
    note({Kind::lock, row, lock_[at(row)]});
    lock_[at(row)] = -1;
    for (const std::int32_t edge : matcher_.edges_of_row(row)) show(edge);
}

template <class Weight> void DynamicMatching<Weight>::set_row_capacity(std::int32_t row, std::int32_t lower, std::int32_t upper) {
    if (row < 0 || row >= rows()) throw InvalidArgument("not a row: " + std::to_string(row));
    if (lower < 0 || upper < lower) throw InvalidArgument("0 <= lower <= upper is expected");
    set_bounds(row, lock_[at(row)] >= 0, {lower, upper});
    note({Kind::row_bounds, row, row_bounds_[at(row)].lower, row_bounds_[at(row)].upper});
    row_bounds_[at(row)] = {lower, upper};
}

template <class Weight>
std::int32_t DynamicMatching<Weight>::add_row(std::span<const std::int32_t> columns, std::span<const Weight> weights) {
    if (columns.size() != weights.size()) throw InvalidArgument("one weight for each column is expected");
    for (const std::int32_t column : columns)
        if (column < 0 || column >= this->columns()) throw InvalidArgument("not a column: " + std::to_string(column));
    matcher_.check_further(weights);
    const std::int32_t row = matcher_.add_row();
    lock_.push_back(-1);
    row_bounds_.push_back({0, 1});
    note({Kind::added_row, row});
    for (std::size_t k = 0; k < columns.size(); ++k) add_edge(row, columns[k], weights[k]);
    return row;
}

template <class Weight>
std::int32_t DynamicMatching<Weight>::add_column(std::span<const std::int32_t> rows, std::span<const Weight> weights) {
    if (rows.size() != weights.size()) throw InvalidArgument("one weight for each row is expected");
    for (const std::int32_t row : rows)
        if (row < 0 || row >= this->rows()) throw InvalidArgument("not a row: " + std::to_string(row));
    matcher_.check_further(weights);
    const std::int32_t column = matcher_.add_column();
    for (std::size_t k = 0; k < rows.size(); ++k) add_edge(rows[k], column, weights[k]);
    return column;
}

template <class Weight> void DynamicMatching<Weight>::snapshot() {
    matcher_.mark();
    marks_.push_back(journal_.size());
}

template <class Weight> void DynamicMatching<Weight>::undo() {
    if (marks_.empty()) throw InvalidArgument("undo without a snapshot");
    matcher_.undo();
    for (; journal_.size() > marks_.back(); journal_.pop_back()) {
        const Change& change = journal_.back();
        switch (change.kind) {
            case Kind::forbidden:
                forbidden_[at(change.index)] = static_cast<std::uint8_t>(change.first);
                break;
            case Kind::lock:
                lock_[at(change.index)] = change.first;
                break;
            case Kind::row_bounds:
                row_bounds_[at(change.index)] = {change.first, change.second};
                break;
            case Kind::added_edge:
                forbidden_.pop_back();
                break;
            case Kind::added_row:
                lock_.pop_back();
                row_bounds_.pop_back();
                break;
        }
    }
    marks_.pop_back();
}

}  // namespace husrom::matching
