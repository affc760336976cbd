#pragma once

/// A saved run read back: what its folder says without the case, and, with the case's problem, the plan itself.
/// Read are result.json (status, goals, digests), assignments.csv, waiting.csv, limits.csv and prices.csv. `load_run` compares every file
/// with the hash that the run's log has of it, and judges nothing else.

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

    struct Price {
        std::string goal, kind, id, group;            ///< kind: "participant", "unit" or "limit"
        std::int64_t numerator = 0, denominator = 1;  ///< integers of the proof: of the goal, for the smallest step of a limit
    };

    std::string version;  ///< of the husrom that saved it
    std::string status, stopped_by;
    bool canonical = false, reproducible = true;
    std::uint64_t seed = 0;
    std::string case_digest, policy_digest, problem_digest, plan_digest;
    std::string as_of;        ///< the day that its policy counts from, such as "2026-11-22"
    std::string review_head;  ///< of the log of the review whose decisions led to this plan; empty: none did
    std::vector<plan::GoalValue> goals;
    std::vector<std::string> goal_definitions;   ///< of each goal, the digest of what it counts: values of the same one can be compared
    std::vector<std::int64_t> objective, bound;  ///< as the solver counts them; empty without a plan
    std::int32_t proven_goals = 0;
    std::vector<Home> homes;
    std::vector<Waiting> waiting;
    std::vector<Limit> limits;
    std::vector<Price> prices;  ///< those that are not 0, goal by goal
};

/// Throws InvalidInput when the folder is no run, or a file of it cannot be read or is not the one that the log names.
[[nodiscard]] SavedRun load_run(const std::filesystem::path& folder);

/// The plan of a saved run, for explaining: its assignments in the problem that they were found for. The independent checker judges the
/// assignments; bounds are taken from the run, whose certificate `verify` judges. Throws InvalidInput when the run's problem digest is
/// another one, or its assignments are no plan of this problem.
[[nodiscard]] plan::Plan restore(const SavedRun& run, std::shared_ptr<const rules::AllocationProblem> problem);

/// The plan of a saved run with its proof, judged again by the independent checker: equal to the plan that was saved. Throws InvalidInput
/// as `restore` does, and when a file is not as it was written or the certificate is refused.
[[nodiscard]] plan::Plan load_plan(const std::filesystem::path& folder, std::shared_ptr<const rules::AllocationProblem> problem);

/// Names a run by all that decides it, so that a store of runs need not solve anything twice: the digests of case and policy, the seed,
/// the limits, the gap, the start, and the version. Threads change nothing and are left out.
[[nodiscard]] std::string run_key(const rules::AllocationProblem& problem, const AllocateOptions& options);

}  // namespace husrom
