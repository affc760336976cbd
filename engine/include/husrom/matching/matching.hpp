#pragma once

/// A matching and the duals that prove it, as maximum_weight and minimum_cost return them.

#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include <husrom/core/budget.hpp>
#include <husrom/matching/matcher.hpp>
#include <husrom/matching/weight.hpp>

namespace husrom::matching {

/// Doubles are scaled to integers for the search; totals and duals come back as doubles.
template <> struct WeightTraits<double> {
    using Dual = double;
    static constexpr std::size_t goals = 1;
};

enum class Cardinality : std::uint8_t {
    free,     ///< leave out what does not pay
    maximum,  ///< as many pairs as can be, and among those matchings the best
    full      ///< every node of the shorter side, else infeasible
};

enum class Sense : std::uint8_t { maximise, minimise };

struct MatchingOptions {
    Cardinality cardinality = Cardinality::free;
    core::Budget* budget = nullptr;
};

/// With u for rows, p for columns and b for `pair_bonus`, a maximum-weight matching has
///     u + p >= w + b for every edge, with equality for the matched pairs;  u, p >= 0;  0 for nodes without a mate,
/// where b is 0 but for `maximum`, and where duals of a side that `full` completes may have any sign.
/// For minimum_cost all signs turn: u + p <= cost - b, and u, p <= 0.
template <class Weight> struct Matching {
    using Dual = DualOf<Weight>;

    Outcome status = Outcome::stopped;
    Sense sense = Sense::maximise;
    Cardinality cardinality = Cardinality::free;
    std::vector<std::int32_t> row_mates;     ///< column of each row, -1 = none
    std::vector<std::int32_t> column_mates;  ///< row of each column, -1 = none
    std::int64_t pairs = 0;
    Dual weight{};  ///< of the matched pairs, in the caller's sign
    std::vector<Dual> row_duals, column_duals;
    Dual pair_bonus{};  ///< what one more pair is worth: so much that it always comes first
};

}  // namespace husrom::matching
