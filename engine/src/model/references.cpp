#include <algorithm>
#include <map>

#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {
namespace {

/// Suggestions look at every id of a table, so only the first dangling ones of a column get one.
constexpr int most_suggestions = 5;

std::string with_lost_zeros(const TypedTable& target, const std::string& id) {
    std::string padded = id;
    for (int i = 0; i < 8; ++i)
        if (target.find_row(padded = "0" + padded) >= 0) return padded;
    return {};
}

std::string suggestion(const TypedTable& target, const std::string& id) {
    for (const std::string& other : target.ids)
        if (lower(other) == lower(id)) return other;
    const std::string padded = with_lost_zeros(target, id);
    return padded.empty() ? nearest(id, target.ids) : padded;
}

class ReferenceCheck {
public:
    explicit ReferenceCheck(Typing& typing) : typing_(typing) {}

    /// Every filled cell of the column names a row of one of the targets.
    void column(const TypedTable& table, std::string_view heading, const std::vector<const TypedTable*>& targets) {
        const Column* found = table.find(heading);
        if (!found || !found->given || found->declaration.type != ColumnType::text) return;
        const bool any_rows = std::ranges::any_of(targets, [](const TypedTable* target) { return target->rows() > 0; });
        // A table that could not be read has been reported; its rows are not known to be missing.
        if (std::ranges::any_of(targets, [&](const TypedTable* target) { return typing_.unreadable(target->name); })) return;
        int suggestions = 0;
        bool absent_said = false;
        for (std::size_t row = 0; row < found->values.size(); ++row) {
            if (found->states[row] != CellState::value) continue;
            const std::string& id = typing_.typed.pool.text(found->values[row]);
            if (std::ranges::any_of(targets, [&](const TypedTable* target) { return target->find_row(id) >= 0; })) continue;
            if (!any_rows) {
                if (!absent_said) typing_.error("R002", table, 0, std::string(heading), {targets.front()->name});
                absent_said = true;
                continue;
            }
            dangling("R001", Severity::error, table, table.row_numbers[row], heading, id, targets, suggestions);
        }
    }

    /// Every element of a set column names a row of the target.
    void set(const TypedTable& table, std::string_view heading, const std::vector<const TypedTable*>& targets) {
        const Column* found = table.find(heading);
        if (!found || !found->given || found->declaration.type != ColumnType::set) return;
        int suggestions = 0;
        for (std::size_t row = 0; row < found->states.size(); ++row) {
            for (const std::int64_t code : found->set(row)) {
                const std::string& id = typing_.typed.pool.text(code);
                if (std::ranges::any_of(targets, [&](const TypedTable* target) { return target->find_row(id) >= 0; })) continue;
                dangling("R003", Severity::warning, table, table.row_numbers[row], heading, id, targets, suggestions);
            }
        }
    }

    /// The value of a wish names a row when its kind is a table.
    void wishes(const TypedTable& table) {
        const Column *kind = table.find("kind"), *value = table.find("value");
        if (!kind || !value || kind->declaration.type != ColumnType::text || value->declaration.type != ColumnType::text) return;
        int suggestions = 0;
        for (std::size_t row = 0; row < kind->values.size(); ++row) {
            if (kind->states[row] != CellState::value || value->states[row] != CellState::value) continue;
            const std::string& word = typing_.typed.pool.text(kind->values[row]);
            const std::string& id = typing_.typed.pool.text(value->values[row]);
            std::vector<const TypedTable*> targets;
            if (word == "area") targets = {&typing_.typed.table("neighbourhoods"), &typing_.typed.table("districts")};
            for (const TableKind& one : table_kinds())
                if (!one.key.empty() && one.singular == word) targets = {&typing_.typed.table(one.name)};
            if (targets.empty() || std::ranges::any_of(targets, [&](const TypedTable* target) { return target->find_row(id) >= 0; }))
                continue;
            dangling("R001", Severity::error, table, table.row_numbers[row], "value", id, targets, suggestions);
        }
    }

    /// Rows whose parents lead back to themselves.
    void cycles(const TypedTable& table, std::string_view heading) {
        const Column* parent = table.find(heading);
        if (!parent || !parent->given || parent->declaration.type != ColumnType::text) return;
        const auto size = static_cast<std::size_t>(table.rows());
        std::vector<std::int32_t> next(size, -1);
        for (std::size_t row = 0; row < size; ++row)
            if (parent->states[row] == CellState::value) next[row] = table.find_row(typing_.typed.pool.text(parent->values[row]));
        std::vector<int> seen(size, 0);  // 0: not yet, otherwise the walk that met the row
        for (std::size_t start = 0; start < size; ++start) {
            const int walk = static_cast<int>(start) + 1;
            auto row = static_cast<std::int32_t>(start);
            while (row >= 0 && seen[static_cast<std::size_t>(row)] == 0) {
                seen[static_cast<std::size_t>(row)] = walk;
                row = next[static_cast<std::size_t>(row)];
            }
            if (row < 0 || seen[static_cast<std::size_t>(row)] != walk) continue;
            std::vector<std::string> members;
            const std::int32_t first = row;
            do {
                members.push_back(table.ids[static_cast<std::size_t>(row)]);
                row = next[static_cast<std::size_t>(row)];
            } while (row != first && members.size() < 6);
            typing_.error("R004", table, table.row_numbers[static_cast<std::size_t>(first)], std::string(heading),
                          {model::join(members, " → ") + " → " + (row == first ? members.front() : "…")});
        }
    }

private:
    void dangling(std::string_view code, Severity severity, const TypedTable& table, std::int64_t row, std::string_view heading,
                  const std::string& id, const std::vector<const TypedTable*>& targets, int& suggestions) {
        std::string near;
        for (const TypedTable* target : targets)
            if (near.empty() && suggestions < most_suggestions) near = suggestion(*target, id);
        ++suggestions;
        const std::string shown = is_national_id(id) ? std::string("…") : id;
        std::string names;
        for (const TypedTable* target : targets) names += (names.empty() ? "" : " / ") + target->name;
        typing_.findings.add({severity, std::string(code), table.source, table.name, row, std::string(heading), {shown, names, near}});
    }

    Typing& typing_;
};

}  // namespace

void check_references(Typing& typing) {
    ReferenceCheck check(typing);
    const TypedCase& typed = typing.typed;
    for (const TableKind& kind : table_kinds()) {
        const TypedTable& table = typed.table(kind.name);
        if (table.rows() == 0) continue;
        for (const TableKind& target : table_kinds()) {
            if (target.key.empty()) continue;
            if (target.name != kind.name) check.column(table, target.key, {&typed.table(target.name)});
            const std::string parent = "parent_" + std::string(target.key);
            if (target.name == kind.name) {
                check.column(table, parent, {&table});
                check.cycles(table, parent);
            }
        }
    }
    check.column(typed.table("participants"), "current_unit", {&typed.table("units")});
    check.set(typed.table("participants"), "avoid_areas",
              {&typed.table("neighbourhoods"), &typed.table("districts"), &typed.table("sites")});
    check.column(typed.table("apart"), "other_id", {&typed.table("participants"), &typed.table("tenants")});
    check.column(typed.table("adjacent"), "other_id", {&typed.table("neighbourhoods")});
    check.wishes(typed.table("wishes"));
}

}  // namespace husrom::model
