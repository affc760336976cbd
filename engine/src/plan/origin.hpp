#pragma once

/// What a plan or a round of offers was made from, and whether a problem is that.

#include <string>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

struct Origin {
    std::string case_digest, policy_digest, problem_digest;
    std::string as_of;
};

/// The arguments of finding F032: which digest differs and, where the days do, both; empty when none differs. A digest that was not kept is
/// not compared.
[[nodiscard]] std::vector<std::string> difference_from(const Origin& origin, const rules::AllocationProblem& problem);

}  // namespace husrom::plan
