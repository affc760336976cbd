#pragma once

/// The slow obvious twin: every plan, row by row, judged limit by limit. Shares nothing with the solver.

#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/solve/problem.hpp>

namespace husrom::solve::testing {

struct BruteForce {
    std::optional<std::vector<std::int64_t>> best;  ///< goal values of the best plan; nothing when no plan keeps every limit
    std::int64_t optima = 0;
};

[[nodiscard]] BruteForce brute_force(const Problem& problem);

/// Goal values of a set of edges; nothing when it breaks something.
[[nodiscard]] std::optional<std::vector<std::int64_t>> value_of(const Problem& problem, const std::vector<std::int32_t>& edges);

}  // namespace husrom::solve::testing
