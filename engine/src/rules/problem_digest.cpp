#include "rules/problem_digest.hpp"

#include <husrom/core/sha256.hpp>

namespace husrom::rules {

std::string problem_digest(const AllocationProblem& problem) {
    core::Sha256 sha;
    sha.field("husrom allocation problem 1");
    const auto add_ids = [&sha](const std::vector<std::string>& ids) {
        sha.field(static_cast<std::int64_t>(ids.size()));
        for (const auto& id : ids) sha.field(id);
    };
    add_ids(problem.participants);
    add_ids(problem.units);
    sha.field(static_cast<std::int64_t>(problem.goals.size()));
    for (const auto& goal : problem.goals)
        sha.field(goal.id).field(static_cast<std::int64_t>(goal.minimise ? 1 : 0)).field(static_cast<std::int64_t>(goal.digits));
    sha.field(static_cast<std::int64_t>(problem.limits.size()));
    for (const auto& limit : problem.limits)
        sha.field(limit.id)
            .field(limit.group)
            .field(static_cast<std::int64_t>(limit.digits))
            .field(static_cast<std::int64_t>(limit.numeric));
    sha.field(problem.numeric.digest());
    return sha.finish_hex();
}

}  // namespace husrom::rules
