#include <algorithm>
#include <set>

#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>

#include "model/code_points.hpp"
#include "model/empty_cell.hpp"
#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {
namespace {

std::int64_t value_of_empty(const ColumnDeclaration& declaration) {
    return declaration.type == ColumnType::text ? -1 : 0;
}

/// Types one cell; false when it is faulty and a finding was added.
class CellReader {
public:
    CellReader(Typing& typing, const TypedTable& table, const ColumnDeclaration& declaration)
        : typing_(typing), table_(table), declaration_(declaration) {
        for (const Finding& note : typing.source.notes.list())
            if (note.severity == Severity::error && note.table == table.name && note.column == declaration.name) refused_.insert(note.row);
    }

    bool read(std::string_view cell, std::int64_t row, std::int64_t& value) {
        switch (declaration_.type) {
            case ColumnType::text:
            case ColumnType::set:
                value = typing_.typed.pool.add(cell);
                return true;
            case ColumnType::integer:
            case ColumnType::decimal:
                return number(cell, row, value);
            case ColumnType::flag:
                return flag(cell, row, value);
            case ColumnType::date:
                return date(cell, row, value);
            case ColumnType::ordered:
                return step(cell, row, value);
        }
        return false;
    }

    [[nodiscard]] std::int64_t norwegian_dates() const { return norwegian_dates_; }

private:
    bool fail(std::string code, std::int64_t row, std::vector<std::string> arguments = {}) {
        // What reading said of the cell explains it better than what typing makes of it.
        if (refused_.contains(row)) return false;
        typing_.error(std::move(code), table_, row, declaration_.name, std::move(arguments));
        return false;
    }

    bool number(std::string_view cell, std::int64_t row, std::int64_t& value) {
        const std::int32_t digits = declaration_.type == ColumnType::decimal ? declaration_.digits : 0;
        const NumberReading reading = read_number(cell, digits);
        value = reading.value;
        switch (reading.fault) {
            case NumberFault::none:
                if (declaration_.not_negative && value < 0) return fail("N007", row);
                return true;
            case NumberFault::not_a_number:
                return fail(declaration_.type == ColumnType::integer ? "T004" : "T023", row);
            case NumberFault::nan:
                return fail("N001", row);
            case NumberFault::too_many_digits:
                return fail("N002", row, {std::to_string(reading.digits_seen), std::to_string(digits), std::to_string(most_digits)});
            case NumberFault::infinite:
                return fail("N003", row);
            case NumberFault::too_large:
                return fail("N004", row);
            case NumberFault::scientific:
                return fail("N005", row);
            case NumberFault::grouped:
                return fail("N006", row);
        }
        return false;
    }

    bool flag(std::string_view cell, std::int64_t row, std::int64_t& value) {
        const std::string word = lower(cell);
        value = 1;
        if (word == "true" || word == "ja" || word == "yes" || word == "sann" || word == "1") return true;
        value = 0;
        if (word == "false" || word == "nei" || word == "no" || word == "usann" || word == "0") return true;
        return fail("T017", row);
    }

    bool date(std::string_view cell, std::int64_t row, std::int64_t& value) {
        const DateReading reading = read_date(cell);
        value = reading.date.day;
        if (reading.fault == DateFault::not_a_date) return fail("T015", row);
        if (reading.fault == DateFault::no_such_day) return fail("T016", row);
        if (reading.norwegian) ++norwegian_dates_;
        return true;
    }

    bool step(std::string_view cell, std::int64_t row, std::int64_t& value) {
        const auto& order = declaration_.order;
        auto found = std::ranges::find(order, cell);
        if (found == order.end()) found = std::ranges::find(order, lower(cell), [](const std::string& one) { return lower(one); });
        value = found - order.begin();
        if (found != order.end()) return true;
        // The nearest step says something about the cell, so a personal column gets none.
        const std::string near = declaration_.column_class == ColumnClass::personal ? std::string() : nearest(cell, order);
        return fail("T018", row, {model::join(order, ", "), near});
    }

    Typing& typing_;
    const TypedTable& table_;
    const ColumnDeclaration& declaration_;
    std::set<std::int64_t> refused_;  ///< the rows of cells that reading refused
    std::int64_t norwegian_dates_ = 0;
};

}  // namespace

Column empty_column(const ColumnDeclaration& declaration, std::size_t rows) {
    Column column;
    column.declaration = declaration;
    column.values.assign(rows, value_of_empty(declaration));
    column.states.assign(rows, state_of_empty(declaration));
    if (declaration.type == ColumnType::set) column.set_offsets.assign(rows + 1, 0);
    column.given = false;
    return column;
}

Column type_column(Typing& typing, const TypedTable& table, const ColumnDeclaration& declaration, const std::vector<std::string>& cells,
                   const std::vector<std::size_t>& rows) {
    Column column = empty_column(declaration, rows.size());
    column.given = true;
    const bool is_set = declaration.type == ColumnType::set;
    CellReader reader(typing, table, column.declaration);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string_view cell = trimmed(cells[rows[i]]);
        const std::int64_t row = table.row_numbers[i];
        if (cell.find('\0') != std::string_view::npos) {
            typing.error("T019", table, row, declaration.name);
        } else if (!is_utf8(cell)) {
            typing.error("T027", table, row, declaration.name);
        } else if (is_set) {
            std::vector<std::int64_t> codes;
            for (const std::string_view element : split(cell, ';')) codes.push_back(typing.typed.pool.add(element));
            std::ranges::sort(codes);
            codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
            if (!codes.empty()) column.states[i] = CellState::value;
            column.set_codes.insert(column.set_codes.end(), codes.begin(), codes.end());
        } else if (!cell.empty()) {
            std::int64_t value = 0;
            if (reader.read(cell, row, value)) {
                column.values[i] = value;
                column.states[i] = CellState::value;
            }
        }
        if (is_set) column.set_offsets[i + 1] = static_cast<std::int64_t>(column.set_codes.size());
    }
    if (reader.norwegian_dates() > 0) typing.note("T020", table, 0, declaration.name, {std::to_string(reader.norwegian_dates())});
    return column;
}

}  // namespace husrom::model
