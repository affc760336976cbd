#pragma once

/// LEMON's flow solvers on a matching problem. LEMON 1.3.1 compiles as C++17 only, so this is the border to a translation unit of its own.

#include <cstdint>

namespace husrom::bench {

enum class LemonMethod { network_simplex, cost_scaling };

struct PeerResult {
    std::int64_t value = 0;
    double convert_seconds = 0, solve_seconds = 0;  ///< CPU time of the thread
};

/// Maximum-weight matching, nodes may stay free: a hub takes their unit, which is the form that the flow solvers like best.
PeerResult solve_with_lemon(LemonMethod method, std::int32_t rows, std::int32_t columns, std::int64_t edges, const std::int32_t* edge_row,
                            const std::int32_t* edge_column, const std::int64_t* weights);

}  // namespace husrom::bench
