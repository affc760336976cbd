#pragma once

/// Matchings of Boost graphs, and components by Boost.Graph.
///
/// Problem:  any Boost graph that is bipartite, with a weight map; or: which nodes of a Graph hang together.
/// Result:   a Matching with the vertices of its rows and columns, or mates written to a property map as Boost's own matchings do.
/// Cost:     a colouring of the graph and one copy of its edges, beside maximum_weight.
///
///     const auto best = maximum_weight(graph, boost::get(boost::edge_weight, graph));
///     for (std::size_t r = 0; r < best.rows.size(); ++r) use(best.rows[r], best.matching.row_mates[r]);

#include <cstdint>
#include <type_traits>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/bipartite.hpp>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <boost/property_map/property_map.hpp>
#include <boost/property_map/vector_property_map.hpp>
#include <husrom/matching/graph.hpp>
#include <husrom/matching/maximum_weight.hpp>

namespace husrom::matching {

template <class BoostGraph, class Weight> struct BoostMatching {
    using Vertex = typename boost::graph_traits<BoostGraph>::vertex_descriptor;
    std::vector<Vertex> rows, columns;  ///< the two sides; isolated vertices are where the colouring puts them
    Matching<Weight> matching;

    /// Writes the partner of each vertex, null_vertex() without.
    template <class MateMap> void write_mates(MateMap mates) const {
        const auto write = [&](const std::vector<Vertex>& from, const std::vector<std::int32_t>& mate, const std::vector<Vertex>& to) {
            for (std::size_t i = 0; i < from.size(); ++i)
                put(mates, from[i], mate[i] < 0 ? boost::graph_traits<BoostGraph>::null_vertex() : to[static_cast<std::size_t>(mate[i])]);
        };
        write(rows, matching.row_mates, columns);
        write(columns, matching.column_mates, rows);
    }
};

/// Throws InvalidArgument when the graph has an odd cycle. Vertices need a vertex_index map, inside the graph or given.
template <class BoostGraph, class WeightMap, class IndexMap>
requires(!Graph<BoostGraph>)
    [[nodiscard]] auto maximum_weight(const BoostGraph& graph, WeightMap weight_map, IndexMap index, const MatchingOptions& options = {}) {
    using Weight = std::remove_cv_t<typename boost::property_traits<WeightMap>::value_type>;
    using Color = boost::color_traits<boost::default_color_type>;
    // Which way an edge is directed says nothing here, but a search along directed edges would not find all cycles.
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> links(num_vertices(graph));
    for (auto [edge, end] = edges(graph); edge != end; ++edge)
        add_edge(get(index, source(*edge, graph)), get(index, target(*edge, graph)), links);
    std::vector<boost::default_color_type> colors(num_vertices(graph));
    const auto color = boost::make_iterator_property_map(colors.begin(), index);
    if (!boost::is_bipartite(links, get(boost::vertex_index, links),
                             boost::make_iterator_property_map(colors.begin(), get(boost::vertex_index, links))))
        throw InvalidArgument("the graph is not bipartite: it has a cycle of odd length");

    BoostMatching<BoostGraph, Weight> result;
    std::vector<std::int32_t> place(colors.size());
    for (auto [vertex, end] = vertices(graph); vertex != end; ++vertex) {
        auto& side = get(color, *vertex) == Color::white() ? result.rows : result.columns;
        place[get(index, *vertex)] = static_cast<std::int32_t>(side.size());
        side.push_back(*vertex);
    }
    std::vector<std::int32_t> edge_row, edge_column;
    std::vector<Weight> weights;
    for (auto [edge, end] = edges(graph); edge != end; ++edge) {
        auto row = source(*edge, graph), column = target(*edge, graph);
        if (get(color, row) != Color::white()) std::swap(row, column);
        edge_row.push_back(place[get(index, row)]);
        edge_column.push_back(place[get(index, column)]);
        weights.push_back(get(weight_map, *edge));
    }
    const EdgeList<> list(static_cast<std::int32_t>(result.rows.size()), static_cast<std::int32_t>(result.columns.size()), edge_row,
                          edge_column);
    result.matching = maximum_weight(list, weights, options);
    return result;
}

template <class BoostGraph, class WeightMap>
requires(!Graph<BoostGraph>) [[nodiscard]] auto maximum_weight(const BoostGraph& graph, WeightMap weight_map) {
    return maximum_weight(graph, weight_map, get(boost::vertex_index, graph));
}

/// The component of each row and of each column, numbered in the order of their first row, columns without edges last.
struct Components {
    std::int32_t count = 0;
    std::vector<std::int32_t> row, column;
};

template <Graph G> [[nodiscard]] Components components(const G& graph) {
    graph.validate();
    const auto rows = static_cast<std::size_t>(graph.rows()), nodes = rows + static_cast<std::size_t>(graph.columns());
    std::vector<std::size_t> rank(nodes), parent(nodes);
    boost::disjoint_sets sets(rank.data(), parent.data());
    for (std::size_t node = 0; node < nodes; ++node) sets.make_set(node);
    graph.for_each_edge([&](std::int64_t, std::int32_t row, std::int32_t column) {
        sets.union_set(static_cast<std::size_t>(row), rows + static_cast<std::size_t>(column));
    });
    Components result;
    std::vector<std::int32_t> number(nodes, -1);
    for (std::size_t node = 0; node < nodes; ++node) {
        auto& of = number[sets.find_set(node)];
        if (of < 0) of = result.count++;
        (node < rows ? result.row : result.column).push_back(of);
    }
    return result;
}

}  // namespace husrom::matching
