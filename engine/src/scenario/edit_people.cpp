#include <algorithm>

#include "model/text.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

std::optional<std::size_t> Editor::pair_row(std::string_view participant, std::string_view unit) {
    const auto has_participant = row("participants", participant), has_unit = row("units", unit);
    if (!has_participant || !has_unit) return std::nullopt;
    auto& pairs = *table("pairs");
    const auto people = ensure_column(pairs, "participant_id"), homes = ensure_column(pairs, "unit_id");
    for (std::size_t at_row = 0; at_row < pairs.rows(); ++at_row)
        if (model::trimmed(pairs.columns[people][at_row]) == participant && model::trimmed(pairs.columns[homes][at_row]) == unit)
            return at_row;
    append_row(pairs);
    pairs.columns[people].back() = participant;
    pairs.columns[homes].back() = unit;
    return pairs.rows() - 1;
}

void Editor::edit(const Lock& locked) {
    const auto place = pair_row(locked.participant, locked.unit);
    if (!place) return;
    auto& pairs = *source().find("pairs");
    if (is_true(pairs, "forbid", *place)) {
        refuse("S012", {locked.participant, locked.unit});
        return;
    }
    pairs.columns[ensure_column(pairs, "require")][*place] = "true";
}

void Editor::edit(const Forbid& forbidden) {
    const auto place = pair_row(forbidden.participant, forbidden.unit);
    if (!place) return;
    const auto& participants = *source().find("participants");
    const auto person = row("participants", forbidden.participant);
    if (const auto lives_in = participants.find("current_unit");
        lives_in && model::trimmed(participants.columns[*lives_in][*person]) == forbidden.unit) {
        refuse("S017", {forbidden.participant, forbidden.unit});
        return;
    }
    auto& pairs = *source().find("pairs");
    if (is_true(pairs, "require", *place)) {
        refuse("S012", {forbidden.participant, forbidden.unit});
        return;
    }
    pairs.columns[ensure_column(pairs, "forbid")][*place] = "true";
}

void Editor::edit(const SetCell& set) {
    auto* target = table(set.table);
    if (target == nullptr) return;
    const auto key = model::table_kind(target->name)->key;
    if (key.empty() || set.column == key) {
        refuse("S016", {target->name, set.column});
        return;
    }
    const auto at_row = row(target->name, set.id);
    const auto place = column(*target, set.column);
    if (at_row && place) target->columns[*place][*at_row] = set.value;
}

}  // namespace husrom::scenario
