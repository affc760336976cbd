#pragma once

/// The plan: who is housed where, who waits and why, what each limit allows, and how good it is proven to be.
///
///     auto plan = husrom::allocate(problem, {.seed = 7, .threads = 2, .time_limit = 30s});
///     if (plan.has_allocation())
///         for (const auto& one : plan.assignments()) …
///     auto why = plan.explain("SYN-P-0412");
///
/// Cost beside the solve: reasons for those who wait look at exchanges of at most two homes, O(sum over the waiting of their homes times
/// the homes of whoever holds them); `explain` judges one person against every home of the pool.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
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
    std::uint64_t seed = 0;  ///< of the search only, below 2^63; the lottery's seed stands in the policy
    std::int32_t threads = 1;
    std::optional<std::chrono::steady_clock::duration> time_limit = std::nullopt;
    std::optional<std::int64_t> work_limit = std::nullopt;
    std::int64_t gap = 0;                                         ///< allowed in the last policy goal, in its integer units
    std::vector<std::pair<std::string, std::string>> start = {};  ///< participant, unit; pairs that are not open now are left out
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
    friend bool operator==(const GoalValue&, const GoalValue&) = default;
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
///
/// How it is decided, everybody else keeping the home of the plan but for the exchange that is looked at:
///  1. No home fits: INFORMATION_MISSING when some home is closed by unknown facts alone, else NO_HOME_FITS.
///  2. A home that fits stands free. Where a limit or an `apart` has no room for the pair, or the charge of a soft limit alone makes the
///     placement a loss: LIMIT_FULL, naming what is in the way at the home with the fewest such limits. Where the placement itself makes a
///     policy goal worse, or changes none and makes a column of the order of ties worse: GOALS_AGAINST.
///  3. Every home that fits is held. The best exchange (the person takes the home; its holder goes without, or takes a free home, or takes
///     a third person's home who goes without), among those that keep every limit and everybody's right to a home, is compared goal by
///     goal. No policy goal changes: TIE. A policy goal becomes worse: OTHERS_FIRST, with the first such goal and by how much. No exchange
///     keeps every limit: LIMIT_FULL when limits are in the way at some home, else OTHERS_FIRST without a goal (the holders must have a
///     home).
///  4. An exchange that makes the first goal it changes better can exist in an unproven plan only: NOT_PROVEN.
/// Under limits longer chains of exchanges are not looked at: a tie that only a chain of four or more people would show is told as
/// OTHERS_FIRST. Where no limit can bind, chains of any length are, so that TIE and OTHERS_FIRST (or GOALS_AGAINST) are exact.
enum class WaitingReason : std::uint8_t {
    no_home_fits,         ///< NO_HOME_FITS: every home fails at least one rule
    information_missing,  ///< INFORMATION_MISSING: homes are closed by unknown facts alone
    limit_full,           ///< LIMIT_FULL: a home fits, but a limit has no room
    others_first,         ///< OTHERS_FIRST: every home that fits is given to somebody whom the goals put first
    tie,                  ///< TIE: equal in every policy goal; queue days or the lottery decided
    goals_against,        ///< GOALS_AGAINST: a free home fits and no limit is in the way, but a goal or a column of ties would be worse
    not_proven,           ///< NOT_PROVEN: the search ended early; a better plan may house this person
    no_room               ///< NO_ROOM: a home fits, and by the policy's goals and limits none is given; said to participants alone
};
[[nodiscard]] std::string_view code(WaitingReason reason);

struct Waiting {
    rules::ParticipantIndex participant;
    WaitingReason reason = WaitingReason::no_home_fits;
    std::int32_t homes_that_fit = 0;
    std::int32_t homes_that_fail = 0;
    std::string blocking_limit;  ///< LIMIT_FULL: limit id and group, such as "conflict-cap SYN-S-3"; several are joined by "; "
    std::vector<std::int32_t> blocking_limits = {};  ///< the same as positions in AllocationProblem::limits ("apart" has none)
    std::int32_t goal = -1;                          ///< OTHERS_FIRST, GOALS_AGAINST: position of the goal that decided; -1: none did
    std::int64_t margin = 0;                         ///< by how much that goal would be worse, scaled by the goal's digits
};

struct LimitUse {
    std::int32_t limit = 0;  ///< position in AllocationProblem::limits
    std::int64_t use = 0;    ///< by this plan, tenants not counted
    std::int64_t left = 0;   ///< room - use (negative: excess of a soft limit); of a limit with a floor alone: use above the floor
    bool binds = false;      ///< the smallest further load under it would not fit; a floor: the smallest load could not be spared
};
/// "conflict-cap SYN-S-3": the limit and what it is for.
[[nodiscard]] std::string name(const rules::LimitInfo& limit);

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
    bool apart = false;                     ///< somebody from whom this person is kept apart lives there
    /// The first policy goal that would change if this person had the home and whoever holds it went without; -1: none would.
    std::int32_t goal = -1;
    std::int64_t margin = 0;  ///< by how much that goal would be worse, scaled by the goal's digits; negative: better
};

/// What the proof of a goal charges for one more home, or for 1 more of room in a limit (a whole hour, whatever its digits): a multiplier
/// of a bound that counts fractions of people. One more may truly bring more or less, or something where nothing is charged; a scenario
/// tells.
struct Price {
    std::int32_t goal = 0;
    rules::UnitIndex unit;                        ///< invalid: of a limit
    std::int32_t limit = -1;                      ///< position in AllocationProblem::limits
    std::int64_t numerator = 0, denominator = 1;  ///< in the goal's unit, scaled by the goal's digits
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
    std::vector<Obstacle> obstacles;     ///< homes that fit, the one given left out
    /// Of the home given and of the limits that the placement counts in; of somebody who waits: of the homes that fit and of the limits in
    /// their way. Those that are not 0, by goal.
    std::vector<Price> prices;
};

class Exchanges;  ///< what a small change of the plan would do; the plan's own

/// Immutable; holds its problem.
class Plan {
public:
    /// Throws InternalError when there are chosen edges and the verdict does not accept them: an unverified plan never leaves.
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
    /// What small changes of this plan would do; the engine's own. Throws InvalidArgument when there is no allocation.
    [[nodiscard]] const Exchanges& exchanges() const;
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
    std::shared_ptr<const Exchanges> exchanges_;
};

/// What of an explanation may be told to the person it is about: nothing from which another person could be known. No holders, no use or
/// price of limits, no rule about who lives where; homes that such a rule alone closes count as homes that fit, so that no count gives it
/// away; and one reason for whom a home fits, whatever others have to do with it: NO_ROOM, or NOT_PROVEN of a plan not proven best.
[[nodiscard]] Explanation for_participant(const Plan& plan, Explanation told);

/// SHA-256 of a plan: problem digest, seed, status, what each goal reached (in the solver's direction), assignments in ascending order.
[[nodiscard]] std::string digest(std::string_view problem_digest, std::uint64_t seed, solve::Status status,
                                 std::span<const std::int64_t> objective,
                                 std::vector<std::pair<std::string, std::string>> participant_and_unit);

}  // namespace plan

/// Solves, checks, and explains. An infeasible or unproven outcome is a status of the plan, never an exception; InternalError when the
/// independent checker refuses the result.
[[nodiscard]] plan::Plan allocate(std::shared_ptr<const rules::AllocationProblem> problem, const AllocateOptions& options = {});

}  // namespace husrom
