#pragma once

/// Small cases and policies as texts, and what building them gave.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::test {

/// A table as lines of CSV without quotes; "participants" and its lines.
using Sheet = std::pair<std::string, std::string>;

/// A case from sheets; the first line of each holds the headings.
[[nodiscard]] model::Case make_case(const std::vector<Sheet>& sheets);

/// A policy of the given entries: as_of is 2026-11-22, horizon 60 days, lottery seed 7.
[[nodiscard]] model::Policy make_policy(std::string_view entries);

/// The problem of a case and a policy's entries; the test fails with every finding when there are errors.
[[nodiscard]] std::shared_ptr<const rules::AllocationProblem> make_problem(const std::vector<Sheet>& sheets, std::string_view entries);

/// The verdict of a rule on a pair, by ids.
[[nodiscard]] rules::Verdict verdict_of(const rules::AllocationProblem& problem, std::string_view rule, std::string_view participant,
                                        std::string_view unit);
[[nodiscard]] bool is_open(const rules::AllocationProblem& problem, std::string_view participant, std::string_view unit);

/// The codes of the findings of a check, sorted, each with its key: "P201 rule bedrooms".
[[nodiscard]] std::vector<std::string> codes_of(const std::vector<Sheet>& sheets, std::string_view entries,
                                                model::Severity severity = model::Severity::error);

/// The row of a limit for a group.
[[nodiscard]] const rules::LimitInfo& limit_of(const rules::AllocationProblem& problem, std::string_view id, std::string_view group);

/// Every edge's weight in a goal by "participant unit", in the office's direction.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> weights_of(const rules::AllocationProblem& problem, std::string_view goal);

}  // namespace husrom::test
