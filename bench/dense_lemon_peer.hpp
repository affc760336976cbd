#pragma once

/// LEMON's network simplex on a complete square assignment. LEMON 1.3.1 compiles as C++17 only, so this is the border to a translation unit
/// of its own.

#include <cstdint>

namespace husrom::bench {

struct DensePeerResult {
    std::int64_t total = 0;
    double convert_seconds = 0, solve_seconds = 0;  ///< CPU time of the thread
};

/// Completes a row-major side x side matrix at least cost.
DensePeerResult assign_with_lemon(std::int32_t side, const std::int32_t* costs);

}  // namespace husrom::bench
