#include "examples/sheet.hpp"

#include <husrom/core/error.hpp>

namespace husrom::examples {

Sheet::Sheet(std::string_view name, std::initializer_list<std::string_view> headings) {
    table_.name = name;
    table_.source = table_.name + ".csv";
    table_.headings.assign(headings.begin(), headings.end());
    table_.columns.resize(headings.size());
}

std::size_t Sheet::find(std::string_view heading) const {
    const auto found = table_.find(heading);
    if (!found) throw InternalError("the example's table " + table_.name + " has no column " + std::string(heading));
    return *found;
}

Sheet& Sheet::row() {
    for (auto& column : table_.columns) column.emplace_back();
    table_.row_numbers.push_back(static_cast<std::int64_t>(table_.row_numbers.size()) + 2);
    return *this;
}

Sheet& Sheet::text(std::string_view heading, std::string_view value) {
    table_.columns[find(heading)].back() = value;
    return *this;
}

Sheet& Sheet::number(std::string_view heading, std::int64_t value) {
    return text(heading, std::to_string(value));
}

Sheet& Sheet::tenths(std::string_view heading, std::int64_t value) {
    return text(heading, std::to_string(value / 10) + '.' + std::to_string(value % 10));
}

Sheet& Sheet::flag(std::string_view heading, bool value) {
    return text(heading, value ? "true" : "false");
}

Sheet& Sheet::date(std::string_view heading, model::Date value) {
    return text(heading, model::to_text(value));
}

const std::string& Sheet::cell(std::size_t row, std::string_view heading) const {
    return table_.columns[find(heading)][row];
}

}  // namespace husrom::examples
