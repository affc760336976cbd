#include "rules/eligibility/elements.hpp"

#include "rules/two_columns.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

Elements elements_of(const Cell& cell, const Reader& reader, std::int64_t& single) {
    if (cell.state == CellState::none) return {reader.type() == ColumnType::set ? CellState::value : CellState::none, {}};
    if (cell.state != CellState::value) return {cell.state, {}};
    if (reader.type() == ColumnType::set) return {CellState::value, cell.set};
    single = cell.value;
    return {CellState::value, std::span(&single, 1)};
}

std::optional<std::pair<Reader, Reader>> two_of_elements(std::string_view left, std::string_view right, const Scope& scope,
                                                         const Entry& entry) {
    auto a = scope.reader(left, entry, Unknowns::keep);
    auto b = scope.reader(right, entry, Unknowns::keep);
    if (!a || !b) return std::nullopt;
    const auto holds_texts = [](const Reader& reader) { return reader.type() == ColumnType::set || reader.type() == ColumnType::text; };
    const bool same = a->type() == b->type() && a->digits() == b->digits() && comparable(a->declaration(), b->declaration());
    if (!same && !(holds_texts(*a) && holds_texts(*b))) {
        scope.error(
            "P204", entry,
            {entry.id, std::string(left), std::string(to_string(a->type())), std::string(right), std::string(to_string(b->type()))});
        return std::nullopt;
    }
    return std::pair(std::move(*a), std::move(*b));
}

}  // namespace husrom::rules
