#include <husrom/matching/detail/packed_solver.hpp>

#include <algorithm>
#include <functional>
#include <numeric>

#include <husrom/core/integers.hpp>
#include <husrom/matching/detail/augmenting_path.hpp>
#include <husrom/matching/detail/short_rows.hpp>

namespace husrom::matching::detail {

template <class Word, class Dual>
PackedSolver<Word, Dual>::PackedSolver(const PackedGraph<Word>& graph, Dual floor, std::int64_t repair_passes)
    : graph_(graph),
      words_(graph.words.data()),
      bits_(graph.column_bits),
      mask_(graph.column_mask()),
      floor_(floor),
      repair_passes_(repair_passes) {
    price_.assign(at(graph.columns), 0);
}

/// Lists for long rows, and mates for everybody.
template <class Word, class Dual> void PackedSolver<Word, Dual>::prepare() {
    const auto rows = at(graph_.rows);
    column_mate_.assign(at(graph_.columns), -1);
    row_mate_.assign(rows, -1);
    mate_word_.assign(rows, 0);
    std::int32_t lists = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        if (graph_.offset[r + 1] - graph_.offset[r] <= long_row) continue;
        if (slot_.empty()) slot_.assign(rows, -1);
        slot_[r] = lists++;
    }
    scratch_.resize(longest() + 16);
    lists_.resize(at(lists) * list_length);
    list_count_.assign(at(lists), 0);
    list_age_.assign(at(lists), 0);
    list_rest_.assign(at(lists), infinite);
}

template <class Word, class Dual> std::uint32_t PackedSolver<Word, Dual>::longest() const {
    std::uint32_t most = 0;
    for (std::size_t r = 0; r < at(graph_.rows); ++r) most = std::max(most, graph_.offset[r + 1] - graph_.offset[r]);
    return most;
}

template <class Word, class Dual>
void PackedSolver<Word, Dual>::demand(std::span<const std::uint8_t> rows, std::span<const std::uint8_t> columns, Dual depth) {
    if (!rows.empty()) {
        row_floor_.assign(rows.size(), floor_);
        for (std::size_t r = 0; r < rows.size(); ++r)
            if (rows[r] != 0) row_floor_[r] -= depth;
    }
    if (!columns.empty()) {
        start_.assign(columns.size(), 0);
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (columns[c] != 0) start_[c] = price_[c] = -depth;
    }
}

template <class Word, class Dual> typename PackedSolver<Word, Dual>::Candidates PackedSolver<Word, Dual>::list(std::int32_t row) const {
    if (slot_.empty() || slot_[at(row)] < 0) {
        const std::uint32_t begin = graph_.offset[at(row)];
        return {words_ + begin, graph_.offset[at(row) + 1] - begin, -infinite};
    }
    const auto slot = at(slot_[at(row)]);
    return {lists_.data() + slot * list_length, list_count_[slot], list_rest_[slot]};
}

/// Reads a long row in full and keeps its best entries. How far below the best entry the list ends is guessed from the list before, so that
/// few entries are ever written down.
template <class Word, class Dual> void PackedSolver<Word, Dual>::gather(std::int32_t row) {
    ++counts_.full_scans;
    const std::uint32_t begin = graph_.offset[at(row)], end = graph_.offset[at(row) + 1];
    counts_.edges += end - begin;
    const auto slot = at(slot_[at(row)]);
    const Dual* const price = price_.data();
    const auto net = [&](Word word) { return static_cast<Dual>(weight(word) - price[column(word)]); };
    Dual rest = -infinite;
    if (gap_ >= 0) {
        Dual best = -infinite;
        for (std::uint32_t k = begin; k < end; k += 8) best = std::max(best, net(words_[k]));
        rest = best - gap_;
    }
    const Dual guess = rest;
    std::size_t count = Kernel::filter(words_ + begin, end - begin, price, bits_, rest, scratch_.data());
    if (count < 2 && guess > -infinite) {
        rest = -infinite;
        count = Kernel::filter(words_ + begin, end - begin, price, bits_, rest, scratch_.data());
    }
    Word* const kept = scratch_.data();
    if (count > list_length) {
        std::nth_element(kept, kept + list_length, kept + count, [&](Word a, Word b) { return net(a) > net(b); });
        rest = net(kept[list_length]);
        count = list_length;
    }
    Dual best = -infinite;
    for (std::size_t i = 0; i < count; ++i) {
        lists_[slot * list_length + i] = kept[i];
        best = std::max(best, net(kept[i]));
    }
    list_age_[slot] = age_;
    list_count_[slot] = static_cast<std::uint32_t>(count);
    list_rest_[slot] = rest;
    // The gap is steered so that lists come out at about their usual length and need no selection.
    if (rest != guess)
        gap_ = std::max<Dual>(best - rest, 1);
    else if (count < usual_length / 2)
        gap_ += gap_ / 4 + 1;
    else if (count > usual_length + usual_length / 4)
        gap_ -= gap_ / 8;
}

/// The best and second best net value of a row, at least its floor each.
template <class Word, class Dual> typename PackedSolver<Word, Dual>::Bid PackedSolver<Word, Dual>::read(std::int32_t row) {
    for (bool fresh = false;; fresh = true) {
        const Candidates candidates = list(row);
        counts_.edges += candidates.count;
        Bid bid = Kernel::best_two(candidates.first, candidates.count, price_.data(), bits_, floor(row));
        if (candidates.rest <= bid.second || fresh) return bid;
        gather(row);
    }
}

template <class Word, class Dual> void PackedSolver<Word, Dual>::assign(std::int32_t row, Word word) {
    row_mate_[at(row)] = static_cast<std::int32_t>(column(word));
    mate_word_[at(row)] = word;
    column_mate_[column(word)] = row;
}

/// Rows in `queue_` bid, first come first served, until `leave` of them are waiting or `allowed` bids are made. Without an increment a row
/// whose best column is taken at no loss waits for its search; those left are in `waiting_`.
template <class Word, class Dual>
bool PackedSolver<Word, Dual>::bid(Dual increment, std::size_t allowed, std::size_t leave, core::Budget* budget) {
    waiting_.clear();
    std::size_t head = 0;
    for (; head < queue_.size() && queue_.size() - head > leave && allowed > 0; --allowed) {
        const std::int32_t row = queue_[head++];
        if (head + 4 < queue_.size()) prefetch(queue_[head + 4]);
        if ((++counts_.bids & 255) == 0 && !spend(budget)) return false;
        const Bid best = read(row);
        if (!best.any) continue;  // nothing is worth more than staying free
        const std::size_t column_taken = column(best.word);
        const std::int32_t loser = column_mate_[column_taken];
        const Dual raise = best.best - best.second + increment;
        if (loser < 0) {
            if (increment > 0) price_[column_taken] += raise;
            assign(row, best.word);
            continue;
        }
        if (raise == 0) {
            if (const Word* const word = tied_free(row, best.best))
                assign(row, *word);
            else
                waiting_.push_back(row);
            continue;
        }
        price_[column_taken] += raise;
        row_mate_[at(loser)] = -1;
        assign(row, best.word);
        queue_.push_back(loser);
    }
    for (; head < queue_.size(); ++head) waiting_.push_back(queue_[head]);
    return true;
}

/// A listed edge to a free column that nets as much as the best one; none: nullptr.
template <class Word, class Dual> const Word* PackedSolver<Word, Dual>::tied_free(std::int32_t row, Dual best) const {
    const Candidates candidates = list(row);
    for (const Word *word = candidates.first, *end = word + candidates.count; word != end; ++word)
        if (column_mate_[column(*word)] < 0 && weight(*word) - price_[column(*word)] == best) return word;
    return nullptr;
}

template <class Word, class Dual> void PackedSolver<Word, Dual>::prefetch(std::int32_t row) const {
    const Candidates candidates = list(row);
    const auto* const bytes = reinterpret_cast<const char*>(candidates.first);
    const std::size_t size = std::min<std::size_t>(candidates.count * sizeof(Word), 512);
    for (std::size_t offset = 0; offset < size; offset += 64) __builtin_prefetch(bytes + offset);
}

/// One shortest path from a free row, among paths shorter than `cap`. False when there is none.
template <class Word, class Dual> bool PackedSolver<Word, Dual>::search(std::int32_t source, Dual cap) {
    const Dual top = source_dual_;
    touched_.clear();
    heap_.clear();
    stack_.clear();
    Dual bound = cap;
    std::int32_t end_column = -1, end_row = -1;
    if (top - floor(source) < bound) {
        bound = top - floor(source);
        end_row = source;
    }
    const auto farther = [](const Entry& a, const Entry& b) { return a.distance > b.distance; };
    const Dual* const price = price_.data();

    const auto scan = [&](std::int32_t row, Dual distance, Dual dual) {
        Candidates candidates = list(row);
        const Dual base = distance + dual;
        if (base - candidates.rest < bound && !is_fresh(row)) {  // an edge that is not listed could be short enough
            gather(row);
            candidates = list(row);
        }
        if (base - candidates.rest < bound) {
            const std::uint32_t begin = graph_.offset[at(row)];
            candidates = {words_ + begin, graph_.offset[at(row) + 1] - begin, -infinite};
            ++counts_.search_scans;
        }
        counts_.edges += candidates.count;
        const std::size_t near = Kernel::filter(candidates.first, candidates.count, price, bits_, base - bound, scratch_.data());
        for (const Word *word = scratch_.data(), *last = word + near; word != last; ++word) {
            const std::size_t other = column(*word);
            const Dual reached = base - weight(*word) + price[other];
            if (reached >= bound) continue;
            Reach& reach = reach_[other];
            if (reached >= reach.distance) continue;
            if (reach.distance == infinite) touched_.push_back(static_cast<std::int32_t>(other));
            reach = {reached, row, *word};
            if (column_mate_[other] < 0) {
                bound = reached;
                end_column = static_cast<std::int32_t>(other);
                end_row = -1;
            } else if (reached == distance) {
                stack_.push_back(static_cast<std::int32_t>(other));
            } else {
                heap_.push_back({reached, static_cast<std::int32_t>(other)});
                std::push_heap(heap_.begin(), heap_.end(), farther);
            }
        }
    };
    scan(source, 0, top);
    Dual now = 0;
    for (;;) {
        std::int32_t node;
        if (!stack_.empty()) {
            if (now >= bound) break;
            node = stack_.back();
            stack_.pop_back();
        } else {
            if (heap_.empty() || heap_.front().distance >= bound) break;
            now = heap_.front().distance;
            node = heap_.front().node;
            std::pop_heap(heap_.begin(), heap_.end(), farther);
            heap_.pop_back();
        }
        if (reach_[at(node)].distance != now) continue;
        ++counts_.pops;
        const std::int32_t row = column_mate_[at(node)];
        const Dual dual = weight(mate_word_[at(row)]) - price[at(node)];
        if (now + dual - floor(row) < bound) {
            bound = now + dual - floor(row);
            end_row = row;
            end_column = -1;
        }
        scan(row, now, dual);
    }
    const PathEnd<Dual> end{bound, end_column, end_row};
    if (end.found())
        turn_path(source, end, touched_, reach_, price_, row_mate_, [this](std::int32_t row, Word word) { assign(row, word); });
    for (const std::int32_t node : touched_) reach_[at(node)].distance = infinite;
    return end.found();
}

/// Searches for the rows in `waiting_`. False when the budget ended, or when `may_give_up` and the searches prove long.
template <class Word, class Dual> bool PackedSolver<Word, Dual>::search_rows(core::Budget* budget, bool may_give_up) {
    reach_.resize(price_.size());
    PathCap<Dual> usual(16);
    const std::int64_t edges_before = counts_.edges;
    for (const std::int32_t row : waiting_) {
        if (!spend(budget)) return false;
        ++counts_.searches;
        ++age_;
        source_dual_ = read(row).best;
        const Dual whole = source_dual_ - floor(row) + 1;
        const Dual before = source_dual_;
        Dual cap = usual.first(whole);
        while (!search(row, cap)) {
            ++counts_.retries;
            cap = PathCap<Dual>::longer(cap, whole);
        }
        usual.learn(before - row_dual(row));
        if (may_give_up && counts_.edges - edges_before > give_up_passes * static_cast<std::int64_t>(graph_.edges())) {
            gave_up_ = true;
            return false;
        }
    }
    return true;
}

template <class Word, class Dual> bool PackedSolver<Word, Dual>::spend(core::Budget* budget) {
    if (budget == nullptr) return true;
    budget->spend(counts_.edges - spent_);
    spent_ = counts_.edges;
    return !budget->exhausted();
}

/// Prices near the optimum, by an auction with falling increments; each round ends when few rows are left, and only its prices are kept.
template <class Word, class Dual> bool PackedSolver<Word, Dual>::auction(core::Budget* budget) {
    guessed_ = false;
    const auto rows = static_cast<std::size_t>(graph_.rows);
    // Finer increments than these take longer than the searches that they spare.
    const std::int64_t finest = std::max<std::int64_t>(graph_.range / 4096, 1);
    for (std::int64_t increment = graph_.range / 16;; increment /= 4) {
        increment = std::max(increment, finest);
        clear_mates();
        everyone_bids();
        const std::int64_t before = counts_.bids;
        if (!bid(static_cast<Dual>(increment), 40 * rows, rows / 500, budget)) return false;
        counts_.auction_bids += counts_.bids - before;
        if (increment == finest) break;
    }
    clear_mates();
    return true;
}

/// Where columns differ more than the edges of a column do (people of different urgency, worth the same in every home), all rows would bid
/// for the same few columns, a little more each time. They begin at what every one of their edges is worth more than those of the first
/// column that must stay free. A guess: columns that stay free at a price are repaired, and where those are too many it is dropped.
template <class Word, class Dual> void PackedSolver<Word, Dual>::price_what_all_want() {
    const std::size_t columns = price_.size();
    std::vector<Dual> least(columns, infinite), most(columns, 0);
    for (std::uint32_t k = 0; k < graph_.edges(); ++k) {
        const std::size_t c = column(words_[k]);
        least[c] = std::min(least[c], weight(words_[k]));
        most[c] = std::max(most[c], weight(words_[k]));
    }
    counts_.edges += graph_.edges();
    std::vector<Dual> order;
    core::int128 within = 0;
    for (std::size_t c = 0; c < columns; ++c)
        if (least[c] < infinite) {
            order.push_back(least[c]);
            within += most[c] - least[c];
        }
    if (order.empty()) return;
    const auto rows = static_cast<std::ptrdiff_t>(std::min<std::size_t>(at(graph_.rows), order.size() - 1));
    std::ranges::nth_element(order, order.begin() + rows, std::greater<>());
    const Dual level = order[static_cast<std::size_t>(rows)];
    const Dual highest = *std::ranges::max_element(order);
    const auto usual_range = static_cast<Dual>(within / static_cast<std::int64_t>(order.size()));
    if ((highest - level) / 2 < usual_range) return;
    for (std::size_t c = 0; c < columns; ++c)
        if (least[c] < infinite) price_[c] = std::max<Dual>(least[c] - level, 0);
    guessed_ = true;
}

template <class Word, class Dual> void PackedSolver<Word, Dual>::everyone_bids() {
    queue_.resize(at(graph_.rows));
    std::iota(queue_.begin(), queue_.end(), 0);
}

template <class Word, class Dual> void PackedSolver<Word, Dual>::clear_mates() {
    std::ranges::fill(row_mate_, -1);
    std::ranges::fill(column_mate_, -1);
}

/// The graph by column, for searches from that side.
template <class Word, class Dual> void PackedSolver<Word, Dual>::reverse() {
    row_bits_ = bits_for(graph_.rows > 0 ? static_cast<std::uint64_t>(graph_.rows - 1) : 0);
    reverse_offset_.assign(price_.size() + 2, 0);
    for (std::uint32_t k = 0; k < graph_.edges(); ++k) ++reverse_offset_[column(words_[k]) + 2];
    for (std::size_t c = 2; c < reverse_offset_.size(); ++c) reverse_offset_[c] += reverse_offset_[c - 1];
    reverse_words_.resize(graph_.edges());
    for (std::int32_t row = 0; row < graph_.rows; ++row)
        for (std::uint32_t k = graph_.offset[at(row)]; k < graph_.offset[at(row) + 1]; ++k)
            reverse_words_[reverse_offset_[column(words_[k]) + 1]++] =
                static_cast<Word>((words_[k] >> bits_) << row_bits_) | static_cast<Word>(row);
}

/// Columns that are free at a price search for a row, or for another column that gives its row up at its whole price.
template <class Word, class Dual> bool PackedSolver<Word, Dual>::repair(core::Budget* budget) {
    bool any = false;
    for (std::size_t c = 0; c < price_.size() && !any; ++c) any = column_mate_[c] < 0 && price_[c] > start(c);
    if (!any) return true;
    reverse();
    row_dual_.resize(row_mate_.size());
    for (std::int32_t row = 0; row < graph_.rows; ++row) row_dual_[at(row)] = row_dual(row);
    row_reach_.assign(row_mate_.size(), {});
    const std::int64_t most = counts_.edges + repair_passes_ * static_cast<std::int64_t>(graph_.edges());
    for (std::int32_t c = 0; c < graph_.columns; ++c) {
        if (column_mate_[at(c)] >= 0 || price_[at(c)] == start(at(c))) continue;
        if (!spend(budget) || (guessed_ && counts_.edges > most)) return false;
        ++counts_.repairs;
        repair(c);
    }
    return true;
}

template <class Word, class Dual> void PackedSolver<Word, Dual>::repair(std::int32_t source) {
    touched_.clear();
    heap_.clear();
    stack_.clear();
    Dual bound = price_[at(source)] - start(at(source));
    std::int32_t end_column = source, end_row = -1;
    const auto farther = [](const Entry& a, const Entry& b) { return a.distance > b.distance; };
    const Word row_mask = static_cast<Word>((Word{1} << row_bits_) - 1);
    const auto scan = [&](std::int32_t from, Dual distance) {
        const Dual base = distance + price_[at(from)];
        const std::uint32_t begin = reverse_offset_[at(from)], last = reverse_offset_[at(from) + 1];
        counts_.edges += last - begin;
        for (std::uint32_t k = begin; k < last; ++k) {
            const Word word = reverse_words_[k];
            const auto row = static_cast<std::size_t>(word & row_mask);
            const Dual reached = base - static_cast<Dual>(word >> row_bits_) + row_dual_[row];
            if (reached >= bound) continue;
            Reach& reach = row_reach_[row];
            if (reached >= reach.distance) continue;
            if (reach.distance == infinite) touched_.push_back(static_cast<std::int32_t>(row));
            reach = {reached, from, static_cast<Word>((word >> row_bits_) << bits_) | static_cast<Word>(from)};
            if (row_mate_[row] < 0) {
                bound = reached;
                end_row = static_cast<std::int32_t>(row);
                end_column = -1;
            } else if (reached == distance) {
                stack_.push_back(static_cast<std::int32_t>(row));
            } else {
                heap_.push_back({reached, static_cast<std::int32_t>(row)});
                std::push_heap(heap_.begin(), heap_.end(), farther);
            }
        }
    };
    scan(source, 0);
    Dual now = 0;
    for (;;) {
        std::int32_t row;
        if (!stack_.empty()) {
            if (now >= bound) break;
            row = stack_.back();
            stack_.pop_back();
        } else {
            if (heap_.empty() || heap_.front().distance >= bound) break;
            now = heap_.front().distance;
            row = heap_.front().node;
            std::pop_heap(heap_.begin(), heap_.end(), farther);
            heap_.pop_back();
        }
        if (row_reach_[at(row)].distance != now) continue;
        ++counts_.pops;
        const std::int32_t mate = row_mate_[at(row)];
        if (now + price_[at(mate)] - start(at(mate)) < bound) {
            bound = now + price_[at(mate)] - start(at(mate));
            end_column = mate;
            end_row = -1;
        }
        scan(mate, now);
    }
    // A row and its mate move together: the mate's price falls by what the row's dual rises.
    price_[at(source)] -= bound;
    for (const std::int32_t row : touched_) {
        const Dual rise = bound - row_reach_[at(row)].distance;
        if (rise <= 0) continue;
        row_dual_[at(row)] += rise;
        if (row_mate_[at(row)] >= 0) price_[at(row_mate_[at(row)])] -= rise;
    }
    std::int32_t row = end_row;
    if (end_column >= 0 && end_column != source) {
        row = column_mate_[at(end_column)];
        column_mate_[at(end_column)] = -1;
    }
    while (row >= 0) {
        const Reach& reach = row_reach_[at(row)];
        const std::int32_t from = reach.row, before = column_mate_[at(from)];
        assign(row, reach.word);
        row = from == source ? -1 : before;
    }
    for (const std::int32_t node : touched_) row_reach_[at(node)].distance = infinite;
}

/// Where the sides are equal and rows are short, the last rows are known to search through most of the graph.
template <class Word, class Dual> bool PackedSolver<Word, Dual>::is_balanced() const {
    return (std::int64_t{graph_.columns} - graph_.rows) * 400 <= graph_.rows && graph_.rows > 500;
}

template <class Word, class Dual> bool PackedSolver<Word, Dual>::solve_short_rows(core::Budget* budget) {
    using Short = ShortRows<Word, Dual>;
    Short rows(graph_, floor_, row_floor_, start_);
    auto end = Short::End::gave_up;
    if (!is_balanced()) {
        if (may_guess_) price_what_all_want();
        end = rows.solve(price_, few_to_spare() ? typename Short::Patience{long_pops * graph_.rows} : typename Short::Patience{}, budget);
    }
    if (end == Short::End::gave_up) {
        guessed_ = false;
        end = rows.solve_by_auction(budget);
    }
    rows.hand_over(price_, row_mate_, column_mate_, mate_word_);
    const auto& made = rows.counts();
    counts_.bids += made.bids;
    counts_.auction_bids += made.auction_bids;
    counts_.full_scans += made.gathers;
    counts_.search_scans += made.full_scans;
    counts_.searches += made.searches;
    counts_.retries += made.retries;
    counts_.pops += made.pops;
    counts_.edges += made.edges;
    spent_ += made.edges;  // they told the budget themselves
    return end == Short::End::done;
}

template <class Word, class Dual> bool PackedSolver<Word, Dual>::solve_long_rows(core::Budget* budget) {
    prepare();
    const auto rows = static_cast<std::size_t>(graph_.rows);
    if (may_guess_) price_what_all_want();
    everyone_bids();
    if (!bid(0, 12 * rows, 0, budget)) return false;
    if (search_rows(budget, few_to_spare())) return true;
    return gave_up_ && auction(budget) && (everyone_bids(), bid(0, 12 * rows, 0, budget)) && search_rows(budget, false);
}

template <class Word, class Dual> bool PackedSolver<Word, Dual>::solve(core::Budget* budget) {
    const bool short_rows = (graph_.edges() >= many_edges || is_balanced()) && graph_.edges() <= std::size_t{long_row} * at(graph_.rows) &&
                            longest() <= 8 * long_row && ShortRows<Word, Dual>::fits(graph_);
    const auto solve_rows = [&] { return short_rows ? solve_short_rows(budget) : solve_long_rows(budget); };
    may_guess_ = sizeof(Word) > 4 && start_.empty();
    if (!solve_rows()) return false;
    if (repair(budget)) return true;
    if (!guessed_ || !spend(budget)) return false;
    ++counts_.dropped_guesses;
    guessed_ = may_guess_ = false;
    std::ranges::fill(price_, 0);
    clear_mates();
    return solve_rows() && repair(budget);
}

template class PackedSolver<std::uint32_t, std::int32_t>;
template class PackedSolver<std::uint64_t, std::int64_t>;
template class PackedSolver<core::uint128, std::int64_t>;

}  // namespace husrom::matching::detail
