#pragma once

/// Many small dense matrices of one shape at once.
///
/// Problem:  for each of `count` matrices that lie one behind the other, complete the shorter side at least cost (or greatest weight).
/// Result:   the column of every row (-1 without) and the totals. Integers are exact. Doubles are best up to the rounding of sums, and not
///           proven one by one; minimum_cost (dense.hpp) proves.
/// Cost:     up to 64 columns one workspace serves all; a 20 x 20 matrix takes a few microseconds. Threads share the matrices in fixed
///           blocks, so that their number changes time only.

#include <cstdint>
#include <vector>

#include <husrom/matching/dense.hpp>

namespace husrom::matching {

template <class Weight> struct DenseBatch {
    const Weight* weights = nullptr;  ///< count * rows * columns, contiguous
    std::int64_t count = 0;
    std::int32_t rows = 0;
    std::int32_t columns = 0;
};

template <class Weight> struct BatchMatching {
    std::vector<std::int32_t> row_mates;  ///< count * rows
    std::vector<DualOf<Weight>> weights;  ///< count
    std::int64_t infeasible = -1;         ///< the first matrix without a complete matching, whose results are void; -1 without
};

/// Throws as minimum_cost does.
template <class Weight>
[[nodiscard]] BatchMatching<Weight> full_batch(const DenseBatch<Weight>& batch, Sense sense = Sense::minimise, unsigned threads = 1);

}  // namespace husrom::matching
