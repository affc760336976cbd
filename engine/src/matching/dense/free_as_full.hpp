#pragma once

/// `free` matchings as complete ones: pairs that are not allowed or do not pay count as 0, and so does staying alone.
///
/// A matrix without holes can have auction rounds and blank rows, which a row that may stay alone forbids. It takes a copy, and is for
/// matrices where all rows want the same columns. In the complete optimum a pair that counts as 0 has a column of the least price: were it
/// dearer, its row would take another one. So the duals of the complete matching, their least price at 0, prove the free one as well.

#include <cstdint>
#include <vector>

#include <husrom/matching/dense.hpp>

namespace husrom::matching::dense {

/// Thrown where a solve that lets rows stay alone meets rows that want the same columns.
struct BetterFull {};

/// Numbers that are none stay what they are, for the solver to find.
template <class Weight>
[[nodiscard]] bool counts_as_none(const DenseView<Weight>& matrix, Sense sense, std::int32_t row, std::int32_t column) {
    if (!matrix.is_allowed(row, column)) return true;
    const Weight weight = matrix.weight(row, column);
    return sense == Sense::maximise ? weight <= 0 : weight >= 0;
}

template <class Weight> [[nodiscard]] std::vector<Weight> without_holes(const DenseView<Weight>& matrix, Sense sense) {
    std::vector<Weight> weights;
    weights.reserve(static_cast<std::size_t>(matrix.rows) * static_cast<std::size_t>(matrix.columns));
    for (std::int32_t row = 0; row < matrix.rows; ++row)
        for (std::int32_t column = 0; column < matrix.columns; ++column)
            weights.push_back(counts_as_none(matrix, sense, row, column) ? Weight{0} : matrix.weight(row, column));
    return weights;
}

/// What a complete matching of `without_holes` says of the matrix itself.
template <class Weight> void make_free(const DenseView<Weight>& matrix, DenseMatching<Weight>& full) {
    full.cardinality = Cardinality::free;
    for (std::int32_t row = 0; row < matrix.rows; ++row) {
        std::int32_t& mate = full.row_mates[static_cast<std::size_t>(row)];
        if (mate < 0 || !counts_as_none(matrix, full.sense, row, mate)) continue;
        full.column_mates[static_cast<std::size_t>(mate)] = -1;
        mate = -1;
        --full.pairs;
    }
}

}  // namespace husrom::matching::dense
