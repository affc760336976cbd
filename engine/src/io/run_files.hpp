#pragma once

/// The files of a run as texts, each from the plan alone, so that verify can make them again and compare. No clock, no thread count and
/// no value of the case but pseudonymous ids enters any of them; numbers are whole numbers, or decimals written exactly.

#include <array>
#include <map>
#include <string>
#include <string_view>

#include <husrom/plan/plan.hpp>

namespace husrom::io {

/// Runs of other versions may hold other members.
inline constexpr std::string_view run_schema = "husrom.run/2";

/// All files of a run; the last two are there for an auditor without the case.
inline constexpr std::array<std::string_view, 9> run_file_names{"result.json", "assignments.csv", "waiting.csv",
                                                                "limits.csv",  "prices.csv",      "certificate.jsonl",
                                                                "audit.jsonl", "problem.json",    "problem_ids.json"};

/// `review_head`: of the log of the review that led to the plan; empty: none did.
[[nodiscard]] std::string result_json(const plan::Plan& plan, std::string_view review_head = {});
[[nodiscard]] std::string assignments_csv(const plan::Plan& plan);
[[nodiscard]] std::string waiting_csv(const plan::Plan& plan);
[[nodiscard]] std::string limits_csv(const plan::Plan& plan);
[[nodiscard]] std::string prices_csv(const plan::Plan& plan);
[[nodiscard]] std::string certificate_jsonl(const plan::Plan& plan);
/// The ids of participants and units in the order of the problem's rows and columns.
[[nodiscard]] std::string problem_ids_json(const rules::AllocationProblem& problem);

/// Those of them that the problem, the chosen pairs and the goal values determine: by file name.
[[nodiscard]] std::map<std::string, std::string> determined_files(const plan::Plan& plan);

}  // namespace husrom::io
