#pragma once

/// Decimal marks of files in which semicolons separate cells: there 7,5 is a number, and 16.000 may be sixteen or sixteen thousand.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/typing.hpp"

namespace husrom::model {

/// 16.000, which is sixteen to some and sixteen thousand to others; 0.125 and 1600.000 are not in doubt.
[[nodiscard]] bool may_be_thousands(std::string_view cell);
/// True where a cell such as 7.5 shows that points are decimal.
[[nodiscard]] bool shows_decimal_points(const std::vector<std::string>& cells);
/// The number of decimal commas that were made points.
std::size_t take_decimal_commas(std::vector<std::string>& cells);

[[nodiscard]] bool is_number(ColumnType type);

/// The cells of a column with the marks that its type asks for; nullopt where they are those that were read. Reading makes points of commas
/// by what it knows of the column (F008) and names columns with cells that are in doubt (N008); the policy in use may know better. What is
/// in doubt is an error where the column is declared to hold numbers, and a warning where it only looks so.
[[nodiscard]] std::optional<std::vector<std::string>> with_decimal_marks(Typing& typing, const TypedTable& table, const Table& given,
                                                                         std::size_t column, const ColumnDeclaration& declaration,
                                                                         bool inferred);
/// True for what reading said of decimal marks, which is said anew where the column is typed.
[[nodiscard]] bool is_of_decimal_marks(const Finding& note);

}  // namespace husrom::model
