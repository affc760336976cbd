#include "model/misfits.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "model/code_points.hpp"

namespace husrom::model {
namespace {

void add(Findings& findings, std::string code, const Table& table, std::int64_t row, std::string_view heading,
         std::vector<std::string> arguments = {}) {
    findings.add({Severity::error, std::move(code), table.source, table.name, row, is_utf8(heading) ? std::string(heading) : std::string(),
                  std::move(arguments)});
}

Findings illegible(const Table& table) {
    Findings findings;
    for (std::size_t column = 0; column < table.headings.size(); ++column) {
        if (!is_utf8(table.headings[column])) add(findings, "T027", table, 0, "");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string& cell = table.columns[column][row];
            if (!is_utf8(cell)) add(findings, "T027", table, table.row_numbers[row], table.headings[column]);
            if (cell.find('\0') != std::string::npos) add(findings, "T019", table, table.row_numbers[row], table.headings[column]);
        }
    }
    return findings;
}

void require_none(Findings findings, const Case& source) {
    if (!findings.ok()) throw InvalidInput(std::move(findings), source.name.empty() ? "input" : source.name);
}

}  // namespace

Findings misfits(const Table& table) {
    Findings findings;
    for (std::size_t column = 0; column < std::max(table.headings.size(), table.columns.size()); ++column) {
        const std::size_t cells = column < table.columns.size() ? table.columns[column].size() : 0;
        if (column >= table.headings.size())
            add(findings, "T024", table, 0, "", {std::to_string(column + 1)});
        else if (column >= table.columns.size() || cells != table.rows())
            add(findings, "T005", table, 0, table.headings[column], {std::to_string(cells), std::to_string(table.rows())});
    }
    return findings;
}

void require_fit(const Case& source) {
    Findings findings;
    for (const Table& table : source.tables) findings.append(misfits(table));
    require_none(std::move(findings), source);
}

void require_writable(const Case& source) {
    require_fit(source);
    Findings findings;
    for (const Table& table : source.tables) findings.append(illegible(table));
    require_none(std::move(findings), source);
}

}  // namespace husrom::model
