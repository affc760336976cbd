#pragma once

/// The best plans of a small problem by enumeration, straight from its integers: no solver is involved.

#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/solve/problem.hpp>

namespace husrom::test {

struct BestPlans {
    bool feasible = false;
    std::vector<std::int64_t> value;  ///< of the first `goals` goals
    std::int64_t count = 0;           ///< plans that reach it
};

/// Looks at every way to give each row one of its edges or none; the first `goals` goals decide.
[[nodiscard]] BestPlans best_plans(const solve::Problem& problem, std::int32_t goals);

}  // namespace husrom::test
