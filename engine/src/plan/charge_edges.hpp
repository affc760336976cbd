#pragma once

/// The charges of soft limits as edges, for a question that holds a goal by a limit: there a charge has to count among the goal's weights.
/// A step becomes edges of rows and columns of their own. Each takes some units of the excess (1, 2, 4 … of them, so that any excess up to
/// the width can be put together) and costs the goal what they are charged. Exact; O(log(width) edges a step).

#include <cstdint>
#include <vector>

#include <husrom/solve/problem.hpp>

namespace husrom::plan {

/// The new edges stand behind the others, and no step is left. `start` is a choice of edges; those that pay its charges join it.
void charges_as_edges(solve::Problem& problem, std::vector<std::int32_t>& start);

}  // namespace husrom::plan
