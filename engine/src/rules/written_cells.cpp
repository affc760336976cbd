#include "rules/written_cells.hpp"

#include <algorithm>

#include <husrom/model/decimal.hpp>

#include "model/text.hpp"

namespace husrom::rules {

using model::ColumnType;

namespace {

bool reads(const model::ColumnDeclaration& column, const model::Literal& value) {
    const auto* text = std::get_if<std::string>(&value);
    switch (column.type) {
        case ColumnType::flag:
            return std::holds_alternative<bool>(value);
        case ColumnType::text:
        case ColumnType::set:
            return text != nullptr && !text->empty();
        case ColumnType::integer:
        case ColumnType::decimal:
        case ColumnType::date:
        case ColumnType::ordered:
            return place_in(column, value).has_value();
    }
    return false;
}

class Check {
public:
    explicit Check(const Scope& scope) : scope_(scope) {}

    void change(const model::ChangeRule& change) const {
        const Entry entry{"change " + change.id, change.line};
        if (change.value) {
            if (const auto* column = fact(change.column, true, entry)) cell(*change.value, *column, change.column, entry);
        }
        for (const auto& [heading, value] : change.unit) {
            const auto path = "unit." + heading;
            if (const auto* column = fact(path, true, entry)) cell(value, *column, path, entry);
        }
    }

    void uncertain(const model::UncertainFact& uncertain) const {
        const Entry entry{"uncertain " + uncertain.column, uncertain.line};
        const auto* column = fact(uncertain.column, false, entry);
        if (column == nullptr) return;
        for (const auto& value : uncertain.values)
            if (!reads(*column, value)) misfit(*column, uncertain.column, entry);
        if (!uncertain.from || !uncertain.to) {
            if (uncertain.values.empty()) scope_.error("P021", entry, {entry.id});
            return;
        }
        if (column->type == ColumnType::flag || column->type == ColumnType::text || column->type == ColumnType::set)
            return scope_.error("P231", entry, {entry.id, uncertain.column, std::string(to_string(column->type))});
        const auto low = place_in(*column, *uncertain.from), high = place_in(*column, *uncertain.to);
        if (!low || !high)
            misfit(*column, uncertain.column, entry);
        else if (*low > *high)
            scope_.error("P019", entry, {entry.id});
    }

private:
    /// The column of a path, where its cells are facts of rows that have an id.
    [[nodiscard]] const model::ColumnDeclaration* fact(const std::string& path, bool of_own_table, const Entry& entry) const {
        const auto found = fact_of(scope_.typed(), path);
        if (found.column == nullptr) {
            scope_.no_such_path(path, entry);
            return nullptr;
        }
        const auto& declaration = found.column->declaration;
        const bool joined = of_own_table && path.find('.') != path.rfind('.');
        const auto key = model::table_kind(found.table->name)->key;
        if (joined || key.empty() || key == declaration.name) {
            scope_.error("P232", entry, {entry.id, path});
            return nullptr;
        }
        return &declaration;
    }

    /// An empty text empties the cell.
    void cell(const model::Literal& value, const model::ColumnDeclaration& column, const std::string& path, const Entry& entry) const {
        const auto* text = std::get_if<std::string>(&value);
        const bool fits = (text != nullptr && text->empty()) || reads(column, value) ||
                          (column.type == ColumnType::set && std::holds_alternative<std::vector<std::string>>(value));
        if (!fits) misfit(column, path, entry);
    }

    void misfit(const model::ColumnDeclaration& column, const std::string& path, const Entry& entry) const {
        scope_.error("P230", entry, {entry.id, path, std::string(to_string(column.type)), model::join(column.order, ", ")});
    }

    const Scope& scope_;
};

}  // namespace

void check_written_cells(const Scope& scope) {
    const Check check(scope);
    for (const auto& change : scope.policy().changes) check.change(change);
    for (const auto& uncertain : scope.policy().uncertain) check.uncertain(uncertain);
}

Fact fact_of(const model::TypedCase& typed, const std::string& path) {
    const auto found = typed.column(path);
    const auto point = path.find('.');
    if (found.column != nullptr && point == path.rfind('.')) {
        const auto& own = typed.table(path.substr(0, point));
        if (const auto* column = own.find(path.substr(point + 1))) return {&own, column};
    }
    return {found.table, found.column};
}

std::string cell_text(const model::Literal& value) {
    struct Writer {
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(const model::Decimal& number) const { return model::to_text(number); }
        std::string operator()(const model::Date& date) const { return model::to_text(date); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const std::vector<std::string>& set) const { return model::join(set, ";"); }
    };
    return std::visit(Writer{}, value);
}

std::optional<std::int64_t> place_in(const model::ColumnDeclaration& column, const model::Literal& value) {
    if (column.type == ColumnType::integer || column.type == ColumnType::decimal) {
        const auto* number = std::get_if<model::Decimal>(&value);
        if (number == nullptr) return std::nullopt;
        const auto reading = model::read_number(model::to_text(*number), column.type == ColumnType::decimal ? column.digits : 0);
        return reading.fault == model::NumberFault::none ? std::optional(reading.value) : std::nullopt;
    }
    if (column.type == ColumnType::date) {
        const auto* date = std::get_if<model::Date>(&value);
        return date != nullptr ? std::optional(date->day) : std::nullopt;
    }
    const auto* text = std::get_if<std::string>(&value);
    const auto step = text != nullptr ? std::ranges::find(column.order, *text) : column.order.end();
    return step != column.order.end() ? std::optional<std::int64_t>(step - column.order.begin()) : std::nullopt;
}

}  // namespace husrom::rules
