#pragma once

/// Random problems of every kind that solve takes, from a seed; a failing test prints the seed and the problem as code.

#include <cstdint>
#include <string>

#include <husrom/solve/problem.hpp>

namespace husrom::solve::testing {

struct Shape {
    std::int32_t most_rows = 6;
    std::int32_t most_columns = 6;
    std::int32_t most_goals = 4;
    std::int32_t most_limits = 5;
    std::int32_t density = 60;  ///< per cent
    std::int64_t largest_weight = 20;
    std::int64_t largest_coefficient = 6;
    bool limits = true;
    bool musts = true;
};

[[nodiscard]] Problem random_problem(std::uint64_t seed, const Shape& shape = {});

/// C++ that builds the problem, to paste into a test.
[[nodiscard]] std::string as_code(const Problem& problem);

}  // namespace husrom::solve::testing
