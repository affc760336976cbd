#include "root_bound.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <husrom/core/random.hpp>
#include <husrom/matching/graph.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "translation.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Edges of each row and of each column that the core begins with.
constexpr std::size_t first_width = 8;
/// Edges of a row, drawn from all, that the very first core has besides: as long as no multipliers are known the best edges are in the
/// scarcest limits, and what is bounded without others is not the problem.
constexpr std::size_t drawn_width = 20;
constexpr std::int32_t drawn_evaluations = 20;
/// Missing edges that a row adds in one round.
constexpr std::size_t added_width = 6;
/// Evaluations of a first core; each further one gets twice as many.
constexpr std::int32_t first_evaluations = 20;
/// Of the bound: what the bundle's first steps are made for. A plan that is far away says nothing about the bound, and steps that are too
/// long lead to where the core lacks all edges that matter.
constexpr double first_step = 1e-3;
/// A bundle that was still on its way when its evaluations ended goes on with steps so much longer.
constexpr double longer_steps = 2;
constexpr std::size_t lp_width = 3;
constexpr std::size_t small_core = 6'000;
constexpr int most_rounds = 40;
/// Rounds after which a bundle begins where the last one ended although the whole graph has a better bound elsewhere: as long as the core
/// lacks edges that bound is mostly the one without limits.
constexpr int early_rounds = 3;
/// Where no linear program tells of a fraction of a person, a head count is looked for once the core is so near the whole graph, and again
/// where the end leaves a fraction.
constexpr double near_for_count = 2e-4;
constexpr double least_fraction = 1e-4;
/// Where there is no linear program the caller may look for plans once the core is so near the whole graph.
constexpr double near_for_plan = 1e-4;
constexpr std::int64_t lp_iterations = 50'000;
constexpr std::int32_t lp_slice = 400;  ///< between two looks at the clock

/// Prices of columns for the full weights as they stand; of a plain matching, so a guess where capacities are greater.
std::vector<std::int64_t> first_prices(const ProblemIndex& index, const Relaxation& full) {
    const Problem& problem = index.problem();
    std::vector<std::int32_t> rows, columns;
    std::vector<std::int64_t> weights;
    for (std::size_t i = 0; i < full.edges().size(); ++i) {
        rows.push_back(index.row_of(full.edges()[i]));
        columns.push_back(index.column_of(full.edges()[i]));
        weights.push_back(full.objective_weight(static_cast<std::int32_t>(i)));
    }
    const matching::EdgeList graph(problem.rows, problem.columns, std::span<const std::int32_t>(rows),
                                   std::span<const std::int32_t>(columns));
    const auto best = matching::maximum_weight(graph, weights);
    std::vector<std::int64_t> prices(at(problem.columns), 0);
    for (std::size_t c = 0; c < best.column_duals.size(); ++c) prices[c] = best.column_duals[c] * full.denominator();
    return prices;
}

/// Multipliers of a problem like this one, and what they are worth here; false where they are none.
bool price_at(const Multipliers& multipliers, const ProblemIndex& index, Relaxation& full, RootBound& root) {
    Translation translation(full, index.problem().columns);
    translation.read(multipliers);
    if (full.price(translation.multipliers, translation.prices) != Relaxation::Answer::bound) return false;
    root.multipliers = std::move(translation.multipliers);
    root.prices = std::move(translation.prices);
    return true;
}

/// Whether the whole graph has the count that was found on a core.
bool holds(const HeadCount& count, const ProblemIndex& index, const Proven& proven, const Relaxation& full) {
    Relaxation heads(index, Objective::count, full.goal(), proven, {full.edges().begin(), full.edges().end()}, full.must());
    Translation translation(heads, index.problem().columns);
    translation.read(count.proof);
    return heads.price(translation.multipliers, translation.prices) == Relaxation::Answer::bound &&
           heads.total() < static_cast<int128>(count.bound + 1) * heads.denominator();
}

class CoreChooser {
public:
    CoreChooser(const ProblemIndex& index, const Relaxation& full) : index_(index), full_(full), in_core_(full.edges().size(), 0) {}

    void add_problem_edges(std::span<const std::int32_t> edges) {
        for (const std::int32_t edge : edges)
            if (const std::int32_t local = full_.local(edge); local >= 0) in_core_[at(local)] = 1;
    }
    /// Anew: the least penalties, and these edges of the problem.
    void begin(std::size_t width, std::span<const std::int32_t> edges) {
        std::ranges::fill(in_core_, 0);
        add_least(width);
        add_problem_edges(edges);
    }
    /// The least penalties of each row and column, by the full relaxation's duals.
    void add_least(std::size_t width) {
        const Relaxation::Duals duals = full_.duals();
        std::vector<std::vector<std::pair<std::int64_t, std::int32_t>>> rows(at(index_.problem().rows)),
            columns(at(index_.problem().columns));
        const auto keep = [&](std::vector<std::pair<std::int64_t, std::int32_t>>& heap, std::int64_t penalty, std::int32_t local) {
            if (heap.size() < width) {
                heap.emplace_back(penalty, local);
                std::ranges::push_heap(heap);
            } else if (std::pair(penalty, local) < heap.front()) {
                std::ranges::pop_heap(heap);
                heap.back() = {penalty, local};
                std::ranges::push_heap(heap);
            }
        };
        for (std::size_t i = 0; i < full_.edges().size(); ++i) {
            const auto local = static_cast<std::int32_t>(i);
            const std::int32_t edge = full_.edges()[i];
            keep(rows[at(index_.row_of(edge))], duals.penalty[i], local);
            keep(columns[at(index_.column_of(edge))], duals.penalty[i], local);
        }
        for (const auto* lists : {&rows, &columns})
            for (const auto& list : *lists)
                for (const auto& [penalty, local] : list) in_core_[at(local)] = 1;
    }
    /// Edges that are worth more than their row's best in the core; true when there are any. `full` stands at the core's prices.
    bool add_missing(const std::vector<std::int64_t>& row_best, std::span<const std::int64_t> prices) {
        std::vector<std::vector<std::pair<std::int64_t, std::int32_t>>> rows(row_best.size());
        for (std::size_t i = 0; i < full_.edges().size(); ++i) {
            if (in_core_[i] != 0) continue;
            const auto local = static_cast<std::int32_t>(i);
            const std::int32_t edge = full_.edges()[i];
            const std::int64_t beyond = full_.weight(local) - prices[at(index_.column_of(edge))] - row_best[at(index_.row_of(edge))];
            if (beyond > 0) rows[at(index_.row_of(edge))].emplace_back(-beyond, local);
        }
        bool any = false;
        for (auto& row : rows) {
            const std::size_t count = std::min(added_width, row.size());
            std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count), row.end());
            for (std::size_t j = 0; j < count; ++j) in_core_[at(row[j].second)] = 1;
            any = any || count > 0;
        }
        return any;
    }
    /// About so many of each row.
    void add_drawn(std::size_t width) {
        core::Random random(1);
        const std::uint64_t one_of = std::max<std::uint64_t>(full_.edges().size() / (at(index_.problem().rows) * width), 1);
        for (char& in : in_core_)
            if (random.below(one_of) == 0) in = 1;
    }
    [[nodiscard]] std::vector<std::int32_t> edges() const {
        std::vector<std::int32_t> edges;
        for (std::size_t i = 0; i < in_core_.size(); ++i)
            if (in_core_[i] != 0) edges.push_back(full_.edges()[i]);
        return edges;
    }

private:
    const ProblemIndex& index_;
    const Relaxation& full_;
    std::vector<char> in_core_;
};

}  // namespace

bool pays_on_core(const ProblemIndex& index, std::size_t edges) {
    const std::int64_t nodes = index.problem().rows + index.problem().columns;
    // Where no linear program fits, plans and a head count are looked for on the way as well.
    const std::int64_t each = nodes > NodeLp::most_rows ? 5 : 8;
    return static_cast<std::int64_t>(edges) > each * nodes;
}

std::optional<RootBound> bound_on_core(const ProblemIndex& index, const Proven& proven, Relaxation& full, const RootTask& task,
                                       const std::function<bool(std::int64_t)>& stop) {
    RootBound root;
    root.stand = task.stand;
    const bool guessed = task.root != nullptr && price_at(*task.root, index, full, root);
    if (!guessed) {
        root.multipliers = task.stand ? task.starts.back() : task.starts.front();
        root.prices = first_prices(index, full);
        if (full.price(root.multipliers, root.prices) != Relaxation::Answer::bound) return std::nullopt;
    }
    root.total = full.total();
    CoreChooser chooser(index, full);
    if (pays_on_core(index, full.edges().size()))
        chooser.begin(guessed ? lp_width : first_width, task.seeds);
    else
        chooser.add_problem_edges(full.edges());
    std::vector<double> by_edge;  // a plan from which the linear program's first basis is guessed
    if (guessed && !task.plan.empty()) {
        by_edge.assign(static_cast<std::size_t>(index.problem().edges()), 0);
        for (const std::int32_t edge : task.plan) by_edge[at(edge)] = 1;
    }
    bool by_bundle = !root.stand && chooser.edges().size() > small_core;
    const bool drawn = by_bundle && !guessed;
    std::vector<std::int64_t> centre = root.multipliers;  // where the next bundle begins
    std::vector<std::int64_t> near = root.prices;         // of columns, about right there
    if (drawn) chooser.add_drawn(drawn_width);
    if (RootBound other; task.at_hand != nullptr && price_at(*task.at_hand, index, full, other) && full.total() < root.total) {
        root.total = full.total();
        root.multipliers = std::move(other.multipliers);
        root.prices = std::move(other.prices);
    }
    const double scale = static_cast<double>(full.denominator());
    std::int64_t told = full.work();
    bool counted = false;
    // At the multipliers where the core stands.
    const auto find_count = [&] {
        if (!task.count_stage) return false;
        root.count = find_head_count(index, proven, *root.core, *task.count_stage, stop);
        if (root.count && !holds(*root.count, index, proven, full)) root.count.reset();
        return root.count.has_value();
    };
    for (int round = 0; round < most_rounds; ++round) {
        root.core = std::make_unique<Relaxation>(index, full.objective(), full.goal(), proven, chooser.edges(), full.must());
        Relaxation& core = *root.core;
        const bool fits = NodeLp::fits(index, core);
        if (!fits) by_edge = {};  // no linear program begins there
        by_bundle = by_bundle || !fits;
        if (by_bundle) core.begin_at(near);
        if (by_bundle && round == 0 && task.starts.size() > 1 && !guessed) {
            int128 lowest = 0;
            bool any = false;
            for (const auto& start : task.starts) {
                if (core.evaluate(start) != Relaxation::Answer::bound || (any && core.total() >= lowest)) continue;
                any = true;
                lowest = core.total();
                centre = start;
            }
        }
        NodeLp::Duals found;
        bool have = false;
        std::int64_t bundle_work = 0;
        bool on_its_way = false;  // the bundle, when its evaluations ended
        std::int64_t core_told = 0;
        if (by_bundle) {
            Bundle bundle(core);
            bundle.adopt(root.cuts);
            bundle.set_steps(root.steps);
            const double best = static_cast<double>(root.total) / scale;
            bundle.set_target(std::max(task.target, best - first_step * std::abs(best)));
            const auto end =
                bundle.minimise(centre, task.needed,
                                {.evaluations = drawn && round == 0 ? drawn_evaluations
                                                                    : std::min(fits ? 100 : 400, first_evaluations << std::min(round, 5)),
                                 .tolerance = task.tolerance,
                                 .relative = 1e-5},
                                [&] {
                                    const std::int64_t now = core.work() + bundle.work();
                                    return stop(now - std::exchange(core_told, now));
                                });
            if (end == Bundle::End::nothing_left) return std::nullopt;
            have = bundle.restore() == Relaxation::Answer::bound;
            found = {bundle.centre(), core.column_prices()};
            root.fractional = bundle.fractional();
            root.is_vertex = false;
            root.cuts = bundle.cuts();
            on_its_way = end == Bundle::End::limit;
            root.steps = bundle.steps();
            if (on_its_way) root.steps.proximity *= longer_steps;
            bundle_work = bundle.work();
        } else {
            NodeLp lp(index, core);
            if (root.stand) {
                lp.load(*root.stand);
            } else if (!by_edge.empty() && core.price(root.multipliers, root.prices) == Relaxation::Answer::bound) {
                std::vector<double> shares;
                for (const std::int32_t edge : core.edges()) shares.push_back(by_edge[at(edge)]);
                lp.load_guess(shares);
            }
            auto end = NodeLp::End::limit;
            while (end == NodeLp::End::limit && lp.iterations() < lp_iterations) {
                const std::int64_t before = lp.work();
                end = lp.solve(nullptr, -1e300, lp_slice);
                if (stop(lp.work() - before)) break;
            }
            if (end == NodeLp::End::solved) {
                found = lp.duals();
                have = true;
                root.fractional = lp.fractional();
                root.is_vertex = true;
                root.stand = std::make_shared<const NodeLp::Stand>(lp.stand());
            }
        }
        if (!have || core.price(found.multipliers, found.prices) != Relaxation::Answer::bound) return std::nullopt;
        const std::vector<std::int64_t> row_best = core.row_bests();
        if (full.price(found.multipliers, found.prices) != Relaxation::Answer::bound) return std::nullopt;
        const bool better = full.total() < root.total;
        const double gained = better ? static_cast<double>(root.total - full.total()) / scale : 0;
        if (better) {
            root.total = full.total();
            root.multipliers = found.multipliers;
            root.prices = found.prices;
        }
        const bool moves = better || round < early_rounds;
        centre = moves ? found.multipliers : root.multipliers;
        near = moves ? found.prices : root.prices;
        bool missing = true;
        if (drawn && round == 0) {
            // By the multipliers just found, even where none at all bound better so far; with the planes that matter, which stay.
            std::vector<std::int32_t> held = task.seeds;
            for (std::size_t i = 0; i < root.fractional.size(); ++i)
                if (root.fractional[i] > 0) held.push_back(core.edges()[i]);
            chooser.begin(first_width, held);
        } else {
            missing = chooser.add_missing(row_best, found.prices);
        }
        const bool stopped = stop(full.work() - told + core.work() + bundle_work - core_told);
        told = full.work();
        const double short_of = static_cast<double>(full.total() - core.total()) / scale;
        const auto within = [&](double share) { return short_of <= share * std::abs(static_cast<double>(core.total()) / scale); };
        if (!fits && !stopped && !counted && round > 0 && within(near_for_count)) {
            counted = true;
            if (find_count()) break;
        }
        if (stopped || root.total < task.needed) break;
        if (by_bundle && fits && (!missing || within(1e-4) || round >= 8)) {
            // Near enough for the linear program, on few edges.
            by_bundle = false;
            if (full.price(root.multipliers, root.prices) != Relaxation::Answer::bound) return std::nullopt;
            by_edge.assign(static_cast<std::size_t>(index.problem().edges()), 0);
            for (std::size_t i = 0; i < root.fractional.size(); ++i) by_edge[at(core.edges()[i])] = root.fractional[i];
            if (pays_on_core(index, full.edges().size())) {
                std::vector<std::int32_t> held;
                for (const std::int32_t edge : core.edges())
                    if (by_edge[at(edge)] > 0) held.push_back(edge);
                chooser.begin(lp_width, held);
            }
            continue;
        }
        if ((!missing || short_of <= task.tolerance) && !(on_its_way && gained > task.tolerance)) break;
        if (!fits && better && task.on_bound && round > 0 && within(near_for_plan)) {
            const RootTask::Enough enough = task.on_bound(root, gained);
            // A few evaluations from elsewhere bring little before the steps have grown.
            const bool settled = enough == RootTask::Enough::nearly && !(on_its_way && round < early_rounds);
            if (enough == RootTask::Enough::yes || settled || stop(0)) break;
        }
    }
    if (full.price(root.multipliers, root.prices) != Relaxation::Answer::bound) return std::nullopt;
    if (root.core->evaluate(root.multipliers) != Relaxation::Answer::bound) return std::nullopt;
    root.heads = std::accumulate(root.fractional.begin(), root.fractional.end(), 0.0);
    root.has_fraction = std::abs(root.heads - std::round(root.heads)) > least_fraction;
    if (root.has_fraction && !root.count && !root.is_vertex && !NodeLp::fits(index, *root.core)) root.has_fraction = find_count();
    return root;
}

}  // namespace husrom::solve
