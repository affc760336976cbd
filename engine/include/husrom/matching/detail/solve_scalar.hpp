#pragma once

/// From a caller's graph and scalar weights to packed words of the right width, and back to mates and duals.

#include <cmath>
#include <string>
#include <utility>

#include <husrom/core/integers.hpp>
#include <husrom/matching/detail/packed_solver.hpp>
#include <husrom/matching/graph.hpp>
#include <husrom/matching/matching.hpp>

namespace husrom::matching::detail {

/// A matching of greatest weight, in 64-bit integers; `Matching` without the caller's weight type and sign.
struct ScalarMatching {
    Outcome status = Outcome::stopped;
    std::vector<std::int32_t> row_mates, column_mates;
    std::int64_t pairs = 0;
    core::int128 weight = 0;
    std::vector<std::int64_t> row_duals, column_duals;
    std::int64_t pair_bonus = 0;
};

template <class Word, class Dual, class ForEach>
ScalarMatching solve_packed(std::int32_t rows, std::int32_t columns, EdgeSurvey&& found, std::int64_t least, std::int64_t bonus,
                            core::Budget* budget, const ForEach& for_each) {
    const auto graph = pack<Word>(rows, columns, std::move(found), least, for_each);
    PackedSolver<Word, Dual> solver(graph, static_cast<Dual>(-graph.base - bonus));
    ScalarMatching result;
    result.status = solver.solve(budget) ? Outcome::optimal : Outcome::stopped;
    result.row_mates.assign(solver.row_mates().begin(), solver.row_mates().end());
    result.column_mates.assign(solver.column_mates().begin(), solver.column_mates().end());
    result.column_duals.assign(solver.prices().begin(), solver.prices().end());
    result.row_duals.resize(static_cast<std::size_t>(rows));
    for (std::int32_t row = 0; row < rows; ++row) {
        result.row_duals[static_cast<std::size_t>(row)] = std::int64_t{solver.row_dual(row)} + graph.base + bonus;
        if (solver.row_mates()[static_cast<std::size_t>(row)] < 0) continue;
        ++result.pairs;
        result.weight += static_cast<std::int64_t>(solver.mate_words()[static_cast<std::size_t>(row)] >> graph.column_bits) + graph.base;
    }
    result.pair_bonus = bonus;
    return result;
}

/// Weight 1 for every edge. A type of its own: a lambda inside solve_scalar would be a new type in each instantiation, without end.
struct OneEach {
    std::int64_t operator()(std::int64_t) const { return 1; }
};

/// `weight_at(edge)` is asked twice for each edge.
template <class G, class WeightAt>
ScalarMatching solve_scalar(const G& graph, const WeightAt& weight_at, Cardinality cardinality, core::Budget* budget) {
    const bool transposed = graph.columns() < graph.rows();
    const std::int32_t rows = transposed ? graph.columns() : graph.rows(), columns = transposed ? graph.rows() : graph.columns();
    const std::int64_t least = cardinality == Cardinality::free ? 1 : std::numeric_limits<std::int64_t>::min();

    const auto run = [&](const auto& for_each) {
        auto found = survey(rows, least, for_each);
        const std::int64_t low = found.low, high = found.high;
        if (low < -weight_limit || high > weight_limit) throw Overflow("weights beyond +-2^59 cannot be summed exactly; scale them down");
        const std::int64_t range = high - low;
        std::int64_t bonus = 0;
        if (cardinality != Cardinality::free) {
            // One pair more outweighs all that the weights of the others can lose along the way; where that leaves 64 bits, the
            // largest bonus that does not, and a look afterwards.
            const auto needed =
                static_cast<core::int128>(range) * (static_cast<std::int64_t>(rows) + 1) + std::max(std::abs(low), std::abs(high)) + 1;
            bonus = needed > wide_limit / 4 ? wide_limit / 4 : static_cast<std::int64_t>(needed);
        }
        const int bits = bits_for(columns > 0 ? static_cast<std::uint64_t>(columns - 1) : 0) + bits_for(static_cast<std::uint64_t>(range));
        if (bits <= 31 && range <= narrow_limit && std::abs(low) + bonus <= narrow_limit)
            return solve_packed<std::uint32_t, std::int32_t>(rows, columns, std::move(found), least, bonus, budget, for_each);
        if (bits <= 64) return solve_packed<std::uint64_t, std::int64_t>(rows, columns, std::move(found), least, bonus, budget, for_each);
        return solve_packed<core::uint128, std::int64_t>(rows, columns, std::move(found), least, bonus, budget, for_each);
    };
    ScalarMatching result;
    if (transposed) {
        result = run([&](const auto& visit) {
            graph.for_each_edge([&](std::int64_t e, std::int32_t row, std::int32_t column) { visit(column, row, weight_at(e)); });
        });
    } else {
        result = run([&](const auto& visit) {
            graph.for_each_edge([&](std::int64_t e, std::int32_t row, std::int32_t column) { visit(row, column, weight_at(e)); });
        });
    }

    if (result.status == Outcome::optimal && cardinality != Cardinality::free) {
        if (result.pairs == rows) {
            // Complete: the bonus proves nothing any more, and the duals of the complete side may have any sign.
            if (cardinality == Cardinality::full) {
                for (auto& dual : result.row_duals) dual -= result.pair_bonus;
                result.pair_bonus = 0;
            }
        } else if (result.pair_bonus == wide_limit / 4) {
            const auto most = solve_scalar(graph, OneEach{}, Cardinality::free, budget);
            if (most.status != Outcome::optimal)
                result.status = Outcome::stopped;
            else if (most.pairs != result.pairs)
                throw Overflow("the weights are too wide to put the number of pairs first; scale them down");
        }
        if (cardinality == Cardinality::full && result.pairs < rows && result.status == Outcome::optimal)
            result.status = Outcome::infeasible;
    }
    if (transposed) {
        std::swap(result.row_mates, result.column_mates);
        std::swap(result.row_duals, result.column_duals);
    }
    return result;
}

/// Moves mates and duals over, with the sign of the sense.
template <class Weight, class Convert>
Matching<Weight> to_matching(ScalarMatching&& scalar, const MatchingOptions& options, Sense sense, const Convert& convert) {
    Matching<Weight> result;
    result.status = scalar.status;
    result.sense = sense;
    result.cardinality = options.cardinality;
    result.row_mates = std::move(scalar.row_mates);
    result.column_mates = std::move(scalar.column_mates);
    result.pairs = scalar.pairs;
    const std::int64_t sign = sense == Sense::maximise ? 1 : -1;
    const auto duals = [&](std::vector<std::int64_t>&& from, std::vector<DualOf<Weight>>& to) {
        if constexpr (std::is_same_v<DualOf<Weight>, std::int64_t>) {
            to = std::move(from);
            if (sign < 0)
                for (auto& dual : to) dual = -dual;
        } else {
            to.resize(from.size());
            for (std::size_t i = 0; i < from.size(); ++i) to[i] = convert(sign * from[i]);
        }
    };
    duals(std::move(scalar.row_duals), result.row_duals);
    duals(std::move(scalar.column_duals), result.column_duals);
    result.pair_bonus = convert(scalar.pair_bonus);
    return result;
}

template <class Weight, class G>
Matching<Weight> solve_integers(const G& graph, std::span<const Weight> weights, const MatchingOptions& options, Sense sense) {
    const Weight* const weight = weights.data();
    // The one value without a negative is beyond the limit on either side.
    const auto negated = [weight](std::int64_t e) {
        const std::int64_t value = weight[e];
        return value == std::numeric_limits<std::int64_t>::min() ? std::numeric_limits<std::int64_t>::max() : -value;
    };
    auto scalar = sense == Sense::maximise
                      ? solve_scalar(
                            graph, [weight](std::int64_t e) { return std::int64_t{weight[e]}; }, options.cardinality, options.budget)
                      : solve_scalar(graph, negated, options.cardinality, options.budget);
    const core::int128 sum = sense == Sense::maximise ? scalar.weight : -scalar.weight;
    const auto total = static_cast<std::int64_t>(sum);
    if (total != sum) throw Overflow("the total weight does not fit 64 bits; scale the weights down");
    auto result = to_matching<Weight>(std::move(scalar), options, sense, [](std::int64_t value) { return value; });
    result.weight = total;
    return result;
}

/// The power of two by which doubles are multiplied: exact where all bits of all weights fit below 2^58, else as fine as fits.
inline int scaling_exponent(std::span<const double> weights) {
    constexpr int width = 58;
    int highest = std::numeric_limits<int>::min(), lowest = std::numeric_limits<int>::max();
    for (std::size_t e = 0; e < weights.size(); ++e) {
        if (!std::isfinite(weights[e])) throw InvalidArgument("weights[" + std::to_string(e) + "] is not a finite number");
        if (weights[e] == 0) continue;
        int exponent = 0;
        const double fraction = std::frexp(weights[e], &exponent);
        highest = std::max(highest, exponent);
        const auto mantissa = static_cast<std::uint64_t>(std::ldexp(std::abs(fraction), 53));
        lowest = std::min(lowest, exponent - 53 + std::countr_zero(mantissa));
    }
    if (highest < lowest) return 0;
    return highest - lowest <= width ? -lowest : width - highest;
}

template <class G>
Matching<double> solve_doubles(const G& graph, std::span<const double> weights, const MatchingOptions& options, Sense sense) {
    const int exponent = scaling_exponent(weights);
    const double sign = sense == Sense::maximise ? 1 : -1;
    const double* const weight = weights.data();
    const auto scaled = [=](std::int64_t e) { return static_cast<std::int64_t>(std::llrint(std::ldexp(sign * weight[e], exponent))); };
    auto result = to_matching<double>(solve_scalar(graph, scaled, options.cardinality, options.budget), options, sense,
                                      [exponent](std::int64_t value) { return std::ldexp(static_cast<double>(value), -exponent); });
    std::vector<double> best(result.row_mates.size());
    std::vector<std::uint8_t> seen(best.size(), 0);
    graph.for_each_edge([&](std::int64_t e, std::int32_t row, std::int32_t column) {
        const auto r = static_cast<std::size_t>(row);
        if (result.row_mates[r] != column) return;
        if (!seen[r] || sign * weight[e] > sign * best[r]) best[r] = weight[e];
        seen[r] = 1;
    });
    for (const double value : best) result.weight += value;
    if (!std::isfinite(result.weight)) throw Overflow("the total weight is beyond what a double holds; use a coarser unit");
    return result;
}

}  // namespace husrom::matching::detail
