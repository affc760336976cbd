#include "rules/two_columns.hpp"

#include <algorithm>

#include "rules/scale.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

bool is_number(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::decimal;
}
bool can_be_subtracted(ColumnType type) {
    return is_number(type) || type == ColumnType::ordered || type == ColumnType::date;
}

/// The value of a cell that has one; "none" is 0 for numbers, flags and steps, and nothing for texts and dates.
Amount value_of(const Reader& reader, const Pair& pair) {
    const auto cell = reader.read(pair);
    if (cell.state == CellState::value) return {CellState::value, cell.value};
    if (cell.state != CellState::none) return {cell.state, 0};
    const bool nothing = reader.type() == ColumnType::text || reader.type() == ColumnType::date;
    return {nothing ? CellState::none : CellState::value, 0};
}

}  // namespace

bool comparable(const model::ColumnDeclaration& a, const model::ColumnDeclaration& b) {
    if (is_number(a.type) && is_number(b.type)) return true;
    return a.type == b.type && (a.type != ColumnType::ordered || a.order == b.order);
}

std::optional<TwoColumns> TwoColumns::compile(std::string_view left, std::string_view right, bool difference, const Scope& scope,
                                              const Entry& entry, Unknowns unknowns) {
    auto left_reader = scope.reader(left, entry, unknowns);
    auto right_reader = scope.reader(right, entry, unknowns);
    if (!left_reader || !right_reader) return std::nullopt;
    const auto left_type = left_reader->type(), right_type = right_reader->type();
    if (left_type == ColumnType::ordered && right_type == ColumnType::ordered &&
        !comparable(left_reader->declaration(), right_reader->declaration())) {
        scope.error("P205", entry, {entry.id, std::string(left), std::string(right)});
        return std::nullopt;
    }
    if (!comparable(left_reader->declaration(), right_reader->declaration()) || left_type == ColumnType::set ||
        (difference && !can_be_subtracted(left_type))) {
        scope.error(
            "P204", entry,
            {entry.id, std::string(left), std::string(to_string(left_type)), std::string(right), std::string(to_string(right_type))});
        return std::nullopt;
    }
    TwoColumns both(std::move(*left_reader), std::move(*right_reader));
    both.digits_ = std::max(both.left_.digits(), both.right_.digits());
    both.left_factor_ = power_of_ten(both.digits_ - both.left_.digits());
    both.right_factor_ = power_of_ten(both.digits_ - both.right_.digits());
    return both;
}

Truth TwoColumns::equal(const Pair& pair) const {
    const auto left = value_of(left_, pair), right = value_of(right_, pair);
    const auto either = [&](CellState state) { return left.state == state || right.state == state; };
    if (either(CellState::not_joined) || either(CellState::no_bound)) return Truth::not_applicable;
    if (either(CellState::none)) return Truth::no;
    if (either(CellState::unknown)) return Truth::unknown;
    const bool same = static_cast<core::int128>(left.value) * left_factor_ == static_cast<core::int128>(right.value) * right_factor_;
    return same ? Truth::yes : Truth::no;
}

Amount TwoColumns::difference(const Pair& pair) const {
    auto left = value_of(left_, pair), right = value_of(right_, pair);
    for (auto* side : {&left, &right})
        if (side->state == CellState::none) side->state = CellState::not_joined;
    left.value = core::checked_multiply(left.value, left_factor_);
    right.value = core::checked_multiply(right.value, core::checked_subtract<std::int64_t>(0, right_factor_));
    return add(left, right);
}

}  // namespace husrom::rules
