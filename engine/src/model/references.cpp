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
    const std::string look = look_of(id);
    for (const std::string& other : target.ids)
        if (look_of(other) == look) return other;
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
        if (unreadable(targets)) return;
        const bool any_given =
            std::ranges::any_of(targets, [&](const TypedTable* target) { return typing_.source.find(target->name) != nullptr; });
        const bool hidden = typing_.hides(table, heading) || std::ranges::any_of(targets, [&](const TypedTable* target) {
                                return typing_.hides(*target, target->singular + "_id");
                            });
        int suggestions = 0;
        bool absent_said = false;
        for (std::size_t row = 0; row < found->values.size(); ++row) {
            if (found->states[row] != CellState::value) continue;
            const std::string& id = typing_.typed.pool.text(found->values[row]);
            if (stands(targets, id)) continue;
            if (!any_given) {
                if (!absent_said) typing_.error("R002", table, 0, std::string(heading), {targets.front()->name});
                absent_said = true;
                continue;
            }
            if (now_a_tenant(targets, id)) {
                const bool personal = hidden || holds_national_id(id);
                typing_.error("R006", table, table.row_numbers[row], std::string(heading), {personal ? std::string() : id});
                continue;
            }
            std::string near = hidden ? std::string() : suggestion_among(targets, id, suggestions);
            // An id that is nearly a national identity number tells that number.
            const bool tells = hidden || holds_national_id(near);
            if (tells) near.clear();
            typing_.error("R001", table, table.row_numbers[row], std::string(heading), {tells ? std::string() : id, names(targets), near});
        }
    }

    /// Every element of a set column names a row of the target. The places that somebody stays away from are not repeated.
    void set(const TypedTable& table, std::string_view heading, const std::vector<const TypedTable*>& targets) {
        const Column* found = table.find(heading);
        if (!found || !found->given || found->declaration.type != ColumnType::set || unreadable(targets)) return;
        for (std::size_t row = 0; row < found->states.size(); ++row) {
            const auto codes = found->set(row);
            const bool dangles =
                std::ranges::any_of(codes, [&](std::int64_t code) { return !stands(targets, typing_.typed.pool.text(code)); });
            if (dangles) typing_.warn("R003", table, table.row_numbers[row], std::string(heading), {names(targets)});
        }
    }

    /// The value of a wish names a row when its kind is a table. What a person wrote as a wish is not repeated.
    void wishes(const TypedTable& table) {
        const Column *kind = table.find("kind"), *value = table.find("value");
        if (!kind || !value || kind->declaration.type != ColumnType::text || value->declaration.type != ColumnType::text) return;
        for (std::size_t row = 0; row < kind->values.size(); ++row) {
            if (kind->states[row] != CellState::value || value->states[row] != CellState::value) continue;
            const std::string& word = typing_.typed.pool.text(kind->values[row]);
            const std::string& id = typing_.typed.pool.text(value->values[row]);
            std::vector<const TypedTable*> targets;
            if (word == "area") targets = {&typing_.typed.table("neighbourhoods"), &typing_.typed.table("districts")};
            for (const TableKind& one : table_kinds())
                if (!one.key.empty() && one.singular == word) targets = {&typing_.typed.table(one.name)};
            if (targets.empty() || unreadable(targets) || stands(targets, id)) continue;
            typing_.error("R001", table, table.row_numbers[row], "value", {"", names(targets), ""});
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
    /// The rows of a table that could not be read are not known to be missing.
    [[nodiscard]] bool unreadable(const std::vector<const TypedTable*>& targets) const {
        return std::ranges::any_of(targets, [&](const TypedTable* target) { return typing_.unreadable(target->name); });
    }
    [[nodiscard]] static bool stands(const std::vector<const TypedTable*>& targets, const std::string& id) {
        return std::ranges::any_of(targets, [&](const TypedTable* target) { return target->find_row(id) >= 0; });
    }
    /// People who got a home in an earlier round; an id that looks alike is somebody else's.
    [[nodiscard]] bool now_a_tenant(const std::vector<const TypedTable*>& targets, const std::string& id) const {
        const TypedTable& tenants = typing_.typed.table("tenants");
        return targets.front()->name == "participants" && std::ranges::find(targets, &tenants) == targets.end() &&
               tenants.find_row(id) >= 0;
    }
    [[nodiscard]] static std::string suggestion_among(const std::vector<const TypedTable*>& targets, const std::string& id, int& given) {
        std::string near;
        for (const TypedTable* target : targets)
            if (near.empty() && given < most_suggestions) near = suggestion(*target, id);
        ++given;
        return near;
    }
    [[nodiscard]] static std::string names(const std::vector<const TypedTable*>& targets) {
        std::vector<std::string> list;
        for (const TypedTable* target : targets) list.push_back(target->name);
        return model::join(list, " / ");
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
