#include <algorithm>
#include <numeric>

#include <husrom/model/case.hpp>
#include <husrom/model/decimal.hpp>

#include "model/text.hpp"

namespace husrom::model {
namespace {

std::size_t rank_of(std::string_view name) {
    const auto kinds = table_kinds();
    return static_cast<std::size_t>(std::ranges::find(kinds, name, &TableKind::name) - kinds.begin());
}

template <typename Value, typename Text>
std::vector<std::string> cells(std::span<const Value> values, std::span<const std::uint8_t> known, Text text) {
    std::vector<std::string> result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        if (known.empty() || (i < known.size() && known[i] != 0)) result[i] = text(values[i]);
    return result;
}

/// What is known is said of every value, or of none.
void check_known(Findings& notes, const Table& table, std::string_view heading, std::size_t values, std::size_t known) {
    if (known == 0 || known == values) return;
    notes.add({Severity::error,
               "T005",
               table.source,
               table.name,
               0,
               std::string(trimmed(heading)),
               {std::to_string(std::min(values, known)), std::to_string(std::max(values, known))}});
}

}  // namespace

CaseBuilder& CaseBuilder::table(std::string_view name, std::string_view source) {
    const TableKind* kind = table_kind(name);
    const std::string table_name(kind ? kind->name : name);
    for (std::size_t i = 0; i < case_.tables.size(); ++i) {
        if (case_.tables[i].name == table_name) {
            current_ = i;
            return *this;
        }
    }
    Table added;
    added.name = table_name;
    added.source = source.empty() ? "columns of " + table_name : std::string(source);
    current_ = case_.tables.size();
    case_.tables.push_back(std::move(added));
    return *this;
}

Table& CaseBuilder::current() {
    if (current_ >= case_.tables.size()) throw InvalidArgument("CaseBuilder: name a table before its columns");
    return case_.tables[current_];
}

void CaseBuilder::add(std::string_view heading, std::vector<std::string> added) {
    Table& table = current();
    heading = trimmed(heading);
    if (table.find(heading)) {
        case_.notes.add({Severity::error, "T003", table.source, table.name, 0, std::string(heading), {}});
        return;
    }
    table.headings.emplace_back(heading);
    table.columns.push_back(std::move(added));
}

CaseBuilder& CaseBuilder::text(std::string_view heading, std::span<const std::string> values) {
    add(heading, {values.begin(), values.end()});
    return *this;
}

CaseBuilder& CaseBuilder::text(std::string_view heading, std::vector<std::string> values) {
    add(heading, std::move(values));
    return *this;
}

CaseBuilder& CaseBuilder::integers(std::string_view heading, std::span<const std::int64_t> values, std::span<const std::uint8_t> known) {
    check_known(case_.notes, current(), heading, values.size(), known.size());
    add(heading, cells(values, known, [](std::int64_t value) { return std::to_string(value); }));
    return *this;
}

CaseBuilder& CaseBuilder::decimals(std::string_view heading, std::span<const double> values, std::span<const std::uint8_t> known) {
    check_known(case_.notes, current(), heading, values.size(), known.size());
    add(heading, cells(values, known, [](double value) { return value == value ? shortest_text(value) : std::string(); }));
    return *this;
}

CaseBuilder& CaseBuilder::flags(std::string_view heading, std::span<const std::uint8_t> values, std::span<const std::uint8_t> known) {
    check_known(case_.notes, current(), heading, values.size(), known.size());
    add(heading, cells(values, known, [](std::uint8_t value) { return std::string(value ? "true" : "false"); }));
    return *this;
}

CaseBuilder& CaseBuilder::policy(std::string toml_text, std::string source) {
    case_.policy_text = std::move(toml_text);
    case_.policy_source = std::move(source);
    return *this;
}

Case CaseBuilder::build() {
    Case built = case_;
    for (Table& table : built.tables) {
        if (!table_kind(table.name)) {
            std::vector<std::string> names;
            for (const TableKind& kind : table_kinds()) names.emplace_back(kind.name);
            built.notes.add({Severity::error, "T001", table.source, table.name, 0, "", {nearest(table.name, names), join(names, ", ")}});
        }
        std::size_t rows = 0;
        for (const auto& column : table.columns) rows = std::max(rows, column.size());
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (table.columns[i].size() == rows) continue;
            built.notes.add({Severity::error,
                             "T005",
                             table.source,
                             table.name,
                             0,
                             table.headings[i],
                             {std::to_string(table.columns[i].size()), std::to_string(rows)}});
            table.columns[i].resize(rows);
        }
        table.row_numbers.resize(rows);
        std::iota(table.row_numbers.begin(), table.row_numbers.end(), std::int64_t{2});
    }
    std::erase_if(built.tables, [](const Table& table) { return !table_kind(table.name); });
    std::ranges::stable_sort(built.tables, {}, [](const Table& table) { return rank_of(table.name); });
    built.notes.sort();
    return built;
}

}  // namespace husrom::model
