#include "session_core.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>
#include <variant>

#include <husrom/core/budget.hpp>
#include <husrom/solve/certificate.hpp>

#include "solver.hpp"
#include "warm_start.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// Edges of the core for each row and column, to begin with.
constexpr std::int64_t edges_each = 9;
/// The core holds what the problem's own gap leaves open, and what so many times that gap would.
constexpr std::int64_t gaps = 4;

/// The same problem with these edges alone, ascending; every limit and clique keeps its number.
Problem with_edges(const ProblemIndex& index, const std::vector<std::int32_t>& edges) {
    const Problem& whole = index.problem();
    Problem part;
    part.rows = whole.rows;
    part.columns = whole.columns;
    part.goals = whole.goals;
    part.row_lower = whole.row_lower;
    part.row_upper = whole.row_upper;
    part.column_upper = whole.column_upper;
    part.weights.resize(whole.weights.size());
    std::vector<std::vector<std::int32_t>> limits(at(whole.limits())), cliques(at(whole.cliques()));
    std::vector<std::vector<std::int64_t>> coefficients(at(whole.limits()));
    for (const std::int32_t edge : edges) {
        const auto number = static_cast<std::int32_t>(part.edge_row.size());
        part.edge_row.push_back(whole.edge_row[at(edge)]);
        part.edge_column.push_back(whole.edge_column[at(edge)]);
        for (std::size_t g = 0; g < part.weights.size(); ++g) part.weights[g].push_back(whole.weights[g][at(edge)]);
        const Incidence& in_limits = index.limits_of();
        for (std::size_t j = in_limits.begin(edge); j < in_limits.end(edge); ++j) {
            limits[at(in_limits.sets[j])].push_back(number);
            coefficients[at(in_limits.sets[j])].push_back(in_limits.coefficient(j));
        }
        const Incidence& in_cliques = index.cliques_of();
        for (std::size_t j = in_cliques.begin(edge); j < in_cliques.end(edge); ++j) cliques[at(in_cliques.sets[j])].push_back(number);
    }
    for (std::int32_t k = 0; k < whole.limits(); ++k)
        part.add_limit(limits[at(k)], coefficients[at(k)], whole.limit_lower[at(k)], whole.limit_upper[at(k)]);
    for (const std::vector<std::int32_t>& members : cliques) part.add_clique(members);
    return part;
}

}  // namespace

std::unique_ptr<const Session::Core> Session::Core::of(const Problem& problem, const Result& result) {
    if (problem.goals != 1 || !problem.steps.empty() || !result.has_plan()) return nullptr;
    if (!result.warm_start || !result.warm_start->parts.empty() || result.warm_start->goals.empty()) return nullptr;
    // Where a head count comes first, a change may cost a person, and what the core can prove of that is little.
    const Multipliers& plain = result.warm_start->goals.front().plain;
    if (result.certificate->stages.size() != 1 || plain.denominator == 0) return nullptr;
    std::unique_ptr<Core> core(new Core(problem));
    auto guide = Guide::at(core->index_, plain);
    if (!guide) return nullptr;
    core->guide_ = std::move(*guide);
    const int128 gap = core->guide_.total() - static_cast<int128>(result.objective.front()) * core->guide_.multipliers().denominator;
    core->reach_ = std::max(core->guide_.reach_of(edges_each * (std::int64_t{problem.rows} + problem.columns)),
                            static_cast<std::int64_t>(std::clamp<int128>(gaps * gap, 0, Guide::farthest)));
    return core;
}

std::optional<int128> Session::Core::moved(const Change& change, const Ruling& ruling) const {
    const Problem& problem = index_.problem();
    const std::vector<Entry>& limits = guide_.multipliers().limits;
    int128 total = guide_.total();
    for (const Change::Bounds& bounds : change.limits) {
        const auto entry = std::ranges::lower_bound(limits, bounds.limit, {}, &Entry::index);
        if (entry == limits.end() || entry->index != bounds.limit) continue;
        const bool is_upper = entry->value > 0;
        const std::int64_t before = (is_upper ? problem.limit_upper : problem.limit_lower)[at(bounds.limit)];
        const auto [lower, upper] = bounds_now(problem, bounds);
        const std::int64_t now = is_upper ? upper : lower;
        if (now == (is_upper ? no_upper : no_lower)) return std::nullopt;
        total += static_cast<int128>(entry->value) * (static_cast<int128>(now) - before);
    }
    for (const std::int32_t row : ruling.rows) {
        // A row that must have an edge and has none left: the solve tells.
        const bool must = index_.row_lower(row) > 0 || std::ranges::find(ruling.must, row) != ruling.must.end();
        std::optional<int128> best = must ? std::nullopt : std::optional<int128>(0);
        for (const std::int32_t edge : index_.edges_of_row(row)) {
            if (ruling.is_out(edge)) continue;
            const int128 value = static_cast<int128>(guide_.row_best(row)) - guide_.penalties()[at(edge)];
            best = std::max(best.value_or(value), value);
        }
        total += best.value_or(0) - guide_.row_best(row);
    }
    return total;
}

std::vector<std::int32_t> Session::Core::edges_within(std::int64_t reach, const Ruling& ruling) const {
    std::vector<std::int32_t> edges;
    const std::vector<std::int64_t>& penalties = guide_.penalties();
    for (std::int32_t edge = 0; edge < static_cast<std::int32_t>(penalties.size()); ++edge)
        if (penalties[at(edge)] <= reach || (ruling.is_touched(index_.row_of(edge)) && index_.usable(edge)))
            if (!ruling.is_out(edge)) edges.push_back(edge);
    return edges;
}

std::optional<Result> Session::Core::solve(const Change& change, const Ruling& ruling, int128 total, const Result& known,
                                           const Options& options, Attempt& attempt) const {
    const auto began = core::Budget::Clock::now();
    for (std::int64_t reach = reach_;;) {
        const std::vector<std::int32_t> edges = edges_within(reach, ruling);
        // More than that is no core.
        if (2 * edges.size() > index_.usable_edges().size()) return std::nullopt;
        Problem part = with_edges(index_, edges);
        apply(part, change, ruling);
        Options own = options;
        std::vector<std::int32_t> start;
        for (const std::int32_t edge : attempt.plan)
            if (const auto place = std::ranges::lower_bound(edges, edge); place != edges.end() && *place == edge)
                start.push_back(static_cast<std::int32_t>(place - edges.begin()));
        own.start = start;
        own.warm_start = known.warm_start;
        own.warm_edges = edges;
        if (own.time_limit) *own.time_limit = std::max(*own.time_limit - (core::Budget::Clock::now() - began), own.time_limit->zero());
        if (own.work_limit) *own.work_limit = std::max<std::int64_t>(*own.work_limit - attempt.work, 0);
        // No plan with an edge outside the core has more.
        const int128 outside = total - reach - 1;
        if (own.progress)
            own.progress = [&](Progress so_far) {
                so_far.elapsed_seconds = std::chrono::duration<double>(core::Budget::Clock::now() - began).count();
                so_far.bound = std::min(std::max(so_far.bound, value(outside)), value(total));
                options.progress(so_far);
            };
        Solver solver(part, own);
        solver.mend_first();
        Result result = solver.run();
        attempt.work += result.work;
        result.work = attempt.work;
        if (!result.has_plan()) return std::nullopt;
        attempt.plan.clear();
        for (const std::int32_t edge : result.chosen) attempt.plan.push_back(edges[at(edge)]);
        if (!holds_for_whole(result, part)) return std::nullopt;
        const int128 needed = guide_.next_above(result.bound.front());
        const bool is_stopped =
            result.status == Status::feasible && result.stopped_by != StoppedBy::proof && result.stopped_by != StoppedBy::gap;
        if (outside < needed || total < needed || is_stopped)
            return as_whole(std::move(result), edges, ruling, value(outside), value(total));
        // What is left out might have more: all of that joins.
        reach = static_cast<std::int64_t>(std::min<int128>(total - needed, Guide::farthest));
    }
}

bool Session::Core::holds_for_whole(const Result& result, const Problem& part) const {
    if (result.certificate->stages.size() != 1) return false;
    std::int64_t step = 0;
    for (const std::int64_t weight : part.weights.front()) step = std::gcd(step, weight);
    if (std::max<std::int64_t>(step, 1) != guide_.step()) return false;
    constexpr std::int64_t largest = std::int64_t{1} << 40;
    const Problem& problem = index_.problem();
    return std::ranges::all_of(result.certificate->derived, [&](const DerivedLimit& derived) {
        const std::int64_t least = std::holds_alternative<KnapsackLimit>(derived) ? 1 : -largest;
        const std::int32_t limit = origin_of(derived);
        const auto begin = problem.limit_coefficients.begin();
        return std::all_of(begin + problem.limit_offsets[at(limit)], begin + problem.limit_offsets[at(limit) + 1],
                           [&](std::int64_t a) { return a >= least && a <= largest; });
    });
}

Result Session::Core::as_whole(Result result, const std::vector<std::int32_t>& edges, const Ruling& ruling, std::int64_t outside,
                               std::int64_t bound) const {
    const std::int32_t own = index_.problem().limits();
    const std::int32_t more = ruling.out.empty() ? 0 : 1;  // limits of the changed problem
    for (std::int32_t& edge : result.chosen) edge = edges[at(edge)];
    auto certificate = std::make_shared<Certificate>(*result.certificate);
    const auto shift = [&](Multipliers& multipliers) {
        for (Entry& entry : multipliers.limits) entry.index += entry.index >= own ? more : 0;
    };
    Multipliers nothing_out;  // whoever takes what is ruled out breaks its limit
    nothing_out.limits.push_back({own, 1});
    const auto fixes_before = [&](std::vector<Multipliers>& fixes) {
        std::vector<Multipliers> all;
        if (more > 0) all.push_back(nothing_out);
        all.push_back(guide_.multipliers());
        for (Multipliers& fix : fixes) all.push_back(std::move(fix));
        fixes = std::move(all);
    };
    for (Stage& stage : certificate->stages) {
        for (ProofNode& node : stage.nodes) {
            for (Multipliers& fix : node.fixes) shift(fix);
            shift(node.bound);
            if (!node.divided) continue;
            node.set.limit += node.set.limit >= own ? more : 0;
            if (node.set.edge >= 0) node.set.edge = edges[at(node.set.edge)];
        }
        fixes_before(stage.nodes.front().fixes);
        stage.after.clear();  // one goal: nothing comes after it
        // A search that was stopped has not come down to what is known without it, or left open what is not in the core.
        stage.bound = result.bound.front() = std::max(stage.bound, outside);
        if (bound >= stage.bound) continue;
        stage.bound = result.bound.front() = bound;
        stage.nodes.resize(1);
        stage.nodes.front() = {};
        if (more > 0) stage.nodes.front().fixes.push_back(nothing_out);
        stage.nodes.front().bound = guide_.multipliers();
    }
    if (result.bound.front() == result.objective.front()) {
        result.proven_goals = 1;
        result.status = Status::optimal;
        result.stopped_by = StoppedBy::proof;
    }
    result.certificate = std::move(certificate);
    if (more > 0)
        for (Prices& prices : result.prices)
            if (!prices.row.empty()) prices.limit.insert(prices.limit.begin() + own, 0);
    result.warm_start = nullptr;
    return result;
}

}  // namespace husrom::solve
