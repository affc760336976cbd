#pragma once

/// Bids of Matcher: what settles most nodes before any path is searched for.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

/// Into `stack_`: the nodes that have to be searched for, in order.
template <class Weight> void Matcher<Weight>::queue_wanting(Side& side) {
    stack_.clear();
    put_in_order(side);
    for (const std::int32_t node : side.restless)
        if (wants(side, node)) stack_.push_back(node);
}

/// Gauss-Seidel bidding without increments: of rows, and of columns too where every node takes one edge. A node takes its best edge, its
/// dual becomes what its second best nets, and the other end's takes up the difference; who had the other end bids next. Ties with an
/// occupied node are left to the searches, and so is everything once a dual has drifted far.
template <class Weight> bool Matcher<Weight>::bid(Side& from, Side& to, std::size_t each, core::Budget* budget) {
    if (!from.unit) return true;
    const bool from_rows = &from == &row_;
    queue_wanting(from);
    std::size_t bids = each * stack_.size();
    for (std::size_t next = 0; next < stack_.size() && bids > 0 && !far_; ++next, --bids) {
        const std::int32_t node = stack_[next];
        if (!wants(from, node)) continue;
        const auto edges = nets(from, to, node);
        const Dual floor = from.lower[at(node)] > 0 ? Traits::absent() : Dual{};
        auto [best, second, index] = detail::NetKernels<Dual>::best_two(edges, floor);
        if (!spend(budget, static_cast<std::int64_t>(edges.count))) return false;
        if (best < -Traits::unreachable()) continue;
        set_dual(from, node, best);
        if (index < 0) continue;
        const auto has_room = [&](std::size_t k) {
            const auto other = at(edges.other[k]);
            return to.load[other] < to.upper[other];
        };
        if (second == best && !has_room(at(index)))
            for (std::size_t k = at(index) + 1; k < edges.count; ++k)
                if (has_room(k) && edges.net(k) == best) {
                    index = static_cast<std::int32_t>(k);
                    break;
                }
        const std::int32_t slot = from.begin[at(node)] + index;
        const std::int32_t taken = from_rows ? slot : from.position[at(slot)];
        const std::int32_t other = edges.other[at(index)];
        if (to.load[at(other)] < to.upper[at(other)]) {
            link(taken);
            continue;
        }
        if (to.upper[at(other)] != 1 || second == best || second < -Traits::unreachable()) continue;
        const std::int32_t loser = to.head[at(other)];
        unlink(loser);
        link(taken);
        set_dual(to, other, to.dual[at(other)] + (best - second));
        set_dual(from, node, second);
        stack_.push_back(from_rows ? row_at_[at(loser)] : row_.other[at(loser)]);
    }
    return true;
}

/// What these columns' prices are above what the best row leaves them: the median of those that are above it at all. Of integers.
template <class Weight>
typename Matcher<Weight>::Dual Matcher<Weight>::usual_gap(std::span<const std::int32_t> columns, core::Budget* budget) {
    if constexpr (std::is_integral_v<Dual>) {
        std::vector<Dual> gaps;
        for (const std::int32_t column : columns) {
            const auto edges = nets(column_, row_, column);
            spend(budget, static_cast<std::int64_t>(edges.count));
            const Dual gap = column_.dual[at(column)] - detail::NetKernels<Dual>::best_two(edges, Dual{}).best;
            if (gap > 0) gaps.push_back(gap);
        }
        if (gaps.empty()) return Dual{};
        const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
        std::ranges::nth_element(gaps, middle);
        return *middle;
    } else {
        return {};
    }
}

/// Where many columns are left free at a price, as when all people became less worth housing, the prices around them all have to fall
/// until others come in, and each search would lower them by a hair. Columns bid for rows in steps instead (Bertsekas and Castanon 1992,
/// the reverse auction), as long as a cold start would take; of integers alone. Pairs that a step has made worse than their duals are given
/// up again.
template <class Weight> bool Matcher<Weight>::lower_prices(core::Budget* budget) {
    if constexpr (std::is_integral_v<Dual>) {
        queue_wanting(column_);
        if (stack_.size() < many_free) return true;
        const std::int64_t before = work_;
        const Dual step = usual_gap(stack_, budget) / steps_to_best;
        if (step <= 0) return true;
        all_dirty_ = true;
        const std::int64_t most = work_ + cold_passes * edges();
        for (std::size_t next = 0; next < stack_.size() && work_ < most; ++next) {
            const std::int32_t column = stack_[next];
            if (!wants(column_, column)) continue;
            const auto edges = nets(column_, row_, column);
            const auto [best, second, index] = detail::NetKernels<Dual>::best_two(edges, Dual{});
            if (!spend(budget, static_cast<std::int64_t>(edges.count))) return false;
            if (index < 0 || row_.upper[at(edges.other[at(index)])] == 0) {  // nobody, or one who takes none: searches know better
                set_dual(column_, column, best);
                continue;
            }
            const std::int32_t row = edges.other[at(index)];
            if (row_.load[at(row)] > 0) {
                const std::int32_t loser = row_.head[at(row)];
                unlink(loser);
                stack_.push_back(row_.other[at(loser)]);
            }
            const std::int32_t taken = column_.position[at(column_.begin[at(column)] + index)];
            link(taken);
            set_dual(column_, column, std::max<Dual>(second - step, 0));
            set_dual(row_, row, weight_[at(taken)] - column_.dual[at(column)]);
        }
        refresh(budget);
        patience_ += work_ - before;
        return bid(row_, column_, row_bids, budget);
    } else {
        return true;
    }
}

}  // namespace husrom::matching
