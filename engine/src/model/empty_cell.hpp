#pragma once

/// What an empty cell of a column reads as.

#include <husrom/model/column.hpp>

namespace husrom::model {

[[nodiscard]] inline CellState state_of_empty(const ColumnDeclaration& declaration) {
    switch (declaration.empty) {
        case EmptyMeans::none:
            return CellState::none;
        case EmptyMeans::no_bound:
            return CellState::no_bound;
        case EmptyMeans::unknown:
            break;
    }
    return CellState::unknown;
}

}  // namespace husrom::model
