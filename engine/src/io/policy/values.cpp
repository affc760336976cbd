// Paths, operands, literals and conditions: what rules, terms, limits and goals share.

#include <algorithm>
#include <array>

#include <husrom/model/case.hpp>

#include "io/policy/reader.hpp"
#include "model/text.hpp"

namespace husrom::io {

using namespace model;

bool check_path(const std::string& path, bool join_allowed, PolicyFindings& out, std::int64_t line, const std::string& where,
                const std::string& key) {
    const std::string root = path.substr(0, path.find('.'));
    const bool empty_part = path.starts_with('.') || path.ends_with('.') || path.find("..") != std::string::npos;
    std::vector<std::string> roots;
    bool known = false;
    for (const TableKind& kind : table_kinds()) {
        roots.emplace_back(kind.singular);
        known = known || kind.singular == root || kind.name == root;
    }
    if (known && !empty_part && (join_allowed || path.find('.') != std::string::npos)) return true;
    std::string near = known ? std::string() : nearest(root, roots);
    if (!near.empty()) near += path.substr(root.size());
    out.error("P015", line, key, {where, path, near});
    return false;
}

std::string PolicyTable::path(std::string_view key) {
    std::string found = text(key);
    if (!found.empty()) check_path(found, false, out_, line(key), where_, std::string(key));
    return found;
}

std::vector<Operand> PolicyTable::operands(std::string_view key) {
    std::vector<Operand> result;
    const toml::node* node = require(key);
    if (!node) return result;
    const auto add = [&](const toml::node& element) {
        Operand operand;
        if (const auto* text = element.as_string()) {
            operand.column = text->get();
            check_path(operand.column, false, out_, line_of(element), where_, std::string(key));
        } else if (const auto* table = element.as_table()) {
            PolicyTable inner(*table, out_, where_ + " " + std::string(key));
            operand.column = inner.path("column");
            operand.times = inner.decimal_if("times").value_or(Decimal{1, 0});
            inner.finish();
        } else {
            wrong_type(key, "string", element);
        }
        result.push_back(std::move(operand));
    };
    if (const auto* list = node->as_array())
        for (const toml::node& element : *list) add(element);
    else
        add(*node);
    if (result.empty()) error("P021", key, {where_ + " " + std::string(key)});
    return result;
}

std::optional<ColumnOrNumber> PolicyTable::column_or_number(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* text = node->as_string()) {
        check_path(text->get(), false, out_, line(key), where_, std::string(key));
        return text->get();
    }
    const auto number = exact_number(*node, out_, where_, std::string(key));
    if (number) return *number;
    return std::nullopt;
}

std::optional<Literal> literal(const toml::node& node, PolicyFindings& out, const std::string& where, const std::string& key) {
    if (const auto* flag = node.as_boolean()) return Literal(flag->get());
    if (const auto* text = node.as_string()) return Literal(text->get());
    if (node.is_number()) {
        const auto number = exact_number(node, out, where, key);
        if (!number) return std::nullopt;
        return Literal(*number);
    }
    if (const auto* date = node.as_date()) {
        if (const auto day = make_date(date->get().year, date->get().month, date->get().day)) return Literal(*day);
    } else if (const auto* list = node.as_array()) {
        std::vector<std::string> texts;
        for (const toml::node& element : *list) {
            if (const auto* text = element.as_string()) {
                texts.push_back(text->get());
            } else if (element.is_number()) {
                if (const auto number = exact_number(element, out, where, key)) texts.push_back(to_text(*number));
            } else {
                out.error("P004", line_of(element), key, {where, "string", type_of(element)});
            }
        }
        return Literal(std::move(texts));
    }
    out.error("P004", line_of(node), key, {where, "string", type_of(node)});
    return std::nullopt;
}

namespace {

constexpr std::array<std::string_view, 11> operators{"is",
                                                     "is_not",
                                                     "at_least",
                                                     "at_most",
                                                     "any_of",
                                                     "none_of",
                                                     "all_of",
                                                     "known",
                                                     "days_since_at_least",
                                                     "in_days_at_most",
                                                     "in_days_at_least"};

bool counts_days(Operator op) {
    return op == Operator::days_since_at_least || op == Operator::in_days_at_most || op == Operator::in_days_at_least;
}

/// What kind of value an operator needs, in TOML's words; empty when the value fits.
std::string_view needed(Operator op, const Literal& value) {
    const bool is_list = std::holds_alternative<std::vector<std::string>>(value), is_flag = std::holds_alternative<bool>(value);
    switch (op) {
        case Operator::any_of:
        case Operator::none_of:
        case Operator::all_of:
            return is_list ? "" : "an array";
        case Operator::known:
            return is_flag ? "" : "a boolean";
        case Operator::days_since_at_least:
        case Operator::in_days_at_most:
        case Operator::in_days_at_least: {
            const auto* number = std::get_if<Decimal>(&value);
            return number && normalised(*number).digits == 0 ? "" : "an integer";
        }
        case Operator::at_least:
        case Operator::at_most:
            return is_list || is_flag ? "a number, a date or a step" : "";
        case Operator::is:
        case Operator::is_not:
            return is_list ? "a single value" : "";
    }
    return "";
}

}  // namespace

Conditions PolicyTable::conditions(std::string_view key, bool required) {
    Conditions result;
    if (required && !require(key)) return result;
    const toml::array* list = array_if(key);
    if (!list) return result;
    if (list->empty()) error("P021", key, {where_ + " " + std::string(key)});
    for (const toml::node& element : *list) {
        const auto* table = element.as_table();
        if (!table) {
            wrong_type(key, "table", element);
            continue;
        }
        PolicyTable inner(*table, out_, where_ + " " + std::string(key));
        Condition condition;
        condition.line = inner.place();
        condition.column = inner.path("column");
        const auto op = inner.word("op",
                                   {operators[0], operators[1], operators[2], operators[3], operators[4], operators[5], operators[6],
                                    operators[7], operators[8], operators[9], operators[10]},
                                   true);
        condition.op = static_cast<Operator>(op.value_or(0));
        const toml::node* value = condition.op == Operator::known ? inner.find("value") : inner.require("value");
        std::optional<Literal> read;
        if (value && counts_days(condition.op) && value->is_string()) {
            if (const auto days = inner.days_if("value")) read = Decimal{*days, 0};
        } else if (value) {
            read = literal(*value, out_, inner.where(), "value");
        }
        condition.value = true;
        if (read) condition.value = *read;
        if (op && read && !needed(condition.op, *read).empty())
            inner.error("P016", "value", {inner.where(), std::string(operators[*op]), std::string(needed(condition.op, *read))});
        if (value && value->is_array() && value->as_array()->empty()) inner.error("P021", "value", {inner.where() + " value"});
        inner.finish();
        result.push_back(std::move(condition));
    }
    return result;
}

}  // namespace husrom::io
