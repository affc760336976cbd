#include "rules/condition.hpp"

#include <algorithm>

#include <husrom/model/decimal.hpp>

#include "rules/scale.hpp"

namespace husrom::rules {

using core::int128;
using model::CellState;
using model::ColumnType;
using model::Operator;

namespace {

std::string_view to_string(Operator op) {
    switch (op) {
        case Operator::is:
            return "is";
        case Operator::is_not:
            return "is_not";
        case Operator::at_least:
            return "at_least";
        case Operator::at_most:
            return "at_most";
        case Operator::any_of:
            return "any_of";
        case Operator::none_of:
            return "none_of";
        case Operator::all_of:
            return "all_of";
        case Operator::known:
            return "known";
        case Operator::days_since_at_least:
            return "days_since_at_least";
        case Operator::in_days_at_most:
            return "in_days_at_most";
        case Operator::in_days_at_least:
            return "in_days_at_least";
    }
    return "";
}

bool is_list(Operator op) {
    return op == Operator::any_of || op == Operator::none_of || op == Operator::all_of;
}
bool is_order(Operator op) {
    return op == Operator::at_least || op == Operator::at_most;
}
bool is_days(Operator op) {
    return op == Operator::days_since_at_least || op == Operator::in_days_at_most || op == Operator::in_days_at_least;
}

/// Operators that say something about a column of this type.
bool fits(Operator op, ColumnType type) {
    if (op == Operator::known) return true;
    switch (type) {
        case ColumnType::text:
            return !is_order(op) && !is_days(op) && op != Operator::all_of;
        case ColumnType::integer:
        case ColumnType::decimal:
        case ColumnType::ordered:
            return !is_days(op) && op != Operator::all_of;
        case ColumnType::flag:
            return op == Operator::is || op == Operator::is_not;
        case ColumnType::date:
            return !is_list(op);
        case ColumnType::set:
            return is_list(op);
    }
    return false;
}

/// What a text should have been, bare, where it is a number, flag or date in quotation marks.
std::optional<std::string> unquoted(const model::Literal& value, ColumnType type) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::nullopt;
    const auto date = model::read_date(*text);
    if (type == ColumnType::date && date.fault == model::DateFault::none) return model::to_text(date.date);
    const bool number = type == ColumnType::integer || type == ColumnType::decimal;
    const bool flag = type == ColumnType::flag && (*text == "true" || *text == "false");
    if (flag || (number && model::read_number(*text, model::most_digits).fault == model::NumberFault::none)) return *text;
    return std::nullopt;
}

/// Types whose "none" reads as a value: 0, false, the lowest step, the empty set.
bool none_is_a_value(ColumnType type) {
    return type != ColumnType::text && type != ColumnType::date;
}

Truth truth(bool holds) {
    return holds ? Truth::yes : Truth::no;
}

}  // namespace

std::optional<CompiledCondition> CompiledCondition::compile(const model::Condition& condition, const Scope& scope, const Entry& entry,
                                                            Unknowns unknowns, People people) {
    const Entry place{entry.id, condition.line.number != 0 ? condition.line : entry.line};
    auto reader = scope.reader(condition.column, place, unknowns, people);
    if (!reader) return std::nullopt;
    CompiledCondition compiled(std::move(*reader));
    compiled.op_ = condition.op;
    compiled.as_of_ = scope.as_of();
    const auto type = compiled.reader_.type();
    if (!fits(condition.op, type) || !compiled.take_literal(condition, scope)) {
        const auto bare = fits(condition.op, type) ? unquoted(condition.value, type) : std::nullopt;
        if (bare) {
            scope.error("P240", place, {entry.id, condition.column, std::string(rules::to_string(type)), *bare});
            return std::nullopt;
        }
        std::string steps;
        for (const auto& step : compiled.reader_.declaration().order) steps += (steps.empty() ? "" : ", ") + step;
        scope.error("P202", place,
                    {entry.id, condition.column, std::string(rules::to_string(type)), std::string(to_string(condition.op)), steps});
        return std::nullopt;
    }
    return compiled;
}

bool CompiledCondition::take_texts(const std::vector<std::string>& texts, const Scope& scope) {
    for (const auto& text : texts) {
        switch (reader_.type()) {
            case ColumnType::text:
            case ColumnType::set:
                among_.push_back(scope.texts().code(text));
                break;
            case ColumnType::ordered: {
                const auto& order = reader_.declaration().order;
                const auto step = std::ranges::find(order, text);
                if (step == order.end()) return false;
                among_.push_back(step - order.begin());
                break;
            }
            default: {
                const auto reading = model::read_number(text, reader_.digits());
                if (reading.fault != model::NumberFault::none) return false;
                among_.push_back(reading.value);
            }
        }
    }
    return true;
}

bool CompiledCondition::take_literal(const model::Condition& condition, const Scope& scope) {
    const auto type = reader_.type();
    if (op_ == Operator::known) {
        const auto* flag = std::get_if<bool>(&condition.value);
        if (flag != nullptr) number_ = *flag ? 1 : 0;
        return flag != nullptr;
    }
    if (is_list(op_)) {
        if (const auto* list = std::get_if<std::vector<std::string>>(&condition.value)) return take_texts(*list, scope);
        const auto* text = std::get_if<std::string>(&condition.value);
        return text != nullptr && take_texts({*text}, scope);
    }
    if (type == ColumnType::flag) {
        const auto* flag = std::get_if<bool>(&condition.value);
        if (flag != nullptr) number_ = *flag ? 1 : 0;
        return flag != nullptr;
    }
    if (is_days(op_)) {
        const auto* days = std::get_if<model::Decimal>(&condition.value);
        if (days == nullptr || model::normalised(*days).digits != 0) return false;
        number_ = model::normalised(*days).value;
        return true;
    }
    if (type == ColumnType::date) {
        const auto* date = std::get_if<model::Date>(&condition.value);
        if (date != nullptr) number_ = date->day;
        return date != nullptr;
    }
    if (type == ColumnType::text || type == ColumnType::ordered) {
        const auto* text = std::get_if<std::string>(&condition.value);
        if (text == nullptr || !take_texts({*text}, scope)) return false;
        number_ = among_.front();
        return true;
    }
    const auto* decimal = std::get_if<model::Decimal>(&condition.value);
    if (decimal == nullptr) return false;
    const auto digits = std::max(decimal->digits, reader_.digits());
    factor_ = power_of_ten(digits - reader_.digits());
    number_ = static_cast<int128>(decimal->value) * power_of_ten(digits - decimal->digits);
    return true;
}

Truth CompiledCondition::judge(const Cell& cell) const {
    const auto type = reader_.type();
    switch (cell.state) {
        case CellState::not_joined:
            return Truth::not_applicable;
        case CellState::unknown:
            return op_ == Operator::known ? truth(number_ == 0) : Truth::unknown;
        case CellState::no_bound:
            // No limit on that side: it is at least and at most whatever is asked for, and equals nothing.
            if (op_ == Operator::known) return truth(number_ == 0);
            return truth(is_order(op_) || op_ == Operator::is_not || op_ == Operator::none_of);
        case CellState::none:
            if (none_is_a_value(type)) break;
            if (op_ == Operator::known) return truth(number_ == 0);
            return truth(op_ == Operator::is_not || op_ == Operator::none_of);
        case CellState::value:
            break;
    }
    if (op_ == Operator::known) return truth(number_ == 1);
    return truth(type == ColumnType::set ? set_holds(cell) : holds(cell));
}

bool CompiledCondition::holds(const Cell& cell) const {
    const int128 value = static_cast<int128>(cell.value) * factor_;
    switch (op_) {
        case Operator::is:
            return value == number_;
        case Operator::is_not:
            return value != number_;
        case Operator::at_least:
            return value >= number_;
        case Operator::at_most:
            return value <= number_;
        case Operator::any_of:
            return std::ranges::find(among_, value) != among_.end();
        case Operator::none_of:
            return std::ranges::find(among_, value) == among_.end();
        case Operator::days_since_at_least:
            return as_of_ - value >= number_;
        case Operator::in_days_at_most:
            return value - as_of_ <= number_;
        case Operator::in_days_at_least:
            return value - as_of_ >= number_;
        case Operator::all_of:
        case Operator::known:
            break;
    }
    return false;
}

bool CompiledCondition::set_holds(const Cell& cell) const {
    const auto held = [&cell](int128 code) { return std::ranges::binary_search(cell.set, static_cast<std::int64_t>(code)); };
    switch (op_) {
        case Operator::any_of:
            return std::ranges::any_of(among_, held);
        case Operator::none_of:
            return std::ranges::none_of(among_, held);
        case Operator::all_of:
            return std::ranges::all_of(among_, held);
        default:
            return false;
    }
}

Truth judge_all(const std::vector<CompiledCondition>& conditions, const Pair& pair) {
    auto result = Truth::yes;
    for (const auto& condition : conditions) {
        const auto one = condition.judge(pair);
        if (one == Truth::no) return Truth::no;
        if (one == Truth::not_applicable || (one == Truth::unknown && result == Truth::yes)) result = one;
    }
    return result;
}

std::vector<CompiledCondition> compile_all(const model::Conditions& conditions, const Scope& scope, const Entry& entry, Unknowns unknowns,
                                           People people) {
    std::vector<CompiledCondition> compiled;
    for (const auto& condition : conditions)
        if (auto one = CompiledCondition::compile(condition, scope, entry, unknowns, people)) compiled.push_back(std::move(*one));
    return compiled;
}

}  // namespace husrom::rules
