/// The root of a stage: its bound on all edges, by a core where that pays, and the first plans.

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <husrom/core/error.hpp>

#include "neighbourhood.hpp"
#include "stage_search.hpp"
#include "translation.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Parts of a plan that are searched in a row without a better plan before the search for plans ends.
constexpr std::int32_t idle_parts = 40;
/// And at most, where the plan is one of a problem like this one.
constexpr std::int32_t most_parts_at_root = 200;

/// A plan that is mended before the root is bounded: as a part of the bound how near it is to be, and what is tried for it.
constexpr double mended_share = 1e-5;
constexpr std::int64_t mending_chains = 200;
constexpr std::int32_t idle_mending_parts = 2;
constexpr std::int32_t most_mending_parts = 3;
/// As a part of the gap of a problem like this one: by how much the root's bound may have fallen for the best value and the tree to be
/// much the same.
constexpr double little_fallen = 0.2;
/// The best plan is assumed to be within that gap of the root's bound, then within twice as much; then nothing is assumed.
constexpr int most_gaps = 2;
/// As a part of the bound: how near a plan is that lacks little and in few places, be it of a problem like this one or rounded.
constexpr double near_share = 1e-3;
/// Of a person and of the bound: a fraction that is worth a proof of how many can be housed.
constexpr double least_fraction = 0.05;
constexpr double dear_share = 1e-5;
/// The bound is good enough for now when a round of the bundle brings no more than this part of what lies between it and the plan, and than
/// this part of itself.
constexpr double little = 0.02;
constexpr double settled = 1e-6;
/// Where rounds are dear and no plan is near, the mean of plans is worth rounding before it is final: after a round that brought no more
/// than this part of the bound, once so much work is spent; so often at most.
constexpr double nearly_final = 1e-4;
constexpr std::int64_t dear = 1'000'000'000;
constexpr int most_early_roundings = 2;
/// Of making a plan of the relaxation's assignment: pairs of edges of a row, by rows.
constexpr std::int64_t most_repair_work = 200'000'000;
/// Further searches by chains where there is no vertex to round, before parts of the plan are searched.
constexpr int chain_seeds = 3;
/// Chains without a better plan where parts of it are searched next.
constexpr std::int64_t idle_chains_before_parts = 40'000;
/// So few edges the tree takes at once.
constexpr std::size_t few_edges = 2'000;

/// A few multiples of the task's hint, none of it first. The goal of the stage before now stands as a row, and that stage's multipliers
/// hold it up.
std::vector<std::vector<std::int64_t>> hinted_starts(const Relaxation& relaxation, const StageTask& task) {
    const std::size_t dimensions = relaxation.dimensions();
    std::vector<std::vector<std::int64_t>> starts{std::vector<std::int64_t>(dimensions, 0)};
    if (task.hint.empty() || task.hint_scale <= 0) return starts;
    for (const double share : {0.01, 0.1, 1.0}) {
        std::vector<std::int64_t>& start = starts.emplace_back(dimensions, 0);
        for (std::size_t d = 0; d < dimensions; ++d) {
            const Coupling& coupling = relaxation.coupling(d);
            for (const auto& [hinted, multiplier] : task.hint)
                if (hinted.kind == coupling.kind && hinted.index == coupling.index) {
                    const double scaled = multiplier * task.hint_scale * share * static_cast<double>(relaxation.denominator());
                    start[d] = static_cast<std::int64_t>(
                        std::clamp(scaled, static_cast<double>(coupling.low), static_cast<double>(coupling.high)));
                }
        }
    }
    return starts;
}

/// The best of them.
std::vector<std::int64_t> hinted_start(Relaxation& relaxation, const StageTask& task) {
    std::vector<std::vector<std::int64_t>> starts = hinted_starts(relaxation, task);
    if (starts.size() == 1) return starts.front();
    std::size_t best = 0;
    int128 best_total = 0;
    bool have = false;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (relaxation.evaluate(starts[i]) != Relaxation::Answer::bound) continue;
        if (have && relaxation.total() >= best_total) continue;
        have = true;
        best_total = relaxation.total();
        best = i;
    }
    return starts[best];
}

}  // namespace

void StageSearch::solve_root() {
    root_began_ = meter_.work();
    root_ = std::make_shared<Relaxation>(index_, task_.objective, task_.goal, proven_, task_.edges, task_.must);
    needed_ = needed();
    stage_.nodes.emplace_back();
    if (close_root_at_once()) return;
    if (task_.mends_first && task_.root != nullptr && incumbent_.plan) mend_near_plan();
    if (task_.by_parts && !NodeLp::fits(index_, *root_) && bound_root_as_given()) return begin_tree(*root_);
    if (solve_root_on_core()) return;
    Bundle bundle(*root_);
    bundle.set_target(task_.objective == Objective::goal      ? static_cast<double>(incumbent_.plan->goals[at(task_.goal)])
                      : task_.objective == Objective::nothing ? -1.0
                                                              : 0.0);
    std::int32_t points = 0;
    const auto on_point = [&] {
        ++points;
        if (task_.objective != Objective::count && (points <= 4 || points % 16 == 0)) offer(root_->chosen(), 1);
        spend();
        return found_enough() || meter_.exhausted();
    };
    const std::vector<std::int64_t> start = hinted_start(*root_, task_);
    const auto end =
        bundle.minimise(start, needed_, {.evaluations = 600, .tolerance = 0.02 * static_cast<double>(step_), .relative = 1e-5}, on_point);
    if (found_enough()) return;
    if (end == Bundle::End::nothing_left) {
        close(0, root_->proof());
        return;
    }
    pool_ = bundle.cuts();
    steps_ = bundle.steps();
    root_centre_ = bundle.centre();
    const std::vector<double> mean = bundle.fractional();
    root_total_ = bundle.total();
    root_bounded_ = true;
    if (bundle.restore() != Relaxation::Answer::bound) throw InternalError("a bound that was there is gone");
    const Multipliers proof = root_->proof();
    if (task_.objective == Objective::count) {
        stage_.value = stage_.bound = goal_value(root_total_);
        close(0, proof);
        return;
    }
    if (root_total_ < needed_) {
        close(0, proof);
        return;
    }
    if (task_.may_count && task_.objective == Objective::goal) {
        count_ = find_head_count(index_, proven_, *root_, task_.next_stage, [&](std::int64_t work) {
            meter_.spend(work);
            return meter_.exhausted();
        });
        ends_at_root_ = wants_count_ = count_.has_value();
        if (ends_at_root_) return;
    }
    if (rounds_mean(false) && !task_.by_parts) round_root(root_->edges(), mean, false);
    begin_tree(*root_);
}

bool StageSearch::solve_root_on_core() {
    if (task_.objective == Objective::nothing || (!pays_on_core(index_, root_->edges().size()) && !NodeLp::fits(index_, *root_)))
        return false;
    RootTask task;
    // The plan so far keeps everything that is proven, so that a core which holds it has a bound.
    task.seeds = task_.seeds;
    if (incumbent_.plan) task.seeds.insert(task.seeds.end(), incumbent_.plan->chosen.begin(), incumbent_.plan->chosen.end());
    task.stand = task_.stand;
    task.root = task_.root;
    task.at_hand = task_.at_hand;
    if (incumbent_.plan) task.plan = incumbent_.plan->chosen;
    task.starts = hinted_starts(*root_, task_);
    task.target = task_.objective == Objective::goal ? static_cast<double>(incumbent_.plan->goals[at(task_.goal)]) : 0;
    task.needed = needed_;
    if (task_.may_count && task_.objective == Objective::goal) task.count_stage = task_.next_stage;
    task.tolerance = (task_.objective == Objective::goal && !task_.bound_only ? 0.02 : 0.001) * static_cast<double>(step_);
    if (task_.objective == Objective::goal && !task_.bound_only)
        task.on_bound = [&](const RootBound& so_far, double gained) { return is_enough(so_far, gained); };
    root_bound_ = bound_on_core(index_, proven_, *root_, task, [&](std::int64_t work) {
        meter_.spend(work);
        return meter_.exhausted();
    });
    spent_ = work_so_far();  // it has told of this
    if (!root_bound_) {
        root_bounded_ = false;
        root_prices_.clear();
        return false;
    }
    pool_ = root_bound_->cuts;
    steps_ = root_bound_->steps;
    root_centre_ = root_bound_->multipliers;
    root_prices_ = root_bound_->prices;
    root_total_ = root_bound_->total;
    root_bounded_ = true;
    tell(root_total_);
    const Multipliers proof = root_->proof();
    if (task_.objective == Objective::count) {
        stage_.value = stage_.bound = goal_value(root_total_);
        close(0, proof);
        return true;
    }
    if (root_total_ < needed_) {
        close(0, proof);
        return true;
    }
    count_ = std::move(root_bound_->count);
    if (!count_ && task_.may_count && has_dear_fraction()) count_sought_ = static_cast<std::int64_t>(std::floor(root_bound_->heads));
    wants_count_ = task_.may_count && (count_ || root_bound_->has_fraction || count_sought_ >= 0);
    // Where a vertex shows what they cut off; a mean of many plans does not.
    if (!wants_count_ && task_.may_derive && root_bound_->is_vertex)
        collect_derived(*root_bound_->core, root_bound_->fractional, DerivedLimitFinder::Kinds::all);
    ends_at_root_ = wants_count_ || !derived_.empty();
    if (!ends_at_root_) {
        begin_tree(*root_bound_->core);
    } else if (task_.objective == Objective::goal && !count_ && is_poor()) {
        // Whoever stops early gets more than a first guess.
        if (root_bound_->is_vertex || rounds_mean(false)) round_root(*root_bound_);
        if (is_poor()) search_plans(*root_bound_->core, index_.problem().rows);
    }
    return true;
}

bool StageSearch::has_dear_fraction() const {
    if (root_bound_->is_vertex || NodeLp::fits(index_, *root_bound_->core)) return false;
    const double fraction = root_bound_->heads - std::floor(root_bound_->heads);
    // Less is the mean's own error.
    if (std::min(fraction, 1 - fraction) < least_fraction) return false;
    const double much = std::max(dear_share * std::abs(static_cast<double>(goal_value(root_total_))), static_cast<double>(task_.gap));
    return fraction * static_cast<double>(worth_of_head(*root_)) > much;
}

RootTask::Enough StageSearch::is_enough(const RootBound& so_far, double gained) {
    root_total_ = root_->total();
    root_centre_.assign(root_->multipliers().begin(), root_->multipliers().end());
    root_prices_ = root_->column_prices();
    root_bounded_ = true;
    spent_ = work_so_far();  // the search for the bound tells of its own
    tell(root_total_);
    // Whoever stops early gets more than a first guess.
    if (task_.may_search && is_poor()) mend_assignment(so_far.core->chosen());
    if (task_.may_search && is_poor()) search_chains(*root_, so_far.core->chosen(), index_.problem().rows, index_.problem().rows);
    const double value = std::abs(static_cast<double>(goal_value(root_total_)));
    const bool is_dear = meter_.work() - root_began_ >= dear;
    if (rounds_mean(so_far.is_vertex) && is_dear && gained <= nearly_final * value && distance_to_root() > near_share * value &&
        early_roundings_ < most_early_roundings) {
        ++early_roundings_;
        round_root(so_far);
    }
    if (root_total_ < needed_ || is_near_enough()) return RootTask::Enough::yes;
    const bool is_little = gained <= std::min(little * distance_to_root(), settled * value);
    return !is_poor() && is_little ? RootTask::Enough::nearly : RootTask::Enough::no;
}

void StageSearch::mend_assignment(const std::vector<std::int32_t>& edges) {
    const std::int64_t rows = index_.problem().rows;
    const auto all = static_cast<std::int64_t>(root_->edges().size());
    const std::int64_t holders = std::max<std::int64_t>(rows / index_.problem().columns, 1);
    if (all / rows * all * holders > most_repair_work) return;
    Improver mender(index_);  // its work is none of what offer() may spend
    std::int64_t told = 0;
    auto plan = mender.repair(edges, {}, 1, most_repair_work, [&] {
        meter_.spend(8 * (mender.work() - std::exchange(told, mender.work())));
        return meter_.exhausted();
    });
    if (plan && incumbent_.offer(std::move(*plan))) needed_ = needed();
}

void StageSearch::restore_root() {
    root_->enter(root_->whole());
    const auto answer = root_prices_.empty() ? root_->evaluate(root_centre_) : root_->price(root_centre_, root_prices_);
    if (answer != Relaxation::Answer::bound) throw InternalError("a bound that was there is gone");
}

void StageSearch::mend_near_plan() {
    Translation translation(*root_, index_.problem().columns);
    translation.read(*task_.root);
    if (root_->price(translation.multipliers, translation.prices) != Relaxation::Answer::bound) return;
    root_total_ = root_->total();
    root_centre_ = std::move(translation.multipliers);
    root_prices_ = std::move(translation.prices);
    root_bounded_ = true;
    const auto is_mended = [&] { return distance_to_root() <= mended_share * std::abs(static_cast<double>(goal_value(root_total_))); };
    if (!is_mended()) search_chains(*root_, task_.near_plan, mending_chains, mending_chains);
    if (!is_mended()) search_parts(idle_mending_parts, most_mending_parts);
    root_bounded_ = false;
    root_prices_.clear();
}

bool StageSearch::bound_root_as_given() {
    if (task_.root == nullptr) return false;
    Translation translation(*root_, index_.problem().columns);
    translation.read(*task_.root);
    if (root_->evaluate(translation.multipliers) != Relaxation::Answer::bound) return false;
    root_centre_ = std::move(translation.multipliers);
    root_total_ = root_->total();
    root_bounded_ = true;
    return true;
}

bool StageSearch::close_root_at_once() {
    const bool counts = task_.objective == Objective::count && task_.count_sought >= 0 && task_.root != nullptr;
    if (task_.objective != Objective::goal && !counts) return false;
    Translation translation(*root_, index_.problem().columns);
    const auto close_at = [&](const Multipliers& multipliers) {
        translation.read(multipliers);
        if (root_->price(translation.multipliers, translation.prices) != Relaxation::Answer::bound || root_->total() >= needed_)
            return false;
        root_total_ = root_->total();
        root_centre_ = translation.multipliers;
        root_prices_ = translation.prices;
        root_bounded_ = true;
        close(0, root_->proof());
        return true;
    };
    if (counts) {
        if (!close_at(*task_.root)) return false;
        stage_.value = stage_.bound = goal_value(root_total_);
        return true;
    }
    return close_at({}) || (task_.root != nullptr && close_at(*task_.root));
}

void StageSearch::begin_tree(Relaxation& guide) {
    const Multipliers proof = root_->proof();
    tell(root_total_);
    // Where the linear program takes every edge, its tree and its dives find plans at a fraction of what long searches cost.
    by_lp_alone_ = root_bound_ && NodeLp::fits(index_, *root_);
    const std::int64_t rows = index_.problem().rows;
    const auto is_near = [&] { return distance_to_root() <= near_share * std::abs(static_cast<double>(goal_value(root_total_))); };
    const bool knows_another = task_.like != nullptr && root_bound_ && task_.may_search;
    if (knows_another && !by_lp_alone_ && !is_near()) {
        restore_root();
        search_chains(*root_, task_.near_plan, rows, rows / 4);
    }
    const bool near_by = knows_another && is_near();
    if (near_by && !by_lp_alone_) search_parts(idle_parts, most_parts_at_root);
    if (task_.mends_first && root_bound_ && root_bound_->is_vertex) cross_root();
    const bool near_best = near_by && distance_to_root() <= 1.5 * task_.like->gap;
    is_guided_ = knows_another && by_lp_alone_ && task_.like->proven;
    if (is_guided_) {
        assumed_ = value_to_assume();
        needed_ = needed();
    }
    if (!task_.bound_only && !near_best && !is_guided_ && !(by_lp_alone_ && task_.goal > 0) && root_total_ >= needed_ &&
        !is_near_enough()) {
        offer(guide.chosen(), 3);
        if (root_bound_ && task_.may_search && root_->edges().size() > few_edges) round_root(*root_bound_);
        // Chains bring little to a mean that was rounded; parts of the plan do.
        if (!(rounds_mean(root_bound_ && root_bound_->is_vertex) && !task_.by_parts && is_near()))
            search_plans(guide, chains_at_root() * rows);
    }
    open_.push({0, root_->whole(), root_total_, std::make_shared<const Multipliers>(proof),
                std::make_shared<const std::vector<std::int64_t>>(root_centre_), nullptr, std::make_shared<const BundleSteps>(steps_), 0});
}

bool StageSearch::is_as_there() const {
    if (!task_.same_value) return false;
    const double fallen = static_cast<double>(task_.like->value) + task_.like->gap -
                          static_cast<double>(root_total_) / static_cast<double>(root_->denominator());
    return fallen <= little_fallen * task_.like->gap + 0.5 * static_cast<double>(step_);
}

std::optional<std::int64_t> StageSearch::value_to_assume() const {
    int assumption = task_.assumptions;
    if (is_as_there()) {
        // Closed parts are judged by multiples of the step.
        const std::int64_t value = core::floor_divide<std::int64_t>(task_.like->value + step_ - 1, step_) * step_;
        if (value <= goal_value(root_total_) && assumption-- == 0) return value;
    }
    if (assumption >= most_gaps) return std::nullopt;
    const double gap = std::exp2(assumption) * (task_.like->gap + 2 * static_cast<double>(step_));
    return goal_value(root_total_ - static_cast<int128>(gap * static_cast<double>(root_->denominator())));
}

std::int64_t StageSearch::chains_at_root() const {
    if (task_.by_parts) return 16;
    if (!root_bound_) return 60;
    return by_lp_alone_ || !task_.may_search ? 2 : 16;
}

void StageSearch::search_plans(Relaxation& guide, std::int64_t chains) {
    searched_ = true;
    const std::vector<std::int32_t> assigned = guide.chosen();
    if (root_bound_) restore_root();
    const Relaxation& duals = root_bound_ ? *root_ : guide;
    // Chains are what there is where no vertex can be rounded and no tree follows it.
    const std::int64_t rows = index_.problem().rows;
    const std::int64_t usual = by_lp_alone_ || !root_bound_ ? chains / 4 : root_bound_->is_vertex ? rows : 4 * rows;
    const std::int64_t patience = task_.by_parts ? std::min(usual, idle_chains_before_parts) : usual;
    const auto open = [&] { return task_.objective != Objective::goal || root_total_ >= needed_; };
    if (open()) search_chains(duals, assigned, chains, patience);
    // The plan so far keeps the earlier goals, which an assignment of the relaxation seldom does.
    if (incumbent_.plan && task_.objective == Objective::goal && open()) {
        if (auto plan = improver_.repair(std::vector<std::int32_t>(incumbent_.plan->chosen), {}, 6, 100'000))
            if (incumbent_.offer(std::move(*plan))) needed_ = needed();
        if (open()) search_chains(duals, std::vector<std::int32_t>(incumbent_.plan->chosen), chains / 2, patience);
    }
}

void StageSearch::improve_plan() {
    // A tree is quick where the linear program is.
    if (root_bound_->is_vertex) search_small_cores(0, 1);
    if (few_left()) return;
    if (rounds_mean(root_bound_->is_vertex)) {
        for (bool better = true; better;) {
            const std::vector<std::int64_t> before = incumbent_.plan->goals;
            search_parts(idle_parts, std::numeric_limits<std::int32_t>::max());
            if (few_left()) return;
            cross_root();
            if (few_left()) return;
            better = incumbent_.plan->goals > before;
        }
    }
    // Where chains end is a matter of luck as well.
    const int seeds = root_bound_->is_vertex ? 0 : chain_seeds;
    for (int i = 0; i < seeds; ++i) {
        search_plans(*root_bound_->core, 16 * static_cast<std::int64_t>(index_.problem().rows));
        if (few_left()) return;
    }
    search_parts(idle_parts, std::numeric_limits<std::int32_t>::max());
    if (few_left()) return;
    search_plans(*root_bound_->core, 30 * static_cast<std::int64_t>(index_.problem().rows));
    if (few_left()) return;
    search_small_cores(1, 3);
    if (few_left()) return;
    search_parts(idle_parts, std::numeric_limits<std::int32_t>::max());
}

void StageSearch::search_parts(std::int32_t patience, std::int32_t most) {
    restore_root();
    NeighbourhoodSearch parts(index_, *root_, proven_, incumbent_, meter_, chain_seed_++, task_.threads, [&] { tell(root_total_); });
    part_nodes_ += parts.run(goal_value(root_total_), patience, most, [&] {
        tell(root_total_);
        return is_near_enough();
    });
    needed_ = needed();
}

void StageSearch::round_root(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex) {
    if (!incumbent_.plan || task_.goal > 0) return;
    restore_root();
    NeighbourhoodSearch parts(index_, *root_, proven_, incumbent_, meter_, chain_seed_++, task_.threads, [&] { tell(root_total_); });
    parts.settle_for(task_.gap);
    parts.round(edges, fractional, is_vertex);
    part_nodes_ += parts.nodes();
    needed_ = needed();
    tell(root_total_);
}

void StageSearch::cross_vertex() {
    if (last_vertex_.size() != core_->edges().size()) return;
    restore_root();
    NeighbourhoodSearch parts(index_, *root_, proven_, incumbent_, meter_, chain_seed_++, task_.threads, [&] { tell(root_total_); });
    parts.cross(core_->edges(), last_vertex_, true);
    last_vertex_.clear();
    part_nodes_ += parts.nodes();
    needed_ = needed();
}

void StageSearch::cross_root() {
    restore_root();
    NeighbourhoodSearch parts(index_, *root_, proven_, incumbent_, meter_, chain_seed_++, task_.threads, [&] { tell(root_total_); });
    parts.settle_for(task_.gap);
    parts.cross(root_bound_->core->edges(), root_bound_->fractional, root_bound_->is_vertex);
    part_nodes_ += parts.nodes();
    needed_ = needed();
    tell(root_total_);
}

bool StageSearch::rounds_mean(bool is_vertex) const {
    return task_.objective == Objective::goal && task_.goal == 0 && task_.may_search && !is_vertex && root_->edges().size() > few_edges;
}

bool StageSearch::is_poor() const {
    constexpr double poor_share = 0.01;
    // Later goals begin with a plan that is best in the earlier ones, and few are.
    const double distance = static_cast<double>(root_total_) / static_cast<double>(root_->denominator()) -
                            static_cast<double>(incumbent_.plan->goals[at(task_.goal)]);
    return proven_.goals.empty() && distance > poor_share * std::abs(static_cast<double>(goal_value(root_total_)));
}

bool StageSearch::few_left() {
    if (root_total_ < needed_ || is_near_enough() || meter_.exhausted()) return true;
    restore_root();
    const std::vector<std::int64_t> penalty = root_->duals().penalty;
    const auto left =
        static_cast<std::size_t>(std::ranges::count_if(penalty, [&](std::int64_t one) { return root_total_ - one >= needed_; }));
    return !pays_on_core(index_, left);
}

void StageSearch::search_small_cores(int first, int last) {
    constexpr std::int64_t first_nodes = 15;
    for (int core = first; core < last && root_total_ >= needed_ && !meter_.exhausted(); ++core) {
        restore_root();
        const std::vector<std::int64_t> penalty = root_->duals().penalty;
        const auto allowed = root_total_ - needed_;
        const auto nodes = static_cast<std::size_t>(index_.problem().rows + index_.problem().columns);
        const std::size_t size = (2 + static_cast<std::size_t>(core)) * nodes;
        std::vector<std::pair<std::int64_t, std::int32_t>> near;
        std::vector<std::pair<std::int64_t, std::int32_t>> of_row(at(index_.problem().rows), {-1, -1});
        std::vector<std::pair<std::int64_t, std::int32_t>> of_column(at(index_.problem().columns), {-1, -1});
        for (std::size_t i = 0; i < penalty.size(); ++i) {
            const std::int32_t edge = root_->edges()[i];
            for (auto* least : {&of_row[at(index_.row_of(edge))], &of_column[at(index_.column_of(edge))]})
                if (least->second < 0 || penalty[i] < least->first) *least = {penalty[i], edge};
            if (penalty[i] <= allowed) near.emplace_back(penalty[i], edge);
        }
        if (near.size() <= 6 * nodes) return;
        std::ranges::nth_element(near, near.begin() + static_cast<std::ptrdiff_t>(size));
        near.resize(size);
        StageTask task;
        task.objective = task_.objective;
        task.goal = task_.goal;
        for (const auto& [distance, edge] : near) task.edges.push_back(edge);
        // Where the linear program stood it can go on, as long as its basis and its rows are there.
        for (const auto* leasts : {&of_row, &of_column})
            for (const auto& [distance, edge] : *leasts)
                if (edge >= 0) task.edges.push_back(edge);
        if (root_bound_->stand)
            for (const std::int32_t edge : root_->edges())
                if (root_bound_->stand->edges[at(edge)] == Simplex::free_room) task.edges.push_back(edge);
        task.edges.insert(task.edges.end(), incumbent_.plan->chosen.begin(), incumbent_.plan->chosen.end());
        std::ranges::sort(task.edges);
        task.edges.erase(std::unique(task.edges.begin(), task.edges.end()), task.edges.end());
        task.must = task_.must;
        for (std::size_t d = 0; d < root_centre_.size(); ++d)
            if (root_centre_[d] != 0)
                task.hint.emplace_back(root_->coupling(d),
                                       static_cast<double>(root_centre_[d]) / static_cast<double>(root_->denominator()));
        task.hint_scale = 1;
        task.stand = root_bound_->stand;
        task.may_search = false;
        task.most_nodes = first_nodes << (2 * core);
        StageSearch search(index_, proven_, std::move(task), incumbent_, meter_, nullptr);
        part_nodes_ += search.run().nodes;
        needed_ = needed();
        tell(root_total_);
    }
}

void StageSearch::search_chains(const Relaxation& relaxation, const std::vector<std::int32_t>& start, std::int64_t chains,
                                std::int64_t patience) {
    ChainSearch search(index_, relaxation, chain_seed_++, start);
    const std::int64_t before = chain_work_;
    // Without a plan of any use there is no proof either; where there is one, and a tree to follow, an assignment that breaks limits is
    // soon given up.
    const bool poor = root_bounded_ && task_.objective == Objective::goal && is_poor();
    const auto on_plan = [&](const std::vector<std::int32_t>& edges) {
        looked_at_.load(edges);
        if (looked_at_.broken() == 0 && incumbent_.offer({looked_at_.chosen(), looked_at_.goals()})) {
            needed_ = needed();
            if (root_bounded_) tell(root_total_);
        }
        return found_enough() || (task_.objective == Objective::goal && relaxation.total() < needed_) || is_near_enough() ||
               meter_.exhausted();
    };
    const auto stop = [&](std::int64_t work) {
        chain_work_ = before + work;
        spend();
        return meter_.exhausted();
    };
    const bool follows_tree = root_bound_ && root_bound_->is_vertex;
    const std::int64_t without_plan = poor ? 8 * chains : follows_tree ? patience : std::max(chains, patience);
    search.run(start, {chains, patience, without_plan}, on_plan, stop);
    chain_work_ = before + search.work();
    spend();
}

}  // namespace husrom::solve
