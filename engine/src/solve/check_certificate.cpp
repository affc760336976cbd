#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include <husrom/core/integers.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>

#include "check_bound.hpp"
#include "check_derived.hpp"

namespace husrom::solve {
namespace {

using checking::Bound;
using checking::BoundJudge;
using checking::Known;
using checking::Objection;
using checking::Part;
using core::int128;

[[noreturn]] void object(const std::string& what) {
    throw Objection(what);
}

/// Rules out every edge whose choice, and every empty row whose emptiness, brings the bound below `sought`.
void apply_fix(const Problem& problem, const Bound& bound, std::int64_t denominator, int128 sought, Part& part) {
    const int128 needed = sought * denominator;
    if (bound.nothing_left) {
        part.edges.clear();
        return;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < part.edges.size(); ++i) {
        const auto row = static_cast<std::size_t>(problem.edge_row[static_cast<std::size_t>(part.edges[i])]);
        if (bound.total - bound.row_best[row] + bound.edge_value[i] >= needed) part.edges[kept++] = part.edges[i];
    }
    part.edges.resize(kept);
    for (std::size_t r = 0; r < part.must.size(); ++r)
        if (part.must[r] == 0 && bound.total - bound.row_best[r] < needed) part.must[r] = 1;
}

/// Walks the tree of one stage from the root; every leaf must keep what the stage claims.
class StageWalk {
public:
    StageWalk(const Problem& problem, const BoundJudge& judge, const Known& known, const Stage& stage)
        : problem_(problem), judge_(judge), known_(known), stage_(stage), step_(judge.step(stage.objective, stage.goal)) {}

    void walk(const Part& whole) {
        if (stage_.nodes.empty()) object("no nodes");
        std::vector<char> visited(stage_.nodes.size(), 0);
        std::vector<std::pair<std::int32_t, Part>> open;
        open.emplace_back(0, whole);
        while (!open.empty()) {
            auto [index, part] = std::move(open.back());
            open.pop_back();
            if (index < 0 || static_cast<std::size_t>(index) >= stage_.nodes.size())
                object("node " + std::to_string(index) + " does not exist");
            if (std::exchange(visited[static_cast<std::size_t>(index)], 1) != 0)
                object("node " + std::to_string(index) + " stands in two places");
            try {
                visit(stage_.nodes[static_cast<std::size_t>(index)], std::move(part), open);
            } catch (const Objection& objection) {
                object("node " + std::to_string(index) + ": " + objection.what());
            }
        }
        const auto stray = std::ranges::find(visited, 0);
        if (stray != visited.end()) object("node " + std::to_string(stray - visited.begin()) + " hangs nowhere");
    }

    /// The least value above `value` that the objective can take.
    [[nodiscard]] int128 next_above(std::int64_t value) const { return core::floor_divide<int128>(value, step_) * step_ + step_; }

    void fix(const std::vector<Multipliers>& fixes, int128 sought, Part& part) const {
        for (const Multipliers& multipliers : fixes)
            apply_fix(problem_, judge_.evaluate(part, multipliers, stage_.objective, stage_.goal, known_), multipliers.denominator, sought,
                      part);
    }

private:
    void visit(const ProofNode& node, Part part, std::vector<std::pair<std::int32_t, Part>>& open) const {
        fix(node.fixes, next_above(stage_.bound), part);  // what it rules out keeps the bound, which is all that is claimed
        if (!node.divided) {
            const Bound bound = judge_.evaluate(part, node.bound, stage_.objective, stage_.goal, known_);
            if (!bound.nothing_left && bound.total >= next_above(stage_.bound) * node.bound.denominator)
                object("its bound is " + core::to_string(bound.total) + " / " + std::to_string(node.bound.denominator) +
                       ", above what is claimed");
            return;
        }
        const RowSet& set = node.set;
        if (set.row < 0 || set.row >= problem_.rows) object("it divides row " + std::to_string(set.row) + ", which does not exist");
        if (set.limit >= problem_.limits() || set.edge >= problem_.edges()) object("it divides by a limit or an edge that does not exist");
        std::vector<char> in_limit;
        if (set.limit >= 0) {
            in_limit.assign(static_cast<std::size_t>(problem_.edges()), 0);
            const auto k = static_cast<std::size_t>(set.limit);
            for (std::int64_t i = problem_.limit_offsets[k]; i < problem_.limit_offsets[k + 1]; ++i)
                in_limit[static_cast<std::size_t>(problem_.limit_edges[static_cast<std::size_t>(i)])] = 1;
        }
        Part without;
        Part with;
        without.must = part.must;
        with.must = part.must;
        with.must[static_cast<std::size_t>(set.row)] = 1;
        for (const std::int32_t edge : part.edges) {
            const bool own = problem_.edge_row[static_cast<std::size_t>(edge)] == set.row;
            const bool member =
                own && (set.edge < 0 || set.edge == edge) && (in_limit.empty() || in_limit[static_cast<std::size_t>(edge)] != 0);
            if (!member) without.edges.push_back(edge);
            if (!own || member) with.edges.push_back(edge);
        }
        open.emplace_back(node.without, std::move(without));
        open.emplace_back(node.with, std::move(with));
    }

    const Problem& problem_;
    const BoundJudge& judge_;
    const Known& known_;
    const Stage& stage_;
    std::int64_t step_;
};

/// Lexicographic weak duality: prices are tuples, and so is every row's best.
void check_tuple(const Problem& problem, const BoundJudge& judge, const TupleProof& proof, const Result& result) {
    const auto goals = static_cast<std::size_t>(problem.goals);
    std::vector<std::vector<int128>> price(static_cast<std::size_t>(problem.columns), std::vector<int128>(goals, 0));
    std::vector<int128> total(goals, 0);
    std::int32_t last = -1;
    for (const TupleProof::Price& column : proof.columns) {
        const std::string name = "tuple price of column " + std::to_string(column.column);
        if (column.column <= last || column.column >= problem.columns) object(name + ": out of order or out of range");
        if (column.value.size() != goals) object(name + ": expected a value for each goal");
        last = column.column;
        const auto c = static_cast<std::size_t>(column.column);
        std::ranges::copy(column.value, price[c].begin());
        if (price[c] < std::vector<int128>(goals, 0)) object(name + ": negative");
        for (std::size_t g = 0; g < goals; ++g) total[g] += price[c][g] * (problem.column_upper.empty() ? 1 : problem.column_upper[c]);
    }
    const Part whole = judge.whole();
    std::vector<std::vector<int128>> best(static_cast<std::size_t>(problem.rows));
    for (std::size_t r = 0; r < best.size(); ++r)
        if (whole.must[r] == 0) best[r].assign(goals, 0);
    std::vector<int128> value(goals);
    for (const std::int32_t edge : whole.edges) {
        const auto e = static_cast<std::size_t>(edge);
        const auto& column = price[static_cast<std::size_t>(problem.edge_column[e])];
        for (std::size_t g = 0; g < goals; ++g) value[g] = problem.weights[g][e] - column[g];
        auto& row = best[static_cast<std::size_t>(problem.edge_row[e])];
        if (row < value) row = value;  // an empty vector is below every other
    }
    for (std::size_t r = 0; r < best.size(); ++r) {
        if (best[r].empty()) object("tuple proof: row " + std::to_string(r) + " must have an edge and has none");
        for (std::size_t g = 0; g < goals; ++g) total[g] += best[r][g];
    }
    for (std::size_t g = 0; g < goals; ++g)
        if (total[g] != result.objective[g])
            object("tuple proof: it proves " + core::to_string(total[g]) + " for goal " + std::to_string(g));
}

/// What the stages prove, in their order; the bound of each goal, where there is one.
std::vector<std::optional<std::int64_t>> check_stages(const Problem& problem, const BoundJudge& judge, const Result& result,
                                                      bool& nothing_proven) {
    const std::vector<Stage>& stages = result.certificate->stages;
    Known known;
    known.goals.resize(static_cast<std::size_t>(problem.goals));
    known.counts.resize(stages.size());
    std::vector<std::optional<std::int64_t>> bounds(known.goals.size());
    Part whole = judge.whole();
    std::int32_t next_goal = 0;
    for (std::size_t s = 0; s < stages.size(); ++s) {
        const Stage& stage = stages[s];
        try {
            if (stage.objective == Objective::goal) {
                if (stage.goal != next_goal || stage.goal >= problem.goals) object("expected goal " + std::to_string(next_goal));
                ++next_goal;
                if (!result.has_plan()) object("a goal's stage without a plan");
                if (stage.value != result.objective[static_cast<std::size_t>(stage.goal)]) object("its value is not the plan's");
            } else if (stage.objective == Objective::nothing && (stage.value != -1 || stage.bound != -1)) {
                object("a stage that proves that no plan exists has the value and bound -1");
            }
            if (stage.bound < stage.value) object("its bound is below its value");
            StageWalk walk(problem, judge, known, stage);
            walk.walk(whole);
            if (stage.objective == Objective::nothing) nothing_proven = true;
            if (stage.objective == Objective::count) known.counts[s] = stage.bound;
            if (stage.objective != Objective::goal && !stage.after.empty()) object("only a goal's stage fixes edges for later stages");
            if (stage.objective != Objective::goal) continue;
            const auto goal = static_cast<std::size_t>(stage.goal);
            bounds[goal] = stage.bound;
            if (stage.bound == stage.value) {
                // Sought by all later stages: plans with this goal at its value, hence those above value - 1.
                walk.fix(stage.after, stage.value, whole);
                known.goals[goal] = stage.value;
            } else if (!stage.after.empty()) {
                object("it fixes edges for later stages and is not proven");
            }
        } catch (const Objection& objection) {
            object("stage " + std::to_string(s) + ": " + objection.what());
        }
    }
    return bounds;
}

/// The parts' own results, each judged against its part of the problem; values and bounds add up. Beside a plan every row must be in one.
std::vector<std::optional<std::int64_t>> check_components(const Problem& problem, const Result& result, bool& nothing_proven) {
    const Certificate& certificate = *result.certificate;
    if (!certificate.stages.empty() || !certificate.derived.empty() || certificate.tuple) object("components stand beside another proof");
    std::vector<char> seen(static_cast<std::size_t>(problem.rows), 0);
    std::vector<int128> bounds(static_cast<std::size_t>(problem.goals), 0);
    std::vector<std::int32_t> chosen;
    for (std::size_t i = 0; i < certificate.components.size(); ++i) {
        const Component& component = certificate.components[i];
        const std::string name = "component " + std::to_string(i) + ": ";
        for (const std::int32_t row : component.rows) {
            if (row < 0 || row >= problem.rows) object(name + "row " + std::to_string(row) + " does not exist");
            if (std::exchange(seen[static_cast<std::size_t>(row)], 1) != 0) object(name + "row " + std::to_string(row) + " stands twice");
        }
        if (!component.result || !component.result->certificate) object(name + "no certificate");
        const Result& own = *component.result;
        if (!own.certificate->components.empty()) object(name + "it has components itself");
        const std::vector<std::int32_t> edges = edges_of_component(problem, component.rows);
        const Verdict verdict = check(restricted(problem, component.rows, edges), own);
        if (!verdict.accepted) object(name + verdict.objections.front());
        nothing_proven |= own.status == Status::infeasible;
        if (!result.has_plan()) continue;
        if (!own.has_plan()) object(name + "it has no plan");
        if (own.policy_goals != result.policy_goals) object(name + "policy_goals is not that of the whole");
        for (const std::int32_t edge : own.chosen) chosen.push_back(edges[static_cast<std::size_t>(edge)]);
        for (std::size_t g = 0; g < bounds.size(); ++g) bounds[g] += own.bound[g];
    }
    if (!result.has_plan()) return {};
    if (std::ranges::find(seen, 0) != seen.end())
        object("row " + std::to_string(std::ranges::find(seen, 0) - seen.begin()) + " stands in no component");
    std::ranges::sort(chosen);
    if (chosen != result.chosen) object("the plan is not that of the components");
    std::vector<std::optional<std::int64_t>> proven;
    for (const int128 bound : bounds) {
        if (bound > std::numeric_limits<std::int64_t>::max() || bound < std::numeric_limits<std::int64_t>::min())
            object("the bounds of the components leave 64 bits");
        proven.emplace_back(static_cast<std::int64_t>(bound));
    }
    return proven;
}

/// What stages, tuple prices or components prove of each goal.
std::vector<std::optional<std::int64_t>> check_proof(const Problem& problem, const Result& result, bool& nothing_proven) {
    if (!result.certificate->components.empty()) return check_components(problem, result, nothing_proven);
    const std::vector<DerivedLimit>& derived = result.certificate->derived;
    // A copy of a large problem is worth avoiding.
    const std::optional<Problem> extended = derived.empty() ? std::nullopt : std::optional(checking::with_derived(problem, derived));
    const Problem& judged = extended ? *extended : problem;
    const BoundJudge judge(judged);
    auto bounds = check_stages(judged, judge, result, nothing_proven);
    if (result.has_plan() && result.certificate->tuple) {
        check_tuple(problem, judge, *result.certificate->tuple, result);
        bounds.assign(result.objective.begin(), result.objective.end());
    }
    return bounds;
}

void check_claims(const Problem& problem, const Result& result) {
    if (!result.certificate) object("no certificate");
    const auto goals = static_cast<std::size_t>(problem.goals);
    if (result.policy_goals < 0 || result.policy_goals > problem.goals) object("policy_goals: out of range");
    if (result.has_plan()) {
        if (result.objective.size() != goals) object("expected a value for each goal");
        if (result.bound.size() != goals) object("expected a bound for each goal");
    } else if (!result.objective.empty() || !result.bound.empty() || !result.chosen.empty() || result.proven_goals != 0) {
        object("a result without a plan has no values, bounds or edges");
    }
    bool nothing_proven = false;
    const auto bounds = check_proof(problem, result, nothing_proven);
    if (result.status == Status::infeasible && !nothing_proven) object("nothing proves that no plan exists");
    if (!result.has_plan()) return;
    if (nothing_proven) object("a plan stands beside a proof that none exists");

    std::int32_t proven = 0;
    for (std::size_t g = 0; g < goals; ++g) {
        if (!bounds[g]) object("goal " + std::to_string(g) + ": no stage proves its bound");
        if (result.bound[g] != *bounds[g])
            object("goal " + std::to_string(g) + ": the bound " + std::to_string(result.bound[g]) + " is not what is proven");
        if (proven == static_cast<std::int32_t>(g) && *bounds[g] == result.objective[g]) ++proven;
    }
    if (result.proven_goals != proven)
        object("proven_goals is " + std::to_string(result.proven_goals) + ", proven are " + std::to_string(proven));
    if ((result.status == Status::optimal) != (proven >= result.policy_goals)) object("the status does not agree with the goals proven");
}

}  // namespace

Verdict check_certificate(const Problem& problem, const Result& result) {
    problem.validate();
    Verdict verdict;
    try {
        check_claims(problem, result);
    } catch (const Objection& objection) {
        verdict.objections.emplace_back(objection.what());
    }
    verdict.accepted = verdict.objections.empty();
    return verdict;
}

}  // namespace husrom::solve
