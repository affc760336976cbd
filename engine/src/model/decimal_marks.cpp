#include "model/decimal_marks.hpp"

#include <algorithm>

#include "model/text.hpp"

namespace husrom::model {
namespace {

/// Digits with one `mark` between them, such as 7,5.
bool is_decimal(std::string_view cell, char mark) {
    if (cell.starts_with('-') || cell.starts_with('+')) cell.remove_prefix(1);
    const auto at = cell.find(mark);
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return at != std::string_view::npos && digits(cell.substr(0, at)) && digits(cell.substr(at + 1));
}

std::size_t exchange(std::vector<std::string>& cells, char mark, char other) {
    std::size_t exchanged = 0;
    for (std::string& cell : cells) {
        if (!is_decimal(trimmed(cell), mark)) continue;
        cell[cell.find(mark)] = other;
        ++exchanged;
    }
    return exchanged;
}

/// What reading said of a column, or of the table where the heading is empty.
const Finding* said(const Case& source, std::string_view code, const std::string& table, std::string_view heading) {
    const auto list = source.notes.list();
    const auto found = std::ranges::find_if(
        list, [&](const Finding& note) { return note.code == code && note.table == table && note.column == heading && note.row == 0; });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace

bool may_be_thousands(std::string_view cell) {
    if (!is_decimal(cell, '.')) return false;
    if (cell.starts_with('-') || cell.starts_with('+')) cell.remove_prefix(1);
    const auto at = cell.find('.');
    return at <= 3 && cell[0] != '0' && cell.size() == at + 4;
}

bool shows_decimal_points(const std::vector<std::string>& cells) {
    return std::ranges::any_of(cells,
                               [](const std::string& cell) { return is_decimal(trimmed(cell), '.') && !may_be_thousands(trimmed(cell)); });
}

std::size_t take_decimal_commas(std::vector<std::string>& cells) {
    return exchange(cells, ',', '.');
}

bool is_number(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::decimal;
}

bool is_of_decimal_marks(const Finding& note) {
    return (note.code == "F008" || note.code == "N008") && note.severity == Severity::note;
}

std::optional<std::vector<std::string>> with_decimal_marks(Typing& typing, const TypedTable& table, const Table& given, std::size_t column,
                                                           const ColumnDeclaration& declaration, bool inferred) {
    const std::string& heading = given.headings[column];
    const Finding* delimiter = said(typing.source, "F007", table.name, "");
    if (!delimiter || delimiter->arguments != std::vector<std::string>{";"}) return std::nullopt;
    std::vector<std::string> cells = given.columns[column];
    const Finding* taken = said(typing.source, "F008", table.name, heading);
    if (!is_number(declaration.type)) {
        if (taken) exchange(cells, '.', ',');
        return cells;
    }
    if (taken) {
        typing.note("F008", table, 0, heading, taken->arguments);
    } else if (!shows_decimal_points(cells)) {
        if (const auto count = take_decimal_commas(cells); count > 0) typing.note("F008", table, 0, heading, {std::to_string(count)});
    }
    if (!said(typing.source, "N008", table.name, heading)) return cells;
    std::size_t doubtful = 0;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        if (!may_be_thousands(trimmed(given.columns[column][row]))) continue;
        ++doubtful;
        if (inferred) continue;
        typing.error("N008", table, given.row_numbers[row], heading);
        cells[row].clear();  // there is nothing else to say of it
    }
    if (inferred && doubtful > 0) typing.warn("N009", table, 0, heading, {std::to_string(doubtful)});
    return cells;
}

}  // namespace husrom::model
