#include "lemon_peer.hpp"

#include <ctime>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

namespace husrom::bench {
namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

PeerResult solve_with_lemon(LemonMethod method, std::int32_t rows, std::int32_t columns, std::int64_t edges, const std::int32_t* edge_row,
                            const std::int32_t* edge_column, const std::int64_t* weights) {
    using Graph = lemon::StaticDigraph;
    PeerResult result;
    const double begin = cpu_seconds();
    // Nodes: rows, columns, hub. StaticDigraph wants its arcs ordered by source.
    const int hub = rows + columns;
    std::vector<std::int64_t> first(static_cast<std::size_t>(rows) + 1, 0);
    for (std::int64_t e = 0; e < edges; ++e) ++first[static_cast<std::size_t>(edge_row[e]) + 1];
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) first[r + 1] += first[r];
    std::vector<std::pair<int, int>> arcs(static_cast<std::size_t>(edges));
    std::vector<std::int64_t> costs(static_cast<std::size_t>(edges));
    for (std::int64_t e = 0; e < edges; ++e) {
        const auto place = static_cast<std::size_t>(first[static_cast<std::size_t>(edge_row[e])]++);
        arcs[place] = {edge_row[e], rows + edge_column[e]};
        costs[place] = -weights[e];
    }
    for (int c = 0; c < columns; ++c) arcs.emplace_back(rows + c, hub);
    for (int r = 0; r < rows; ++r) arcs.emplace_back(hub, r);
    costs.resize(arcs.size(), 0);
    Graph graph;
    graph.build(hub + 1, arcs.begin(), arcs.end());
    Graph::ArcMap<std::int64_t> cost(graph);
    for (int a = 0; a < static_cast<int>(arcs.size()); ++a) cost[graph.arc(a)] = costs[static_cast<std::size_t>(a)];
    lemon::ConstMap<Graph::Arc, std::int64_t> one(1);
    const auto run = [&](auto& solver) {
        solver.upperMap(one).costMap(cost);
        const double built = cpu_seconds();
        result.convert_seconds = built - begin;
        solver.run();
        result.solve_seconds = cpu_seconds() - built;
        result.value = -static_cast<std::int64_t>(solver.totalCost());
    };
    if (method == LemonMethod::network_simplex) {
        lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> solver(graph);
        run(solver);
    } else {
        lemon::CostScaling<Graph, std::int64_t, std::int64_t> solver(graph);
        run(solver);
    }
    return result;
}

}  // namespace husrom::bench
