#include <algorithm>
#include <array>

#include "model/text.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

namespace {

/// Rows whose cells under `heading` are `value`; none when there is no such column.
std::vector<std::size_t> rows_with(const model::Table* table, std::string_view heading, std::string_view value) {
    std::vector<std::size_t> rows;
    if (table == nullptr) return rows;
    const auto place = table->find(heading);
    if (!place) return rows;
    const auto& cells = table->columns[*place];
    for (std::size_t row = 0; row < cells.size(); ++row)
        if (model::trimmed(cells[row]) == value) rows.push_back(row);
    return rows;
}

std::string cell(const model::Table& table, std::string_view heading, std::size_t row) {
    const auto place = table.find(heading);
    return place ? table.columns[*place][row] : std::string();
}

}  // namespace

void Editor::edit(const AddRows& added) {
    auto* target = table(added.rows.name);
    if (target == nullptr) return;
    const auto& headings = added.rows.headings;
    for (std::size_t i = 0; i < std::max(headings.size(), added.rows.columns.size()); ++i) {
        if (i >= headings.size()) {
            refuse("S024", {target->name, std::to_string(i + 1)});
            return;
        }
        if (i >= added.rows.columns.size() || added.rows.columns[i].size() != added.rows.columns.front().size()) {
            refuse("S011", {target->name, headings[i]});
            return;
        }
    }
    const auto count = added.rows.columns.empty() ? 0 : added.rows.columns.front().size();
    const auto* kind = model::table_kind(target->name);
    if (!kind->key.empty()) {
        const auto new_key = added.rows.find(kind->key);
        if (!new_key) {
            refuse("S025", {target->name, std::string(kind->key)});
            return;
        }
        bool fits = true;
        for (const auto& id : added.rows.columns[*new_key]) {
            const bool twice = std::ranges::count(added.rows.columns[*new_key], id) > 1;
            if (twice || !rows_with(target, kind->key, id).empty()) {
                refuse("S009", {std::string(kind->singular), id});
                fits = false;
            }
        }
        if (!fits) return;
    }
    const auto first = target->rows();
    bool known = true;
    for (const auto& heading : headings) known = column(*target, heading).has_value() && known;
    if (!known) return;
    for (std::size_t row = 0; row < count; ++row) append_row(*target);
    for (std::size_t i = 0; i < headings.size(); ++i) {
        auto& cells = target->columns[*target->find(headings[i])];
        for (std::size_t row = 0; row < count; ++row) cells[first + row] = added.rows.columns[i][row];
    }
}

void Editor::edit(const CloseUnit& closed) {
    const auto unit = row("units", closed.unit);
    if (!unit) return;
    bool free = true;
    const auto* participants = source().find("participants");
    for (const auto at_row : rows_with(participants, "current_unit", closed.unit)) {
        refuse("S004", {closed.unit, cell(*participants, "participant_id", at_row)});
        free = false;
    }
    const auto* tenants = source().find("tenants");
    for (const auto at_row : rows_with(tenants, "unit_id", closed.unit)) {
        refuse("S004", {closed.unit, cell(*tenants, "tenant_id", at_row)});
        free = false;
    }
    auto* pairs = source().find("pairs");
    const auto pair_rows = rows_with(pairs, "unit_id", closed.unit);
    for (const auto at_row : pair_rows) {
        if (!is_true(*pairs, "require", at_row)) continue;
        refuse("S013", {closed.unit, cell(*pairs, "participant_id", at_row)});
        free = false;
    }
    if (!free) return;

    const auto erase = [](model::Table* from, const std::vector<std::size_t>& rows) {
        if (from == nullptr || rows.empty()) return;
        std::vector<bool> erased(from->rows(), false);
        for (const auto at_row : rows) erased[at_row] = true;
        erase_rows(*from, erased);
    };
    auto* wishes = source().find("wishes");
    auto wish_rows = rows_with(wishes, "value", closed.unit);
    std::erase_if(wish_rows, [&](std::size_t at_row) { return cell(*wishes, "kind", at_row) != "unit"; });
    erase(wishes, wish_rows);
    erase(pairs, pair_rows);
    erase(source().find("units"), {*unit});
}

void Editor::edit(const MoveUnit& moved) {
    const auto unit = row("units", moved.unit);
    const auto site = row("sites", moved.site);
    if (!unit || !site) return;
    auto& units = *source().find("units");
    units.columns[ensure_column(units, "site_id")][*unit] = moved.site;
    // A neighbourhood of its own would go before the site's.
    if (const auto own = units.find("neighbourhood_id")) units.columns[*own][*unit].clear();
    take_place(units, *unit, moved.site);
}

/// Coordinates of the site, else of its neighbourhood, else unknown: those of the old place are wrong now.
void Editor::take_place(model::Table& units, std::size_t unit, std::string_view site) {
    const auto x = units.find("x"), y = units.find("y");
    if (!x || !y) return;
    std::string east, north;
    const auto& sites = *source().find("sites");
    const auto site_row = rows_with(&sites, "site_id", site).front();
    east = cell(sites, "x", site_row);
    north = cell(sites, "y", site_row);
    if (east.empty() || north.empty()) {
        const auto* neighbourhoods = source().find("neighbourhoods");
        const auto found = rows_with(neighbourhoods, "neighbourhood_id", cell(sites, "neighbourhood_id", site_row));
        if (!found.empty()) {
            east = cell(*neighbourhoods, "x", found.front());
            north = cell(*neighbourhoods, "y", found.front());
        }
    }
    units.columns[*x][unit] = east;
    units.columns[*y][unit] = north;
    if (east.empty() || north.empty()) note("S014", {cell(units, "unit_id", unit)});
}

}  // namespace husrom::scenario
