#include "io/policy/sections.hpp"

namespace husrom::io {

using namespace model;

namespace {

std::vector<std::int64_t> read_points(PolicyTable& table) {
    std::vector<std::int64_t> points;
    if (!table.require("points")) return points;
    const toml::array* list = table.array_if("points");
    if (!list) return points;
    for (const toml::node& element : *list) {
        if (const auto* integer = element.as_integer())
            points.push_back(integer->get());
        else
            table.wrong_type("points", "integer", element);
    }
    if (list->empty()) table.error("P021", "points", {table.where() + " points"});
    return points;
}

WaitingTerm read_waiting(PolicyTable& table) {
    WaitingTerm term;
    term.since = table.path("since");
    if (!table.require("steps")) return term;
    const toml::array* list = table.array_if("steps");
    if (!list) return term;
    for (const toml::node& element : *list) {
        const auto* step_table = element.as_table();
        if (!step_table) {
            table.wrong_type("steps", "table", element);
            continue;
        }
        PolicyTable inner(*step_table, table.out(), table.where() + " steps");
        WaitingStep step;
        if (inner.require("days")) step.days = inner.days_if("days").value_or(0);
        step.points = inner.integer("points");
        inner.finish();
        if (!term.steps.empty() && step.days <= term.steps.back().days) table.error("P017", "steps", {table.where()});
        term.steps.push_back(step);
    }
    if (list->empty()) table.error("P021", "steps", {table.where() + " steps"});
    return term;
}

/// A place that has x and y.
std::string read_place(PolicyTable& table, std::string_view key) {
    std::string place = table.text(key);
    if (!place.empty()) check_path(place, true, table.out(), table.line(key), table.where(), std::string(key));
    return place;
}

DistanceTerm read_distance(PolicyTable& table) {
    DistanceTerm term{read_place(table, "left"), read_place(table, "right"), table.integer("points_per_km"),
                      table.integer_if("most_points")};
    if (term.most_points && *term.most_points < 0)
        table.error("P010", "most_points", {table.where() + " most_points", std::to_string(*term.most_points), "0"});
    return term;
}

Decimal read_times(PolicyTable& table) {
    return table.decimal_if("times").value_or(Decimal{1, 0});
}

/// A column of `pairs`, written as a path or as the bare heading.
std::string read_pair_column(PolicyTable& table) {
    std::string column = table.text("column");
    if (column.find('.') == std::string::npos && !column.empty()) column = "pair." + column;
    if (!column.empty()) check_path(column, false, table.out(), table.line("column"), table.where(), "column");
    return column;
}

TermType read_type(PolicyTable& table) {
    if (!table.has("type")) table.error("P030", "type", {table.where(), "type"});
    const auto type = table.word(
        "type", {"equal", "closeness", "distance", "wish_rank", "waiting", "days_to_home", "risk", "column", "pair", "slack"}, false);
    if (!type) {
        table.accept_all_but_near({"type"});
        return EqualTerm{};
    }
    switch (*type) {
        case 0:
            return EqualTerm{table.path("left"), table.path("right"), table.integer("points")};
        case 1:
            return ClosenessTerm{table.path("left"), table.path("right"), table.integer("over"), table.integer("under")};
        case 2:
            return read_distance(table);
        case 3:
            return WishRankTerm{table.text("kind"), read_points(table)};
        case 4:
            return read_waiting(table);
        case 5: {
            DaysToHomeTerm term;
            if (table.has("from")) term.from = table.path("from");
            term.points_per_day = table.integer("points_per_day");
            return term;
        }
        case 6:
            return RiskTerm{table.integer("points_each")};
        case 7:
            return ColumnTerm{table.path("column"), read_times(table)};
        case 8:
            return PairTerm{read_pair_column(table), read_times(table)};
        default: {
            SlackTerm term{table.operands("left"), table.operands("right"), {}};
            if (table.require("points_each")) term.points_each = table.decimal_if("points_each").value_or(Decimal{});
            return term;
        }
    }
}

}  // namespace

Term read_term(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "term");
    Term term;
    term.line = table.place();
    term.id = table.text("id");
    table.rename("term \"" + term.id + "\"");
    term.type = read_type(table);
    term.among = table.conditions("among");
    term.where = table.conditions("where");
    term.on = table.flag_or("on", true);
    term.text = table.words("text");
    term.protected_reason = table.words("protected_reason");
    table.finish();
    return term;
}

}  // namespace husrom::io
