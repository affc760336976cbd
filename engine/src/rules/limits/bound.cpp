#include "rules/limits/bound.hpp"

#include <algorithm>

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

Bound Bound::compile(const std::optional<model::ColumnOrNumber>& declared, const Groups& groups, const Scope& scope, const Entry& entry) {
    Bound bound;
    if (!declared) return bound;
    if (const auto* number = std::get_if<model::Decimal>(&*declared)) {
        const auto decimal = model::normalised(*number);
        bound.digits_ = decimal.digits;
        bound.values_.assign(groups.size(), decimal.value);
        return bound;
    }
    bound.path_ = std::get<std::string>(*declared);
    bound.take_column(groups, scope, entry);
    return bound;
}

void Bound::take_column(const Groups& groups, const Scope& scope, const Entry& entry) {
    if (groups.table() == nullptr || root_of(path_) != groups.table()->singular) {
        scope.error("P221", entry, {entry.id, path_, groups.table() == nullptr ? "" : groups.table()->singular});
        return;
    }
    const auto column = scope.typed().column(path_);
    if (column.column == nullptr) {
        scope.no_such_path(path_, entry);
        return;
    }
    const auto& declaration = column.column->declaration;
    if (declaration.type != ColumnType::integer && declaration.type != ColumnType::decimal) {
        scope.error("P203", entry, {entry.id, path_, std::string(to_string(declaration.type))});
        return;
    }
    // A cap whose heading is misspelt is no cap either, nor is one whose cells were cut away.
    const auto says_nothing = [](CellState state) { return state == CellState::no_bound; };
    if (groups.size() > 0 && declaration.empty == model::EmptyMeans::no_bound &&
        (!column.column->given || std::ranges::all_of(column.column->states, says_nothing)))
        scope.warn("P229", entry, {entry.id, path_});
    digits_ = declaration.type == ColumnType::decimal ? declaration.digits : 0;
    const auto fallback = scope.default_of(declaration, declaration.default_value);
    for (std::size_t group = 0; group < groups.size(); ++group) {
        const auto row = static_cast<std::int32_t>(group);
        const auto state = column.state(row);
        unknown_.push_back(state == CellState::unknown && !fallback);
        if (state == CellState::value)
            values_.emplace_back(column.value(row));
        else if (state == CellState::none)
            values_.emplace_back(0);
        else if (state == CellState::unknown && fallback)
            values_.emplace_back(fallback->value);
        else
            values_.emplace_back(std::nullopt);
    }
}

}  // namespace husrom::rules
