#include <algorithm>
#include <utility>

#include <husrom/core/integers.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/model/well_known.hpp>

#include "model/text.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

namespace {

using model::Decimal;
using model::power_of_ten;

/// Brings a wide value to a Decimal that fits, or nothing.
std::optional<Decimal> fitted(core::int128 value, std::int32_t digits) {
    while (digits > 0 && value % 10 == 0) {
        value /= 10;
        --digits;
    }
    if (digits > model::most_digits) return std::nullopt;
    const auto narrow = static_cast<std::int64_t>(value);
    if (narrow != value) return std::nullopt;
    return Decimal{narrow, digits};
}

bool has_allowed_digits(const Decimal& number) {
    return number.digits >= 0 && number.digits <= model::most_digits;
}

std::optional<Decimal> times(const Decimal& a, const Decimal& b) {
    if (!has_allowed_digits(a) || !has_allowed_digits(b)) return std::nullopt;
    return fitted(static_cast<core::int128>(a.value) * b.value, a.digits + b.digits);
}

std::optional<Decimal> plus(const Decimal& a, const Decimal& b) {
    if (!has_allowed_digits(a) || !has_allowed_digits(b)) return std::nullopt;
    const auto digits = std::max(a.digits, b.digits);
    const auto scaled = [&](const Decimal& one) { return static_cast<core::int128>(one.value) * power_of_ten(digits - one.digits); };
    return fitted(scaled(a) + scaled(b), digits);
}

std::int32_t decimals_in(std::string_view text) {
    const auto point = text.find('.');
    return point == std::string_view::npos ? 0 : static_cast<std::int32_t>(text.size() - point - 1);
}

std::optional<Decimal> read(std::string_view text) {
    const auto digits = decimals_in(text);
    if (digits > model::most_digits) return std::nullopt;
    const auto reading = model::read_number(text, digits);
    if (reading.fault != model::NumberFault::none) return std::nullopt;
    return Decimal{reading.value, digits};
}

/// The largest number of `digits` decimals that is at most `value`.
Decimal cut(const Decimal& value, std::int32_t digits) {
    if (value.digits <= digits) return value;
    return {core::floor_divide(value.value, power_of_ten(value.digits - digits)), digits};
}

}  // namespace

std::int32_t Editor::digits_of(const model::Table& table, std::size_t column) const {
    const auto& heading = table.headings[column];
    const auto* kind = model::table_kind(table.name);
    const auto& columns = applied_.policy.columns;
    const auto declared = std::ranges::find_if(
        columns, [&](const model::ColumnDeclaration& one) { return one.table == kind->singular && one.name == heading; });
    if (declared != columns.end()) return declared->type == model::ColumnType::decimal ? declared->digits : 0;
    if (const auto* standard = model::well_known(kind->singular, heading))
        return standard->type == model::ColumnType::decimal ? standard->digits : 0;
    std::int32_t digits = 0;
    for (const auto& text : table.columns[column]) digits = std::max(digits, decimals_in(model::trimmed(text)));
    return std::min(digits, model::most_digits);
}

template <class Change> void Editor::change_cap(std::string_view limit_id, std::string_view group, bool needs_cap, const Change& change) {
    auto& limits = policy().limits;
    const auto limit = std::ranges::find(limits, limit_id, &model::LimitRule::id);
    if (limit == limits.end()) {
        std::vector<std::string> ids;
        for (const auto& one : limits) ids.push_back(one.id);
        refuse("S002", {"limit", std::string(limit_id), model::nearest(limit_id, ids)});
        return;
    }
    if (!limit->max) {
        refuse("S005", {limit->id, ""});
        return;
    }
    const auto not_negative = [&](const std::optional<Decimal>& cap, std::string_view of_group) {
        if (cap && cap->value >= 0) return true;
        refuse("S007", {limit->id, std::string(of_group)});
        return false;
    };

    if (auto* number = std::get_if<Decimal>(&*limit->max)) {
        if (!group.empty()) {
            refuse("S006", {limit->id, std::string(group)});
            return;
        }
        const auto changed = change(*number);
        if (!not_negative(changed, "")) return;
        *number = *changed;
        policy_changed_ = true;
        return;
    }

    // The cap stands in a column, such as `neighbourhood.risk_capacity`: the word before the last names the table.
    const auto& path = std::get<std::string>(*limit->max);
    const auto last = path.rfind('.');
    if (last == std::string::npos) {
        refuse("S005", {limit->id, ""});
        return;
    }
    const auto before = path.rfind('.', last - 1);
    const auto owner = path.substr(before == std::string::npos ? 0 : before + 1, last - (before == std::string::npos ? 0 : before + 1));
    auto* caps = table(owner);
    if (caps == nullptr) return;
    std::optional<std::size_t> only;
    if (!group.empty()) {
        only = row(owner, group);
        if (!only) return;
    }
    const auto place = column(*caps, path.substr(last + 1));
    if (!place) return;
    const auto digits = digits_of(*caps, *place);
    const auto key = caps->find(model::table_kind(caps->name)->key);
    for (std::size_t at_row = 0; at_row < caps->rows(); ++at_row) {
        if (only && *only != at_row) continue;
        auto& text = caps->columns[*place][at_row];
        const auto id = key ? caps->columns[*key][at_row] : std::string();
        // Tables from a data frame may have blanks around a cell; they say nothing.
        const auto given = model::trimmed(text);
        const auto present = read(given);
        if (given.empty() && needs_cap) {
            // No cap times anything is no cap; asked of one group by name it is a mistake.
            if (only) refuse("S005", {limit->id, id});
            continue;
        }
        if (!given.empty() && !present) {
            refuse("S007", {limit->id, id});
            continue;
        }
        const auto changed = change(present.value_or(Decimal{}));
        if (!not_negative(changed, id)) continue;
        const auto held = cut(*changed, digits);
        if (model::normalised(held) != model::normalised(*changed))
            warn("S008", {limit->id, id, model::to_text(*changed), model::to_text(held)});
        text = model::to_text(held);
    }
}

void Editor::edit(const ScaleLimit& scaled) {
    change_cap(scaled.limit, scaled.group, true, [&](const Decimal& cap) { return times(cap, scaled.scale); });
}

void Editor::edit(const ShiftLimit& shifted) {
    change_cap(shifted.limit, shifted.group, true, [&](const Decimal& cap) { return plus(cap, shifted.by); });
}

void Editor::edit(const SetLimitMax& set) {
    change_cap(set.limit, set.group, false,
               [&](const Decimal&) { return has_allowed_digits(set.max) ? std::optional(set.max) : std::nullopt; });
}

}  // namespace husrom::scenario
