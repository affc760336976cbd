#pragma once

/// Answers as JSON documents; each names its schema.

#include <husrom/io/saved_run.hpp>
#include <husrom/model/finding.hpp>
#include <husrom/plan/plan.hpp>
#include <husrom/plan/text.hpp>
#include <husrom/scenario/scenario.hpp>
#include <nlohmann/json.hpp>

namespace husrom::cli {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json findings_json(const model::Findings& findings, model::Language language);
[[nodiscard]] Json findings_answer(const model::Findings& findings, model::Language language);
[[nodiscard]] Json plan_answer(const plan::Plan& plan);
[[nodiscard]] Json explanation_answer(const plan::Plan& plan, const plan::Explanation& explanation, plan::Audience audience);
[[nodiscard]] Json pair_answer(const rules::AllocationProblem& problem, rules::ParticipantIndex participant, rules::UnitIndex unit,
                               const std::vector<rules::RuleVerdict>& verdicts);
[[nodiscard]] Json comparison_answer(const scenario::Comparison& comparison);
/// Exact: a scaled integer as a decimal text.
[[nodiscard]] std::string decimal_text(std::int64_t value, std::int32_t digits);
/// Prints the document with a line end.
void print(const Json& document);

}  // namespace husrom::cli
