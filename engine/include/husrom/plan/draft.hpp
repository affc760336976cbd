#pragma once

/// A draft of the grounds for a decision: what the rules said, with their legal basis and where each fact stands. It is no decision: what
/// only a person can judge is left open in square brackets, and so are the values of the facts. It names nobody but the person it is about.

#include <cstdint>
#include <string>
#include <string_view>

#include <husrom/plan/plan.hpp>

namespace husrom::plan {

enum class DraftLanguage : std::uint8_t { nb, nn, en };
/// "nb", "nn" or "en"; throws InvalidArgument for anything else.
[[nodiscard]] DraftLanguage draft_language(std::string_view code);

/// Rules and columns are told in the policy's own words; where it has none in Nynorsk, in those in Bokmål. Throws InvalidArgument for an
/// unknown participant and without an allocation.
[[nodiscard]] std::string draft_decision(const Plan& plan, std::string_view participant, DraftLanguage language = DraftLanguage::nb);

}  // namespace husrom::plan
