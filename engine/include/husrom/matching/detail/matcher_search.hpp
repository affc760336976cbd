#pragma once

/// Shortest augmenting paths of Matcher, the same for both sides.
///
/// A node of side `from` that has room and a dual above 0 (or less than its lower bound) is the source. Paths alternate: over edges that
/// are not chosen at cost u + p - w, back over chosen ones at cost w - u - p. A path may end in a node of `to` with room, in a node of
/// `from` that can give an edge up (at the cost of its dual), or in the source itself, whose dual then falls to 0. The shortest end wins;
/// duals move by what the distances fall short of it, which keeps every condition of matcher.hpp.

#include <algorithm>

#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

template <class Weight>
template <bool from_unit>
typename Matcher<Weight>::Search Matcher<Weight>::search(Side& from, Side& to, std::int32_t source, core::Budget* budget) {
    const bool tight = row_.unit && column_.unit;  // chosen edges cost nothing then
    const bool from_rows = &from == &row_;
    const auto from_node = [&](std::int32_t position) { return from_rows ? row_at_[at(position)] : row_.other[at(position)]; };
    const auto to_node = [&](std::int32_t position) { return from_rows ? row_.other[at(position)] : row_at_[at(position)]; };
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

    Dual bound = Traits::unreachable();
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
        const std::int32_t first = from.offset[at(node)], last = from.offset[at(node) + 1];
        looked += last - first;
        for (std::int32_t k = first; k < last; ++k) {
            const std::int32_t position = from.position.empty() ? k : from.position[at(k)];
            const std::int32_t other = from.other[at(k)];
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
    if (end < 0) return Search::none;

    for (const std::int32_t node : from.touched)
        if (from.distance[at(node)] < bound) from.dual[at(node)] -= bound - from.distance[at(node)];
    for (const std::int32_t node : to.touched)
        if (to.distance[at(node)] < bound) to.dual[at(node)] += bound - to.distance[at(node)];

    if (end_in_from && end == source) return Search::done;
    gained_.clear();
    std::int32_t node = end;
    if (end_in_from) {
        const std::int32_t given_up = from.parent[at(end)];
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
    return Search::done;
}

template <class Weight> Outcome Matcher<Weight>::search_side(Side& from, Side& to, core::Budget* budget) {
    for (std::int32_t node = 0; node < from.size; ++node)
        while (wants(from, node)) {
            if (budget != nullptr && budget->exhausted()) return Outcome::stopped;
            switch (from.unit ? search<true>(from, to, node, budget) : search<false>(from, to, node, budget)) {
                case Search::done:
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
    return Outcome::optimal;
}

}  // namespace husrom::matching
