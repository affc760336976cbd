#include "rules/listed.hpp"

#include <algorithm>

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

/// A text cell, empty when there is none.
std::string text_of(const model::TypedCase& typed, const model::TypedTable& table, std::string_view heading, std::size_t row) {
    const auto* column = table.find(heading);
    if (column == nullptr || column->declaration.type != ColumnType::text || column->states[row] != CellState::value) return {};
    return typed.pool.text(column->values[row]);
}

bool is_true(const model::TypedTable& table, std::string_view heading, std::size_t row) {
    const auto* column = table.find(heading);
    return column != nullptr && column->declaration.type == ColumnType::flag && column->states[row] == CellState::value &&
           column->values[row] != 0;
}

void report(const Scope& scope, model::Severity severity, const model::TypedTable& table, std::size_t row, std::string code,
            std::string column, std::vector<std::string> arguments) {
    scope.findings().add(
        {severity, std::move(code), table.source, table.name, table.row_numbers[row], std::move(column), std::move(arguments)});
}

}  // namespace

bool only_decides(const model::TypedTable& pairs, std::int32_t row) {
    const auto at = static_cast<std::size_t>(row);
    bool decides = false;
    for (const auto& [heading, column] : pairs.columns) {
        if (heading == "participant_id" || heading == "unit_id" || column.states[at] != CellState::value) continue;
        if (heading == "require" || heading == "forbid")
            decides = decides || is_true(pairs, heading, at);
        else if (heading == "allow")
            decides = true;
        else if (heading != "reason")
            return false;
    }
    return decides;
}

Listed::Listed(const Scope& scope, const Pool& pool) : pool_(pool) {
    required_.assign(static_cast<std::size_t>(scope.rows(Side::participant)), -1);
    read_pairs(scope);
    read_apart(scope);
}

void Listed::read_pairs(const Scope& scope) {
    const auto& typed = scope.typed();
    const auto& table = typed.table("pairs");
    const auto* allow = table.find("allow");
    for (std::size_t row = 0; row < static_cast<std::size_t>(table.rows()); ++row) {
        const auto number = static_cast<std::int32_t>(row);
        const auto participant = text_of(typed, table, "participant_id", row), unit = text_of(typed, table, "unit_id", row);
        ListedPair listed;
        listed.pair = {typed.table("participants").find_row(participant), typed.table("units").find_row(unit),
                       only_decides(table, number) ? -1 : number};
        const bool exists = listed.pair.participant >= 0 && listed.pair.unit >= 0;
        if (allow != nullptr && allow->declaration.type == ColumnType::set && allow->states[row] == CellState::value)
            for (const auto code : allow->set(row)) listed.waived.insert(typed.pool.text(code));
        listed.forbidden = is_true(table, "forbid", row);
        listed.required = is_true(table, "require", row);
        const std::vector<std::string> names{scope.shown_id("participant", participant), scope.shown_id("unit", unit)};
        if (exists) {
            by_pair_.emplace(std::pair(listed.pair.participant, listed.pair.unit), number);
            if (listed.required) required_[static_cast<std::size_t>(listed.pair.participant)] = listed.pair.unit;
            if (listed.forbidden && stays(listed.pair)) report(scope, model::Severity::error, table, row, "C204", "forbid", names);
            if (listed.required && pool_.position[static_cast<std::size_t>(listed.pair.unit)] < 0)
                report(scope, model::Severity::warning, table, row, "C206", "require", names);
        }
        rows_.push_back(std::move(listed));
    }
}

void Listed::read_apart(const Scope& scope) {
    const auto& typed = scope.typed();
    const auto& table = typed.table("apart");
    const auto& people = typed.table("participants");
    const auto& tenants = typed.table("tenants");
    const auto units = static_cast<std::size_t>(scope.rows(Side::unit));
    for (std::size_t row = 0; row < static_cast<std::size_t>(table.rows()); ++row) {
        const auto per = text_of(typed, table, "per", row);
        if (per != "unit" && per != "site" && per != "neighbourhood") continue;
        std::vector<std::int32_t> places(units);
        if (per == "unit")
            for (std::size_t unit = 0; unit < units; ++unit) places[unit] = static_cast<std::int32_t>(unit);
        else
            places = typed.join("unit." + per).rows;
        const std::string ids[] = {text_of(typed, table, "participant_id", row), text_of(typed, table, "other_id", row)};
        const std::int32_t first = people.find_row(ids[0]), second = people.find_row(ids[1]);
        if (first >= 0 && second >= 0) {
            apart_.push_back({first, second, std::move(places)});
            continue;
        }
        const auto participant = first >= 0 ? first : second;
        const auto tenant = tenants.find_row(first >= 0 ? ids[1] : ids[0]);
        if (participant < 0 || tenant < 0) continue;
        const auto place = typed.join("tenant." + per).rows[static_cast<std::size_t>(tenant)];
        auto& near = near_tenants_[participant];
        for (std::size_t unit = 0; unit < units; ++unit)
            if (place >= 0 && places[unit] == place) near.push_back(static_cast<std::int32_t>(unit));
        std::ranges::sort(near);
    }
}

std::int32_t Listed::find(std::int32_t participant, std::int32_t unit) const {
    const auto found = by_pair_.find({participant, unit});
    return found == by_pair_.end() ? -1 : found->second;
}

const ListedPair* Listed::decision(const Pair& pair) const {
    const auto row = find(pair.participant, pair.unit);
    return row < 0 ? nullptr : &rows_[static_cast<std::size_t>(row)];
}

bool Listed::waives(const Pair& pair, std::string_view rule) const {
    const auto* row = decision(pair);
    return row != nullptr && row->waived.contains(rule);
}

std::vector<RuleVerdict> Listed::verdicts(const Pair& pair) const {
    std::vector<RuleVerdict> verdicts;
    if (const auto* row = decision(pair); row != nullptr && row->forbidden) verdicts.push_back({"forbidden", Verdict::fail, {}});
    const auto near = near_tenants_.find(pair.participant);
    if (near != near_tenants_.end() && std::ranges::binary_search(near->second, pair.unit))
        verdicts.push_back({"apart", stays(pair) ? Verdict::waived : Verdict::fail, {}});
    if (const auto required = required_unit(pair.participant); required >= 0 && required != pair.unit)
        verdicts.push_back({"required", Verdict::fail, {}});
    return verdicts;
}

}  // namespace husrom::rules
