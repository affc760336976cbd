#pragma once

/// The digest of a problem: ids, names and integers, which do not depend on the order in which tables were read.

#include <string>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::rules {

[[nodiscard]] std::string problem_digest(const AllocationProblem& problem);

}  // namespace husrom::rules
