#include "neighbourhood.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace husrom::solve {
namespace {

constexpr std::size_t candidates_each = 24;    ///< of a row or a column
constexpr std::size_t ways_on = 8;             ///< candidates along which a part grows from a row or a column
constexpr std::int64_t most_nodes = 40;        ///< of the tree of a part
constexpr double whole_share = 0.999;          ///< from which on a fractional plan has decided
constexpr std::size_t ways_when_rounding = 6;  ///< for each place that is open
/// Of the tree over what rounding leaves open: nodes times the square of the places, for both a node and what it brings depend on how much
/// is open.
constexpr std::int64_t tree_when_rounding = 2'600'000;

}  // namespace

NeighbourhoodSearch::NeighbourhoodSearch(const ProblemIndex& index, const Relaxation& guide, const Proven& proven, Incumbent& incumbent,
                                         Meter& meter, std::uint64_t seed, std::function<void()> on_better)
    : index_(index),
      guide_(guide),
      proven_(proven),
      incumbent_(incumbent),
      meter_(meter),
      on_better_(std::move(on_better)),
      random_(seed),
      state_(index),
      scale_(static_cast<double>(guide.denominator())),
      proof_(guide.proof()) {}

void NeighbourhoodSearch::collect_candidates() {
    const Problem& problem = index_.problem();
    const Relaxation::Duals duals = guide_.duals();
    for (const std::int64_t price : duals.price) price_.push_back(static_cast<double>(price) / scale_);
    for (const std::int64_t best : duals.row_best) empty_.push_back(static_cast<double>(best) / scale_);
    of_row_.resize(at(problem.rows));
    of_column_.resize(at(problem.columns));
    const auto less = [](const Candidate& a, const Candidate& b) {
        return a.penalty != b.penalty ? a.penalty < b.penalty : a.edge < b.edge;
    };
    const auto keep = [&](std::vector<Candidate>& heap, const Candidate& candidate) {
        if (heap.size() < candidates_each) {
            heap.push_back(candidate);
            std::ranges::push_heap(heap, less);
        } else if (less(candidate, heap.front())) {
            std::ranges::pop_heap(heap, less);
            heap.back() = candidate;
            std::ranges::push_heap(heap, less);
        }
    };
    for (std::size_t i = 0; i < guide_.edges().size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        if (!guide_.part().edges.test(local)) continue;
        const std::int32_t edge = guide_.edges()[i];
        const double penalty = static_cast<double>(duals.penalty[i]) / scale_;
        keep(of_row_[at(index_.row_of(edge))], {edge, index_.column_of(edge), penalty});
        keep(of_column_[at(index_.column_of(edge))], {edge, index_.row_of(edge), penalty});
    }
    for (auto* lists : {&of_row_, &of_column_})
        for (auto& list : *lists) std::ranges::sort_heap(list, less);
    rows_of_limit_.resize(at(problem.limits()));
    std::vector<char> priced(at(problem.limits()), 0);
    for (std::size_t d = 0; d < guide_.dimensions(); ++d)
        if (guide_.coupling(d).kind == Coupling::Kind::limit && guide_.multipliers()[d] != 0) priced[at(guide_.coupling(d).index)] = 1;
    const Incidence& limits = index_.limits_of();
    for (std::int32_t row = 0; row < problem.rows; ++row)
        for (const Candidate& candidate : of_row_[at(row)])
            for (std::size_t j = limits.begin(candidate.edge); j < limits.end(candidate.edge); ++j)
                if (auto& rows = rows_of_limit_[at(limits.sets[j])];
                    priced[at(limits.sets[j])] != 0 && (rows.empty() || rows.back() != row))
                    rows.push_back(row);
}

void NeighbourhoodSearch::collect_defects() {
    defects_.clear();
    const auto note = [&](Defect::Kind kind, std::int32_t index, double size) {
        if (size > 1e-6) defects_.push_back({kind, index, size});
    };
    for (std::int32_t row = 0; row < index_.problem().rows; ++row) {
        const std::int32_t edge = state_.edge_of_row(row);
        if (edge < 0) {
            note(Defect::Kind::row, row, empty_[at(row)]);
            continue;
        }
        const std::int32_t local = guide_.local(edge);
        if (local < 0) continue;
        note(Defect::Kind::row, row,
             empty_[at(row)] + price_[at(index_.column_of(edge))] - static_cast<double>(guide_.weight(local)) / scale_);
    }
    for (std::int32_t column = 0; column < index_.problem().columns; ++column)
        if (const std::int32_t left = index_.column_upper(column) - state_.column_use(column); left > 0)
            note(Defect::Kind::column, column, price_[at(column)] * left);
    for (std::size_t d = 0; d < guide_.dimensions(); ++d) {
        const Coupling& coupling = guide_.coupling(d);
        if (coupling.kind != Coupling::Kind::limit || coupling.index >= index_.own_limits()) continue;
        const double multiplier = static_cast<double>(guide_.multipliers()[d]) / scale_;
        const std::int64_t activity = state_.activity(coupling.index);
        if (multiplier > 0)
            note(Defect::Kind::limit, coupling.index, multiplier * static_cast<double>(index_.upper(coupling.index).bound - activity));
        if (multiplier < 0)
            note(Defect::Kind::limit, coupling.index, -multiplier * static_cast<double>(activity - index_.lower(coupling.index).bound));
    }
}

std::vector<std::int32_t> NeighbourhoodSearch::choose_rows(std::size_t size) {
    double sum = 0;
    for (const Defect& defect : defects_) sum += defect.size;
    double left = random_.unit() * sum;
    std::size_t chosen = 0;
    while (chosen + 1 < defects_.size() && (left -= defects_[chosen].size) > 0) ++chosen;

    std::vector<std::int32_t> rows;
    std::vector<char> taken(of_row_.size(), 0);
    const auto take = [&](std::int32_t row) {
        if (taken[at(row)] != 0 || rows.size() >= size) return;
        taken[at(row)] = 1;
        rows.push_back(row);
    };
    const auto take_of_column = [&](std::int32_t column) {
        for (const std::int32_t edge : state_.edges_of_column(column)) take(index_.row_of(edge));
        std::size_t ways = 0;
        for (const Candidate& candidate : of_column_[at(column)])
            if (random_.below(3) != 0 && ++ways <= ways_on / 2) take(candidate.other);
    };
    const Defect& defect = defects_[chosen];
    switch (defect.kind) {
        case Defect::Kind::row:
            take(defect.index);
            break;
        case Defect::Kind::column:
            take_of_column(defect.index);
            break;
        case Defect::Kind::limit:
            if (const auto& members = rows_of_limit_[at(defect.index)]; !members.empty())
                for (std::size_t i = 0; i < 6 + size / 8; ++i) take(members[random_.below(members.size())]);
            break;
    }
    for (std::size_t next = 0; rows.size() < size; ++next) {
        if (next == rows.size()) {
            // A part that has nowhere to grow takes another beginning.
            const auto row = static_cast<std::int32_t>(random_.below(of_row_.size()));
            if (taken[at(row)] != 0) {
                if (rows.size() * 2 >= of_row_.size()) break;
                --next;
                continue;
            }
            take(row);
        }
        const std::int32_t row = rows[next];
        if (const std::int32_t edge = state_.edge_of_row(row); edge >= 0) take_of_column(index_.column_of(edge));
        std::size_t ways = 0;
        for (const Candidate& candidate : of_row_[at(row)])
            if (random_.below(3) != 0 && ++ways <= ways_on)
                for (const std::int32_t edge : state_.edges_of_column(candidate.other)) take(index_.row_of(edge));
    }
    std::ranges::sort(rows);
    return rows;
}

bool NeighbourhoodSearch::search(const std::vector<std::int32_t>& rows) {
    std::vector<std::int32_t> held;
    for (const std::int32_t row : rows)
        if (const std::int32_t edge = state_.edge_of_row(row); edge >= 0) held.push_back(edge);
    for (const std::int32_t edge : held) state_.remove(edge);
    // What may be gained here at most, by the guide's duals: a dearer edge stands in no better plan.
    double most = 0;
    for (const Defect& defect : defects_)
        if (defect.kind != Defect::Kind::row || std::ranges::binary_search(rows, defect.index)) most += defect.size;
    std::vector<std::vector<std::int32_t>> ways(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto mine = std::ranges::find(held, rows[i], [&](std::int32_t edge) { return index_.row_of(edge); });
        if (mine != held.end()) ways[i].push_back(*mine);
        for (const Candidate& candidate : of_row_[at(rows[i])])
            if (candidate.penalty < most && (mine == held.end() || candidate.edge != *mine)) ways[i].push_back(candidate.edge);
    }
    return solve(rows, ways, held, most_nodes, false);
}

bool NeighbourhoodSearch::round(std::span<const std::int32_t> edges, const std::vector<double>& fractional) {
    // The plan so far tells nothing about what keeps earlier goals beside what is given whole.
    if (guide_.goal() > 0) return false;
    std::vector<std::int32_t> whole;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (fractional[i] > whole_share) whole.push_back(edges[i]);
    return search_beside(whole, {});
}

bool NeighbourhoodSearch::cross(std::span<const std::int32_t> edges, const std::vector<double>& fractional) {
    std::vector<char> given(static_cast<std::size_t>(index_.problem().edges()), 0);
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (fractional[i] > whole_share) given[at(edges[i])] = 1;
    std::vector<std::int32_t> agreed;
    std::vector<std::int32_t> held;
    for (const std::int32_t edge : incumbent_.plan->chosen) (given[at(edge)] != 0 ? agreed : held).push_back(edge);
    return search_beside(agreed, held);
}

bool NeighbourhoodSearch::search_beside(const std::vector<std::int32_t>& whole, const std::vector<std::int32_t>& held) {
    state_.load(whole);
    // What is left must be small beside the whole, which a vertex of the linear program leaves and a mean of many plans may not.
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
    // Edges of least penalty among the rows and columns that are open, and those held.
    std::vector<std::pair<double, std::int32_t>> near;
    const Relaxation::Duals duals = guide_.duals();
    for (std::size_t i = 0; i < guide_.edges().size(); ++i) {
        const std::int32_t edge = guide_.edges()[i];
        const std::int32_t column = index_.column_of(edge);
        if (state_.edge_of_row(index_.row_of(edge)) >= 0 || !guide_.part().edges.test(static_cast<std::int32_t>(i))) continue;
        if (state_.column_use(column) < index_.column_upper(column))
            near.emplace_back(static_cast<double>(duals.penalty[i]) / scale_, edge);
    }
    const std::size_t count = std::min(near.size(), ways_when_rounding * static_cast<std::size_t>(open));
    std::ranges::nth_element(near, near.begin() + static_cast<std::ptrdiff_t>(count));
    near.resize(count);
    std::vector<char> is_near(static_cast<std::size_t>(problem.edges()), 0);
    for (const auto& [penalty, edge] : near) is_near[at(edge)] = 1;
    for (const std::int32_t edge : held)
        if (is_near[at(edge)] == 0) near.emplace_back(0, edge);
    std::ranges::sort(near, {}, [&](const auto& one) { return std::pair(index_.row_of(one.second), one); });
    std::vector<std::int32_t> rows;
    std::vector<std::vector<std::int32_t>> ways;
    for (const auto& [penalty, edge] : near) {
        if (rows.empty() || rows.back() != index_.row_of(edge)) {
            rows.push_back(index_.row_of(edge));
            ways.emplace_back();
        }
        ways.back().push_back(edge);
    }
    // Without the linear program, rounding is neither quick nor good.
    if (static_cast<std::int64_t>(rows.size()) + columns_open + static_cast<std::int64_t>(guide_.dimensions()) > NodeLp::most_rows) {
        state_.load(incumbent_.plan->chosen);
        return false;
    }
    return solve(rows, ways, held, std::clamp<std::int64_t>(tree_when_rounding / (open * open), 4, 400), true);
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

bool NeighbourhoodSearch::solve(const std::vector<std::int32_t>& rows, const std::vector<std::vector<std::int32_t>>& ways,
                                const std::vector<std::int32_t>& held, std::int64_t nodes, bool may_search) {
    const Problem& problem = index_.problem();
    // The problem of the rows that are free, in the room that the others leave.
    Problem part;
    part.rows = static_cast<std::int32_t>(rows.size());
    part.goals = problem.goals;
    part.weights.resize(problem.weights.size());
    std::vector<std::int32_t> edges;
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
            coefficients.push_back(incidence.coefficients[j]);
        }
        for (std::size_t j = sets.begin(edge); j < sets.end(edge); ++j) cliques[sets.sets[j]].push_back(number);
    };
    std::vector<std::int32_t> start;
    const std::set<std::int32_t> is_held(held.begin(), held.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const std::int32_t edge : ways[i]) {
            if (is_held.contains(edge)) start.push_back(static_cast<std::int32_t>(edges.size()));
            add(edge, static_cast<std::int32_t>(i));
        }
        part.row_lower.push_back(guide_.part().must.test(rows[i]) ? 1 : 0);
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
    const Multipliers root = guide_within(column_of, limits, cliques);

    const std::vector<std::int64_t> begun_with = incumbent_.plan->goals;
    const ProblemIndex part_index(part);
    PlanState part_state(part_index);
    part_state.load(start);
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
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(edges.size()); ++i) task.edges.push_back(i);
    task.must.assign(part.row_lower.begin(), part.row_lower.end());
    task.most_nodes = nodes;
    task.may_search = may_search;
    task.root = &root;
    const auto lift = [&] {
        PlanState whole = state_;
        for (const std::int32_t number : best.plan->chosen) whole.add(edges[at(number)]);
        return whole.broken() == 0 && incumbent_.offer({whole.chosen(), whole.goals()});
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
