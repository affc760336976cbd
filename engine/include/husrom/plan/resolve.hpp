#pragma once

/// The one place where a changed question is solved again: the same problem with some pairs locked or forbidden, some people who must have
/// a home, or other room in a limit. The answer is the best plan of the changed problem, goal by goal, and among those one that keeps as
/// many placements of the plan it starts from as the search within `keep_work_limit` finds: most of all where `fewest_moves` says so.
///
///     Resolver resolver(plan);
///     const auto forced = resolver.resolve({.locked = {edge}});
///     if (forced.found()) forced.loss(plan.result().objective) …
///
/// Cost: one solve, started from the repaired plan. The tie goals of the problem are not asked for: a loss is told in policy goals.

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <husrom/plan/plan.hpp>

namespace husrom::plan {

/// What a changed plan must keep beside everything that the problem says.
struct Demands {
    std::vector<rules::EdgeIndex> locked = {};           ///< pairs that are in the plan
    std::vector<rules::EdgeIndex> forbidden = {};        ///< pairs that are not
    std::vector<rules::ParticipantIndex> must = {};      ///< people who have a home, whichever
    std::vector<rules::ParticipantIndex> may_wait = {};  ///< people whose right to a home in this round is given up
    struct Room {
        std::int32_t limit = 0;                            ///< numeric limit
        std::optional<std::int64_t> lower = std::nullopt;  ///< the new ends, `solve::no_lower` and `solve::no_upper` allowed
        std::optional<std::int64_t> upper = std::nullopt;
    };
    std::vector<Room> rooms = {};
    struct Floor {
        std::vector<rules::EdgeIndex> edges;
        std::int64_t least = 0;
    };
    std::vector<Floor> floors = {};                  ///< at least so many of these pairs are chosen
    std::vector<std::int32_t> without_cliques = {};  ///< numeric cliques that do not hold
};

/// Work for one solve when the caller does not say: some ten seconds, after which an answer says that it is not proven.
inline constexpr std::int64_t default_question_work = 1'000'000'000;

struct ResolveOptions {
    std::optional<std::int64_t> work_limit = std::nullopt;  ///< of each solve; absent: `default_question_work`
    std::int64_t keep_work_limit = 100'000'000;  ///< of the search for the plan that keeps most placements, where there are limits
    std::uint64_t seed = 0;
    std::int32_t threads = 1;
    std::stop_token stop = {};
};

struct Resolved {
    solve::Status status = solve::Status::unknown;
    std::vector<rules::EdgeIndex> chosen;  ///< edges of the problem, ascending
    std::vector<std::int64_t> objective;   ///< policy goals, in the solver's direction
    std::int32_t proven_goals = 0;         ///< leading policy goals that are proven
    bool fewest_moves = false;             ///< of `resolve`: no allocation as good keeps more placements; proven
    bool reproducible = true;
    std::int64_t work = 0;
    std::vector<std::int32_t> open = {};                      ///< edges of the problem that the demands leave, ascending
    std::shared_ptr<const solve::WarmStart> warm_start = {};  ///< what solving learned, by their places in `open`

    [[nodiscard]] bool found() const { return status == solve::Status::optimal || status == solve::Status::feasible; }
    [[nodiscard]] bool proven() const { return status == solve::Status::optimal || status == solve::Status::infeasible; }
};

struct ChangedProblem;

/// Immutable; holds the problem. May be asked from several threads.
class Resolver {
public:
    /// Throws InvalidArgument when the plan has no allocation.
    explicit Resolver(const Plan& plan, ResolveOptions options = {});
    /// Without a plan to start from.
    explicit Resolver(std::shared_ptr<const rules::AllocationProblem> problem, ResolveOptions options = {});

    /// An infeasible or unproven outcome is a status. Throws InvalidArgument when two demands contradict each other openly (a pair locked
    /// and forbidden) or an index is out of range.
    [[nodiscard]] Resolved resolve(const Demands& demands) const;
    /// The same, begun where `after` ended, an answer of this resolver's `resolve` to demands whose floors are these (which is not
    /// checked): quicker when `demands` adds to the demands of `after`. Where `after` found nothing, or a pair is open that was closed
    /// there, this is `resolve(demands)`. Which of equally good allocations is found may differ.
    [[nodiscard]] Resolved resolve(const Demands& demands, const Resolved& after) const;

    /// An allocation other than those `known` in which no policy goal falls below `least` (in the solver's direction), and which uses least
    /// of some edges, counted `times` each; then the best by the policy's goals. `objective` holds those. Infeasible: there is no other.
    [[nodiscard]] Resolved differ(const Demands& demands, std::span<const std::int64_t> least, std::span<const std::int64_t> times,
                                  std::span<const std::vector<rules::EdgeIndex>> known) const;

    /// An allocation that keeps the demands and uses fewest of some edges, whatever the goals say; also the cheap question whether there
    /// is one at all. `objective` holds one value: less the number of those edges.
    [[nodiscard]] Resolved possible(const Demands& demands, std::span<const rules::EdgeIndex> avoid = {}) const;

    /// By how much the upper (or lower) end of one numeric limit has to give way, at least, for an allocation that keeps the demands; the
    /// steps of a soft limit move with its end.
    /// `objective` holds one value: less that amount.
    [[nodiscard]] Resolved least_excess(const Demands& demands, std::int32_t limit, solve::Side side) const;

    [[nodiscard]] const rules::AllocationProblem& problem() const { return *problem_; }
    [[nodiscard]] std::span<const std::int32_t> start() const { return start_; }

private:
    /// What a solve of a problem with the same goals in front learned.
    struct Learned {
        std::shared_ptr<const solve::WarmStart> warm_start;  ///< or null
        std::span<const std::int32_t> edges;                 ///< by edge: its number there
        std::int32_t goals = 0;                              ///< how many goals are the same
        bool values = false;                                 ///< their best values may well be the same
    };
    [[nodiscard]] Resolved answer(const ChangedProblem& changed, std::int32_t policy_goals, const Learned& learned) const;
    [[nodiscard]] Resolved answer(const ChangedProblem& changed, std::int32_t policy_goals) const;

    std::shared_ptr<const rules::AllocationProblem> problem_;
    std::vector<std::int32_t> start_;
    std::shared_ptr<const solve::WarmStart> warm_start_;
    ResolveOptions options_;
};

/// What one policy goal loses from one plan to another.
struct GoalLoss {
    std::int32_t goal = 0;    ///< position in AllocationProblem::goals
    std::int64_t before = 0;  ///< in the office's direction and unit, scaled by the goal's digits
    std::int64_t after = 0;
    std::int64_t loss = 0;  ///< positive: worse; negative: better
};
[[nodiscard]] std::vector<GoalLoss> losses(const rules::AllocationProblem& problem, std::span<const std::int64_t> before,
                                           std::span<const std::int64_t> after);

/// Somebody whose home differs between two plans.
struct HomeChange {
    rules::ParticipantIndex participant;
    rules::UnitIndex from, to;  ///< invalid: none
};
/// By participant.
[[nodiscard]] std::vector<HomeChange> home_changes(const rules::AllocationProblem& problem, std::span<const std::int32_t> before,
                                                   std::span<const rules::EdgeIndex> after);

}  // namespace husrom::plan
