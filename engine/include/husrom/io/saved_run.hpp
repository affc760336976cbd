#pragma once

/// A saved run read back: what its folder says without the case, and, with the case's problem, the plan itself.
/// Read are result.json (status, goals, digests), assignments.csv, waiting.csv and limits.csv; nothing is judged here (see verify).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <husrom/plan/plan.hpp>

namespace husrom {

struct SavedRun {
    struct Home {
        std::string participant, unit;
        bool stays = false, moves = false;  ///< a mover keeps the present home, or gets another one
        std::vector<std::string> confirm;   ///< rules to be confirmed before an offer
    };
    struct Waiting {
        std::string participant;
        std::string reason;  ///< code, such as "LIMIT_FULL"
        std::int64_t homes_that_fit = 0, homes_that_fail = 0;
        std::string blocking_limit;
    };
    struct Limit {
        std::string id, group;
        bool binds = false;
    };

    std::string status, stopped_by;
    bool canonical = false, reproducible = true;
    std::uint64_t seed = 0;
    std::string case_digest, policy_digest, problem_digest, plan_digest;
    std::vector<plan::GoalValue> goals;
    std::vector<std::int64_t> objective, bound;  ///< as the solver counts them; empty without a plan
    std::int32_t proven_goals = 0;
    std::vector<Home> homes;
    std::vector<Waiting> waiting;
    std::vector<Limit> limits;
};

/// Throws InvalidInput when the folder is no run or a file of it cannot be read.
[[nodiscard]] SavedRun load_run(const std::filesystem::path& folder);

/// The plan of a saved run, for explaining: its assignments in the problem that they were found for. The independent checker judges the
/// assignments; bounds are taken from the run, whose certificate `verify` judges. Throws InvalidInput when the run's problem digest is
/// another one, or its assignments are no plan of this problem.
[[nodiscard]] plan::Plan restore(const SavedRun& run, std::shared_ptr<const rules::AllocationProblem> problem);

}  // namespace husrom
