#include "rules/pool.hpp"

#include <algorithm>
#include <limits>

#include <husrom/core/integers.hpp>

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

std::vector<std::int32_t> current_units(const Scope& scope) {
    const auto& typed = scope.typed();
    const auto& people = typed.table("participants");
    std::vector<std::int32_t> homes(static_cast<std::size_t>(people.rows()), -1);
    const auto* column = people.find("current_unit");
    if (column == nullptr || column->declaration.type != ColumnType::text) return homes;
    for (std::size_t row = 0; row < homes.size(); ++row)
        if (column->states[row] == CellState::value) homes[row] = typed.table("units").find_row(typed.pool.text(column->values[row]));
    return homes;
}

std::vector<std::int64_t> people_in(std::span<const std::int32_t> homes, std::int32_t units) {
    std::vector<std::int64_t> count(static_cast<std::size_t>(units), 0);
    for (const auto home : homes)
        if (home >= 0) ++count[static_cast<std::size_t>(home)];
    return count;
}

/// The last day on which a home of the round may fall vacant.
std::int64_t last_day_of(const Scope& scope) {
    auto day = scope.as_of();
    guarded(scope, {"round horizon", {}}, [&] { day = core::checked_add(day, scope.policy().round.horizon_days); });
    return day;
}

}  // namespace

Pool make_pool(const Scope& scope) {
    const Entry entry{"round", {}};
    const auto& table = scope.typed().table("units");
    Pool pool;
    pool.current_unit = current_units(scope);
    const auto movers = people_in(pool.current_unit, table.rows());
    const auto tenants = people_in(scope.typed().join("tenant.unit").rows, table.rows());
    const auto available = scope.reader("unit.available_from", entry, Unknowns::keep);
    const auto capacity = scope.reader("unit.capacity", entry, Unknowns::defaults);
    const auto last_day = last_day_of(scope);
    if (available && available->type() != ColumnType::date)
        scope.error("P212", entry, {entry.id, available->path(), std::string(to_string(available->type()))});
    std::int64_t undated = 0;
    for (std::int32_t row = 0; row < table.rows(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        const auto date = available && available->given() ? available->read(row) : Cell{CellState::none, 0, {}};
        const auto places = capacity ? capacity->read(row) : Cell{};
        const auto all = places.state == CellState::value ? places.value : 1;
        const auto room = std::max(all - tenants[at], movers[at]);
        if (movers[at] > 0 && movers[at] + tenants[at] > all)
            scope.findings().add({model::Severity::warning,
                                  "C216",
                                  table.source,
                                  table.name,
                                  table.row_numbers[at],
                                  "capacity",
                                  {scope.shown_id("unit", table.ids[at]), std::to_string(all), std::to_string(movers[at] + tenants[at])}});
        const bool in_time = date.state != CellState::unknown && (date.state != CellState::value || date.value <= last_day);
        undated += date.state == CellState::unknown && movers[at] == 0 ? 1 : 0;
        if (movers[at] == 0 && (!in_time || room <= 0)) {
            pool.outside.push_back(table.ids[at]);
            pool.position.push_back(-1);
            continue;
        }
        pool.position.push_back(static_cast<std::int32_t>(pool.units.size()));
        pool.units.push_back(row);
        pool.room.push_back(static_cast<std::int32_t>(std::min<std::int64_t>(room, std::numeric_limits<std::int32_t>::max())));
    }
    if (undated > 0) scope.warn("C201", entry, {std::to_string(undated)});
    return pool;
}

}  // namespace husrom::rules
