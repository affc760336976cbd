#include <algorithm>
#include <numeric>

#include <husrom/model/well_known.hpp>

#include "model/code_points.hpp"
#include "model/decimal_marks.hpp"
#include "model/misfits.hpp"
#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {
namespace {

/// The headings that identify a row of a table: its key, or what a relation joins.
std::vector<std::string_view> identifying(const TableKind& kind) {
    if (!kind.key.empty()) return {kind.key};
    if (kind.name == "wishes") return {"participant_id", "kind", "value"};
    if (kind.name == "pairs") return {"participant_id", "unit_id"};
    if (kind.name == "apart") return {"participant_id", "other_id", "per"};
    return {"neighbourhood_id", "other_id"};
}

/// The order of rows that does not depend on the order they came in. Rows that it leaves tied are duplicates, which are errors.
std::vector<std::size_t> canonical_rows(const Table& given, const TableKind& kind) {
    std::vector<std::size_t> columns, rows(given.rows());
    for (const std::string_view heading : identifying(kind))
        if (const auto column = given.find(heading)) columns.push_back(*column);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::ranges::stable_sort(rows, [&](std::size_t a, std::size_t b) {
        for (const std::size_t column : columns) {
            const auto order = trimmed(given.columns[column][a]) <=> trimmed(given.columns[column][b]);
            if (order != 0) return order < 0;
        }
        return false;
    });
    return rows;
}

/// Columns that rules may read although the table has no such heading: declared ones and the joins that well-known columns make.
void add_absent_columns(const Policy& policy, TypedTable& table) {
    const auto rows = static_cast<std::size_t>(table.rows());
    for (const ColumnDeclaration& declaration : policy.columns)
        if (declaration.table == table.singular && !table.find(declaration.name))
            table.columns.emplace(declaration.name, empty_column(declaration, rows));
    for (const ColumnDeclaration& declaration : well_known_columns())
        if (declaration.table == table.singular && !table.find(declaration.name))
            table.columns.emplace(declaration.name, empty_column(declaration, rows));
}

/// A heading that nothing declares and that is one slip away from a declared one which is absent.
void suggest_heading(Typing& typing, const TypedTable& table, const TableKind& kind, const Table& given, const std::string& heading) {
    const auto needed = identifying(kind);
    std::vector<std::string> absent;
    const auto add = [&](const ColumnDeclaration& declaration) {
        // A missing column that tells rows apart has been reported.
        if (std::ranges::find(needed, declaration.name) != needed.end()) return;
        if (declaration.table == table.singular && !given.find(declaration.name)) absent.push_back(declaration.name);
    };
    std::ranges::for_each(typing.policy.columns, add);
    std::ranges::for_each(well_known_columns(), add);
    const std::string near = heading.size() < 4 ? std::string() : nearest(heading, absent);
    if (!near.empty()) typing.warn("T007", table, 0, heading, {near});
}

/// The row of a table that holds the headings when lines of a title stand above them; 0 when there is none.
std::int64_t stand_below(const Table& given, const TableKind& kind) {
    constexpr std::size_t most_rows_of_a_title = 10;
    for (std::size_t row = 0; row < std::min(given.rows(), most_rows_of_a_title); ++row)
        for (const auto& column : given.columns)
            if (lower(trimmed(column[row])) == identifying(kind).front()) return given.row_numbers[row];
    return 0;
}

/// The heading that may stand for a missing one: a slip of the hand away, or its Norwegian name.
std::string taken_for(const TableKind& kind, std::string_view heading, const Table& given) {
    const std::string near = nearest(heading, given.headings);
    if (const ColumnDeclaration* known = near.empty() ? well_known(kind.singular, heading) : nullptr)
        for (const std::string& one : given.headings)
            if (lower(one) == lower(known->text.nb)) return one;
    return near;
}

/// True when the table has every heading that tells its rows apart.
bool check_identifying(Typing& typing, const TypedTable& table, const TableKind& kind, const Table& given) {
    const std::int64_t below = stand_below(given, kind);
    for (const std::string_view heading : identifying(kind)) {
        if (given.find(heading)) continue;
        typing.keyless.emplace(kind.name);
        typing.error("T002", table, 0, "",
                     {std::string(heading), below > 0 ? "" : taken_for(kind, heading, given), below > 0 ? std::to_string(below) : ""});
        if (below > 0) break;
    }
    return !typing.keyless.contains(kind.name);
}

/// True when every cell that is filled in reads under the declaration.
bool reads(const Typing& typing, const TypedTable& table, const Table& given, std::size_t column, const ColumnDeclaration& declaration,
           const std::vector<std::size_t>& rows) {
    if (declaration.type == ColumnType::text) return true;
    Findings faults;
    Typing trial{typing.source, typing.policy, typing.typed, faults};
    const auto marked = with_decimal_marks(trial, table, given, column, declaration, true);
    static_cast<void>(type_column(trial, table, declaration, marked ? *marked : given.columns[column], rows));
    return faults.ok();
}

/// What a column that nothing declares is taken for: what its cells look like; for tenants, what the participants' column of the same name
/// was taken for, as their own cells may be few or empty, unless some of them do not read as that. Numbers keep their own digits.
ColumnDeclaration taken_as(const Typing& typing, const TypedTable& table, const Table& given, std::size_t column,
                           const std::vector<std::size_t>& rows) {
    ColumnDeclaration own = infer(table.singular, given.headings[column], given.columns[column]);
    if (table.name != "tenants") return own;
    const Column* participants = typing.typed.table("participants").find(given.headings[column]);
    if (!participants || (is_number(own.type) && is_number(participants->declaration.type))) return own;
    return reads(typing, table, given, column, participants->declaration, rows) ? participants->declaration : own;
}

void type_table(Typing& typing, TypedTable& table, const TableKind& kind, const Table& given) {
    table.source = given.source;
    if (const Findings faults = misfits(given); !faults.ok()) {
        for (const Finding& fault : faults.list()) typing.add(fault);
        typing.keyless.emplace(kind.name);
        return;
    }
    // An empty list has no headings to miss: it is a table without rows.
    if (given.headings.empty()) return;
    check_privacy(typing, table, given);
    const bool keyed = check_identifying(typing, table, kind, given);
    if (!keyed && stand_below(given, kind)) return;
    const std::vector<std::size_t> rows = canonical_rows(given, kind);
    for (const std::size_t row : rows) table.row_numbers.push_back(given.row_numbers[row]);
    if (!kind.key.empty()) table.ids.resize(rows.size());
    if (!kind.key.empty() && keyed) {
        const std::vector<std::string>& keys = given.columns[*given.find(kind.key)];
        for (std::size_t i = 0; i < rows.size(); ++i) {
            table.ids[i] = trimmed(keys[rows[i]]);
            table.position.try_emplace(table.ids[i], static_cast<std::int32_t>(i));
        }
        check_keys(typing, table, keys, rows);
    }
    // Columns by name, so that the pool of texts does not depend on their order either.
    std::map<std::string, std::size_t, std::less<>> by_name;
    for (std::size_t column = 0; column < given.headings.size(); ++column) by_name.emplace(given.headings[column], column);
    for (const auto& [heading, column] : by_name) {
        if (trimmed(heading).empty()) {
            typing.error("T024", table, 0, "", {std::to_string(column + 1)});
            continue;
        }
        if (!is_utf8(heading)) {
            typing.error("T027", table, 0, heading);
            continue;
        }
        const ColumnDeclaration* declaration = declared(typing.policy, table.singular, heading);
        if (!declaration) suggest_heading(typing, table, kind, given, heading);
        const ColumnDeclaration inferred = declaration ? ColumnDeclaration() : taken_as(typing, table, given, column, rows);
        const ColumnDeclaration& used = declaration ? *declaration : inferred;
        const auto marked = with_decimal_marks(typing, table, given, column, used, !declaration);
        table.columns.emplace(heading, type_column(typing, table, used, marked ? *marked : given.columns[column], rows));
    }
}

}  // namespace

std::shared_ptr<const TypedCase> type_case(const Case& source, const Policy& policy, Findings& findings) {
    auto typed = std::make_shared<TypedCase>();
    typed->name = source.name;
    Typing typing{source, policy, *typed, findings};
    for (const Finding& note : source.notes.list())
        if (!is_of_decimal_marks(note)) typing.add(note);
    for (const TableKind& kind : table_kinds()) {
        TypedTable& table = typed->tables[std::string(kind.name)];
        table.name = kind.name;
        table.singular = kind.singular;
        table.source = kind.name;
        const Table* given = source.find(kind.name);
        if (given) type_table(typing, table, kind, *given);
        if ((kind.name == "participants" || kind.name == "units") && !given && !typing.unreadable(kind.name))
            typing.error("T021", table, 0, "", {});
        add_absent_columns(policy, table);
    }
    check_references(typing);
    check_case(typing);
    typed->digest = case_digest(*typed);
    findings.sort();
    return typed;
}

}  // namespace husrom::model
