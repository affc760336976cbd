#pragma once

/// Edits of Matcher, and how they are undone.

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <type_traits>

#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

template <class Weight> void Matcher<Weight>::set_weights(std::span<const Weight> weights) {
    if (weights.size() != ends_.size()) throw InvalidArgument("one weight for each edge is expected");
    const auto before = magnitude_;
    magnitude_ = {};
    try {
        if (!weights.empty()) {
            Weight low = weights[0], high = weights[0];
            for (const auto& weight : weights)
                if constexpr (std::is_integral_v<Weight>) {
                    low = std::min(low, weight);
                    high = std::max(high, weight);
                } else {
                    for (std::size_t g = 0; g < Traits::goals; ++g) {
                        low[g] = std::min(low[g], weight[g]);
                        high[g] = std::max(high[g], weight[g]);
                    }
                }
            widen_range(low);
            widen_range(high);
        }
        check_range();
    } catch (const Overflow&) {
        magnitude_ = before;
        throw;
    }
    forget_marks();
    const bool in_order = position_of_.empty(), all_enabled = enabled_.empty();
    if (in_order && all_enabled)
        std::ranges::transform(weights, weight_.begin(), [](const Weight& weight) { return Dual{Traits::widen(weight)}; });
    for (std::size_t e = 0; e < weights.size() && !(in_order && all_enabled); ++e) {
        Dual& place = weight_[in_order ? e : at(position_of_[e])];
        if (all_enabled) {
            place = Traits::widen(weights[e]);
        } else {
            place = enabled_[e] != 0 ? Traits::widen(weights[e]) : Traits::absent();
            stashed_[e] = Traits::widen(weights[e]);
        }
    }
    forget_copies();
    all_dirty_ = true;
    cold_tried_ = columns_bid_ = false;
    chosen_known_ = false;
}

/// Takes a weight into the largest magnitudes.
template <class Weight> void Matcher<Weight>::widen_range(const Weight& weight) {
    for (std::size_t g = 0; g < Traits::goals; ++g) {
        const std::int64_t value = Traits::goal(Traits::widen(weight), g);
        const std::int64_t magnitude = value < 0 ? -(value + 1) + (value > std::numeric_limits<std::int64_t>::min() ? 1 : 0) : value;
        if (magnitude > magnitude_[g]) magnitude_[g] = magnitude;
    }
}

/// Takes weights into the largest magnitudes. Throws Overflow when they could not be summed exactly with so many nodes more, and leaves
/// the magnitudes as they were.
template <class Weight> void Matcher<Weight>::admit(std::span<const Weight> weights, std::int32_t further_nodes) {
    const auto before = magnitude_;
    try {
        for (const Weight& weight : weights) widen_range(weight);
        check_range(further_nodes);
    } catch (const Overflow&) {
        magnitude_ = before;
        throw;
    }
}

template <class Weight> void Matcher<Weight>::check_further(std::span<const Weight> weights) {
    const auto before = magnitude_;
    admit(weights, 1);
    magnitude_ = before;
}

template <class Weight> void Matcher<Weight>::set_weight(std::int32_t edge, const Weight& weight) {
    check_edge(edge);
    admit({&weight, 1});
    if (!enabled(edge)) {
        note({Change::stash, edge, 0, 0, stashed_[at(edge)]});
        stashed_[at(edge)] = Traits::widen(weight);
        return;
    }
    const std::int32_t position = position_of(edge);
    note({Change::weight, edge, 0, 0, weight_[at(position)]});
    write_weight(position, Traits::widen(weight));
    mark_dirty(row_at_[at(position)]);
}

template <class Weight> void Matcher<Weight>::set_enabled(std::int32_t edge, bool enable) {
    check_edge(edge);
    if (enable == enabled(edge)) return;
    if (enabled_.empty()) {
        enabled_.assign(ends_.size(), 1);
        stashed_.resize(ends_.size());  // read of edges that are disabled only, which have written it
    }
    const std::int32_t position = position_of(edge);
    note({Change::enabled, edge, enable ? 1 : 0});
    enabled_[at(edge)] = enable ? 1 : 0;
    if (enable) {
        write_weight(position, stashed_[at(edge)]);
    } else {
        if (matched_[at(position)]) unlink(position);
        stashed_[at(edge)] = weight_[at(position)];
        write_weight(position, Traits::absent());
    }
    mark_dirty(row_at_[at(position)]);
}

template <class Weight> void Matcher<Weight>::set_row_bounds(std::int32_t row, std::int32_t lower, std::int32_t upper) {
    if (row < 0 || row >= row_.size) throw InvalidArgument("not a row: " + std::to_string(row));
    if (lower < 0 || upper < lower) throw InvalidArgument("0 <= lower <= upper is expected");
    if (lower > 0) demand();
    allow(row_, upper);
    note({Change::row_bounds, row, row_.lower[at(row)], row_.upper[at(row)]});
    row_.lower[at(row)] = lower;
    row_.upper[at(row)] = upper;
    while (row_.load[at(row)] > upper) unlink(row_.head[at(row)]);
    mark_dirty(row);
}

template <class Weight> void Matcher<Weight>::set_column_upper(std::int32_t column, std::int32_t upper) {
    if (column < 0 || column >= column_.size) throw InvalidArgument("not a column: " + std::to_string(column));
    if (upper < 0) throw InvalidArgument("upper must not be negative");
    allow(column_, upper);
    note({Change::column_upper, column, 0, column_.upper[at(column)]});
    column_.upper[at(column)] = upper;
    while (column_.load[at(column)] > upper) {
        const std::int32_t position = column_.head[at(column)];
        unlink(position);
        mark_dirty(row_at_[at(position)]);  // it may be worth more than its duals
    }
    rouse(column_, column);
    chosen_known_ = false;
}

template <class Weight> void Matcher<Weight>::set_column_prices(std::span<const Dual> prices) {
    if (prices.size() != column_.dual.size()) throw InvalidArgument("one price for each column is expected");
    for (const auto& price : prices)
        if (price < Dual{}) throw InvalidArgument("prices must not be negative");
    forget_marks();
    for (std::size_t c = 0; c < prices.size(); ++c) set_dual(column_, static_cast<std::int32_t>(c), prices[c]);
    all_dirty_ = true;
    chosen_known_ = false;
}

/// From now on some row must be matched, which widens the range of its dual.
template <class Weight> void Matcher<Weight>::demand() {
    if (must_match_) return;
    must_match_ = true;
    try {
        check_range();
    } catch (const Overflow&) {
        must_match_ = false;
        throw;
    }
}

template <class Weight> void Matcher<Weight>::add_node(Side& side, std::int32_t lower, std::int32_t upper) {
    if (lower < 0 || upper < lower) throw InvalidArgument("0 <= lower <= upper is expected");
    check_range();
    allow(side, upper);
    const auto end = static_cast<std::int32_t>(side.other.size());
    if (side.room.empty()) side.room = side.end;
    ++side.size;
    side.begin.push_back(end);
    side.end.push_back(end);
    side.room.push_back(end);
    side.lower.push_back(lower);
    side.upper.push_back(upper);
    side.load.push_back(0);
    side.head.push_back(-1);
    side.dual.push_back(Dual{});
    if (side.narrow.has_duals()) side.narrow.add_node();
    side.distance.push_back(Dual{});
    side.parent.push_back(-1);
    side.stamp.push_back(0);
    side.is_restless.push_back(0);
    chosen_known_ = false;
}

/// Of the node added last, which has no edges any more.
template <class Weight> void Matcher<Weight>::remove_node(Side& side) {
    // Before the first edge is added the lists of positions are empty, which means as built, and nothing is to be cut.
    const bool has_room = side.begin.back() < side.room.back();
    if (has_room && at(side.room.back()) == side.other.size()) resize_places(side, at(side.begin.back()));
    --side.size;
    for (auto* values : {&side.begin, &side.end, &side.room, &side.lower, &side.upper, &side.load, &side.head, &side.parent})
        values->pop_back();
    side.dual.pop_back();
    if (side.narrow.has_duals()) side.narrow.remove_node();
    side.distance.pop_back();
    side.stamp.pop_back();
    if (side.is_restless.back()) std::erase(side.restless, side.size);
    side.is_restless.pop_back();
}

template <class Weight> std::int32_t Matcher<Weight>::add_row(std::int32_t lower, std::int32_t upper) {
    if (lower > 0) demand();
    add_node(row_, lower, upper);
    dirty_.push_back(0);
    note({Change::row, row_.size - 1});
    mark_dirty(row_.size - 1);
    return row_.size - 1;
}

template <class Weight> std::int32_t Matcher<Weight>::add_column(std::int32_t upper) {
    add_node(column_, 0, upper);
    note({Change::column, column_.size - 1});
    return column_.size - 1;
}

/// As built, a column lists its positions in order; only added edges break that, and slots are known then.
template <class Weight> std::int32_t Matcher<Weight>::column_slot(std::int32_t position) const {
    if (!column_slot_.empty()) return column_slot_[at(position)];
    const std::int32_t column = row_.other[at(position)];
    const auto begin = column_.position.begin() + column_.begin[at(column)], end = column_.position.begin() + column_.end[at(column)];
    return static_cast<std::int32_t>(std::lower_bound(begin, end, position) - column_.position.begin());
}

/// Calls visit(position, slot) for every edge as built, in order of position: one column after the other would jump through all of memory.
template <class Weight> template <class Visit> void Matcher<Weight>::for_each_slot_as_built(const Visit& visit) const {
    std::vector<std::int32_t> next = column_.begin;
    for (std::size_t position = 0; position < row_.other.size(); ++position) visit(position, next[at(row_.other[position])]++);
}

template <class Weight> void Matcher<Weight>::find_column_slots() {
    if (!column_slot_.empty()) return;
    column_slot_.resize(weight_.size());
    for_each_slot_as_built([this](std::size_t position, std::int32_t slot) { column_slot_[position] = slot; });
}

template <class Weight> void Matcher<Weight>::write_weight(std::int32_t position, const Dual& weight) {
    weight_[at(position)] = weight;
    if (!column_weight_.empty()) column_weight_[at(column_slot(position))] = weight;
    if (!row_.narrow.in_use() && !column_.narrow.in_use()) return;
    const bool by_row = !row_.narrow.in_use() || row_.narrow.set_weight(at(position), row_.other[at(position)], weight);
    const bool by_column = !column_.narrow.in_use() || column_.narrow.set_weight(at(column_slot(position)), row_at_[at(position)], weight);
    if (!by_row || !by_column) forget_copies();
}

template <class Weight> void Matcher<Weight>::forget_copies() {
    column_weight_.clear();
    for (Side* side : {&row_, &column_}) {
        side->narrow.clear();
        side->looked = 0;
    }
}

/// Columns read their weights from all over the graph, rows in one piece but twice as wide as need be: where a side reads many, a copy is
/// soon repaid.
template <class Weight> void Matcher<Weight>::copy_weights(Side& from, Side& to) {
    const bool by_column = &from == &column_;
    if (from.narrow.in_use() || from.looked <= (by_column ? edges() / 4 : edges())) return;
    if (copy_narrow(from, to)) return;
    from.looked = 0;
    if (by_column && column_weight_.empty()) copy_weights_by_column();
}

/// False where a number is too large for it.
template <class Weight> bool Matcher<Weight>::copy_narrow(Side& from, Side& to) {
    const auto holds = [](const Dual& value) { return detail::NarrowCopy::holds(value); };
    if (!holds(Dual{}) || magnitude_[0] >= detail::NarrowCopy::limit || !std::ranges::all_of(to.dual, holds)) return false;
    from.narrow.resize(from.other.size(), to.size, magnitude_[0]);
    if (&from == &row_) {
        for (std::size_t position = 0; position < weight_.size(); ++position)
            from.narrow.set_weight(position, row_.other[position], weight_[position]);
    } else if (column_slot_.empty()) {
        for_each_slot_as_built([this](std::size_t position, std::int32_t slot) {
            // As many places are written to as there are columns, more than the processor foresees.
            column_.narrow.prefetch(at(slot) + 64 / sizeof(std::int32_t) + 1);
            column_.narrow.set_weight(at(slot), row_at_[position], weight_[position]);
        });
    } else {
        for (std::int32_t c = 0; c < column_.size; ++c)
            for (std::int32_t k = column_.begin[at(c)]; k < column_.end[at(c)]; ++k)
                column_.narrow.set_weight(at(k), column_.other[at(k)], weight_[at(column_.position[at(k)])]);
    }
    to.narrow.set_duals(to.dual);
    return true;
}

template <class Weight> void Matcher<Weight>::copy_weights_by_column() {
    if (column_slot_.empty()) {
        column_weight_.resize(column_.other.size());
        for_each_slot_as_built([this](std::size_t position, std::int32_t slot) {
            // As many places are written to as there are columns, more than the processor foresees.
            constexpr std::ptrdiff_t ahead = 64 / sizeof(Dual) + 1;
            __builtin_prefetch(column_weight_.data() + slot + ahead, 1);
            column_weight_[at(slot)] = weight_[position];
        });
        return;
    }
    column_weight_.assign(column_.other.size(), Traits::absent());
    for (std::int32_t c = 0; c < column_.size; ++c)
        for (std::int32_t k = column_.begin[at(c)]; k < column_.end[at(c)]; ++k)
            column_weight_[at(k)] = weight_[at(column_.position[at(k)])];
}

template <class Weight> void Matcher<Weight>::resize_places(Side& side, std::size_t places) {
    side.other.resize(places, -1);
    if (&side == &column_) {
        side.position.resize(places, -1);
        return;
    }
    weight_.resize(places, Traits::absent());
    edge_of_.resize(places, -1);
    row_at_.resize(places, -1);
    matched_.resize(places, 0);
    column_slot_.resize(places, -1);
    if (!row_.unit) row_.next.resize(places, -1);
    if (!column_.unit) column_.next.resize(places, -1);
}

/// A place at the end of the node's part of `other`. The part that ends there grows where it is, so that a node that is added and taken
/// back leaves no gap; any other that is full moves there, with room to grow.
template <class Weight> std::int32_t Matcher<Weight>::make_room(Side& side, std::int32_t node) {
    const auto i = at(node);
    if (side.room.empty()) side.room = side.end;
    if (side.end[i] < side.room[i]) return side.end[i]++;
    const std::int32_t length = side.end[i] - side.begin[i];
    const bool is_last = at(side.room[i]) == side.other.size();
    const std::size_t begin = is_last ? at(side.begin[i]) : side.other.size();
    const std::size_t room = begin + static_cast<std::size_t>(std::max(4, 2 * length));
    if (room > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw InvalidArgument("more than 2^31 - 1 places for edges");
    resize_places(side, room);
    side.room[i] = static_cast<std::int32_t>(room);
    if (is_last) return side.end[i]++;
    if (&side == &row_) {
        move_row(node, static_cast<std::int32_t>(begin));
    } else {
        for (std::int32_t k = 0; k < length; ++k) {
            const std::size_t from = at(side.begin[i] + k), to = begin + at(k);
            side.other[to] = side.other[from];
            side.position[to] = side.position[from];
            column_slot_[at(side.position[to])] = static_cast<std::int32_t>(to);
        }
    }
    side.begin[i] = static_cast<std::int32_t>(begin);
    side.end[i] = static_cast<std::int32_t>(begin) + length;
    return side.end[i]++;
}

template <class Weight> void Matcher<Weight>::move_row(std::int32_t row, std::int32_t to) {
    const std::int32_t begin = row_.begin[at(row)], end = row_.end[at(row)];
    const auto swap_position = [](Side& side, std::int32_t node, std::int32_t from, std::int32_t target) {
        std::int32_t* place = &side.head[at(node)];
        while (*place != from) place = &side.next[at(*place)];
        *place = target;
        if (!side.unit) side.next[at(target)] = side.next[at(from)];
    };
    for (std::int32_t from = begin; from < end; ++from, ++to) {
        const auto f = at(from), t = at(to);
        row_.other[t] = row_.other[f];
        weight_[t] = weight_[f];
        edge_of_[t] = edge_of_[f];
        position_of_[at(edge_of_[t])] = to;
        row_at_[t] = row;
        column_slot_[t] = column_slot_[f];
        column_.position[at(column_slot_[t])] = to;
        matched_[t] = matched_[f];
        if (matched_[f]) {
            swap_position(row_, row, from, to);
            swap_position(column_, row_.other[t], from, to);
            matched_[f] = 0;
        }
        edge_of_[f] = row_at_[f] = -1;
    }
}

template <class Weight> std::int32_t Matcher<Weight>::add_edge(std::int32_t row, std::int32_t column, const Weight& weight) {
    if (row < 0 || row >= row_.size) throw InvalidArgument("not a row: " + std::to_string(row));
    if (column < 0 || column >= column_.size) throw InvalidArgument("not a column: " + std::to_string(column));
    admit({&weight, 1});
    const auto edge = edges();
    if (edge_of_.empty()) {
        position_of_.resize(at(edge));
        edge_of_.resize(at(edge));
        std::iota(position_of_.begin(), position_of_.end(), 0);
        std::iota(edge_of_.begin(), edge_of_.end(), 0);
    }
    find_column_slots();
    forget_copies();
    const std::int32_t position = make_room(row_, row);
    const std::int32_t slot = make_room(column_, column);
    ends_.push_back({row, column});
    position_of_.push_back(position);
    if (!enabled_.empty()) {
        enabled_.push_back(1);
        stashed_.push_back(Dual{});
    }
    edge_of_[at(position)] = edge;
    row_at_[at(position)] = row;
    row_.other[at(position)] = column;
    weight_[at(position)] = Traits::widen(weight);
    matched_[at(position)] = 0;
    column_slot_[at(position)] = slot;
    column_.other[at(slot)] = row;
    column_.position[at(slot)] = position;
    note({Change::edge, edge});
    mark_dirty(row);
    return edge;
}

/// The edge added last is the last of its row and of its column.
template <class Weight> void Matcher<Weight>::remove_last_edge() {
    const Ends ends = ends_.back();
    const std::int32_t position = position_of_.back();
    edge_of_[at(position)] = row_at_[at(position)] = -1;
    --row_.end[at(ends.row)];
    --column_.end[at(ends.column)];
    ends_.pop_back();
    position_of_.pop_back();
    if (!enabled_.empty()) {
        enabled_.pop_back();
        stashed_.pop_back();
    }
    mark_dirty(ends.row);
}

template <class Weight> void Matcher<Weight>::undo() {
    if (marks_.empty()) throw InvalidArgument("undo without a mark");
    const auto [keep, unsettled] = marks_.back();
    std::vector<Entry> changes(journal_.begin() + static_cast<std::ptrdiff_t>(keep), journal_.end());
    journal_.resize(keep);
    auto marks = std::move(marks_);
    marks_.clear();  // going back is not noted
    for (auto entry = changes.rbegin(); entry != changes.rend(); ++entry) {
        const auto i = at(entry->index);
        switch (entry->change) {
            case Change::row_dual:
                write_dual(row_, entry->index, entry->value);
                rouse(row_, entry->index);
                break;
            case Change::column_dual:
                write_dual(column_, entry->index, entry->value);
                rouse(column_, entry->index);
                break;
            case Change::linked:
                unlink(position_of(entry->index));
                break;
            case Change::unlinked:
                link(position_of(entry->index));
                break;
            case Change::weight:
                write_weight(position_of(entry->index), entry->value);
                mark_dirty(ends_[i].row);
                break;
            case Change::stash:
                stashed_[i] = entry->value;
                break;
            case Change::enabled:
                enabled_[i] = entry->lower != 0 ? 0 : 1;
                if (enabled_[i] != 0) {
                    write_weight(position_of(entry->index), stashed_[i]);
                } else {
                    stashed_[i] = weight_[at(position_of(entry->index))];
                    write_weight(position_of(entry->index), Traits::absent());
                }
                mark_dirty(ends_[i].row);
                break;
            case Change::row_bounds:
                row_.lower[i] = entry->lower;
                row_.upper[i] = entry->upper;
                mark_dirty(entry->index);
                break;
            case Change::column_upper:
                column_.upper[i] = entry->upper;
                rouse(column_, entry->index);
                break;
            case Change::row:
                if (dirty_.back()) std::erase(dirty_rows_, entry->index);
                dirty_.pop_back();
                remove_node(row_);
                break;
            case Change::column:
                remove_node(column_);
                break;
            case Change::edge:
                remove_last_edge();
                break;
        }
    }
    marks_ = std::move(marks);
    marks_.pop_back();
    all_dirty_ |= unsettled;
    chosen_known_ = false;
}

template <class Weight> std::int32_t Matcher<Weight>::edge_between(std::int32_t row, std::int32_t column) const {
    if (row < 0 || row >= row_.size) throw InvalidArgument("not a row: " + std::to_string(row));
    if (column < 0 || column >= column_.size) throw InvalidArgument("not a column: " + std::to_string(column));
    std::int32_t found = -1;
    for (std::int32_t k = row_.begin[at(row)]; k < row_.end[at(row)]; ++k) {
        if (row_.other[at(k)] != column) continue;
        if (enabled(edge_at(k))) return edge_at(k);
        if (found < 0) found = edge_at(k);
    }
    return found;
}

template <class Weight> std::vector<std::int32_t> Matcher<Weight>::edges_of_row(std::int32_t row) const {
    if (row < 0 || row >= row_.size) throw InvalidArgument("not a row: " + std::to_string(row));
    std::vector<std::int32_t> edges;
    for (std::int32_t k = row_.begin[at(row)]; k < row_.end[at(row)]; ++k) edges.push_back(edge_at(k));
    return edges;
}

template <class Weight> void Matcher<Weight>::forget_marks() {
    marks_.clear();
    journal_.clear();
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

/// Remembers a node whose condition must be looked at again.
template <class Weight> void Matcher<Weight>::rouse(Side& side, std::int32_t node) {
    if (side.is_restless[at(node)]) return;
    side.is_restless[at(node)] = 1;
    side.restless.push_back(node);
}

/// Orders the restless nodes; a look at all nodes is sooner than sorting many.
template <class Weight> void Matcher<Weight>::put_in_order(Side& side) {
    if (std::ranges::is_sorted(side.restless)) return;
    if (side.restless.size() < static_cast<std::size_t>(side.size) / 16) {
        std::ranges::sort(side.restless);
        return;
    }
    side.restless.clear();
    for (std::int32_t node = 0; node < side.size; ++node)
        if (side.is_restless[at(node)] != 0) side.restless.push_back(node);
}

template <class Weight> void Matcher<Weight>::link(Side& side, std::int32_t node, std::int32_t position) {
    if (!side.unit) side.next[at(position)] = side.head[at(node)];
    side.head[at(node)] = position;
    ++side.load[at(node)];
}

template <class Weight> void Matcher<Weight>::unlink(Side& side, std::int32_t node, std::int32_t position) {
    --side.load[at(node)];
    rouse(side, node);
    if (side.unit) {
        side.head[at(node)] = -1;
        return;
    }
    std::int32_t* place = &side.head[at(node)];
    while (*place != position) place = &side.next[at(*place)];
    *place = side.next[at(position)];
}

template <class Weight> void Matcher<Weight>::link(std::int32_t position) {
    note({Change::linked, edge_at(position)});
    matched_[at(position)] = 1;
    link(row_, row_at_[at(position)], position);
    link(column_, row_.other[at(position)], position);
}

template <class Weight> void Matcher<Weight>::unlink(std::int32_t position) {
    note({Change::unlinked, edge_at(position)});
    matched_[at(position)] = 0;
    unlink(row_, row_at_[at(position)], position);
    unlink(column_, row_.other[at(position)], position);
}

}  // namespace husrom::matching
