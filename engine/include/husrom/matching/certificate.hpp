#pragma once

/// Checks a matching and its duals from the graph and the weights alone.
///
/// Problem:  is this a matching of the kind asked for, and do its duals prove that none is better?
/// Result:   a verdict; an objection names the condition that is broken and where. Integers and tuples are checked exactly, sums in 128
/// bits.
///           Doubles are checked to 2^-44 of the largest weight at every edge, which is the rounding that adding doubles brings anyway.
///           A graph that is not as documented throws InvalidArgument.
/// Cost:     one pass over the edges, after one that validates them. Shares no code with the solvers.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/matching/graph.hpp>
#include <husrom/matching/matching.hpp>

namespace husrom::matching {

struct Verdict {
    bool accepted = false;
    std::string objection;  ///< empty when accepted
};

namespace detail {

/// Sums that cannot overflow, and their comparison with zero: the sign of the first goal that differs.
template <class Dual> struct ExactSum;

template <> struct ExactSum<std::int64_t> {
    core::int128 value = 0;
    void add(std::int64_t term, int sign) { value += sign * static_cast<core::int128>(term); }
    [[nodiscard]] int sign() const { return value > 0 ? 1 : value < 0 ? -1 : 0; }
};

template <std::size_t N> struct ExactSum<Tuple<N>> {
    std::array<core::int128, N> values{};
    void add(const Tuple<N>& term, int sign) {
        for (std::size_t g = 0; g < N; ++g) values[g] += sign * static_cast<core::int128>(term[g]);
    }
    [[nodiscard]] int sign() const {
        for (const auto value : values)
            if (value != 0) return value > 0 ? 1 : -1;
        return 0;
    }
};

template <> struct ExactSum<double> {
    long double value = 0, magnitude = 0;
    void add(double term, int sign) {
        value += sign * static_cast<long double>(term);
        magnitude = std::max(magnitude, std::fabs(static_cast<long double>(term)));
    }
    [[nodiscard]] int sign() const {
        const long double tolerance = magnitude * 0x1.0p-44L;
        return value > tolerance ? 1 : value < -tolerance ? -1 : 0;
    }
};

}  // namespace detail

template <class Weight, Graph G>
[[nodiscard]] Verdict verify(const G& graph, std::span<const Weight> weights, const Matching<Weight>& matching) {
    using Dual = DualOf<Weight>;
    using Sum = detail::ExactSum<Dual>;
    graph.validate();
    const auto object = [](std::string text) { return Verdict{false, std::move(text)}; };
    const auto name = [](const char* side, std::size_t node) { return std::string(side) + " " + std::to_string(node); };
    const auto rows = static_cast<std::size_t>(graph.rows()), columns = static_cast<std::size_t>(graph.columns());
    if (matching.status != Outcome::optimal) return object("the status does not claim a proof");
    if (matching.row_mates.size() != rows || matching.row_duals.size() != rows || matching.column_mates.size() != columns ||
        matching.column_duals.size() != columns || static_cast<std::int64_t>(weights.size()) != graph.edges())
        return object("sizes do not fit the graph");

    std::size_t pairs = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        const std::int32_t mate = matching.row_mates[r];
        if (mate < 0) continue;
        ++pairs;
        if (static_cast<std::size_t>(mate) >= columns ||
            matching.column_mates[static_cast<std::size_t>(mate)] != static_cast<std::int32_t>(r))
            return object(name("row", r) + " and its mate do not name each other");
    }
    if (pairs != columns - static_cast<std::size_t>(std::ranges::count(matching.column_mates, -1)))
        return object("a column names a mate that does not name it");
    if (static_cast<std::int64_t>(pairs) != matching.pairs) return object("the number of pairs is not as stated");

    const bool full = matching.cardinality == Cardinality::full;
    if (full && pairs != std::min(rows, columns)) return object("the shorter side is not complete");
    if (matching.cardinality != Cardinality::maximum && matching.pair_bonus != Dual{})
        return object("a bonus for pairs proves nothing here");

    if constexpr (std::is_same_v<Weight, double>)
        if (!std::isfinite(matching.weight)) return object("the total is not a finite number");

    // Doubles are rounded to a share of the largest weight, so that is what the tolerance is a share of.
    [[maybe_unused]] long double largest = 0;
    if constexpr (std::is_same_v<Weight, double>)
        for (const double weight : weights) largest = std::max(largest, std::fabs(static_cast<long double>(weight)));
    const auto sum = [&] {
        Sum fresh;
        if constexpr (std::is_same_v<Weight, double>) fresh.magnitude = largest;
        return fresh;
    };

    // For a minimum everything is turned round once, here.
    const int sign = matching.sense == Sense::maximise ? 1 : -1;
    const auto sides = [&](const char* side, const std::vector<std::int32_t>& mates, const std::vector<Dual>& duals) {
        const bool free_sign = full && pairs == mates.size();
        for (std::size_t i = 0; i < mates.size(); ++i) {
            Sum dual = sum();
            dual.add(duals[i], sign);
            if (!free_sign && dual.sign() < 0) return name(side, i) + " has a dual of the wrong sign";
            if (mates[i] < 0 && dual.sign() != 0) return name(side, i) + " has no mate but a dual";
        }
        return std::string();
    };
    if (auto text = sides("row", matching.row_mates, matching.row_duals); !text.empty()) return object(std::move(text));
    if (auto text = sides("column", matching.column_mates, matching.column_duals); !text.empty()) return object(std::move(text));

    // Every edge is covered by its duals; each pair has an edge that is covered exactly.
    std::vector<std::int64_t> tight(rows, -1);
    std::string broken;
    graph.for_each_edge([&](std::int64_t e, std::int32_t row, std::int32_t column) {
        const auto r = static_cast<std::size_t>(row), c = static_cast<std::size_t>(column);
        Sum slack = sum();
        slack.add(matching.row_duals[r], sign);
        slack.add(matching.column_duals[c], sign);
        if constexpr (std::is_integral_v<Weight>)
            slack.add(std::int64_t{weights[static_cast<std::size_t>(e)]}, -sign);
        else
            slack.add(weights[static_cast<std::size_t>(e)], -sign);
        slack.add(matching.pair_bonus, -1);
        if (slack.sign() < 0 && broken.empty()) broken = "edge " + std::to_string(e) + " is worth more than its duals";
        if (matching.row_mates[r] == column && slack.sign() == 0 && tight[r] < 0) tight[r] = e;
    });
    if (!broken.empty()) return object(std::move(broken));
    Sum total = sum();
    total.add(matching.weight, -1);
    for (std::size_t r = 0; r < rows; ++r) {
        if (matching.row_mates[r] < 0) continue;
        if (tight[r] < 0) return object(name("row", r) + ": no edge to its mate is worth its duals");
        if constexpr (std::is_integral_v<Weight>)
            total.add(std::int64_t{weights[static_cast<std::size_t>(tight[r])]}, 1);
        else
            total.add(weights[static_cast<std::size_t>(tight[r])], 1);
    }
    if constexpr (std::is_same_v<Weight, double>) total.magnitude *= static_cast<long double>(pairs + 1);
    if (total.sign() != 0) return object("the total is not the sum of the matched edges");
    return {true, {}};
}

template <class Weight, Graph G>
[[nodiscard]] Verdict verify(const G& graph, const std::vector<Weight>& weights, const Matching<Weight>& matching) {
    return verify(graph, std::span<const Weight>(weights), matching);
}

}  // namespace husrom::matching
