#pragma once

/// One CSV file into a table of text cells: delimiter, byte order mark, encoding and decimal comma are detected and said as notes; what
/// cannot be read is a finding with its row. Nothing is repaired silently.

#include <string>
#include <string_view>

#include <husrom/model/case.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::io {

/// Reads the bytes of one file. When they cannot be read as a table, findings are added and `readable` is false. Decimal commas are taken
/// in columns of numbers: those that the policy or the well-known columns declare so, and undeclared ones that look so. Typing by another
/// policy corrects that.
struct CsvReading {
    model::Table table;
    bool readable = false;
};
[[nodiscard]] CsvReading read_csv(std::string_view bytes, std::string table, std::string source, model::Findings& findings,
                                  const model::Policy& policy = {});

/// RFC 4180: commas, CRLF, quotes where a cell needs them.
[[nodiscard]] std::string write_csv(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& columns,
                                    std::size_t rows);

}  // namespace husrom::io
