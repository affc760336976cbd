#include <algorithm>

#include <husrom/model/case.hpp>
#include <husrom/model/date.hpp>
#include <husrom/model/well_known.hpp>

#include "io/policy/sections.hpp"
#include "model/text.hpp"

namespace husrom::io {
namespace {

using namespace model;

/// The default as the cell text it stands for.
std::string default_text(PolicyTable& table, const toml::node& node) {
    const auto value = literal(node, table.out(), table.where(), "default");
    if (!value) return {};
    if (const auto* flag = std::get_if<bool>(&*value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<Decimal>(&*value)) return to_text(*number);
    if (const auto* date = std::get_if<Date>(&*value)) return to_text(*date);
    if (const auto* text = std::get_if<std::string>(&*value)) return *text;
    return join(std::get<std::vector<std::string>>(*value), ";");
}

bool fits(const ColumnDeclaration& declaration) {
    const std::string& text = declaration.default_value;
    switch (declaration.type) {
        case ColumnType::integer:
            return read_number(text, 0).fault == NumberFault::none;
        case ColumnType::decimal:
            return read_number(text, declaration.digits).fault == NumberFault::none;
        case ColumnType::flag:
            return text == "true" || text == "false";
        case ColumnType::date:
            return read_date(text).fault == DateFault::none;
        case ColumnType::ordered:
            return std::ranges::find(declaration.order, text) != declaration.order.end();
        case ColumnType::text:
        case ColumnType::set:
            return true;
    }
    return false;
}

}  // namespace

ColumnDeclaration read_column(const std::string& name, const toml::table& source, PolicyFindings& out) {
    const std::string where = "columns.\"" + name + "\"";
    PolicyTable table(source, out, where);
    ColumnDeclaration declaration;
    const auto point = name.find('.');
    const std::string first = name.substr(0, point), heading = point == std::string::npos ? std::string() : name.substr(point + 1);
    if (check_path(name, false, out, table.line(), "columns", name)) {
        if (const TableKind* kind = table_kind(first)) declaration.table = kind->singular;
        if (heading.find('.') != std::string::npos) out.error("P015", table.line(), name, {"columns", name, ""});
    }
    if (const ColumnDeclaration* known = well_known(declaration.table, heading)) declaration = *known;
    declaration.name = heading;
    declaration.line = table.place();
    const bool known_type = well_known(declaration.table, heading) != nullptr;
    if (table.has("type") || !known_type) {
        const auto type = table.word("type", {"text", "integer", "decimal", "flag", "date", "set", "ordered"}, true);
        if (type && declaration.type != static_cast<ColumnType>(*type)) {
            declaration.type = static_cast<ColumnType>(*type);
            declaration.digits = 0;
            declaration.default_value.clear();
        }
        if (declaration.type != ColumnType::ordered) declaration.order.clear();
    }
    if (const auto digits = table.integer_if("digits")) {
        if (*digits < 0)
            table.error("P010", "digits", {where + " digits", std::to_string(*digits), "0"});
        else if (*digits > most_digits)
            table.error("P028", "digits", {where + " digits", std::to_string(*digits), std::to_string(most_digits)});
        else
            declaration.digits = static_cast<std::int32_t>(*digits);
        if (declaration.type != ColumnType::decimal) table.error("P029", "digits", {where, "digits", "decimal"});
    } else if (declaration.type == ColumnType::decimal && !known_type) {
        table.error("P002", "digits", {where, "digits"});
    }
    if (table.has("order")) {
        declaration.order = table.texts("order");
        std::vector<std::string> sorted = declaration.order;
        std::ranges::sort(sorted);
        if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
            table.error("P006", "order", {where + " order \"" + *twice + "\"", std::to_string(table.line("order"))});
    }
    if (declaration.type == ColumnType::ordered && declaration.order.empty()) table.error("P002", "order", {where, "order"});
    if (declaration.type != ColumnType::ordered && table.has("order")) table.error("P029", "order", {where, "order", "ordered"});
    if (const auto empty = table.word("empty", {"unknown", "none", "no_bound"}, false)) declaration.empty = static_cast<EmptyMeans>(*empty);
    if (const auto one = table.word("class", {"need", "readiness", "protected", "personal"}, false))
        declaration.column_class = static_cast<ColumnClass>(*one + 1);
    if (const toml::node* value = table.find("default")) {
        declaration.default_value = default_text(table, *value);
        if (!fits(declaration)) table.error("P022", "default", {where});
    }
    if (table.has("text")) declaration.text = table.words("text");
    table.finish();
    return declaration;
}

}  // namespace husrom::io
