#include "lemon_peer.hpp"

#include <algorithm>
#include <ctime>
#include <utility>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/maps.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

namespace husrom::bench {
namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Cost: 32 bits where the weights are small, which LEMON is up to a half faster with.
template <class Cost>
PeerResult solve(LemonMethod method, std::int32_t rows, std::int32_t columns, std::int64_t edges, const std::int32_t* edge_row,
                 const std::int32_t* edge_column, const std::int64_t* weights) {
    using Graph = lemon::StaticDigraph;
    PeerResult result;
    const double begin = cpu_seconds();
    // Nodes: rows, columns, hub. Each row sends one unit and each column takes one, over an edge or the hub: a circulation in which the hub
    // feeds all takes the network simplex two to three times as long. StaticDigraph wants its arcs ordered by source.
    const int hub = rows + columns;
    std::vector<std::int64_t> first(static_cast<std::size_t>(rows) + 1, 0);
    for (std::int64_t e = 0; e < edges; ++e) ++first[static_cast<std::size_t>(edge_row[e]) + 1];
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) first[r + 1] += first[r] + 1;
    std::vector<std::pair<int, int>> arcs(static_cast<std::size_t>(edges + rows));
    std::vector<Cost> costs(arcs.size(), 0);
    for (std::int64_t e = 0; e < edges; ++e) {
        const auto place = static_cast<std::size_t>(first[static_cast<std::size_t>(edge_row[e])]++);
        arcs[place] = {edge_row[e], rows + edge_column[e]};
        costs[place] = static_cast<Cost>(-weights[e]);
    }
    for (int r = 0; r < rows; ++r) arcs[static_cast<std::size_t>(first[static_cast<std::size_t>(r)])] = {r, hub};
    for (int c = 0; c < columns; ++c) arcs.emplace_back(hub, rows + c);
    costs.resize(arcs.size(), 0);
    Graph graph;
    graph.build(hub + 1, arcs.begin(), arcs.end());
    Graph::ArcMap<Cost> cost(graph);
    for (int a = 0; a < static_cast<int>(arcs.size()); ++a) cost[graph.arc(a)] = costs[static_cast<std::size_t>(a)];
    Graph::NodeMap<int> supply(graph);
    for (int node = 0; node < hub; ++node) supply[graph.node(node)] = node < rows ? 1 : -1;
    supply[graph.node(hub)] = columns - rows;
    lemon::ConstMap<Graph::Arc, int> one(1);
    const auto run = [&](auto& solver) {
        solver.upperMap(one).costMap(cost).supplyMap(supply);
        const double built = cpu_seconds();
        result.convert_seconds = built - begin;
        solver.run();
        result.solve_seconds = cpu_seconds() - built;
        result.value = -solver.template totalCost<std::int64_t>();
    };
    if (method == LemonMethod::network_simplex) {
        lemon::NetworkSimplex<Graph, int, Cost> solver(graph);
        run(solver);
    } else {
        lemon::CostScaling<Graph, int, Cost> solver(graph);
        run(solver);
    }
    return result;
}

}  // namespace

PeerResult solve_with_lemon(LemonMethod method, std::int32_t rows, std::int32_t columns, std::int64_t edges, const std::int32_t* edge_row,
                            const std::int32_t* edge_column, const std::int64_t* weights) {
    constexpr std::int64_t small = 1 << 20;
    const bool narrow =
        method == LemonMethod::network_simplex && std::all_of(weights, weights + edges, [](auto w) { return -small < w && w < small; });
    return narrow ? solve<int>(method, rows, columns, edges, edge_row, edge_column, weights)
                  : solve<std::int64_t>(method, rows, columns, edges, edge_row, edge_column, weights);
}

}  // namespace husrom::bench
