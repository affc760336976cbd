#pragma once

/// Shortest augmenting paths of Matcher, the same for both sides.
///
/// A node of side `from` that has room and a dual above 0 (or less than its lower bound) is the source. Paths alternate: over edges that
/// are not chosen at cost u + p - w, back over chosen ones at cost w - u - p. A path may end in a node of `to` with room, in a node of
/// `from` that can give an edge up (at the cost of its dual), or in the source itself, whose dual then falls to 0. The shortest end wins;
/// duals move by what the distances fall short of it, which keeps every condition of matcher.hpp.

#include <algorithm>
#include <string>

#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

/// Writes the edges of the node that net more than the threshold to `near_`, and returns how many.
template <class Weight>
std::size_t Matcher<Weight>::find_near(const Side& from, const Side& to, std::int32_t node, const detail::Nets<Dual>& edges,
                                       const Dual& threshold) {
    if (near_.size() < edges.count + 16) near_.resize(edges.count + 16);
    if (from.narrow.in_use())
        return from.narrow.filter(to.narrow, at(from.begin[at(node)]), edges.other, edges.count, threshold, near_.data());
    return detail::NetKernels<Dual>::filter(edges, threshold, near_.data());
}

/// Finds the nearest end; changes nothing but the search's own marks.
template <class Weight>
template <bool from_unit>
typename Matcher<Weight>::Search Matcher<Weight>::explore(Side& from, Side& to, std::int32_t source, const Dual& cap, End& found,
                                                          core::Budget* budget) {
    const bool tight = row_.unit && column_.unit;  // chosen edges cost nothing then
    const bool from_rows = &from == &row_;
    const auto from_node = [&](std::int32_t position) { return from_rows ? row_at_[at(position)] : row_.other[at(position)]; };
    const auto farther = [](const Reached& a, const Reached& b) {
        return b.distance < a.distance || (a.distance == b.distance && b.node < a.node);
    };
    const auto push = [&](const Dual& distance, std::int32_t node) {
        heap_.push_back({distance, node});
        std::ranges::push_heap(heap_, farther);
    };

    if (++search_ == 0) {  // the stamps have come round
        std::ranges::fill(row_.stamp, 0u);
        std::ranges::fill(column_.stamp, 0u);
        search_ = 1;
    }
    from.touched.clear();
    to.touched.clear();
    heap_.clear();
    stack_.clear();

    Dual bound = cap;
    std::int32_t end = -1;
    bool end_in_from = false;
    std::int64_t looked = 0;

    const auto write = [&](Side& side, std::int32_t node, const Dual& distance, std::int32_t position) {
        if (side.stamp[at(node)] != search_) {
            side.stamp[at(node)] = search_;
            side.touched.push_back(node);
        }
        side.distance[at(node)] = distance;
        side.parent[at(node)] = position;
    };

    const bool must = from.load[at(source)] < from.lower[at(source)];
    const auto settle = [&](std::int32_t node, const Dual distance) {
        const Dual dual = from.dual[at(node)];
        if (node == source ? !must : from.load[at(node)] > from.lower[at(node)]) {
            if (distance + dual < bound) {
                bound = distance + dual;
                end = node;
                end_in_from = true;
            }
        }
        const Dual base = distance + dual;
        const std::int32_t first = from.begin[at(node)];
        const auto edges = nets(from, to, node);
        looked += static_cast<std::int64_t>(edges.count);
        from.looked += static_cast<std::int64_t>(edges.count);
        const std::size_t count = find_near(from, to, node, edges, base - bound);
        for (std::size_t i = 0; i < count; ++i) {
            const auto k = at(near_[i]);
            const std::int32_t position = from_rows ? first + near_[i] : from.position[at(first) + k];
            const std::int32_t other = edges.other[k];
            const Dual reached = base + to.dual[at(other)] - weight_[at(position)];
            if (!(reached < bound)) continue;
            if (!from_unit && matched_[at(position)]) continue;
            if (to.stamp[at(other)] == search_ && !(reached < to.distance[at(other)])) continue;
            write(to, other, reached, position);
            if (to.load[at(other)] < to.upper[at(other)]) {
                const bool below_zero = to.dual[at(other)] < Dual{};
                const Dual ending = below_zero ? reached - to.dual[at(other)] : reached;
                if (ending < bound) {
                    bound = ending;
                    end = other;
                    end_in_from = false;
                }
                if (!below_zero) continue;
            }
            if (reached == distance)
                stack_.push_back(other);
            else
                push(reached, other);
            // Whoever is matched to it comes next, most likely.
            if (const std::int32_t mate = to.head[at(other)]; mate >= 0) from.narrow.prefetch(at(from.begin[at(from_node(mate))]));
        }
    };

    write(from, source, Dual{}, -1);
    settle(source, Dual{});
    Dual now{};
    for (;;) {
        std::int32_t node = 0;
        if (!stack_.empty()) {
            node = stack_.back();
            stack_.pop_back();
            if (!(now < bound)) break;
            if (to.distance[at(node)] != now) continue;
        } else {
            if (heap_.empty() || !(heap_.front().distance < bound)) break;
            const Reached reached = heap_.front();
            std::ranges::pop_heap(heap_, farther);
            heap_.pop_back();
            now = reached.distance;
            node = reached.node;
            if (node < 0) {
                if (from.distance[at(-1 - node)] == now) settle(-1 - node, now);
                continue;
            }
            if (to.distance[at(node)] != now) continue;
        }
        for (std::int32_t k = to.head[at(node)]; k >= 0; k = to.unit ? -1 : to.next[at(k)]) {
            const std::int32_t other = from_node(k);
            const Dual reached = tight ? now : now + weight_[at(k)] - from.dual[at(other)] - to.dual[at(node)];
            if (!(reached < bound)) continue;
            if (from.stamp[at(other)] == search_ && !(reached < from.distance[at(other)])) continue;
            write(from, other, reached, k);
            if (tight || reached == now)
                settle(other, now);
            else
                push(reached, -1 - other);
        }
        if (looked > 4096) {
            if (!spend(budget, looked)) return Search::stopped;
            looked = 0;
        }
    }
    work_ += looked;
    if (budget != nullptr) budget->spend(looked);
    found = {end >= 0, end_in_from, end, bound};
    return end < 0 ? Search::none : Search::done;
}

/// Moves the duals by what the distances fall short of the end, and turns the path round.
template <class Weight> void Matcher<Weight>::augment(Side& from, Side& to, std::int32_t source, const End& end) {
    const bool from_rows = &from == &row_;
    const auto from_node = [&](std::int32_t position) { return from_rows ? row_at_[at(position)] : row_.other[at(position)]; };
    const auto to_node = [&](std::int32_t position) { return from_rows ? row_.other[at(position)] : row_at_[at(position)]; };
    for (const std::int32_t node : from.touched)
        if (from.distance[at(node)] < end.distance) set_dual(from, node, from.dual[at(node)] - (end.distance - from.distance[at(node)]));
    for (const std::int32_t node : to.touched)
        if (to.distance[at(node)] < end.distance) set_dual(to, node, to.dual[at(node)] + (end.distance - to.distance[at(node)]));

    if (end.in_from && end.node == source) return;
    gained_.clear();
    std::int32_t node = end.node;
    if (end.in_from) {
        const std::int32_t given_up = from.parent[at(end.node)];
        node = to_node(given_up);
        unlink(given_up);
    }
    for (;;) {
        const std::int32_t position = to.parent[at(node)];
        gained_.push_back(position);
        const std::int32_t back = from_node(position);
        if (back == source) break;
        const std::int32_t given_up = from.parent[at(back)];
        node = to_node(given_up);
        unlink(given_up);
    }
    for (const std::int32_t position : gained_) link(position);
}

/// Searches for every node that has room at a dual above 0, or too few edges. Nodes that a search leaves without an edge have a dual of 0.
template <class Weight> Outcome Matcher<Weight>::search_side(Side& from, Side& to, core::Budget* budget) {
    put_in_order(from);
    for (std::size_t next = 0; next < from.restless.size(); ++next) {
        const std::int32_t node = from.restless[next];
        while (wants(from, node)) {
            if ((budget != nullptr && budget->exhausted()) || taking_long()) return Outcome::stopped;
            copy_weights(from, to);
            // Few edges are nearer than about twice the last length; where no end is, the net is cast wider.
            End end;
            Dual cap = usual_ + usual_ > Dual{} ? usual_ + usual_ : Traits::unreachable();
            Search outcome = explore(from, to, node, cap, end, budget);
            if (outcome == Search::none && cap < Traits::unreachable()) {
                for (int doubling = 0; doubling < 3; ++doubling) cap = cap + cap;
                if (cap < Traits::unreachable()) outcome = explore(from, to, node, cap, end, budget);
                if (outcome == Search::none) outcome = explore(from, to, node, Traits::unreachable(), end, budget);
            }
            switch (outcome) {
                case Search::done:
                    usual_ = end.distance;
                    augment(from, to, node, end);
                    break;
                case Search::stopped:
                    return Outcome::stopped;
                case Search::none:
                    witness_.rows.assign(from.touched.begin(), from.touched.end());
                    witness_.columns.assign(to.touched.begin(), to.touched.end());
                    std::ranges::sort(witness_.rows);
                    std::ranges::sort(witness_.columns);
                    return Outcome::infeasible;
            }
        }
    }
    for (const std::int32_t node : from.restless) from.is_restless[at(node)] = 0;
    from.restless.clear();
    return Outcome::optimal;
}

/// Where chosen edges may be worth more than their duals one search does not tell what is lost; nor does it of a row that must be matched,
/// whose dual is that of its lower bound too.
template <class Weight> typename Matcher<Weight>::PriceRange Matcher<Weight>::price_range_by_solving(Side& side, std::int32_t node) {
    const auto i = at(node);
    if (side.load[i] < side.upper[i]) return {Dual{}, Dual{}};
    const Dual now = value();
    const std::int32_t lower = side.lower[i], upper = side.upper[i];
    const bool unit = side.unit;  // as it is again once the room is given back
    const auto value_with = [&](std::int32_t room) -> std::optional<Dual> {
        mark();
        if (&side == &row_)
            set_row_bounds(node, lower, room);
        else
            set_column_upper(node, room);
        std::optional<Dual> found;
        if (solve() == Outcome::optimal) found = value();
        undo();
        side.unit = unit;
        return found;
    };
    PriceRange range;
    range.smallest = *value_with(upper + 1) - now;
    if (upper > lower)
        if (const auto less = value_with(upper - 1)) range.largest = now - *less;
    return range;
}

/// With room for one more the node's price falls to the smallest one; with room for one fewer somebody who sat there is searched for, and
/// the price rises to the largest one by the way that takes.
template <class Weight> typename Matcher<Weight>::PriceRange Matcher<Weight>::price_range(Side& side, Side& other, std::int32_t node) {
    const auto i = at(node);
    if ((!row_.unit && !column_.unit) || side.lower[i] > 0) return price_range_by_solving(side, node);
    PriceRange range;
    if (side.load[i] < side.upper[i]) {
        range.smallest = side.dual[i];
        range.largest = side.dual[i];
        return range;
    }
    End end;
    ++side.upper[i];
    if (side.dual[i] > Dual{})
        (void)explore<false>(side, other, node, Traits::unreachable(), end, nullptr);  // the pair it has is not another
    --side.upper[i];
    range.smallest = side.dual[i] - end.distance;
    if (side.head[i] < 0) return range;

    const std::int32_t position = side.head[i];
    const std::int32_t partner = &side == &row_ ? row_.other[at(position)] : row_at_[at(position)];
    --side.upper[i];
    unlink(position);
    end = {};
    const Search outcome = explore(other, side, partner, Traits::unreachable(), end, nullptr);
    link(position);
    ++side.upper[i];
    if (outcome == Search::done) range.largest = side.dual[i] + end.distance;
    return range;
}

template <class Weight> typename Matcher<Weight>::PriceRange Matcher<Weight>::column_price_range(std::int32_t column) {
    if (column < 0 || column >= column_.size) throw InvalidArgument("not a column: " + std::to_string(column));
    return price_range(column_, row_, column);
}

template <class Weight> typename Matcher<Weight>::PriceRange Matcher<Weight>::row_price_range(std::int32_t row) {
    if (row < 0 || row >= row_.size) throw InvalidArgument("not a row: " + std::to_string(row));
    return price_range(row_, column_, row);
}

}  // namespace husrom::matching
