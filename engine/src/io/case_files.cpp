// A case as a folder of CSV files, with its policy.

#include <algorithm>
#include <system_error>

#include <husrom/io/io.hpp>
#include <husrom/model/typed_case.hpp>

#include "io/csv.hpp"
#include "io/datapackage.hpp"
#include "io/files.hpp"
#include "model/misfits.hpp"
#include "model/text.hpp"

namespace husrom {
namespace {

namespace fs = std::filesystem;
using namespace model;

void add(Case& source, Severity severity, std::string code, std::string file, std::string table, std::vector<std::string> arguments = {}) {
    source.notes.add({severity, std::move(code), std::move(file), std::move(table), 0, "", std::move(arguments)});
}

Case load_folder(const fs::path& folder) {
    Case source;
    source.name = fs::absolute(folder).lexically_normal().filename().string();
    if (source.name.empty()) source.name = fs::absolute(folder).lexically_normal().parent_path().filename().string();
    if (fs::exists(folder / "policy.toml")) source.policy_text = io::read_file(folder / "policy.toml");
    Findings of_policy;  // said where the policy is used
    Policy policy = source.policy_text ? parse_policy(*source.policy_text, source.policy_source, of_policy) : Policy{};
    if (!of_policy.ok()) policy = {};
    std::vector<std::string> known;
    for (const TableKind& kind : table_kinds()) {
        const std::string file = std::string(kind.name) + ".csv";
        known.push_back(file);
        if (!fs::exists(folder / file)) continue;
        const auto bytes = io::read_file(folder / file);
        if (!bytes) {
            add(source, Severity::error, "F018", file, std::string(kind.name));
            continue;
        }
        io::CsvReading reading = io::read_csv(*bytes, std::string(kind.name), file, source.notes, policy);
        if (reading.readable) source.tables.push_back(std::move(reading.table));
    }
    bool any = !source.tables.empty() || !source.notes.ok();
    if (!any && fs::exists(folder / "result.json") && fs::exists(folder / "certificate.jsonl")) {
        add(source, Severity::error, "F034", folder.filename().string(), "");
        return source;
    }
    std::vector<std::string> others;
    for (const auto& entry : fs::directory_iterator(folder)) others.push_back(entry.path().filename().string());
    std::ranges::sort(others);
    for (const std::string& file : others) {
        if (!lower(file).ends_with(".csv") || std::ranges::find(known, file) != known.end()) continue;
        std::vector<std::string> absent;
        for (const std::string& name : known)
            if (!fs::exists(folder / name)) absent.push_back(name);
        add(source, Severity::warning, "F014", file, "", {nearest(file, absent)});
    }
    if (!any) add(source, Severity::error, "F016", folder.filename().string(), "");
    if (!source.policy_text && fs::exists(folder / "policy.toml")) add(source, Severity::error, "F018", "policy.toml", "policy");
    source.notes.sort();
    return source;
}

/// The files that save_case writes.
io::FolderKind case_folder() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list{"participants.csv", "policy.toml", "datapackage.json"};
        for (const TableKind& kind : table_kinds()) list.push_back(std::string(kind.name) + ".csv");
        return list;
    }();
    static const std::vector<std::string_view> views(names.begin(), names.end());
    return {"case", views, [](const fs::path&) { return true; }};
}

}  // namespace

Case load_case(const fs::path& path) {
    Case source;
    std::error_code problem;
    if (fs::is_directory(path, problem)) {
        try {
            return load_folder(path);
        } catch (const fs::filesystem_error&) {
            add(source, Severity::error, "F018", path.filename().string(), "");
            return source;
        }
    }
    const std::string name = path.filename().string();
    source.name = path.stem().string();
    if (!fs::exists(path, problem)) {
        add(source, Severity::error, "F001", path.string(), "");
    } else if (lower(path.extension().string()) != ".json") {
        add(source, Severity::error, "F021", name, "");
    } else if (const auto bytes = io::read_file(path)) {
        source = parse_case(*bytes, name);
        if (source.name.empty()) source.name = path.stem().string();
    } else {
        add(source, Severity::error, "F018", name, "");
    }
    return source;
}

Policy load_policy(const fs::path& path) {
    const auto text = io::read_file(path);
    if (!text) {
        Findings findings;
        std::error_code problem;
        findings.add({Severity::error, fs::exists(path, problem) ? "F018" : "F001", path.string(), "policy", 0, "", {}});
        throw InvalidInput(std::move(findings), path.string());
    }
    return parse_policy(*text, path.filename().string());
}

Policy policy_of(const Case& source) {
    if (source.policy_text) return parse_policy(*source.policy_text, source.policy_source);
    // What kept the case from being read tells more than what it lacks therefore.
    Findings findings;
    if (source.notes.ok())
        findings.add({Severity::error, "F017", source.name, "policy", 0, "", {}});
    else
        findings.append(source.notes);
    throw InvalidInput(std::move(findings), source.name);
}

void require_case_folder(const fs::path& folder) {
    io::require_replaceable(folder, case_folder());
}

void save_case(const Case& source, const fs::path& folder) {
    require_writable(source);
    io::replace_folder(folder, case_folder(), [&](const fs::path& aside) {
        for (const Table& table : source.tables)
            io::write_file(aside / (table.name + ".csv"), io::write_csv(table.headings, table.columns, table.rows()));
        if (source.policy_text) io::write_file(aside / "policy.toml", *source.policy_text);
        // Types come from the policy, so a case that has none, or one with errors, is written without a description.
        Findings findings;
        const Policy policy = source.policy_text ? parse_policy(*source.policy_text, source.policy_source, findings) : Policy{};
        const auto typed = type_case(source, policy, findings);
        if (source.policy_text && findings.ok()) io::write_file(aside / "datapackage.json", io::datapackage_json(source, *typed));
    });
}

}  // namespace husrom
