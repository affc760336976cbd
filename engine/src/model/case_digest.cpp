#include <husrom/core/sha256.hpp>
#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>

#include <algorithm>

#include "model/typing.hpp"

namespace husrom::model {
namespace {

std::string_view name_of(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return "text";
        case ColumnType::integer:
        case ColumnType::decimal:
            return "number";
        case ColumnType::flag:
            return "flag";
        case ColumnType::date:
            return "date";
        case ColumnType::set:
            return "set";
        case ColumnType::ordered:
            return "ordered";
    }
    return "";
}

std::string cell_text(const TypedCase& typed, const Column& column, std::size_t row) {
    const std::int64_t value = column.values[row];
    switch (column.declaration.type) {
        case ColumnType::text:
            return typed.pool.text(value);
        case ColumnType::integer:
            return std::to_string(value);
        case ColumnType::decimal:
            return to_text(Decimal{value, column.declaration.digits});
        case ColumnType::flag:
            return value ? "true" : "false";
        case ColumnType::date:
            return to_text(Date{value});
        case ColumnType::ordered:
            return column.declaration.order[static_cast<std::size_t>(value)];
        case ColumnType::set:
            break;
    }
    std::vector<std::string> elements;
    for (const std::int64_t code : column.set(row)) elements.push_back(typed.pool.text(code));
    std::ranges::sort(elements);
    std::string text;
    for (const auto& element : elements) text += std::to_string(element.size()) + ":" + element;
    return text;
}

/// A column without a single filled cell cannot be told from an absent one, and does not count.
bool counts(const Column& column) {
    return column.given && std::ranges::find(column.states, CellState::value) != column.states.end();
}

}  // namespace

std::string case_digest(const TypedCase& typed) {
    core::Sha256 hash;
    hash.field("husrom case 1");
    for (const auto& [name, table] : typed.tables) {
        if (table.rows() == 0) continue;
        hash.field("table").field(name).field(std::int64_t{table.rows()});
        for (const auto& [heading, column] : table.columns) {
            if (!counts(column)) continue;
            hash.field("column").field(heading).field(name_of(column.declaration.type));
            for (std::size_t row = 0; row < column.states.size(); ++row) {
                if (column.states[row] != CellState::value)
                    hash.field(std::int64_t{0});
                else
                    hash.field(std::int64_t{1}).field(cell_text(typed, column, row));
            }
        }
    }
    return hash.finish_hex();
}

}  // namespace husrom::model
