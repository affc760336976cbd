#pragma once

/// The inner loops of the dense solver, compiled once for every instruction set and chosen at run time.
///
/// Two families: row kernels read the caller's matrix in place, list kernels work on candidate lists. All of them compare "net costs":
/// cost (negated when maximising) plus the column's price. Every instruction set returns exactly the same numbers.

#include <cstddef>
#include <cstdint>

#include "small_matrix.hpp"

namespace husrom::matching::dense {

/// Candidate lists are padded to a multiple of this many entries, the widest vector of any instruction set.
inline constexpr std::int32_t lanes = 16;
/// The most entries of one candidate list.
inline constexpr std::int32_t list_capacity = 128;

/// What a price type can hold: `infinite` stands for "not allowed" and is greater than any value met in a solve.
template <class Price> struct PriceRange;
template <> struct PriceRange<std::int32_t> {
    static constexpr std::int32_t infinite = 1 << 30;
    /// Of a cost or a price; beyond it the 64-bit type is needed. Distances settle below twice this; what the next step adds stays below
    /// `unreachable`, and `infinite` stays above it whatever is taken off.
    static constexpr std::int32_t largest = 1 << 26;
    static constexpr std::int32_t unreachable = 1 << 29;
};
template <> struct PriceRange<std::int64_t> {
    static constexpr std::int64_t infinite = std::int64_t{1} << 62;
    static constexpr std::int64_t largest = std::int64_t{1} << 58;
    static constexpr std::int64_t unreachable = std::int64_t{1} << 61;
};
template <> struct PriceRange<double> {
    static constexpr double infinite = __builtin_huge_val();
    static constexpr double largest = 0x1p1000;
    static constexpr double unreachable = __builtin_huge_val();
};

/// Real costs read as whole numbers: the nearest to value * scale + shift. `scale` is a power of two, so that every instruction set rounds
/// the same. What lies far above the range of costs counts as not allowed; below it, and where it is not a number, it is `too_low`.
struct Rounding {
    static constexpr std::int32_t too_low = INT32_MIN;

    double scale = 0;  ///< negative when maximising
    double shift = 0;
};
/// A real cost that is to be read so.
template <class Real> struct Rounded { Real value; };

/// One row of the matrix as a kernel sees it. `allowed` is null when every pair is.
struct Row {
    const void* costs = nullptr;
    const std::uint8_t* allowed = nullptr;
    std::int32_t columns = 0;
    bool negate = false;  ///< maximise
    Rounding rounding{};  ///< of Rounded costs
    /// Rows are mostly read in order. While this one, `turn` of its block, is worked on, a quarter of each row of the next block comes from
    /// memory: several streams bring a fifth more bytes a second than one.
    static constexpr std::int32_t block = 4;
    const std::byte* next_block = nullptr;
    std::ptrdiff_t stride = 0;  ///< bytes from row to row
    std::int32_t turn = 0;
};

template <class Price> struct BestTwo {
    Price best = PriceRange<Price>::infinite;
    Price second = PriceRange<Price>::infinite;
    std::int32_t position = -1;  ///< the first that has the best
};

/// Smallest and largest net cost without prices, and whether a NaN was met.
template <class Price> struct Range {
    Price low;
    Price high;
    bool has_nan;
};

template <class Price> struct RowKernels {
    /// Writes column and cost of every entry whose net cost is below `limit`, in column order; returns how many.
    /// The buffers hold `columns + lanes` entries.
    std::int32_t (*collect)(const Row& row, const Price* prices, Price limit, std::int32_t* out_column, Price* out_cost);
    /// The same, and widens `range` to all entries of the row, allowed or not.
    std::int32_t (*survey)(const Row& row, const Price* prices, Price limit, std::int32_t* out_column, Price* out_cost,
                           Range<Price>* range);
    /// Columns whose offset + net cost, but never less than `least`, is below both `limit` and the column's present distance; returns how
    /// many. The buffers hold `columns + lanes` entries.
    std::int32_t (*relax)(const Row& row, const Price* prices, const Price* distance, Price offset, Price least, Price limit,
                          std::int32_t* out_column, Price* out_distance);
    /// The best two net costs of the row; `position` is a column.
    BestTwo<Price> (*best_two)(const Row& row, const Price* prices);
    /// Over all entries, allowed or not.
    Range<Price> (*range)(const Row& row);
    /// The signed cost of one entry.
    Price (*cost)(const Row& row, std::int32_t column);
    /// Copies a small matrix, its rows one behind the other, into SmallMatrix::cost; false where an entry is not a number or beyond
    /// `bound`. Reads up to `lanes` entries beyond the last.
    bool (*load_small)(const void* costs, std::int32_t rows, std::int32_t columns, bool negate, Price bound, Price* to);
    /// Of Rounded costs, allowed or not: whether reading them loses nothing, and none but infinite ones is beyond `bound`.
    bool (*is_whole)(const Row& row, double bound);
};

template <class Price> struct ListKernels {
    /// A list comes in chunks of `lanes` entries; `chunk_bound[c]` is a lower bound on the net cost of everything from chunk c on, the last
    /// one on what is not listed. `second` is never above the bound of what was not looked at; `best` is exact if it is not above it
    /// either.
    BestTwo<Price> (*best_two)(const std::int32_t* column, const Price* cost, const Price* chunk_bound, std::int32_t chunks,
                               const Price* prices);
    /// Net costs of the first `count` entries, and infinity behind them up to a multiple of `lanes`; true where all are equal.
    bool (*nets)(const std::int32_t* column, const Price* cost, std::int32_t count, const Price* prices, Price* out);
    /// The place of every entry in ascending order of net cost; doubles rank by their nearest floats.
    void (*rank)(const Price* nets, std::int32_t padded, std::int32_t* rank);
    /// Entries whose offset + net cost, but never less than `least`, is below both `limit` and the column's present distance; returns how
    /// many.
    std::int32_t (*relax)(const std::int32_t* column, const Price* cost, std::int32_t padded, const Price* prices, const Price* distance,
                          Price offset, Price least, Price limit, std::int32_t* out_column, Price* out_distance);
    /// Position of the first entry whose net cost is at most `value` and whose column has no mate; -1 without.
    std::int32_t (*tied_free)(const std::int32_t* column, const Price* cost, std::int32_t padded, const Price* prices,
                              const std::int32_t* mates, Price value);
    /// Completes the rows of a small matrix at least cost; rounds as sums of doubles do.
    void (*complete_small)(SmallMatrix<Price>& matrix);
};

/// All kernels of one instruction set.
struct KernelTable {
    RowKernels<std::int32_t> int32_as_int32;
    RowKernels<std::int32_t> int64_as_int32;
    RowKernels<std::int64_t> int32_as_int64;
    RowKernels<std::int64_t> int64_as_int64;
    RowKernels<double> float_as_double;
    RowKernels<double> double_as_double;
    RowKernels<std::int32_t> float_rounded;
    RowKernels<std::int32_t> double_rounded;
    ListKernels<std::int32_t> int32_lists;
    ListKernels<std::int64_t> int64_lists;
    ListKernels<double> double_lists;

    template <class Cost, class Price> [[nodiscard]] const RowKernels<Price>& rows() const;
    template <class Price> [[nodiscard]] const ListKernels<Price>& lists() const;
};

template <> inline const RowKernels<std::int32_t>& KernelTable::rows<std::int32_t, std::int32_t>() const {
    return int32_as_int32;
}
template <> inline const RowKernels<std::int32_t>& KernelTable::rows<std::int64_t, std::int32_t>() const {
    return int64_as_int32;
}
template <> inline const RowKernels<std::int64_t>& KernelTable::rows<std::int32_t, std::int64_t>() const {
    return int32_as_int64;
}
template <> inline const RowKernels<std::int64_t>& KernelTable::rows<std::int64_t, std::int64_t>() const {
    return int64_as_int64;
}
template <> inline const RowKernels<double>& KernelTable::rows<float, double>() const {
    return float_as_double;
}
template <> inline const RowKernels<double>& KernelTable::rows<double, double>() const {
    return double_as_double;
}
template <> inline const RowKernels<std::int32_t>& KernelTable::rows<Rounded<float>, std::int32_t>() const {
    return float_rounded;
}
template <> inline const RowKernels<std::int32_t>& KernelTable::rows<Rounded<double>, std::int32_t>() const {
    return double_rounded;
}
template <> inline const ListKernels<std::int32_t>& KernelTable::lists<std::int32_t>() const {
    return int32_lists;
}
template <> inline const ListKernels<std::int64_t>& KernelTable::lists<std::int64_t>() const {
    return int64_lists;
}
template <> inline const ListKernels<double>& KernelTable::lists<double>() const {
    return double_lists;
}

namespace scalar {
[[nodiscard]] KernelTable table();
}
#if defined(__x86_64__)
namespace avx2 {
[[nodiscard]] KernelTable table();
}
namespace avx512 {
[[nodiscard]] KernelTable table();
}
#endif

/// The kernels in use by the calling thread: the widest the processor has, unless narrowed (see husrom/matching/instruction_set.hpp).
[[nodiscard]] const KernelTable& kernels();

}  // namespace husrom::matching::dense
