#include "rules/linear.hpp"

#include <algorithm>

#include "rules/scale.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

int rank(CellState state) {
    switch (state) {
        case CellState::not_joined:
            return 3;
        case CellState::no_bound:
            return 2;
        case CellState::unknown:
            return 1;
        default:
            return 0;
    }
}

bool can_be_added(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::decimal || type == ColumnType::flag;
}

}  // namespace

Amount add(const Amount& a, const Amount& b) {
    if (rank(a.state) + rank(b.state) > 0) return {rank(a.state) >= rank(b.state) ? a.state : b.state, 0};
    return {CellState::value, core::checked_add(a.value, b.value)};
}

void Linear::add(std::span<const model::Operand> operands, std::int64_t sign, const Scope& scope, const Entry& entry, Unknowns unknowns,
                 People people) {
    for (const auto& operand : operands) {
        auto reader = scope.reader(operand.column, entry, unknowns, people);
        if (!reader) continue;
        if (!can_be_added(reader->type())) {
            scope.error("P203", entry, {entry.id, operand.column, std::string(to_string(reader->type()))});
            continue;
        }
        push(std::move(*reader), operand.times, sign);
    }
}

void Linear::add_column(std::string_view path, std::int64_t sign, const Scope& scope, const Entry& entry, Unknowns unknowns,
                        People people) {
    if (auto reader = scope.reader(path, entry, unknowns, people)) push(std::move(*reader), {1, 0}, sign);
}

void Linear::add_number(const model::Decimal& number, std::int64_t sign) {
    numbers_.push_back({core::checked_multiply(number.value, sign), number.digits});
}

void Linear::push(Reader reader, model::Decimal times, std::int64_t sign) {
    reads_listed_ = reads_listed_ || reader.side() == Side::listed;
    times_.push_back({core::checked_multiply(times.value, sign), times.digits});
    readers_.push_back(std::move(reader));
}

std::int32_t Linear::natural_digits() const {
    std::int32_t digits = 0;
    for (std::size_t i = 0; i < readers_.size(); ++i) digits = std::max(digits, readers_[i].digits() + times_[i].digits);
    for (const auto& number : numbers_) digits = std::max(digits, number.digits);
    return digits;
}

void Linear::finish(const Scope& scope, People people, std::int32_t digits) {
    digits_ = std::max(digits, natural_digits());
    for (std::size_t i = 0; i < readers_.size(); ++i) factors_.push_back(scaled(times_[i], digits_ - readers_[i].digits()));
    for (const auto& number : numbers_) constant_ = core::checked_add(constant_, scaled(number, digits_));
    const auto participants = scope.rows(Side::participant, people);
    for (std::int32_t row = 0; row < participants; ++row) participant_.push_back(sum(Side::participant, row));
    const auto units = scope.rows(Side::unit);
    for (std::int32_t row = 0; row < units; ++row) unit_.push_back(sum(Side::unit, row));
}

Amount Linear::sum(Side side, std::int32_t row) const {
    Amount result;
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        if (readers_[i].side() != side) continue;
        const auto cell = readers_[i].read(row);
        if (missing_ == Missing::adds_nothing && rank(cell.state) > 0) continue;
        const auto state = cell.state == CellState::none ? CellState::value : cell.state;
        result = rules::add(result, {state, state == CellState::value ? core::checked_multiply(cell.value, factors_[i]) : 0});
    }
    return result;
}

Amount Linear::amount(const Pair& pair) const {
    Amount result{CellState::value, constant_};
    if (pair.participant >= 0) result = rules::add(result, of_participant(pair.participant));
    if (pair.unit >= 0) result = rules::add(result, of_unit(pair.unit));
    if (reads_listed_) result = rules::add(result, sum(Side::listed, pair.listed));
    return result;
}

}  // namespace husrom::rules
