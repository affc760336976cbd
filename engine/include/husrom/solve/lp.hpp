#pragma once

/// One goal of a problem in the LP format that HiGHS, CBC, GLPK, SCIP, Gurobi and CPLEX read, so that anybody can confirm a value. It is
/// the short form for people; mps.hpp writes the same rows and columns under the same names. Bytes are linear in the entries.

#include <cstdint>
#include <iosfwd>
#include <span>

#include <husrom/solve/problem.hpp>

namespace husrom::solve {

/// Maximises `goal` given the values of all goals before it. Variable x7 is edge 7, s3 the excess in step 3. Throws InvalidArgument when
/// there is no such goal or `earlier` does not hold one value for each goal before it.
void write_lp(std::ostream& out, const Problem& problem, std::int32_t goal = 0, std::span<const std::int64_t> earlier = {});

}  // namespace husrom::solve
