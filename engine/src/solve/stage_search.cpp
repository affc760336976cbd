#include "stage_search.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <husrom/core/error.hpp>

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Nodes that the tree gets, where the linear program takes every edge, before plans are searched at length.
constexpr std::int64_t nodes_before_search = 40;
constexpr std::int64_t idle_nodes_before_search = 6;      ///< as long as no plan is better than the root's
constexpr std::int64_t guided_nodes_before_search = 400;  ///< where the tree of a problem like this one guides it

/// Parts of the plan that are searched in a row without a better one, and at most, before the tree goes on: few where the linear program
/// takes every edge, for there the tree itself finds plans soon.
struct PartsSearched {
    std::int32_t idle, most;
    std::int64_t again;  ///< after so many nodes at most
};
constexpr PartsSearched parts_by_lp_alone{4, 20, std::numeric_limits<std::int64_t>::max()};
constexpr PartsSearched parts_on_core{60, 300, 100};

/// That a tree collects.
constexpr std::size_t most_derived = 40;

/// Parts that are searched in a row without a better plan where there is nothing else.
constexpr std::int32_t idle_parts_alone = 80;

/// Nodes after which the plan so far is crossed with the last vertex found.
constexpr std::int64_t nodes_between_crossings = 20;

}  // namespace

bool Incumbent::offer(Plan candidate) {
    if (plan && candidate.goals <= plan->goals) return false;
    plan = std::move(candidate);
    if (on_better) on_better(*plan);
    return true;
}

StageSearch::StageSearch(const ProblemIndex& index, const Proven& proven, StageTask task, Incumbent& incumbent, Meter& meter,
                         std::function<void(std::int64_t)> tell)
    : index_(index),
      proven_(proven),
      task_(std::move(task)),
      incumbent_(incumbent),
      meter_(meter),
      tell_(std::move(tell)),
      improver_(index),
      looked_at_(index),
      step_(task_.objective == Objective::goal ? index.step(task_.goal) : 1),
      pseudo_costs_(std::move(task_.pseudo_costs)) {
    stage_.objective = task_.objective;
    stage_.goal = task_.objective == Objective::goal ? task_.goal : 0;
}

int128 StageSearch::needed() const {
    switch (task_.objective) {
        case Objective::nothing:
            return 0;
        case Objective::count:
            return task_.count_sought < 0 ? lowest_total : (static_cast<int128>(task_.count_sought) + 1) * root_->denominator();
        case Objective::goal:
            break;
    }
    const std::int64_t better = incumbent_.plan->goals[at(task_.goal)] + step_;
    return static_cast<int128>(std::max(better, assumed_.value_or(better))) * root_->denominator();
}

std::int64_t StageSearch::goal_value(int128 total) const {
    return static_cast<std::int64_t>(core::floor_divide<int128>(core::floor_divide<int128>(total, root_->denominator()), step_) * step_);
}

bool StageSearch::found_enough() const {
    return task_.objective == Objective::nothing && incumbent_.plan.has_value();
}

bool StageSearch::is_near_enough() const {
    return task_.gap > 0 && root_bounded_ && goal_value(root_total_) - incumbent_.plan->goals[at(task_.goal)] <= task_.gap;
}

void StageSearch::offer(std::span<const std::int32_t> edges, std::int32_t sweeps) {
    if (plan_work_left() < 0) return;
    const std::int64_t most_work = 20'000;
    auto plan = improver_.repair(edges, {}, sweeps, most_work);
    if (!plan || !incumbent_.offer(std::move(*plan))) return;
    needed_ = needed();
}

void StageSearch::tell(int128 total) const {
    if (tell_ && task_.objective == Objective::goal) tell_(std::max(goal_value(total), incumbent_.plan->goals[at(task_.goal)]));
}

std::int64_t StageSearch::work_so_far() const {
    return past_work_ + (root_ ? root_->work() : 0) + (core_ && core_ != root_ ? core_->work() : 0) + (lp_ ? lp_->work() : 0) +
           8 * improver_.work() + 4 * chain_work_;
}

void StageSearch::spend() {
    const std::int64_t now = work_so_far();
    meter_.spend(std::max<std::int64_t>(now - spent_, 0));
    spent_ = std::max(spent_, now);
}

/// The tree works on the edges that the root's fixing leaves. Where these are most of them, and too many for a linear program, it works on
/// the root's own relaxation: another one would be quicker by what is fixed, and take as much memory again.
void StageSearch::shrink() {
    Node node = open_.top();
    open_.pop();
    restore_root();
    node.part = root_->whole();
    stage_.nodes[0].fixes.clear();
    if (root_->fix(needed_, node.part)) stage_.nodes[0].fixes.push_back(root_->proof());
    std::vector<std::int32_t> edges;
    for (std::size_t i = 0; i < root_->edges().size(); ++i)
        if (node.part.edges.test(static_cast<std::int32_t>(i))) edges.push_back(root_->edges()[i]);
    past_work_ += (core_ && core_ != root_ ? core_->work() : 0) + (lp_ ? lp_->work() : 0);
    lp_.reset();
    core_.reset();
    if (edges.size() >= root_->edges().size() / 2 && NodeLp::rows_of(index_, edges, root_->dimensions()) > NodeLp::most_rows) {
        core_ = root_;
    } else {
        std::vector<char> must(task_.must);
        for (std::size_t r = 0; r < must.size(); ++r) must[r] = node.part.must.test(static_cast<std::int32_t>(r)) ? 1 : 0;
        core_ = std::make_shared<Relaxation>(index_, task_.objective, task_.goal, proven_, std::move(edges), std::move(must));
        node.part = core_->whole();
    }
    branching_ = std::make_shared<const Branching>(index_, *core_);
    if (NodeLp::fits(index_, *core_)) {
        lp_ = std::make_shared<NodeLp>(index_, *core_);
        if (root_bound_ && root_bound_->stand) {
            lp_->load(*root_bound_->stand);
            node.basis = lp_->light_basis();
        }
    }
    open_.push(std::move(node));
}

/// Follows the fractional plan down without proof, for plans only.
void StageSearch::dive(Part part, std::vector<std::int64_t> start, BundleSteps steps) {
    if (lp_) return dive_by_lp(std::move(part), nullptr);
    for (int round = 0; round < 60; ++round) {
        core_->enter(part);
        Bundle bundle(*core_);
        bundle.adopt(pool_);
        bundle.set_steps(steps);
        bundle.set_target(task_.objective == Objective::goal ? static_cast<double>(incumbent_.plan->goals[at(task_.goal)]) : -1.0);
        std::int32_t points = 0;
        const auto on_point = [&] {
            if (++points == 1) offer(core_->chosen(), 1);
            spend();
            return found_enough() || meter_.exhausted();
        };
        const auto end = bundle.minimise(start, needed_,
                                         {.evaluations = 20, .tolerance = 0.05 * static_cast<double>(step_), .relative = 1e-2}, on_point);
        if (end == Bundle::End::closed || end == Bundle::End::nothing_left || end == Bundle::End::stopped) return;
        start = bundle.centre();
        steps = bundle.steps();
        const std::vector<double> fractional = bundle.fractional();
        std::vector<std::pair<double, std::int32_t>> undecided;
        bool decided = false;
        const auto take = [&](std::int32_t local) {
            part = branching_->half(part, {core_->row_of(local), -1, core_->edges()[at(local)]}, true);
            decided = true;
        };
        std::vector<std::int32_t> left(core_->must().size(), 0);
        for (std::size_t i = 0; i < fractional.size(); ++i)
            if (part.edges.test(static_cast<std::int32_t>(i))) ++left[at(core_->row_of(static_cast<std::int32_t>(i)))];
        for (std::size_t i = 0; i < fractional.size(); ++i) {
            const auto local = static_cast<std::int32_t>(i);
            if (!part.edges.test(local) || fractional[i] <= 0) continue;
            const std::int32_t row = core_->row_of(local);
            if (left[at(row)] == 1 && part.must.test(row)) continue;
            if (fractional[i] >= 0.93)
                take(local);
            else
                undecided.emplace_back(-fractional[i], local);
        }
        std::ranges::sort(undecided);
        const std::size_t more = decided ? undecided.size() / 12 : std::max<std::size_t>(undecided.size() / 12, 1);
        for (std::size_t i = 0; i < std::min(more, undecided.size()); ++i)
            if (part.edges.test(undecided[i].second)) take(undecided[i].second);
        if (!decided) return;
    }
}

void StageSearch::solve_tree() {
    if (task_.by_parts) return search_parts(idle_parts_alone, std::numeric_limits<std::int32_t>::max());
    if (is_near_enough()) return;
    const bool plans_first = task_.objective == Objective::goal && task_.may_search;
    const int128 needed_at_root = needed_;
    // Before the tree has its copy of the edges that are left, which may be all.
    if (plans_first && root_bound_ && !by_lp_alone_ && !few_left()) {
        improve_plan();
        if (meter_.exhausted()) return;
    }
    shrink();
    if (plans_first && (!root_bound_ || by_lp_alone_)) {
        dive(open_.top().part, root_centre_, steps_);
        // The better the plan the fewer edges the tree carries along.
        if (needed_ > needed_at_root && !found_enough() && root_total_ >= needed_) shrink();
    }
    const bool at_own = is_guided_ && is_as_there() && task_.like->tree && begin_at_leaves(*task_.like->tree);
    if (!at_own && task_.tree) begin_at_leaves(*task_.tree);
    const auto nodes_alone = [&] {
        if (is_guided_) return guided_nodes_before_search;
        return needed_ == needed_at_root ? idle_nodes_before_search : nodes_before_search;
    };
    if (is_guided_) next_parts_ = std::max(next_parts_, guided_nodes_before_search);
    while (!open_.empty() || !plunge_.empty()) {
        if (found_enough() || meter_.exhausted() || begins_again() || (task_.most_nodes > 0 && nodes_ >= task_.most_nodes)) return;
        if (lp_ && task_.objective == Objective::goal && task_.most_nodes == 0) {
            if (by_lp_alone_ && !searched_ && nodes_ >= nodes_alone())
                search_plans(*root_bound_->core, 2 * static_cast<std::int64_t>(index_.problem().rows));
            if (!by_lp_alone_ && nodes_ >= next_crossing_) {
                cross_vertex();
                next_crossing_ = nodes_ + nodes_between_crossings;
            }
            if (nodes_ >= next_parts_) {
                const PartsSearched& parts = by_lp_alone_ ? parts_by_lp_alone : parts_on_core;
                search_parts(parts.idle, parts.most);
                next_parts_ = nodes_ + std::min(2 * nodes_, parts.again);
            }
        }
        tell(open_.empty() ? plunge_.back().total : open_.top().total);
        if (task_.gap > 0 && plunge_.empty() && goal_value(open_.top().total) - incumbent_.plan->goals[at(task_.goal)] <= task_.gap) return;
        if (may_search_leaves()) {
            search_leaves();
            continue;
        }
        const bool goes_on = !plunge_.empty();
        Node node = take_next();
        if (!goes_on && ++picked_ % dive_every == 0 && task_.objective == Objective::goal) dive(node.part, *node.start, *node.steps);
        const bool plunging = task_.objective == Objective::nothing || picked_ % 8 == 1;
        process(std::move(node));
        if (!plunging) leave_plunge();
    }
}

StageSearch::Node StageSearch::take_next() {
    Node node;
    if (plunge_.empty()) {
        node = open_.top();
        open_.pop();
    } else {
        node = std::move(plunge_.back());
        plunge_.pop_back();
    }
    return node;
}

void StageSearch::leave_plunge() {
    while (!plunge_.empty()) {
        open_.push(std::move(plunge_.back()));
        plunge_.pop_back();
    }
}

/// Planes of other parts may hold again later; the newest come first.
void StageSearch::remember(const std::vector<SharedCut>& cuts) {
    constexpr std::size_t most = 240;
    std::vector<SharedCut> pool(cuts);
    for (const SharedCut& cut : pool_)
        if (pool.size() < most && std::ranges::find(cuts, cut) == cuts.end()) pool.push_back(cut);
    pool_ = std::move(pool);
}

void StageSearch::collect_derived(const Relaxation& relaxation, const std::vector<double>& fractional, DerivedLimitFinder::Kinds kinds) {
    if ((task_.restart_nodes == 0 && !task_.may_derive) || derived_.size() >= most_derived) return;
    if (!finder_) finder_ = std::make_shared<const DerivedLimitFinder>(index_);
    keep_derived(finder_->find(relaxation.edges(), fractional, kinds, past_work_));
}

/// They hold everywhere, wherever they were found.
void StageSearch::keep_derived(std::vector<DerivedLimit> found) {
    for (DerivedLimit& derived : found)
        if (derived_.size() < most_derived && std::ranges::find(derived_, derived) == derived_.end())
            derived_.push_back(std::move(derived));
}

void StageSearch::close(std::int32_t proof, Multipliers bound) {
    stage_.nodes[at(proof)].bound = std::move(bound);
}

void StageSearch::process(Node node) {
    ++nodes_;
    if (node.total < needed_) {
        close(node.proof, *node.parent_proof);
        return;
    }
    if (lp_ && process_by_lp(node)) return;
    for (int round = 0;; ++round) {
        core_->enter(node.part);
        Bundle bundle(*core_);
        bundle.adopt(pool_);
        bundle.set_steps(*node.steps);
        bundle.set_target(task_.objective == Objective::goal ? static_cast<double>(incumbent_.plan->goals[at(task_.goal)]) : -1.0);
        const auto on_point = [&] {
            spend();
            return found_enough() || meter_.exhausted();
        };
        const auto end =
            bundle.minimise(*node.start, needed_,
                            {.evaluations = 60, .tolerance = 0.02 * static_cast<double>(step_), .relative = 5e-3, .stall = 20}, on_point);
        meter_.spend(bundle.work());
        if (end == Bundle::End::nothing_left) {
            close(node.proof, core_->proof());
            return;
        }
        remember(bundle.cuts());
        if (bundle.restore() != Relaxation::Answer::bound) throw InternalError("a bound that was there is gone");
        if (end != Bundle::End::stopped && bundle.total() >= needed_) offer(core_->chosen(), 1);
        if (bundle.restore() != Relaxation::Answer::bound) throw InternalError("a bound that was there is gone");
        if (bundle.total() <= node.total) {
            node.total = bundle.total();
            node.parent_proof = std::make_shared<const Multipliers>(core_->proof());
            node.start = std::make_shared<const std::vector<std::int64_t>>(bundle.centre());
        }
        if (node.total < needed_) {
            close(node.proof, *node.parent_proof);
            return;
        }
        if (end == Bundle::End::stopped) {
            open_.push(std::move(node));
            return;
        }
        node.steps = std::make_shared<const BundleSteps>(bundle.steps());
        Part part = node.part;
        if (core_->total() == node.total && core_->fix(needed_, part)) {
            stage_.nodes[at(node.proof)].fixes.push_back(core_->proof());
            node.part = std::move(part);
            if (round == 0) continue;
        }
        const std::vector<double> fractional = bundle.fractional();
        collect_derived(*core_, fractional, DerivedLimitFinder::Kinds::rounded);
        divide(std::move(node), bundle, fractional);
        return;
    }
}

void StageSearch::divide(Node&& node, const Bundle& bundle, const std::vector<double>& fractional) {
    std::vector<Candidate> candidates = branching_->candidates(node.part, fractional, bundle.centre(), 4);
    if (candidates.empty()) {
        auto any = branching_->any(node.part, fractional);
        if (!any) {
            close(node.proof, close_single(node.part));
            return;
        }
        candidates.push_back(*any);
    }
    std::array<Half, 2> best;
    const Candidate* chosen = nullptr;
    double best_score = -1;
    const auto parent = static_cast<double>(node.total);
    for (const Candidate& candidate : candidates) {
        std::array<Half, 2> halves;
        double score = 1;
        for (const bool with : {false, true}) {
            Half& half = halves[with ? 1 : 0];
            half.part = branching_->half(node.part, candidate.set, with);
            core_->enter(half.part);
            half.start = node.start;
            half.total = node.total;
            half.proof = *node.parent_proof;
            // A few steps of the bundle: at the parent's multipliers alone most divisions seem to change nothing.
            Bundle probe(*core_);
            probe.adopt(pool_);
            probe.set_steps(*node.steps);
            probe.set_target(static_cast<double>(needed_) / static_cast<double>(core_->denominator()));
            const auto end = probe.minimise(*node.start, needed_,
                                            {.evaluations = 8, .tolerance = 0.02 * static_cast<double>(step_), .relative = 1e-2}, [&] {
                                                spend();
                                                return meter_.exhausted();
                                            });
            meter_.spend(probe.work());
            if (meter_.exhausted()) {
                open_.push(std::move(node));
                return;
            }
            if (end == Bundle::End::nothing_left) {
                half.total = lowest_total;
                half.proof = core_->proof();
            } else if (probe.total() <= node.total && probe.restore() == Relaxation::Answer::bound) {
                half.total = probe.total();
                half.proof = core_->proof();
                half.start = std::make_shared<const std::vector<std::int64_t>>(probe.centre());
            }
            const double drop = half.total < needed_ ? parent - static_cast<double>(needed_) + 1 : parent - static_cast<double>(half.total);
            score *= std::max(drop, 1e-6 * static_cast<double>(root_->denominator()));
            if (half.total < needed_) score *= 4;
        }
        spend();
        if (score > best_score) {
            best_score = score;
            best = std::move(halves);
            chosen = &candidate;
        }
    }
    const Candidate taken = *chosen;
    split(std::move(node), taken.set, taken.share, std::move(best));
}

void StageSearch::split(Node&& node, const RowSet& set, double share, std::array<Half, 2> halves) {
    const auto first = static_cast<std::int32_t>(stage_.nodes.size());
    stage_.nodes.resize(stage_.nodes.size() + 2);
    ProofNode& proof = stage_.nodes[at(node.proof)];
    proof.divided = true;
    proof.set = set;
    proof.without = first;
    proof.with = first + 1;
    std::vector<Node> alive;
    for (const bool with : {false, true}) {
        Half& half = halves[with ? 1 : 0];
        const std::int32_t place = first + (with ? 1 : 0);
        if (half.total < needed_) {
            close(place, std::move(half.proof));
            continue;
        }
        alive.push_back({place, std::move(half.part), half.total, std::make_shared<const Multipliers>(std::move(half.proof)), half.start,
                         half.basis, node.steps, node.depth + 1});
    }
    // Go on where the fractional plan already leans.
    if (alive.size() == 2 && share < 0.5) std::swap(alive[0], alive[1]);
    if (alive.size() == 2) {
        open_.push(std::move(alive[0]));
        alive.erase(alive.begin());
    }
    if (!alive.empty()) plunge_.push_back(std::move(alive[0]));
}

/// A part that holds one plan: either something is broken, and its own multiplier shows it, or the plan is offered and its charges are
/// priced at the slopes they have reached.
Multipliers StageSearch::close_single(const Part& part) {
    const Problem& problem = index_.problem();
    PlanState state(index_);
    std::vector<std::int32_t> edges;
    for (std::size_t i = 0; i < core_->edges().size(); ++i)
        if (part.edges.test(static_cast<std::int32_t>(i))) edges.push_back(core_->edges()[i]);
    state.load(edges);
    Multipliers proof;
    for (std::int32_t c = 0; c < problem.columns; ++c)
        if (state.column_use(c) > index_.column_upper(c)) {
            proof.columns.push_back({c, 1});
            return proof;
        }
    for (std::int32_t k = 0; k < index_.own_limits(); ++k) {
        const LimitSide& up = index_.upper(k);
        const LimitSide& low = index_.lower(k);
        if (up.present && state.activity(k) - up.bound > up.room) {
            proof.limits.push_back({k, 1});
            return proof;
        }
        if (low.present && low.bound - state.activity(k) > low.room) {
            proof.limits.push_back({k, -1});
            return proof;
        }
    }
    for (std::int32_t q = 0; q < problem.cliques(); ++q)
        if (state.clique_use(q) > 1) {
            proof.cliques.push_back({q, 1});
            return proof;
        }
    // The slope at which the last unit of excess is charged to the goal, as a multiplier of each limit.
    const auto price_charges = [&](std::int32_t goal) {
        for (std::int32_t k = 0; k < index_.own_limits(); ++k)
            for (const LimitSide* side : {&index_.upper(k), &index_.lower(k)}) {
                if (!side->present || side->goal != goal) continue;
                const bool is_upper = side == &index_.upper(k);
                std::int64_t excess = is_upper ? state.activity(k) - side->bound : side->bound - state.activity(k);
                std::int64_t slope = 0;
                for (const LimitSide::Part& step : side->parts) {
                    if (excess <= 0) break;
                    slope = step.slope;
                    excess -= step.width;
                }
                if (slope != 0) proof.limits.push_back({k, is_upper ? slope : -slope});
            }
    };
    for (std::size_t h = 0; h < proven_.goals.size(); ++h) {
        if (state.goals()[h] == proven_.goals[h]) continue;
        if (state.goals()[h] > proven_.goals[h]) throw InternalError("a plan is better than what was proven");
        proof.goals.push_back({static_cast<std::int32_t>(h), 1});
        price_charges(static_cast<std::int32_t>(h));
        return proof;
    }
    if (incumbent_.offer({state.chosen(), state.goals()})) needed_ = needed();
    proof.denominator = task_.objective == Objective::nothing ? 0 : 1;
    if (task_.objective == Objective::goal) price_charges(task_.goal);
    return proof;
}

void StageSearch::finish() {
    // What is open stays a leaf with the bound it has.
    leave_plunge();
    if (task_.objective != Objective::goal) return;
    stage_.value = stage_.bound = incumbent_.plan->goals[at(task_.goal)];
    if (!root_bounded_ && stage_.nodes.empty()) stage_.nodes.emplace_back();
    while (!open_.empty()) {
        const Node& node = open_.top();
        stage_.bound = std::max(stage_.bound, goal_value(node.total));
        close(node.proof, *node.parent_proof);
        open_.pop();
    }
    if (assumes_too_much()) stage_.bound = std::max(stage_.bound, *assumed_ - step_);
}

StageOutcome StageSearch::run() {
    solve_root();
    StageOutcome outcome;
    if (!open_.empty() && !found_enough() && !task_.bound_only) solve_tree();
    const bool complete = open_.empty() && plunge_.empty() && !ends_at_root_;
    if (ends_at_root_ || (!complete && !meter_.exhausted() && begins_again())) outcome.derived = std::move(derived_);
    outcome.wants_count = wants_count_;
    outcome.count = std::move(count_);
    outcome.count_sought = count_sought_;
    if (count_sought_ >= 0) outcome.head_worth = worth_of_head(*root_);
    outcome.stand = root_bound_ ? root_bound_->stand : std::move(task_.stand);
    outcome.seeds = std::move(task_.seeds);
    if (root_bound_) outcome.seeds.assign(root_bound_->core->edges().begin(), root_bound_->core->edges().end());
    outcome.pseudo_costs = std::move(pseudo_costs_);
    finish();
    outcome.assumed_too_much = complete && assumes_too_much();
    outcome.proven = complete && !found_enough() && !outcome.assumed_too_much;
    if (task_.objective == Objective::nothing) stage_.value = stage_.bound = -1;
    outcome.edges = std::move(task_.edges);
    outcome.must = std::move(task_.must);
    outcome.nodes = nodes_ + part_nodes_;
    outcome.has_tree = nodes_ > 0;
    if (root_bounded_) {
        outcome.root_bound = static_cast<double>(root_total_) / static_cast<double>(root_->denominator());
        restore_root();
        outcome.root = root_->proof();
        for (std::size_t d = 0; d < root_->dimensions(); ++d)
            if (root_centre_[d] != 0)
                outcome.multipliers.emplace_back(root_->coupling(d),
                                                 static_cast<double>(root_centre_[d]) / static_cast<double>(root_->denominator()));
        outcome.prices = root_->prices();
        outcome.prices.goal = task_.goal;
        const bool is_final = outcome.derived.empty() && !outcome.wants_count;
        if (task_.objective == Objective::goal && is_final && stage_.bound == stage_.value) {
            Part part = root_->whole();
            if (root_->fix(static_cast<int128>(stage_.value) * root_->denominator(), part)) {
                stage_.after.push_back(root_->proof());
                std::vector<std::int32_t> edges;
                for (std::size_t i = 0; i < root_->edges().size(); ++i)
                    if (part.edges.test(static_cast<std::int32_t>(i))) edges.push_back(root_->edges()[i]);
                outcome.edges = std::move(edges);
                for (std::size_t r = 0; r < outcome.must.size(); ++r)
                    outcome.must[r] = part.must.test(static_cast<std::int32_t>(r)) ? 1 : 0;
            }
        }
    }
    spend();
    outcome.stage = std::move(stage_);
    return outcome;
}

}  // namespace husrom::solve
