#pragma once

/// The entries of a limit under construction.

#include <cstdint>
#include <vector>

namespace husrom::plan {

struct LimitRow {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    void add(std::int32_t edge, std::int64_t coefficient) {
        edges.push_back(edge);
        coefficients.push_back(coefficient);
    }
};

}  // namespace husrom::plan
