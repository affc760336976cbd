#include <set>
#include <string>

#include <husrom/io/io.hpp>

#include "io/policy/sections.hpp"
#include "io/presets.hpp"
#include "model/code_points.hpp"
#include "model/text.hpp"
#include "model/toml_text.hpp"

namespace husrom {
namespace io {
namespace {

using namespace model;

/// True for an entry that only switches one of the preset's on or off.
bool only_switches(const toml::table& table) {
    return table.size() == 2 && table.contains("id") && table.contains("on") && table.get("id")->is_string() &&
           table.get("on")->is_boolean();
}

/// Calls `read` for each table of a list such as [[eligible]].
template <typename Read> void each(PolicyTable& root, std::string_view key, Read read) {
    const toml::array* list = root.array_if(key);
    if (!list) return;
    for (const toml::node& element : *list) {
        if (const auto* table = element.as_table())
            read(*table);
        else
            root.wrong_type(key, "table", element);
    }
}

PolicyFile read_file(const toml::table& document, PolicyFindings& out, bool with_preset) {
    PolicyFile file;
    Policy& policy = file.policy;
    policy.source = out.source;
    PolicyTable root(document, out, "the policy");
    policy.schema = root.integer("schema");
    if (root.has("schema") && document.get("schema")->is_integer() && policy.schema != 1)
        root.error("P018", "schema", {std::to_string(policy.schema)});
    policy.id = root.text("id");
    policy.title = root.words("title");
    policy.preset = root.text_or("preset", {});
    if (const toml::table* table = root.table_if("round")) {
        policy.round = read_round(*table, out);
        file.has_round = true;
    }
    if (const toml::table* columns = root.table_if("columns")) {
        for (const auto& [name, node] : *columns) {
            if (const auto* table = node.as_table())
                policy.columns.push_back(read_column(std::string(name.str()), *table, out));
            else
                out.error("P004", line_of(node), std::string(name.str()),
                          {"columns.\"" + std::string(name.str()) + "\"", "table", type_of(node)});
        }
    }
    const auto switched = [&](std::string_view kind, const toml::table& table) {
        if (!with_preset || !only_switches(table)) return false;
        file.switches.push_back(
            {std::string(kind), table.get("id")->as_string()->get(), table.get("on")->as_boolean()->get(), line_of(table)});
        return true;
    };
    each(root, "eligible", [&](const toml::table& table) {
        if (!switched("eligible", table)) policy.eligible.push_back(read_eligible(table, out));
    });
    if (const toml::table* table = root.table_if("risk")) {
        policy.risk = read_risk(*table, out);
        file.has_risk = true;
    }
    each(root, "term", [&](const toml::table& table) {
        if (!switched("term", table)) policy.terms.push_back(read_term(table, out));
    });
    each(root, "limit", [&](const toml::table& table) {
        if (!switched("limit", table)) policy.limits.push_back(read_limit(table, out));
    });
    each(root, "goal", [&](const toml::table& table) { policy.goals.push_back(read_goal(table, out)); });
    if (const toml::table* table = root.table_if("ties")) {
        policy.ties = read_ties(*table, out);
        file.has_ties = true;
        file.ties_order = table->contains("order");
        if (table->contains("lottery_seed")) file.lottery_seed = policy.ties.lottery_seed;
    }
    if (const toml::table* table = root.table_if("offers")) {
        policy.offers = read_offers(*table, out);
        file.has_offers = true;
    }
    if (const toml::table* table = root.table_if("refusals")) policy.refusals = read_refusals(*table, out);
    if (const toml::table* table = root.table_if("overrides")) policy.overrides = read_overrides(*table, out);
    if (const toml::table* table = root.table_if("uncertain")) policy.uncertain = read_uncertain(*table, out);
    each(root, "change", [&](const toml::table& table) { policy.changes.push_back(read_change(table, out)); });
    root.finish();
    check_ids(file, out);
    return file;
}

std::optional<toml::table> parse(std::string_view text, PolicyFindings& out) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (!is_utf8(text)) {
        out.error("P023", 0, "", {});
        return std::nullopt;
    }
    if (const auto line = line_beyond_ascii(text); line > 0) {
        out.error("P001", line, "", {std::string(beyond_ascii)});
        return std::nullopt;
    }
    try {
        return toml::parse(text, out.source);
    } catch (const toml::parse_error& error) {
        out.error("P001", static_cast<std::int64_t>(error.source().begin.line), "", {std::string(error.description())});
    }
    return std::nullopt;
}

}  // namespace
}  // namespace io

model::Policy parse_policy(std::string_view text, std::string source, model::Findings& findings) {
    io::PolicyFindings out{findings, std::move(source)};
    const auto document = io::parse(text, out);
    if (!document) return {};
    const std::string preset_name = (*document)["preset"].value_or(std::string());
    const auto preset = io::find_preset(preset_name);
    io::PolicyFile file = io::read_file(*document, out, preset.has_value());
    if (!file.has_round) out.error("P002", 0, "round", {"the policy", "round"});
    if (document->contains("preset") && !preset)
        out.error("P005", io::line_of(*document->get("preset")), "preset",
                  {"the policy", preset_name, model::nearest(preset_name, io::preset_names()), model::join(io::preset_names(), ", ")});
    model::Policy policy;
    if (preset) {
        io::PolicyFindings preset_out{findings, "preset " + preset_name, true};
        const auto preset_document = io::parse(*preset, preset_out);
        if (!preset_document) return {};
        policy = io::merge(io::read_file(*preset_document, preset_out, false), std::move(file), out);
    } else {
        policy = std::move(file.policy);
    }
    if (!document->contains("preset") || preset) io::check_names(policy, out);
    policy.digest = model::digest_of(policy);
    findings.sort();
    return policy;
}

model::Policy parse_policy(std::string_view text, std::string source) {
    model::Findings findings;
    model::Policy policy = parse_policy(text, source, findings);
    if (!findings.ok()) throw InvalidInput(std::move(findings), source);
    return policy;
}

std::string_view preset_text(std::string_view name) {
    const auto preset = io::find_preset(name);
    if (!preset)
        throw InvalidArgument("there is no preset \"" + std::string(name) + "\"; there are: " + model::join(io::preset_names(), ", "));
    return *preset;
}

}  // namespace husrom
