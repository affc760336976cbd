#pragma once

/// Cells that the policy writes itself: what a `[[change]]` sets, and what an `[uncertain]` fact may turn out to be.

#include <cstdint>
#include <optional>
#include <string>

#include "rules/scope.hpp"

namespace husrom::rules {

/// Findings for columns that are not there or hold no facts, and for values that do not read as cells of their column.
void check_written_cells(const Scope& scope);

/// A column and the table that holds it.
struct Fact {
    const model::TypedTable* table = nullptr;
    const model::Column* column = nullptr;  ///< null: there is none
};

/// The column whose cells an entry writes. An id that a row says itself, such as `unit.neighbourhood_id`, is a cell of that row, and not
/// the end of a join.
[[nodiscard]] Fact fact_of(const model::TypedCase& typed, const std::string& path);

/// A cell's text for a literal of the policy.
[[nodiscard]] std::string cell_text(const model::Literal& value);

/// A number, a day or a step of an ordered column as the integer of its cell; nothing when the literal is none of this column.
[[nodiscard]] std::optional<std::int64_t> place_in(const model::ColumnDeclaration& column, const model::Literal& value);

}  // namespace husrom::rules
