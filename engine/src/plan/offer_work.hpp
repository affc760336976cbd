#pragma once

/// The solves behind offers: further homes for the sets, and new placements after a refusal, with everything that was offered held safe.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <husrom/plan/offers.hpp>

#include "plan/offer_placement.hpp"
#include "plan/worst_case.hpp"

namespace husrom::plan {

class OfferWork {
public:
    explicit OfferWork(Offers& offers);

    /// Adds homes to the open sets of these people, a round at a time, until each has `homes` or nothing more is safe.
    void fill(std::span<const rules::ParticipantIndex> people);
    /// After this person's refusal: gives free homes to people without an offer, and withdraws what cannot be kept.
    void go_on_without(rules::ParticipantIndex person);
    /// Notes which homes wait for a tenant to move, and sorts.
    void finish();

private:
    void note_waiting();
    [[nodiscard]] bool refused(std::int32_t edge) const;
    [[nodiscard]] bool parked(std::int32_t row) const;
    /// Not to be given any more.
    [[nodiscard]] bool closed(std::int32_t edge) const;
    /// By home, whoever lives there or is offered it.
    [[nodiscard]] std::vector<std::int32_t> places() const;
    /// By home, beside what is offered and the tenants without a set, who live where they live.
    [[nodiscard]] std::vector<std::int32_t> free_room() const;
    /// Tenants who may neither stay nor be given another home: they live on where they live, though it is not the home they must have.
    [[nodiscard]] std::vector<std::int32_t> stranded() const;
    /// By home, beside these tenants, but for places that somebody has accepted.
    [[nodiscard]] std::vector<std::int32_t> room_beside(std::span<const std::int32_t> stranded) const;
    bool fill_once(const std::vector<bool>& may_get);
    OfferSet new_set(std::int32_t edge) const;
    /// The first placement that there is, giving up more and more. False when there is none even without duties.
    bool place_with_least(const std::vector<std::int64_t>& spent);
    /// False when there is no such placement, or it makes what may still be chosen too dear. `spent` is what choices have cost so far.
    bool place(const PlacementTerms& terms, const std::vector<std::int64_t>& spent);
    [[nodiscard]] std::vector<std::int64_t> planned_values(const std::vector<OfferSet>& sets) const;
    /// What losses are counted from: as though every choice so far had cost nothing.
    [[nodiscard]] std::vector<std::int64_t> reference_of(const std::vector<OfferSet>& sets, const std::vector<std::int64_t>& spent) const;

    Offers& offers_;
    const rules::AllocationProblem& problem_;
    const solve::Problem& numeric_;
    WorstCase worst_;
    std::vector<std::pair<std::int32_t, std::size_t>> by_row_;  ///< participant and place of the set, ascending
};

}  // namespace husrom::plan
