#include <algorithm>
#include <sstream>
#include <string_view>

#include <husrom/core/sha256.hpp>
#include <husrom/core/version.hpp>
#include <husrom/io/audit_log.hpp>
#include <husrom/io/io.hpp>
#include <husrom/solve/problem_json.hpp>

#include "io/audit.hpp"
#include "io/files.hpp"
#include "io/run_files.hpp"

namespace husrom {

namespace {

/// A result.json may be that of another program, and a review may have gone on in the log of the run.
bool is_as_saved(const std::filesystem::path& file) {
    const auto name = file.filename();
    if (name != "result.json" && name != "audit.jsonl") return true;
    const auto text = io::read_file(file);
    if (!text) return false;
    return name == "result.json" ? text->find("\"husrom.run/") != std::string::npos : std::ranges::count(*text, '\n') <= 1;
}

constexpr io::FolderKind run_folder{"run", io::run_file_names, is_as_saved};

}  // namespace

void require_run_folder(const std::filesystem::path& folder) {
    io::require_replaceable(folder, run_folder);
}

std::string save(const plan::Plan& plan, const std::filesystem::path& folder, const SaveOptions& options) {
    if (!options.review_head.empty() && !AuditLog::is_head(options.review_head))
        throw InvalidArgument("review_head: a head is the 64 digits of a hash, as they were printed");
    std::map<std::string, std::string> files = io::determined_files(plan);
    files["result.json"] = io::result_json(plan, options.review_head);
    files["prices.csv"] = io::prices_csv(plan);
    files["certificate.jsonl"] = io::certificate_jsonl(plan);
    if (options.with_problem) {
        std::ostringstream problem;
        solve::write_problem(problem, plan.problem().numeric);
        files["problem.json"] = problem.str();
        files["problem_ids.json"] = io::problem_ids_json(plan.problem());
    }
    std::map<std::string, std::string> hashes;
    for (const auto& [name, text] : files) hashes[name] = core::sha256_hex(text);
    const auto& problem = plan.problem();
    io::AuditRow row{{"event", "run"},
                     {"case", problem.case_digest},
                     {"policy", problem.policy_digest},
                     {"problem", problem.problem_digest},
                     {"plan", plan.digest()},
                     {"status", std::string(solve::to_string(plan.status()))},
                     {"version", HUSROM_VERSION},
                     {"files", hashes}};
    files["audit.jsonl"] = io::append_audit("", std::move(row));
    io::replace_folder(folder, run_folder, [&](const std::filesystem::path& aside) {
        for (const auto& [name, text] : files) io::write_file(aside / name, text);
    });
    return io::check_audit(files["audit.jsonl"]).hashes.back();
}

}  // namespace husrom
