#pragma once

/// A dense matrix of integers whose best matching follows edits.
///
/// Problem:  solve a matrix once, then ask again after entries, rows or columns have changed, with snapshots and undo.
/// Result:   a DynamicMatching (dynamic_matching.hpp), every allowed entry a pair of its own.
/// Cost:     a copy of the allowed entries, 24 to 32 bytes each; then at most two searches an edit, where a solve reads all entries.
///
///     auto plan = dynamic_matching(matrix, Sense::minimise, Cardinality::full);
///     plan.solve();
///     plan.forbid(3, 7);
///     plan.set_weight(2, 5, -40);   // a cost of 40: costs are weights with the other sign
///     plan.solve();
///     use(plan.row_mate(3), -plan.weight());
///
/// `full` completes the rows, of which there must not be more than columns; a row that is added later may stay alone. Entries must be
/// integers: an edit to a matrix of doubles is a new solve.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <husrom/matching/dense.hpp>
#include <husrom/matching/dynamic_matching.hpp>

namespace husrom::matching {

/// Throws InvalidArgument where the cardinality is `maximum`, or `full` with more rows than columns; Overflow on weights too large to be
/// summed exactly.
template <std::signed_integral Weight>
[[nodiscard]] DynamicMatching<Weight> dynamic_matching(const DenseView<Weight>& matrix, Sense sense = Sense::maximise,
                                                       Cardinality cardinality = Cardinality::free) {
    if (cardinality == Cardinality::maximum) throw InvalidArgument("edits know free and full matchings, not those of most pairs");
    if (cardinality == Cardinality::full && matrix.rows > matrix.columns)
        throw InvalidArgument("full completes the rows, of which there are " + std::to_string(matrix.rows) + ", more than the " +
                              std::to_string(matrix.columns) + " columns; give the transpose");
    if (matrix.rows < 0 || matrix.columns < 0) throw InvalidArgument("rows and columns must not be negative");
    std::vector<std::int32_t> edge_row, edge_column;
    std::vector<Weight> weights;
    for (std::int32_t row = 0; row < matrix.rows; ++row)
        for (std::int32_t column = 0; column < matrix.columns; ++column) {
            if (!matrix.is_allowed(row, column)) continue;
            const Weight weight = matrix.weight(row, column);
            if (weight == std::numeric_limits<Weight>::min())
                throw Overflow("the least number of its type has no negative; scale weights down");
            edge_row.push_back(row);
            edge_column.push_back(column);
            weights.push_back(sense == Sense::maximise ? weight : -weight);
        }
    const std::vector<std::int32_t> lower(static_cast<std::size_t>(matrix.rows), cardinality == Cardinality::full ? 1 : 0);
    return {EdgeList<>(matrix.rows, matrix.columns, edge_row, edge_column), std::span<const Weight>(weights), {.row_lower = lower}};
}

}  // namespace husrom::matching
