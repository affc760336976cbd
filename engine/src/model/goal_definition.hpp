#pragma once

/// What a goal counts, apart from how it is explained, so that two plans' values of it are compared only where they mean the same.

#include <string>
#include <string_view>

#include <husrom/model/policy.hpp>

namespace husrom::model {

/// The digest of what a goal counts: its kind, for whom, its weights, and the terms that they weigh; of a tie, the order of the ties.
[[nodiscard]] std::string definition_of_goal(const Policy& policy, std::string_view id);

}  // namespace husrom::model
