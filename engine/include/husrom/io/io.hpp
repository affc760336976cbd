#pragma once

/// Files in and out. Free functions; nothing below includes this.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/model/case.hpp>
#include <husrom/model/policy.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom {

/// Reads a folder of CSV files or one JSON document. Never throws for bad content: findings stand in `Case::notes`.
[[nodiscard]] model::Case load_case(const std::filesystem::path& path);
/// The same from a JSON text.
[[nodiscard]] model::Case parse_case(std::string_view json, std::string source = "case.json");

/// Reads a policy. Throws InvalidInput with every finding (line, key, suggestion).
[[nodiscard]] model::Policy load_policy(const std::filesystem::path& path);
[[nodiscard]] model::Policy parse_policy(std::string_view toml, std::string source = "policy.toml");
/// The same, collecting instead of throwing; usable only if no error was added.
[[nodiscard]] model::Policy parse_policy(std::string_view toml, std::string source, model::Findings& findings);
/// The policy that came with a case. Throws InvalidInput when there is none.
[[nodiscard]] model::Policy policy_of(const model::Case& source);
/// The text of a shipped preset: "housing_first" or "staircase". Throws InvalidArgument for another name.
[[nodiscard]] std::string_view preset_text(std::string_view name);

/// Writes a case as a folder of CSV files (RFC 4180, UTF-8) with its policy and, when both are right, a datapackage.json that describes
/// the tables; to a name of its own beside it, then renamed. A folder that exists is replaced where it is empty or holds the files of a
/// case and no other ones, such as notes; a link to it is followed. Throws InvalidInput for tables whose columns do not fit their headings
/// and rows, and for text that is not UTF-8.
void save_case(const model::Case& source, const std::filesystem::path& folder);

/// Throws InvalidArgument when `save_case` would refuse the folder or could not write there.
void require_case_folder(const std::filesystem::path& folder);

struct SaveOptions {
    bool with_problem = false;     ///< adds problem.json for an auditor who may not see the case
    std::string review_head = {};  ///< head of the review's log when its decisions led to this plan; empty: none did
};
/// Writes the run folder; to a name of its own beside it, then renamed. A folder that exists is replaced where it is empty or holds the
/// files of a run as `save` wrote them, and no other ones: a log of a review that was put there stays. A link to it is followed. Returns
/// the head of the run's log: keep it elsewhere, since a log alone does not show that its end was cut off. Throws InvalidArgument for a
/// `review_head` that is no head.
std::string save(const plan::Plan& plan, const std::filesystem::path& folder, const SaveOptions& options = {});

/// Throws InvalidArgument when `save` would refuse the folder or could not write there: to be asked before a long solve.
void require_run_folder(const std::filesystem::path& folder);

struct RunVerdict {
    bool accepted = false;
    bool rebuilt = false;  ///< true: the problem was rebuilt from the case, or read from the folder, and the proof re-checked
    std::vector<std::string> objections;  ///< in words; what the checker of the proof itself objects is told in English
    std::vector<std::string> checked;     ///< what was looked at, in words
};
/// Re-checks a saved run, against its case when one is given. Without a case: the files agree with each other and with the log; with
/// problem.json in the folder the plan and its proof are re-checked too. `head`: what the head of the run's log was once; that line has to
/// be there still.
[[nodiscard]] RunVerdict verify(const std::filesystem::path& run, const model::Case* source = nullptr,
                                const model::Policy* policy = nullptr, std::string_view head = {},
                                model::Language language = model::Language::en);

/// Re-checks the hash chain of an audit log (JSON lines, each with the SHA-256 of the line before it). `heads`: what its head was at some
/// times; each has to be there still, which shows an end that was cut off.
[[nodiscard]] RunVerdict verify_log(const std::filesystem::path& log, const std::vector<std::string>& heads = {},
                                    model::Language language = model::Language::en);

}  // namespace husrom
