#include "plan/origin.hpp"

#include <husrom/model/date.hpp>

namespace husrom::plan {

std::vector<std::string> difference_from(const Origin& origin, const rules::AllocationProblem& problem) {
    const auto differs = [](const std::string& kept, const std::string& given) { return !kept.empty() && kept != given; };
    std::vector<std::string> arguments;
    if (differs(origin.case_digest, problem.case_digest))
        arguments.emplace_back("case");
    else if (differs(origin.policy_digest, problem.policy_digest))
        arguments.emplace_back("policy");
    else if (differs(origin.problem_digest, problem.problem_digest))
        arguments.emplace_back("problem");
    const auto as_of = model::to_text(problem.policy->round.as_of);
    if (!arguments.empty() && differs(origin.as_of, as_of)) arguments.insert(arguments.end(), {origin.as_of, as_of});
    return arguments;
}

}  // namespace husrom::plan
