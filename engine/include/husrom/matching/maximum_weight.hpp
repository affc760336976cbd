#pragma once

/// The best matching of a bipartite graph, once.
///
/// Problem:  choose edges, at most one at each node, of greatest total weight (or least cost); see Cardinality for how many.
/// Result:   mates, total and duals; `verify` in certificate.hpp checks the proof exactly. Weights int32, int64 or Tuple<N> are exact.
/// Doubles
///           are exact where their bits allow (whole numbers, few decimals in binary); otherwise they are rounded to 58 bits of the largest
///           one.
/// Cost:     two passes over the edges to pack them by the shorter side, then about as many looks at edges as the graph has; sparse and
///           unbalanced graphs are easiest, balanced sparse ones hardest. 4 to 16 bytes an edge of working memory.
///
///     const auto best = maximum_weight(EdgeList(rows, columns, edge_row, edge_column), weights);
///     if (best.status == Outcome::optimal) use(best.row_mates, best.weight);
///
/// Edges whose weight is 0 or less do not pay and are left out where the cardinality is free. Tuple weights take `free` and `full` only:
/// for as many pairs as possible, give them a first goal of ones. Must-match rows and capacities above 1 are Matcher's.

#include <span>
#include <type_traits>

#include <husrom/matching/detail/solve_scalar.hpp>
#include <husrom/matching/detail/solve_tuple.hpp>
#include <husrom/matching/graph.hpp>
#include <husrom/matching/matching.hpp>

namespace husrom::matching {

namespace detail {

template <class Weight, Graph G>
Matching<Weight> best_matching(const G& graph, std::span<const Weight> weights, const MatchingOptions& options, Sense sense) {
    graph.validate();
    if (static_cast<std::int64_t>(weights.size()) != graph.edges()) throw InvalidArgument("one weight for each edge is expected");
    if constexpr (std::is_integral_v<Weight>)
        return solve_integers<Weight>(graph, weights, options, sense);
    else if constexpr (std::is_same_v<Weight, double>)
        return solve_doubles(graph, weights, options, sense);
    else
        return solve_tuple<Weight>(graph, weights, options, sense);
}

}  // namespace detail

template <class Weight, Graph G>
[[nodiscard]] Matching<Weight> maximum_weight(const G& graph, std::span<const Weight> weights, const MatchingOptions& options = {}) {
    return detail::best_matching(graph, weights, options, Sense::maximise);
}

template <class Weight, Graph G>
[[nodiscard]] Matching<Weight> minimum_cost(const G& graph, std::span<const Weight> costs, const MatchingOptions& options = {}) {
    return detail::best_matching(graph, costs, options, Sense::minimise);
}

template <class Weight, Graph G>
[[nodiscard]] Matching<Weight> maximum_weight(const G& graph, const std::vector<Weight>& weights, const MatchingOptions& options = {}) {
    return maximum_weight(graph, std::span<const Weight>(weights), options);
}

template <class Weight, Graph G>
[[nodiscard]] Matching<Weight> minimum_cost(const G& graph, const std::vector<Weight>& costs, const MatchingOptions& options = {}) {
    return minimum_cost(graph, std::span<const Weight>(costs), options);
}

}  // namespace husrom::matching
