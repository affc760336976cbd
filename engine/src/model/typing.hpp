#pragma once

/// The steps of type_case(), in the order in which they run. Each adds findings and never throws for bad input.

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/model/typed_case.hpp>

namespace husrom::model {

/// What every step reads and writes.
struct Typing {
    const Case& source;
    const Policy& policy;
    TypedCase& typed;
    Findings& findings;

    std::set<std::string, std::less<>> keyless{};  ///< tables without a column that tells their rows apart

    /// True for a table that was there, but whose rows could not be read or told apart, which has been said already.
    [[nodiscard]] bool unreadable(std::string_view table) const {
        if (keyless.contains(table)) return true;
        for (const Finding& note : source.notes.list())
            if (note.severity == Severity::error && note.table == table && note.code.starts_with('F')) return !source.find(table);
        return false;
    }

    /// True when the policy declares the column personal: no finding then shows a cell of it, nor anything near one.
    [[nodiscard]] bool hides(const TypedTable& table, std::string_view heading) const;
    /// A cell as a finding may show it.
    [[nodiscard]] std::string shown(const TypedTable& table, std::string_view heading, const std::string& cell) const;

    void error(std::string code, const TypedTable& table, std::int64_t row, std::string column, std::vector<std::string> arguments = {}) {
        add({Severity::error, std::move(code), table.source, table.name, row, std::move(column), std::move(arguments)});
    }
    void warn(std::string code, const TypedTable& table, std::int64_t row, std::string column, std::vector<std::string> arguments = {}) {
        add({Severity::warning, std::move(code), table.source, table.name, row, std::move(column), std::move(arguments)});
    }
    void note(std::string code, const TypedTable& table, std::int64_t row, std::string column, std::vector<std::string> arguments = {}) {
        add({Severity::note, std::move(code), table.source, table.name, row, std::move(column), std::move(arguments)});
    }
    /// Adds a finding without national identity numbers, wherever it would show them, and with names for what cannot be seen.
    void add(Finding finding);
};

/// A cell of the column as a finding may show it: neither what the policy calls personal nor a national identity number.
[[nodiscard]] std::string shown(const Policy& policy, std::string_view table, std::string_view heading, const std::string& cell);

/// The declaration that holds for a column: the policy's, else the well-known one, for tenants else the participants' one, else nullptr.
[[nodiscard]] const ColumnDeclaration* declared(const Policy& policy, std::string_view table, std::string_view name);

/// What the cells of an undeclared column look like: a whole number, a decimal with the digits seen, a flag, a date, or text.
[[nodiscard]] ColumnDeclaration infer(std::string_view table, std::string_view name, const std::vector<std::string>& cells);

/// Cells into integers by a declaration; `rows` is the order in which the cells are taken.
[[nodiscard]] Column type_column(Typing& typing, const TypedTable& table, const ColumnDeclaration& declaration,
                                 const std::vector<std::string>& cells, const std::vector<std::size_t>& rows);
/// A column of empty cells.
[[nodiscard]] Column empty_column(const ColumnDeclaration& declaration, std::size_t rows);

/// Headings and cells that must not come here: names, national identity numbers.
void check_privacy(Typing& typing, const TypedTable& table, const Table& given);
/// Keys: empty, twice, not to be told apart by eye, damaged by a spreadsheet.
void check_keys(Typing& typing, const TypedTable& table, const std::vector<std::string>& keys, const std::vector<std::size_t>& rows);
/// Ids that name rows of other tables, and cycles of a table that refers to itself.
void check_references(Typing& typing);
/// What the tables say together: homes without a place, movers, tenants, contradictory pairs.
void check_case(Typing& typing);

[[nodiscard]] std::string case_digest(const TypedCase& typed);

}  // namespace husrom::model
