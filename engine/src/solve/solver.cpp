#include "solver.hpp"

#include <chrono>
#include <cstdlib>

#include <husrom/core/error.hpp>
#include <husrom/solve/check.hpp>

#include "components.hpp"
#include "derived_limits.hpp"
#include "head_count.hpp"
#include "network.hpp"
#include "restarts.hpp"

namespace husrom::solve {
namespace {

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
    if (!index_->is_network() || (!run_network(*certificate) && fits_stages())) {
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

bool Solver::fits_stages() const {
    for (std::int32_t goal = 0; goal < problem_.goals; ++goal)
        if (largest_weight(goal) > problem_.most_weight()) return false;
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

const WarmStart::Goal* Solver::warm_goal(std::int32_t goal) const {
    const bool is_there = static_cast<std::size_t>(goal) < warm_.goals.size() && (goal < options_.warm_goals || options_.warm_goals < 0);
    return is_there ? &warm_.goals[static_cast<std::size_t>(goal)] : nullptr;
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
