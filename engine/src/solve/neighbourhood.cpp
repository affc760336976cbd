#include "neighbourhood.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace husrom::solve {
namespace {

constexpr std::int64_t most_nodes = 20;        ///< of the tree of a part
constexpr double whole_share = 0.999;          ///< from which on a fractional plan has decided
constexpr std::size_t ways_when_rounding = 6;  ///< for each place that is open
/// The same where no tree follows, and there where the linear program does not fit either: more ways make for larger parts, and what few
/// leave out is made good by later ones.
constexpr std::size_t ways_by_parts = 4;
constexpr std::size_t fewest_ways = 3;
/// Of the tree over what rounding leaves open: nodes times the square of the places, for both a node and what it brings depend on how much
/// is open.
constexpr std::int64_t tree_when_rounding = 2'600'000;
/// Parts without a gain: the next is larger where this one was searched to its end, and smaller where it was not.
constexpr double growth = 1.05;
constexpr double shrinkage = 0.9;
constexpr double least_size = 12;
constexpr double memory_of_rate = 0.85;     ///< of a shape
constexpr std::uint64_t one_at_random = 4;  ///< of so many parts, whatever the rates

}  // namespace

NeighbourhoodSearch::NeighbourhoodSearch(const ProblemIndex& index, const Relaxation& guide, const Proven& proven, Incumbent& incumbent,
                                         Meter& meter, std::uint64_t seed, std::function<void()> on_better)
    : index_(index),
      guide_(guide),
      proven_(proven),
      incumbent_(incumbent),
      meter_(meter),
      on_better_(std::move(on_better)),
      state_(index),
      scale_(static_cast<double>(guide.denominator())),
      proof_(guide.proof()),
      seed_(seed) {}

void NeighbourhoodSearch::begin_parts() {
    if (chooser_) return;
    chooser_.emplace(index_, guide_, seed_);
    // More is no part any more.
    const double most = std::min(400.0, index_.problem().columns / 4.0);
    if (chooser_->has_priced_limits() && most >= least_size) {
        shapes_.push_back({.kind = Shape::Kind::by_limits, .share_beside = 0, .size = std::min(150.0, most), .most_size = most});
        shapes_.push_back({.kind = Shape::Kind::by_limits, .share_beside = 0.1, .size = std::min(100.0, most), .most_size = most});
    }
    shapes_.push_back({.kind = Shape::Kind::by_edges, .share_beside = 0, .size = 40, .most_size = 240});
}

NeighbourhoodSearch::Shape& NeighbourhoodSearch::choose_shape() {
    for (Shape& shape : shapes_)
        if (!shape.tried) return shape;
    const auto best = std::ranges::max_element(shapes_, {}, &Shape::rate);
    if (best->rate <= 0 || chooser_->random().below(one_at_random) == 0) return shapes_[chooser_->random().below(shapes_.size())];
    return *best;
}

bool NeighbourhoodSearch::search_next() {
    Shape& shape = choose_shape();
    const std::int64_t work = meter_.work();
    const std::int64_t value = incumbent_.plan->goals[at(guide_.goal())];
    const auto size = static_cast<std::size_t>(shape.size);
    const bool better = search(shape.kind == Shape::Kind::by_edges ? chooser_->by_edges(state_, size)
                                                                   : chooser_->by_limits(state_, size, shape.share_beside));
    if (!whole_ && !better) shape.size = std::max(shape.size * shrinkage, least_size);
    if (whole_ && !better) shape.size = std::min(shape.size * growth, shape.most_size);
    const double rate = static_cast<double>(incumbent_.plan->goals[at(guide_.goal())] - value) /
                        static_cast<double>(std::max<std::int64_t>(meter_.work() - work, 1));
    shape.rate = shape.tried ? memory_of_rate * shape.rate + (1 - memory_of_rate) * rate : rate;
    shape.tried = true;
    return better;
}

bool NeighbourhoodSearch::search(const std::vector<std::int32_t>& rows) {
    OpenPart part{rows, std::vector<std::vector<std::int32_t>>(rows.size())};
    std::vector<std::int32_t> held;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (const std::int32_t edge = state_.edge_of_row(rows[i]); edge >= 0) {
            held.push_back(edge);
            part.ways[i].push_back(edge);
        }
    for (const std::int32_t edge : held) state_.remove(edge);
    // What may be gained here at most, by the guide's duals: a dearer edge stands in no better plan.
    const double most = chooser_->most_to_gain(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::int32_t mine = part.ways[i].empty() ? -1 : part.ways[i].front();
        for (const PartChooser::Candidate& candidate : chooser_->ways(rows[i]))
            if (candidate.penalty < most && candidate.edge != mine) part.ways[i].push_back(candidate.edge);
    }
    return solve(part, held, {.nodes = most_nodes});
}

bool NeighbourhoodSearch::round(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex) {
    // The plan so far tells nothing about what keeps earlier goals beside what is given whole.
    if (guide_.goal() > 0) return false;
    std::vector<std::int32_t> whole;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (fractional[i] > whole_share) whole.push_back(edges[i]);
    return search_beside(whole, {}, is_vertex);
}

bool NeighbourhoodSearch::cross(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex) {
    std::vector<char> given(static_cast<std::size_t>(index_.problem().edges()), 0);
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (fractional[i] > whole_share) given[at(edges[i])] = 1;
    std::vector<std::int32_t> agreed;
    std::vector<std::int32_t> held;
    for (const std::int32_t edge : incumbent_.plan->chosen) (given[at(edge)] != 0 ? agreed : held).push_back(edge);
    return search_beside(agreed, held, is_vertex);
}

bool NeighbourhoodSearch::search_beside(const std::vector<std::int32_t>& whole, const std::vector<std::int32_t>& held, bool is_vertex) {
    state_.load(whole);
    // What is left must be small beside the whole, which a mean of plans that is far from the best one may not leave.
    const Problem& problem = index_.problem();
    std::vector<char> row_counts(at(problem.rows), 0);
    std::vector<char> column_counts(at(problem.columns), 0);
    for (const std::int32_t edge : guide_.edges()) row_counts[at(index_.row_of(edge))] = column_counts[at(index_.column_of(edge))] = 1;
    std::int64_t rows_all = 0, rows_open = 0, places_all = 0, places_open = 0, columns_open = 0;
    for (std::int32_t row = 0; row < problem.rows; ++row) {
        rows_all += row_counts[at(row)];
        rows_open += state_.edge_of_row(row) < 0 ? row_counts[at(row)] : 0;
    }
    for (std::int32_t c = 0; c < problem.columns; ++c) {
        if (column_counts[at(c)] == 0) continue;
        const std::int64_t left = index_.column_upper(c) - state_.column_use(c);
        places_all += index_.column_upper(c);
        places_open += left;
        columns_open += left > 0 ? 1 : 0;
    }
    const std::int64_t open = std::min(rows_open, places_open);
    if (open == 0 || 2 * open > std::min(rows_all, places_all)) {
        const bool better = open == 0 && state_.broken() == 0 && incumbent_.offer({state_.chosen(), state_.goals()});
        if (better) on_better_();
        state_.load(incumbent_.plan->chosen);
        return better;
    }
    const auto with_ways = [&](std::size_t ways) { return open_part(ways * static_cast<std::size_t>(open), held); };
    const auto fits = [&](const OpenPart& part) {
        return static_cast<std::int64_t>(part.rows.size()) + columns_open + static_cast<std::int64_t>(guide_.dimensions()) <=
               NodeLp::most_rows;
    };
    if (!is_vertex) {
        OpenPart part = with_ways(ways_by_parts);
        if (!fits(part)) part = with_ways(fewest_ways);
        return solve(part, held, {.may_search = true, .by_parts = true});
    }
    const OpenPart part = with_ways(ways_when_rounding);
    // Without the linear program, a tree is neither quick nor good.
    if (!fits(part)) {
        state_.load(incumbent_.plan->chosen);
        return false;
    }
    return solve(part, held, {.nodes = std::clamp<std::int64_t>(tree_when_rounding / (open * open), 4, 400), .may_search = true});
}

NeighbourhoodSearch::OpenPart NeighbourhoodSearch::open_part(std::size_t edges, const std::vector<std::int32_t>& held) const {
    std::vector<std::pair<double, std::int32_t>> near;
    const Relaxation::Duals duals = guide_.duals();
    for (std::size_t i = 0; i < guide_.edges().size(); ++i) {
        const std::int32_t edge = guide_.edges()[i];
        const std::int32_t column = index_.column_of(edge);
        if (state_.edge_of_row(index_.row_of(edge)) >= 0 || !guide_.part().edges.test(static_cast<std::int32_t>(i))) continue;
        if (state_.column_use(column) < index_.column_upper(column))
            near.emplace_back(static_cast<double>(duals.penalty[i]) / scale_, edge);
    }
    const std::size_t count = std::min(near.size(), edges);
    std::ranges::nth_element(near, near.begin() + static_cast<std::ptrdiff_t>(count));
    near.resize(count);
    std::vector<char> is_near(static_cast<std::size_t>(index_.problem().edges()), 0);
    for (const auto& [penalty, edge] : near) is_near[at(edge)] = 1;
    for (const std::int32_t edge : held)
        if (is_near[at(edge)] == 0) near.emplace_back(0, edge);
    std::ranges::sort(near, {}, [&](const auto& one) { return std::pair(index_.row_of(one.second), one); });
    OpenPart part;
    for (const auto& [penalty, edge] : near) {
        if (part.rows.empty() || part.rows.back() != index_.row_of(edge)) {
            part.rows.push_back(index_.row_of(edge));
            part.ways.emplace_back();
        }
        part.ways.back().push_back(edge);
    }
    return part;
}

template <class Limits, class Cliques>
Multipliers NeighbourhoodSearch::guide_within(const std::map<std::int32_t, std::int32_t>& columns, const Limits& limits,
                                              const Cliques& cliques) const {
    Multipliers within;
    within.denominator = proof_.denominator;
    within.goals = proof_.goals;
    within.counts = proof_.counts;
    for (const Entry& entry : proof_.columns)
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
    renumber(proof_.limits, limits, within.limits);
    renumber(proof_.cliques, cliques, within.cliques);
    return within;
}

NeighbourhoodSearch::PartProblem NeighbourhoodSearch::problem_of(const OpenPart& open, const std::vector<std::int32_t>& held) const {
    const Problem& problem = index_.problem();
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
        const std::int32_t column = index_.column_of(edge);
        if (state_.column_use(column) >= index_.column_upper(column)) return;
        const Incidence& sets = index_.cliques_of();
        for (std::size_t j = sets.begin(edge); j < sets.end(edge); ++j)
            if (state_.clique_use(sets.sets[j]) > 0) return;
        const auto number = static_cast<std::int32_t>(edges.size());
        edges.push_back(edge);
        part.edge_row.push_back(row);
        part.edge_column.push_back(column_of.try_emplace(column, static_cast<std::int32_t>(column_of.size())).first->second);
        for (std::int32_t goal = 0; goal < problem.goals; ++goal) part.weights[at(goal)].push_back(index_.weight(goal, edge));
        const Incidence& incidence = index_.limits_of();
        for (std::size_t j = incidence.begin(edge); j < incidence.end(edge); ++j) {
            if (incidence.sets[j] >= index_.own_limits()) continue;
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
        part.row_lower.push_back(guide_.part().must.test(open.rows[i]) ? 1 : 0);
    }
    part.columns = static_cast<std::int32_t>(column_of.size());
    part.column_upper.resize(column_of.size());
    for (const auto& [column, number] : column_of) part.column_upper[at(number)] = index_.column_upper(column) - state_.column_use(column);
    for (const auto& [limit, entries] : limits) {
        const LimitSide& up = index_.upper(limit);
        const LimitSide& low = index_.lower(limit);
        const std::int64_t used = state_.activity(limit);
        const std::int32_t number = part.add_limit(entries.first, entries.second, low.present ? low.bound - used : no_lower,
                                                   up.present ? up.bound - used : no_upper);
        for (const Side side : {Side::upper, Side::lower}) {
            const LimitSide& own = side == Side::upper ? up : low;
            for (const LimitSide::Part& step : own.parts) part.steps.push_back({number, side, own.goal, step.width, step.slope});
        }
    }
    for (const auto& [clique, members] : cliques) part.add_clique(members);
    result.root = guide_within(column_of, limits, cliques);
    return result;
}

bool NeighbourhoodSearch::solve(const OpenPart& open, const std::vector<std::int32_t>& held, const Effort& effort) {
    whole_ = false;
    const std::vector<std::int64_t> begun_with = incumbent_.plan->goals;
    const PartProblem part = problem_of(open, held);
    const ProblemIndex part_index(part.problem);
    PlanState part_state(part_index);
    part_state.load(part.start);
    if (part_state.broken() > 0) {
        state_.load(incumbent_.plan->chosen);
        return false;
    }
    Incumbent best;
    best.offer({part_state.chosen(), part_state.goals()});
    Proven proven;
    proven.goals.assign(part_state.goals().begin(), part_state.goals().begin() + guide_.goal());
    if (!proven_.counts.empty()) {
        const auto stays = static_cast<std::int64_t>(state_.chosen().size());
        for (const Proven::Count& count : proven_.counts) proven.counts.push_back({count.stage, count.bound - stays});
    }
    StageTask task;
    task.goal = guide_.goal();
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(part.edges.size()); ++i) task.edges.push_back(i);
    task.must.assign(part.problem.row_lower.begin(), part.problem.row_lower.end());
    task.most_nodes = effort.nodes;
    task.may_search = effort.may_search;
    task.by_parts = effort.by_parts;
    task.gap = effort.by_parts ? gap_ : 0;
    task.root = &part.root;
    const auto lift = [&] {
        for (const std::int32_t number : best.plan->chosen) state_.add(part.edges[at(number)]);
        const bool better =
            state_.broken() == 0 && state_.goals() > incumbent_.plan->goals && incumbent_.offer({state_.chosen(), state_.goals()});
        for (const std::int32_t number : best.plan->chosen) state_.remove(part.edges[at(number)]);
        return better;
    };
    std::vector<std::int64_t> lifted = best.plan->goals;
    const auto lift_if_new = [&] {
        if (best.plan->goals <= lifted) return;
        lifted = best.plan->goals;
        if (lift()) on_better_();
    };
    StageSearch search(part_index, proven, std::move(task), best, meter_, [&](std::int64_t) { lift_if_new(); });
    const StageOutcome outcome = search.run();
    nodes_ += outcome.nodes;
    whole_ = outcome.proven;

    lift_if_new();
    state_.load(incumbent_.plan->chosen);
    return incumbent_.plan->goals != begun_with;
}

}  // namespace husrom::solve
