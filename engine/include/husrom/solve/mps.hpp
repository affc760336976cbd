#pragma once

/// The integer problem as a free-format MPS file, so that any other solver can be asked the same question. Minus one goal is the objective,
/// to be minimised, since readers disagree about how an MPS file asks for a maximum: the value found is minus the goal's. Earlier goals
/// become rows that hold them at given values, later goals are left as free rows, which solvers ignore.
///
/// Columns: `x7` is edge 7 (binary), `s3` is step 3 of a soft limit. Rows: `goal0`, `row5`, `column2` (nodes of the graph),
/// `limit4_upper`, `limit4_lower`, `clique1`. Bytes written are linear in edges and entries of limits and cliques.

#include <cstdint>
#include <iosfwd>
#include <span>

#include <husrom/solve/problem.hpp>

namespace husrom::solve {

/// `earlier[g]` is the value that goal g must reach, for each g < `goal`. Throws InvalidArgument when there is no such goal or `earlier`
/// does not hold one value for each goal before it.
void write_mps(std::ostream& out, const Problem& problem, std::int32_t goal = 0, std::span<const std::int64_t> earlier = {});

}  // namespace husrom::solve
