#include "scenario/uncertain_cells.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <husrom/model/decimal.hpp>

#include "model/text.hpp"
#include "rules/named_columns.hpp"
#include "rules/written_cells.hpp"

namespace husrom::scenario {

using model::ColumnType;

UncertainCells::UncertainCells(const rules::AllocationProblem& problem) {
    const auto& typed = *problem.typed;
    const auto& policy = *problem.policy;
    std::set<std::pair<std::string, std::string>> taken;
    const auto add = [&](const rules::Fact& place, Choice choice) {
        const auto& table = *place.table;
        choice.table = table.name;
        choice.heading = place.column->declaration.name;
        if (!taken.emplace(choice.table, choice.heading).second) return;
        choices_.push_back(std::move(choice));
        for (std::size_t row = 0; row < table.ids.size(); ++row)
            if (place.column->states[row] == model::CellState::unknown) cells_.push_back({choices_.size() - 1, table.ids[row]});
    };
    for (const auto& fact : policy.uncertain) {
        const auto place = rules::fact_of(typed, fact.column);
        const auto& column = place.column->declaration;
        Choice choice;
        choice.digits = column.digits;
        choice.is_set = column.type == ColumnType::set;
        choice.is_date = column.type == ColumnType::date;
        for (const auto& value : fact.values) choice.values.push_back(rules::cell_text(value));
        if (fact.from && fact.to) {
            const auto low = *rules::place_in(column, *fact.from), high = *rules::place_in(column, *fact.to);
            if (column.type == ColumnType::ordered) {
                choice.values.assign(column.order.begin() + low, column.order.begin() + high + 1);
            } else {
                choice.low = low;
                choice.high = high;
            }
        }
        add(place, std::move(choice));
    }
    const auto read = rules::columns_read(policy);
    for (const auto& path : std::set<std::string>(read.begin(), read.end())) {
        const auto place = typed.column(path);
        if (place.column == nullptr || place.table->ids.empty()) continue;
        if (taken.contains({place.table->name, place.column->declaration.name})) continue;
        if (place.column->declaration.type == ColumnType::flag) {
            Choice either;
            either.values = {"true", "false"};
            add({place.table, place.column}, std::move(either));
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
