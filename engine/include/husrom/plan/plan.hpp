#pragma once

/// The plan: who is housed where, who waits and why, what each limit allows, and how good it is proven to be.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/result.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom {

struct AllocateOptions {
    std::uint64_t seed = 0;  ///< of the search only; the lottery's seed stands in the policy
    std::int32_t threads = 1;
    std::optional<std::chrono::steady_clock::duration> time_limit = std::nullopt;
    std::optional<std::int64_t> work_limit = std::nullopt;
    std::int64_t gap = 0;                                         ///< allowed in the last policy goal, in its integer units
    std::vector<std::pair<std::string, std::string>> start = {};  ///< participant, unit
    std::stop_token stop = {};
    std::function<void(const solve::Progress&)> progress = {};
};

namespace plan {

struct GoalValue {
    std::string id;
    bool minimise = false;
    bool tie = false;  ///< one of the two appended tie goals
    std::int32_t digits = 0;
    std::int64_t reached = 0;  ///< in the office's direction and unit, scaled by 10^digits
    std::int64_t bound = 0;
    std::int64_t gap = 0;  ///< distance of reached and bound, at least 0
    bool proven = false;
    bool bounded = false;  ///< false: stopped before this goal had a bound; `bound` and `gap` say nothing
};

struct Assignment {
    rules::ParticipantIndex participant;
    rules::UnitIndex unit;
    rules::EdgeIndex edge;
    bool stays = false;                ///< a mover who keeps the present home
    bool moves = false;                ///< a mover who gets another one
    std::vector<std::string> confirm;  ///< rules that passed on `ask`: to be confirmed before an offer
};

/// Why a person waits. The codes are stable.
enum class WaitingReason : std::uint8_t {
    no_home_fits,         ///< NO_HOME_FITS: every home fails at least one rule
    information_missing,  ///< INFORMATION_MISSING: homes are closed by unknown facts alone
    limit_full,           ///< LIMIT_FULL: a free home fits, but a limit has no room
    others_first,         ///< OTHERS_FIRST: every home that fits is given to somebody whom the goals put first
    tie                   ///< TIE: equal in every policy goal; queue days or the lottery decided
};
[[nodiscard]] std::string_view code(WaitingReason reason);

struct Waiting {
    rules::ParticipantIndex participant;
    WaitingReason reason = WaitingReason::no_home_fits;
    std::int32_t homes_that_fit = 0;
    std::int32_t homes_that_fail = 0;
    std::string blocking_limit;  ///< LIMIT_FULL: limit id and group, such as "conflict-cap SYN-S-3"
};

struct LimitUse {
    std::int32_t limit = 0;  ///< position in AllocationProblem::limits
    std::int64_t use = 0;    ///< by this plan, tenants not counted
    std::int64_t left = 0;   ///< room - use; negative: excess of a soft limit
    bool binds = false;      ///< one more unit of the smallest load under it would not fit
};

/// One rule of the policy against all homes of the pool, for one person.
struct RuleCount {
    std::string rule;
    std::int32_t failed = 0, unknown = 0, failed_alone = 0;
};

/// A home that fits and went elsewhere, or stands empty.
struct Obstacle {
    rules::UnitIndex unit;
    rules::ParticipantIndex held_by;        ///< invalid: nobody
    std::vector<std::int32_t> full_limits;  ///< positions in AllocationProblem::limits without room for this pair
};

struct Explanation {
    rules::ParticipantIndex participant;
    bool housed = false;
    std::optional<Assignment> assignment;
    std::vector<rules::RuleVerdict> rules;  ///< of the home given
    std::vector<rules::TermScore> scores;   ///< of the home given
    std::vector<std::int32_t> limits;       ///< limits the placement counts in
    std::optional<Waiting> waiting;
    std::vector<RuleCount> rule_counts;  ///< over all homes of the pool
    std::vector<Obstacle> obstacles;     ///< homes that fit
};

/// Immutable; holds its problem.
class Plan {
public:
    Plan(std::shared_ptr<const rules::AllocationProblem> problem, solve::Result result, solve::Verdict verdict, std::uint64_t seed);

    [[nodiscard]] solve::Status status() const { return result_.status; }
    [[nodiscard]] solve::StoppedBy stopped_by() const { return result_.stopped_by; }
    [[nodiscard]] bool canonical() const;  ///< the tie goals are proven too
    [[nodiscard]] bool reproducible() const { return result_.reproducible; }
    [[nodiscard]] bool verified() const { return verdict_.accepted; }
    [[nodiscard]] bool has_allocation() const { return result_.has_plan(); }

    /// These throw InvalidArgument when there is no allocation (status infeasible or unknown).
    [[nodiscard]] const std::vector<GoalValue>& goals() const;
    [[nodiscard]] const std::vector<Assignment>& assignments() const;  ///< by participant id
    [[nodiscard]] const std::vector<Waiting>& waiting() const;         ///< by participant id
    [[nodiscard]] const std::vector<LimitUse>& limits() const;
    [[nodiscard]] std::int32_t housed() const;  ///< people who had no home of their own and now have one

    /// Throws InvalidArgument for an id that is not a participant, with the nearest one.
    [[nodiscard]] Explanation explain(std::string_view participant) const;

    [[nodiscard]] const rules::AllocationProblem& problem() const { return *problem_; }
    [[nodiscard]] const std::shared_ptr<const rules::AllocationProblem>& shared_problem() const { return problem_; }
    [[nodiscard]] const solve::Result& result() const { return result_; }
    [[nodiscard]] const solve::Verdict& verdict() const { return verdict_; }
    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    [[nodiscard]] const std::string& digest() const { return digest_; }  ///< problem digest, seed, status, goals, sorted assignments

private:
    std::shared_ptr<const rules::AllocationProblem> problem_;
    solve::Result result_;
    solve::Verdict verdict_;
    std::uint64_t seed_ = 0;
    std::string digest_;
    std::vector<GoalValue> goals_;
    std::vector<Assignment> assignments_;
    std::vector<Waiting> waiting_;
    std::vector<LimitUse> limits_;
};

}  // namespace plan

/// Solves, checks, and explains. An infeasible or unproven outcome is a status of the plan, never an exception.
[[nodiscard]] plan::Plan allocate(std::shared_ptr<const rules::AllocationProblem> problem, const AllocateOptions& options = {});

}  // namespace husrom
