#pragma once

/// Proves one stage: a bound at the root (stage_root.cpp), fixing, dives, then branch and bound on the edges that are left, best bound
/// first with plunges, by the linear program where it is small enough (stage_lp.cpp) and by the bundle elsewhere, beginning at the leaves
/// of a tree that is there already (stage_leaves.cpp). A tree that grows is searched from several of its leaves at once (leaf_rounds.cpp).
/// Writes the proof as it goes. Every part is closed by an exact bound; in the worst case division goes down to single plans, so that it
/// ends.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <span>
#include <vector>

#include <husrom/solve/certificate.hpp>
#include <husrom/solve/result.hpp>

#include "branching.hpp"
#include "bundle.hpp"
#include "chains.hpp"
#include "derived_limits.hpp"
#include "improve.hpp"
#include "meter.hpp"
#include "node_lp.hpp"
#include "pseudo_costs.hpp"
#include "relaxation.hpp"
#include "root_bound.hpp"
#include "warm_start.hpp"

namespace husrom::solve {

/// Below every bound: the total of a part that is proven empty.
inline constexpr core::int128 lowest_total = -(static_cast<core::int128>(1) << 120);

/// The best plan so far, goals compared in order.
struct Incumbent {
    std::optional<Plan> plan;
    std::function<void(const Plan&)> on_better = {};  ///< told of each, where it is set
    bool offer(Plan candidate);
};

struct StageTask {
    Objective objective = Objective::goal;
    std::int32_t goal = 0;
    std::vector<std::int32_t> edges;  ///< edges of the problem that earlier stages leave
    std::vector<char> must;
    std::vector<std::pair<Coupling, double>> hint;  ///< multipliers (goal units) of the stage before
    double hint_scale = 0;                          ///< what to multiply them by, at a guess
    std::int64_t gap = 0;
    std::vector<std::int32_t> seeds;             ///< edges that mattered in an earlier attempt or stage
    std::shared_ptr<const NodeLp::Stand> stand;  ///< where the linear program of an earlier attempt ended
    std::shared_ptr<const Stage> tree;           ///< of an earlier goal, proven, to begin at its leaves
    PseudoCosts pseudo_costs;                    ///< of an earlier attempt, or of a problem like this one
    const Multipliers* root = nullptr;           ///< of the root's bound in a problem like this one, or null
    const Multipliers* at_hand = nullptr;        ///< of a bound that is kept as long as none is better, or null
    std::vector<std::int32_t> near_plan;         ///< the best plan there, which may break limits here
    const WarmStart::Goal* like = nullptr;       ///< what was learned of the goal there, or null
    bool same_value = false;                     ///< its value may well be the same
    bool mends_first = false;                    ///< before the root is bounded anew, look for a plan near that one
    int assumptions = 0;                         ///< that have turned out to be too much so far
    bool may_count = false;          ///< end when the fractional plan houses a fraction of a person, which a stage of its own settles
    std::int32_t next_stage = 0;     ///< number that this would have
    std::int64_t count_sought = -1;  ///< of a head count: a bound as low as this is enough; below 0: none is
    bool bound_only = false;         ///< end at the root's bound, without plans and without a tree
    bool may_search = true;          ///< for plans at length, before the tree
    bool by_parts = false;           ///< for plans alone: where no linear program fits, the root is bounded at `root`, and there is no tree
    bool may_derive = false;         ///< end at the root when its fractional plan breaks derived limits
    std::int32_t threads = 1;        ///< at most, for parts of a plan and leaves of the tree; changes no answer
    std::int64_t most_nodes = 0;     ///< end after so many nodes; 0: never. For plans, not for a proof
    std::int64_t restart_nodes = 0;  ///< after so many nodes, end when there are further derived limits to begin again with; 0: never
};

struct StageOutcome {
    Stage stage;  ///< the proof
    bool proven = false;
    std::vector<std::int32_t> edges;  ///< what is left for later stages
    std::vector<char> must;
    std::vector<std::pair<Coupling, double>> multipliers;
    Prices prices;
    std::int64_t nodes = 0;
    bool has_tree = false;              ///< it did not end at its root
    bool assumed_too_much = false;      ///< begin again with more of a gap to expect
    std::vector<DerivedLimit> derived;  ///< not empty: begin again with these, nothing is proven
    bool wants_count = false;           ///< begin again with a proven head count, nothing is proven
    std::optional<HeadCount> count;     ///< what is known of it
    std::int64_t count_sought = -1;     ///< of it, where nothing is known: what would be worth a stage; below 0: nothing
    std::int64_t head_worth = 0;        ///< then, of a person at least
    double root_bound = 0;              ///< in goal units, where the tree began
    Multipliers root;                   ///< of that bound
    Multipliers plain;                  ///< of the first such bound that prices no derived limit; none where all do
    std::vector<std::int32_t> seeds;    ///< edges that mattered
    std::shared_ptr<const NodeLp::Stand> stand;
    PseudoCosts pseudo_costs;
};

class StageSearch {
public:
    StageSearch(const ProblemIndex& index, const Proven& proven, StageTask task, Incumbent& incumbent, Meter& meter,
                std::function<void(std::int64_t)> tell);
    StageOutcome run();

private:
    struct Node {
        std::int32_t proof = 0;  ///< its place in the proof
        Part part;
        core::int128 total = 0;  ///< bound of the parent
        std::shared_ptr<const Multipliers> parent_proof;
        std::shared_ptr<const std::vector<std::int64_t>> start;
        NodeLp::Basis basis;  ///< of the parent, when the linear program bounds the tree
        std::shared_ptr<const BundleSteps> steps;
        std::int32_t depth = 0;
    };
    struct Half {
        Part part;
        core::int128 total = 0;
        Multipliers proof;
        std::shared_ptr<const std::vector<std::int64_t>> start;
        NodeLp::Basis basis;
    };
    struct Worse {
        bool operator()(const Node& a, const Node& b) const { return a.total != b.total ? a.total < b.total : a.proof > b.proof; }
    };

    [[nodiscard]] core::int128 needed() const;                        ///< a bound below this closes a part, over the denominator
    [[nodiscard]] std::int64_t goal_value(core::int128 total) const;  ///< the largest value that a bound admits
    void offer(std::span<const std::int32_t> edges, std::int32_t sweeps);
    bool found_enough() const;  ///< looking for any plan, and one is there
    /// The gap that is asked for is reached, by the bound of the root.
    [[nodiscard]] bool is_near_enough() const;
    void solve_root();
    /// False when the root must be bounded on all its edges.
    [[nodiscard]] bool solve_root_on_core();
    /// A bound on the way to the root's: looks for a plan where there is none of use yet.
    RootTask::Enough is_enough(const RootBound& so_far, double gained);
    /// A first plan from an assignment that breaks limits, by changes of single rows, where edges are few enough.
    void mend_assignment(const std::vector<std::int32_t>& edges);
    /// Plans from the root, and the root as the first open node.
    void begin_tree(Relaxation& guide);
    /// Plans by chains from the plan so far and from the root's assignment.
    void search_plans(Relaxation& guide, std::int64_t chains);
    /// Better plans by exact search on parts of the best so far, by the tree on small cores and by more chains.
    void improve_plan();
    /// The root's bound is nearly what it was in the problem that this one is like, so that the best value may be the same.
    [[nodiscard]] bool is_as_there() const;
    /// What the best plan surely reaches, at a guess.
    [[nodiscard]] std::optional<std::int64_t> value_to_assume() const;
    [[nodiscard]] std::int64_t chains_at_root() const;  ///< for each row
    /// A plan by exact search on what a fractional plan of the root leaves undecided, shares by these edges of the problem.
    void round_root(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex);
    void round_root(const RootBound& root) { round_root(root.core->edges(), root.fractional, root.is_vertex); }
    /// The root's fractional plan is a mean of plans, and worth rounding.
    [[nodiscard]] bool rounds_mean(bool is_vertex) const;
    /// A plan by search on what the best so far and the root's fractional plan do not have in common.
    void cross_root();
    /// A plan by exact search on what the best so far and the last vertex found do not have in common.
    void cross_vertex();
    /// Better plans by exact search on parts of the best so far, until so many in a row bring nothing, and at most so many.
    void search_parts(std::int32_t patience, std::int32_t most);
    /// The root's fixing leaves so few edges that the tree does best alone.
    [[nodiscard]] bool few_left();
    /// The same search on the few edges of least penalty, for plans only, as long as too many are left for a tree and it helps.
    void search_small_cores(int first, int last);  ///< the numbers of the cores, from the smallest on
    void restore_root();
    /// Looks for a plan near the best one of the problem that this one is like, by its multipliers: by chains, then by exact search where
    /// the plan so far falls short of the bound.
    void mend_near_plan();
    /// Bounds the root at the task's multipliers, by a matching; false when that is no bound.
    [[nodiscard]] bool bound_root_as_given();
    /// A mean of plans houses a fraction of a person that is much of the bound.
    [[nodiscard]] bool has_dear_fraction() const;
    /// True when multipliers that are at hand close the root, without a search for better ones.
    [[nodiscard]] bool close_root_at_once();
    void shrink();
    /// Follows the fractional plan of a part down without proof, for plans only.
    void dive(Part part, std::vector<std::int64_t> start, BundleSteps steps);
    /// Chains from a plan or an assignment, by the duals at which a relaxation stands.
    void search_chains(const Relaxation& relaxation, const std::vector<std::int32_t>& start, std::int64_t chains, std::int64_t patience);
    void solve_tree();
    /// Replaces the root as the open node by the leaves of a tree that may hold a plan (stage_leaves.cpp). False, and the root stays, where
    /// the tree closes little here.
    bool begin_at_leaves(const Stage& tree);

    // From several leaves at once (leaf_rounds.cpp).
    /// What a search works with that no other may use meanwhile.
    struct Workbench {
        std::shared_ptr<Relaxation> core;
        std::shared_ptr<NodeLp> lp;
    };
    struct Leaf;
    /// The search from a leaf of `whole`.
    StageSearch(const StageSearch& whole, const Workbench& bench, const Leaf& leaf, Incumbent& incumbent, Meter& meter);
    /// The tree has grown, and has leaves enough.
    [[nodiscard]] bool may_search_leaves() const;
    /// Takes the best open nodes and searches from each for some nodes.
    void search_leaves();
    void search_from(Leaf& leaf, const Workbench& bench) const;
    void take_over(Leaf& leaf);

    /// The child to go on with, or the open node of the best bound.
    [[nodiscard]] Node take_next();
    void leave_plunge();  ///< the child is open as others are
    void collect_derived(const Relaxation& relaxation, const std::vector<double>& fractional, DerivedLimitFinder::Kinds kinds);
    void keep_derived(std::vector<DerivedLimit> found);
    [[nodiscard]] bool begins_again() const { return task_.restart_nodes > 0 && nodes_ >= task_.restart_nodes && !derived_.empty(); }
    /// Bounds the node, then closes or divides it.
    void process(Node node);
    void divide(Node&& node, const Bundle& bundle, const std::vector<double>& fractional);
    /// Both halves of a node, best first: those that are closed get their proof, the others are kept open.
    void split(Node&& node, const RowSet& set, double share, std::array<Half, 2> halves);

    // With the linear program (stage_lp.cpp).
    /// False when the program is of no use here, and the bundle must do.
    [[nodiscard]] bool process_by_lp(Node& node);
    /// Solves the program where it stands, in slices.
    [[nodiscard]] NodeLp::End solve_lp(const NodeLp::Basis& basis, double needed);
    /// Memory allows it for all nodes that are open.
    [[nodiscard]] bool keeps_whole_bases() const;
    /// `here`: where the program stands.
    void divide_by_lp(Node&& node, const std::vector<double>& fractional, const std::vector<std::int64_t>& multipliers,
                      const NodeLp::Basis& here);
    void dive_by_lp(Part part, NodeLp::Basis basis);
    /// Trial divisions may take no more iterations than the nodes do, with something to begin with.
    [[nodiscard]] std::int64_t trial_iterations_left() const {
        return first_trial_iterations_ + (lp_->iterations() - past_iterations_ - trial_iterations_) - trial_iterations_;
    }
    /// Rules out edges for which a hard upper limit has no room left, whatever the other rows do.
    void rule_out_beyond_room(Part& part) const;
    /// The exact bound at the program's multipliers, or the exact proof that nothing is left; false when there is none. `total` and `proof`
    /// change when it is below `total`.
    bool exact_bound(NodeLp::End end, core::int128& total, Multipliers& proof);
    void offer_vertex(const std::vector<double>& fractional);
    /// From the root's bound to what is sought, in goal units.
    [[nodiscard]] double distance_to_root() const {
        return static_cast<double>(root_total_ - needed_) / static_cast<double>(root_->denominator());
    }
    /// All that is shown is that no plan reaches what was assumed.
    [[nodiscard]] bool assumes_too_much() const {
        return assumed_ && incumbent_.plan->goals[static_cast<std::size_t>(task_.goal)] + step_ < *assumed_;
    }
    /// The best plan so far is no more than a first guess.
    [[nodiscard]] bool is_poor() const;
    [[nodiscard]] double needed_value() const { return static_cast<double>(needed_) / static_cast<double>(core_->denominator()); }

    [[nodiscard]] Multipliers close_single(const Part& part);
    void close(std::int32_t proof, Multipliers bound);
    void remember(const std::vector<SharedCut>& cuts);
    void finish();
    /// Making plans may take a tenth of the time of everything else, with something to begin with: a change tried costs what some hundred
    /// entries of a matrix do.
    [[nodiscard]] std::int64_t plan_work_left() const { return plan_work_ + spent_ - 1'200 * improver_.work(); }
    void tell(core::int128 total) const;  ///< how things stand, when the bound of all that is open is this
    [[nodiscard]] std::int64_t work_so_far() const;
    void spend();

    static constexpr std::int64_t first_plan_work = 12'000'000;
    static constexpr std::int64_t dive_every = 40;  ///< nodes picked by their bound between two dives

    const ProblemIndex& index_;
    const Proven& proven_;
    StageTask task_;
    Incumbent& incumbent_;
    Meter& meter_;
    std::function<void(std::int64_t)> tell_;
    Improver improver_;
    PlanState looked_at_;  ///< loaded anew for each set of edges
    std::int64_t step_;

    std::shared_ptr<Relaxation> root_;  ///< on all edges the task gives
    std::shared_ptr<Relaxation> core_;  ///< on those that fixing leaves, or the root's own; what the tree works on
    std::shared_ptr<const Branching> branching_;
    std::shared_ptr<NodeLp> lp_;      ///< of the core, when it is small enough
    std::vector<Workbench> benches_;  ///< of the same core; bases of open nodes point into their programs
    PseudoCosts pseudo_costs_;
    std::int64_t trial_iterations_ = 0;  ///< of the linear program, spent on trial divisions
    std::int64_t first_trial_iterations_ = 2'000;
    std::int64_t past_iterations_ = 0;  ///< that others have spent
    std::vector<std::int64_t> root_centre_;
    std::vector<std::int64_t> root_prices_;  ///< empty: the matching's
    std::optional<RootBound> root_bound_;    ///< when the root was bounded on a core
    bool wants_count_ = false;
    std::optional<HeadCount> count_;
    std::int64_t count_sought_ = -1;
    bool ends_at_root_ = false;
    std::int64_t root_began_ = 0;  ///< work spent before
    int early_roundings_ = 0;      ///< of a mean of plans, before the root's bound is final
    core::int128 root_total_ = 0;
    bool root_bounded_ = false;
    bool by_lp_alone_ = false;  ///< the linear program takes every edge of the root
    /// A value that the best plan is assumed to reach, by what a problem like this one was like: what is below it is left aside, which is
    /// right once such a plan is found.
    std::optional<std::int64_t> assumed_;
    bool searched_ = false;            ///< for plans, by chains from the root
    bool is_guided_ = false;           ///< by the tree of a problem like this one, so that this one finds plans soon
    std::int64_t next_parts_ = 80;     ///< nodes at which parts of the plan are searched
    std::int64_t next_crossing_ = 1;   ///< nodes at which the plan is crossed with a vertex
    std::vector<double> last_vertex_;  ///< of the linear program, by the core's edges
    std::vector<SharedCut> pool_;
    BundleSteps steps_;  ///< of the root's bundle
    core::int128 needed_ = 0;

    Stage stage_;
    std::shared_ptr<const DerivedLimitFinder> finder_;  ///< once it is asked for
    std::vector<DerivedLimit> derived_;                 ///< broken by fractional plans of the tree
    std::priority_queue<Node, std::vector<Node>, Worse> open_;
    std::vector<Node> plunge_;     ///< the child to go on with, or empty
    std::size_t searches_ = 1;     ///< that share memory with this one, which is among them
    std::size_t open_beside_ = 0;  ///< nodes of the tree whose leaves they search
    std::int64_t nodes_ = 0;       ///< of the tree
    std::int64_t picked_ = 0;      ///< of them, by their bound
    std::int64_t part_nodes_ = 0;  ///< of searches for plans elsewhere
    std::int64_t spent_ = 0;
    std::int64_t plan_work_ = first_plan_work;  ///< for making plans, beside a part of what is spent
    std::int64_t past_work_ = 0;                ///< of cores and programs that are gone
    std::int64_t chain_work_ = 0;
    std::uint64_t chain_seed_ = 1;
};

}  // namespace husrom::solve
