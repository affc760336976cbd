#pragma once

/// Problems that fall apart: parts that share no column, and no limit or clique that matters, are solved and proven one by one. What they
/// reach adds up, goal by goal, and so do their bounds.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/solve/problem.hpp>
#include <husrom/solve/result.hpp>
#include <husrom/solve/solve.hpp>

#include "index.hpp"

namespace husrom::solve {

/// The rows of each part, ascending; parts from small to large. Every row stands in one of them, small parts and rows without edges
/// together with others. One part where nothing is gained.
[[nodiscard]] std::vector<std::vector<std::int32_t>> components_of(const ProblemIndex& index);

/// Solves each part by `solve` on up to `options.threads` threads; the answer is the same for any number of them.
using SolvePart = Result (*)(const Problem&, const Options&);
[[nodiscard]] Result solve_components(const Problem& problem, const Options& options,
                                      const std::vector<std::vector<std::int32_t>>& components, SolvePart solve);

}  // namespace husrom::solve
