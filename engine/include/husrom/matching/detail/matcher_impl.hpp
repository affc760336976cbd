#pragma once

/// Definitions of Matcher: graph, edits, warm start and bidding. The searches are in matcher_search.hpp.

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

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
        side.offset.assign(n + 1, 0);
        side.load.assign(n, 0);
        side.head.assign(n, -1);
        side.dual.assign(n, Dual{});
        side.distance.assign(n, Dual{});
        side.parent.assign(n, -1);
        side.stamp.assign(n, 0);
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
        ++row_.offset[at(edge_row[e]) + 1];
        ++column_.offset[at(edge_column[e]) + 1];
        if (e > 0 && edge_row[e] < edge_row[e - 1]) sorted = false;
    }
    std::partial_sum(row_.offset.begin(), row_.offset.end(), row_.offset.begin());
    std::partial_sum(column_.offset.begin(), column_.offset.end(), column_.offset.begin());

    if (!sorted) {
        edge_of_.resize(at(edges));
        position_of_.resize(at(edges));
        std::vector<std::int32_t> fill(row_.offset.begin(), row_.offset.end() - 1);
        for (std::int32_t e = 0; e < edges; ++e) {
            const std::int32_t position = fill[at(edge_row[at(e)])]++;
            edge_of_[at(position)] = e;
            position_of_[at(e)] = position;
        }
    }
    row_at_.resize(at(edges));
    row_.other.resize(at(edges));
    column_.other.resize(at(edges));
    column_.position.resize(at(edges));
    std::vector<std::int32_t> fill(column_.offset.begin(), column_.offset.end() - 1);
    for (std::int32_t position = 0; position < edges; ++position) {
        const auto e = at(edge_at(position));
        row_at_[at(position)] = edge_row[e];
        row_.other[at(position)] = edge_column[e];
        const auto place = at(fill[at(edge_column[e])]++);
        column_.other[place] = edge_row[e];
        column_.position[place] = position;
    }
    weight_.assign(at(edges), Dual{});
    matched_.assign(at(edges), 0);
    dirty_.assign(at(rows), 0);
    if (!row_.unit) row_.next.assign(at(edges), -1);
    if (!column_.unit) column_.next.assign(at(edges), -1);
}

template <class Weight> void Matcher<Weight>::check_range() const {
    const std::int64_t path_nodes = std::min(row_.size, column_.size);
    for (std::size_t g = 0; g < Traits::goals; ++g) check_weight_range(g, magnitude_[g], path_nodes, must_match_);
}

template <class Weight> void Matcher<Weight>::set_weights(std::span<const Weight> weights) {
    if (weights.size() != weight_.size()) throw InvalidArgument("one weight for each edge is expected");
    std::array<std::int64_t, Traits::goals> low{}, high{};
    for (const auto& weight : weights)
        for (std::size_t g = 0; g < Traits::goals; ++g) {
            low[g] = std::min(low[g], Traits::goal(Traits::widen(weight), g));
            high[g] = std::max(high[g], Traits::goal(Traits::widen(weight), g));
        }
    const auto before = magnitude_;
    for (std::size_t g = 0; g < Traits::goals; ++g)
        magnitude_[g] =
            std::max(high[g], low[g] == std::numeric_limits<std::int64_t>::min() ? std::numeric_limits<std::int64_t>::max() : -low[g]);
    try {
        check_range();
    } catch (const Overflow&) {
        magnitude_ = before;
        throw;
    }
    for (std::size_t position = 0; position < weight_.size(); ++position) {
        const std::size_t e = edge_of_.empty() ? position : at(edge_of_[position]);
        if (enabled_.empty() || enabled_[e])
            weight_[position] = Traits::widen(weights[e]);
        else
            stashed_[e] = Traits::widen(weights[e]);
    }
    all_dirty_ = true;
    chosen_known_ = false;
}

template <class Weight> void Matcher<Weight>::set_weight(std::int32_t edge, const Weight& weight) {
    check_edge(edge);
    const auto before = magnitude_;
    for (std::size_t g = 0; g < Traits::goals; ++g) {
        const std::int64_t value = Traits::goal(Traits::widen(weight), g);
        magnitude_[g] = std::max(
            magnitude_[g], value < -std::numeric_limits<std::int64_t>::max() ? std::numeric_limits<std::int64_t>::max() : std::abs(value));
    }
    try {
        check_range();
    } catch (const Overflow&) {
        magnitude_ = before;
        throw;
    }
    if (!enabled(edge)) {
        stashed_[at(edge)] = Traits::widen(weight);
        return;
    }
    const std::int32_t position = position_of(edge);
    weight_[at(position)] = Traits::widen(weight);
    mark_dirty(row_at_[at(position)]);
}

template <class Weight> void Matcher<Weight>::set_enabled(std::int32_t edge, bool enable) {
    check_edge(edge);
    if (enable == enabled(edge)) return;
    if (enabled_.empty()) {
        enabled_.assign(weight_.size(), 1);
        stashed_.assign(weight_.size(), Dual{});
    }
    const std::int32_t position = position_of(edge);
    enabled_[at(edge)] = enable ? 1 : 0;
    if (enable) {
        weight_[at(position)] = stashed_[at(edge)];
    } else {
        stashed_[at(edge)] = weight_[at(position)];
        weight_[at(position)] = Traits::absent();
        if (matched_[at(position)]) unlink(position);
    }
    mark_dirty(row_at_[at(position)]);
}

template <class Weight> void Matcher<Weight>::set_row_bounds(std::int32_t row, std::int32_t lower, std::int32_t upper) {
    if (row < 0 || row >= row_.size) throw InvalidArgument("not a row: " + std::to_string(row));
    if (lower < 0 || upper < lower) throw InvalidArgument("0 <= lower <= upper is expected");
    if (lower > 0 && !must_match_) {
        must_match_ = true;
        try {
            check_range();
        } catch (const Overflow&) {
            must_match_ = false;
            throw;
        }
    }
    allow(row_, upper);
    row_.lower[at(row)] = lower;
    row_.upper[at(row)] = upper;
    while (row_.load[at(row)] > upper) unlink(row_.head[at(row)]);
    mark_dirty(row);
}

template <class Weight> void Matcher<Weight>::set_column_upper(std::int32_t column, std::int32_t upper) {
    if (column < 0 || column >= column_.size) throw InvalidArgument("not a column: " + std::to_string(column));
    if (upper < 0) throw InvalidArgument("upper must not be negative");
    allow(column_, upper);
    column_.upper[at(column)] = upper;
    while (column_.load[at(column)] > upper) {
        const std::int32_t position = column_.head[at(column)];
        unlink(position);
        mark_dirty(row_at_[at(position)]);  // it may be worth more than its duals
    }
    chosen_known_ = false;
}

template <class Weight> void Matcher<Weight>::set_column_prices(std::span<const Dual> prices) {
    if (prices.size() != column_.dual.size()) throw InvalidArgument("one price for each column is expected");
    for (const auto& price : prices)
        if (price < Dual{}) throw InvalidArgument("prices must not be negative");
    column_.dual.assign(prices.begin(), prices.end());
    all_dirty_ = true;
    chosen_known_ = false;
}

template <class Weight> void Matcher<Weight>::allow(Side& side, std::int32_t upper) {
    if (upper <= 1 || !side.unit) return;
    side.unit = false;
    side.next.assign(weight_.size(), -1);
}

template <class Weight> void Matcher<Weight>::check_edge(std::int32_t edge) const {
    if (edge < 0 || edge >= edges()) throw InvalidArgument("not an edge: " + std::to_string(edge));
}

template <class Weight> void Matcher<Weight>::mark_dirty(std::int32_t row) {
    chosen_known_ = false;
    if (dirty_[at(row)]) return;
    dirty_[at(row)] = 1;
    dirty_rows_.push_back(row);
}

template <class Weight> void Matcher<Weight>::link(Side& side, std::int32_t node, std::int32_t position) {
    if (!side.unit) side.next[at(position)] = side.head[at(node)];
    side.head[at(node)] = position;
    ++side.load[at(node)];
}

template <class Weight> void Matcher<Weight>::unlink(Side& side, std::int32_t node, std::int32_t position) {
    --side.load[at(node)];
    if (side.unit) {
        side.head[at(node)] = -1;
        return;
    }
    std::int32_t* place = &side.head[at(node)];
    while (*place != position) place = &side.next[at(*place)];
    *place = side.next[at(position)];
}

template <class Weight> void Matcher<Weight>::link(std::int32_t position) {
    matched_[at(position)] = 1;
    link(row_, row_at_[at(position)], position);
    link(column_, row_.other[at(position)], position);
}

template <class Weight> void Matcher<Weight>::unlink(std::int32_t position) {
    matched_[at(position)] = 0;
    unlink(row_, row_at_[at(position)], position);
    unlink(column_, row_.other[at(position)], position);
}

/// Lower goals of tuples, and rows that must be matched, leave duals free to drift from solve to solve; far ones are forgotten before
/// they can overflow. What is forgotten depends on the calls made, never on the clock.
template <class Weight> void Matcher<Weight>::forget_far_duals() {
    bool far = false;
    for (const auto& price : column_.dual)
        for (std::size_t g = 0; g < Traits::goals; ++g) far |= std::abs(Traits::goal(price, g)) > weight_limit;
    if (!far) return;
    std::ranges::fill(column_.dual, Dual{});
    all_dirty_ = true;
}

/// The smallest dual that the unmatched edges of the row allow; chosen edges that fall below it are given up.
template <class Weight> void Matcher<Weight>::refresh_row(std::int32_t row) {
    const std::int32_t begin = row_.offset[at(row)], end = row_.offset[at(row) + 1];
    work_ += end - begin;
    Dual best = Traits::absent();
    for (std::int32_t k = begin; k < end; ++k) {
        if (!row_.unit && matched_[at(k)]) continue;
        best = std::max(best, weight_[at(k)] - column_.dual[at(row_.other[at(k)])]);
    }
    const bool must = row_.lower[at(row)] > 0;
    if (best < -Traits::unreachable()) {  // no edge, or all chosen: as low as the chosen ones demand
        best = Dual{};
        if (!row_.unit)
            for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.next[at(k)])
                best = std::min(best, weight_[at(k)] - column_.dual[at(row_.other[at(k)])]);
    }
    const auto settle = [&](Dual dual) {
        row_.dual[at(row)] = dual;
        for (std::int32_t k = row_.head[at(row)]; k >= 0;) {
            const std::int32_t next = row_.unit ? -1 : row_.next[at(k)];
            if (weight_[at(k)] - column_.dual[at(row_.other[at(k)])] < dual) unlink(k);
            k = next;
        }
    };
    settle(must ? best : std::max(best, Dual{}));
    if (row_.dual[at(row)] < Dual{} && row_.load[at(row)] > row_.lower[at(row)]) settle(Dual{});
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

/// Gauss-Seidel bidding without increments: a row takes its best column and pays what its second best leaves over; the one who had
/// the column bids next. Ties with an occupied column are left to the searches.
template <class Weight> bool Matcher<Weight>::bid(core::Budget* budget) {
    if (!row_.unit) return true;
    stack_.clear();
    for (std::int32_t row = 0; row < row_.size; ++row)
        if (wants(row_, row)) stack_.push_back(row);
    std::size_t bids = bids_per_row * stack_.size();
    for (std::size_t next = 0; next < stack_.size() && bids > 0; ++next, --bids) {
        const std::int32_t row = stack_[next];
        if (!wants(row_, row)) continue;
        const std::int32_t begin = row_.offset[at(row)], end = row_.offset[at(row) + 1];
        Dual best = row_.lower[at(row)] > 0 ? Traits::absent() : Dual{};
        Dual second = best;
        std::int32_t taken = -1;
        for (std::int32_t k = begin; k < end; ++k) {
            const std::int32_t column = row_.other[at(k)];
            const Dual net = weight_[at(k)] - column_.dual[at(column)];
            if (net < second) continue;
            if (best < net) {
                second = best;
                best = net;
                taken = k;
            } else {
                second = net;
                if (net == best && taken >= 0 && column_.load[at(column)] < column_.upper[at(column)]) taken = k;
            }
        }
        if (!spend(budget, end - begin)) return false;
        if (best < -Traits::unreachable()) continue;
        row_.dual[at(row)] = best;
        if (taken < 0) continue;
        const std::int32_t column = row_.other[at(taken)];
        if (column_.load[at(column)] < column_.upper[at(column)]) {
            link(taken);
            continue;
        }
        if (column_.upper[at(column)] != 1 || second == best || second < -Traits::unreachable()) continue;
        const std::int32_t loser = column_.head[at(column)];
        unlink(loser);
        link(taken);
        column_.dual[at(column)] += best - second;
        row_.dual[at(row)] = second;
        stack_.push_back(row_at_[at(loser)]);
    }
    return true;
}

template <class Weight> Outcome Matcher<Weight>::solve(core::Budget* budget) {
    chosen_known_ = false;
    forget_far_duals();
    refresh(budget);
    if (!bid(budget)) return Outcome::stopped;
    if (const Outcome outcome = search_side(row_, column_, budget); outcome != Outcome::optimal) return outcome;
    if (const Outcome outcome = search_side(column_, row_, budget); outcome != Outcome::optimal) return outcome;
    tighten();
    return Outcome::optimal;
}

/// Where one side takes one edge only, its dual takes up what the chosen edge leaves over.
template <class Weight> void Matcher<Weight>::tighten() {
    if (row_.unit && column_.unit) return;
    for (std::int32_t row = 0; row < row_.size; ++row)
        for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.unit ? -1 : row_.next[at(k)]) {
            const std::int32_t column = row_.other[at(k)];
            if (row_.upper[at(row)] == 1)
                row_.dual[at(row)] = weight_[at(k)] - column_.dual[at(column)];
            else if (column_.upper[at(column)] == 1)
                column_.dual[at(column)] = weight_[at(k)] - row_.dual[at(row)];
        }
}

template <class Weight> DualOf<Weight> Matcher<Weight>::value() const {
    Dual sum{};
    for (std::size_t position = 0; position < weight_.size(); ++position)
        if (matched_[position]) sum = Traits::checked_sum(sum, weight_[position]);
    return sum;
}

template <class Weight> std::span<const std::int32_t> Matcher<Weight>::chosen() const {
    if (!chosen_known_) {
        chosen_.clear();
        for (std::int32_t row = 0; row < row_.size; ++row)
            for (std::int32_t k = row_.head[at(row)]; k >= 0; k = row_.unit ? -1 : row_.next[at(k)]) chosen_.push_back(edge_at(k));
        std::ranges::sort(chosen_);
        chosen_known_ = true;
    }
    return chosen_;
}

}  // namespace husrom::matching

#include <husrom/matching/detail/matcher_search.hpp>
