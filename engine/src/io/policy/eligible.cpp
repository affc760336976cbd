#include "io/policy/sections.hpp"

namespace husrom::io {

using namespace model;

namespace {

Within read_within(PolicyTable& table) {
    Within rule{table.path("value"), table.column_or_number("low"), table.column_or_number("high")};
    if (!table.has("low") && !table.has("high")) table.error("P002", "low", {table.where(), "low"});
    const Decimal *low = rule.low ? std::get_if<Decimal>(&*rule.low) : nullptr,
                  *high = rule.high ? std::get_if<Decimal>(&*rule.high) : nullptr;
    if (low && high && low->digits == 0 && high->digits == 0 && low->value > high->value) table.error("P019", "low", {table.where()});
    return rule;
}

OneOf read_one_of(PolicyTable& table) {
    OneOf rule;
    rule.value = table.path("value");
    const toml::node* set = table.require("set");
    if (const toml::array* list = set ? set->as_array() : nullptr) {
        if (const auto values = literal(*list, table.out(), table.where(), "set")) rule.set = std::get<std::vector<std::string>>(*values);
        if (list->empty()) table.error("P021", "set", {table.where() + " set"});
    } else if (set) {
        rule.set = table.path("set");
    }
    return rule;
}

/// A place that has x and y: a row of the participant's or the unit's side.
std::string read_place(PolicyTable& table, std::string_view key) {
    std::string place = table.text(key);
    if (!place.empty()) check_path(place, true, table.out(), table.line(key), table.where(), std::string(key));
    return place;
}

ColumnOrNumber required_bound(PolicyTable& table, std::string_view key) {
    if (!table.require(key)) return Decimal{};
    const auto bound = table.column_or_number(key);
    const Decimal* number = bound ? std::get_if<Decimal>(&*bound) : nullptr;
    if (number && number->value < 0) table.error("P010", key, {table.where() + " " + std::string(key), to_text(*number), "0"});
    return bound.value_or(Decimal{});
}

EligibleType read_type(PolicyTable& table) {
    if (!table.has("type")) table.error("P030", "type", {table.where(), "type"});
    const auto type = table.word("type",
                                 {"at_least", "at_most", "equal", "requires", "forbids", "one_of", "contains", "disjoint", "within",
                                  "within_km", "before", "risk_below"},
                                 false);
    if (!type) {
        table.accept_all_but_near({"type"});
        return AtLeast{};
    }
    switch (*type) {
        case 0:
            return AtLeast{table.operands("left"), table.operands("right")};
        case 1:
            return AtMost{table.operands("left"), table.operands("right")};
        case 2:
            return EqualColumns{table.path("left"), table.path("right")};
        case 3:
            return Requires{table.conditions("when", true), table.conditions("then", true)};
        case 4:
            return Forbids{table.conditions("conditions", true)};
        case 5:
            return read_one_of(table);
        case 6:
            return Contains{table.path("set"), table.path("element")};
        case 7:
            return Disjoint{table.path("left"), table.path("right")};
        case 8:
            return read_within(table);
        case 9:
            return WithinKm{read_place(table, "left"), read_place(table, "right"), required_bound(table, "km")};
        case 10: {
            Before rule{table.path("left"), table.path("right")};
            rule.slack_days = table.days_if("slack_days").value_or(0);
            return rule;
        }
        default:
            return RiskBelow{required_bound(table, "max")};
    }
}

}  // namespace

EligibleRule read_eligible(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "eligible");
    EligibleRule rule;
    rule.line = table.place();
    rule.id = table.text("id");
    table.rename("eligible \"" + rule.id + "\"");
    rule.type = read_type(table);
    rule.among = table.conditions("among");
    rule.where = table.conditions("where");
    rule.unknown = static_cast<OnUnknown>(table.word("unknown", {"fail", "pass", "ask"}, false).value_or(0));
    rule.on = table.flag_or("on", true);
    rule.text = table.words("text");
    rule.legal_basis = table.text_or("legal_basis", {});
    rule.protected_reason = table.words("protected_reason");
    table.finish();
    return rule;
}

}  // namespace husrom::io
