#include "plan/offer_work.hpp"

#include <algorithm>

#include <husrom/core/integers.hpp>

#include "plan/offer_placement.hpp"
#include "plan/offer_round.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

WorstCase::Sets edges_of(const std::vector<OfferSet>& sets) {
    WorstCase::Sets edges;
    for (const auto& set : sets) {
        auto& mine = edges.emplace_back();
        for (const auto& home : set.homes) mine.push_back(home.edge.value);
    }
    return edges;
}

}  // namespace

OfferWork::OfferWork(Offers& offers)
    : offers_(offers), problem_(*offers.problem_), numeric_(problem_.numeric), worst_(problem_.numeric, problem_.first_tie_goal) {}

bool OfferWork::refused(std::int32_t edge) const {
    return std::ranges::binary_search(offers_.refused_, rules::EdgeIndex{edge});
}

bool OfferWork::parked(std::int32_t row) const {
    return std::ranges::any_of(offers_.parked_, [&](const Parked& one) { return one.participant.value == row && one.days > 0; });
}

bool OfferWork::closed(std::int32_t edge) const {
    // Whoever is parked gets no offer; a tenant who may move stays.
    return refused(edge) || (parked(numeric_.edge_row[at(edge)]) && !problem_.stay[at(edge)]);
}

std::vector<std::int32_t> OfferWork::places() const {
    auto room = numeric_.column_upper;
    if (room.empty()) room.assign(at(numeric_.columns), 1);
    return room;
}

std::vector<std::int32_t> OfferWork::free_room() const {
    auto room = places();
    std::vector<bool> has_set(at(numeric_.rows), false);
    for (const auto& set : offers_.sets_) {
        has_set[set.participant.position()] = true;
        for (const auto& home : set.homes) --room[home.unit.position()];
    }
    for (std::size_t row = 0; row < has_set.size(); ++row)
        if (const auto home = problem_.home_now[row]; home.valid() && !has_set[row]) --room[home.position()];
    return room;
}

std::vector<std::int32_t> OfferWork::stranded() const {
    std::vector<bool> has_home(at(numeric_.rows), false);
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge)
        if (!closed(edge)) has_home[at(numeric_.edge_row[at(edge)])] = true;
    std::vector<std::int32_t> rows;
    for (std::int32_t row = 0; row < numeric_.rows; ++row)
        if (problem_.mover[at(row)] && !has_home[at(row)]) rows.push_back(row);
    return rows;
}

std::vector<std::int32_t> OfferWork::room_beside(std::span<const std::int32_t> stranded) const {
    auto room = places();
    for (const auto row : stranded) --room[problem_.home_now[at(row)].position()];
    std::vector<std::int32_t> accepted(room.size(), 0);
    for (const auto& set : offers_.sets_)
        if (set.state == OfferState::accepted) ++accepted[set.homes.front().unit.position()];
    for (std::size_t home = 0; home < room.size(); ++home) room[home] = std::max(room[home], accepted[home]);
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
    OfferRound round(offers_.problem(), worst_, offers_.sets_, edges_of(offers_.sets_), offers_.max_loss_, offers_.reference_);
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

std::vector<std::int64_t> OfferWork::planned_values(const std::vector<OfferSet>& sets) const {
    WorstCase::Sets planned;
    for (const auto& set : sets) planned.push_back({set.homes.front().edge.value});
    return worst_.least_values(planned);
}

void OfferWork::go_on_without(rules::ParticipantIndex person) {
    const auto before = offers_.sets_;
    // What the homes accepted so far have cost against the planned ones stays counted.
    auto spent = planned_values(before);
    for (std::size_t goal = 0; goal < spent.size(); ++goal) spent[goal] = core::checked_subtract(offers_.reference_[goal], spent[goal]);
    std::erase_if(offers_.sets_, [&](const OfferSet& set) { return set.participant == person; });
    offers_.duties_broken_ = !stranded().empty();
    if (!place_with_least(spent)) offers_.reference_ = reference_of(offers_.sets_, spent);
    for (const auto& old : before) {
        if (old.participant == person) continue;
        const auto now = std::ranges::find(offers_.sets_, old.participant, &OfferSet::participant);
        for (const auto& home : old.homes)
            if (now == offers_.sets_.end() || std::ranges::find(now->homes, home.edge, &OfferedHome::edge) == now->homes.end())
                offers_.withdrawn_.push_back({old.participant, home.unit});
    }
}

bool OfferWork::place_with_least(const std::vector<std::int64_t>& spent) {
    for (const bool drop_duties : {false, true}) {
        if (drop_duties) offers_.duties_broken_ = true;
        for (const bool withdraw : {false, true})
            for (const bool spare_goals : {false, true})
                if (place({.withdraw = withdraw, .spare_goals = spare_goals, .drop_duties = drop_duties}, spent)) return true;
    }
    return false;
}

std::vector<std::int64_t> OfferWork::reference_of(const std::vector<OfferSet>& sets, const std::vector<std::int64_t>& spent) const {
    auto reference = planned_values(sets);
    for (std::size_t goal = 0; goal < reference.size(); ++goal) reference[goal] = core::checked_add(reference[goal], spent[goal]);
    return reference;
}

bool OfferWork::place(const PlacementTerms& terms, const std::vector<std::int64_t>& spent) {
    std::vector<bool> open(at(numeric_.edges()), true);
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) open[at(edge)] = !closed(edge);
    auto duty = numeric_.row_lower;
    duty.resize(at(numeric_.rows), 0);
    for (const auto& one : offers_.parked_)
        if (one.days > 0 && !problem_.mover[one.participant.position()]) duty[one.participant.position()] = 0;
    const auto living_on = stranded();
    for (const auto row : living_on) duty[at(row)] = 0;
    const auto room = room_beside(living_on);
    std::vector<std::int64_t> loss_left;
    for (std::size_t goal = 0; goal < spent.size(); ++goal)
        loss_left.push_back(core::checked_subtract(offers_.max_loss_[goal], spent[goal]));
    OfferPlacement placement(problem_, worst_, offers_.sets_, open, duty, room, loss_left);
    const auto chosen = placement.solve(terms, offers_.options_.work_limit);
    if (!chosen) return false;

    std::vector<OfferSet> sets;
    for (const auto& set : offers_.sets_)
        if (!terms.withdraw || set.state == OfferState::accepted) sets.push_back(set);
    std::vector<rules::ParticipantIndex> newly;
    for (const auto& edges : *chosen) {
        const rules::ParticipantIndex person{numeric_.edge_row[at(edges.front())]};
        const auto old = std::ranges::find(offers_.sets_, person, &OfferSet::participant);
        const auto kept = [&](const OfferedHome& home) { return std::ranges::find(edges, home.edge.value) != edges.end(); };
        if (old == offers_.sets_.end() || std::ranges::none_of(old->homes, kept)) {
            sets.push_back(new_set(edges.front()));
            newly.push_back(person);
            continue;
        }
        auto& set = sets.emplace_back(*old);
        std::erase_if(set.homes, [&](const OfferedHome& home) { return !kept(home); });
        set.homes.front().planned = true;
    }
    const auto reference = reference_of(sets, spent);
    const auto least = worst_.least_values(edges_of(sets));
    for (std::size_t goal = 0; goal < least.size(); ++goal)
        if (core::checked_subtract(reference[goal], least[goal]) > offers_.max_loss_[goal]) return false;
    offers_.sets_ = std::move(sets);
    offers_.reference_ = reference;
    fill(newly);
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
    auto free = places();
    std::vector<const OfferSet*> set_of(at(numeric_.rows), nullptr);
    for (const auto& set : offers_.sets_) set_of[set.participant.position()] = &set;
    std::vector<std::vector<rules::ParticipantIndex>> leaving(at(numeric_.columns));
    // Tenants who are offered another home come first, those who have none last.
    for (const bool offered : {true, false})
        for (std::int32_t row = 0; row < numeric_.rows; ++row) {
            const auto* set = set_of[at(row)];
            if (!problem_.mover[at(row)] || (set != nullptr) != offered) continue;
            const auto unit = problem_.home_now[at(row)].position();
            --free[unit];
            if (set == nullptr || set->state != OfferState::stays) leaving[unit].push_back({row});
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
