#include "scenario/editor.hpp"

#include <algorithm>
#include <utility>

#include <husrom/model/well_known.hpp>

#include "model/new_table.hpp"
#include "model/text.hpp"

namespace husrom::scenario {

std::string place_of(std::string_view scenario) {
    return scenario.empty() ? "scenario" : "scenario " + std::string(scenario);
}

void Editor::add(model::Severity severity, std::string code, std::vector<std::string> arguments) {
    auto place = place_of(scenario_) + ", edit " + std::to_string(number_);
    findings_.add({severity, std::move(code), std::move(place), "scenario", 0, "", std::move(arguments)});
}

void Editor::refuse(std::string code, std::vector<std::string> arguments) {
    add(model::Severity::error, std::move(code), std::move(arguments));
}

void Editor::warn(std::string code, std::vector<std::string> arguments) {
    add(model::Severity::warning, std::move(code), std::move(arguments));
}

void Editor::note(std::string code, std::vector<std::string> arguments) {
    add(model::Severity::note, std::move(code), std::move(arguments));
}

model::Table* Editor::table(std::string_view name) {
    const auto* kind = model::table_kind(name);
    if (kind == nullptr) {
        std::vector<std::string> names;
        for (const auto& known : model::table_kinds()) names.emplace_back(known.name);
        refuse("S010", {std::string(name), model::nearest(name, names)});
        return nullptr;
    }
    return &model::table_or_new(source(), *kind, place_of(scenario_));
}

std::optional<std::size_t> Editor::row(std::string_view table_name, std::string_view id) {
    const auto* kind = model::table_kind(table_name);
    const auto* found = source().find(kind->name);
    std::vector<std::string> ids;
    if (found != nullptr)
        if (const auto key = found->find(kind->key))
            for (const auto& id_there : found->columns[*key]) ids.emplace_back(model::trimmed(id_there));
    const auto place = std::ranges::find(ids, id);
    if (place != ids.end()) return static_cast<std::size_t>(place - ids.begin());
    refuse("S001", {std::string(kind->singular), std::string(id), model::nearest(id, ids)});
    return std::nullopt;
}

std::optional<std::size_t> Editor::column(model::Table& in, std::string_view heading) {
    if (const auto found = in.find(heading)) return found;
    const auto* kind = model::table_kind(in.name);
    const auto declared = std::ranges::any_of(
        policy().columns, [&](const model::ColumnDeclaration& one) { return one.table == kind->singular && one.name == heading; });
    if (declared || model::well_known(kind->singular, heading) != nullptr) return ensure_column(in, heading);
    refuse("S003", {in.name, std::string(heading), model::nearest(heading, in.headings)});
    return std::nullopt;
}

std::size_t Editor::ensure_column(model::Table& in, std::string_view heading) {
    if (const auto found = in.find(heading)) return *found;
    in.headings.emplace_back(heading);
    in.columns.emplace_back(in.rows());
    return in.columns.size() - 1;
}

void Editor::append_row(model::Table& in) {
    const auto last = std::ranges::max_element(in.row_numbers);
    in.row_numbers.push_back(last == in.row_numbers.end() ? 2 : *last + 1);
    for (auto& cells : in.columns) cells.emplace_back();
}

void Editor::erase_rows(model::Table& in, const std::vector<bool>& erased) {
    const auto keep = [&](auto& list) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < list.size(); ++i)
            if (!erased[i]) std::swap(list[kept++], list[i]);
        list.resize(kept);
    };
    for (auto& cells : in.columns) keep(cells);
    keep(in.row_numbers);
}

bool Editor::is_true(const model::Table& in, std::string_view heading, std::size_t at_row) {
    const auto place = in.find(heading);
    if (!place) return false;
    const auto word = model::lower(model::trimmed(in.columns[*place][at_row]));
    return word == "true" || word == "ja" || word == "yes" || word == "1";
}

}  // namespace husrom::scenario
