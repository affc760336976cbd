#pragma once

/// Matchings by tuple weight. The leading goals that fit 63 bits are solved as one packed number; only edges that are tight then can be in
/// a best matching, and on those few a Matcher settles all goals. Its tuple duals are held against every edge; edges that are worth
/// more than their duals join, until none is left.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <husrom/core/large_memory.hpp>
#include <husrom/matching/detail/solve_scalar.hpp>
#include <husrom/matching/detail/tuple_packing.hpp>
#include <husrom/matching/matcher.hpp>

namespace husrom::matching::detail {

/// The largest magnitude of each goal, one more where that of a negative number might be it. One comparison a number: this pass and the one
/// that packs are a good part of a solve.
template <std::size_t N> std::array<std::int64_t, N> magnitudes(std::span<const Tuple<N>> weights) {
    std::array<std::int64_t, N> most{}, signs{};
    for (const Tuple<N>& weight : weights)
        for (std::size_t g = 0; g < N; ++g) {
            const std::int64_t sign = weight[g] >> 63;
            most[g] = std::max(most[g], weight[g] ^ sign);
            signs[g] |= sign;
        }
    for (std::size_t g = 0; g < N; ++g)
        if (signs[g] != 0 && most[g] < std::numeric_limits<std::int64_t>::max()) ++most[g];
    return most;
}

/// Packs weights and duals by the multipliers of a TuplePacking.
template <std::size_t N> class Packer {
public:
    Packer(const TuplePacking<N>& packing, const std::array<std::int64_t, N>& magnitude, std::int64_t path_nodes) {
        // A slack is two duals and a weight; in later goals it must stay below what one goal leaves to the next.
        for (std::size_t g = 0; g < packing.goals; ++g) {
            multiplier_[g] = packing.multiplier[g];
            most_[g] = g == 0 ? 4 * magnitude[g] : magnitude[g] * ((path_nodes + 1) / 2);
        }
        for (std::size_t g = packing.goals; g < N; ++g) most_[g] = std::numeric_limits<std::int64_t>::max();
    }

    [[nodiscard]] std::int64_t pack(const Tuple<N>& weight) const {
        std::int64_t sum = 0;
        for (std::size_t g = 0; g < N; ++g) sum += weight[g] * multiplier_[g];
        return sum;
    }
    /// Whether slacks with these duals have the sign that their packed numbers have.
    [[nodiscard]] bool holds(std::span<const Tuple<N>> duals) const {
        return std::ranges::all_of(duals, [this](const Tuple<N>& dual) {
            for (std::size_t g = 0; g < N; ++g)
                if (dual[g] > most_[g] || dual[g] < -most_[g]) return false;
            return true;
        });
    }
    [[nodiscard]] std::vector<std::int64_t> pack(std::span<const Tuple<N>> duals) const {
        std::vector<std::int64_t> packed(duals.size());
        std::ranges::transform(duals, packed.begin(), [this](const Tuple<N>& dual) { return pack(dual); });
        return packed;
    }

private:
    std::array<std::int64_t, N> multiplier_{}, most_{};  ///< goals that are left out count 0 times
};

template <class Weight, class G>
Matching<Weight> solve_tuple(const G& graph, std::span<const Weight> weights, const MatchingOptions& options, Sense sense) {
    constexpr std::size_t goals = Weight::size();
    if (options.cardinality == Cardinality::maximum)
        throw InvalidArgument(
            "tuple weights: put the number of pairs in as a first goal of ones (of minus ones where costs are minimised) instead of "
            "cardinality maximum");
    const std::int64_t sign = sense == Sense::maximise ? 1 : -1;
    const bool full = options.cardinality == Cardinality::full;
    const std::int64_t path_nodes = std::min(graph.rows(), graph.columns());

    const auto magnitude = magnitudes(weights);
    for (std::size_t g = 0; g < goals; ++g) check_weight_range(g, magnitude[g], path_nodes, full);
    const TuplePacking<goals> packing(magnitude, path_nodes);
    const Packer<goals> packer(packing, magnitude, path_nodes);

    core::LargeVector<std::int64_t> packed(weights.size());
    for (std::size_t e = 0; e < weights.size(); ++e) packed[e] = sign * packer.pack(weights[e]);
    const auto scalar = solve_scalar(
        graph, [&packed](std::int64_t e) { return packed[static_cast<std::size_t>(e)]; }, options.cardinality, options.budget);

    Matching<Weight> result;
    result.status = scalar.status;
    result.sense = sense;
    result.cardinality = options.cardinality;
    result.row_mates.assign(static_cast<std::size_t>(graph.rows()), -1);
    result.column_mates.assign(static_cast<std::size_t>(graph.columns()), -1);
    result.row_duals.assign(result.row_mates.size(), {});
    result.column_duals.assign(result.column_mates.size(), {});
    if (scalar.status != Outcome::optimal) return result;

    // The matcher's rows are the shorter side, which `full` completes.
    const bool transposed = graph.columns() < graph.rows();
    const std::int32_t rows = transposed ? graph.columns() : graph.rows(), columns = transposed ? graph.rows() : graph.columns();
    // A row whose packed dual is above 0 has a mate in every best matching. Saying so keeps bids for its tight edges within the goals that
    // are left; a floor of 0 would let them raise prices by whole leading goals.
    const auto& packed_duals = transposed ? scalar.column_duals : scalar.row_duals;
    std::vector<std::int32_t> lower(static_cast<std::size_t>(rows), full ? 1 : 0);
    if (static_cast<core::int128>(magnitude[0]) * (2 * path_nodes + 4) <= weight_limit)
        for (std::size_t r = 0; r < lower.size(); ++r) lower[r] = full || packed_duals[r] > 0 ? 1 : 0;
    struct Kept {
        std::int64_t edge;
        std::int32_t row, column;  ///< of the matcher
    };
    std::vector<Kept> kept;
    const auto keep = [&](std::int64_t e, std::int32_t row, std::int32_t column) {
        kept.push_back({e, transposed ? column : row, transposed ? row : column});
    };
    graph.for_each_edge([&](std::int64_t e, std::int32_t row, std::int32_t column) {
        if (packed[static_cast<std::size_t>(e)] >=
            scalar.row_duals[static_cast<std::size_t>(row)] + scalar.column_duals[static_cast<std::size_t>(column)])
            keep(e, row, column);
    });

    std::vector<Weight> prices(static_cast<std::size_t>(columns));
    const auto& packed_prices = transposed ? scalar.row_duals : scalar.column_duals;
    for (std::size_t c = 0; c < prices.size(); ++c) prices[c] = std::max(packing.unpack(packed_prices[c]), Weight{});

    for (;;) {
        std::vector<std::int32_t> edge_row, edge_column;
        std::vector<Weight> edge_weight;
        for (const auto& [edge, row, column] : kept) {
            edge_row.push_back(row);
            edge_column.push_back(column);
            edge_weight.push_back(sign > 0 ? weights[static_cast<std::size_t>(edge)] : -weights[static_cast<std::size_t>(edge)]);
        }
        Matcher<Weight> matcher(rows, columns, edge_row, edge_column, {.row_lower = lower});
        matcher.set_weights(edge_weight);
        matcher.set_column_prices(prices);
        result.status = matcher.solve(options.budget);
        if (result.status == Outcome::stopped) return result;
        const auto below_zero = [&](std::size_t r) { return lower[r] > 0 && matcher.row_duals()[r] < Weight{}; };
        bool relaxed = false;
        for (std::size_t r = 0; r < lower.size() && !full; ++r)
            if (result.status == Outcome::infeasible || below_zero(r)) {
                lower[r] = 0;
                relaxed = true;
            }
        if (relaxed) continue;
        const auto row_duals = transposed ? matcher.column_duals() : matcher.row_duals();
        const auto column_duals = transposed ? matcher.row_duals() : matcher.column_duals();
        // Most edges are covered by the packed goals alone, which are quick to compare; for the others all goals are looked at.
        const bool comparable = packer.holds(row_duals) && packer.holds(column_duals);
        std::vector<std::int64_t> packed_row, packed_column;
        if (comparable) {
            packed_row = packer.pack(row_duals);
            packed_column = packer.pack(column_duals);
        }
        const std::size_t before = kept.size();
        graph.for_each_edge([&](std::int64_t e, std::int32_t row, std::int32_t column) {
            const auto at = static_cast<std::size_t>(e), r = static_cast<std::size_t>(row), c = static_cast<std::size_t>(column);
            if (comparable && packed[at] < packed_row[r] + packed_column[c]) return;
            const Weight weight = sign > 0 ? weights[at] : -weights[at];
            if (row_duals[r] + column_duals[c] < weight) keep(e, row, column);
        });
        if (kept.size() > before) {
            prices.assign(matcher.column_duals().begin(), matcher.column_duals().end());
            continue;
        }
        for (const std::int32_t chosen : matcher.chosen()) {
            const auto at = static_cast<std::size_t>(chosen);
            const std::int32_t row = transposed ? edge_column[at] : edge_row[at], column = transposed ? edge_row[at] : edge_column[at];
            result.row_mates[static_cast<std::size_t>(row)] = column;
            result.column_mates[static_cast<std::size_t>(column)] = row;
            ++result.pairs;
        }
        result.weight = sign > 0 ? matcher.value() : -matcher.value();
        result.row_duals.assign(row_duals.begin(), row_duals.end());
        result.column_duals.assign(column_duals.begin(), column_duals.end());
        if (sign < 0) {
            for (auto& dual : result.row_duals) dual = -dual;
            for (auto& dual : result.column_duals) dual = -dual;
        }
        return result;
    }
}

}  // namespace husrom::matching::detail
