#pragma once

/// What a change of a problem rules out and asks for, checked once, and the problem that it makes.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <husrom/solve/problem.hpp>
#include <husrom/solve/session.hpp>

namespace husrom::solve {

/// What a change says, checked.
struct Ruling {
    std::vector<std::int32_t> out;   ///< edges that are ruled out, ascending
    std::vector<std::int32_t> must;  ///< rows that must have an edge
    std::vector<std::int32_t> rows;  ///< of forced and of forbidden edges, ascending

    [[nodiscard]] bool is_out(std::int32_t edge) const { return std::ranges::binary_search(out, edge); }
    [[nodiscard]] bool is_touched(std::int32_t row) const { return std::ranges::binary_search(rows, row); }
};

/// Lower and upper, changed or not.
[[nodiscard]] std::pair<std::int64_t, std::int64_t> bounds_now(const Problem& problem, const Change::Bounds& bounds);

/// Calls the visitor with each edge that the row may take.
using EachOfRow = std::function<void(std::int32_t row, const std::function<void(std::int32_t)>& visit)>;

/// Throws InvalidArgument for a limit, an edge or bounds that cannot be.
[[nodiscard]] Ruling ruling_of(const Problem& problem, const Change& change, const EachOfRow& each_of_row);

/// Bounds and rows, not what is ruled out: of a problem, or of a part of it with the same rows and limits.
void apply(Problem& problem, const Change& change, const Ruling& ruling);

[[nodiscard]] Problem changed_by(const Problem& problem, const Change& change, const Ruling& ruling);

}  // namespace husrom::solve
