#include "plan/offer_work.hpp"

#include <algorithm>

#include <husrom/core/integers.hpp>
#include <husrom/solve/solve.hpp>

#include "plan/offer_round.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// A limit row under construction.
struct Row {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    void add(std::int32_t edge, std::int64_t coefficient) {
        edges.push_back(edge);
        coefficients.push_back(coefficient);
    }
};

}  // namespace

OfferWork::OfferWork(Offers& offers)
    : offers_(offers), problem_(*offers.problem_), numeric_(problem_.numeric), worst_(problem_.numeric, problem_.first_tie_goal) {}

WorstCase::Sets OfferWork::edges_of_sets() const {
    WorstCase::Sets sets;
    for (const auto& set : offers_.sets_) {
        auto& edges = sets.emplace_back();
        for (const auto& home : set.homes) edges.push_back(home.edge.value);
    }
    return sets;
}

bool OfferWork::refused(std::int32_t edge) const {
    return std::ranges::binary_search(offers_.refused_, rules::EdgeIndex{edge});
}

bool OfferWork::parked(std::int32_t row) const {
    return std::ranges::any_of(offers_.parked_, [&](const Parked& one) { return one.participant.value == row && one.days > 0; });
}

std::vector<std::int32_t> OfferWork::free_room() const {
    auto room = numeric_.column_upper;
    if (room.empty()) room.assign(at(numeric_.columns), 1);
    for (const auto& set : offers_.sets_)
        for (const auto& home : set.homes) --room[home.unit.position()];
    return room;
}

OfferSet OfferWork::new_set(std::int32_t edge) const {
    OfferSet set;
    set.participant = {numeric_.edge_row[at(edge)]};
    set.state = problem_.stay[at(edge)] ? OfferState::stays : OfferState::open;
    OfferedHome home;
    home.unit = {numeric_.edge_column[at(edge)]};
    home.edge = {edge};
    home.planned = true;
    set.homes.push_back(std::move(home));
    return set;
}

void OfferWork::fill(std::span<const rules::ParticipantIndex> people) {
    by_row_.clear();
    for (std::size_t set = 0; set < offers_.sets_.size(); ++set) by_row_.emplace_back(offers_.sets_[set].participant.value, set);
    std::ranges::sort(by_row_);
    std::vector<bool> may_get(at(numeric_.rows), false);
    for (const auto person : people) may_get[person.position()] = true;
    for (std::int64_t round = 1; round < offers_.homes_; ++round)
        if (!fill_once(may_get)) return;
}

bool OfferWork::fill_once(const std::vector<bool>& may_get) {
    OfferRound round(offers_.problem(), worst_, offers_.sets_, edges_of_sets(), offers_.max_loss_, offers_.reference_);
    const auto room = free_room();
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
        const auto row = numeric_.edge_row[at(edge)];
        const auto set = std::ranges::lower_bound(by_row_, row, {}, &std::pair<std::int32_t, std::size_t>::first);
        if (!may_get[at(row)] || set == by_row_.end() || set->first != row) continue;
        if (room[at(numeric_.edge_column[at(edge)])] < 1 || refused(edge) || problem_.stay[at(edge)]) continue;
        const auto& own = offers_.sets_[set->second];
        if (own.state != OfferState::open || std::cmp_greater_equal(own.homes.size(), offers_.homes_)) continue;
        // A shared home with places left may be in the set already.
        const rules::UnitIndex unit{numeric_.edge_column[at(edge)]};
        if (std::ranges::find(own.homes, unit, &OfferedHome::unit) == own.homes.end()) round.consider(edge, set->second);
    }
    const auto added = round.solve(room, offers_.options_.work_limit);
    for (const auto& [set, edge] : added) {
        OfferedHome home;
        home.unit = {numeric_.edge_column[at(edge)]};
        home.edge = {edge};
        offers_.sets_[set].homes.push_back(std::move(home));
    }
    return !added.empty();
}

bool OfferWork::place_others() {
    const auto sets = edges_of_sets();
    const auto ranges = worst_.uses(sets);
    const auto room = free_room();
    std::vector<bool> has_set(at(numeric_.rows), false);
    std::vector<bool> clique_taken(at(numeric_.cliques()), false);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        has_set[offers_.sets_[i].participant.position()] = true;
        for (const auto edge : sets[i])
            for (const auto clique : worst_.cliques(edge)) clique_taken[at(clique)] = true;
    }
    solve::Problem next;
    next.rows = numeric_.rows;
    next.columns = numeric_.columns;
    next.column_upper = room;
    for (auto& upper : next.column_upper) upper = std::max(upper, 0);
    next.row_lower.assign(at(numeric_.rows), 0);
    for (std::size_t row = 0; row < has_set.size(); ++row)
        if (!has_set[row] && !numeric_.row_lower.empty() && !parked(static_cast<std::int32_t>(row)))
            next.row_lower[row] = numeric_.row_lower[row];
    std::vector<std::int32_t> kept, new_edge(at(numeric_.edges()), -1);
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
        const auto row = numeric_.edge_row[at(edge)];
        if (has_set[at(row)] || parked(row) || refused(edge) || room[at(numeric_.edge_column[at(edge)])] < 1) continue;
        if (std::ranges::any_of(worst_.cliques(edge), [&](auto clique) { return clique_taken[at(clique)]; })) continue;
        new_edge[at(edge)] = static_cast<std::int32_t>(kept.size());
        kept.push_back(edge);
        next.edge_row.push_back(row);
        next.edge_column.push_back(numeric_.edge_column[at(edge)]);
    }
    next.goals = numeric_.goals;
    for (const auto& weights : numeric_.weights) {
        auto& mine = next.weights.emplace_back();
        for (const auto edge : kept) mine.push_back(weights[at(edge)]);
    }
    for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
        Row row;
        for (auto entry = at(numeric_.limit_offsets[at(limit)]); entry < at(numeric_.limit_offsets[at(limit) + 1]); ++entry)
            if (const auto edge = new_edge[at(numeric_.limit_edges[entry])]; edge >= 0) row.add(edge, numeric_.limit_coefficients[entry]);
        const auto upper = numeric_.limit_upper[at(limit)], lower = numeric_.limit_lower[at(limit)];
        next.add_limit(row.edges, row.coefficients,
                       lower == solve::no_lower ? lower : core::checked_subtract(lower, ranges[at(limit)].least),
                       upper == solve::no_upper ? upper : core::checked_subtract(upper, ranges[at(limit)].most));
    }
    next.steps = numeric_.steps;
    for (std::int32_t clique = 0; clique < numeric_.cliques(); ++clique) {
        std::vector<std::int32_t> edges;
        for (auto entry = at(numeric_.clique_offsets[at(clique)]); entry < at(numeric_.clique_offsets[at(clique) + 1]); ++entry)
            if (const auto edge = new_edge[at(numeric_.clique_edges[entry])]; edge >= 0) edges.push_back(edge);
        if (edges.size() > 1) next.add_clique(edges);
    }
    solve::Options options;
    options.work_limit = offers_.options_.work_limit;
    options.first_tie_goal = problem_.first_tie_goal;
    const auto result = solve::maximise(next, options);
    if (!result.has_plan()) return false;
    std::vector<std::int32_t> edges;
    for (const auto edge : result.chosen) edges.push_back(kept[at(edge)]);
    take(edges);
    return true;
}

void OfferWork::take(const std::vector<std::int32_t>& edges) {
    std::vector<rules::ParticipantIndex> people;
    for (const auto edge : edges) {
        offers_.sets_.push_back(new_set(edge));
        people.push_back(offers_.sets_.back().participant);
    }
    offers_.reference_ = worst_.least_values([&] {
        WorstCase::Sets planned;
        for (const auto& set : offers_.sets_) planned.push_back({set.homes.front().edge.value});
        return planned;
    }());
    fill(people);
}

bool OfferWork::place_anew() {
    Demands demands;
    std::vector<rules::EdgeIndex> planned;
    for (const auto& set : offers_.sets_) {
        (set.state == OfferState::accepted ? demands.locked : planned).push_back(set.homes.front().edge);
    }
    for (const auto edge : offers_.refused_) demands.forbidden.push_back(edge);
    for (const auto& one : offers_.parked_) {
        if (one.days <= 0) continue;
        demands.may_wait.push_back(one.participant);
        for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge)
            if (numeric_.edge_row[at(edge)] == one.participant.value && !refused(edge)) demands.forbidden.push_back({edge});
    }
    // First the offers made, then the policy's goals.
    ResolveOptions options;
    options.work_limit = offers_.options_.work_limit;
    const auto best = Resolver(offers_.problem_, options).resolve_keeping(demands, planned);
    if (!best.found()) return false;
    std::vector<OfferSet> kept;
    std::vector<std::int32_t> fresh;
    for (const auto edge : best.chosen) {
        const auto old = std::ranges::find_if(offers_.sets_, [&](const OfferSet& set) { return set.homes.front().edge == edge; });
        if (old == offers_.sets_.end()) {
            fresh.push_back(edge.value);
            continue;
        }
        for (std::size_t home = 1; home < old->homes.size(); ++home)
            offers_.withdrawn_.push_back({old->participant, old->homes[home].unit});
        old->homes.resize(1);
        kept.push_back(*old);
    }
    for (const auto& set : offers_.sets_) {
        if (std::ranges::find(kept, set.participant, &OfferSet::participant) != kept.end()) continue;
        for (const auto& home : set.homes) offers_.withdrawn_.push_back({set.participant, home.unit});
    }
    offers_.sets_ = std::move(kept);
    take(fresh);
    return true;
}

void OfferWork::finish() {
    std::ranges::sort(offers_.sets_, {}, &OfferSet::participant);
    note_waiting();
    for (auto& set : offers_.sets_) {
        for (auto& home : set.homes) {
            home.confirm.clear();
            if (!problem_.stay[home.edge.position()])
                for (const auto& verdict : problem_.verdicts(set.participant, home.unit))
                    if (verdict.verdict == rules::Verdict::ask) home.confirm.push_back(verdict.rule);
        }
    }
}

void OfferWork::note_waiting() {
    auto free = numeric_.column_upper;
    if (free.empty()) free.assign(at(numeric_.columns), 1);
    std::vector<bool> remains(at(numeric_.rows), false);
    for (const auto& set : offers_.sets_) remains[set.participant.position()] = set.state == OfferState::stays;
    std::vector<std::vector<rules::ParticipantIndex>> leaving(at(numeric_.columns));
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
        if (!problem_.stay[at(edge)]) continue;
        const auto unit = at(numeric_.edge_column[at(edge)]);
        const rules::ParticipantIndex tenant{numeric_.edge_row[at(edge)]};
        --free[unit];
        if (!remains[tenant.position()]) leaving[unit].push_back(tenant);
    }
    for (auto& tenants : leaving) std::ranges::reverse(tenants);  // the first is given out first, from the end
    // Free places go to those who have accepted, then by participant; a further place falls vacant when one more tenant has moved.
    for (const bool accepted : {true, false})
        for (auto& set : offers_.sets_) {
            if ((set.state == OfferState::accepted) != accepted) continue;
            for (auto& home : set.homes) {
                home.after = {};
                auto& tenants = leaving[home.unit.position()];
                if (problem_.stay[home.edge.position()] || --free[home.unit.position()] >= 0 || tenants.empty()) continue;
                home.after = tenants.back();
                tenants.pop_back();
            }
        }
}

}  // namespace husrom::plan
