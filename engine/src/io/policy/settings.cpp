// The sections that are settings rather than rules: round, risk, ties, refusals, changes.

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "io/policy/sections.hpp"

namespace husrom::io {

using namespace model;

Round read_round(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "round");
    Round round;
    if (table.require("as_of")) round.as_of = table.date_if("as_of").value_or(Date{});
    round.horizon_days = table.days_if("horizon").value_or(0);
    if (round.horizon_days < 0) table.error("P010", "horizon", {"round horizon", std::to_string(round.horizon_days), "0"});
    table.finish();
    return round;
}

Ties read_ties(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "ties");
    Ties ties;
    ties.line = table.place();
    if (table.has("order")) ties.order = table.texts("order");
    const auto& order = ties.order;
    for (auto name = order.begin(); name != order.end(); ++name) {
        if (std::find(order.begin(), name, *name) != name)
            table.error("P006", "order", {"ties order \"" + *name + "\"", std::to_string(table.line("order"))});
        if (*name == "lottery" && name + 1 != order.end()) table.error("P027", "order", {*(name + 1)});
    }
    ties.protected_reason = table.words("protected_reason");
    const auto seed = table.integer_if("lottery_seed");
    if (seed && *seed < 0) table.error("P010", "lottery_seed", {"ties lottery_seed", std::to_string(*seed), "0"});
    ties.lottery_seed = static_cast<std::uint64_t>(seed.value_or(0));
    table.finish();
    return ties;
}

namespace {

std::vector<std::string> read_columns(PolicyTable& table, std::string_view key) {
    table.require(key);
    std::vector<std::string> columns = table.texts(key);
    for (const std::string& column : columns) check_path(column, false, table.out(), table.line(key), table.where(), std::string(key));
    return columns;
}

}  // namespace

Risk read_risk(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "risk");
    Risk risk;
    risk.line = table.place();
    risk.traits = read_columns(table, "traits");
    risk.factors = read_columns(table, "factors");
    table.require("points");
    const toml::array* rows = table.array_if("points");
    bool shaped = rows && rows->size() == risk.traits.size();
    for (std::size_t i = 0; rows && i < rows->size(); ++i) {
        const toml::array* row = (*rows)[i].as_array();
        if (!row) {
            table.wrong_type("points", "array", (*rows)[i]);
            continue;
        }
        shaped = shaped && row->size() == risk.factors.size();
        risk.points.emplace_back();
        for (const toml::node& entry : *row) {
            const auto* text = entry.as_string();
            if (const auto* integer = entry.as_integer())
                risk.points.back().push_back(integer->get());
            else if (text && text->get() == "forbid")
                risk.points.back().push_back(std::nullopt);
            else if (text)
                out.error("P005", line_of(entry), "points", {"risk points", text->get(), "forbid", "integer, \"forbid\""});
            else
                table.wrong_type("points", "integer", entry);
        }
    }
    if (rows && !shaped) table.error("P012", "points", {"risk", std::to_string(risk.traits.size()), std::to_string(risk.factors.size())});
    if (const toml::table* about = table.table_if("source")) {
        PolicyTable inner(*about, out, "risk source");
        risk.source = inner.words("text");
        risk.source_date = inner.date_if("date");
        inner.finish();
    }
    risk.protected_reason = table.words("protected_reason");
    table.finish();
    return risk;
}

std::vector<RefusalRule> read_refusals(const toml::table& source, PolicyFindings& out) {
    std::vector<RefusalRule> refusals;
    for (const auto& [reason, node] : source) {
        const std::string name(reason.str());
        const auto* table = node.as_table();
        if (!table) {
            out.error("P004", line_of(node), name, {"refusals", "table", type_of(node)});
            continue;
        }
        PolicyTable inner(*table, out, "refusals \"" + name + "\"");
        RefusalRule refusal;
        refusal.reason = name;
        refusal.park_days = inner.days_if("park_days");
        if (refusal.park_days && *refusal.park_days < 0)
            inner.error("P010", "park_days", {inner.where() + " park_days", std::to_string(*refusal.park_days), "0"});
        refusal.forbid = inner.text_or("forbid", {});
        inner.finish();
        refusals.push_back(std::move(refusal));
    }
    return refusals;
}

std::vector<OverrideReason> read_overrides(const toml::table& source, PolicyFindings& out) {
    std::vector<OverrideReason> reasons;
    PolicyTable table(source, out, "overrides");
    const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    for (const auto& [key, node] : source) {
        const std::string code(key.str());
        // Codes stand in the log, so that they are no words about a person.
        if (!std::ranges::all_of(code, allowed))
            out.error("P005", static_cast<std::int64_t>(key.source().begin.line), code, {"overrides", code, "", "A-Z, 0-9, _"});
        reasons.push_back({code, table.words(code)});
    }
    return reasons;
}

ChangeRule read_change(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "change");
    ChangeRule change;
    change.line = table.place();
    change.id = table.text("id");
    table.rename("change \"" + change.id + "\"");
    change.limit = table.text_or("limit", {});
    if (table.has("limit"))
        change.by = table.integer("by");
    else
        change.by = table.integer_if("by").value_or(0);
    const std::initializer_list<std::string_view> droppable{"wishes", "pairs", "apart"};
    if (const auto found = table.word("table", droppable, false)) change.table = droppable.begin()[*found];
    if (table.has("table"))
        change.drop = table.integer("drop");
    else
        change.drop = table.integer_if("drop").value_or(0);
    for (const auto& [key, count] : {std::pair("by", change.by), std::pair("drop", change.drop)})
        if (const auto* node = table.find(key); node != nullptr && node->is_integer() && count < 1)
            table.error("P010", key, {table.where() + " " + key, std::to_string(count), "1"});
    if (const toml::table* set = table.table_if("set")) {
        PolicyTable inner(*set, out, table.where() + " set");
        change.column = inner.path("column");
        if (const toml::node* value = inner.require("value")) change.value = literal(*value, out, inner.where(), "value");
        inner.finish();
    }
    if (const toml::table* unit = table.table_if("unit")) {
        for (const auto& [heading, node] : *unit)
            if (auto value = literal(node, out, table.where() + " unit", std::string(heading.str())))
                change.unit.emplace_back(std::string(heading.str()), std::move(*value));
    }
    int kinds = 0;
    for (const auto* kind : {"limit", "table", "set", "unit"}) kinds += table.has(kind) ? 1 : 0;
    if (kinds == 0) table.error("P002", "limit", {table.where(), "limit"});
    if (kinds > 1) table.error("P014", "id", {table.where(), "limit", "table, set, unit"});
    table.finish();
    return change;
}

}  // namespace husrom::io
