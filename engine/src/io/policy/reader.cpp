#include "io/policy/reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include <husrom/model/case.hpp>
#include <husrom/model/decimal.hpp>

#include "model/text.hpp"

namespace husrom::io {

using model::Decimal;
using model::Severity;

void PolicyFindings::error(std::string code, std::int64_t line, std::string key, std::vector<std::string> arguments) {
    findings.add({Severity::error, std::move(code), source, "policy", line, std::move(key), std::move(arguments)});
}

void PolicyFindings::warn(std::string code, std::int64_t line, std::string key, std::vector<std::string> arguments) {
    findings.add({Severity::warning, std::move(code), source, "policy", line, std::move(key), std::move(arguments)});
}

std::int64_t line_of(const toml::node& node) {
    return static_cast<std::int64_t>(node.source().begin.line);
}

std::string type_of(const toml::node& node) {
    std::ostringstream text;
    text << node.type();
    return text.str();
}

std::optional<Decimal> exact_number(const toml::node& node, PolicyFindings& out, const std::string& where, const std::string& key) {
    if (const auto* integer = node.as_integer()) return Decimal{integer->get(), 0};
    const auto* floating = node.as_floating_point();
    if (!floating) {
        out.error("P004", line_of(node), key, {where, "number", type_of(node)});
        return std::nullopt;
    }
    // The shortest decimal that reads back as this double is what was written, as long as it has few digits.
    const std::string text = model::shortest_text(floating->get());
    const auto point = text.find('.');
    const auto digits = point == std::string::npos ? 0 : static_cast<std::int32_t>(std::min<std::size_t>(text.size() - point - 1, 99));
    const model::NumberReading reading = model::read_number(text, digits);
    if (!std::isfinite(floating->get()) || digits > model::most_digits || reading.fault != model::NumberFault::none) {
        out.error("P009", line_of(node), key, {where, std::to_string(model::most_digits)});
        return std::nullopt;
    }
    return Decimal{reading.value, digits};
}

PolicyTable::PolicyTable(const toml::table& table, PolicyFindings& out, std::string where)
    : table_(table), out_(out), where_(std::move(where)), line_(line_of(table)) {}

std::int64_t PolicyTable::line(std::string_view key) const {
    const toml::node* node = table_.get(key);
    return node ? line_of(*node) : line_;
}

const toml::node* PolicyTable::find(std::string_view key) {
    if (std::ranges::find(known_, key) == known_.end()) known_.emplace_back(key);
    return table_.get(key);
}

const toml::node* PolicyTable::require(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) out_.error("P002", line_, std::string(key), {where_, std::string(key)});
    return node;
}

void PolicyTable::error(std::string code, std::string_view key, std::vector<std::string> arguments) {
    out_.error(std::move(code), line(key), std::string(key), std::move(arguments));
}

void PolicyTable::wrong_type(std::string_view key, std::string_view expected, const toml::node& found) {
    out_.error("P004", line_of(found), std::string(key), {where_, std::string(expected), type_of(found)});
}

std::string PolicyTable::text(std::string_view key) {
    const toml::node* node = require(key);
    return node ? text_or(key, {}) : std::string();
}

std::string PolicyTable::text_or(std::string_view key, std::string otherwise) {
    const toml::node* node = find(key);
    if (!node) return otherwise;
    if (const auto* text = node->as_string()) {
        if (text->get().empty()) error("P026", key, {where_ + " " + std::string(key)});
        return text->get();
    }
    wrong_type(key, "string", *node);
    return otherwise;
}

bool PolicyTable::flag_or(std::string_view key, bool otherwise) {
    const toml::node* node = find(key);
    if (!node) return otherwise;
    if (const auto* flag = node->as_boolean()) return flag->get();
    wrong_type(key, "boolean", *node);
    return otherwise;
}

std::int64_t PolicyTable::integer(std::string_view key) {
    return require(key) ? integer_if(key).value_or(0) : 0;
}

std::optional<std::int64_t> PolicyTable::integer_if(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* integer = node->as_integer()) return integer->get();
    wrong_type(key, "integer", *node);
    return std::nullopt;
}

std::optional<Decimal> PolicyTable::decimal_if(std::string_view key) {
    const toml::node* node = find(key);
    return node ? exact_number(*node, out_, where_, std::string(key)) : std::nullopt;
}

std::optional<model::Date> PolicyTable::date_if(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* date = node->as_date())
        if (const auto day = model::make_date(date->get().year, date->get().month, date->get().day)) return day;
    wrong_type(key, "date", *node);
    return std::nullopt;
}

std::optional<std::int64_t> PolicyTable::days_if(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* integer = node->as_integer()) return integer->get();
    if (const auto* text = node->as_string()) {
        const auto parts = model::split(text->get(), ' ');
        std::int64_t number = 0;
        if (parts.size() == 2 && parts[0].size() <= 6) {
            const auto end = std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), number);
            const std::string unit = model::lower(parts[1]);
            if (end.ec == std::errc() && end.ptr == parts[0].data() + parts[0].size()) {
                if (unit == "day" || unit == "days" || unit == "dag" || unit == "dager") return number;
                if (unit == "week" || unit == "weeks" || unit == "uke" || unit == "uker") return 7 * number;
            }
        }
        error("P005", key, {where_, text->get(), "", "60, \"60 days\", \"8 weeks\""});
        return std::nullopt;
    }
    wrong_type(key, "integer", *node);
    return std::nullopt;
}

model::Words PolicyTable::words(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return {};
    if (const auto* text = node->as_string()) return {text->get(), text->get()};
    const auto* table = node->as_table();
    if (!table) {
        wrong_type(key, "table", *node);
        return {};
    }
    PolicyTable inner(*table, out_, where_ + " " + std::string(key));
    model::Words words{inner.text_or("nb", {}), inner.text_or("en", {})};
    inner.finish();
    return words;
}

std::vector<std::string> PolicyTable::texts(std::string_view key) {
    std::vector<std::string> result;
    const toml::array* list = array_if(key);
    if (!list) return result;
    for (const toml::node& element : *list) {
        if (const auto* text = element.as_string())
            result.push_back(text->get());
        else
            wrong_type(key, "string", element);
    }
    return result;
}

const toml::array* PolicyTable::array_if(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return nullptr;
    if (const auto* list = node->as_array()) return list;
    wrong_type(key, "array", *node);
    return nullptr;
}

const toml::table* PolicyTable::table_if(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return nullptr;
    if (const auto* table = node->as_table()) return table;
    wrong_type(key, "table", *node);
    return nullptr;
}

std::optional<std::size_t> PolicyTable::word(std::string_view key, std::initializer_list<std::string_view> allowed, bool required) {
    const toml::node* node = required ? require(key) : find(key);
    if (!node) return std::nullopt;
    const std::vector<std::string> words(allowed.begin(), allowed.end());
    const auto* text = node->as_string();
    if (!text) {
        wrong_type(key, "string", *node);
        return std::nullopt;
    }
    const auto found = std::ranges::find(words, text->get());
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    error("P005", key, {where_, text->get(), model::nearest(text->get(), words), model::join(words, ", ")});
    return std::nullopt;
}

void PolicyTable::accept_all_but_near(std::initializer_list<std::string_view> missing) {
    std::vector<std::string> wanted;
    for (const auto key : missing)
        if (!table_.contains(key)) wanted.emplace_back(key);
    for (const auto& [key, node] : table_) {
        std::string name(key.str());
        if (wanted.empty() || model::nearest(name, wanted).empty()) accepted_.push_back(std::move(name));
    }
}

void PolicyTable::finish() {
    for (const auto& [key, node] : table_) {
        const std::string name(key.str());
        const auto among = [&](const std::vector<std::string>& names) { return std::ranges::find(names, name) != names.end(); };
        if (among(known_) || among(accepted_)) continue;
        out_.error("P003", static_cast<std::int64_t>(key.source().begin.line), name,
                   {where_, name, model::nearest(name, known_), model::join(known_, ", ")});
    }
}

}  // namespace husrom::io
