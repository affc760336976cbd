#pragma once

/// A problem as one JSON document of whole numbers, for an auditor who may not see the case and for other tools.
/// Bounds and widths that are not there are null.

#include <iosfwd>

#include <husrom/solve/problem.hpp>

namespace husrom::solve {

void write_problem(std::ostream& out, const Problem& problem);

/// Reads what write_problem wrote and validates it. Throws InvalidArgument naming the member that is not as expected.
[[nodiscard]] Problem read_problem(std::istream& in);

}  // namespace husrom::solve
