#pragma once

/// Definitions of Matcher: graph and warm start. Bids are in matcher_bids.hpp, edits and undo in matcher_edits.hpp, the searches in
/// matcher_search.hpp, the cold start in matcher_cold.hpp.

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

template <class Weight>
Matcher<Weight>::Matcher(std::int32_t rows, std::int32_t columns, std::span<const std::int32_t> edge_row,
                         std::span<const std::int32_t> edge_column, const Capacities& capacities) {
    if (rows < 0 || columns < 0) throw InvalidArgument("rows and columns must not be negative");
    if (edge_row.size() != edge_column.size()) throw InvalidArgument("edge_row and edge_column differ in length");
    if (edge_row.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw InvalidArgument("more than 2^31 - 1 edges");
    const auto edges = static_cast<std::int32_t>(edge_row.size());
    const auto bounds = [](Side& side, std::int32_t size, std::span<const std::int32_t> lower, std::span<const std::int32_t> upper,
                           const char* name) {
        const auto n = static_cast<std::size_t>(size);
        if ((!lower.empty() && lower.size() != n) || (!upper.empty() && upper.size() != n))
            throw InvalidArgument(std::string("one bound for each node is expected on the side of ") + name);
        side.size = size;
        lower.empty() ? side.lower.assign(n, 0) : side.lower.assign(lower.begin(), lower.end());
        upper.empty() ? side.upper.assign(n, 1) : side.upper.assign(upper.begin(), upper.end());
        for (std::size_t i = 0; i < n; ++i) {
            if (side.lower[i] < 0 || side.upper[i] < side.lower[i])
                throw InvalidArgument("bounds of node " + std::to_string(i) + " of " + name + ": 0 <= lower <= upper is expected");
            if (side.upper[i] > 1) side.unit = false;
        }
        side.begin.assign(n + 1, 0);
        side.load.assign(n, 0);
        side.head.assign(n, -1);
        side.dual.assign(n, Dual{});
        side.distance.assign(n, Dual{});
        side.parent.assign(n, -1);
        side.stamp.assign(n, 0);
        side.is_restless.assign(n, 0);
    };
    bounds(row_, rows, capacities.row_lower, capacities.row_upper, "rows");
    bounds(column_, columns, {}, capacities.column_upper, "columns");
    must_match_ = std::ranges::any_of(row_.lower, [](std::int32_t lower) { return lower > 0; });

    bool sorted = true;
    for (std::size_t e = 0; e < edge_row.size(); ++e) {
        if (edge_row[e] < 0 || edge_row[e] >= rows)
            throw InvalidArgument("edge_row[" + std::to_string(e) + "] is not a row: " + std::to_string(edge_row[e]));
        if (edge_column[e] < 0 || edge_column[e] >= columns)
            throw InvalidArgument("edge_column[" + std::to_string(e) + "] is not a column: " + std::to_string(edge_column[e]));
        ++row_.begin[at(edge_row[e]) + 1];
        ++column_.begin[at(edge_column[e]) + 1];
        if (e > 0 && edge_row[e] < edge_row[e - 1]) sorted = false;
    }
    for (Side* side : {&row_, &column_}) {
        std::partial_sum(side->begin.begin(), side->begin.end(), side->begin.begin());
        side->end.assign(side->begin.begin() + 1, side->begin.end());
        side->begin.pop_back();
    }
    ends_.resize(at(edges));
    for (std::size_t e = 0; e < ends_.size(); ++e) ends_[e] = {edge_row[e], edge_column[e]};

    // Read in the order given, then in that of positions: what is read one by one is foreseen by the processor, and writes can wait.
    row_.other.resize(at(edges));
    if (sorted) {
        std::ranges::copy(edge_column, row_.other.begin());
    } else {
        edge_of_.resize(at(edges));
        position_of_.resize(at(edges));
        std::vector<std::int32_t> fill = row_.begin;
        for (std::int32_t e = 0; e < edges; ++e) {
            const std::int32_t position = fill[at(edge_row[at(e)])]++;
            edge_of_[at(position)] = e;
            position_of_[at(e)] = position;
            row_.other[at(position)] = edge_column[at(e)];
        }
    }
    row_at_.resize(at(edges));
    column_.other.resize(at(edges));
    column_.position.resize(at(edges));
    std::vector<std::int32_t> fill = column_.begin;
    for (std::int32_t row = 0; row < rows; ++row)
        for (std::int32_t position = row_.begin[at(row)]; position < row_.end[at(row)]; ++position) {
            row_at_[at(position)] = row;
            const auto place = at(fill[at(row_.other[at(position)])]++);
            column_.other[place] = row;
            column_.position[place] = position;
        }
    weight_.assign(at(edges), Dual{});
    matched_.assign(at(edges), 0);
    dirty_.assign(at(rows), 0);
    if (!row_.unit) row_.next.assign(at(edges), -1);
    if (!column_.unit) column_.next.assign(at(edges), -1);
}

template <class Weight> void Matcher<Weight>::check_range(std::int32_t further_nodes) const {
    const std::int64_t path_nodes = std::int64_t{std::min(row_.size, column_.size)} + 1 + further_nodes;  // one more may be added
    for (std::size_t g = 0; g < Traits::goals; ++g) check_weight_range(g, magnitude_[g], path_nodes, must_match_);
}

/// Lower goals of tuples, and rows that must be matched, leave duals free to drift from solve to solve; far ones are forgotten before
/// they can overflow. What is forgotten depends on the calls made, never on the clock.
template <class Weight> void Matcher<Weight>::forget_far_duals() {
    if (!far_) return;
    far_ = false;
    for (std::int32_t column = 0; column < column_.size; ++column) set_dual(column_, column, Dual{});
    all_dirty_ = true;
}

template <class Weight> void Matcher<Weight>::set_dual(Side& side, std::int32_t node, const Dual& value) {
    note({&side == &row_ ? Change::row_dual : Change::column_dual, node, 0, 0, side.dual[at(node)]});
    write_dual(side, node, value);
    for (std::size_t g = 0; g < Traits::goals; ++g) {
        const std::int64_t goal = Traits::goal(value, g);
        far_ |= goal > weight_limit || goal < -weight_limit;
    }
}

template <class Weight> void Matcher<Weight>::write_dual(Side& side, std::int32_t node, const Dual& value) {
    side.dual[at(node)] = value;
    if (!side.narrow.has_duals()) return;
    if (detail::NarrowCopy::holds(value))
        side.narrow.set_dual(at(node), value);
    else
        forget_copies();
}

/// Gives the row this dual; chosen edges that are worth less are given up.
template <class Weight> void Matcher<Weight>::settle_row(std::int32_t row, const Dual& dual) {
    if (!(row_.dual[at(row)] == dual)) set_dual(row_, row, dual);
    for (std::int32_t k = row_.head[at(row)]; k >= 0;) {
        const std::int32_t next = row_.unit ? -1 : row_.next[at(k)];
        if (weight_[at(k)] - column_.dual[at(row_.other[at(k)])] < dual) unlink(k);
        k = next;
    }
}

/// The smallest dual that the unmatched edges of the row allow.
template <class Weight> void Matcher<Weight>::refresh_row(std::int32_t row) {
    const std::int32_t begin = row_.begin[at(row)], end = row_.end[at(row)];
    work_ += end - begin;
    const Dual floor = row_.lower[at(row)] > 0 ? Traits::absent() : Dual{};
    Dual best = floor;
    if (row_.unit) {
        best = detail::NetKernels<Dual>::best_two(nets(row_, column_, row), floor).best;
    } else {
        for (std::int32_t k = begin; k < end; ++k)
            if (!matched_[at(k)]) best = std::max(best, weight_[at(k)] - column_.dual[at(row_.other[at(k)])]);
    }
    if (best < -Traits::unreachable()) {  // no edge, or all chosen: as low as the chosen ones demand
        best = Dual{};
        if (!row_.unit)
            for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.next[at(k)])
                best = std::min(best, weight_[at(k)] - column_.dual[at(row_.other[at(k)])]);
    }
    settle_row(row, best);
    if (row_.dual[at(row)] < Dual{} && row_.load[at(row)] > row_.lower[at(row)]) settle_row(row, Dual{});
    if (wants(row_, row)) rouse(row_, row);
}

template <class Weight> bool Matcher<Weight>::spend(core::Budget* budget, std::int64_t edges) {
    work_ += edges;
    if (budget == nullptr) return true;
    budget->spend(edges);
    return !budget->exhausted();
}

template <class Weight> void Matcher<Weight>::refresh(core::Budget* budget) {
    const std::int64_t before = work_;
    if (all_dirty_) {
        for (std::int32_t row = 0; row < row_.size; ++row) refresh_row(row);
        std::ranges::fill(dirty_, std::uint8_t{0});
        for (std::int32_t column = 0; column < column_.size; ++column)
            if (wants(column_, column)) rouse(column_, column);
    } else {
        for (const std::int32_t row : dirty_rows_) {
            refresh_row(row);
            dirty_[at(row)] = 0;
        }
    }
    dirty_rows_.clear();
    all_dirty_ = false;
    if (budget != nullptr) budget->spend(work_ - before);
}

template <class Weight> bool Matcher<Weight>::wants(const Side& side, std::int32_t node) {
    const auto i = at(node);
    return side.load[i] < side.upper[i] && (side.load[i] < side.lower[i] || side.dual[i] > Dual{});
}

template <class Weight> Outcome Matcher<Weight>::solve(core::Budget* budget) {
    chosen_known_ = false;
    forget_far_duals();
    refresh(budget);
    patience_ = work_ + std::max(cold_passes * std::max<std::int64_t>(edges(), 4096), cold_work_);
    if (worth_a_cold_start()) start_cold(budget);
    for (;;) {
        if (!bid(row_, column_, row_bids, budget)) return Outcome::stopped;
        if (row_.unit && column_.unit && !std::exchange(columns_bid_, true)) {
            if (!bid(column_, row_, column_bids, budget)) return Outcome::stopped;
            if (!lower_prices(budget)) return Outcome::stopped;
        }
        Outcome outcome = search_side(row_, column_, budget);
        if (outcome == Outcome::optimal) outcome = search_side(column_, row_, budget);
        if (outcome == Outcome::optimal) break;
        if (outcome == Outcome::infeasible) columns_bid_ = false;
        if (outcome == Outcome::infeasible || !taking_long()) return outcome;
        start_cold(budget);
    }
    tighten();
    cold_tried_ = columns_bid_ = false;
    return Outcome::optimal;
}

/// Where one side takes one edge only, its dual takes up what the chosen edge leaves over.
template <class Weight> void Matcher<Weight>::tighten() {
    if (row_.unit && column_.unit) return;
    for (std::int32_t row = 0; row < row_.size; ++row)
        for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.unit ? -1 : row_.next[at(k)]) {
            const std::int32_t column = row_.other[at(k)];
            if (row_.upper[at(row)] == 1)
                set_dual(row_, row, weight_[at(k)] - column_.dual[at(column)]);
            else if (column_.upper[at(column)] == 1)
                set_dual(column_, column, weight_[at(k)] - row_.dual[at(row)]);
        }
}

template <class Weight> DualOf<Weight> Matcher<Weight>::value() const {
    Dual sum{};
    for (std::int32_t row = 0; row < row_.size; ++row)
        for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.unit ? -1 : row_.next[at(k)])
            sum = Traits::checked_sum(sum, weight_[at(k)]);
    return sum;
}

template <class Weight> std::span<const std::int32_t> Matcher<Weight>::chosen() const {
    if (!chosen_known_) {
        chosen_.clear();
        for (std::int32_t row = 0; row < row_.size; ++row)
            for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.unit ? -1 : row_.next[at(k)]) chosen_.push_back(edge_at(k));
        if (!std::ranges::is_sorted(chosen_)) std::ranges::sort(chosen_);
        chosen_known_ = true;
    }
    return chosen_;
}

}  // namespace husrom::matching

#include <husrom/matching/detail/matcher_bids.hpp>
#include <husrom/matching/detail/matcher_cold.hpp>
#include <husrom/matching/detail/matcher_edits.hpp>
#include <husrom/matching/detail/matcher_search.hpp>
