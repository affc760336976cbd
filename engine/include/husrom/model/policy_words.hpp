#pragma once

/// A policy in plain words, English or Bokmål: every rule, limit, term and goal with the policy's own text, what it compares, whom it is
/// for, what an unknown does, and its legal basis. For the office that decides it and for whoever asks what the system does.
/// Columns are called by their declared headings. Linear in the policy.

#include <string>
#include <string_view>

#include <husrom/model/finding.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::model {

/// The whole policy; lines end in "\n".
[[nodiscard]] std::string policy_words(const Policy& policy, Language language = Language::en);

/// What one rule compares, as one sentence: "The home's bedrooms are at least the person's bedrooms needed."
[[nodiscard]] std::string rule_words(const Policy& policy, const EligibleType& type, Language language = Language::en);

/// A column by its heading: "the home's bedrooms" for `unit.bedrooms`.
[[nodiscard]] std::string column_words(const Policy& policy, std::string_view path, Language language = Language::en);

}  // namespace husrom::model
