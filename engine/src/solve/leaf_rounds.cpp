/// A tree that has grown is searched in rounds: each of its best leaves by itself, for some nodes and as if nothing came of the others, so
/// that threads may take one each. What they find is put together in their order. A round is the same on any number of threads, for its
/// leaves and their nodes do not depend on it. Where the work ends amid a round, what would have come behind its end was done in vain.

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <optional>
#include <utility>

#include "core/on_threads.hpp"
#include "stage_search.hpp"

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Nodes of a tree before it is searched so: what one learns from the other tells where to divide, and most trees end sooner.
constexpr std::int64_t nodes_before = 480;
constexpr std::int64_t leaves_at_once = 8;
constexpr std::int64_t nodes_each = 8;

}  // namespace

/// An open node that is searched from, and what comes of it.
struct StageSearch::Leaf {
    Node node;            ///< as it was picked
    core::Budget budget;  ///< a copy of the solve's, which the search spends
    std::int64_t begun_at = 0;
    bool plunges = false;             ///< goes on with children, to find plans; others with the best bounds
    std::int64_t most_plan_work = 0;  ///< that it may spend for making plans
    std::int64_t most_trials = 0;     ///< and iterations for trial divisions
    bool searched = false;
    std::exception_ptr error = {};

    std::vector<ProofNode> proof = {};  ///< of the node, which comes first, and of what lies below it
    std::vector<Node> open = {};        ///< by their places there
    std::int64_t nodes = 0;
    std::int64_t work = 0;
    std::int64_t plan_work = 0;  ///< part of it
    std::int64_t trials_left = 0;
    std::optional<Plan> plan = {};  ///< the best so far
    std::vector<double> vertex = {};
    std::vector<PseudoCosts::Seen> seen = {};
    std::vector<DerivedLimit> derived = {};
};

StageSearch::StageSearch(const StageSearch& whole, const Workbench& bench, const Leaf& leaf, Incumbent& incumbent, Meter& meter)
    : StageSearch(whole.index_, whole.proven_, StageTask{}, incumbent, meter, nullptr) {
    task_.objective = whole.task_.objective;
    task_.goal = whole.task_.goal;
    task_.may_derive = whole.task_.may_derive;
    task_.restart_nodes = whole.task_.restart_nodes;
    stage_.objective = whole.stage_.objective;
    stage_.goal = whole.stage_.goal;
    step_ = whole.step_;
    root_ = whole.root_;
    branching_ = whole.branching_;
    core_ = bench.core;
    lp_ = bench.lp;
    pseudo_costs_ = whole.pseudo_costs_;
    pseudo_costs_.keep_news();
    finder_ = whole.finder_;
    pool_ = whole.pool_;
    assumed_ = whole.assumed_;
    root_total_ = whole.root_total_;
    needed_ = needed();
    open_beside_ = whole.open_.size();
    searches_ = leaves_at_once;
    plan_work_ = leaf.most_plan_work;
    first_trial_iterations_ = leaf.most_trials;
    past_iterations_ = lp_->iterations();
    past_work_ = -work_so_far();
    core_->forget_matching();
}

bool StageSearch::may_search_leaves() const {
    if (!lp_ || task_.objective != Objective::goal || task_.most_nodes > 0 || !plunge_.empty() || nodes_ < nodes_before) return false;
    // A tree that is soon given up is not searched any further; where there was no reason to, it goes on.
    if (nodes_ < task_.restart_nodes && nodes_ + leaves_at_once * nodes_each > task_.restart_nodes) return false;
    return std::cmp_greater_equal(open_.size(), leaves_at_once);
}

void StageSearch::search_leaves() {
    const std::int64_t plan_work = std::max<std::int64_t>(plan_work_left(), 0) / leaves_at_once;
    const std::int64_t trials = std::max<std::int64_t>(trial_iterations_left(), 0) / leaves_at_once;
    std::vector<Leaf> leaves;
    while (std::cmp_less(leaves.size(), leaves_at_once)) {
        leaves.push_back({.node = take_next(),
                          .budget = meter_.budget(),
                          .begun_at = meter_.work(),
                          .plunges = leaves.empty(),
                          .most_plan_work = plan_work,
                          .most_trials = trials});
        // Where it began must not depend on what was searched by the same program before.
        if (!leaves.back().node.basis) leaves.back().node.basis = lp_->light_basis();
    }
    const auto threads = static_cast<std::size_t>(std::min<std::int64_t>(task_.threads, leaves_at_once));
    while (benches_.size() < threads) {
        auto core = std::make_shared<Relaxation>(index_, task_.objective, task_.goal, proven_,
                                                 std::vector(core_->edges().begin(), core_->edges().end()), core_->must());
        auto lp = std::make_shared<NodeLp>(index_, *core);
        benches_.push_back({std::move(core), std::move(lp)});
    }
    std::atomic<std::size_t> next_bench = 0;
    std::atomic<std::size_t> next_leaf = 0;
    std::atomic<bool> stopped = false;  // by the clock or from outside, so that no other leaf is begun
    core::on_threads(threads, [&] {
        const Workbench& bench = benches_[next_bench++];
        for (std::size_t i = next_leaf++; i < leaves.size() && !stopped; i = next_leaf++) {
            try {
                search_from(leaves[i], bench);
            } catch (...) {
                leaves[i].error = std::current_exception();
            }
            const core::StopReason reason = leaves[i].budget.reason();
            if (reason == core::StopReason::time_limit || reason == core::StopReason::interrupt) stopped = true;
        }
    });
    for (Leaf& leaf : leaves) {
        // Behind the others, the limit of work comes sooner than it did alone. What was found before the clock ran out counts.
        const bool is_first = leaf.begun_at == meter_.work();
        if (!meter_.allows(0)) leaf.searched = false;
        if (leaf.searched && !is_first && !meter_.allows(leaf.work)) {
            leaf.budget = meter_.budget();
            leaf.begun_at = meter_.work();
            leaf.error = nullptr;
            search_from(leaf, benches_.front());
        }
        if (leaf.error) std::rethrow_exception(leaf.error);
        if (leaf.searched)
            take_over(leaf);
        else
            open_.push(std::move(leaf.node));
    }
    picked_ += leaves_at_once;
    if (picked_ % dive_every < leaves_at_once && !open_.empty() && !meter_.exhausted()) {
        const Node& best = open_.top();
        dive(best.part, *best.start, *best.steps);
    }
}

void StageSearch::search_from(Leaf& leaf, const Workbench& bench) const {
    leaf.searched = true;
    Incumbent best{incumbent_.plan};
    Meter meter(leaf.budget, meter_);
    StageSearch search(*this, bench, leaf, best, meter);
    search.stage_.nodes.emplace_back();
    Node first = leaf.node;
    first.proof = 0;
    search.open_.push(std::move(first));
    while (!search.open_.empty() && search.nodes_ < nodes_each && !meter.exhausted()) {
        search.process(search.take_next());
        if (!leaf.plunges) search.leave_plunge();
    }
    search.leave_plunge();
    search.spend();
    leaf.proof = std::move(search.stage_.nodes);
    leaf.open.clear();
    while (!search.open_.empty()) leaf.open.push_back(search.take_next());
    leaf.nodes = search.nodes_;
    leaf.work = leaf.budget.work() - leaf.begun_at;
    leaf.plan = std::move(best.plan);
    leaf.vertex = std::move(search.last_vertex_);
    leaf.seen = search.pseudo_costs_.take_news();
    leaf.derived = std::move(search.derived_);
    leaf.plan_work = 1'200 * search.improver_.work();
    leaf.trials_left = search.trial_iterations_left();
}

void StageSearch::take_over(Leaf& leaf) {
    meter_.spend_after(leaf.budget, leaf.work);
    past_work_ += leaf.work;
    spent_ += leaf.work;
    plan_work_ -= leaf.plan_work;
    first_trial_iterations_ += leaf.trials_left - leaf.most_trials;
    nodes_ += leaf.nodes;
    const auto behind = static_cast<std::int32_t>(stage_.nodes.size()) - 1;
    const auto place = [&](std::int32_t there) { return there == 0 ? leaf.node.proof : behind + there; };
    for (std::size_t i = 0; i < leaf.proof.size(); ++i) {
        ProofNode& found = leaf.proof[i];
        if (found.divided) {
            found.without = place(found.without);
            found.with = place(found.with);
        }
        if (i > 0) {
            stage_.nodes.push_back(std::move(found));
            continue;
        }
        ProofNode& own = stage_.nodes[at(leaf.node.proof)];
        found.fixes.insert(found.fixes.begin(), std::make_move_iterator(own.fixes.begin()), std::make_move_iterator(own.fixes.end()));
        own = std::move(found);
    }
    for (Node& node : leaf.open) {
        node.proof = place(node.proof);
        open_.push(std::move(node));
    }
    if (leaf.plan && incumbent_.offer(std::move(*leaf.plan))) needed_ = needed();
    if (!leaf.vertex.empty()) last_vertex_ = std::move(leaf.vertex);
    for (const PseudoCosts::Seen& seen : leaf.seen) pseudo_costs_.learn(seen.set, seen.with, seen.share, seen.fall);
    keep_derived(std::move(leaf.derived));
}

}  // namespace husrom::solve
