#pragma once

/// `among` and `where`: which pairs an entry of the policy is about. Conditions of one side are judged once a row, not once a pair.

#include <span>
#include <vector>

#include "rules/condition.hpp"

namespace husrom::rules {

class Filter {
public:
    Filter(const model::Conditions& among, const model::Conditions& where, const Scope& scope, const Entry& entry, Unknowns unknowns,
           People people = People::participants);

    /// Does the entry concern the pair? A row that is not joined meets no condition.
    [[nodiscard]] Truth judge(const Pair& pair) const;
    [[nodiscard]] bool holds(const Pair& pair) const { return judge(pair) == Truth::yes; }

    /// The answer as far as one side can give it: "no" settles it.
    [[nodiscard]] Truth participant(std::int32_t row) const { return participant_truth_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] Truth unit(std::int32_t row) const { return unit_truth_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] bool reads_listed() const { return !listed_.empty(); }
    [[nodiscard]] bool empty() const { return readers_.empty(); }

    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }

private:
    std::vector<CompiledCondition> listed_;
    std::vector<Truth> participant_truth_;
    std::vector<Truth> unit_truth_;
    std::vector<Reader> readers_;
};

}  // namespace husrom::rules
