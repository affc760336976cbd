#include "rules/limits/ungrouped.hpp"

#include <algorithm>
#include <map>
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

/// The heading of tenants' own rows that their group hangs on, as far as it is a fact of theirs; a tenant need not live in any place.
bool tenants_lack_column(const Limit& limit, const Scope& scope) {
    if (limit.groups().side() != Side::participant) return false;
    const auto& per = limit.rule().per;
    const auto begin = per.find('.') + 1, end = per.find('.', begin);
    const auto& table = scope.typed().table("tenants");
    const auto heading = per.substr(begin, end == std::string::npos ? end : end - begin);
    const auto* column = table.find(heading + "_id");
    if (column == nullptr) column = table.find(heading);
    return column == nullptr || !column->given;
}

/// The part of a cap that they use would be left open without a word.
void report_ungrouped_tenants(const Limit& limit, const Scope& scope, const Entry& entry) {
    const auto& per = limit.rule().per;
    const auto outside = [&](std::int32_t row) {
        return limit.groups().of_tenant(row) < 0 && limit.tenant_filter().judge({.participant = row}) != Truth::no;
    };
    std::vector<std::int32_t> tenants;
    for (std::int32_t row = 0; row < scope.rows(Side::participant, People::tenants); ++row)
        if (outside(row)) tenants.push_back(row);
    if (tenants.empty()) return;
    if (tenants_lack_column(limit, scope)) return scope.warn("P213", entry, {entry.id, per});
    std::map<std::string, std::int64_t> unknown;
    for (const auto& path : tenant_paths(limit.groups().table() != nullptr ? per + "_id" : per)) {
        const auto column = scope.typed().column(path);
        // A tenant's row need not name a home or a place.
        if (column.column == nullptr || (*limit.groups().side() == Side::unit && column.table->name == "tenants")) continue;
        auto& rows = unknown[column.table->singular + "." + column.column->declaration.name];
        rows = std::max<std::int64_t>(
            rows, std::ranges::count_if(tenants, [&column](std::int32_t row) { return column.state(row) == CellState::unknown; }));
    }
    for (const auto& [name, rows] : unknown)
        if (rows > 0) scope.warn("P242", entry, {entry.id, name, std::to_string(rows)});
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
