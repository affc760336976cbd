#pragma once

/// What a goal counts, apart from how it is explained, so that two plans' values of it are compared only where they mean the same.

#include <string>
#include <string_view>

#include <husrom/model/policy.hpp>

namespace husrom::model {

/// The digest of what a goal counts: its kind, for whom, its weights and the terms that they weigh, what soft limits charge it, and, where
/// these use them, the points of risk and the day that days count from. Of a tie: its column, and that day or the seed of the lottery.
[[nodiscard]] std::string definition_of_goal(const Policy& policy, std::string_view id);

}  // namespace husrom::model
