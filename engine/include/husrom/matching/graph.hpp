#pragma once

/// Bipartite graphs in the form in which callers have them: nothing is copied, a view is read in place.
///
/// EdgeList: two arrays of end points (COO, a table of pairs), in any order.   Csr: offsets and column indices by row (CSR), as SciPy has
/// them; a CSC matrix is the Csr of its transpose. Parallel edges are allowed in both. An edge is known by its position. Any type with the
/// same members will do as a Graph.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ranges>
#include <span>
#include <string>
#include <utility>

#include <husrom/core/error.hpp>

namespace husrom::matching {

template <class Type>
concept Graph = requires(const Type& graph) {
    { graph.rows() } -> std::convertible_to<std::int32_t>;
    { graph.columns() } -> std::convertible_to<std::int32_t>;
    { graph.edges() } -> std::convertible_to<std::int64_t>;
    graph.validate();
    graph.for_each_edge([](std::int64_t, std::int32_t, std::int32_t) {});
};

namespace detail {

inline void check_sizes(std::int32_t rows, std::int32_t columns, std::size_t edges) {
    if (rows < 0 || columns < 0) throw InvalidArgument("rows and columns must not be negative");
    if (edges > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) throw InvalidArgument("more than 2^31 - 1 edges");
}

template <std::integral Index> void check_indices(std::span<const Index> indices, std::int32_t size, const char* name) {
    Index low = 0, high = -1;
    for (const Index index : indices) {
        low = index < low ? index : low;
        high = index > high ? index : high;
    }
    if (low >= 0 && high < size) return;
    for (std::size_t k = 0; k < indices.size(); ++k)
        if (indices[k] < 0 || indices[k] >= size)
            throw InvalidArgument(std::string(name) + "[" + std::to_string(k) + "] is " + std::to_string(indices[k]) + ", expected 0.." +
                                  std::to_string(size - 1));
}

}  // namespace detail

template <std::signed_integral Index = std::int32_t> class EdgeList {
public:
    EdgeList(std::int32_t rows, std::int32_t columns, std::span<const Index> edge_row, std::span<const Index> edge_column)
        : rows_(rows), columns_(columns), edge_row_(edge_row), edge_column_(edge_column) {}

    [[nodiscard]] std::int32_t rows() const { return rows_; }
    [[nodiscard]] std::int32_t columns() const { return columns_; }
    [[nodiscard]] std::int64_t edges() const { return static_cast<std::int64_t>(edge_row_.size()); }

    /// Throws InvalidArgument naming the array, the index and what was expected.
    void validate() const {
        if (edge_row_.size() != edge_column_.size()) throw InvalidArgument("edge_row and edge_column differ in length");
        detail::check_sizes(rows_, columns_, edge_row_.size());
        detail::check_indices(edge_row_, rows_, "edge_row");
        detail::check_indices(edge_column_, columns_, "edge_column");
    }

    /// Calls visit(edge, row, column).
    template <class Visit> void for_each_edge(Visit&& visit) const {
        const Index* const row = edge_row_.data();
        const Index* const column = edge_column_.data();
        const auto edges = static_cast<std::int64_t>(edge_row_.size());
        for (std::int64_t e = 0; e < edges; ++e) visit(e, static_cast<std::int32_t>(row[e]), static_cast<std::int32_t>(column[e]));
    }

private:
    std::int32_t rows_, columns_;
    std::span<const Index> edge_row_, edge_column_;
};

/// From vectors, arrays and spans.
template <std::ranges::contiguous_range Rows, std::ranges::contiguous_range Columns>
EdgeList(std::int32_t, std::int32_t, const Rows&, const Columns&) -> EdgeList<std::ranges::range_value_t<Rows>>;

template <std::signed_integral Index = std::int32_t> class Csr {
public:
    Csr(std::int32_t rows, std::int32_t columns, std::span<const Index> offsets, std::span<const Index> indices)
        : rows_(rows), columns_(columns), offsets_(offsets), indices_(indices) {}

    [[nodiscard]] std::int32_t rows() const { return rows_; }
    [[nodiscard]] std::int32_t columns() const { return columns_; }
    [[nodiscard]] std::int64_t edges() const { return static_cast<std::int64_t>(indices_.size()); }

    /// Throws InvalidArgument naming the array, the index and what was expected.
    void validate() const {
        detail::check_sizes(rows_, columns_, indices_.size());
        if (offsets_.size() != static_cast<std::size_t>(rows_) + 1) throw InvalidArgument("offsets: rows + 1 entries are expected");
        if (offsets_.front() != 0 || !std::cmp_equal(offsets_.back(), indices_.size()))
            throw InvalidArgument("offsets must begin with 0 and end with the number of indices");
        for (std::size_t r = 1; r < offsets_.size(); ++r)
            if (offsets_[r] < offsets_[r - 1]) throw InvalidArgument("offsets[" + std::to_string(r) + "] is less than the one before");
        detail::check_indices(indices_, columns_, "indices");
    }

    /// Calls visit(edge, row, column).
    template <class Visit> void for_each_edge(Visit&& visit) const {
        const Index* const column = indices_.data();
        for (std::int32_t row = 0; row < rows_; ++row) {
            const auto end = static_cast<std::int64_t>(offsets_[static_cast<std::size_t>(row) + 1]);
            for (auto e = static_cast<std::int64_t>(offsets_[static_cast<std::size_t>(row)]); e < end; ++e)
                visit(e, row, static_cast<std::int32_t>(column[e]));
        }
    }

private:
    std::int32_t rows_, columns_;
    std::span<const Index> offsets_, indices_;
};

/// From vectors, arrays and spans.
template <std::ranges::contiguous_range Array>
Csr(std::int32_t, std::int32_t, const Array&, const Array&) -> Csr<std::ranges::range_value_t<Array>>;

/// Every row with every column: edge r * columns + c, as the entries of a dense matrix stand in memory.
class FullGraph {
public:
    FullGraph(std::int32_t rows, std::int32_t columns) : rows_(rows), columns_(columns) {}

    [[nodiscard]] std::int32_t rows() const { return rows_; }
    [[nodiscard]] std::int32_t columns() const { return columns_; }
    [[nodiscard]] std::int64_t edges() const { return std::int64_t{rows_} * columns_; }

    void validate() const { detail::check_sizes(rows_, columns_, static_cast<std::size_t>(std::max<std::int64_t>(edges(), 0))); }

    /// Calls visit(edge, row, column).
    template <class Visit> void for_each_edge(Visit&& visit) const {
        std::int64_t e = 0;
        for (std::int32_t row = 0; row < rows_; ++row)
            for (std::int32_t column = 0; column < columns_; ++column) visit(e++, row, column);
    }

private:
    std::int32_t rows_, columns_;
};

}  // namespace husrom::matching
