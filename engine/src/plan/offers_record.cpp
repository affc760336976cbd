#include <algorithm>
#include <utility>

#include <husrom/core/error.hpp>
#include <husrom/plan/offers.hpp>

#include "plan/lookup.hpp"
#include "plan/offer_work.hpp"
#include "plan/origin.hpp"
#include "plan/worst_case.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

void require(bool condition, const std::string& what) {
    if (!condition) throw InvalidArgument("the round of offers is not as it was written: " + what);
}

}  // namespace

OffersRecord Offers::record() const {
    const auto participant = [&](rules::ParticipantIndex index) { return problem_->participants[index.position()]; };
    const auto unit = [&](rules::UnitIndex index) { return problem_->units[index.position()]; };
    OffersRecord record;
    record.problem_digest = problem_->problem_digest;
    record.case_digest = case_digest_;
    record.policy_digest = policy_digest_;
    record.as_of = as_of_;
    record.homes = homes_;
    record.work_limit = options_.work_limit;
    record.max_loss = max_loss_;
    record.reference = reference_;
    for (const auto& set : sets_) {
        OffersRecord::Set one{participant(set.participant), set.state, {}};
        for (const auto& home : set.homes) one.homes.push_back({unit(home.unit), home.planned});
        record.sets.push_back(std::move(one));
    }
    for (const auto edge : refused_)
        record.refused.emplace_back(problem_->participants[at(problem_->numeric.edge_row[edge.position()])],
                                    problem_->units[at(problem_->numeric.edge_column[edge.position()])]);
    for (const auto& one : parked_) record.parked.push_back({participant(one.participant), one.days, one.reason});
    for (const auto& one : withdrawn_) record.withdrawn.emplace_back(participant(one.participant), unit(one.unit));
    record.duties_broken = duties_broken_;
    return record;
}

/// Fills a round from a record, and judges it.
class OffersReader {
public:
    OffersReader(std::shared_ptr<const rules::AllocationProblem> problem, const OffersRecord& record) : record_(record) {
        offers_.problem_ = std::move(problem);
    }

    Offers read() {
        const auto& problem = *offers_.problem_;
        const auto difference =
            difference_from({record_.case_digest, record_.policy_digest, record_.problem_digest, record_.as_of}, problem);
        if (!difference.empty())
            throw InvalidArgument("the offers were made from another case or policy: its " + difference.front() + " digest differs");
        const auto goals = at(problem.first_tie_goal);
        require(record_.homes >= 1, "an offer holds at least 1 home");
        require(record_.work_limit >= 0, "a work limit below 0");
        require(record_.max_loss.size() == goals && record_.reference.size() == goals, "a goal has no value");
        require(std::ranges::all_of(record_.max_loss, [](auto loss) { return loss >= 0 && loss <= solve::value_range; }),
                "an allowed loss below 0, or beyond what a goal can lose");
        // As of any plan, so that differences of two fit.
        require(
            std::ranges::all_of(record_.reference, [](auto value) { return value > -solve::value_range && value < solve::value_range; }),
            "a goal's value that no plan has");
        offers_.case_digest_ = record_.case_digest;
        offers_.policy_digest_ = record_.policy_digest;
        offers_.as_of_ = record_.as_of;
        offers_.homes_ = record_.homes;
        offers_.options_.homes = record_.homes;
        offers_.options_.work_limit = record_.work_limit;
        offers_.max_loss_ = record_.max_loss;
        offers_.reference_ = record_.reference;
        sets();
        for (const auto& [participant, unit] : record_.refused) offers_.refused_.push_back(edge(participant, unit));
        std::ranges::sort(offers_.refused_);
        for (const auto& one : record_.parked) offers_.parked_.push_back({participant_of(problem, one.participant), one.days, one.reason});
        for (const auto& [participant, unit] : record_.withdrawn)
            offers_.withdrawn_.push_back({participant_of(problem, participant), unit_of(problem, unit)});
        offers_.duties_broken_ = record_.duties_broken;
        judge();
        OfferWork(offers_).finish();
        return std::move(offers_);
    }

private:
    [[nodiscard]] rules::EdgeIndex edge(const std::string& participant, const std::string& unit) const {
        const auto& problem = *offers_.problem_;
        const auto found = problem.find_edge(participant_of(problem, participant), unit_of(problem, unit));
        require(found.valid(), "the rules do not allow " + participant + " in " + unit);
        return found;
    }

    void sets() {
        const auto& problem = *offers_.problem_;
        std::vector<bool> seen(problem.participants.size(), false);
        for (const auto& from : record_.sets) {
            OfferSet set;
            set.participant = participant_of(problem, from.participant);
            require(!seen[set.participant.position()], from.participant + " stands there twice");
            seen[set.participant.position()] = true;
            set.state = from.state;
            require(!from.homes.empty() && (from.state == OfferState::open || from.homes.size() == 1),
                    from.participant + " has no home, or several and no choice");
            for (const auto& home : from.homes) {
                OfferedHome one;
                one.edge = edge(from.participant, home.unit);
                one.unit = {problem.numeric.edge_column[one.edge.position()]};
                require(std::ranges::find(set.homes, one.unit, &OfferedHome::unit) == set.homes.end(),
                        home.unit + " is offered to " + from.participant + " twice");
                one.planned = home.planned;
                set.homes.push_back(std::move(one));
            }
            offers_.sets_.push_back(std::move(set));
        }
    }

    /// Safe whatever is chosen, as when it was made.
    void judge() const {
        const auto& problem = *offers_.problem_;
        const auto& numeric = problem.numeric;
        auto room = numeric.column_upper;
        if (room.empty()) room.assign(at(numeric.columns), 1);
        WorstCase::Sets sets;
        for (const auto& set : offers_.sets_) {
            auto& edges = sets.emplace_back();
            for (const auto& home : set.homes) {
                edges.push_back(home.edge.value);
                require(--room[home.unit.position()] >= 0, problem.units[home.unit.position()] + " is offered to too many people");
            }
        }
        const WorstCase worst(numeric, problem.first_tie_goal);
        require(worst.always_allowed(sets, !offers_.duties_broken_), "a limit has no room for what is offered");
        if (offers_.duties_broken_) return;
        for (const auto& one : offers_.guarantees()) require(one.loss <= one.allowed, "a goal could lose more than is allowed");
    }

    const OffersRecord& record_;
    Offers offers_;
};

Offers Offers::restore(std::shared_ptr<const rules::AllocationProblem> problem, const OffersRecord& record) {
    if (!problem) throw InvalidArgument("problem is empty");
    return OffersReader(std::move(problem), record).read();
}

}  // namespace husrom::plan
