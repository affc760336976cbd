#pragma once

/// Prices near the optimum for ShortRows: an auction with falling increments, in a finer unit where the bits allow.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <husrom/matching/detail/short_rows.hpp>

namespace husrom::matching::detail {

/// A column costs about what its second best row would give, where every column is wanted.
template <class Word, class Dual> std::vector<Dual> ShortRows<Word, Dual>::second_best() const {
    struct Best {
        Dual first, second;
    };
    std::vector<Best> best(at(graph_.columns), Best{0, 0});
    const int shift = graph_.column_bits;
    const Word mask = graph_.column_mask();
    for (const Word word : graph_.words) {
        Best& of = best[static_cast<std::size_t>(word & mask)];
        const auto here = static_cast<Dual>(word >> shift);
        of.second = std::max(of.second, std::min(of.first, here));
        of.first = std::max(of.first, here);
    }
    Dual least = infinite;
    for (const Best& one : best) least = std::min(least, one.second);
    std::vector<Dual> prices;
    prices.reserve(best.size());
    for (const Best& one : best) prices.push_back(static_cast<Dual>((one.second - least) * (Dual{1} << fine_)));
    return prices;
}

/// Everybody bids anew, until `leave` rows are without a column or `allowed` bids are made.
template <class Word, class Dual>
template <bool in_full>
bool ShortRows<Word, Dual>::raise_prices(std::int64_t increment, std::size_t allowed, std::size_t leave, core::Budget* budget) {
    std::ranges::fill(owner_, -1);
    const std::int64_t before = counts_.bids;
    const bool in_time = bid<in_full>(allowed, leave, budget, [this, increment](std::int32_t row, const Bid& bid) {
        const std::size_t taken = column(bid.word);
        price_[taken] += bid.best - bid.second + static_cast<Dual>(increment);
        const std::int32_t loser = owner_[taken];
        owner_[taken] = row;
        ring_[tail_ & (ring_.size() - 1)] = loser;  // most columns have an owner or have none by chance: no branch
        tail_ += loser >= 0 ? 1 : 0;
    });
    counts_.auction_bids += counts_.bids - before;
    return in_time;
}

/// A first scale from guessed prices. `near_perfect` says whether nearly all rows found a column. If not, columns will stay free, which
/// they can at no price, and nothing is known as before.
template <class Word, class Dual>
bool ShortRows<Word, Dual>::bid_from_guess(std::int64_t increment, bool& near_perfect, core::Budget* budget) {
    constexpr std::size_t usual_bids = 8;  // three a row are enough where all rows find a column
    const auto rows = at(graph_.rows);
    const std::vector<Dual> guess = second_best();
    std::ranges::copy(guess, price_.begin());
    if (!raise_prices<true>(increment, usual_bids * rows, rows / 200, budget)) return false;
    const auto taken = static_cast<std::size_t>(std::ranges::count_if(owner_, [](std::int32_t owner) { return owner >= 0; }));
    near_perfect = rows - taken <= rows / 200 + rows / 1000;
    const std::span<Dual> prices(price_.data(), guess.size());
    if (!near_perfect) {
        std::ranges::fill(prices, Dual{0});
        return true;
    }
    // Prices that are all too high by as much would keep rows from bidding.
    const Dual least = std::ranges::min(prices);
    for (Dual& price : prices) price -= least;
    return true;
}

/// Prices near the optimum. A scale ends when few rows are left: early ones soon, late ones when hardly any is; only the prices stay.
template <class Word, class Dual> bool ShortRows<Word, Dual>::auction(core::Budget* budget) {
    const auto rows = at(graph_.rows);
    const std::size_t most = 40 * rows;
    const std::int64_t range = graph_.range << fine_;
    // Finer increments than these take longer than the searches that they spare.
    const std::int64_t finest = std::max<std::int64_t>(range / 4096, 1);
    std::int64_t increment = std::max(range / 64, finest);
    bool guessed = false;
    if (graph_.columns <= graph_.rows && graph_.rows - graph_.columns <= graph_.rows / 200 && column_starts_.empty() &&
        !bid_from_guess(increment, guessed, budget))
        return false;
    // Prices move too far at first for records to last.
    if (!guessed) {
        increment = std::max(range / 16, finest);
        if (!raise_prices<true>(increment, most, rows / 200, budget)) return false;
    }
    for (std::size_t leave = rows / 500; increment > finest; leave = rows / 1000) {
        increment = std::max(increment / 4, finest);
        if (!raise_prices<false>(increment, most, leave, budget)) return false;
    }
    std::ranges::fill(owner_, -1);
    return true;
}

/// As fine as the bits of a record and the range of a dual allow, up to `finer`.
template <class Word, class Dual> int ShortRows<Word, Dual>::finer_unit() const {
    if (!row_floors_.empty() || !column_starts_.empty()) return 0;  // they reach far down
    constexpr std::int64_t limit = sizeof(Dual) > 4 ? wide_limit : narrow_limit;
    const std::int64_t reach = std::max(graph_.range, std::abs(std::int64_t{floor_}));
    int fine = 0;
    while (fine < finer && bits_ + bits_for(static_cast<std::uint64_t>(graph_.range)) + fine < word_bits && reach <= limit >> (fine + 1))
        ++fine;
    return fine;
}

template <class Word, class Dual> typename ShortRows<Word, Dual>::End ShortRows<Word, Dual>::solve_by_auction(core::Budget* budget) {
    const std::vector<Dual> nothing(column_starts_.empty() ? at(graph_.columns) : 0, 0);
    begin(finer_unit(), column_starts_.empty() ? std::span<const Dual>(nothing) : column_starts_);
    return auction(budget) ? match({}, budget) : End::stopped;
}

}  // namespace husrom::matching::detail
