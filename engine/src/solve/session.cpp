#include <husrom/solve/session.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include <husrom/core/error.hpp>
#include <husrom/core/integers.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>

#include "check_bound.hpp"
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

/// What a change says, checked.
struct Ruling {
    std::vector<std::int32_t> out;   ///< edges that are ruled out, ascending
    std::vector<std::int32_t> must;  ///< rows that must have an edge
    std::vector<std::int32_t> rows;  ///< of forced and of forbidden edges, ascending

    [[nodiscard]] bool is_out(std::int32_t edge) const { return std::ranges::binary_search(out, edge); }
    [[nodiscard]] bool is_touched(std::int32_t row) const { return std::ranges::binary_search(rows, row); }
};

void require_edge(const Problem& problem, std::int32_t edge, const char* what) {
    if (edge < 0 || edge >= problem.edges())
        throw InvalidArgument(std::string(what) + ": edge " + std::to_string(edge) + " is not one of the problem's, 0 to " +
                              std::to_string(problem.edges() - 1));
}

void sort_unique(std::vector<std::int32_t>& numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

/// Lower and upper, changed or not.
std::pair<std::int64_t, std::int64_t> bounds_now(const Problem& problem, const Change::Bounds& bounds) {
    return {bounds.lower.value_or(problem.limit_lower[at(bounds.limit)]), bounds.upper.value_or(problem.limit_upper[at(bounds.limit)])};
}

/// `each_of_row(row, visit)` visits the edges of a row.
template <class EachOfRow> Ruling ruling_of(const Problem& problem, const Change& change, const EachOfRow& each_of_row) {
    std::vector<std::int32_t> limits;
    for (const Change::Bounds& bounds : change.limits) {
        if (bounds.limit < 0 || bounds.limit >= problem.limits())
            throw InvalidArgument("limits: limit " + std::to_string(bounds.limit) + " is not one of the problem's " +
                                  std::to_string(problem.limits()));
        const std::string name = "limits: limit " + std::to_string(bounds.limit);
        const auto [lower, upper] = bounds_now(problem, bounds);
        if (lower > upper)
            throw InvalidArgument(name + " would have the lower bound " + std::to_string(lower) + " above its upper bound " +
                                  std::to_string(upper));
        for (const Step& step : problem.steps)
            if (step.limit == bounds.limit && (step.side == Side::upper ? upper == no_upper : lower == no_lower))
                throw InvalidArgument(name + " has steps on a side that would have no bound any more");
        constexpr std::int64_t largest = std::int64_t{1} << 62;
        const auto is_beyond = [](std::int64_t bound) { return bound < -largest || bound > largest; };
        if ((lower != no_lower && is_beyond(lower)) || (upper != no_upper && is_beyond(upper)))
            throw InvalidArgument(name + " would have a bound beyond 2^62");
        limits.push_back(bounds.limit);
    }
    std::ranges::sort(limits);
    if (const auto twice = std::ranges::adjacent_find(limits); twice != limits.end())
        throw InvalidArgument("limits: limit " + std::to_string(*twice) + " stands twice");
    Ruling ruling;
    for (const std::int32_t edge : change.forbidden) {
        require_edge(problem, edge, "forbidden");
        ruling.out.push_back(edge);
        ruling.rows.push_back(problem.edge_row[at(edge)]);
    }
    for (auto forced = change.forced.begin(); forced != change.forced.end(); ++forced) {
        const std::int32_t edge = *forced;
        require_edge(problem, edge, "forced");
        const std::int32_t row = problem.edge_row[at(edge)];
        if (std::ranges::find(change.forbidden, edge) != change.forbidden.end())
            throw InvalidArgument("edge " + std::to_string(edge) + " is forbidden and forced");
        if (!problem.row_upper.empty() && problem.row_upper[at(row)] == 0)
            throw InvalidArgument("forced: edge " + std::to_string(edge) + " is of row " + std::to_string(row) + ", which may have none");
        if (std::find(change.forced.begin(), forced, edge) != forced) continue;  // said before
        if (std::ranges::find(ruling.must, row) != ruling.must.end())
            throw InvalidArgument("forced: row " + std::to_string(row) + " has two forced edges");
        ruling.must.push_back(row);
        ruling.rows.push_back(row);
        each_of_row(row, [&](std::int32_t other) {
            if (other != edge) ruling.out.push_back(other);
        });
    }
    sort_unique(ruling.out);
    sort_unique(ruling.rows);
    return ruling;
}

/// Of a problem, or of a part of it with the same rows.
void apply(Problem& problem, const Change& change, const Ruling& ruling) {
    for (const Change::Bounds& bounds : change.limits) {
        const auto [lower, upper] = bounds_now(problem, bounds);
        problem.limit_lower[at(bounds.limit)] = lower;
        problem.limit_upper[at(bounds.limit)] = upper;
    }
    if (ruling.must.empty()) return;
    if (problem.row_lower.empty()) problem.row_lower.assign(at(problem.rows), 0);
    for (const std::int32_t row : ruling.must) problem.row_lower[at(row)] = 1;
}

Problem changed_by(const Problem& problem, const Change& change, const Ruling& ruling) {
    Problem result = problem;
    apply(result, change, ruling);
    if (!ruling.out.empty()) result.add_limit(ruling.out, std::vector<std::int64_t>(ruling.out.size(), 1), no_lower, 0);
    return result;
}

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
            coefficients[at(in_limits.sets[j])].push_back(in_limits.coefficients[j]);
        }
        const Incidence& in_cliques = index.cliques_of();
        for (std::size_t j = in_cliques.begin(edge); j < in_cliques.end(edge); ++j) cliques[at(in_cliques.sets[j])].push_back(number);
    }
    for (std::int32_t k = 0; k < whole.limits(); ++k)
        part.add_limit(limits[at(k)], coefficients[at(k)], whole.limit_lower[at(k)], whole.limit_upper[at(k)]);
    for (const std::vector<std::int32_t>& members : cliques) part.add_clique(members);
    return part;
}

/// A bound of a problem of one goal, edge by edge.
class Guide {
public:
    /// Of what is not ruled out. The multipliers are those of a bound of the problem.
    Guide(const Problem& problem, const Ruling& ruling, Multipliers multipliers) : multipliers_(std::move(multipliers)) {
        const checking::BoundJudge judge(problem);
        checking::Part part = judge.whole();
        std::erase_if(part.edges, [&](std::int32_t edge) { return ruling.is_out(edge); });
        step_ = judge.step(Objective::goal, 0);
        checking::Known nothing;
        nothing.goals.resize(1);
        checking::Bound bound = judge.evaluate(part, multipliers_, Objective::goal, 0, nothing);
        total_ = bound.total;
        row_best_ = std::move(bound.row_best);
        value_.assign(at(problem.edges()), 0);
        penalty_.assign(at(problem.edges()), no_way);
        for (std::size_t i = 0; i < part.edges.size(); ++i) {
            const std::size_t edge = at(part.edges[i]);
            value_[edge] = bound.edge_value[i];
            const int128 penalty = row_best_[at(problem.edge_row[edge])] - bound.edge_value[i];
            penalty_[edge] = static_cast<std::int64_t>(std::min<int128>(penalty, no_way - 1));
        }
    }

    static constexpr std::int64_t no_way = std::numeric_limits<std::int64_t>::max();
    static constexpr std::int64_t farthest = no_way - 2;  ///< beyond it are edges whose penalty is not told

    [[nodiscard]] const Multipliers& multipliers() const { return multipliers_; }
    [[nodiscard]] std::int64_t step() const { return step_; }
    [[nodiscard]] int128 total() const { return total_; }  ///< over the denominator
    [[nodiscard]] int128 row_best(std::int32_t row) const { return row_best_[at(row)]; }
    [[nodiscard]] int128 value_of(std::int32_t edge) const { return value_[at(edge)]; }
    /// What choosing an edge takes from the bound, or nearly; `no_way` where it is not to be chosen.
    [[nodiscard]] const std::vector<std::int64_t>& penalties() const { return penalty_; }
    /// The largest value that a bound admits.
    [[nodiscard]] std::int64_t value(int128 total) const {
        const int128 value = core::floor_divide<int128>(core::floor_divide<int128>(total, multipliers_.denominator), step_) * step_;
        return static_cast<std::int64_t>(std::clamp<int128>(value, -no_way, no_way));
    }
    /// A penalty that so many edges do not exceed.
    [[nodiscard]] std::int64_t reach_of(std::int64_t edges) const {
        if (penalty_.empty()) return 0;
        std::vector<std::int64_t> sorted = penalty_;
        const auto rank = sorted.begin() + std::min(static_cast<std::int64_t>(sorted.size()) - 1, edges);
        std::ranges::nth_element(sorted, rank);
        return std::min(*rank, farthest);
    }
    /// Of the least value above this, over the denominator.
    [[nodiscard]] int128 next_above(std::int64_t value) const {
        return (core::floor_divide<int128>(value, step_) * step_ + step_) * multipliers_.denominator;
    }

private:
    Multipliers multipliers_;
    std::int64_t step_ = 1;
    int128 total_ = 0;
    std::vector<int128> row_best_, value_;
    std::vector<std::int64_t> penalty_;
};

}  // namespace

Problem changed(const Problem& problem, const Change& change) {
    // Of rows with a forced edge; a closed column's edges are ruled out as it is.
    std::map<std::int32_t, std::vector<std::int32_t>> edges;
    for (const std::int32_t edge : change.forced)
        if (edge >= 0 && edge < problem.edges()) edges[problem.edge_row[at(edge)]];
    for (std::int32_t edge = 0; edge < problem.edges() && !edges.empty(); ++edge)
        if (problem.column_upper.empty() || problem.column_upper[at(problem.edge_column[at(edge)])] > 0)
            if (const auto row = edges.find(problem.edge_row[at(edge)]); row != edges.end()) row->second.push_back(edge);
    return changed_by(problem, change, ruling_of(problem, change, [&](std::int32_t row, const auto& visit) {
                          for (const std::int32_t edge : edges.at(row)) visit(edge);
                      }));
}

/// One goal: what its bound leaves worth a thought, and by how much it rules out the rest.
class Session::Core {
public:
    /// Null where there is no use in it.
    static std::unique_ptr<const Core> of(const Problem& problem, const Result& result) {
        if (problem.goals != 1 || problem.edges() == 0 || !problem.steps.empty() || !result.warm_start || !result.warm_start->parts.empty())
            return nullptr;
        if (result.warm_start->goals.empty() || result.warm_start->goals.front().plain.denominator == 0) return nullptr;
        // Where a head count comes first, a change may cost a person, and what the core can prove of that is little.
        if (result.certificate->stages.size() != 1) return nullptr;
        try {
            return std::unique_ptr<const Core>(new Core(problem, result));
        } catch (const checking::Objection&) {  // numbers beyond what a bound may be told with
            return nullptr;
        }
    }

    [[nodiscard]] Ruling ruling(const Change& change) const {
        return ruling_of(index_.problem(), change, [&](std::int32_t row, const auto& visit) {
            for (const std::int32_t edge : index_.edges_of_row(row)) visit(edge);
        });
    }

    /// The problem's own bound, moved as its multipliers say. Nothing where a multiplier has no bound any more.
    [[nodiscard]] std::optional<int128> moved(const Change& change, const Ruling& ruling) const;
    [[nodiscard]] std::int64_t value(int128 total) const { return guide_.value(total); }

    /// What a solve on the core leaves behind where it does not do.
    struct Attempt {
        std::int64_t work = 0;
        std::vector<std::int32_t> plan;  ///< its edges; it may break what the change asks for
    };
    /// Nothing where the core does not do: it has no plan, or leaves too much out.
    [[nodiscard]] std::optional<Result> solve(const Change& change, const Ruling& ruling, const Result& known, const Options& options,
                                              Attempt& attempt) const;

private:
    Core(const Problem& problem, const Result& result);

    /// Edges with at most this penalty, and all of rows that the change touches, but for those ruled out.
    [[nodiscard]] std::vector<std::int32_t> edges_within(std::int64_t reach, const Ruling& ruling) const;
    /// What it derives follows from the whole limits too, its steps are those of all edges, and no head count comes first.
    [[nodiscard]] bool holds_for_whole(const Result& result, const Problem& part) const;
    /// The core's result as one of the changed problem, of which no plan with an edge outside the core has more than `outside`, and none at
    /// all more than `bound`.
    [[nodiscard]] Result as_whole(Result result, const std::vector<std::int32_t>& edges, const Ruling& ruling, std::int64_t outside,
                                  std::int64_t bound) const;

    /// To begin with.
    [[nodiscard]] std::int64_t core_edges() const { return edges_each * (std::int64_t{index_.problem().rows} + index_.problem().columns); }

    /// What a bound with these multipliers moves by.
    [[nodiscard]] std::optional<int128> by_limits(const std::vector<Entry>& multipliers, const Change& change) const;

    ProblemIndex index_;
    Guide guide_;
    std::int64_t reach_ = 0;  ///< edges with no larger penalty belong to the core
};

Session::Core::Core(const Problem& problem, const Result& result)
    : index_(problem), guide_(problem, {}, result.warm_start->goals.front().plain) {
    const int128 gap = guide_.total() - static_cast<int128>(result.objective.front()) * guide_.multipliers().denominator;
    reach_ = std::max(guide_.reach_of(core_edges()), static_cast<std::int64_t>(std::clamp<int128>(gaps * gap, 0, Guide::farthest)));
}

std::optional<int128> Session::Core::by_limits(const std::vector<Entry>& multipliers, const Change& change) const {
    const Problem& problem = index_.problem();
    int128 sum = 0;
    for (const Change::Bounds& bounds : change.limits) {
        const auto entry = std::ranges::lower_bound(multipliers, bounds.limit, {}, &Entry::index);
        if (entry == multipliers.end() || entry->index != bounds.limit || entry->value == 0) continue;
        const bool is_upper = entry->value > 0;
        const std::int64_t before = (is_upper ? problem.limit_upper : problem.limit_lower)[at(bounds.limit)];
        const auto [lower, upper] = bounds_now(problem, bounds);
        const std::int64_t now = is_upper ? upper : lower;
        if (now == (is_upper ? no_upper : no_lower)) return std::nullopt;
        sum += static_cast<int128>(entry->value) * (static_cast<int128>(now) - before);
    }
    return sum;
}

std::optional<int128> Session::Core::moved(const Change& change, const Ruling& ruling) const {
    const std::optional<int128> by = by_limits(guide_.multipliers().limits, change);
    if (!by) return std::nullopt;
    int128 total = guide_.total() + *by;
    for (const std::int32_t row : ruling.rows) {
        // A row that must have an edge and has none left: the solve tells.
        const bool must = index_.row_lower(row) > 0 || std::ranges::find(ruling.must, row) != ruling.must.end();
        std::optional<int128> best = must ? std::nullopt : std::optional<int128>(0);
        for (const std::int32_t edge : index_.edges_of_row(row))
            if (!ruling.is_out(edge)) best = std::max(best.value_or(guide_.value_of(edge)), guide_.value_of(edge));
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

std::optional<Result> Session::Core::solve(const Change& change, const Ruling& ruling, const Result& known, const Options& options,
                                           Attempt& attempt) const {
    const auto began = core::Budget::Clock::now();
    const std::optional<int128> total = moved(change, ruling);
    if (!total) return std::nullopt;
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
        const int128 outside = *total - reach - 1;
        if (own.progress)
            own.progress = [&](Progress so_far) {
                so_far.elapsed_seconds = std::chrono::duration<double>(core::Budget::Clock::now() - began).count();
                so_far.bound = std::min(std::max(so_far.bound, value(outside)), value(*total));
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
        if (outside < needed || *total < needed || is_stopped)
            return as_whole(std::move(result), edges, ruling, value(outside), value(*total));
        // What is left out might have more: all of that joins.
        reach = static_cast<std::int64_t>(std::min<int128>(*total - needed, Guide::farthest));
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
            if (!prices.limit.empty()) prices.limit.insert(prices.limit.begin() + own, 0);
    result.warm_start = nullptr;
    return result;
}

Session::Session(Problem problem, const Options& options)
    : problem_(std::make_unique<const Problem>(std::move(problem))),
      result_(maximise(*problem_, options)),
      core_(Core::of(*problem_, result_)) {}

Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

const Problem& Session::problem() const {
    return *problem_;
}

const Result& Session::result() const {
    return result_;
}

std::int64_t Session::bound(const Change& change) const {
    const Problem& problem = *problem_;
    std::int64_t bound = no_upper;
    if (core_) {
        if (const auto total = core_->moved(change, core_->ruling(change))) bound = core_->value(*total);
    } else {
        (void)changed(problem, change);  // refuses what cannot be
    }
    const bool restricts = std::ranges::all_of(change.limits, [&](const Change::Bounds& bounds) {
        const auto [lower, upper] = bounds_now(problem, bounds);
        return lower >= problem.limit_lower[at(bounds.limit)] && upper <= problem.limit_upper[at(bounds.limit)];
    });
    return restricts && result_.has_plan() ? std::min(bound, result_.bound.front()) : bound;
}

Result Session::solve(const Change& change, const Options& options) const {
    const auto began = core::Budget::Clock::now();
    Options own = options;
    own.start = {};
    own.warm_start = nullptr;
    own.warm_edges = {};
    own.warm_goals = -1;
    own.warm_values = false;
    check_options(*problem_, own);
    Core::Attempt attempt{.plan = result_.chosen};
    if (core_) {
        const std::int64_t most = bound(change);
        if (own.progress) {
            own.progress({0, 0, 0, 0, most, false});
            own.progress = [&options, most](Progress so_far) {
                so_far.bound = std::min(so_far.bound, most);
                options.progress(so_far);
            };
        }
        const Ruling ruling = core_->ruling(change);
        if (auto result = core_->solve(change, ruling, result_, own, attempt)) {
            const Verdict verdict = check(changed_by(*problem_, change, ruling), *result);
            if (!verdict.accepted) throw InternalError("the checker refuses the result: " + verdict.objections.front());
            return std::move(*result);
        }
    }
    const Problem whole = changed(*problem_, change);
    std::vector<std::int32_t> same(at(whole.edges()));
    std::iota(same.begin(), same.end(), 0);
    own.progress = options.progress;
    own.start = attempt.plan;
    if (result_.warm_start && result_.warm_start->parts.empty()) {
        own.warm_start = result_.warm_start;
        own.warm_edges = same;
    }
    if (own.time_limit) *own.time_limit = std::max(*own.time_limit - (core::Budget::Clock::now() - began), own.time_limit->zero());
    if (own.work_limit) *own.work_limit = std::max<std::int64_t>(*own.work_limit - attempt.work, 0);
    Result result = maximise(whole, own);
    result.work += attempt.work;
    return result;
}

}  // namespace husrom::solve
