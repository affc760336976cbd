#include "neighbourhood.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/on_threads.hpp"

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
                                         Meter& meter, std::uint64_t seed, std::int32_t threads, std::function<void()> on_better)
    : index_(index),
      guide_(guide),
      proven_(proven),
      incumbent_(incumbent),
      meter_(meter),
      on_better_(std::move(on_better)),
      state_(index),
      scale_(static_cast<double>(guide.denominator())),
      proof_(guide.proof()),
      seed_(seed),
      threads_(threads) {}

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

std::size_t NeighbourhoodSearch::choose_shape() {
    for (std::size_t i = 0; i < shapes_.size(); ++i)
        if (!std::exchange(shapes_[i].chosen, true)) return i;
    const auto best = std::ranges::max_element(shapes_, {}, &Shape::rate);
    if (best->rate <= 0 || chooser_->random().below(one_at_random) == 0) return chooser_->random().below(shapes_.size());
    return static_cast<std::size_t>(best - shapes_.begin());
}

std::vector<NeighbourhoodSearch::Chosen> NeighbourhoodSearch::choose_parts(std::int32_t count) {
    std::vector<Chosen> parts;
    for (std::int32_t i = 0; i < count; ++i) parts.push_back(choose_part());
    return parts;
}

NeighbourhoodSearch::Chosen NeighbourhoodSearch::choose_part() {
    Learned before{chooser_->random(), shapes_, applied_};
    for (; applied_ + lag <= chosen_; ++applied_) learn(outcomes_[applied_]);
    ++chosen_;
    const std::size_t number = choose_shape();
    const Shape& shape = shapes_[number];
    const auto size = static_cast<std::size_t>(shape.size);
    OpenPart open;
    open.rows =
        shape.kind == Shape::Kind::by_edges ? chooser_->by_edges(state_, size) : chooser_->by_limits(state_, size, shape.share_beside);
    open.ways.resize(open.rows.size());
    std::vector<std::int32_t> held;
    for (std::size_t i = 0; i < open.rows.size(); ++i)
        if (const std::int32_t edge = state_.edge_of_row(open.rows[i]); edge >= 0) {
            held.push_back(edge);
            open.ways[i].push_back(edge);
        }
    for (const std::int32_t edge : held) state_.remove(edge);
    // What may be gained here at most, by the guide's duals: a dearer edge stands in no better plan.
    const double most = chooser_->most_to_gain(open.rows);
    for (std::size_t i = 0; i < open.rows.size(); ++i) {
        const std::int32_t mine = open.ways[i].empty() ? -1 : open.ways[i].front();
        for (const PartChooser::Candidate& candidate : chooser_->ways(open.rows[i]))
            if (candidate.penalty < most && candidate.edge != mine) open.ways[i].push_back(candidate.edge);
    }
    PartSearch search(index_, guide_, proof_, proven_, state_, open, held, {.nodes = most_nodes});
    for (const std::int32_t edge : held) state_.add(edge);
    return {number, std::move(held), std::move(search), std::move(before), meter_.budget(), meter_.work()};
}

void NeighbourhoodSearch::search_at_once(std::vector<Chosen>& parts) {
    std::atomic<std::size_t> next = 0;
    core::on_threads(parts.size(), [&] {
        for (std::size_t i = next++; i < parts.size(); i = next++) {
            Chosen& part = parts[i];
            try {
                Meter own(part.budget, meter_);
                part.search.run(own);
            } catch (...) {
                part.error = std::current_exception();
            }
        }
    });
}

bool NeighbourhoodSearch::conclude(const Chosen& part) {
    if (part.error) std::rethrow_exception(part.error);
    meter_.spend_after(part.budget, part.work());
    nodes_ += part.search.nodes();
    const std::int64_t value = incumbent_.plan->goals[at(guide_.goal())];
    bool better = false;
    if (part.search.is_better()) {
        for (const std::int32_t edge : part.held) state_.remove(edge);
        better = offer(part.search.chosen());
        state_.load(incumbent_.plan->chosen);
    }
    const double rate = static_cast<double>(incumbent_.plan->goals[at(guide_.goal())] - value) /
                        static_cast<double>(std::max<std::int64_t>(part.work(), 1));
    outcomes_.push_back({part.shape, better, part.search.is_whole(), rate});
    return better;
}

void NeighbourhoodSearch::learn(const Outcome& outcome) {
    Shape& shape = shapes_[outcome.shape];
    if (!outcome.better)
        shape.size = outcome.whole ? std::min(shape.size * growth, shape.most_size) : std::max(shape.size * shrinkage, least_size);
    shape.rate = shape.tried ? memory_of_rate * shape.rate + (1 - memory_of_rate) * outcome.rate : outcome.rate;
    shape.tried = true;
}

void NeighbourhoodSearch::forget_from(const Chosen& part) {
    chooser_->random() = part.before.random;
    shapes_ = part.before.shapes;
    applied_ = part.before.applied;
    chosen_ = outcomes_.size();
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
        return solve(part, held, {.may_search = true, .by_parts = true, .gap = gap_, .threads = threads_});
    }
    const OpenPart part = with_ways(ways_when_rounding);
    // Without the linear program, a tree is neither quick nor good.
    if (!fits(part)) {
        state_.load(incumbent_.plan->chosen);
        return false;
    }
    return solve(part, held, {.nodes = std::clamp<std::int64_t>(tree_when_rounding / (open * open), 4, 400), .may_search = true});
}

OpenPart NeighbourhoodSearch::open_part(std::size_t edges, const std::vector<std::int32_t>& held) const {
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

bool NeighbourhoodSearch::solve(const OpenPart& open, const std::vector<std::int32_t>& held, const PartSearch::Effort& effort) {
    PartSearch part(index_, guide_, proof_, proven_, state_, open, held, effort);
    bool better = false;
    part.run(meter_, [&] { better = offer(part.chosen()) || better; });
    nodes_ += part.nodes();
    state_.load(incumbent_.plan->chosen);
    return better;
}

bool NeighbourhoodSearch::offer(const std::vector<std::int32_t>& chosen) {
    for (const std::int32_t edge : chosen) state_.add(edge);
    const bool better = state_.broken() == 0 && incumbent_.offer({state_.chosen(), state_.goals()});
    for (const std::int32_t edge : chosen) state_.remove(edge);
    if (better) on_better_();
    return better;
}

}  // namespace husrom::solve
