#pragma once

/// Matching with limits, as integers: what a solver must know and nothing else.
///
///   maximise lexicographically  w·x   over x in {0,1}^E      (w is E x G)
///   with  row_lower[r]  <= sum of x over the edges of row r  <= row_upper[r]
///                          sum of x over the edges of column c  <= column_upper[c]
///         lower[k]      <= sum of a[k,e] x[e]                <= upper[k]          for each limit k
///         at most one chosen edge in each clique.
///
/// A limit side that has steps is soft: its excess over `upper` (or its shortfall under `lower`) is allowed and is charged to a goal,
/// the first `width` units at `slope` each, the next step's width at its slope, and so on; slopes must not fall from one step of a
/// side to the next, and all steps of a side charge the same goal. The sum of the widths is the most excess that is allowed. The charge is
/// subtracted from the goal's value.
///
/// Parallel edges are allowed (each is its own variable). Goals are in order of importance; the first decides.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace husrom::solve {

inline constexpr std::int64_t no_upper = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t no_lower = std::numeric_limits<std::int64_t>::min();
/// The width of a step that never ends.
inline constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();
/// Goal values, sums and bounds of limits and charges stay within this, so that sums of two of them fit 64 bits.
inline constexpr std::int64_t value_range = (std::int64_t{1} << 62) - 1;

enum class Side : std::uint8_t { upper, lower };

/// One step of a soft limit; the steps of one side of one limit stand in the order in which excess fills them.
struct Step {
    std::int32_t limit = 0;
    Side side = Side::upper;
    std::int32_t goal = 0;   ///< the goal that is charged
    std::int64_t width = 0;  ///< units of excess, at least 1, or `unbounded`
    std::int64_t slope = 0;  ///< charge for a unit, at least 0
    friend bool operator==(const Step&, const Step&) = default;
};

struct Problem {
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    std::int32_t goals = 1;

    std::vector<std::int32_t> edge_row;     ///< E
    std::vector<std::int32_t> edge_column;  ///< E
    std::vector<std::vector<std::int64_t>>
        weights;  ///< G vectors of E: weights[g][e]; a large factor that all weights of a goal share slows later goals

    std::vector<std::int32_t> row_lower;     ///< 0 or 1; empty: all 0
    std::vector<std::int32_t> row_upper;     ///< 0 or 1; empty: all 1
    std::vector<std::int32_t> column_upper;  ///< empty: all 1

    std::vector<std::int64_t> limit_offsets{0};    ///< K + 1: the entries of limit k are [limit_offsets[k], limit_offsets[k + 1])
    std::vector<std::int32_t> limit_edges;         ///< an edge stands at most once in a limit
    std::vector<std::int64_t> limit_coefficients;  ///< not 0; any sign
    std::vector<std::int64_t> limit_lower;         ///< K, or `no_lower`
    std::vector<std::int64_t> limit_upper;         ///< K, or `no_upper`

    std::vector<std::int64_t> clique_offsets{0};  ///< C + 1
    std::vector<std::int32_t> clique_edges;

    std::vector<Step> steps;

    [[nodiscard]] std::int64_t edges() const { return static_cast<std::int64_t>(edge_row.size()); }
    [[nodiscard]] std::int32_t limits() const { return static_cast<std::int32_t>(limit_upper.size()); }
    [[nodiscard]] std::int32_t cliques() const { return static_cast<std::int32_t>(clique_offsets.size()) - 1; }

    /// Appends a limit and returns its number.
    std::int32_t add_limit(std::span<const std::int32_t> edges, std::span<const std::int64_t> coefficients, std::int64_t lower,
                           std::int64_t upper);
    /// Appends a clique: at most one of these edges is chosen.
    std::int32_t add_clique(std::span<const std::int32_t> edges);

    /// The largest weight, of either sign, that can be summed along alternating paths in 64 bits: what maximise() asks where limits,
    /// cliques or steps make it more than a network.
    [[nodiscard]] std::int64_t most_weight() const;

    /// Throws InvalidArgument naming the array, the index and what was expected, when sizes, indices or ranges are not as documented;
    /// Overflow when a value of a goal or a sum of a limit could leave 62 bits. Where limits, cliques or steps make it more than a network,
    /// maximise() asks more of weights: see most_weight().
    void validate() const;

    /// SHA-256 of the integers in this order and form, hexadecimal. Edges are taken as they stand. Throws InvalidArgument where rows or
    /// columns are below 0.
    [[nodiscard]] std::string digest() const;
};

/// The edges of these rows, ascending.
[[nodiscard]] std::vector<std::int32_t> edges_of_component(const Problem& problem, std::span<const std::int32_t> rows);

/// The limits that have edges of no other row, ascending; those without edges go with row 0.
[[nodiscard]] std::vector<std::int32_t> limits_of_component(const Problem& problem, std::span<const std::int32_t> rows);

/// What a problem asks of some of its rows: all rows and columns by their numbers, `edges`, which are those of these rows, as 0, 1, 2 ...,
/// and in their order the limits and cliques that have edges of no other row. What has no edge at all goes with row 0.
[[nodiscard]] Problem restricted(const Problem& problem, std::span<const std::int32_t> rows, std::span<const std::int32_t> edges);

}  // namespace husrom::solve
