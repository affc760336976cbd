/// Flat goals, searched with the goal behind them in sight, and that goal proven as one with them (one_goal.hpp).

#include <chrono>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "derived_limits.hpp"
#include "head_count.hpp"
#include "solver.hpp"

namespace husrom::solve {
namespace {

/// Work for a plan that is good in the flat goals and in the one behind them, before the flat ones are proven: a minute or two.
constexpr std::int64_t ahead_work = 20'000'000'000;

/// Of that, for each edge, before the first goal is looked at for the first time; then twice as much.
constexpr std::int64_t first_slice = 1'000;
/// Of its value: how near to the bound a plan must be for the first goal to be looked at.
constexpr std::int64_t near_at_first = 10'000;

}  // namespace

Solver::Share Solver::share_of_what_is_left(std::int64_t one_in, std::int64_t most) const {
    Share share{most, std::nullopt};
    if (options_.work_limit) share.work = std::min(most, std::max<std::int64_t>(*options_.work_limit - meter_.work(), 0) / one_in);
    if (options_.time_limit) {
        const auto now = core::Budget::Clock::now();
        share.end = now + (std::min(*options_.time_limit, core::Budget::longest) - (now - began_)) / one_in;
    }
    return share;
}

StageOutcome Solver::solve_as_one(const LookAhead& ahead, StageTask task, const WarmStart::Goal& known, Share share, const Proven& proven,
                                  Certificate& certificate, Certificate& inner_certificate) {
    std::optional<OneGoal> whole(std::in_place, *index_, ahead, proven);
    const OneGoal& one = *whole;
    index_.reset();  // each takes as much memory as the problem
    Options options;
    options.work_limit = std::max<std::int64_t>(share.work, 0);
    if (share.end) options.time_limit = std::max(*share.end - core::Budget::Clock::now(), core::Budget::Clock::duration{});
    options.stop = options_.stop;
    std::optional<Solver> solver(std::in_place, one.problem(), options, one.derived());
    Solver& inner = *solver;
    PlanState state(*inner.index_);
    state.load(incumbent_.plan->chosen);
    inner.incumbent_.offer({state.chosen(), state.goals()});
    // What is best as one goal may lack in a flat one: of those that once were, the best by the goals themselves is kept as well, judged by
    // weights alone.
    std::vector<std::int32_t> best = incumbent_.plan->chosen;
    std::vector<std::int64_t> best_values = values_of(best, ahead.goal);
    inner.incumbent_.on_better = [&](const Plan& plan) {
        std::vector<std::int64_t> values = values_of(plan.chosen, ahead.goal);
        if (values <= best_values) return;
        best_values = std::move(values);
        best = plan.chosen;
    };
    const bool are_charged = std::ranges::any_of(problem_.steps, [&](const Step& step) { return step.goal <= ahead.goal; });
    if (options_.progress && !are_charged)
        options.progress = [&](const Progress& so_far) { tell_as_one(ahead, one, so_far, best, best_values, !proven.goals.empty()); };
    const Multipliers root = one.inwards(known.root);
    if (root.denominator > 0) task.root = &root;
    const Multipliers at_hand = task.at_hand != nullptr ? one.inwards(*task.at_hand) : Multipliers{};
    if (task.at_hand != nullptr) task.at_hand = &at_hand;
    task.goal = 0;
    task.threads = options_.threads;
    task.seeds = known.seeds;
    task.stand = known.stand ? one.inwards(*known.stand) : nullptr;
    task.pseudo_costs = known.pseudo_costs;
    Proven nothing;
    inner_certificate.derived = certificate.derived;  // those need not be found again
    StageOutcome outcome = inner.prove(std::move(task), nothing, inner_certificate);
    outcome.nodes += inner.result_.nodes;
    outcome.root_bound -= static_cast<double>(one.worth_of_proven());
    outcome.stage = one.outwards(std::move(outcome.stage));
    outcome.root = one.outwards(outcome.root);
    outcome.plain = {};
    outcome.multipliers = as_hint(outcome.root);
    if (outcome.stand) outcome.stand = one.outwards(*outcome.stand);
    outcome.pseudo_costs = one.outwards(outcome.pseudo_costs);
    outcome.prices.goal = ahead.goal;
    for (std::size_t i = certificate.derived.size(); i < inner_certificate.derived.size(); ++i) {
        if (!extended_) extended_ = problem_;
        append_derived(*extended_, inner_certificate.derived[i]);
        certificate.derived.push_back(inner_certificate.derived[i]);
    }
    meter_.spend(inner.meter_.work());
    clock_decided_ = clock_decided_ || inner.budget_.reason() == core::StopReason::time_limit;
    const std::vector<std::int32_t> last = std::move(inner.incumbent_.plan->chosen);
    solver.reset();
    whole.reset();
    build_index();
    PlanState found(*index_);
    const auto offer = [&](const std::vector<std::int32_t>& chosen) {
        found.load(chosen);
        incumbent_.offer({found.chosen(), found.goals()});
    };
    offer(best);
    offer(last);
    return outcome;
}

void Solver::see_ahead(SoFar& so_far, Certificate& certificate) {
    const LookAhead& ahead = *so_far.ahead;
    Proven& proven = so_far.proven;
    WarmStart::Goal& known = so_far.seen;
    if (const WarmStart::Goal* warm = warm_goal(ahead.goal)) known = *warm;
    const std::int64_t begun = meter_.work();
    const Share share = share_of_what_is_left(2, ahead_work);
    const std::int64_t accepted = result_.policy_goals == 1 ? options_.gap : 0;
    // The linear program may have a part of a unit more than any plan.
    const std::int64_t least_gap = std::max<std::int64_t>(ahead.apart.back() / 4 * 3, 1);
    std::int64_t value = 0;
    for (const std::int32_t edge : incumbent_.plan->chosen) value += ahead.weight(*index_, edge);
    std::int64_t gap = std::max(least_gap, std::abs(value) / near_at_first);
    std::int64_t slice = first_slice * problem_.edges();
    std::optional<std::int64_t> best_of_first;
    double root_bound = std::numeric_limits<double>::infinity();
    for (;;) {
        StageTask task;
        task.edges = so_far.edges;
        task.must = so_far.must;
        task.gap = gap;
        task.may_count = proven.counts.empty();
        task.next_stage = static_cast<std::int32_t>(certificate.stages.size());
        Certificate inner;
        const std::int64_t work_left = share.work - (meter_.work() - begun);
        StageOutcome outcome =
            solve_as_one(ahead, std::move(task), known, {std::min(slice, work_left), share.end}, proven, certificate, inner);
        slice *= 2;
        result_.nodes += outcome.nodes;
        for (Stage& stage : inner.stages) {
            proven.counts.push_back({static_cast<std::int32_t>(certificate.stages.size()), stage.bound});
            certificate.stages.push_back(std::move(stage));
        }
        if (outcome.root.denominator > 0 && (known.root.denominator == 0 || outcome.root_bound <= root_bound)) {
            known.root = std::move(outcome.root);
            root_bound = outcome.root_bound;
        }
        known.seeds = std::move(outcome.seeds);
        known.stand = std::move(outcome.stand);
        known.pseudo_costs = std::move(outcome.pseudo_costs);
        if (meter_.exhausted()) return;
        if (!best_of_first) {
            so_far.of_first = in_units_of(*index_, known.root, ahead.apart.front());
            best_of_first = bound_first(so_far);
        }
        const bool is_near = outcome.stage.bound - outcome.stage.value <= gap;
        if (incumbent_.plan->goals.front() >= *best_of_first - accepted || (is_near && gap <= least_gap)) return;
        // A round that is soon cut off learns nothing.
        if (share.work - (meter_.work() - begun) < first_slice * problem_.edges()) return;
        if (share.end && core::Budget::Clock::now() >= *share.end) {
            clock_decided_ = true;
            return;
        }
        if (is_near) gap = std::max(least_gap, gap / 4);
    }
}

bool Solver::fits_linear_program() const {
    std::int64_t limits = 0;
    for (std::int32_t k = 0; k < index_->problem().limits(); ++k) limits += index_->limit_matters(k) ? 1 : 0;
    return NodeLp::fits(*index_, limits);
}

core::int128 Solver::best_by_count(const Proven& proven) const {
    if (proven.counts.empty()) return std::numeric_limits<std::int64_t>::max();
    return static_cast<core::int128>(proven.counts.back().bound) * largest_weight(0);
}

std::int64_t Solver::bound_first(SoFar& so_far) {
    const Proven& proven = so_far.proven;
    Multipliers& root = so_far.of_first;
    StageTask task;
    task.edges = so_far.edges;
    task.must = so_far.must;
    task.seeds = so_far.seen.seeds;
    task.bound_only = true;
    task.may_search = false;
    Multipliers by_count;  // nobody is worth more than the dearest
    by_count.denominator = 1;
    if (!proven.counts.empty()) by_count.counts.push_back({proven.counts.back().stage, largest_weight(0)});
    task.root = incumbent_.plan->goals.front() >= best_by_count(proven) ? &by_count : &root;
    StageOutcome outcome = StageSearch(*index_, proven, std::move(task), incumbent_, meter_, nullptr).run();
    if (outcome.root.denominator > 0) root = std::move(outcome.root);
    return outcome.stage.bound;
}

StageOutcome Solver::prove_as_one(StageTask task, SoFar& so_far, Certificate& certificate) {
    const LookAhead& ahead = *so_far.ahead;
    Proven& proven = so_far.proven;
    WarmStart::Goal known = so_far.seen;
    if (!ahead.is_bound) {
        task.seeds = known.seeds;
        return prove(std::move(task), proven, certificate);
    }
    StageTask as_one = task;
    as_one.hint.clear();
    as_one.tree = nullptr;
    as_one.like = nullptr;
    as_one.may_count = false;
    // Where limits decide the first goal, its row takes over what they are worth for that.
    const Multipliers at_hand = known.root;
    if (at_hand.denominator > 0 && !so_far.of_first.limits.empty() && !is_charged(problem_, 0)) {
        as_one.at_hand = &at_hand;
        known.root = taken_over(at_hand, so_far.of_first, ahead.apart.front());
        std::erase_if(known.root.goals, [](const Entry& entry) { return entry.index == 0; });
        known.root.goals.insert(known.root.goals.begin(), {0, (ahead.worth.front() - ahead.apart.front()) * known.root.denominator});
    }
    const std::int64_t most_work =
        ahead.goal < result_.policy_goals ? std::numeric_limits<std::int64_t>::max() : options_.tie_work_limit.value_or(default_tie_work);
    Certificate inner;
    StageOutcome outcome = solve_as_one(ahead, std::move(as_one), known, share_of_what_is_left(1, most_work), proven, certificate, inner);
    const std::int64_t value = incumbent_.plan->goals[static_cast<std::size_t>(ahead.goal)];
    if (outcome.stage.value == value) return outcome;
    // Its plan lacks in a flat goal, and is the better for it in this one: none here. Its bound holds.
    outcome.stage.value = value;
    if (meter_.exhausted()) {
        outcome.stage.after.clear();
        outcome.edges = std::move(task.edges);
        outcome.must = std::move(task.must);
        return outcome;
    }
    result_.nodes += outcome.nodes;
    task.hint = outcome.multipliers;
    task.hint_scale = 1;
    task.seeds = outcome.seeds;
    return prove(std::move(task), proven, certificate);
}

std::vector<std::int64_t> Solver::values_of(const std::vector<std::int32_t>& chosen, std::int32_t last) const {
    std::vector<std::int64_t> values;
    for (std::int32_t goal = 0; goal <= last && goal < problem_.goals; ++goal) {
        std::int64_t& sum = values.emplace_back(0);
        for (const std::int32_t edge : chosen) sum += problem_.weights[static_cast<std::size_t>(goal)][static_cast<std::size_t>(edge)];
    }
    return values;
}

void Solver::tell_as_one(const LookAhead& ahead, const OneGoal& one, Progress so_far, const std::vector<std::int32_t>& chosen,
                         const std::vector<std::int64_t>& values, bool is_proven) {
    so_far.elapsed_seconds = std::chrono::duration<double>(core::Budget::Clock::now() - began_).count();
    so_far.chosen = static_cast<std::int64_t>(chosen.size());
    if (is_proven) {
        so_far.goal = ahead.goal;
        so_far.best = values.back();
        so_far.bound = std::max(so_far.bound - one.worth_of_proven(), so_far.best);
    } else {
        if (!most_of_first_goal_) most_of_first_goal_ = best_of_rows(problem_.weights.front());
        so_far.goal = 0;
        so_far.best = values.front();
        so_far.bound = *most_of_first_goal_;
    }
    options_.progress(so_far);
}

std::int64_t Solver::best_of_rows(const std::vector<std::int64_t>& weights) const {
    std::vector<std::int64_t> best(static_cast<std::size_t>(problem_.rows), 0);
    for (std::size_t e = 0; e < weights.size(); ++e) {
        std::int64_t& of_row = best[static_cast<std::size_t>(problem_.edge_row[e])];
        of_row = std::max(of_row, weights[e]);
    }
    return std::accumulate(best.begin(), best.end(), std::int64_t{0});
}

}  // namespace husrom::solve
