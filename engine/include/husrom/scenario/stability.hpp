#pragma once

/// How often does each placement survive when what is uncertain varies? The weights of the score vary within a declared range, and facts
/// that nobody has filled in take values by lot: as the policy's `[uncertain]` says of their column (a range of numbers, dates or ordered
/// steps, or some values), and flags that the policy reads true or false without an entry there. A column that the case does not have is
/// unknown for everybody. Each sample is built and solved anew.
/// Repeatable: the same seed draws the same samples on every machine. Cost: one build and one solve a sample.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <husrom/plan/plan.hpp>
#include <husrom/scenario/scenario.hpp>

namespace husrom::scenario {

struct StabilityOptions {
    std::int32_t samples = 20;
    std::uint64_t seed = 0;
    std::int32_t weight_percent = 10;  ///< each weight of a score is multiplied by 1 - this .. 1 + this percent, in whole percents
    bool unknown_facts = true;
    std::int32_t threads = 1;
    std::optional<std::int64_t> work_limit = std::nullopt;  ///< of each solve
    std::stop_token stop = {};
};

struct Survival {
    std::string participant, unit;  ///< a placement of the plan
    std::int32_t kept = 0;          ///< samples in which the person has this home
    std::int32_t housed = 0;        ///< samples in which the person has a home
};
struct Stability {
    std::vector<Survival> placements;  ///< by participant
    std::int32_t samples = 0;          ///< solved with an allocation
    std::int32_t impossible = 0;       ///< samples without one
    std::int32_t proven = 0;           ///< samples proven best
    std::int32_t unknown_cells = 0;    ///< facts that nobody has filled in and that varied
    std::int32_t unvaried_cells =
        0;  ///< facts that nobody has filled in, that the policy reads, and of which it does not say how they vary
};

/// `source` and `policy` are those that the plan's problem was built from. Throws InvalidArgument when the policy is not, without an
/// allocation, for a range that is not 0 to 100 percent, and for an entry of `[uncertain]` that does not fit its column.
[[nodiscard]] Stability stability(const plan::Plan& plan, const model::Case& source, const model::Policy& policy,
                                  const StabilityOptions& options = {});

}  // namespace husrom::scenario
