#pragma once

/// The best chain of exchanges in a problem without limits that could bind: somebody gives up a home and goes without, takes a free home,
/// or takes the home of the next one, and so on at any length. Longest paths by Bellman and Ford, exact for a plan that is proven best
/// (which leaves no cycle of exchanges that gains); in another plan they are cut off after as many rounds as people are housed.
/// O(rounds x pairs of those housed), few rounds as a rule.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "plan/exchange.hpp"

namespace husrom::plan {

class Chains {
public:
    /// Whether chains alone decide: no limit, clique or soft step in the problem.
    [[nodiscard]] static bool apply_to(const solve::Problem& problem);

    Chains(const rules::AllocationProblem& problem, const Exchanges& exchanges);

    using Change = std::vector<std::int64_t>;  ///< of the policy goals, more is better
    /// The best change with which a person who waits could be given a home; nothing when nobody can give one up.
    [[nodiscard]] std::optional<Change> best(std::int32_t row) const;

private:
    [[nodiscard]] Change sum(std::int32_t out, std::int32_t in, const Change* next) const;
    /// The best change when the holder of `held` takes `edge`: a free home, or one whose holder gives it up in turn.
    [[nodiscard]] std::optional<Change> taking(std::int32_t edge, std::int32_t held) const;
    bool improve(std::int32_t held);

    const solve::Problem& numeric_;
    const Exchanges& exchanges_;
    std::size_t policy_goals_;
    std::vector<std::optional<Change>> gives_up_;  ///< by row: the best change when its home is given up
};

}  // namespace husrom::plan
