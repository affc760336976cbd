#include "io/policy/sections.hpp"

namespace husrom::io {

using namespace model;

namespace {

/// 1, "risk", a column, { column, times }, a list of them, or { product = [participant column, unit column] }.
LimitSum read_sum(PolicyTable& table) {
    const toml::node* node = table.find("sum");
    if (!node) return SumOne{};
    if (const auto* one = node->as_integer()) {
        if (one->get() != 1) table.error("P005", "sum", {table.where() + " sum", std::to_string(one->get()), "1", "1, \"risk\", a column"});
        return SumOne{};
    }
    if (const auto* text = node->as_string(); text && text->get() == "risk") return SumRisk{};
    if (const auto* product = node->as_table(); product && product->contains("product")) {
        PolicyTable inner(*product, table.out(), table.where() + " sum");
        const std::vector<std::string> columns = inner.texts("product");
        inner.finish();
        for (const std::string& column : columns) check_path(column, false, table.out(), table.line("sum"), inner.where(), "product");
        if (columns.size() == 2) return SumProduct{columns[0], columns[1]};
        table.error("P004", "sum", {inner.where() + " product", "an array of two columns", std::to_string(columns.size())});
        return SumOne{};
    }
    return SumColumns{table.operands("sum")};
}

void read_steps(PolicyTable& table, LimitRule& limit) {
    const toml::array* list = table.array_if("steps");
    if (!list) return;
    bool takes_the_rest = false;  // the step before
    for (const toml::node& element : *list) {
        const auto* step_table = element.as_table();
        if (!step_table) {
            table.wrong_type("steps", "table", element);
            continue;
        }
        PolicyTable inner(*step_table, table.out(), table.where() + " steps");
        SoftStep step;
        step.width = inner.integer_if("width");
        if (inner.require("slope")) step.slope = inner.decimal_if("slope").value_or(Decimal{});
        inner.finish();
        if (step.width && *step.width < 1) inner.error("P010", "width", {inner.where() + " width", std::to_string(*step.width), "1"});
        if (step.slope.value < 0) inner.error("P010", "slope", {inner.where() + " slope", to_text(step.slope), "0"});
        if (!limit.steps.empty() && (takes_the_rest || less(step.slope, limit.steps.back().slope)))
            table.error("P013", "steps", {table.where()});
        takes_the_rest = !inner.has("width");
        limit.steps.push_back(step);
    }
    if (list->empty()) table.error("P021", "steps", {table.where() + " steps"});
}

void check_bound(PolicyTable& table, std::string_view key, const std::optional<ColumnOrNumber>& bound) {
    const Decimal* number = bound ? std::get_if<Decimal>(&*bound) : nullptr;
    if (number && number->value < 0) table.error("P010", key, {table.where() + " " + std::string(key), to_text(*number), "0"});
}

}  // namespace

LimitRule read_limit(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "limit");
    LimitRule limit;
    limit.line = table.place();
    limit.id = table.text("id");
    table.rename("limit \"" + limit.id + "\"");
    limit.per = table.text_or("per", "all");
    if (limit.per != "all") {
        // "budget" alone is not a path: it has to say whose budget.
        check_path(limit.per, false, out, table.line("per"), table.where(), "per");
    }
    limit.sum = read_sum(table);
    limit.among = table.conditions("among");
    limit.where = table.conditions("where");
    limit.max = table.column_or_number("max");
    limit.min = table.column_or_number("min");
    check_bound(table, "max", limit.max);
    check_bound(table, "min", limit.min);
    if (!table.has("max") && !table.has("min")) table.error("P002", "max", {table.where(), "max"});
    limit.soft = table.word("kind", {"hard", "soft"}, false) == 1;
    read_steps(table, limit);
    limit.goal = table.text_or("goal", {});
    if (limit.soft) {
        if (!table.has("goal")) table.error("P002", "goal", {table.where(), "goal"});
        if (!table.has("steps")) table.error("P002", "steps", {table.where(), "steps"});
    } else {
        for (const std::string_view key : {"goal", "steps"})
            if (table.has(key)) table.error("P020", key, {table.where(), std::string(key)});
    }
    limit.spread = table.decimal_if("spread");
    if (limit.spread) {
        const std::string where = table.where() + " spread", share = to_text(*limit.spread);
        if (limit.spread->value < 0) table.error("P010", "spread", {where, share, "0"});
        if (less({1, 0}, *limit.spread)) table.error("P028", "spread", {where, share, "1"});
    }
    limit.on = table.flag_or("on", true);
    limit.text = table.words("text");
    limit.legal_basis = table.text_or("legal_basis", {});
    limit.protected_reason = table.words("protected_reason");
    table.finish();
    return limit;
}

}  // namespace husrom::io
