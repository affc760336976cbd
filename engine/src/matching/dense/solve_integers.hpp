#pragma once

/// Integer weights: the narrowest price type that holds them, the bonus of `maximum`, and duals in the caller's sign.

#include <algorithm>

#include "solve_view.hpp"

namespace husrom::matching::dense {

/// Smallest and largest entry in magnitude, allowed or not. One pass; needed where no narrower type can catch an overflow on its way.
template <class Weight> std::int64_t largest_magnitude(const DenseView<Weight>& view) {
    const auto matrix = matrix_of<std::int64_t>(view, Sense::minimise);
    std::int64_t low = 0;
    std::int64_t high = 0;
    for (std::int32_t row = 0; row < view.rows; ++row) {
        const auto range = matrix.row_kernels->range(matrix.row(row));
        low = std::min(low, range.low);
        high = std::max(high, range.high);
    }
    if (low < -PriceRange<std::int64_t>::largest || high > PriceRange<std::int64_t>::largest)
        throw Overflow("weights beyond +-2^58 cannot be summed exactly; scale them down");
    return std::max(-low, high);
}

inline Solved<std::int64_t> widened(Solved<std::int32_t>&& narrow) {
    Solved<std::int64_t> wide;
    wide.ending = narrow.ending;
    wide.outside = narrow.outside < PriceRange<std::int32_t>::infinite ? narrow.outside : PriceRange<std::int64_t>::infinite;
    wide.column_of = std::move(narrow.column_of);
    wide.least.assign(narrow.least.begin(), narrow.least.end());
    wide.price.assign(narrow.price.begin(), narrow.price.end());
    wide.without_room = std::move(narrow.without_room);
    return wide;
}

/// Tries 32-bit prices first where the entries allow, since half the width is twice the speed.
template <class Weight>
Solved<std::int64_t> run_integers(const DenseView<Weight>& view, Sense sense, std::int64_t outside, core::Budget* budget) {
    const bool bounded = outside <= PriceRange<std::int32_t>::largest || outside == PriceRange<std::int64_t>::infinite;
    bool narrow = bounded;
    if (sizeof(Weight) == 8) narrow = largest_magnitude(view) <= PriceRange<std::int32_t>::largest && bounded;
    if (narrow) {
        try {
            const std::int32_t limit =
                outside == PriceRange<std::int64_t>::infinite ? PriceRange<std::int32_t>::infinite : static_cast<std::int32_t>(outside);
            return widened(run<std::int32_t>(view, sense, limit, budget));
        } catch (const TooWide&) {  // not an error: the next type holds it
        }
    }
    try {
        return run<std::int64_t>(view, sense, outside, budget);
    } catch (const TooWide&) {
        throw Overflow("the weights are too large to be summed exactly; scale them down");
    }
}

template <class Weight> DenseMatching<Weight> solve_integers(const DenseView<Weight>& given, const MatchingOptions& options, Sense sense) {
    constexpr std::int64_t infinite = PriceRange<std::int64_t>::infinite;
    const Oriented<Weight> oriented(given);
    const DenseView<Weight>& view = oriented.view;
    Solved<std::int64_t> solved = run_integers(view, sense, options.cardinality == Cardinality::free ? 0 : infinite, options.budget);
    std::int64_t bonus = 0;
    if (options.cardinality == Cardinality::maximum) {
        if (solved.ending == Ending::infeasible) {
            // One pair more outweighs whatever the weights of all pairs can lose.
            const auto needed = static_cast<core::int128>(largest_magnitude(view)) * 2 * view.rows + 1;
            if (needed > PriceRange<std::int64_t>::largest / 4)
                throw Overflow("the weights are too wide to put the number of pairs first; scale them down");
            bonus = static_cast<std::int64_t>(needed);
            solved = run_integers(view, sense, bonus, options.budget);
        } else {
            for (const std::int64_t least : solved.least) bonus = std::max(bonus, least);
            solved.outside = bonus;
        }
    }

    DenseMatching<Weight> result;
    result.status = solved.ending == Ending::optimal      ? Outcome::optimal
                    : solved.ending == Ending::infeasible ? Outcome::infeasible
                                                          : Outcome::stopped;
    result.sense = sense;
    result.cardinality = options.cardinality;
    result.pair_bonus = bonus;
    result.without_room = std::move(solved.without_room);
    result.row_mates.assign(static_cast<std::size_t>(view.rows), -1);
    result.column_mates.assign(static_cast<std::size_t>(view.columns), -1);
    result.row_duals.assign(static_cast<std::size_t>(view.rows), 0);
    result.column_duals.assign(static_cast<std::size_t>(view.columns), 0);
    const std::int64_t sign = sense == Sense::maximise ? 1 : -1;
    const std::int64_t outside = solved.outside < infinite ? solved.outside : 0;
    core::int128 cost = 0;
    for (std::int32_t row = 0; row < view.rows; ++row) {
        const auto r = static_cast<std::size_t>(row);
        const std::int32_t column = solved.column_of[r];
        result.row_duals[r] = sign * (outside - solved.least[r]);
        if (column < 0) continue;
        result.row_mates[r] = column;
        result.column_mates[static_cast<std::size_t>(column)] = row;
        ++result.pairs;
        cost += core::int128{solved.least[r]} - solved.price[static_cast<std::size_t>(column)];
    }
    result.weight = core::narrow(-sign * cost);
    for (std::size_t c = 0; c < solved.price.size(); ++c) result.column_duals[c] = sign * solved.price[c];
    if (oriented.transposed) {
        std::swap(result.row_mates, result.column_mates);
        std::swap(result.row_duals, result.column_duals);
    }
    return result;
}

}  // namespace husrom::matching::dense
