#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <toml++/toml.h>
#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/scenario/scenario.hpp>

#include "model/text.hpp"
#include "model/toml_text.hpp"

namespace husrom::scenario {

namespace {

using model::Decimal;

/// The keys of each kind of edit; the first one names it.
struct EditKeys {
    std::string_view name;
    std::array<std::string_view, 5> others;
};
constexpr std::array edit_keys{
    EditKeys{"limit", {"group", "scale", "shift", "max"}},
    EditKeys{"close", {}},
    EditKeys{"move", {"site"}},
    EditKeys{"lock", {"unit"}},
    EditKeys{"forbid", {"unit"}},
    EditKeys{"off", {}},
    EditKeys{"on", {}},
    EditKeys{"set", {"id", "column", "value"}},
    EditKeys{"weight", {"term", "to"}},
    EditKeys{"add", {"rows"}},
};

class Reader {
public:
    explicit Reader(std::string source) : source_(std::move(source)) {}

    std::vector<Scenario> read(std::string_view text) {
        std::vector<Scenario> scenarios;
        if (const auto line = model::line_beyond_ascii(text); line > 0) {
            add("S019", line, {std::string(model::beyond_ascii)});
            throw InvalidInput(findings_, source_);
        }
        try {
            const auto document = toml::parse(text, source_);
            for (const auto& [key, node] : document) {
                if (key.str() != "scenario") {
                    refuse("S020", node, {std::string(key.str()), model::nearest(key.str(), {"scenario"})});
                    continue;
                }
                if (!node.is_array_of_tables()) {
                    refuse("S021", node, {"scenario"});
                    continue;
                }
                for (const auto& entry : *node.as_array()) scenarios.push_back(scenario(*entry.as_table()));
            }
            for (std::size_t i = 0; i < scenarios.size(); ++i)
                for (std::size_t j = 0; j < i; ++j)
                    if (scenarios[i].name == scenarios[j].name) refuse("S023", document, {scenarios[i].name});
        } catch (const toml::parse_error& error) {
            add("S019", static_cast<std::int64_t>(error.source().begin.line), {std::string(error.description())});
        }
        if (!findings_.ok()) throw InvalidInput(findings_, source_);
        return scenarios;
    }

private:
    void add(std::string code, std::int64_t line, std::vector<std::string> arguments) {
        findings_.add({model::Severity::error, std::move(code), source_, "scenario", line, "", std::move(arguments)});
    }
    void refuse(std::string code, const toml::node& node, std::vector<std::string> arguments) {
        add(std::move(code), static_cast<std::int64_t>(node.source().begin.line), std::move(arguments));
    }

    Scenario scenario(const toml::table& table) {
        Scenario read;
        for (const auto& [key, node] : table)
            if (key.str() != "name" && key.str() != "edits")
                refuse("S020", node, {std::string(key.str()), model::nearest(key.str(), {"name", "edits"})});
        read.name = text(table, "name");
        const auto* edits = table.get("edits");
        if (edits == nullptr) return read;
        if (!edits->is_array()) {
            refuse("S021", *edits, {"edits"});
            return read;
        }
        for (const auto& entry : *edits->as_array()) {
            if (const auto* one = entry.as_table())
                edit(*one, read.edits);
            else
                refuse("S021", entry, {"edits"});
        }
        return read;
    }

    void edit(const toml::table& table, std::vector<Edit>& edits) {
        const auto kind = std::ranges::find_if(edit_keys, [&](const EditKeys& keys) { return table.contains(keys.name); });
        if (table.empty()) {
            refuse("S021", table, {"edits"});
            return;
        }
        if (kind == edit_keys.end()) {
            std::vector<std::string> names;
            for (const auto& keys : edit_keys) names.emplace_back(keys.name);
            const auto first = std::string(table.begin()->first.str());
            refuse("S020", table, {first, model::nearest(first, names)});
            return;
        }
        for (const auto& [key, node] : table) {
            if (key.str() == kind->name || std::ranges::find(kind->others, key.str()) != kind->others.end()) continue;
            std::vector<std::string> names;
            for (const auto other : kind->others)
                if (!other.empty()) names.emplace_back(other);
            refuse("S020", node, {std::string(key.str()), model::nearest(key.str(), names)});
        }
        const auto before = findings_.count(model::Severity::error);
        auto read = value_of(kind->name, table);
        if (findings_.count(model::Severity::error) == before && read) edits.push_back(std::move(*read));
    }

    std::optional<Edit> value_of(std::string_view kind, const toml::table& table) {
        if (kind == "limit") return limit(table);
        if (kind == "close") return CloseUnit{text(table, "close")};
        if (kind == "move") return MoveUnit{text(table, "move"), text(table, "site")};
        if (kind == "lock") return Lock{text(table, "lock"), text(table, "unit")};
        if (kind == "forbid") return Forbid{text(table, "forbid"), text(table, "unit")};
        if (kind == "off") return SwitchRule{text(table, "off"), false};
        if (kind == "on") return SwitchRule{text(table, "on"), true};
        if (kind == "set") return SetCell{text(table, "set"), text(table, "id"), text(table, "column"), cell(table, "value")};
        if (kind == "weight") return SetGoalWeight{text(table, "weight"), text(table, "term"), decimal(table, "to")};
        return added(table);
    }

    std::optional<Edit> limit(const toml::table& table) {
        const auto id = text(table, "limit");
        const auto group = table.contains("group") ? text(table, "group") : std::string();
        const auto given =
            static_cast<int>(table.contains("scale")) + static_cast<int>(table.contains("shift")) + static_cast<int>(table.contains("max"));
        if (given != 1) {
            refuse("S022", table, {id});
            return std::nullopt;
        }
        if (table.contains("scale")) return ScaleLimit{id, group, decimal(table, "scale")};
        if (table.contains("shift")) return ShiftLimit{id, group, decimal(table, "shift")};
        return SetLimitMax{id, group, decimal(table, "max")};
    }

    Edit added(const toml::table& table) {
        AddRows rows;
        rows.rows.name = text(table, "add");
        rows.rows.source = source_;
        const auto* list = table.get("rows");
        if (list == nullptr || !list->is_array()) {
            refuse("S021", list == nullptr ? static_cast<const toml::node&>(table) : *list, {"rows"});
            return rows;
        }
        std::size_t count = 0;
        for (const auto& entry : *list->as_array()) {
            const auto* row = entry.as_table();
            if (row == nullptr) {
                refuse("S021", entry, {"rows"});
                continue;
            }
            for (auto& cells : rows.rows.columns) cells.emplace_back();
            ++count;
            for (const auto& [heading, node] : *row) {
                auto place = rows.rows.find(heading.str());
                if (!place) {
                    rows.rows.headings.emplace_back(heading.str());
                    rows.rows.columns.emplace_back(count);
                    place = rows.rows.headings.size() - 1;
                }
                rows.rows.columns[*place].back() = cell_text(node, heading.str());
            }
            rows.rows.row_numbers.push_back(static_cast<std::int64_t>(count) + 1);
        }
        return rows;
    }

    std::string text(const toml::table& table, std::string_view key) {
        const auto* node = table.get(key);
        if (node != nullptr && node->is_string() && !node->as_string()->get().empty()) return node->as_string()->get();
        refuse("S021", node == nullptr ? static_cast<const toml::node&>(table) : *node, {std::string(key)});
        return "";
    }

    std::string cell(const toml::table& table, std::string_view key) {
        if (const auto* node = table.get(key)) return cell_text(*node, key);
        refuse("S021", table, {std::string(key)});
        return "";
    }

    /// The text that the value would have in a CSV cell.
    std::string cell_text(const toml::node& node, std::string_view key) {
        if (const auto* text = node.as_string()) return text->get();
        if (const auto* number = node.as_integer()) return std::to_string(number->get());
        if (const auto* number = node.as_floating_point()) return model::shortest_text(number->get());
        if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
        if (const auto* date = node.as_date()) {
            const auto& day = date->get();
            if (const auto made = model::make_date(day.year, day.month, day.day)) return model::to_text(*made);
        }
        refuse("S021", node, {std::string(key)});
        return "";
    }

    Decimal decimal(const toml::table& table, std::string_view key) {
        const auto* node = table.get(key);
        const auto* real = node == nullptr ? nullptr : node->as_floating_point();
        if (node == nullptr || !(node->is_integer() || (real != nullptr && std::isfinite(real->get())))) {
            refuse("S021", node == nullptr ? static_cast<const toml::node&>(table) : *node, {std::string(key)});
            return {};
        }
        const auto words = cell_text(*node, key);
        const auto point = words.find('.');
        const auto digits = point == std::string::npos ? 0 : static_cast<std::int32_t>(words.size() - point - 1);
        if (digits <= model::most_digits) {
            const auto reading = model::read_number(words, digits);
            if (reading.fault == model::NumberFault::none) return model::normalised({reading.value, digits});
        }
        refuse("S026", *node, {std::string(key), std::to_string(model::most_digits)});
        return {};
    }

    std::string source_;
    model::Findings findings_;
};

}  // namespace

std::vector<Scenario> parse_scenarios(std::string_view toml, std::string source) {
    return Reader(std::move(source)).read(toml);
}

}  // namespace husrom::scenario
