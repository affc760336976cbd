#pragma once

/// The integers of a problem under demands: closed pairs are left out, duties and rooms are changed, and the declared ties give way to one
/// goal that counts the placements kept.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/plan/resolve.hpp>

namespace husrom::plan {

struct ChangedProblem {
    solve::Problem numeric;
    std::vector<std::int32_t> edges;  ///< edge of the problem, by edge of `numeric`
    std::vector<std::int32_t> start;  ///< edges of `numeric`
};

[[nodiscard]] ChangedProblem changed_problem(const rules::AllocationProblem& problem, std::span<const std::int32_t> start,
                                             const Demands& demands);

}  // namespace husrom::plan
