#include "io/datapackage.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace husrom::io {
namespace {

using Json = nlohmann::ordered_json;
using namespace model;

Json field(const std::string& heading, const ColumnDeclaration& declaration) {
    Json json{{"name", heading}};
    switch (declaration.type) {
        case ColumnType::text:
        case ColumnType::set:
        case ColumnType::ordered:
            json["type"] = "string";
            break;
        case ColumnType::integer:
            json["type"] = "integer";
            break;
        case ColumnType::decimal:
            json["type"] = "number";
            break;
        case ColumnType::flag:
            json["type"] = "boolean";
            json["trueValues"] = {"true", "TRUE", "True", "ja", "JA", "Ja", "1"};
            json["falseValues"] = {"false", "FALSE", "False", "nei", "NEI", "Nei", "0"};
            break;
        case ColumnType::date:
            json["type"] = "date";
            json["format"] = "any";  // 2026-11-22 and 22.11.2026 are both taken
            break;
    }
    if (!declaration.text.en.empty()) json["title"] = declaration.text.en;
    if (declaration.type == ColumnType::set) json["description"] = "elements separated by ;";
    if (declaration.type == ColumnType::ordered) {
        std::string steps;
        for (const std::string& step : declaration.order) steps += (steps.empty() ? "steps from the lowest: " : ", ") + step;
        json["description"] = steps;
    }
    if (declaration.not_negative) json["constraints"]["minimum"] = 0;
    return json;
}

/// The table whose key a column holds, or nullptr.
const TableKind* referred(const TableKind& from, const std::string& heading) {
    for (const TableKind& kind : table_kinds()) {
        if (kind.key.empty()) continue;
        if (heading == kind.key && kind.name != from.name) return &kind;
        if (heading == "parent_" + std::string(kind.key) && kind.name == from.name) return &kind;
        if (heading == "current_unit" && kind.name == "units" && from.name == "participants") return &kind;
    }
    return nullptr;
}

}  // namespace

std::string datapackage_json(const Case& source, const TypedCase& typed) {
    Json resources = Json::array();
    for (const TableKind& kind : table_kinds()) {
        const Table* table = source.find(kind.name);
        if (!table) continue;
        Json schema{{"fields", Json::array()}, {"missingValues", {""}}}, foreign = Json::array();
        for (const std::string& heading : table->headings) {
            const Column* column = typed.table(kind.name).find(heading);
            schema["fields"].push_back(field(heading, column ? column->declaration : ColumnDeclaration()));
            const TableKind* target = referred(kind, heading);
            if (target && source.find(target->name))
                foreign.push_back({{"fields", heading},
                                   {"reference", {{"resource", target->name == kind.name ? "" : target->name}, {"fields", target->key}}}});
        }
        if (!kind.key.empty()) schema["primaryKey"] = kind.key;
        if (!foreign.empty()) schema["foreignKeys"] = std::move(foreign);
        resources.push_back({{"name", kind.name},
                             {"path", std::string(kind.name) + ".csv"},
                             {"profile", "tabular-data-resource"},
                             {"encoding", "utf-8"},
                             {"dialect", {{"delimiter", ","}, {"lineTerminator", "\r\n"}}},
                             {"schema", std::move(schema)}});
    }
    const Json package{
        {"profile", "tabular-data-package"}, {"name", "husrom-case"}, {"title", source.name}, {"resources", std::move(resources)}};
    return package.dump(2) + "\n";
}

}  // namespace husrom::io
