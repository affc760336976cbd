// docs/columns.md and the columns that come declared hold together.

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include <husrom/model/well_known.hpp>

#include "io/files.hpp"

namespace husrom::model {
namespace {

/// The line that the document must have for a column.
std::string line_of(const ColumnDeclaration& column) {
    constexpr std::array types{"text", "whole number", "decimal", "flag", "date", "set", "ordered"};
    constexpr std::array empties{"unknown", "none", "no bound"};
    constexpr std::array classes{"", "need", "readiness", "protected", "personal"};
    auto type = std::string(types.at(static_cast<std::size_t>(column.type)));
    if (column.type == ColumnType::decimal) type += ", " + std::to_string(column.digits) + " digits";
    if (column.not_negative) type += ", at least 0";
    for (std::size_t i = 0; i < column.order.size(); ++i) type += (i == 0 ? ": " : " < ") + column.order[i];
    return "| `" + column.table + "." + column.name + "` | " + type + " | " + empties.at(static_cast<std::size_t>(column.empty)) +
           (column.default_value.empty() ? "" : ", counts as " + column.default_value) + " | " +
           classes.at(static_cast<std::size_t>(column.column_class)) + " | " + column.text.nb + " |";
}

TEST(ColumnsDocument, EveryWellKnownColumnIsInTheDocumentAndNoOther) {
    // Rule: the document says of each column what the engine takes it for, in the order in which they are declared.
    const auto document = io::read_file(std::filesystem::path(HUSROM_SOURCE_DIR) / "docs" / "columns.md");
    ASSERT_TRUE(document.has_value());
    std::string listed, declared;
    const auto from = document->find("## Columns that come declared\n");
    ASSERT_NE(from, std::string::npos);
    std::istringstream lines(document->substr(from));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("| `")) listed += line + "\n";
    for (const auto& column : well_known_columns()) declared += line_of(column) + "\n";
    EXPECT_EQ(listed, declared);
}

}  // namespace
}  // namespace husrom::model
