#include "solver.hpp"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <husrom/core/error.hpp>
#include <husrom/solve/check.hpp>

#include "components.hpp"
#include "derived_limits.hpp"
#include "head_count.hpp"
#include "network.hpp"
#include "restarts.hpp"
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

/// Moves tried on the way to a first plan, before anything is known of the problem.
constexpr std::int64_t first_plan_work = 50'000;

}  // namespace

void check_options(const Problem& problem, const Options& options) {
    if (options.time_limit && *options.time_limit < options.time_limit->zero()) throw InvalidArgument("time_limit must not be negative");
    if (options.work_limit && *options.work_limit < 0) throw InvalidArgument("work_limit must not be negative");
    if (options.tie_work_limit && *options.tie_work_limit < 0) throw InvalidArgument("tie_work_limit must not be negative");
    if (options.gap < 0) throw InvalidArgument("gap must not be negative");
    if (options.threads < 1) throw InvalidArgument("threads must be at least 1");
    for (const std::int32_t edge : options.start)
        if (edge < 0 || edge >= problem.edges())
            throw InvalidArgument("start: edge " + std::to_string(edge) + " is not one of the problem's, 0 to " +
                                  std::to_string(problem.edges() - 1));
}

void require_accepted(const Problem& problem, const Result& result) {
    const Verdict verdict = check(problem, result);
    if (!verdict.accepted) throw InternalError("the checker refuses the result: " + verdict.objections.front());
}

std::vector<std::vector<std::int32_t>> Solver::components() const {
    if (index_->is_network()) return {};
    return components_of(*index_);
}

Result Solver::run() {
    begin_warm();
    auto certificate = std::make_shared<Certificate>();
    if (!index_->is_network() || !run_network(*certificate)) {
        certificate->derived = warm_.derived;
        run_stages(*certificate);
    }
    result_.work = meter_.work();
    learned_.rows = problem_.rows;
    learned_.columns = problem_.columns;
    learned_.edges = static_cast<std::int32_t>(problem_.edges());
    learned_.limits = problem_.limits();
    learned_.derived = certificate->derived;
    result_.warm_start = std::make_shared<const WarmStart>(std::move(learned_));
    result_.certificate = std::move(certificate);
    const auto reason = budget_.reason();
    if (result_.status != Status::infeasible && result_.proven_goals < problem_.goals) {
        result_.reproducible = reason != core::StopReason::time_limit && reason != core::StopReason::interrupt;
        if (reason == core::StopReason::time_limit) result_.stopped_by = StoppedBy::time_limit;
        if (reason == core::StopReason::interrupt) result_.stopped_by = StoppedBy::interrupt;
        if (reason == core::StopReason::work_limit) result_.stopped_by = StoppedBy::work_limit;
    }
    if (clock_decided_) result_.reproducible = false;
    return std::move(result_);
}

void Solver::begin_warm() {
    if (!options_.warm_start) return;
    warm_ = renumbered(*options_.warm_start, problem_, options_.warm_edges, options_.warm_values);
    if (warm_.derived.empty()) return;
    extended_ = problem_;
    for (const DerivedLimit& limit : warm_.derived) append_derived(*extended_, limit);
    if (!index_->is_network()) build_index();
}

void Solver::build_index() {
    index_.reset();  // before the next one is made: each takes as much memory as the problem
    ProblemIndex::Derived derived = derived_;
    if (derived.from < 0 && extended_) derived.from = problem_.limits();
    index_ = std::make_unique<ProblemIndex>(extended_ ? *extended_ : problem_, derived);
}

bool Solver::run_network(Certificate& certificate) {
    auto answer = solve_network(*index_, budget_);
    if (!answer) return false;
    if (!answer->plan) {
        Stage stage{.objective = Objective::nothing, .goal = 0, .value = -1, .bound = -1, .nodes = {}, .after = {}};
        stage.nodes.emplace_back().bound = std::move(*answer->none);
        certificate.stages.push_back(std::move(stage));
        result_.status = Status::infeasible;
        return true;
    }
    certificate.tuple = std::move(answer->proof);
    result_.chosen = std::move(answer->plan->chosen);
    result_.objective = result_.bound = std::move(answer->plan->goals);
    result_.proven_goals = problem_.goals;
    result_.status = Status::optimal;
    for (std::int32_t goal = 0; goal < problem_.goals; ++goal) result_.prices.push_back(tuple_prices(*certificate.tuple, goal));
    return true;
}

Prices Solver::tuple_prices(const TupleProof& proof, std::int32_t goal) const {
    Prices prices;
    prices.goal = goal;
    prices.column.assign(static_cast<std::size_t>(problem_.columns), 0);
    prices.row.assign(static_cast<std::size_t>(problem_.rows), 0);
    prices.limit.assign(static_cast<std::size_t>(problem_.limits()), 0);
    for (const auto& price : proof.columns)
        prices.column[static_cast<std::size_t>(price.column)] = price.value[static_cast<std::size_t>(goal)];
    for (const std::int32_t edge : result_.chosen)
        prices.row[static_cast<std::size_t>(index_->row_of(edge))] =
            index_->weight(goal, edge) - prices.column[static_cast<std::size_t>(index_->column_of(edge))];
    return prices;
}

void Solver::run_stages(Certificate& certificate) {
    std::vector<std::int32_t> edges(index_->usable_edges().begin(), index_->usable_edges().end());
    std::vector<char> must(static_cast<std::size_t>(problem_.rows), 0);
    for (std::int32_t r = 0; r < problem_.rows; ++r) must[static_cast<std::size_t>(r)] = index_->row_lower(r) > 0 ? 1 : 0;
    if (!find_first_plan(certificate, edges, must)) return;
    result_.status = Status::feasible;
    // Before the first goal is searched for: an exception in a later one would lose what was found.
    for (std::int32_t goal = 0; goal < problem_.goals; ++goal) Relaxation::require_weight(problem_, goal, largest_weight(goal));

    Proven proven;
    std::vector<std::pair<Coupling, double>> hint;
    std::vector<std::int32_t> seeds;
    std::shared_ptr<const Stage> tree;
    const bool may_look = result_.policy_goals > 0 && !meter_.all_exhausted();
    const std::optional<LookAhead> ahead = may_look ? look_ahead(*index_) : std::nullopt;
    WarmStart::Goal seen;  // of the goal behind flat ones
    Multipliers of_first;  // of the first goal's bound
    if (ahead) {
        seen = see_ahead(*ahead, edges, must, proven, certificate, of_first);
        seeds = seen.seeds;
    }
    bool go_on = true;
    for (std::int32_t goal = 0; goal < problem_.goals; ++goal) {
        if (go_on && !meter_.all_exhausted()) {
            StageTask task;
            task.goal = goal;
            task.threads = options_.threads;
            task.edges = std::move(edges);
            task.must = std::move(must);
            task.hint = std::move(hint);
            task.hint_scale = goal == 0 ? 0 : 2 * static_cast<double>(largest_weight(goal)) / static_cast<double>(index_->step(goal - 1));
            if (goal >= result_.policy_goals) meter_.allow_stage(options_.tie_work_limit.value_or(default_tie_work));
            task.may_count = proven.counts.empty() && goal < result_.policy_goals;
            task.next_stage = static_cast<std::int32_t>(certificate.stages.size());
            task.seeds = seeds;
            task.tree = tree;
            if (static_cast<std::size_t>(goal) < warm_.goals.size() && (goal < options_.warm_goals || options_.warm_goals < 0)) {
                const WarmStart::Goal& warm = warm_.goals[static_cast<std::size_t>(goal)];
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
                    count_heads(task, proven, certificate, -1);
                task.may_count = proven.counts.empty() && goal < result_.policy_goals;
            }
            Multipliers in_units;
            // A linear program needs no such beginning, and may end the worse for it.
            if (ahead && goal < ahead->goal && (goal == 0 || !fits_linear_program())) {
                if (goal > 0) in_units = in_units_of(*index_, seen.root, ahead->apart[static_cast<std::size_t>(goal)]);
                task.root = goal > 0 ? &in_units : &of_first;
            }
            task.gap = goal + 1 == result_.policy_goals ? options_.gap : 0;
            StageOutcome outcome = ahead && goal == ahead->goal ? prove_as_one(*ahead, std::move(task), seen, of_first, proven, certificate)
                                                                : prove(std::move(task), proven, certificate);
            result_.nodes += outcome.nodes;
            result_.bound.push_back(outcome.stage.bound);
            result_.prices.push_back(std::move(outcome.prices));
            const double gap = outcome.root_bound - static_cast<double>(outcome.stage.value);
            learned_.goals.push_back({.root = std::move(outcome.root),
                                      .plain = std::move(outcome.plain),
                                      .seeds = outcome.seeds,
                                      .stand = outcome.stand,
                                      .gap = gap,
                                      .value = outcome.stage.value,
                                      .proven = outcome.stage.bound == outcome.stage.value,
                                      .counted = !proven.counts.empty(),
                                      .pseudo_costs = std::move(outcome.pseudo_costs),
                                      .tree = nullptr});
            seeds = std::move(outcome.seeds);
            edges = std::move(outcome.edges);
            must = std::move(outcome.must);
            hint = std::move(outcome.multipliers);
            hint.emplace_back(Coupling{Coupling::Kind::goal, goal, 0, 0, 1}, 1.0);
            go_on = outcome.stage.bound == outcome.stage.value;
            if (go_on) {
                const std::size_t nodes = outcome.stage.nodes.size();
                if (nodes > 1 && nodes <= most_carried) {
                    tree = std::make_shared<const Stage>(outcome.stage);
                    if (entries_of(*tree) <= most_learned) learned_.goals.back().tree = tree;
                }
                proven.goals.push_back(outcome.stage.value);
                ++result_.proven_goals;
            } else if (!meter_.all_exhausted() && goal + 1 == result_.policy_goals && options_.gap > 0) {
                result_.stopped_by = StoppedBy::gap;
            }
            certificate.stages.push_back(std::move(outcome.stage));
        } else {
            const bool is_behind = ahead && ahead->is_bound && goal == ahead->goal;
            certificate.stages.push_back(loose_stage(goal, proven, edges, must,
                                                     goal == 0   ? of_first
                                                     : is_behind ? seen.root
                                                                 : Multipliers{}));
            go_on = false;
        }
    }
    result_.chosen = incumbent_.plan->chosen;
    result_.objective = incumbent_.plan->goals;
    // A later stage may have improved goals that come after its own.
    result_.bound.clear();
    for (Stage& stage : certificate.stages)
        if (stage.objective == Objective::goal) {
            stage.value = result_.objective[static_cast<std::size_t>(stage.goal)];
            result_.bound.push_back(stage.bound);
        }
    result_.proven_goals = 0;
    while (result_.proven_goals < problem_.goals && result_.gap(result_.proven_goals) == 0) ++result_.proven_goals;
    if (result_.proven_goals >= result_.policy_goals) result_.status = Status::optimal;
}

StageOutcome Solver::prove(StageTask task, Proven& proven, Certificate& certificate) {
    std::size_t limits = 0;
    for (std::int32_t k = 0; k < index_->own_limits(); ++k) limits += index_->limit_matters(k) ? 1 : 0;
    Restarts restarts(limits, task.root != nullptr);
    Multipliers root;
    Multipliers at_hand;
    Multipliers plain;
    for (;;) {
        std::vector<std::int32_t> edges = std::exchange(task.edges, {});  // they may be many
        StageTask attempt = task;
        attempt.edges = std::move(edges);
        attempt.may_derive = restarts.at_root();
        attempt.may_search = !restarts.has_searched();
        attempt.restart_nodes = restarts.nodes();
        // The search and its memory end here.
        StageOutcome outcome =
            StageSearch(*index_, proven, std::move(attempt), incumbent_, meter_, [this, goal = task.goal](std::int64_t bound) {
                tell(goal, bound);
            }).run();
        // What was assumed in vain still bounds the goal.
        const bool is_enough = meter_.exhausted() || outcome.stage.bound - outcome.stage.value <= task.gap;
        const bool assumes_less = outcome.assumed_too_much && !is_enough;
        if (plain.denominator == 0 && is_plain(outcome.root)) plain = outcome.root;
        if (outcome.derived.empty() && !outcome.wants_count && !assumes_less) {
            outcome.plain = std::move(plain);
            return outcome;
        }
        result_.nodes += outcome.nodes;
        task.edges = std::move(outcome.edges);  // as they were
        task.mends_first = false;
        task.seeds = outcome.seeds;
        task.stand = outcome.stand;
        task.pseudo_costs = std::move(outcome.pseudo_costs);
        task.hint = outcome.multipliers;
        task.hint_scale = 1;
        root = std::move(outcome.root);
        task.root = &root;
        if (outcome.wants_count) {
            task.may_count = false;
            plain = {};
            Multipliers in_units;
            if (outcome.count) {
                task.root = &outcome.count->proof;
            } else if (outcome.count_sought >= 0) {
                in_units = in_units_of(*index_, root, outcome.head_worth);
                task.root = &in_units;
            }
            const Multipliers of_count =
                count_heads(task, proven, certificate, outcome.count ? outcome.count->bound : outcome.count_sought);
            task.root = &root;
            if (outcome.count) {
                at_hand = std::exchange(root, std::move(outcome.count->goal));
            } else if (outcome.count_sought >= 0 && of_count.denominator > 0) {
                at_hand = std::exchange(root, taken_over(root, of_count, outcome.head_worth));
                root.counts.push_back({proven.counts.back().stage, outcome.head_worth * root.denominator});
            } else {
                continue;
            }
            task.at_hand = &at_hand;
            task.hint = as_hint(root);
            continue;
        }
        if (assumes_less) {
            ++task.assumptions;
            continue;
        }
        const double gap = outcome.root_bound - static_cast<double>(incumbent_.plan->goals[static_cast<std::size_t>(task.goal)]);
        restarts.learn(outcome.has_tree, outcome.root_bound, gap, outcome.derived.size());
        if (add_derived(outcome.derived, certificate)) continue;
        restarts.end();  // nothing new is to be found
    }
}

bool Solver::is_plain(const Multipliers& multipliers) const {
    return std::ranges::none_of(multipliers.limits, [&](const Entry& entry) { return entry.index >= problem_.limits(); });
}

std::vector<std::pair<Coupling, double>> Solver::as_hint(const Multipliers& multipliers) {
    std::vector<std::pair<Coupling, double>> hint;
    const auto add = [&](Coupling::Kind kind, const std::vector<Entry>& entries) {
        for (const Entry& entry : entries)
            hint.emplace_back(Coupling{kind, entry.index, 0, 0, 1},
                              static_cast<double>(entry.value) / static_cast<double>(multipliers.denominator));
    };
    add(Coupling::Kind::limit, multipliers.limits);
    add(Coupling::Kind::count, multipliers.counts);
    return hint;
}

Multipliers Solver::count_heads(const StageTask& task, Proven& proven, Certificate& certificate, std::int64_t sought) {
    StageTask count;
    count.objective = Objective::count;
    count.edges = task.edges;
    count.must = task.must;
    count.seeds = task.seeds;
    count.goal = task.goal;
    count.count_sought = sought;
    if (sought >= 0) count.root = task.root;
    count.stand = task.stand;
    count.hint = task.hint;
    count.hint_scale = 1 / static_cast<double>(largest_weight(task.goal));
    StageSearch search(*index_, proven, std::move(count), incumbent_, meter_, nullptr);
    StageOutcome outcome = search.run();
    result_.nodes += outcome.nodes;
    if (!outcome.proven) return {};
    proven.counts.push_back({static_cast<std::int32_t>(certificate.stages.size()), outcome.stage.bound});
    certificate.stages.push_back(std::move(outcome.stage));
    return std::move(outcome.root);
}

bool Solver::add_derived(std::vector<DerivedLimit>& derived, Certificate& certificate) {
    constexpr std::size_t most_derived = 600;
    bool any = false;
    for (DerivedLimit& limit : derived) {
        if (certificate.derived.size() >= most_derived || std::ranges::find(certificate.derived, limit) != certificate.derived.end())
            continue;
        if (!extended_) extended_ = problem_;
        append_derived(*extended_, limit);
        certificate.derived.push_back(std::move(limit));
        any = true;
    }
    if (!any) return false;
    build_index();
    return true;
}

std::vector<std::int32_t> Solver::usable_start() const {
    std::vector<std::int32_t> start;
    for (const std::int32_t edge : options_.start)
        if (index_->usable(edge)) start.push_back(edge);
    return start;
}

bool Solver::find_first_plan(Certificate& certificate, const std::vector<std::int32_t>& edges, const std::vector<char>& must) {
    Improver improver(*index_);
    PlanState given(*index_);
    const std::vector<std::int32_t> start = usable_start();
    if (!start.empty()) {
        given.load(start);
        if (given.broken() == 0) incumbent_.offer({given.chosen(), given.goals()});
        if (auto plan = improver.repair(start, {}, 2, first_plan_work)) incumbent_.offer(std::move(*plan));
    }
    if (warm_.goals.empty() || !incumbent_.plan)
        if (auto plan = improver.repair(improver.greedy(), {}, 2, first_plan_work)) incumbent_.offer(std::move(*plan));
    meter_.spend(8 * improver.work());
    if (incumbent_.plan) return true;
    const Proven nothing;
    StageTask task;
    task.objective = Objective::nothing;
    task.edges = edges;
    task.must = must;
    StageSearch search(*index_, nothing, std::move(task), incumbent_, meter_, nullptr);
    StageOutcome outcome = search.run();
    result_.nodes += outcome.nodes;
    if (incumbent_.plan) return true;
    if (outcome.proven) {
        certificate.stages.push_back(std::move(outcome.stage));
        result_.status = Status::infeasible;
    }
    return false;
}

Stage Solver::loose_stage(std::int32_t goal, const Proven& proven, const std::vector<std::int32_t>& edges, const std::vector<char>& must,
                          const Multipliers& known) {
    Relaxation relaxation(*index_, Objective::goal, goal, proven, edges, must);
    const std::vector<std::int64_t> none(relaxation.dimensions(), 0);
    if (relaxation.evaluate(none) != Relaxation::Answer::bound) throw InternalError("a goal has a plan and no bound");
    core::int128 total = relaxation.total();
    Multipliers proof = relaxation.proof();
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

std::int64_t Solver::largest_weight(std::int32_t goal) const {
    std::int64_t largest = 1;
    for (const std::int32_t edge : index_->usable_edges()) largest = std::max(largest, std::abs(index_->weight(goal, edge)));
    return largest;
}

void Solver::tell(std::int32_t goal, std::int64_t bound) {
    if (!options_.progress || !incumbent_.plan) return;
    const std::int64_t best = incumbent_.plan->goals[static_cast<std::size_t>(goal)];
    const double gap = static_cast<double>(bound) - static_cast<double>(best);
    const auto now = core::Budget::Clock::now();
    const bool news = goal != told_goal_ || gap <= 0.9 * told_gap_;
    if (!news && now - last_told_ < std::chrono::milliseconds(300)) return;
    if (news && gap == told_gap_ && goal == told_goal_) return;
    last_told_ = now;
    told_goal_ = goal;
    told_gap_ = gap;
    options_.progress({std::chrono::duration<double>(now - began_).count(), goal, static_cast<std::int64_t>(incumbent_.plan->chosen.size()),
                       best, bound, true});
}

}  // namespace husrom::solve
