#pragma once

/// A problem whose goals up to one are made a single goal: a unit of each goal before it is worth so many units of it. What is proven of
/// those goals stands as further limits. A bound of the single goal, less what the proven values are worth, is a bound of that goal among
/// the plans that keep them, by the same multipliers: this file writes everything that is known of the one as what is known of the other.

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <husrom/solve/certificate.hpp>
#include <husrom/solve/problem.hpp>

#include "look_ahead.hpp"
#include "node_lp.hpp"
#include "pseudo_costs.hpp"
#include "relaxation.hpp"

namespace husrom::solve {

class OneGoal {
public:
    /// `from`: the problem, perhaps with derived limits behind its own. `proven`: of goals before the one, and head counts.
    OneGoal(const ProblemIndex& from, const LookAhead& ahead, const Proven& proven);

    [[nodiscard]] const Problem& problem() const { return problem_; }
    [[nodiscard]] const ProblemIndex::Derived& derived() const { return derived_; }
    /// Of the single goal, what the proven values of the goals before are worth.
    [[nodiscard]] std::int64_t worth_of_proven() const { return worth_of_proven_; }

    /// From the problem to this one; multipliers are those of the goal.
    [[nodiscard]] Multipliers inwards(const Multipliers& outer) const;
    [[nodiscard]] std::shared_ptr<const NodeLp::Stand> inwards(const NodeLp::Stand& outer) const;

    /// And back.
    [[nodiscard]] Multipliers outwards(const Multipliers& inner) const;
    [[nodiscard]] Stage outwards(Stage inner) const;
    [[nodiscard]] PseudoCosts outwards(const PseudoCosts& inner) const;
    [[nodiscard]] std::shared_ptr<const NodeLp::Stand> outwards(const NodeLp::Stand& inner) const;

private:
    /// What a limit that is none of the problem's stands for: a proven goal or head count.
    struct Row {
        Coupling::Kind kind;
        std::int32_t index;
        std::size_t place;  ///< of the limit, among those that stand for something; rows that say the same share one
    };
    void add_row(const ProblemIndex& from, Coupling::Kind kind, std::int32_t index, std::int64_t bound);
    [[nodiscard]] std::int32_t limit_of(const Row& row) const { return derived_.undivided_from + static_cast<std::int32_t>(row.place); }
    /// Null for a limit of the problem, or a rounded one.
    [[nodiscard]] const Row* row_of(std::int32_t limit) const;
    [[nodiscard]] std::int32_t limit_outwards(std::int32_t limit) const {
        return limit < derived_.undivided_to ? limit : limit - (derived_.undivided_to - derived_.undivided_from);
    }

    Problem problem_;
    ProblemIndex::Derived derived_;
    std::vector<std::int64_t> worth_;
    std::int32_t goal_;
    std::int64_t worth_of_proven_ = 0;
    std::vector<Row> rows_;
};

}  // namespace husrom::solve
