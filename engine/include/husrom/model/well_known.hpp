#pragma once

/// The columns that come declared: type, meaning of an empty cell and class of the standard columns of municipal housing, so that a
/// policy only declares what it has added or sees otherwise. A case need not have them; a column that is absent counts as empty.

#include <span>
#include <string_view>

#include <husrom/model/column.hpp>

namespace husrom::model {

/// All of them, by table and name.
[[nodiscard]] std::span<const ColumnDeclaration> well_known_columns();
/// One of them by singular table name and heading, or nullptr.
[[nodiscard]] const ColumnDeclaration* well_known(std::string_view table, std::string_view name);

}  // namespace husrom::model
