#include <husrom/plan/offers.hpp>

#include <algorithm>

#include <husrom/core/integers.hpp>
#include <husrom/model/date.hpp>

#include "model/text.hpp"
#include "plan/allowed_loss.hpp"
#include "plan/lookup.hpp"
#include "plan/offer_work.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

std::map<std::string, model::Decimal> declared_losses(const rules::AllocationProblem& problem, const OfferOptions& options) {
    if (options.max_loss) return *options.max_loss;
    std::map<std::string, model::Decimal> declared;
    for (const auto& [goal, loss] : problem.policy->offers.max_loss) declared[goal] = loss;
    return declared;
}

/// The homes of the same place as a home: those that the same row of a table of the unit's side is joined to.
std::vector<rules::UnitIndex> same_place(const rules::AllocationProblem& problem, rules::UnitIndex unit, std::string_view place) {
    if (place == "unit") return {unit};
    const auto joined = problem.typed->join("unit." + std::string(place));
    if (joined.table == nullptr) return {unit};
    const auto row_of = [&](std::size_t home) { return joined.rows[at(problem.unit_rows[home])]; };
    std::vector<rules::UnitIndex> homes;
    for (std::size_t home = 0; home < problem.units.size(); ++home)
        if (home == unit.position() || (row_of(home) >= 0 && row_of(home) == row_of(unit.position())))
            homes.push_back({static_cast<std::int32_t>(home)});
    return homes;
}

}  // namespace

Offers::Offers(const Plan& plan, const OfferOptions& options)
    : problem_(plan.shared_problem()),
      case_digest_(problem_->case_digest),
      policy_digest_(problem_->policy_digest),
      as_of_(model::to_text(problem_->policy->round.as_of)),
      options_(options),
      homes_(options.homes.value_or(problem_->policy->offers.homes)) {
    if (homes_ < 1) throw InvalidArgument("an offer holds at least 1 home");
    max_loss_ = allowed_losses(*problem_, declared_losses(*problem_, options), "max_loss");
    for (auto& loss : max_loss_) loss = std::min(loss, solve::value_range);  // no goal loses more
    std::vector<rules::ParticipantIndex> people;
    for (const auto& one : plan.assignments()) {
        OfferSet set;
        set.participant = one.participant;
        set.state = one.stays ? OfferState::stays : OfferState::open;
        OfferedHome home;
        home.unit = one.unit;
        home.edge = one.edge;
        home.planned = true;
        set.homes.push_back(std::move(home));
        sets_.push_back(std::move(set));
        people.push_back(one.participant);
    }
    const auto& objective = plan.result().objective;
    reference_.assign(objective.begin(), objective.begin() + problem_->first_tie_goal);
    OfferWork work(*this);
    work.fill(people);
    work.finish();
}

std::vector<Guarantee> Offers::guarantees() const {
    const WorstCase worst(problem_->numeric, problem_->first_tie_goal);
    WorstCase::Sets sets;
    for (const auto& set : sets_) {
        auto& edges = sets.emplace_back();
        for (const auto& home : set.homes) edges.push_back(home.edge.value);
    }
    const auto least = worst.least_values(sets);
    std::vector<Guarantee> list;
    for (std::size_t goal = 0; goal < least.size(); ++goal) {
        const auto& info = problem_->goals[goal];
        const auto loss = std::max<std::int64_t>(0, core::checked_subtract(reference_[goal], least[goal]));
        list.push_back({static_cast<std::int32_t>(goal), in_office_direction(info, reference_[goal]),
                        in_office_direction(info, core::checked_subtract(reference_[goal], loss)), loss, max_loss_[goal]});
    }
    return list;
}

std::vector<rules::EdgeIndex> Offers::chosen() const {
    std::vector<rules::EdgeIndex> edges;
    for (const auto& set : sets_) edges.push_back(set.homes.front().edge);
    std::ranges::sort(edges);
    return edges;
}

Offers Offers::accept(std::string_view participant, std::string_view unit) const {
    const auto person = participant_of(*problem_, participant);
    auto next = *this;
    next.withdrawn_.clear();
    const auto set = std::ranges::find(next.sets_, person, &OfferSet::participant);
    if (set == next.sets_.end() || set->state != OfferState::open)
        throw InvalidArgument("\"" + std::string(participant) + "\" has no open offer");
    const auto home = unit_of(*problem_, unit);
    const auto taken = std::ranges::find(set->homes, home, &OfferedHome::unit);
    if (taken == set->homes.end())
        throw InvalidArgument("\"" + std::string(unit) + "\" is not among the homes offered to \"" + std::string(participant) + "\"");
    set->homes = {*taken};
    set->state = OfferState::accepted;
    return next;
}

Offers Offers::refuse(std::string_view participant, std::string_view reason) const {
    const auto person = participant_of(*problem_, participant);
    auto next = *this;
    next.withdrawn_.clear();
    const auto set = std::ranges::find(next.sets_, person, &OfferSet::participant);
    if (set == next.sets_.end() || set->state != OfferState::open)
        throw InvalidArgument("\"" + std::string(participant) + "\" has no open offer");
    const auto& table = problem_->policy->refusals;
    const auto rule = std::ranges::find(table, reason, &model::RefusalRule::reason);
    if (rule == table.end() && !table.empty()) {
        // What was written instead may be words about a person, and errors are kept.
        std::vector<std::string> reasons;
        for (const auto& one : table) reasons.push_back("\"" + one.reason + "\"");
        throw InvalidArgument("the reason is none of the policy's refusals, which are " + model::join(reasons, ", "));
    }
    for (const auto& home : set->homes) {
        const auto place = rule == table.end() || rule->forbid.empty() ? std::string("unit") : rule->forbid;
        for (const auto unit : same_place(*problem_, home.unit, place)) {
            const auto edge = problem_->find_edge(person, unit);
            // Nobody is refused the home they live in.
            if (edge.valid() && !problem_->stay[edge.position()]) next.refused_.push_back(edge);
        }
    }
    std::ranges::sort(next.refused_);
    next.refused_.erase(std::unique(next.refused_.begin(), next.refused_.end()), next.refused_.end());
    const auto days = rule == table.end() ? 0 : rule->park_days.value_or(0);
    if (days > 0) next.parked_.push_back({person, days, std::string(reason)});
    OfferWork work(next);
    work.go_on_without(person);
    work.finish();
    return next;
}

}  // namespace husrom::plan
