#pragma once

/// Who wishes for what, who goes before whom: preferences and priorities of pairs as integers, and lottery numbers of people.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <husrom/plan/mechanism.hpp>

namespace husrom::plan {

struct Orders {
    /// The terms that say what people wish and who goes first, as in MechanismOptions; without a seed there is no lottery.
    Orders(const rules::AllocationProblem& problem, const std::string& preference_term, const std::string& priority_term,
           std::optional<std::uint64_t> seed);

    std::vector<std::int64_t> preference;             ///< by edge, more is better
    std::vector<std::vector<std::int64_t>> priority;  ///< by edge, more is better; a later column counts between equals in those before
    std::vector<std::int64_t> number;                 ///< by participant, the smallest is drawn first; empty: no lottery

    /// Does the person like the first of their two pairs better?
    [[nodiscard]] bool prefers(std::int32_t edge, std::int32_t other) const;
    /// Does the person ask for the first of their two pairs before the second? Mechanisms need a strict order: homes that are liked equally
    /// are asked for in the order of their ids.
    [[nodiscard]] bool asks_first(std::int32_t edge, std::int32_t other) const;
    /// Does the first of two pairs at a home go before the second? Equals go before each other by the lottery, or not at all.
    [[nodiscard]] bool goes_before(const solve::Problem& problem, std::int32_t edge, std::int32_t other) const;
};

}  // namespace husrom::plan
