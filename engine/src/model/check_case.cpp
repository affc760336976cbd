#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {
namespace {

/// A cell as text when it is filled; empty otherwise.
std::string filled(const TypedCase& typed, const Column* column, std::size_t row) {
    if (!column || column->declaration.type != ColumnType::text || column->states[row] != CellState::value) return {};
    return typed.pool.text(column->values[row]);
}

bool is_true(const Column* column, std::size_t row) {
    return column && column->declaration.type == ColumnType::flag && column->states[row] == CellState::value && column->values[row] != 0;
}

std::size_t rows_of(const TypedTable& table) {
    return static_cast<std::size_t>(table.rows());
}

class CaseCheck {
public:
    explicit CaseCheck(Typing& typing) : typing_(typing), typed_(typing.typed) {}

    void places() {
        const TypedTable &units = typed_.table("units"), &sites = typed_.table("sites"), &areas = typed_.table("neighbourhoods");
        for (const TypedTable* table : {&typed_.table("participants"), &units})
            if (table->rows() == 0 && typing_.source.find(table->name) && judged(*table)) typing_.warn("T022", *table, 0, "");
        if (sites.rows() == 0 && areas.rows() == 0) return;
        for (std::size_t row = 0; row < rows_of(units) && judged(units); ++row)
            if (filled(typed_, units.find("site_id"), row).empty() && filled(typed_, units.find("neighbourhood_id"), row).empty())
                typing_.error("C010", units, units.row_numbers[row], "site_id", {units.ids[row]});
        if (judged(units) && judged(sites)) same_neighbourhood(units, sites);
        if (areas.rows() == 0) return;
        for (std::size_t row = 0; row < rows_of(sites) && judged(sites); ++row)
            if (filled(typed_, sites.find("neighbourhood_id"), row).empty())
                typing_.warn("C011", sites, sites.row_numbers[row], "neighbourhood_id", {sites.ids[row]});
    }

    void movers() {
        const TypedTable &people = typed_.table("participants"), &units = typed_.table("units"), &tenants = typed_.table("tenants");
        if (!judged(people)) return;
        for (std::size_t row = 0; row < rows_of(people); ++row) {
            const std::int32_t tenant = tenants.find_row(people.ids[row]);
            if (tenant >= 0)
                typing_.error("C012", people, people.row_numbers[row], "participant_id",
                              {person(people.ids[row]), std::to_string(tenants.row_numbers[static_cast<std::size_t>(tenant)])});
        }
        std::map<std::string, std::vector<std::size_t>> by_unit;
        for (std::size_t row = 0; row < rows_of(people); ++row) {
            const std::string unit = filled(typed_, people.find("current_unit"), row);
            if (!unit.empty()) by_unit[unit].push_back(row);
        }
        const Column* capacity = units.find("capacity");
        for (const auto& [unit, rows] : by_unit) {
            const std::int32_t home = units.find_row(unit);
            if (home < 0) continue;
            const auto place = static_cast<std::size_t>(home);
            const std::int64_t room = capacity && capacity->states[place] == CellState::value ? capacity->values[place] : 1;
            if (static_cast<std::int64_t>(rows.size()) <= room) continue;
            std::vector<std::string> ids;
            for (const std::size_t row : rows) ids.push_back(person(people.ids[row]));
            typing_.error("C013", people, people.row_numbers[rows.back()], "current_unit",
                          {unit, model::join(ids, ", "), std::to_string(room)});
        }
    }

    void pairs() {
        const TypedTable& table = typed_.table("pairs");
        if (!judged(table)) return;
        const Column *allow = table.find("allow"), *forbid = table.find("forbid"), *require = table.find("require");
        std::map<std::string, std::size_t> required;
        std::vector<std::string> rules;
        for (const EligibleRule& rule : typing_.policy.eligible) rules.push_back(rule.id);
        // An entry of [risk] that forbids may be set aside too; being kept apart may not, as it protects somebody else.
        if (typing_.policy.risk) rules.emplace_back("risk");
        // A policy that could not be read names no rule at all, which is said of the policy.
        const bool policy_read = !typing_.policy.id.empty();
        for (std::size_t row = 0; row < rows_of(table); ++row) {
            const std::int64_t number = table.row_numbers[row];
            const bool allows = allow && allow->declaration.type == ColumnType::set && !allow->set(row).empty();
            if (is_true(forbid, row) && (is_true(require, row) || allows))
                typing_.error("C014", table, number, "forbid", {is_true(require, row) ? "require" : "allow"});
            if (allows && filled(typed_, table.find("reason"), row).empty()) typing_.error("C015", table, number, "reason");
            if (allows && policy_read) {
                for (const std::int64_t code : allow->set(row)) {
                    const std::string& id = typed_.pool.text(code);
                    if (std::ranges::find(rules, id) == rules.end())
                        typing_.error("R005", table, number, "allow",
                                      {typing_.shown(table, "allow", id), typing_.hides(table, "allow") ? "" : nearest(id, rules)});
                }
            }
            if (!is_true(require, row)) continue;
            const std::string id = filled(typed_, table.find("participant_id"), row);
            const auto [first, added] = required.try_emplace(id, row);
            if (!added) typing_.error("C016", table, number, "require", {person(id), std::to_string(table.row_numbers[first->second])});
        }
    }

    void apart() {
        const TypedTable& table = typed_.table("apart");
        if (!judged(table)) return;
        for (std::size_t row = 0; row < rows_of(table); ++row) {
            const std::string one = filled(typed_, table.find("participant_id"), row), other = filled(typed_, table.find("other_id"), row);
            const std::string per = filled(typed_, table.find("per"), row);
            if (!one.empty() && one == other) typing_.error("C017", table, table.row_numbers[row], "other_id", {person(one)});
            if (per != "unit" && per != "site" && per != "neighbourhood")
                typing_.error("C018", table, table.row_numbers[row], "per", {nearest(per, {"unit", "site", "neighbourhood"})});
        }
    }

    void adjacent() {
        const TypedTable& table = typed_.table("adjacent");
        if (!judged(table)) return;
        for (std::size_t row = 0; row < rows_of(table); ++row) {
            const std::string one = filled(typed_, table.find("neighbourhood_id"), row),
                              other = filled(typed_, table.find("other_id"), row);
            if (!one.empty() && one == other) typing_.error("C017", table, table.row_numbers[row], "other_id", {one});
        }
        const Column* share = table.find("share");
        if (!share) return;
        each_number(table, "share", [&](std::size_t row, std::int64_t value) {
            if (less({1, 0}, {value, share->declaration.digits})) typing_.error("C220", table, table.row_numbers[row], "share");
        });
    }

    /// What a person wished for is not repeated: the row is enough to find it.
    void wishes() {
        const TypedTable& table = typed_.table("wishes");
        if (!judged(table)) return;
        each_number(table, "rank", [&](std::size_t row, std::int64_t rank) {
            if (rank < 1) typing_.error("C218", table, table.row_numbers[row], "rank");
        });
        const auto kinds = kinds_of_wishes();
        for (std::size_t row = 0; row < rows_of(table); ++row) {
            const std::string kind = filled(typed_, table.find("kind"), row);
            // A path may lead anywhere; the term that names it is checked where it is read.
            const bool known = kind.empty() || kind.find('.') != std::string::npos || std::ranges::find(kinds, kind) != kinds.end();
            if (!known)
                typing_.warn("C219", table, table.row_numbers[row], "kind", {typing_.hides(table, "kind") ? "" : nearest(kind, kinds)});
        }
    }

    /// The same two (or three) cells in two rows of a relation.
    void twice(std::string_view name, const std::vector<std::string>& headings, bool either_way) {
        const TypedTable& table = typed_.table(name);
        if (!judged(table)) return;
        std::map<std::vector<std::string>, std::size_t> seen;
        for (std::size_t row = 0; row < rows_of(table); ++row) {
            std::vector<std::string> cells;
            for (const std::string& heading : headings) cells.push_back(filled(typed_, table.find(heading), row));
            for (std::size_t i = 0; i < 2; ++i)
                if (cells[i].empty()) typing_.error("C019", table, table.row_numbers[row], headings[i]);
            if (cells[0].empty() || cells[1].empty()) continue;
            if (either_way && cells[1] < cells[0]) std::swap(cells[0], cells[1]);
            const auto [first, added] = seen.try_emplace(cells, row);
            if (added) continue;
            const std::int64_t here = table.row_numbers[row], there = table.row_numbers[first->second];
            typing_.error("C020", table, std::max(here, there), "", {model::join(headings, ", "), std::to_string(std::min(here, there))});
        }
    }

private:
    /// A home lies where its site lies: a rule may read either, and must not find two places.
    void same_neighbourhood(const TypedTable& units, const TypedTable& sites) {
        for (std::size_t row = 0; row < rows_of(units); ++row) {
            const std::string own = filled(typed_, units.find("neighbourhood_id"), row);
            const std::string id = filled(typed_, units.find("site_id"), row);
            const std::int32_t site = id.empty() ? -1 : sites.find_row(id);
            if (own.empty() || site < 0) continue;
            const auto place = static_cast<std::size_t>(site);
            const std::string there = filled(typed_, sites.find("neighbourhood_id"), place);
            if (there.empty() || there == own) continue;
            typing_.error("C217", units, units.row_numbers[row], "neighbourhood_id",
                          {typing_.shown(units, "unit_id", units.ids[row]), typing_.shown(units, "neighbourhood_id", own),
                           typing_.shown(sites, "site_id", id), std::to_string(sites.row_numbers[place]),
                           typing_.shown(sites, "neighbourhood_id", there)});
        }
    }
    /// What a wish may be about: a place or a fact of the home.
    [[nodiscard]] std::vector<std::string> kinds_of_wishes() const {
        std::vector<std::string> kinds{"area", "type"};
        for (const TableKind& kind : table_kinds())
            if (!kind.key.empty()) kinds.emplace_back(kind.singular);
        for (const auto& [heading, column] : typed_.table("units").columns) kinds.push_back(heading);
        for (const Term& term : typing_.policy.terms)
            if (const auto* wish = std::get_if<WishRankTerm>(&term.type)) kinds.push_back(wish->kind);
        return kinds;
    }
    /// The filled cells of a column of numbers.
    template <typename Visit> static void each_number(const TypedTable& table, std::string_view heading, Visit visit) {
        const Column* column = table.find(heading);
        if (!column || (column->declaration.type != ColumnType::integer && column->declaration.type != ColumnType::decimal)) return;
        for (std::size_t row = 0; row < rows_of(table); ++row)
            if (column->states[row] == CellState::value) visit(row, column->values[row]);
    }
    /// What a table says of its rows is judged only when they can be told apart.
    [[nodiscard]] bool judged(const TypedTable& table) const { return !typing_.unreadable(table.name); }
    /// The id of a participant as a finding may show it.
    [[nodiscard]] std::string person(const std::string& id) const {
        return typing_.shown(typed_.table("participants"), "participant_id", id);
    }

    Typing& typing_;
    const TypedCase& typed_;
};

}  // namespace

void check_case(Typing& typing) {
    CaseCheck check(typing);
    check.places();
    check.movers();
    check.pairs();
    check.apart();
    check.adjacent();
    check.wishes();
    check.twice("wishes", {"participant_id", "kind", "value"}, false);
    check.twice("pairs", {"participant_id", "unit_id"}, false);
    check.twice("apart", {"participant_id", "other_id", "per"}, true);
    check.twice("adjacent", {"neighbourhood_id", "other_id"}, true);
}

}  // namespace husrom::model
