#include "rules/limits/ungrouped.hpp"

#include <algorithm>
#include <string>

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

}  // namespace

void report_ungrouped(const Limit& limit, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry) {
    const auto side = limit.groups().side();
    if (!side) return;
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
