#pragma once

/// The working memory for complete matchings of small matrices, one after the other: filled and solved by the kernels, and small enough
/// for the nearest cache.

#include <cstdint>

namespace husrom::matching::dense {

template <class Price> struct SmallMatrix {
    static constexpr std::int32_t most_columns = 64;

    std::int32_t rows = 0;  ///< at most `columns`
    std::int32_t columns = 0;
    /// Signed costs, `most_columns` from row to row, infinite behind the last column. Their magnitude is at most
    /// PriceRange::largest / most_columns, so that no sum along a path leaves the type.
    alignas(64) Price cost[most_columns * most_columns];
    std::int32_t column_of[most_columns];  ///< the result
};

}  // namespace husrom::matching::dense
