#include "dense_lemon_peer.hpp"

#include <ctime>
#include <utility>
#include <vector>

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

}  // namespace

DensePeerResult assign_with_lemon(std::int32_t side, const std::int32_t* costs) {
    using Graph = lemon::StaticDigraph;
    DensePeerResult result;
    const double begin = cpu_seconds();
    std::vector<std::pair<int, int>> arcs;
    arcs.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) arcs.emplace_back(row, side + column);
    Graph graph;
    graph.build(2 * side, arcs.begin(), arcs.end());
    Graph::ArcMap<std::int64_t> cost(graph);
    for (int a = 0; a < static_cast<int>(arcs.size()); ++a) cost[graph.arc(a)] = costs[a];
    Graph::NodeMap<std::int64_t> supply(graph);
    for (int node = 0; node < 2 * side; ++node) supply[graph.node(node)] = node < side ? 1 : -1;
    lemon::ConstMap<Graph::Arc, std::int64_t> one(1);
    lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> solver(graph);
    solver.upperMap(one).costMap(cost).supplyMap(supply);
    const double built = cpu_seconds();
    result.convert_seconds = built - begin;
    solver.run();
    result.solve_seconds = cpu_seconds() - built;
    result.total = static_cast<std::int64_t>(solver.totalCost());
    return result;
}

}  // namespace husrom::bench
