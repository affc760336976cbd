#pragma once

/// A basis from columns that may be too many, too few or dependent: what a basis of another program leaves when columns are gone, or a
/// guess at where an optimum lies.

#include <cstdint>
#include <span>
#include <vector>

#include "basis_factor.hpp"

namespace husrom::solve {

struct IndependentColumns {
    std::vector<std::int32_t> columns;         ///< those that are taken
    std::vector<std::int32_t> uncovered_rows;  ///< with a unit column for each of these they make a basis
};

/// By elimination in floating point, so a guess: a factorisation has the last word. Candidates that have one row left go first, since they
/// cost nothing, then the others in the order given, then `spare` columns in their order for as long as rows are uncovered. Rows that many
/// candidates stand in are taken last.
///
/// Cost: the entries of the candidates, then for those that are left the fill of their elimination.
[[nodiscard]] IndependentColumns independent_columns(const SparseColumns& matrix, std::span<const std::int32_t> candidates,
                                                     std::span<const std::int32_t> spare, std::int32_t rows);

}  // namespace husrom::solve
