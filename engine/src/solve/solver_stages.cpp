/// The stages of a solve: a task for each goal by what is known so far, what its outcome leaves for the goals behind it, a bound for goals
/// that are not reached, and the result in the end.

#include <husrom/core/error.hpp>

#include "head_count.hpp"
#include "solver.hpp"
#include "translation.hpp"

namespace husrom::solve {
namespace {

/// A larger tree is not gone through again by later goals.
constexpr std::size_t most_carried = 4'000;

/// Multipliers of a tree that another solve may begin with, in all: some megabytes.
constexpr std::size_t most_learned = 500'000;

std::size_t entries_of(const Stage& stage) {
    std::size_t count = 0;
    const auto add = [&](const Multipliers& one) { count += one.columns.size() + one.limits.size() + one.cliques.size(); };
    for (const ProofNode& node : stage.nodes) {
        add(node.bound);
        for (const Multipliers& fix : node.fixes) add(fix);
    }
    return count;
}

}  // namespace

void Solver::run_stages(Certificate& certificate) {
    SoFar so_far;
    so_far.edges.assign(index_->usable_edges().begin(), index_->usable_edges().end());
    so_far.must.assign(static_cast<std::size_t>(problem_.rows), 0);
    for (std::int32_t r = 0; r < problem_.rows; ++r) so_far.must[static_cast<std::size_t>(r)] = index_->row_lower(r) > 0 ? 1 : 0;
    if (!find_first_plan(certificate, so_far.edges, so_far.must)) return;
    result_.status = Status::feasible;
    // Before the first goal is searched for: an exception in a later one would lose what was found.
    for (std::int32_t goal = 0; goal < problem_.goals; ++goal) Relaxation::require_weight(problem_, goal, largest_weight(goal));

    if (result_.policy_goals > 0 && !meter_.all_exhausted()) so_far.ahead = look_ahead(*index_);
    if (so_far.ahead) {
        see_ahead(so_far, certificate);
        so_far.seeds = so_far.seen.seeds;
    }
    bool go_on = true;
    for (std::int32_t goal = 0; goal < problem_.goals; ++goal) {
        go_on = go_on && !meter_.all_exhausted();
        if (go_on)
            go_on = keep(goal, search(goal, so_far, certificate), so_far, certificate);
        else
            certificate.stages.push_back(loose_stage(goal, so_far));
    }
    read_result(certificate);
}

StageOutcome Solver::search(std::int32_t goal, SoFar& so_far, Certificate& certificate) {
    if (goal >= result_.policy_goals) meter_.allow_stage(options_.tie_work_limit.value_or(default_tie_work));
    StageTask task = task_for(goal, so_far, certificate);
    if (const WarmStart::Goal* warm = warm_goal(goal)) begin_like(*warm, task, so_far, certificate);
    const std::optional<LookAhead>& ahead = so_far.ahead;
    Multipliers in_units;
    // A linear program needs no such beginning, and may end the worse for it.
    if (ahead && goal < ahead->goal && (goal == 0 || !fits_linear_program())) {
        if (goal > 0) in_units = in_units_of(*index_, so_far.seen.root, ahead->apart[static_cast<std::size_t>(goal)]);
        task.root = goal > 0 ? &in_units : &so_far.of_first;
    }
    if (ahead && goal == ahead->goal) return prove_as_one(std::move(task), so_far, certificate);
    return prove(std::move(task), so_far.proven, certificate);
}

StageTask Solver::task_for(std::int32_t goal, SoFar& so_far, const Certificate& certificate) const {
    StageTask task;
    task.goal = goal;
    task.gap = goal + 1 == result_.policy_goals ? options_.gap : 0;
    task.threads = options_.threads;
    task.edges = std::move(so_far.edges);
    task.must = std::move(so_far.must);
    task.hint = std::move(so_far.hint);
    task.hint_scale = goal == 0 ? 0 : 2 * static_cast<double>(largest_weight(goal)) / static_cast<double>(index_->step(goal - 1));
    task.may_count = may_count(goal, so_far);
    task.next_stage = static_cast<std::int32_t>(certificate.stages.size());
    task.seeds = so_far.seeds;
    task.tree = so_far.tree;
    return task;
}

void Solver::begin_like(const WarmStart::Goal& warm, StageTask& task, SoFar& so_far, Certificate& certificate) {
    task.root = &warm.root;
    task.like = &warm;
    task.same_value = options_.warm_values && warm.proven;
    task.mends_first = mends_first_;
    task.near_plan = usable_start();
    task.seeds = warm.seeds;
    task.stand = warm.stand;
    task.pseudo_costs = warm.pseudo_costs;
    // Without a linear program the root finds a count sooner than a stage without its multipliers.
    if (task.may_count && warm.counted && problem_.rows + problem_.columns <= NodeLp::most_rows)
        count_heads(task, so_far.proven, certificate, -1);
    task.may_count = may_count(task.goal, so_far);
}

bool Solver::keep(std::int32_t goal, StageOutcome outcome, SoFar& so_far, Certificate& certificate) {
    const bool is_proven = outcome.stage.bound == outcome.stage.value;
    const std::size_t nodes = outcome.stage.nodes.size();
    const bool has_tree = is_proven && nodes > 1 && nodes <= most_carried;
    if (has_tree) so_far.tree = std::make_shared<const Stage>(outcome.stage);
    result_.nodes += outcome.nodes;
    result_.prices.push_back(std::move(outcome.prices));
    learned_.goals.push_back({.root = std::move(outcome.root),
                              .plain = std::move(outcome.plain),
                              .seeds = outcome.seeds,
                              .stand = std::move(outcome.stand),
                              .gap = outcome.root_bound - static_cast<double>(outcome.stage.value),
                              .value = outcome.stage.value,
                              .proven = is_proven,
                              .counted = !so_far.proven.counts.empty(),
                              .pseudo_costs = std::move(outcome.pseudo_costs),
                              .tree = has_tree && entries_of(*so_far.tree) <= most_learned ? so_far.tree : nullptr});
    so_far.seeds = std::move(outcome.seeds);
    so_far.edges = std::move(outcome.edges);
    so_far.must = std::move(outcome.must);
    so_far.hint = std::move(outcome.multipliers);
    so_far.hint.emplace_back(Coupling{Coupling::Kind::goal, goal, 0, 0, 1}, 1.0);
    if (is_proven)
        so_far.proven.goals.push_back(outcome.stage.value);
    else if (!meter_.all_exhausted() && goal + 1 == result_.policy_goals && options_.gap > 0)
        result_.stopped_by = StoppedBy::gap;
    certificate.stages.push_back(std::move(outcome.stage));
    return is_proven;
}

Stage Solver::loose_stage(std::int32_t goal, const SoFar& so_far) const {
    Relaxation relaxation(*index_, Objective::goal, goal, so_far.proven, so_far.edges, so_far.must);
    const std::vector<std::int64_t> none(relaxation.dimensions(), 0);
    if (relaxation.evaluate(none) != Relaxation::Answer::bound) throw InternalError("a goal has a plan and no bound");
    core::int128 total = relaxation.total();
    Multipliers proof = relaxation.proof();
    const bool is_behind = so_far.ahead && so_far.ahead->is_bound && goal == so_far.ahead->goal;
    const Multipliers known = goal == 0 ? so_far.of_first : is_behind ? so_far.seen.root : Multipliers{};
    if (known.denominator > 0) {
        Translation translation(relaxation, problem_.columns);
        translation.read(known);
        if (relaxation.price(translation.multipliers, translation.prices) == Relaxation::Answer::bound && relaxation.total() < total) {
            total = relaxation.total();
            proof = relaxation.proof();
        }
    }
    Stage stage{.objective = Objective::goal, .goal = goal, .value = 0, .bound = 0, .nodes = {}, .after = {}};
    stage.bound = static_cast<std::int64_t>(
        core::floor_divide<core::int128>(core::floor_divide<core::int128>(total, relaxation.denominator()), index_->step(goal)) *
        index_->step(goal));
    stage.nodes.emplace_back().bound = std::move(proof);
    return stage;
}

void Solver::read_result(Certificate& certificate) {
    result_.chosen = incumbent_.plan->chosen;
    result_.objective = incumbent_.plan->goals;
    // A later stage may have improved goals that come after its own.
    for (Stage& stage : certificate.stages)
        if (stage.objective == Objective::goal) {
            stage.value = result_.objective[static_cast<std::size_t>(stage.goal)];
            result_.bound.push_back(stage.bound);
        }
    while (result_.proven_goals < problem_.goals && result_.gap(result_.proven_goals) == 0) ++result_.proven_goals;
    if (result_.proven_goals >= result_.policy_goals) result_.status = Status::optimal;
}

}  // namespace husrom::solve
