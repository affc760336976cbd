#include "rules/limits/spread.hpp"

#include <algorithm>
#include <map>

#include "rules/scale.hpp"

namespace husrom::rules {

using model::CellState;
using model::Decimal;

namespace {

/// The share from one neighbourhood to another, by (from, to).
using Neighbours = std::map<std::pair<std::int32_t, std::int32_t>, Decimal>;

Neighbours neighbours_of(const Decimal& spread, const Groups& groups, const Scope& scope) {
    Neighbours neighbours;
    const auto& table = scope.typed().table("adjacent");
    const auto* first = table.find("neighbourhood_id");
    const auto* second = table.find("other_id");
    const auto* share = table.find("share");
    if (first == nullptr || second == nullptr) return neighbours;
    const auto row_of = [&](const model::Column& column, std::size_t row) {
        if (column.states[row] != CellState::value) return -1;
        return groups.table()->find_row(scope.typed().pool.text(column.values[row]));
    };
    for (std::size_t row = 0; row < static_cast<std::size_t>(table.rows()); ++row) {
        const auto from = row_of(*first, row), to = row_of(*second, row);
        if (from < 0 || to < 0 || from == to) continue;
        auto part = spread;
        if (share != nullptr && (share->states[row] == CellState::value || share->states[row] == CellState::none))
            part = model::normalised(
                {share->values[row], share->declaration.type == model::ColumnType::decimal ? share->declaration.digits : 0});
        neighbours.insert_or_assign({from, to}, part);
        neighbours.insert_or_assign({to, from}, part);
    }
    return neighbours;
}

}  // namespace

Spread Spread::compile(const std::optional<Decimal>& spread, const Groups& groups, const Scope& scope, const Entry& entry) {
    Spread result;
    Neighbours neighbours;
    if (spread) {
        if (groups.table() == nullptr || groups.table()->name != "neighbourhoods")
            scope.error("P223", entry, {entry.id});
        else
            neighbours = neighbours_of(model::normalised(*spread), groups, scope);
    }
    for (const auto& [ends, share] : neighbours) result.digits_ = std::max(result.digits_, share.digits);
    const auto whole = power_of_ten(result.digits_);
    for (std::size_t group = 0; group < groups.size(); ++group) result.shares_.push_back({{static_cast<std::int32_t>(group), whole}});
    for (const auto& [ends, share] : neighbours)
        if (const auto part = scaled(share, result.digits_); part != 0)
            result.shares_[static_cast<std::size_t>(ends.first)].push_back({ends.second, part});
    return result;
}

}  // namespace husrom::rules
