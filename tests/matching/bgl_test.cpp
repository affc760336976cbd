#include <gtest/gtest.h>

#include <map>

#include <boost/graph/adjacency_list.hpp>
#include <husrom/matching/bgl.hpp>
#include <husrom/matching/certificate.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

using BoostGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, boost::property<boost::edge_weight_t, int>>;

TEST(Bgl, EqualsTheEdgeList) {
    // Rule: a Boost graph and the list of its edges have the same best weight, whichever way the colouring turns the sides.
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const auto instance = random_instance<std::int32_t>(seed, {.max_rows = 8, .max_columns = 8});
        BoostGraph graph(static_cast<std::size_t>(instance.rows + instance.columns));
        for (std::size_t e = 0; e < instance.edges(); ++e)
            add_edge(static_cast<std::size_t>(instance.edge_row[e]), static_cast<std::size_t>(instance.rows + instance.edge_column[e]),
                     instance.weights[e], graph);
        const auto found = maximum_weight(graph, get(boost::edge_weight, graph));
        const auto expected =
            maximum_weight(EdgeList<>(instance.rows, instance.columns, instance.edge_row, instance.edge_column), instance.weights);
        ASSERT_EQ(found.matching.weight, expected.weight) << "seed " << seed;
        ASSERT_EQ(found.rows.size() + found.columns.size(), num_vertices(graph));
        std::vector<BoostGraph::vertex_descriptor> mates(num_vertices(graph));
        found.write_mates(boost::make_iterator_property_map(mates.begin(), get(boost::vertex_index, graph)));
        for (std::size_t v = 0; v < mates.size(); ++v) {
            if (mates[v] == boost::graph_traits<BoostGraph>::null_vertex()) continue;
            ASSERT_EQ(mates[mates[v]], v);
            ASSERT_TRUE(edge(v, mates[v], graph).second);
        }
    }
}

TEST(Bgl, RefusesAnOddCycle) {
    // Rule: a graph that is not bipartite is a clear error.
    BoostGraph triangle(3);
    add_edge(0, 1, 1, triangle);
    add_edge(1, 2, 1, triangle);
    add_edge(2, 0, 1, triangle);
    EXPECT_THROW((void)maximum_weight(triangle, get(boost::edge_weight, triangle)), InvalidArgument);
}

TEST(Bgl, WhichWayAnEdgeIsDirectedSaysNothing) {
    // Rule: a directed graph is matched as the undirected one of its edges, and refused where that has an odd cycle.
    using Directed =
        boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, boost::property<boost::edge_weight_t, int>>;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const auto instance = random_instance<std::int32_t>(seed, {.max_rows = 8, .max_columns = 8});
        Directed graph(static_cast<std::size_t>(instance.rows + instance.columns));
        for (std::size_t e = 0; e < instance.edges(); ++e) {
            auto from = static_cast<std::size_t>(instance.edge_row[e]),
                 to = static_cast<std::size_t>(instance.rows + instance.edge_column[e]);
            if ((seed + e) % 3 == 0) std::swap(from, to);
            add_edge(from, to, instance.weights[e], graph);
        }
        const auto found = maximum_weight(graph, get(boost::edge_weight, graph));
        const auto expected =
            maximum_weight(EdgeList<>(instance.rows, instance.columns, instance.edge_row, instance.edge_column), instance.weights);
        ASSERT_EQ(found.matching.weight, expected.weight) << "seed " << seed;
    }
    Directed triangle(3);
    add_edge(2, 0, 1, triangle);
    add_edge(2, 1, 1, triangle);
    add_edge(0, 1, 1, triangle);
    EXPECT_THROW((void)maximum_weight(triangle, get(boost::edge_weight, triangle)), InvalidArgument);
}

TEST(Bgl, ComponentsHangTogether) {
    // Rule: nodes joined by a path share a component, others do not.
    const std::vector<std::int32_t> row{0, 2, 2}, column{1, 1, 3};
    const auto parts = components(EdgeList<>(4, 5, row, column));
    EXPECT_EQ(parts.row, (std::vector<std::int32_t>{0, 1, 0, 2}));
    EXPECT_EQ(parts.column, (std::vector<std::int32_t>{3, 0, 4, 0, 5}));
    EXPECT_EQ(parts.count, 6);
}

}  // namespace
}  // namespace husrom::matching::testing
