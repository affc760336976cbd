#pragma once

/// One level of the objective, compiled: a weight for every edge. A new kind of goal is one file and one line in list.cpp.

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/rules/allocation_problem.hpp>

#include "rules/filter.hpp"
#include "rules/terms/list.hpp"

namespace husrom::rules {

/// Weights in the direction of the numeric problem, where more is better: what is minimised is negated.
struct GoalWeights {
    bool minimise = false;
    std::int32_t digits = 0;
    std::vector<std::int64_t> values;  ///< by edge, times 10^digits
};

/// What goals are compiled from.
struct GoalContext {
    const Scope& scope;
    const Entry& entry;
    std::span<const std::unique_ptr<Scoring>> terms;
    std::span<const Pair> pairs;                                            ///< typed rows of the edges
    const std::vector<bool>& stay;                                          ///< by edge
    const std::vector<bool>& mover;                                         ///< by typed row of participants
    const std::vector<bool>& concerns;                                      ///< by edge: does the goal's `among` hold?
    std::map<std::string, std::vector<std::int64_t>, std::less<>>& points;  ///< of terms, by edge, worked out once

    /// A term by its id; nullptr, with a finding, when no such term is on.
    [[nodiscard]] const Scoring* term(const std::string& id) const;
    /// The points of a term on every edge.
    [[nodiscard]] const std::vector<std::int64_t>& points_of(const Scoring& term) const;
};

[[nodiscard]] GoalWeights compile(const model::MaximiseHoused& goal, const GoalContext& context);
[[nodiscard]] GoalWeights compile(const model::MaximiseScore& goal, const GoalContext& context);
[[nodiscard]] GoalWeights compile(const model::MinimiseColumn& goal, const GoalContext& context);
[[nodiscard]] GoalWeights compile(const model::MinimiseMoves& goal, const GoalContext& context);
[[nodiscard]] GoalWeights compile(const model::MinimiseExcess& goal, const GoalContext& context);
[[nodiscard]] GoalWeights compile(const model::MinimiseDays& goal, const GoalContext& context);

}  // namespace husrom::rules
