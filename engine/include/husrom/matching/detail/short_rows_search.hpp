#pragma once

/// Shortest augmenting paths of ShortRows, for the rows that bids leave without a column.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <husrom/matching/detail/augmenting_path.hpp>
#include <husrom/matching/detail/short_rows.hpp>

namespace husrom::matching::detail {

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

}  // namespace husrom::matching::detail
