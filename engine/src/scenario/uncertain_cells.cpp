#include "scenario/uncertain_cells.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <husrom/core/error.hpp>
#include <husrom/model/decimal.hpp>

#include "model/text.hpp"
#include "rules/named_columns.hpp"

namespace husrom::scenario {

namespace {

using model::ColumnType;

[[noreturn]] void misfit(const model::UncertainFact& fact, const std::string& what) {
    throw InvalidArgument("uncertain \"" + fact.column + "\": " + what);
}

/// Every column path that the policy reads, sorted.
std::set<std::string> paths_read(const model::Policy& policy) {
    rules::NamedColumns named;
    const auto conditions = [&](const auto& entry) {
        rules::add(named.paths, entry.among);
        rules::add(named.paths, entry.where);
    };
    for (const auto& rule : policy.eligible)
        if (rule.on) std::visit(named, rule.type), conditions(rule);
    for (const auto& term : policy.terms)
        if (term.on) std::visit(named, term.type), conditions(term);
    for (const auto& limit : policy.limits)
        if (limit.on) std::visit(named, limit.sum), conditions(limit);
    for (const auto& goal : policy.goals) {
        rules::add(named.paths, goal.among);
        if (const auto* column = std::get_if<model::MinimiseColumn>(&goal.type)) named.paths.push_back(column->column);
    }
    if (named.uses_risk && policy.risk) {
        named.paths.insert(named.paths.end(), policy.risk->traits.begin(), policy.risk->traits.end());
        named.paths.insert(named.paths.end(), policy.risk->factors.begin(), policy.risk->factors.end());
    }
    return {named.paths.begin(), named.paths.end()};
}

std::string text_of(const model::UncertainFact& fact, const model::Literal& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<model::Decimal>(&value)) return model::to_text(*number);
    if (const auto* date = std::get_if<model::Date>(&value)) return model::to_text(*date);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    misfit(fact, "a list within the list");
}

/// A number of the column, scaled by its digits.
std::int64_t scaled(const model::UncertainFact& fact, const model::Literal& value, std::int32_t digits) {
    const auto* number = std::get_if<model::Decimal>(&value);
    if (number == nullptr) misfit(fact, "the column holds numbers");
    const auto reading = model::read_number(model::to_text(*number), digits);
    if (reading.fault != model::NumberFault::none) misfit(fact, "a number has more digits than the column");
    return reading.value;
}

std::int64_t step_of(const model::UncertainFact& fact, const model::Literal& value, const std::vector<std::string>& order) {
    const auto* text = std::get_if<std::string>(&value);
    const auto place = text == nullptr ? order.end() : std::ranges::find(order, *text);
    if (place == order.end()) misfit(fact, "a step is not in the column's order");
    return place - order.begin();
}

/// Values must read as cells of the column do.
void check_value(const model::UncertainFact& fact, const model::Literal& value, const model::ColumnDeclaration& column) {
    switch (column.type) {
        case ColumnType::flag:
            if (!std::holds_alternative<bool>(value)) misfit(fact, "the column holds flags");
            return;
        case ColumnType::integer:
        case ColumnType::decimal:
            static_cast<void>(scaled(fact, value, column.digits));
            return;
        case ColumnType::date:
            if (!std::holds_alternative<model::Date>(value)) misfit(fact, "the column holds dates");
            return;
        case ColumnType::ordered:
            static_cast<void>(step_of(fact, value, column.order));
            return;
        case ColumnType::text:
        case ColumnType::set:
            if (const auto* text = std::get_if<std::string>(&value); text == nullptr || text->empty())
                misfit(fact, "the column holds texts");
            return;
    }
}

}  // namespace

UncertainCells::UncertainCells(const rules::AllocationProblem& problem, const model::Case& source) {
    const auto& typed = *problem.typed;
    const auto& policy = *problem.policy;
    std::set<std::pair<std::string, std::string>> taken;
    const auto add = [&](const model::PathColumn& place, Choice choice) {
        const auto& table = *place.table;
        choice.table = table.name;
        choice.heading = place.column->declaration.name;
        const auto* given = source.find(table.name);
        if (!taken.emplace(choice.table, choice.heading).second || given == nullptr || !given->find(choice.heading)) return;
        choices_.push_back(std::move(choice));
        for (std::size_t row = 0; row < table.ids.size(); ++row)
            if (place.column->states[row] == model::CellState::unknown) cells_.push_back({choices_.size() - 1, table.ids[row]});
    };
    for (const auto& fact : policy.uncertain) {
        const auto place = typed.column(fact.column);
        if (place.column == nullptr) misfit(fact, "there is no such column");
        if (place.table->ids.empty() && !place.column->states.empty()) misfit(fact, "its table has no ids");
        const auto& column = place.column->declaration;
        Choice choice;
        choice.digits = column.digits;
        choice.is_set = column.type == ColumnType::set;
        for (const auto& value : fact.values) {
            check_value(fact, value, column);
            choice.values.push_back(text_of(fact, value));
        }
        if (fact.from && fact.to) {
            check_value(fact, *fact.from, column);
            check_value(fact, *fact.to, column);
            if (column.type == ColumnType::integer || column.type == ColumnType::decimal) {
                choice.low = scaled(fact, *fact.from, column.digits);
                choice.high = scaled(fact, *fact.to, column.digits);
            } else if (column.type == ColumnType::date) {
                choice.is_date = true;
                choice.low = std::get<model::Date>(*fact.from).day;
                choice.high = std::get<model::Date>(*fact.to).day;
            } else if (column.type == ColumnType::ordered) {
                const auto low = step_of(fact, *fact.from, column.order), high = step_of(fact, *fact.to, column.order);
                for (auto step = low; step <= high; ++step) choice.values.push_back(column.order[static_cast<std::size_t>(step)]);
            } else {
                misfit(fact, "a range needs numbers, dates or ordered steps; give a list of values");
            }
        }
        if (choice.values.empty() && choice.low > choice.high) misfit(fact, "the lowest is above the highest");
        add(place, std::move(choice));
    }
    for (const auto& path : paths_read(policy)) {
        const auto place = typed.column(path);
        if (place.column == nullptr || place.table->ids.empty()) continue;
        if (taken.contains({place.table->name, place.column->declaration.name})) continue;
        if (place.column->declaration.type == ColumnType::flag) {
            Choice either;
            either.values = {"true", "false"};
            add(place, std::move(either));
            continue;
        }
        taken.emplace(place.table->name, place.column->declaration.name);
        unvaried_ += static_cast<std::int32_t>(std::ranges::count(place.column->states, model::CellState::unknown));
    }
}

std::string UncertainCells::drawn(const Choice& choice, core::Random& random) {
    if (choice.low <= choice.high) {
        const auto value = random.between(choice.low, choice.high);
        return choice.is_date ? model::to_text(model::Date{value}) : model::to_text(model::Decimal{value, choice.digits});
    }
    if (!choice.is_set) return choice.values[random.below(choice.values.size())];
    // An empty cell would be unknown again, so that at least one element is in.
    std::vector<std::string> some;
    while (some.empty())
        for (const auto& element : choice.values)
            if (random.chance(1, 2)) some.push_back(element);
    return model::join(some, ";");
}

void UncertainCells::draw(core::Random& random, Scenario& scenario) const {
    for (const auto& cell : cells_) {
        const auto& choice = choices_[cell.choice];
        scenario.edits.push_back(SetCell{choice.table, cell.id, choice.heading, drawn(choice, random)});
    }
}

}  // namespace husrom::scenario
