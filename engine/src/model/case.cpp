#include <husrom/model/case.hpp>

#include <algorithm>
#include <array>

namespace husrom::model {

std::optional<std::size_t> Table::find(std::string_view heading) const {
    const auto found = std::ranges::find(headings, heading);
    if (found == headings.end()) return std::nullopt;
    return static_cast<std::size_t>(found - headings.begin());
}

std::span<const TableKind> table_kinds() {
    static constexpr std::array<TableKind, 13> kinds{{
        {"participants", "participant", "participant_id"},
        {"units", "unit", "unit_id"},
        {"sites", "site", "site_id"},
        {"neighbourhoods", "neighbourhood", "neighbourhood_id"},
        {"districts", "district", "district_id"},
        {"teams", "team", "team_id"},
        {"landlords", "landlord", "landlord_id"},
        {"budgets", "budget", "budget_id"},
        {"tenants", "tenant", "tenant_id"},
        {"wishes", "wish", ""},
        {"pairs", "pair", ""},
        {"apart", "apart", ""},
        {"adjacent", "adjacent", ""},
    }};
    return kinds;
}

const TableKind* table_kind(std::string_view name) {
    for (const TableKind& kind : table_kinds())
        if (kind.name == name || kind.singular == name) return &kind;
    return nullptr;
}

const Table* Case::find(std::string_view table) const {
    const auto found = std::ranges::find(tables, table, &Table::name);
    return found == tables.end() ? nullptr : &*found;
}

Table* Case::find(std::string_view table) {
    const auto found = std::ranges::find(tables, table, &Table::name);
    return found == tables.end() ? nullptr : &*found;
}

}  // namespace husrom::model
