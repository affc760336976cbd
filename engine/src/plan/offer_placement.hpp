#pragma once

/// Who gets the free homes after a refusal: a matching of everybody without an offer with the homes open to them, by the policy's goals,
/// beside the offers made to others, each counted at the most (and the least) that it can come to. Where that leaves a duty or a floor
/// unkept, offers are withdrawn: each part of a set that may be kept is one choice for its person, any one home another, and first of all
/// as many of the homes offered as can be are kept.

#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/plan/offers.hpp>

#include "plan/worst_case.hpp"

namespace husrom::plan {

/// What is given up for a placement, from nothing on.
struct PlacementTerms {
    bool withdraw = false;     ///< offers that nobody has accepted may be withdrawn
    bool spare_goals = false;  ///< nothing that could make what is still to be chosen cost a goal more than `loss_left`
    bool drop_duties = false;  ///< as many duties as can be, and no floors
};

class OfferPlacement {
public:
    /// `open` says by edge what may be given, `duty` by row who must have a home, `places` by home how many may be offered it. `loss_left`
    /// is what choices may still cost, by policy goal. All are referred to.
    OfferPlacement(const rules::AllocationProblem& problem, const WorstCase& worst, const std::vector<OfferSet>& sets,
                   const std::vector<bool>& open, const std::vector<std::int32_t>& duty, const std::vector<std::int32_t>& places,
                   const std::vector<std::int64_t>& loss_left);

    /// Edges by person, of those whose set is not fixed: part of the set, in its order, or one other home. Nothing when there is none.
    [[nodiscard]] std::optional<WorstCase::Sets> solve(const PlacementTerms& terms, std::int64_t work_limit);

private:
    void fix_sets(const PlacementTerms& terms);
    void add_choices();
    void write_rows(const PlacementTerms& terms, solve::Problem& next) const;
    void write_goals(const PlacementTerms& terms, solve::Problem& next) const;
    void write_room(solve::Problem& next) const;
    void write_limits(const PlacementTerms& terms, solve::Problem& next) const;
    void write_losses(solve::Problem& next) const;
    [[nodiscard]] std::int64_t loss(const std::vector<std::int32_t>& choice, std::size_t goal) const;

    const rules::AllocationProblem& problem_;
    const solve::Problem& numeric_;
    const WorstCase& worst_;
    const std::vector<OfferSet>& sets_;
    const std::vector<bool>& open_;
    const std::vector<std::int32_t>& duty_;
    const std::vector<std::int32_t>& places_;
    const std::vector<std::int64_t>& loss_left_;

    std::vector<bool> fixed_;               ///< by row: has a set that stands as it is
    std::vector<const OfferSet*> loose_;    ///< by row: the set that may be withdrawn, or null
    std::vector<WorstCase::Range> ranges_;  ///< by limit, of the fixed sets
    std::vector<std::int32_t> room_;        ///< by home, beside the fixed sets
    std::vector<bool> clique_taken_;        ///< by a fixed set
    WorstCase::Sets choices_;               ///< by edge of the new problem
};

}  // namespace husrom::plan
