#include "rules/limits/ungrouped.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace husrom::rules {

using model::CellState;
using model::PathColumn;

namespace {

/// The column whose cells name the group: that of the ids where the groups are a table.
PathColumn column_of(const Limit& limit, const Scope& scope) {
    const auto& per = limit.rule().per;
    auto ids = limit.groups().table() != nullptr ? scope.typed().column(per + "_id") : PathColumn{};
    return ids.column != nullptr ? ids : scope.typed().column(per);
}

/// The column that the case does not have, so that nothing is joined beyond it; empty when the headings are all there.
std::string absent_column(const Limit& limit, const Scope& scope) {
    const auto& per = limit.rule().per;
    if (limit.groups().table() == nullptr) return scope.typed().column(per).column->given ? "" : per;
    const auto* from = scope.join(root_of(per)).table;
    for (auto begin = per.find('.'); begin != std::string::npos;) {
        const auto end = per.find('.', begin + 1);
        const auto path = per.substr(0, end), join = path.substr(begin + 1);
        const auto reached = scope.join(path);
        if (std::ranges::all_of(reached.rows, [](std::int32_t row) { return row < 0; })) {
            const auto* ids = from->find(join + "_id");
            if (ids == nullptr) ids = from->find(join);
            return ids != nullptr && ids->given ? "" : path + "_id";
        }
        from = reached.table;
        begin = end;
    }
    return "";
}

/// Tenants of a case without any such heading live elsewhere, as far as the case is concerned.
bool tenants_have_places(const Scope& scope) {
    const auto& table = scope.typed().table("tenants");
    return std::ranges::any_of(std::array{"unit_id", "site_id", "neighbourhood_id"}, [&table](const char* heading) {
        const auto* column = table.find(heading);
        return column != nullptr && column->given;
    });
}

/// Does anything in the row of some of these tenants say where their group is to be sought: their team …, or, of homes, any place at all?
bool name_where(const Limit& limit, std::span<const std::int32_t> tenants, const Scope& scope) {
    const auto& per = limit.rule().per;
    std::vector<std::string> first;
    if (*limit.groups().side() == Side::unit) first = {"tenant.unit", "tenant.site", "tenant.neighbourhood"};
    for (const auto& path : tenant_paths(per)) first.push_back(path.substr(0, path.find('.', path.find('.') + 1)));
    return std::ranges::any_of(first, [&](const std::string& path) {
        const auto join = scope.typed().join(path);
        const auto reached = [&join](std::int32_t row) { return join.rows[static_cast<std::size_t>(row)] >= 0; };
        return join.table != nullptr && std::ranges::any_of(tenants, reached);
    });
}

/// Rows in which the group of some of these tenants is unknown, by the name of their column.
std::map<std::string, std::set<std::int32_t>> unknown_groups(const Limit& limit, std::span<const std::int32_t> tenants,
                                                             const Scope& scope) {
    const auto& per = limit.rule().per;
    std::map<std::string, std::set<std::int32_t>> unknown;
    for (const auto& path : tenant_paths(limit.groups().table() != nullptr ? per + "_id" : per)) {
        const auto column = scope.typed().column(path);
        // A tenant's row need not name a home or a place. A column that a place lacks is said of the homes.
        if (column.column == nullptr || !column.column->given || (*limit.groups().side() == Side::unit && column.table->name == "tenants"))
            continue;
        for (const auto row : tenants)
            if (column.state(row) == CellState::unknown)
                unknown[column.table->singular + "." + column.column->declaration.name].insert(column.rows[static_cast<std::size_t>(row)]);
    }
    return unknown;
}

/// The part of a cap that they use would be left open without a word.
void report_ungrouped_tenants(const Limit& limit, const Scope& scope, const Entry& entry) {
    std::vector<std::int32_t> outside;
    bool inside = false;
    for (std::int32_t row = 0; row < scope.rows(Side::participant, People::tenants); ++row) {
        if (limit.tenant_filter().judge({.participant = row}) == Truth::no) continue;
        const bool grouped = limit.groups().of_tenant(row) >= 0;
        inside = inside || grouped;
        if (!grouped) outside.push_back(row);
    }
    if (outside.empty()) return;
    const auto unknown = unknown_groups(limit, outside, scope);
    for (const auto& [name, rows] : unknown) scope.warn("P242", entry, {entry.id, name, std::to_string(rows.size())});
    // One tenant may well have no team, and live nowhere that a limit is per; that no row says anything is a column not filled in.
    if (inside || !unknown.empty() || name_where(limit, outside, scope)) return;
    const bool live_elsewhere = *limit.groups().side() == Side::unit && !tenants_have_places(scope);
    scope.report(live_elsewhere ? model::Severity::note : model::Severity::warning, "P213", entry, {entry.id, limit.rule().per});
}

}  // namespace

void report_ungrouped(const Limit& limit, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry) {
    const auto side = limit.groups().side();
    if (!side) return;
    report_ungrouped_tenants(limit, scope, entry);
    const auto column = column_of(limit, scope);
    std::int64_t concerned = 0, counted = 0, unknown = 0;
    const auto look = [&](std::int32_t row, Truth concerns) {
        if (concerns == Truth::no) return;
        ++concerned;
        counted += limit.groups().of_row(row) >= 0 ? 1 : 0;
        unknown += column.state(row) == CellState::unknown ? 1 : 0;
    };
    if (*side == Side::unit)
        for (const auto row : pool) look(row, limit.filter().unit(row));
    else
        for (std::int32_t row = 0; row < scope.rows(*side); ++row) look(row, limit.filter().participant(row));
    if (concerned == 0) return;
    if (counted == 0) {
        if (const auto absent = absent_column(limit, scope); !absent.empty()) return scope.warn("P218", entry, {entry.id, absent});
        if (unknown == 0) return scope.note("P241", entry, {entry.id, limit.rule().per});
    }
    if (unknown > 0) scope.warn("P242", entry, {entry.id, limit.rule().per, std::to_string(unknown)});
}

}  // namespace husrom::rules
