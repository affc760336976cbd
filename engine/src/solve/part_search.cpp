#include "part_search.hpp"

#include <map>
#include <set>
#include <utility>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// The guide's multipliers by a part's numbers: its columns', and those that limits and cliques have in their order.
template <class Limits, class Cliques>
Multipliers guide_within(const Multipliers& proof, const std::map<std::int32_t, std::int32_t>& columns, const Limits& limits,
                         const Cliques& cliques) {
    Multipliers within;
    within.denominator = proof.denominator;
    within.goals = proof.goals;
    within.counts = proof.counts;
    for (const Entry& entry : proof.columns)
        if (const auto found = columns.find(entry.index); found != columns.end()) within.columns.push_back({found->second, entry.value});
    const auto renumber = [](const std::vector<Entry>& from, const auto& sets, std::vector<Entry>& to) {
        // Both are in ascending order.
        auto entry = from.begin();
        std::int32_t number = 0;
        for (const auto& [set, members] : sets) {
            while (entry != from.end() && entry->index < set) ++entry;
            if (entry != from.end() && entry->index == set) to.push_back({number, entry->value});
            ++number;
        }
    };
    renumber(proof.limits, limits, within.limits);
    renumber(proof.cliques, cliques, within.cliques);
    return within;
}

}  // namespace

PartSearch::PartSearch(const ProblemIndex& index, const Relaxation& guide, const Multipliers& proof, const Proven& proven,
                       const PlanState& plan, const OpenPart& open, const std::vector<std::int32_t>& held, const Effort& effort)
    : part_(problem_of(index, guide, proof, plan, open, held)), goal_(guide.goal()), effort_(effort) {
    const auto stays = static_cast<std::int64_t>(plan.chosen().size());
    for (const Proven::Count& count : proven.counts) proven_.counts.push_back({count.stage, count.bound - stays});
}

PartSearch::PartProblem PartSearch::problem_of(const ProblemIndex& index, const Relaxation& guide, const Multipliers& proof,
                                               const PlanState& plan, const OpenPart& open, const std::vector<std::int32_t>& held) {
    const Problem& problem = index.problem();
    PartProblem result;
    Problem& part = result.problem;
    std::vector<std::int32_t>& edges = result.edges;
    part.rows = static_cast<std::int32_t>(open.rows.size());
    part.goals = problem.goals;
    part.weights.resize(problem.weights.size());
    std::map<std::int32_t, std::int32_t> column_of;
    std::map<std::int32_t, std::pair<std::vector<std::int32_t>, std::vector<std::int64_t>>> limits;
    std::map<std::int32_t, std::vector<std::int32_t>> cliques;
    const auto add = [&](std::int32_t edge, std::int32_t row) {
        const std::int32_t column = index.column_of(edge);
        if (plan.column_use(column) >= index.column_upper(column)) return;
        const Incidence& sets = index.cliques_of();
        for (std::size_t j = sets.begin(edge); j < sets.end(edge); ++j)
            if (plan.clique_use(sets.sets[j]) > 0) return;
        const auto number = static_cast<std::int32_t>(edges.size());
        edges.push_back(edge);
        part.edge_row.push_back(row);
        part.edge_column.push_back(column_of.try_emplace(column, static_cast<std::int32_t>(column_of.size())).first->second);
        for (std::int32_t goal = 0; goal < problem.goals; ++goal) part.weights[at(goal)].push_back(index.weight(goal, edge));
        const Incidence& incidence = index.limits_of();
        for (std::size_t j = incidence.begin(edge); j < incidence.end(edge); ++j) {
            if (incidence.sets[j] >= index.own_limits()) continue;
            auto& [numbers, coefficients] = limits[incidence.sets[j]];
            numbers.push_back(number);
            coefficients.push_back(incidence.coefficient(j));
        }
        for (std::size_t j = sets.begin(edge); j < sets.end(edge); ++j) cliques[sets.sets[j]].push_back(number);
    };
    const std::set<std::int32_t> is_held(held.begin(), held.end());
    for (std::size_t i = 0; i < open.rows.size(); ++i) {
        for (const std::int32_t edge : open.ways[i]) {
            if (is_held.contains(edge)) result.start.push_back(static_cast<std::int32_t>(edges.size()));
            add(edge, static_cast<std::int32_t>(i));
        }
        part.row_lower.push_back(guide.part().must.test(open.rows[i]) ? 1 : 0);
    }
    part.columns = static_cast<std::int32_t>(column_of.size());
    part.column_upper.resize(column_of.size());
    for (const auto& [column, number] : column_of) part.column_upper[at(number)] = index.column_upper(column) - plan.column_use(column);
    for (const auto& [limit, entries] : limits) {
        const LimitSide& up = index.upper(limit);
        const LimitSide& low = index.lower(limit);
        const std::int64_t used = plan.activity(limit);
        const std::int32_t number = part.add_limit(entries.first, entries.second, low.present ? low.bound - used : no_lower,
                                                   up.present ? up.bound - used : no_upper);
        for (const Side side : {Side::upper, Side::lower}) {
            const LimitSide& own = side == Side::upper ? up : low;
            for (const LimitSide::Part& step : own.parts) part.steps.push_back({number, side, own.goal, step.width, step.slope});
        }
    }
    for (const auto& [clique, members] : cliques) part.add_clique(members);
    result.root = guide_within(proof, column_of, limits, cliques);
    return result;
}

void PartSearch::run(Meter& meter, const std::function<void()>& on_better) {
    const ProblemIndex index(part_.problem);
    PlanState state(index);
    state.load(part_.start);
    if (state.broken() > 0) return;
    best_.offer({state.chosen(), state.goals()});
    const std::vector<std::int64_t> begun_with = state.goals();
    proven_.goals.assign(begun_with.begin(), begun_with.begin() + goal_);
    StageTask task;
    task.goal = goal_;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(part_.edges.size()); ++i) task.edges.push_back(i);
    task.must.assign(part_.problem.row_lower.begin(), part_.problem.row_lower.end());
    task.most_nodes = effort_.nodes;
    task.may_search = effort_.may_search;
    task.by_parts = effort_.by_parts;
    task.threads = effort_.threads;
    task.gap = effort_.gap;
    task.root = &part_.root;
    std::vector<std::int64_t> told = begun_with;
    const auto tell = [&] {
        if (!on_better || best_.plan->goals <= told) return;
        told = best_.plan->goals;
        on_better();
    };
    const StageOutcome outcome = StageSearch(index, proven_, std::move(task), best_, meter, [&](std::int64_t) { tell(); }).run();
    nodes_ = outcome.nodes;
    is_whole_ = outcome.proven;
    is_better_ = best_.plan->goals > begun_with;
    tell();
}

std::vector<std::int32_t> PartSearch::chosen() const {
    std::vector<std::int32_t> edges;
    if (best_.plan)
        for (const std::int32_t number : best_.plan->chosen) edges.push_back(part_.edges[at(number)]);
    return edges;
}

}  // namespace husrom::solve
