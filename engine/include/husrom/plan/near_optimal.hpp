#pragma once

/// Plans that are nearly as good and as different as can be: each is within a declared loss of the best in every goal, charges of soft
/// limits included, and shares as few placements as possible with those before it. Cost: one solve a plan.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <husrom/plan/resolve.hpp>

namespace husrom::plan {

struct NearPlan {
    std::vector<rules::EdgeIndex> chosen;
    std::vector<GoalLoss> losses;     ///< from the plan asked about
    std::vector<HomeChange> changes;  ///< likewise
    bool proven = false;              ///< no further plan within the loss shares fewer placements with those before it
};
struct NearPlans {
    std::vector<NearPlan> list;
    bool complete = false;  ///< proven: there is no further plan within the loss
};

/// `within`: by goal, in its own unit; goals that are not named lose nothing. Throws InvalidArgument for a goal that is not there, a loss
/// below 0, `most` below 1, or a plan without an allocation.
[[nodiscard]] NearPlans near_optimal(const Plan& plan, std::int32_t most, const std::map<std::string, model::Decimal>& within = {},
                                     const ResolveOptions& options = {});

}  // namespace husrom::plan
