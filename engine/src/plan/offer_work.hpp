#pragma once

/// The solves behind offers: further homes for the sets, and new placements after a refusal, with everything that was offered held safe.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <husrom/plan/offers.hpp>

#include "plan/worst_case.hpp"

namespace husrom::plan {

class OfferWork {
public:
    explicit OfferWork(Offers& offers);

    /// Adds homes to the open sets of these people, a round at a time, until each has `homes` or nothing more is safe.
    void fill(std::span<const rules::ParticipantIndex> people);
    /// Gives free homes to people without an offer. False when no allocation keeps every duty and floor beside the offers made.
    bool place_others();
    /// Solves anew with accepted homes locked and as many of the other offers kept as can be. False when that is impossible too.
    bool place_anew();
    /// Notes which homes wait for a tenant to move, and sorts.
    void finish();

private:
    void note_waiting();
    [[nodiscard]] WorstCase::Sets edges_of_sets() const;
    [[nodiscard]] bool refused(std::int32_t edge) const;
    [[nodiscard]] bool parked(std::int32_t row) const;
    [[nodiscard]] std::vector<std::int32_t> free_room() const;
    bool fill_once(const std::vector<bool>& may_get);
    OfferSet new_set(std::int32_t edge) const;
    void take(const std::vector<std::int32_t>& edges);

    Offers& offers_;
    const rules::AllocationProblem& problem_;
    const solve::Problem& numeric_;
    WorstCase worst_;
    std::vector<std::pair<std::int32_t, std::size_t>> by_row_;  ///< participant and place of the set, ascending
};

}  // namespace husrom::plan
