#include "io/policy/sections.hpp"

#include "model/text.hpp"

namespace husrom::io {

using namespace model;

namespace {

std::vector<std::pair<std::string, Decimal>> read_weights(PolicyTable& table, std::string_view key) {
    std::vector<std::pair<std::string, Decimal>> weights;
    const toml::table* list = table.table_if(key);
    if (!list) return weights;
    for (const auto& [name, node] : *list) {
        const auto weight = exact_number(node, table.out(), table.where() + " " + std::string(key), std::string(name.str()));
        if (weight) weights.emplace_back(std::string(name.str()), *weight);
    }
    return weights;
}

GoalType read_maximise(PolicyTable& table) {
    const auto what = table.word("maximise", {"housed", "score"}, true);
    if (!what) {
        table.accept_all_but_near({"maximise", "minimise"});
        return MaximiseHoused{};
    }
    if (*what == 0) {
        if (table.has("weights")) table.error("P014", "weights", {table.where(), "maximise = \"housed\"", "weights"});
        return MaximiseHoused{table.text_or("weight", {})};
    }
    if (table.has("weight")) table.error("P014", "weight", {table.where(), "maximise = \"score\"", "weight"});
    if (const toml::node* weights = table.require("weights"); weights && weights->is_table() && weights->as_table()->empty())
        table.error("P021", "weights", {table.where() + " weights"});
    return MaximiseScore{read_weights(table, "weights")};
}

GoalType read_minimise(PolicyTable& table) {
    for (const std::string_view key : {"weight", "weights"})
        if (table.has(key)) table.error("P014", key, {table.where(), "minimise", std::string(key)});
    const std::string what = table.text("minimise");
    if (what == "moves") return MinimiseMoves{};
    if (what == "excess") return MinimiseExcess{};
    if (what == "days") return MinimiseDays{};
    if (what.find('.') != std::string::npos) return MinimiseColumn{table.path("minimise")};
    if (!what.empty())
        table.error("P005", "minimise",
                    {table.where(), what, nearest(what, {"moves", "excess", "days"}), "moves, excess, days, a column such as unit.level"});
    return MinimiseMoves{};
}

}  // namespace

Goal read_goal(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "goal");
    Goal goal;
    goal.line = table.place();
    goal.id = table.text("id");
    table.rename("goal \"" + goal.id + "\"");
    const bool maximise = table.has("maximise"), minimise = table.has("minimise");
    if (maximise && minimise) table.error("P014", "maximise", {table.where(), "maximise", "minimise"});
    if (!maximise && !minimise) {
        table.error("P002", "maximise", {table.where(), "maximise / minimise"});
        table.accept_all_but_near({"maximise", "minimise"});
    } else {
        goal.type = maximise ? read_maximise(table) : read_minimise(table);
    }
    goal.among = table.conditions("among");
    goal.text = table.words("text");
    goal.protected_reason = table.words("protected_reason");
    table.finish();
    return goal;
}

Offers read_offers(const toml::table& source, PolicyFindings& out) {
    PolicyTable table(source, out, "offers");
    Offers offers;
    offers.homes = table.integer_if("homes").value_or(offers.homes);
    if (offers.homes < 1) table.error("P010", "homes", {"offers homes", std::to_string(offers.homes), "1"});
    offers.max_loss = read_weights(table, "max_loss");
    for (const auto& [goal, loss] : offers.max_loss)
        if (loss.value < 0) table.error("P010", "max_loss", {"offers max_loss " + goal, to_text(loss), "0"});
    table.finish();
    return offers;
}

}  // namespace husrom::io
