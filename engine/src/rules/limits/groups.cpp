#include "rules/limits/groups.hpp"

#include <algorithm>
#include <map>

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

bool makes_groups(ColumnType type) {
    return type != ColumnType::decimal && type != ColumnType::date && type != ColumnType::set;
}

std::string group_named(const Reader& reader, std::int32_t row, const model::TextPool& pool) {
    const auto cell = reader.read(row);
    const bool none = cell.state == CellState::none && reader.type() != ColumnType::text;
    if (cell.state != CellState::value && !none) return {};
    switch (reader.type()) {
        case ColumnType::text:
            return pool.text(cell.value);
        case ColumnType::ordered:
            return reader.declaration().order[static_cast<std::size_t>(cell.value)];
        case ColumnType::flag:
            return cell.value != 0 ? "true" : "false";
        default:
            return std::to_string(cell.value);
    }
}

std::optional<Groups> Groups::compile(const std::string& per, const Scope& scope, const Entry& entry) {
    Groups groups;
    if (per == "all") {
        groups.names_.emplace_back();
        return groups;
    }
    const auto root = root_of(per);
    if (root != "participant" && root != "unit") {
        scope.error("P220", entry, {entry.id, per});
        return std::nullopt;
    }
    groups.side_ = root == "participant" ? Side::participant : Side::unit;
    if (groups.take_joins(per, scope) || groups.take_column(per, scope, entry)) return groups;
    return std::nullopt;
}

bool Groups::take_joins(const std::string& per, const Scope& scope) {
    auto join = scope.join(per);
    if (join.table == nullptr) return false;
    table_ = join.table;
    names_ = join.table->ids;
    of_row_ = std::move(join.rows);
    auto tenants = scope.join(per, People::tenants);
    of_tenant_ = std::move(tenants.rows);
    if (tenants.table != table_) of_tenant_.assign(static_cast<std::size_t>(scope.rows(Side::participant, People::tenants)), -1);
    return true;
}

bool Groups::take_column(const std::string& per, const Scope& scope, const Entry& entry) {
    const auto reader = scope.reader(per, entry, Unknowns::keep);
    if (!reader) return false;
    const auto type = reader->type();
    if (!makes_groups(type)) {
        scope.error("P203", entry, {entry.id, per, std::string(to_string(type))});
        return false;
    }
    const auto tenants = scope.reader(per, entry, Unknowns::keep, People::tenants);
    // A group is told by its name wherever its limit is.
    const auto is_personal = [](const Reader& one) { return one.declaration().column_class == model::ColumnClass::personal; };
    if (is_personal(*reader) || (tenants && is_personal(*tenants))) {
        scope.error("P233", entry, {entry.id, per});
        return false;
    }
    std::map<std::string, std::int32_t> groups;
    const auto collect = [&](const Reader& column, std::int32_t rows) {
        std::vector<std::string> names;
        for (std::int32_t row = 0; row < rows; ++row) {
            names.push_back(group_named(column, row, scope.typed().pool));
            if (!names.back().empty()) groups.emplace(names.back(), 0);
        }
        return names;
    };
    const auto names = collect(*reader, scope.rows(*side_));
    const auto tenant_rows = scope.rows(Side::participant, People::tenants);
    // A heading that tenants do not have says of none of them under which group they fall.
    const auto tenant_names =
        tenants && !tenants->lacking() ? collect(*tenants, tenant_rows) : std::vector<std::string>(static_cast<std::size_t>(tenant_rows));
    for (auto& [name, group] : groups) {
        group = static_cast<std::int32_t>(names_.size());
        names_.push_back(name);
    }
    const auto number = [&groups](const std::string& name) { return name.empty() ? -1 : groups.find(name)->second; };
    std::ranges::transform(names, std::back_inserter(of_row_), number);
    std::ranges::transform(tenant_names, std::back_inserter(of_tenant_), number);
    return true;
}

}  // namespace husrom::rules
