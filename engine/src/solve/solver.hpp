#pragma once

/// One problem, solved goal by goal: a stage for each, with what the stages before have proven (solver_stages.cpp). Where a first goal is
/// flat, it looks ahead to the one behind (solver_ahead.cpp).

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <husrom/core/budget.hpp>
#include <husrom/core/integers.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/solve.hpp>

#include "look_ahead.hpp"
#include "one_goal.hpp"
#include "stage_search.hpp"
#include "warm_start.hpp"

namespace husrom::solve {

/// Work for each tie goal under limits, when the caller does not say: some seconds.
inline constexpr std::int64_t default_tie_work = 1'000'000'000;

/// Throws InvalidArgument naming the option that cannot be.
void check_options(const Problem& problem, const Options& options);

/// Throws InternalError when the independent checker refuses the result.
void require_accepted(const Problem& problem, const Result& result);

class Solver {
public:
    Solver(const Problem& problem, const Options& options, const ProblemIndex::Derived& derived = {})
        : problem_(problem),
          options_(options),
          derived_(derived),
          index_(std::make_unique<ProblemIndex>(problem, derived)),
          budget_(options.time_limit, options.work_limit, options.stop),
          meter_(budget_) {
        result_.policy_goals = options.first_tie_goal < 0 ? problem.goals : std::min(options.first_tie_goal, problem.goals);
        began_ = core::Budget::Clock::now();
        last_told_ = began_;
    }

    [[nodiscard]] std::vector<std::vector<std::int32_t>> components() const;

    Result run();
    /// A plan near the one to start from comes before all bounds.
    void mend_first() { mends_first_ = true; }

private:
    void begin_warm();
    /// Of the problem, or of what it has grown to.
    void build_index();
    bool run_network(Certificate& certificate);
    /// A network takes larger weights than stages do; one that was stopped then ends without a plan.
    [[nodiscard]] bool fits_stages() const;
    /// One component of the tuple prices; the rows' prices follow from the columns'.
    Prices tuple_prices(const TupleProof& proof, std::int32_t goal) const;

    // Goal by goal (solver_stages.cpp).
    /// What the stages so far leave for the next.
    struct SoFar {
        std::vector<std::int32_t> edges;  ///< of the problem, that may still be chosen
        std::vector<char> must;
        Proven proven;
        std::vector<std::pair<Coupling, double>> hint;
        std::vector<std::int32_t> seeds;
        std::shared_ptr<const Stage> tree;  ///< of the last goal that has one of use
        std::optional<LookAhead> ahead;     ///< where the first goals are flat
        WarmStart::Goal seen;               ///< then, of the goal behind them
        Multipliers of_first;               ///< and of the first goal's bound
    };
    void run_stages(Certificate& certificate);
    /// The stage of one goal, by all that is known of it.
    StageOutcome search(std::int32_t goal, SoFar& so_far, Certificate& certificate);
    /// Takes edges, rows and hint out of what is there so far.
    [[nodiscard]] StageTask task_for(std::int32_t goal, SoFar& so_far, const Certificate& certificate) const;
    /// What the goal was like in a problem like this one. A head count that was proven there is proven here first.
    void begin_like(const WarmStart::Goal& warm, StageTask& task, SoFar& so_far, Certificate& certificate);
    /// True when the goal is proven, so that the next one may be searched for.
    bool keep(std::int32_t goal, StageOutcome outcome, SoFar& so_far, Certificate& certificate);
    /// A bound for a goal that was not reached: the matching without limits, or what multipliers say that are known.
    [[nodiscard]] Stage loose_stage(std::int32_t goal, const SoFar& so_far) const;
    void read_result(Certificate& certificate);
    [[nodiscard]] bool may_count(std::int32_t goal, const SoFar& so_far) const {
        return so_far.proven.counts.empty() && goal < result_.policy_goals;
    }
    /// Runs the stage; while it finds further derived limits, or a head count that is worth a stage of its own, begins again with them a
    /// few times.
    StageOutcome prove(StageTask task, Proven& proven, Certificate& certificate);

    // Flat goals, with the one behind them in sight (solver_ahead.cpp).
    struct Share {
        std::int64_t work;                                   ///< at most
        std::optional<core::Budget::Clock::time_point> end;  ///< of the clock, where there is a limit of time
    };
    /// One in so many of what the caller's limits leave, and of work no more than `most`.
    [[nodiscard]] Share share_of_what_is_left(std::int64_t one_in, std::int64_t most) const;
    /// The goal behind flat ones, as one goal with them (one_goal.hpp), from what is known of it. The certificate's derived limits grow;
    /// stages that come before its own are left in `inner_certificate`. The outcome is by the problem's own numbers, and a proof of the
    /// goal where ahead.is_bound.
    StageOutcome solve_as_one(const LookAhead& ahead, StageTask task, const WarmStart::Goal& known, Share share, const Proven& proven,
                              Certificate& certificate, Certificate& inner_certificate);
    /// Plans that are good in the flat goals and in the one behind them, and what is learned of that one on the way (`seen`), until the
    /// first goal is as good as its bound, whose multipliers are `of_first` then. Head counts that are proven there hold everywhere.
    void see_ahead(SoFar& so_far, Certificate& certificate);
    /// All edges, with the limits that matter.
    [[nodiscard]] bool fits_linear_program() const;
    /// Of the first goal, as far as proven head counts go.
    [[nodiscard]] core::int128 best_by_count(const Proven& proven) const;
    /// No plan has more of the first goal. `of_first` becomes that of the bound.
    std::int64_t bound_first(SoFar& so_far);
    /// The stage of the goal behind flat ones, once those are proven.
    StageOutcome prove_as_one(StageTask task, SoFar& so_far, Certificate& certificate);
    /// Of the goals up to this one, without charges.
    [[nodiscard]] std::vector<std::int64_t> values_of(const std::vector<std::int32_t>& chosen, std::int32_t last) const;
    /// Of the one goal as that of the goal behind flat ones where they are proven, and before as that of the first. `values` are those of
    /// the plan in the problem's own goals.
    void tell_as_one(const LookAhead& ahead, const OneGoal& one, Progress so_far, const std::vector<std::int32_t>& chosen,
                     const std::vector<std::int64_t>& values, bool is_proven);
    /// No plan is worth more by these weights.
    [[nodiscard]] std::int64_t best_of_rows(const std::vector<std::int64_t>& weights) const;

    // For both.
    /// It prices no derived limit.
    [[nodiscard]] bool is_plain(const Multipliers& multipliers) const;
    /// Multipliers of limits and counts in goal units.
    static std::vector<std::pair<Coupling, double>> as_hint(const Multipliers& multipliers);
    /// Proves how many can be housed at most, given what is proven; a bound of `sought` is enough where that is not below 0. Returns the
    /// multipliers of that; none where it was not proven.
    Multipliers count_heads(const StageTask& task, Proven& proven, Certificate& certificate, std::int64_t sought);
    /// True when any of these is new and there is room for it.
    bool add_derived(std::vector<DerivedLimit>& derived, Certificate& certificate);
    [[nodiscard]] std::vector<std::int32_t> usable_start() const;
    /// True when there is a plan; else the status says whether that is proven.
    bool find_first_plan(Certificate& certificate, const std::vector<std::int32_t>& edges, const std::vector<char>& must);
    /// What the solve it begins with learned of the goal, or null.
    [[nodiscard]] const WarmStart::Goal* warm_goal(std::int32_t goal) const;
    [[nodiscard]] std::int64_t largest_weight(std::int32_t goal) const;
    /// At once when the gap has shrunk by a tenth, and from time to time otherwise.
    void tell(std::int32_t goal, std::int64_t bound);

    const Problem& problem_;
    const Options& options_;
    ProblemIndex::Derived derived_;  ///< limits of the problem itself that follow from others
    std::unique_ptr<ProblemIndex> index_;
    std::optional<Problem> extended_;  ///< with the derived limits found so far, once there are any
    WarmStart warm_;                   ///< what the solve begins with
    WarmStart learned_;
    bool mends_first_ = false;
    core::Budget budget_;
    Meter meter_;
    Incumbent incumbent_;
    Result result_;
    core::Budget::Clock::time_point began_, last_told_;
    std::int32_t told_goal_ = -1;
    double told_gap_ = 0;
    bool clock_decided_ = false;                      ///< where a search ended, whatever came after it
    std::optional<std::int64_t> most_of_first_goal_;  ///< by its weights alone, once it is asked for
};

}  // namespace husrom::solve
