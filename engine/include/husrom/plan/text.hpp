#pragma once

/// A plan in words, English or Bokmål: the one place where its sentences stand, for the command line, Python and services alike.
/// Ids and the policy's own words appear; values of the case do not. Lines end in "\n" except where one line is promised.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <husrom/model/finding.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom::plan {

using model::Language;

/// Whom an explanation is for. The participant is told nothing from which another person could be known: no holders of homes, no use of
/// limits (a full cap on conflict behaviour tells of a neighbour), no margins.
enum class Audience : std::uint8_t { caseworker, participant };

/// value / 10^digits without trailing zeros; a comma in Bokmål.
[[nodiscard]] std::string number(std::int64_t value, std::int32_t digits, Language language);

[[nodiscard]] std::string_view words(solve::Status status, Language language);
[[nodiscard]] std::string_view words(solve::StoppedBy stopped_by, Language language);
[[nodiscard]] std::string_view words(WaitingReason reason, Language language);
[[nodiscard]] std::string_view words(rules::Verdict verdict, Language language);
/// The words of a reason by its code, as a saved run holds it; empty for no code.
[[nodiscard]] std::string_view words_of_code(std::string_view code, Language language);
/// The policy's text of a rule, limit, term or goal; for what the engine itself adds ("apart", "queue-days" …) the engine's.
/// Empty when the policy says nothing.
[[nodiscard]] std::string text_of(const model::Policy& policy, std::string_view id, Language language);

/// One line: "Proven best: 6 of 8 people housed, 2 wait."
[[nodiscard]] std::string headline(const Plan& plan, Language language = Language::en);
/// The headline, the goals with bounds and gaps, how many wait for which reason, the limits that bind, the digest.
[[nodiscard]] std::string summary(const Plan& plan, Language language = Language::en);

/// One line: why a person waits.
[[nodiscard]] std::string sentence(const rules::AllocationProblem& problem, const Waiting& waiting, Language language = Language::en,
                                   Audience audience = Audience::caseworker);
/// What was decided for one person and why.
[[nodiscard]] std::string text(const Plan& plan, const Explanation& explanation, Language language = Language::en,
                               Audience audience = Audience::caseworker);
/// What every rule says of one pair, a line each.
[[nodiscard]] std::string text(const rules::AllocationProblem& problem, std::span<const rules::RuleVerdict> verdicts,
                               Language language = Language::en);

}  // namespace husrom::plan
