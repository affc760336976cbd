#pragma once

/// One more home each for as many people as can be, at the least loss: a matching of people with free homes whose limits hold what a
/// further home adds to the most that a limit, or the loss of a goal, can come to. Everybody gets at most one, so that the sums are exact.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <husrom/plan/offers.hpp>

#include "plan/limit_row.hpp"
#include "plan/worst_case.hpp"

namespace husrom::plan {

class OfferRound {
public:
    OfferRound(const rules::AllocationProblem& problem, const WorstCase& worst, const std::vector<OfferSet>& sets, WorstCase::Sets edges,
               std::span<const std::int64_t> max_loss, std::span<const std::int64_t> reference);

    /// A pair that could be added to a set, if that is safe.
    void consider(std::int32_t edge, std::size_t set);
    /// (set, edge) of each home that is added. `room` is what is free of each home.
    [[nodiscard]] std::vector<std::pair<std::size_t, std::int32_t>> solve(std::vector<std::int32_t> room, std::int64_t work_limit);

private:
    /// What a limit's most use and least use grow by.
    struct Growth {
        std::int32_t limit = 0;
        std::int64_t more = 0, less = 0;
    };
    /// The steps of one side of a limit in one place: the goal charged (-1: a hard side), the steepest slope, the widths in all.
    struct SoftSide {
        std::int32_t goal = -1;
        std::int64_t steepest = 0, widths = 0;
    };

    [[nodiscard]] const SoftSide& soft(std::int32_t limit, solve::Side side) const;
    /// The side may be charged further: its goal may lose something, or is none of the policy's.
    [[nodiscard]] bool may_charge(const SoftSide& side) const;
    [[nodiscard]] std::vector<Growth> growths(std::int32_t edge, std::size_t set) const;
    [[nodiscard]] std::vector<std::int64_t> losses(std::int32_t edge, std::size_t set, std::span<const Growth> grown) const;
    void write_limits(solve::Problem& next) const;

    const solve::Problem& numeric_;
    const WorstCase& worst_;
    WorstCase::Sets sets_;
    std::vector<std::int32_t> row_of_set_;
    std::vector<WorstCase::Range> ranges_;
    std::vector<std::int64_t> loss_left_;                    ///< by policy goal
    std::vector<std::vector<std::int32_t>> rows_of_clique_;  ///< people with a home in it
    std::vector<SoftSide> upper_, lower_;

    std::vector<std::pair<std::size_t, std::int32_t>> candidates_;
    std::vector<std::vector<std::int64_t>> losses_;  ///< by policy goal and candidate, less what it may lose
    std::vector<LimitRow> most_, least_, loss_rows_, cliques_;
};

}  // namespace husrom::plan
