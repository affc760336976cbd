#include "root_bound.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <husrom/matching/graph.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "core_chooser.hpp"
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

/// What one round has found: multipliers and prices of its core, and what they are worth on the whole graph.
struct Round {
    int number = 0;
    bool fits = false;  ///< its core, in a linear program
    NodeLp::Duals found;
    bool on_its_way = false;              ///< the bundle, when its evaluations ended
    std::int64_t bundle_work = 0;         ///< beside the core's own
    std::int64_t told = 0;                ///< of both
    std::vector<std::int64_t> row_best;   ///< in the core
    bool better = false;                  ///< than all rounds before
    double gained = 0;                    ///< by that, in goal units
    double core_value = 0, short_of = 0;  ///< goal units: the core's bound, and how far it is below the whole graph's
    bool missing = true;                  ///< the core lacks edges that matter

    [[nodiscard]] bool within(double share) const { return short_of <= share * std::abs(core_value); }
};

/// Round by round: a core, its best multipliers, and what the whole graph makes of them.
class RootSearch {
public:
    RootSearch(const ProblemIndex& index, const Proven& proven, Relaxation& full, const RootTask& task,
               const std::function<bool(std::int64_t)>& stop)
        : index_(index),
          proven_(proven),
          full_(full),
          task_(task),
          stop_(stop),
          scale_(static_cast<double>(full.denominator())),
          chooser_(index, full) {}

    std::optional<RootBound> run();

private:
    // Each of these is false where there is no bound.
    /// A first bound of the whole graph, and the core by it.
    [[nodiscard]] bool begin();
    /// The core's best multipliers, by the bundle or by a linear program.
    [[nodiscard]] bool by_bundle(Round& round);
    [[nodiscard]] bool by_linear_program(Round& round);
    /// What they are worth on the whole graph; the best stay.
    [[nodiscard]] bool bound_whole(Round& round);
    /// From here on, on few edges.
    [[nodiscard]] bool turn_to_linear_program();

    void choose_first_core();
    /// The bound that the task has at hand, where it is better.
    void take_at_hand();
    void make_core(Round& round);
    /// Of those the task gives, the best on the core for the bundle to begin at.
    void choose_start();
    /// The next core: edges that this one lacks join it.
    void widen(Round& round);
    /// The caller stops it, what is needed is reached, or a head count is found that a stage of its own proves first.
    [[nodiscard]] bool is_over(const Round& round);
    [[nodiscard]] bool is_ready_for_linear_program(const Round& round) const;
    /// Nothing is missing, and nothing more is to be had.
    [[nodiscard]] bool is_settled(const Round& round) const;
    /// By what the caller makes of the bound so far.
    [[nodiscard]] bool is_enough(const Round& round);
    /// At the multipliers where the core stands.
    bool find_count();
    /// The whole graph and the core at the best bound.
    std::optional<RootBound> finish();

    /// Edges of the problem that the core's fractional plan has a share of.
    [[nodiscard]] std::vector<std::int32_t> fractional_edges() const;
    [[nodiscard]] bool price_whole_at_best() { return full_.price(root_.multipliers, root_.prices) == Relaxation::Answer::bound; }

    const ProblemIndex& index_;
    const Proven& proven_;
    Relaxation& full_;
    const RootTask& task_;
    const std::function<bool(std::int64_t)>& stop_;
    double scale_;
    CoreChooser chooser_;
    RootBound root_;                    ///< the best so far
    bool guessed_ = false;              ///< the first bound is that of a problem like this one
    bool by_bundle_ = false;            ///< goes on by the bundle
    bool drawn_ = false;                ///< the first core has edges drawn from all
    bool counted_ = false;              ///< a head count was looked for
    std::vector<double> shares_;        ///< of the problem's edges in a plan, to guess a first basis from; empty: none
    std::vector<std::int64_t> centre_;  ///< where the next bundle begins
    std::vector<std::int64_t> near_;    ///< prices of columns, about right there
    std::int64_t told_ = 0;             ///< of the whole graph's work
};

std::optional<RootBound> RootSearch::run() {
    if (!begin()) return std::nullopt;
    for (int number = 0; number < most_rounds; ++number) {
        Round round;
        round.number = number;
        make_core(round);
        if (!(by_bundle_ ? by_bundle(round) : by_linear_program(round)) || !bound_whole(round)) return std::nullopt;
        widen(round);
        if (is_over(round)) break;
        if (is_ready_for_linear_program(round)) {
            if (!turn_to_linear_program()) return std::nullopt;
            continue;
        }
        if (is_settled(round) || is_enough(round)) break;
    }
    return finish();
}

bool RootSearch::begin() {
    root_.stand = task_.stand;
    guessed_ = task_.root != nullptr && price_at(*task_.root, index_, full_, root_);
    if (!guessed_) {
        root_.multipliers = task_.stand ? task_.starts.back() : task_.starts.front();
        root_.prices = first_prices(index_, full_);
        if (!price_whole_at_best()) return false;
    }
    root_.total = full_.total();
    centre_ = root_.multipliers;
    near_ = root_.prices;
    choose_first_core();
    take_at_hand();
    told_ = full_.work();
    return true;
}

void RootSearch::choose_first_core() {
    if (pays_on_core(index_, full_.edges().size()))
        chooser_.begin(guessed_ ? lp_width : first_width, task_.seeds);
    else
        chooser_.add_problem_edges(full_.edges());
    if (guessed_ && !task_.plan.empty()) {
        shares_.assign(static_cast<std::size_t>(index_.problem().edges()), 0);
        for (const std::int32_t edge : task_.plan) shares_[at(edge)] = 1;
    }
    by_bundle_ = !root_.stand && chooser_.edges().size() > small_core;
    drawn_ = by_bundle_ && !guessed_;
    if (drawn_) chooser_.add_drawn(drawn_width);
}

void RootSearch::take_at_hand() {
    RootBound other;
    if (task_.at_hand == nullptr || !price_at(*task_.at_hand, index_, full_, other) || full_.total() >= root_.total) return;
    root_.total = full_.total();
    root_.multipliers = std::move(other.multipliers);
    root_.prices = std::move(other.prices);
}

void RootSearch::make_core(Round& round) {
    root_.core = std::make_unique<Relaxation>(index_, full_.objective(), full_.goal(), proven_, chooser_.edges(), full_.must());
    round.fits = NodeLp::fits(index_, *root_.core);
    if (round.fits) return;
    shares_ = {};  // no linear program begins there
    by_bundle_ = true;
}

bool RootSearch::by_bundle(Round& round) {
    Relaxation& core = *root_.core;
    core.begin_at(near_);
    if (round.number == 0 && task_.starts.size() > 1 && !guessed_) choose_start();
    Bundle bundle(core);
    bundle.adopt(root_.cuts);
    bundle.set_steps(root_.steps);
    const double best = static_cast<double>(root_.total) / scale_;
    bundle.set_target(std::max(task_.target, best - first_step * std::abs(best)));
    const std::int32_t evaluations =
        drawn_ && round.number == 0 ? drawn_evaluations : std::min(round.fits ? 100 : 400, first_evaluations << std::min(round.number, 5));
    const auto end =
        bundle.minimise(centre_, task_.needed, {.evaluations = evaluations, .tolerance = task_.tolerance, .relative = 1e-5}, [&] {
            const std::int64_t now = core.work() + bundle.work();
            return stop_(now - std::exchange(round.told, now));
        });
    if (end == Bundle::End::nothing_left || bundle.restore() != Relaxation::Answer::bound) return false;
    round.found = {bundle.centre(), core.column_prices()};
    round.on_its_way = end == Bundle::End::limit;
    round.bundle_work = bundle.work();
    root_.fractional = bundle.fractional();
    root_.is_vertex = false;
    root_.cuts = bundle.cuts();
    root_.steps = bundle.steps();
    if (round.on_its_way) root_.steps.proximity *= longer_steps;
    return true;
}

void RootSearch::choose_start() {
    Relaxation& core = *root_.core;
    int128 lowest = 0;
    bool any = false;
    for (const auto& start : task_.starts) {
        if (core.evaluate(start) != Relaxation::Answer::bound || (any && core.total() >= lowest)) continue;
        any = true;
        lowest = core.total();
        centre_ = start;
    }
}

bool RootSearch::by_linear_program(Round& round) {
    Relaxation& core = *root_.core;
    NodeLp lp(index_, core);
    if (root_.stand) {
        lp.load(*root_.stand);
    } else if (!shares_.empty() && core.price(root_.multipliers, root_.prices) == Relaxation::Answer::bound) {
        std::vector<double> shares;
        for (const std::int32_t edge : core.edges()) shares.push_back(shares_[at(edge)]);
        lp.load_guess(shares);
    }
    auto end = NodeLp::End::limit;
    while (end == NodeLp::End::limit && lp.iterations() < lp_iterations) {
        const std::int64_t before = lp.work();
        end = lp.solve(nullptr, -1e300, lp_slice);
        if (stop_(lp.work() - before)) break;
    }
    if (end != NodeLp::End::solved) return false;
    round.found = lp.duals();
    root_.fractional = lp.fractional();
    root_.is_vertex = true;
    root_.stand = std::make_shared<const NodeLp::Stand>(lp.stand());
    return true;
}

bool RootSearch::bound_whole(Round& round) {
    Relaxation& core = *root_.core;
    if (core.price(round.found.multipliers, round.found.prices) != Relaxation::Answer::bound) return false;
    round.row_best = core.row_bests();
    if (full_.price(round.found.multipliers, round.found.prices) != Relaxation::Answer::bound) return false;
    round.core_value = static_cast<double>(core.total()) / scale_;
    round.short_of = static_cast<double>(full_.total() - core.total()) / scale_;
    round.better = full_.total() < root_.total;
    if (round.better) {
        round.gained = static_cast<double>(root_.total - full_.total()) / scale_;
        root_.total = full_.total();
        root_.multipliers = round.found.multipliers;
        root_.prices = round.found.prices;
    }
    const bool moves = round.better || round.number < early_rounds;
    centre_ = moves ? round.found.multipliers : root_.multipliers;
    near_ = moves ? round.found.prices : root_.prices;
    return true;
}

void RootSearch::widen(Round& round) {
    if (!drawn_ || round.number > 0) {
        round.missing = chooser_.add_missing(round.row_best, round.found.prices);
        return;
    }
    // By the multipliers just found, even where none at all bound better so far; with the planes that matter, which stay.
    std::vector<std::int32_t> held = task_.seeds;
    const std::vector<std::int32_t> fractional = fractional_edges();
    held.insert(held.end(), fractional.begin(), fractional.end());
    chooser_.begin(first_width, held);
}

bool RootSearch::is_over(const Round& round) {
    const std::int64_t now = full_.work();
    if (stop_(now - std::exchange(told_, now) + root_.core->work() + round.bundle_work - round.told)) return true;
    if (!round.fits && !counted_ && round.number > 0 && round.within(near_for_count)) {
        counted_ = true;
        if (find_count()) return true;
    }
    return root_.total < task_.needed;
}

bool RootSearch::is_ready_for_linear_program(const Round& round) const {
    return by_bundle_ && round.fits && (!round.missing || round.within(1e-4) || round.number >= 8);
}

bool RootSearch::turn_to_linear_program() {
    by_bundle_ = false;
    if (!price_whole_at_best()) return false;
    shares_.assign(static_cast<std::size_t>(index_.problem().edges()), 0);
    for (std::size_t i = 0; i < root_.fractional.size(); ++i) shares_[at(root_.core->edges()[i])] = root_.fractional[i];
    if (pays_on_core(index_, full_.edges().size())) chooser_.begin(lp_width, fractional_edges());
    return true;
}

bool RootSearch::is_settled(const Round& round) const {
    return (!round.missing || round.short_of <= task_.tolerance) && !(round.on_its_way && round.gained > task_.tolerance);
}

bool RootSearch::is_enough(const Round& round) {
    if (round.fits || !round.better || !task_.on_bound || round.number == 0 || !round.within(near_for_plan)) return false;
    const RootTask::Enough enough = task_.on_bound(root_, round.gained);
    // A few evaluations from elsewhere bring little before the steps have grown.
    const bool settled = enough == RootTask::Enough::nearly && !(round.on_its_way && round.number < early_rounds);
    return enough == RootTask::Enough::yes || settled || stop_(0);
}

bool RootSearch::find_count() {
    if (!task_.count_stage) return false;
    root_.count = find_head_count(index_, proven_, *root_.core, *task_.count_stage, stop_);
    if (root_.count && !holds(*root_.count, index_, proven_, full_)) root_.count.reset();
    return root_.count.has_value();
}

std::optional<RootBound> RootSearch::finish() {
    if (!price_whole_at_best()) return std::nullopt;
    if (root_.core->evaluate(root_.multipliers) != Relaxation::Answer::bound) return std::nullopt;
    root_.heads = std::accumulate(root_.fractional.begin(), root_.fractional.end(), 0.0);
    root_.has_fraction = std::abs(root_.heads - std::round(root_.heads)) > least_fraction;
    if (root_.has_fraction && !root_.count && !root_.is_vertex && !NodeLp::fits(index_, *root_.core)) root_.has_fraction = find_count();
    return std::move(root_);
}

std::vector<std::int32_t> RootSearch::fractional_edges() const {
    std::vector<std::int32_t> edges;
    for (std::size_t i = 0; i < root_.fractional.size(); ++i)
        if (root_.fractional[i] > 0) edges.push_back(root_.core->edges()[i]);
    return edges;
}

}  // namespace

bool pays_on_core(const ProblemIndex& index, std::size_t edges) {
    const std::int64_t nodes = index.problem().rows + index.problem().columns;
    // Where no linear program fits, plans and a head count are looked for on the way as well.
    const std::int64_t each = nodes > NodeLp::most_rows ? 5 : 8;
    return static_cast<std::int64_t>(edges) > each * nodes;
}

std::optional<RootBound> bound_on_core(const ProblemIndex& index, const Proven& proven, Relaxation& full, const RootTask& task,
                                       const std::function<bool(std::int64_t)>& stop) {
    return RootSearch(index, proven, full, task, stop).run();
}

}  // namespace husrom::solve
