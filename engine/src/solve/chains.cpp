#include "chains.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

namespace husrom::solve {
namespace {

using Kind = Coupling::Kind;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::int32_t deepest = 10;
constexpr std::size_t kept_ends = 8;
constexpr int most_pops = 40;
/// Chains between two looks at whether to stop.
constexpr std::int64_t chains_a_look = 64;
/// Chains between two looks at what is broken, at least and for each row: fines that grow faster buy repairs at any price.
constexpr std::int64_t chains_a_fine = 64;
constexpr double chains_a_fine_by_row = 1.0 / 20;
/// Fines remember: where they fade fast, what is too much wanders from limit to limit.
constexpr double fading = 0.999;
/// Moves that begin in a limit that holds too much, as long as there is no plan.
constexpr double mending_share = 0.5;
/// Ways out of such a limit that are looked at for one to begin with, in so many tries.
constexpr int ways_out = 16;
constexpr int tries_for_ways = 100;
/// Of what limits cost, in labels: with more of it a path hardly gets beyond its first steps, for what they cost is balanced later.
constexpr double largest_share = 0.1;
/// Moves that begin with a row whose present place costs something; the others begin with any row.
constexpr double dear_share = 0.5;
constexpr int most_completed = 3;  ///< ends of the first search for which the second is made

}  // namespace

ChainSearch::ChainSearch(const ProblemIndex& index, const Relaxation& relaxation, std::uint64_t seed, std::span<const std::int32_t> start,
                         std::size_t width)
    : index_(index), relaxation_(relaxation), random_(seed), width_(width) {
    const Problem& problem = index.problem();
    const auto scale = static_cast<double>(relaxation.denominator());
    const Relaxation::Duals duals = relaxation.duals();
    double dearest = 1;
    for (const std::int64_t best : duals.row_best) dearest = std::max(dearest, std::abs(static_cast<double>(best) / scale));
    must_fine_.assign(at(problem.rows), 0);
    for (std::size_t r = 0; r < must_fine_.size(); ++r)
        if (relaxation.part().must.test(static_cast<std::int32_t>(r))) must_fine_[r] = 4 * dearest;
    for (const std::int64_t price : duals.price) price_.push_back(static_cast<double>(price) / scale);
    for (std::size_t r = 0; r < must_fine_.size(); ++r) empty_.push_back(static_cast<double>(duals.row_best[r]) / scale + must_fine_[r]);
    matched_ = static_cast<double>(relaxation.matched()) / scale;

    // Candidates: the least penalties of each row.
    std::vector<std::vector<std::pair<double, std::int32_t>>> by_row(at(problem.rows));
    for (std::size_t i = 0; i < relaxation.edges().size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        if (!relaxation.part().edges.test(local)) continue;
        by_row[at(relaxation.row_of(local))].emplace_back(static_cast<double>(duals.penalty[i]) / scale, local);
    }
    std::vector<char> wanted(relaxation.edges().size(), 0);
    for (const std::int32_t edge : start)
        if (relaxation.local(edge) >= 0) wanted[at(relaxation.local(edge))] = 1;
    row_offsets_.push_back(0);
    for (auto& row : by_row) {
        const std::size_t keep = std::min(width_, row.size());
        std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(keep), row.end());
        for (std::size_t j = 0; j < row.size(); ++j) {
            if (j >= keep && wanted[at(row[j].second)] == 0) continue;
            candidates_.push_back(row[j].second);
            penalty_.push_back(row[j].first);
            loss_.push_back(-static_cast<double>(relaxation.weight(row[j].second)) / scale);
            const std::int32_t edge = relaxation.edges()[at(row[j].second)];
            row_of_.push_back(index.row_of(edge));
            column_of_.push_back(index.column_of(edge));
        }
        row_offsets_.push_back(static_cast<std::int32_t>(candidates_.size()));
    }

    column_offsets_.assign(at(problem.columns) + 1, 0);
    for (const std::int32_t column : column_of_) ++column_offsets_[at(column) + 1];
    std::partial_sum(column_offsets_.begin(), column_offsets_.end(), column_offsets_.begin());
    column_candidates_.resize(candidates_.size());
    std::vector<std::int32_t> next(column_offsets_.begin(), column_offsets_.end() - 1);
    for (std::size_t j = 0; j < candidates_.size(); ++j) column_candidates_[at(next[at(column_of_[j])]++)] = static_cast<std::int32_t>(j);

    // Uses of couplings by candidate.
    const auto entries = relaxation.entries_of(candidates_);
    use_offsets_.push_back(0);
    for (const auto& list : entries) {
        for (const auto& [coupling, coefficient] : list) uses_.push_back({coupling, static_cast<double>(coefficient)});
        use_offsets_.push_back(uses_.size());
    }
    members_.resize(relaxation.dimensions());
    for (std::size_t j = 0; j < candidates_.size(); ++j)
        for (std::size_t u = use_offsets_[j]; u < use_offsets_[j + 1]; ++u)
            if (uses_[u].coefficient > 0 && relaxation.coupling(at(uses_[u].coupling)).kind == Kind::limit)
                members_[at(uses_[u].coupling)].push_back(static_cast<std::int32_t>(j));
    std::vector<double> sizes(relaxation.dimensions(), 0);
    std::vector<double> counts(relaxation.dimensions(), 0);
    for (const Use& use : uses_) {
        sizes[at(use.coupling)] += std::abs(use.coefficient);
        ++counts[at(use.coupling)];
    }
    for (std::size_t d = 0; d < relaxation.dimensions(); ++d)
        costs_.emplace_back(index, relaxation, d, 1e-4 * dearest / (counts[d] > 0 ? sizes[d] / counts[d] : 1));
    mate_.assign(at(problem.rows), -1);
    holders_.resize(at(problem.columns));
    place_labels_.resize(at(problem.rows));
    row_labels_.resize(at(problem.columns));
    shift_.assign(costs_.size(), 0);
    path_.assign(costs_.size(), 0);
    activity_.assign(costs_.size(), 0);
    for (std::size_t d = 0; d < costs_.size(); ++d) cost_now_.push_back(costs_[d].at(0));
    place_of_dear_.assign(mate_.size(), -1);
    for (std::int32_t row = 0; row < problem.rows; ++row) note_dear(row);
}

double ChainSearch::change(std::int32_t edge, double sign) const {
    double sum = 0;
    for (std::size_t j = use_offsets_[at(edge)]; j < use_offsets_[at(edge) + 1]; ++j) {
        const auto d = at(uses_[j].coupling);
        const double from = activity_[d] + path_[d];
        const double step = sign * uses_[j].coefficient;
        if (const ActivityCost& c = costs_[d]; c.plain)
            sum += (std::max(from + step - c.upper, 0.0) - std::max(from - c.upper, 0.0)) * (c.fine + c.multiplier) - step * c.multiplier;
        else
            sum += c.at(from + step) - (path_[d] == 0 ? cost_now_[d] : c.at(from));
    }
    return sum;
}

void ChainSearch::follow(std::int32_t edge, double sign) {
    for (std::size_t j = use_offsets_[at(edge)]; j < use_offsets_[at(edge) + 1]; ++j)
        path_[at(uses_[j].coupling)] += sign * uses_[j].coefficient;
}

void ChainSearch::take(std::int32_t row, std::int32_t edge) {
    mate_[at(row)] = edge;
    note_dear(row);
    holders_[at(column_of_[at(edge)])].push_back(row);
    for (std::size_t j = use_offsets_[at(edge)]; j < use_offsets_[at(edge) + 1]; ++j) {
        const auto d = at(uses_[j].coupling);
        activity_[d] += uses_[j].coefficient;
        cost_now_[d] = costs_[d].at(activity_[d]);
    }
}

void ChainSearch::drop(std::int32_t row) {
    const std::int32_t edge = mate_[at(row)];
    mate_[at(row)] = -1;
    note_dear(row);
    std::erase(holders_[at(column_of_[at(edge)])], row);
    for (std::size_t j = use_offsets_[at(edge)]; j < use_offsets_[at(edge) + 1]; ++j) {
        const auto d = at(uses_[j].coupling);
        activity_[d] -= uses_[j].coefficient;
        cost_now_[d] = costs_[d].at(activity_[d]);
    }
}

double ChainSearch::total() const {
    double sum = matched_;
    for (std::size_t r = 0; r < mate_.size(); ++r) sum += mate_[r] >= 0 ? loss_[at(mate_[r])] : must_fine_[r];
    for (const double cost : cost_now_) sum += cost;
    return sum;
}

bool ChainSearch::feasible() const {
    for (std::size_t d = 0; d < costs_.size(); ++d)
        if (costs_[d].broken(activity_[d])) return false;
    for (std::size_t r = 0; r < mate_.size(); ++r)
        if (mate_[r] < 0 && relaxation_.part().must.test(static_cast<std::int32_t>(r))) return false;
    return true;
}

void ChainSearch::note(std::vector<End>& ends, const End& end) const {
    if (ends.size() < kept_ends) {
        ends.push_back(end);
        return;
    }
    const auto worst = std::ranges::max_element(ends, {}, &End::label);
    if (end.label < worst->label) *worst = end;
}

void ChainSearch::search_places(std::int32_t row, std::int32_t hole, std::int32_t taken, double share, double begun, double most) {
    ++stamp_;
    place_ends_.clear();
    heap_.clear();
    place_labels_[at(row)] = {begun, -1, -1, stamp_, 0};
    heap_.emplace_back(begun, row);
    for (int pops = 0; pops < most_pops && !heap_.empty(); ++pops) {
        std::ranges::pop_heap(heap_, std::ranges::greater{});
        const auto [value, from] = heap_.back();
        heap_.pop_back();
        const Label label = place_labels_[at(from)];
        if (value > label.value + 1e-12) continue;
        note(place_ends_, {value + empty_[at(from)], from, -1});
        if (label.depth >= deepest) continue;
        follow_places(from, 1);
        for (std::int32_t edge = row_offsets_[at(from)]; edge < row_offsets_[at(from) + 1]; ++edge) {
            const std::int32_t column = column_of_[at(edge)];
            if (column == taken || edge == mate_[at(from)]) continue;
            ++work_;
            const double there = value + penalty_[at(edge)] + share * change(edge, 1);
            if (there > most) continue;
            const auto& holders = holders_[at(column)];
            const std::int32_t load = static_cast<std::int32_t>(holders.size()) - (column == hole ? 1 : 0);
            if (load < index_.column_upper(column)) {
                note(place_ends_, {there - price_[at(column)], from, edge});
                continue;
            }
            for (const std::int32_t holder : holders) {
                const std::int32_t held = mate_[at(holder)];
                const double onward = there - penalty_[at(held)] + share * change(held, -1);
                Label& next = place_labels_[at(holder)];
                if (next.stamp == stamp_ && onward >= next.value - 1e-9) continue;
                bool on_path = false;
                for (std::int32_t r = from; r >= 0 && !on_path; r = place_labels_[at(r)].parent) on_path = r == holder;
                if (on_path || holder == barred_) continue;
                next = {onward, from, edge, stamp_, label.depth + 1};
                heap_.emplace_back(onward, holder);
                std::ranges::push_heap(heap_, std::ranges::greater{});
            }
        }
        follow_places(from, -1);
    }
    std::ranges::stable_sort(place_ends_, {}, &End::label);
}

void ChainSearch::search_rows(std::int32_t hole, std::int32_t barred, double share, double begun, double most) {
    ++stamp_;
    row_ends_.clear();
    heap_.clear();
    row_labels_[at(hole)] = {begun, -1, -1, stamp_, 0};
    heap_.emplace_back(begun, hole);
    for (int pops = 0; pops < most_pops && !heap_.empty(); ++pops) {
        std::ranges::pop_heap(heap_, std::ranges::greater{});
        const auto [value, from] = heap_.back();
        heap_.pop_back();
        const Label label = row_labels_[at(from)];
        if (value > label.value + 1e-12) continue;
        note(row_ends_, {value + price_[at(from)], from, -1});
        if (label.depth >= deepest) continue;
        follow_rows(from, 1);
        for (std::int32_t j = column_offsets_[at(from)]; j < column_offsets_[at(from) + 1]; ++j) {
            const std::int32_t edge = column_candidates_[at(j)];
            const std::int32_t row = row_of_[at(edge)];
            if (row == barred || mate_[at(row)] == edge) continue;
            ++work_;
            const double there = value + penalty_[at(edge)] + share * change(edge, 1);
            const std::int32_t held = mate_[at(row)];
            if (held < 0) {
                note(row_ends_, {there - empty_[at(row)], from, edge});
                continue;
            }
            const double onward = there - penalty_[at(held)] + share * change(held, -1);
            if (onward > most) continue;
            const std::int32_t column = column_of_[at(held)];
            Label& next = row_labels_[at(column)];
            if (next.stamp == stamp_ && onward >= next.value - 1e-9) continue;
            bool on_path = false;
            for (std::int32_t c = from; c >= 0 && !on_path; c = row_labels_[at(c)].parent) on_path = c == column;
            if (on_path) continue;
            next = {onward, from, edge, stamp_, label.depth + 1};
            heap_.emplace_back(onward, column);
            std::ranges::push_heap(heap_, std::ranges::greater{});
        }
        follow_rows(from, -1);
    }
    std::ranges::stable_sort(row_ends_, {}, &End::label);
}

void ChainSearch::follow_places(std::int32_t row, double sign) {
    for (; place_labels_[at(row)].parent >= 0; row = place_labels_[at(row)].parent) {
        follow(mate_[at(row)], -sign);
        follow(place_labels_[at(row)].edge, sign);
    }
}

void ChainSearch::follow_rows(std::int32_t column, double sign) {
    for (; row_labels_[at(column)].parent >= 0; column = row_labels_[at(column)].parent) {
        const std::int32_t edge = row_labels_[at(column)].edge;
        follow(mate_[at(row_of_[at(edge)])], -sign);
        follow(edge, sign);
    }
}

void ChainSearch::trace_places(const End& end) {
    if (end.edge >= 0) come_.push_back(end.edge);
    for (std::int32_t row = end.node; place_labels_[at(row)].parent >= 0; row = place_labels_[at(row)].parent) {
        gone_.push_back(mate_[at(row)]);
        come_.push_back(place_labels_[at(row)].edge);
    }
}

void ChainSearch::trace_rows(const End& end) {
    if (end.edge >= 0) come_.push_back(end.edge);
    for (std::int32_t column = end.node; row_labels_[at(column)].parent >= 0; column = row_labels_[at(column)].parent) {
        const std::int32_t edge = row_labels_[at(column)].edge;
        gone_.push_back(mate_[at(row_of_[at(edge)])]);
        come_.push_back(edge);
    }
}

/// Of the whole sum, when come_ come and gone_ go; infinite when a row would go or come twice.
double ChainSearch::exact_change() {
    double sum = 0;
    const auto use = [&](std::int32_t edge, double sign) {
        sum += sign * loss_[at(edge)];
        for (std::size_t j = use_offsets_[at(edge)]; j < use_offsets_[at(edge) + 1]; ++j) {
            const auto d = at(uses_[j].coupling);
            if (shift_[d] == 0) shifted_.push_back(uses_[j].coupling);
            shift_[d] += sign * uses_[j].coefficient;
        }
    };
    bool twice = false;
    const auto same_row = [&](const std::vector<std::int32_t>& list) {
        for (std::size_t i = 0; i < list.size() && !twice; ++i)
            for (std::size_t j = i + 1; j < list.size() && !twice; ++j) twice = row_of_[at(list[i])] == row_of_[at(list[j])];
    };
    same_row(come_);
    same_row(gone_);
    if (twice) return infinite;
    for (const std::int32_t edge : come_) {
        use(edge, 1);
        sum -= must_fine_[at(row_of_[at(edge)])];
    }
    for (const std::int32_t edge : gone_) {
        use(edge, -1);
        sum += must_fine_[at(row_of_[at(edge)])];
    }
    std::ranges::sort(shifted_);
    shifted_.erase(std::unique(shifted_.begin(), shifted_.end()), shifted_.end());
    resource_change_ = 0;
    for (const std::int32_t coupling : shifted_) {
        const auto d = at(coupling);
        resource_change_ += costs_[d].at(activity_[d] + shift_[d]) - cost_now_[d];
        shift_[d] = 0;
    }
    sum += resource_change_;
    shifted_.clear();
    work_ += static_cast<std::int64_t>(come_.size());
    return sum;
}

bool ChainSearch::move(std::int32_t edge, double threshold) {
    const std::int32_t row = row_of_[at(edge)];
    const std::int32_t present = mate_[at(row)];
    const std::int32_t hole = present < 0 ? -1 : column_of_[at(present)];
    if (edge == present) return false;
    const std::int32_t column = column_of_[at(edge)];
    const double share = largest_share * random_.unit();
    const auto& holders = holders_[at(column)];
    const bool full = static_cast<std::int32_t>(holders.size()) >= index_.column_upper(column) && column != hole;
    if (full && holders.empty()) return false;
    const std::int32_t ejected = full ? holders[random_.below(holders.size())] : -1;
    barred_ = row;

    std::vector<std::int32_t> base_come{edge};
    std::vector<std::int32_t> base_gone;
    if (present >= 0) base_gone.push_back(present);
    if (ejected >= 0) base_gone.push_back(mate_[at(ejected)]);
    const double begun = penalty_[at(edge)] - (present >= 0 ? penalty_[at(present)] : empty_[at(row)]) -
                         (ejected >= 0 ? penalty_[at(mate_[at(ejected)])] : 0);
    // What comes and goes so far weighs on every step, so that searches look for what balances it.
    const auto follow_move = [&](double sign) {
        for (const std::int32_t come : come_) follow(come, sign);
        for (const std::int32_t gone : gone_) follow(gone, -sign);
    };
    // Penalties of the move so far, and what its shift of the activities costs.
    const auto weigh = [&](double& penalties, double& shift) {
        const double whole = exact_change();
        penalties = 0;
        for (const std::int32_t come : come_) penalties += penalty_[at(come)];
        for (const std::int32_t gone : gone_) penalties -= penalty_[at(gone)];
        shift = resource_change_;
        return whole;
    };
    double least = threshold;
    std::vector<std::int32_t> best_come;
    std::vector<std::int32_t> best_gone;
    const auto judge = [&] {
        const double rise = exact_change();
        if (rise >= least - 1e-12) return;
        least = rise;
        best_come = come_;
        best_gone = gone_;
    };
    double penalties = 0;
    double shift = 0;
    come_ = base_come;
    gone_ = base_gone;
    weigh(penalties, shift);
    place_ends_.assign(1, End{});
    if (ejected >= 0) {
        follow_move(1);
        search_places(ejected, hole, column, share, share * shift, threshold - begun + reach_);
        come_ = base_come;
        gone_ = base_gone;
        follow_move(-1);
    }
    const std::vector<End> places = place_ends_;
    int completed = 0;
    for (const End& place : places) {
        come_ = base_come;
        gone_ = base_gone;
        if (place.node >= 0) trace_places(place);
        judge();
        // A path that ends in the hole leaves none to fill.
        const bool fills = place.edge >= 0 && column_of_[at(place.edge)] == hole;
        if (hole < 0 || hole == column || fills || ++completed > most_completed) continue;
        if (!std::isfinite(weigh(penalties, shift))) continue;
        const std::vector<std::int32_t> come = come_;
        const std::vector<std::int32_t> gone = gone_;
        follow_move(1);
        search_rows(hole, row, share, share * shift, threshold - penalties + reach_);
        come_ = come;
        gone_ = gone;
        follow_move(-1);
        for (const End& back : row_ends_) {
            come_ = come;
            gone_ = gone;
            trace_rows(back);
            judge();
        }
    }
    if (best_come.empty()) return false;
    for (const std::int32_t gone : best_gone) drop(row_of_[at(gone)]);
    for (const std::int32_t come : best_come) take(row_of_[at(come)], come);
    return true;
}

void ChainSearch::note_dear(std::int32_t row) {
    const double cost = mate_[at(row)] >= 0 ? penalty_[at(mate_[at(row)])] : empty_[at(row)];
    const bool dear = cost > 1e-9 && row_offsets_[at(row)] < row_offsets_[at(row) + 1];
    std::int32_t& place = place_of_dear_[at(row)];
    if (dear == (place >= 0)) return;
    if (dear) {
        place = static_cast<std::int32_t>(dear_.size());
        dear_.push_back(row);
        return;
    }
    dear_[at(place)] = dear_.back();
    place_of_dear_[at(dear_.back())] = place;
    dear_.pop_back();
    place = -1;
}

/// Any edge of a row drawn from the dear ones.
std::int32_t ChainSearch::dear_beginning() {
    return any_edge(dear_[random_.below(dear_.size())]);
}

std::int32_t ChainSearch::any_edge(std::int32_t row) {
    const std::int32_t first = row_offsets_[at(row)];
    return first + static_cast<std::int32_t>(random_.below(static_cast<std::uint64_t>(row_offsets_[at(row) + 1] - first)));
}

/// Of some edges that lead a row out of a limit that holds too much, the one that costs least; -1 when none was met.
std::int32_t ChainSearch::mending_beginning() {
    const std::int32_t coupling = crowded_[random_.below(crowded_.size())];
    const std::vector<std::int32_t>& members = members_[at(coupling)];
    const auto inside = [&](std::int32_t edge) {
        for (std::size_t j = use_offsets_[at(edge)]; j < use_offsets_[at(edge) + 1]; ++j)
            if (uses_[j].coupling == coupling && uses_[j].coefficient > 0) return true;
        return false;
    };
    std::int32_t best = -1;
    double least = infinite;
    int seen = 0;
    for (int i = 0; i < tries_for_ways && seen < ways_out; ++i) {
        const std::int32_t held = members[random_.below(members.size())];
        const std::int32_t row = row_of_[at(held)];
        if (mate_[at(row)] != held) continue;
        for (int way = 0; way < 3; ++way) {
            const std::int32_t edge = any_edge(row);
            if (edge == held || inside(edge)) continue;
            ++seen;
            const double rise = penalty_[at(edge)] - penalty_[at(held)];
            if (rise >= least) continue;
            least = rise;
            best = edge;
        }
    }
    return best;
}

void ChainSearch::adjust_fines() {
    crowded_.clear();
    for (std::size_t d = 0; d < costs_.size(); ++d) {
        ActivityCost& cost = costs_[d];
        if (cost.broken(activity_[d])) {
            cost.fine *= 1.2;
            if (!members_[d].empty() && activity_[d] > cost.upper) crowded_.push_back(static_cast<std::int32_t>(d));
        } else {
            cost.fine = std::max(cost.fine_least, cost.fine * fading);
        }
        cost_now_[d] = cost.at(activity_[d]);
    }
}

void ChainSearch::run(std::span<const std::int32_t> start, const Effort& effort,
                      const std::function<bool(const std::vector<std::int32_t>&)>& on_plan, const std::function<bool(std::int64_t)>& stop) {
    for (std::size_t r = 0; r < mate_.size(); ++r)
        if (mate_[r] >= 0) drop(static_cast<std::int32_t>(r));
    for (const std::int32_t edge : start) {
        const std::int32_t row = index_.row_of(edge);
        for (std::int32_t j = row_offsets_[at(row)]; j < row_offsets_[at(row) + 1]; ++j) {
            const std::int32_t column = column_of_[at(j)];
            if (relaxation_.edges()[at(candidates_[at(j)])] != edge ||
                static_cast<std::int32_t>(holders_[at(column)].size()) >= index_.column_upper(column))
                continue;
            if (mate_[at(row)] < 0) take(row, j);
        }
    }
    if (candidates_.empty()) return;
    best_ = infinite;
    const auto report = [&] {
        if (!feasible()) return false;
        // Of sums beyond 2^53 doubles hold too little: what is below 0 is their noise.
        const double here = std::max(total(), 0.0);
        if (here >= best_ - 1e-9) return false;
        best_ = here;
        std::vector<std::int32_t> edges;
        for (const std::int32_t mate : mate_)
            if (mate >= 0) edges.push_back(relaxation_.edges()[at(candidates_[at(mate)])]);
        std::ranges::sort(edges);
        return on_plan(edges);
    };
    if (report()) return;
    std::int64_t last = 0;
    double unit = 0;
    if (const std::size_t few = 3 * (mate_.size() + holders_.size()) / 2; few < penalty_.size()) {
        std::vector<double> sorted(penalty_);
        std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(few));
        unit = sorted[few];
    }
    // Moves begin with edges that may stand in a plan better than the best: the others cost more than it is away from the bound.
    std::vector<std::int32_t> beginnings;
    std::optional<double> begun_at;
    std::int64_t found_at = 0;  // number of the first chain with a plan
    const std::int64_t between_fines =
        std::max(chains_a_fine, static_cast<std::int64_t>(static_cast<double>(mate_.size()) * chains_a_fine_by_row));
    for (std::int64_t i = 0; best_ == infinite ? i < effort.without_plan : i - found_at < effort.chains && i - last < effort.patience;
         ++i) {
        if (begun_at != best_) {
            begun_at = best_;
            beginnings.clear();
            const double furthest = std::min(0.5 * best_, unit > 0 ? 5 * unit : infinite);
            for (std::int32_t edge = 0; edge < static_cast<std::int32_t>(candidates_.size()); ++edge)
                if (penalty_[at(edge)] <= furthest) beginnings.push_back(edge);
            if (beginnings.empty()) return;
        }
        const bool from_dear = random_.unit() < dear_share && !dear_.empty();
        std::int32_t edge = from_dear ? dear_beginning() : beginnings[random_.below(beginnings.size())];
        if (best_ == infinite && !crowded_.empty() && random_.unit() < mending_share)
            if (const std::int32_t mending = mending_beginning(); mending >= 0) edge = mending;
        // A cooling threshold, drawn before the move, in the size of the penalties that a plan has to choose among.
        const bool found = std::isfinite(best_);
        const double heat = unit > 0 ? std::min(0.25 * unit, found ? 0.1 * best_ : infinite) : found ? 0.02 * best_ : 1.0;
        reach_ = std::min(unit > 0 ? unit : infinite, found ? 0.2 * best_ : infinite);
        const double cooling = 1 - 0.75 * std::min(static_cast<double>(i - found_at) / static_cast<double>(effort.chains), 1.0);
        const bool moved = move(edge, -heat * cooling * std::log(random_.unit() + 1e-12));
        if (i % between_fines == 0) adjust_fines();
        if (i % chains_a_look == 0 && stop(work_)) return;
        if (!moved) continue;
        const double before = best_;
        if (report()) return;
        if (best_ < before) last = i;
        if (before == infinite) found_at = i;
    }
}

}  // namespace husrom::solve
