#pragma once

/// What the tables `pairs` and `apart` say of single pairs: allowed in spite of named rules, forbidden, required; kept apart.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/pool.hpp"

namespace husrom::rules {

/// The row decides about its pair and says nothing else of it: every other cell is empty. What the policy reads of a pair is then as if it
/// were not listed, so that a decision does not close the home that it is about.
[[nodiscard]] bool only_decides(const model::TypedTable& pairs, std::int32_t row);

/// A row of `pairs`.
struct ListedPair {
    Pair pair;
    std::set<std::string, std::less<>> waived;  ///< ids of rules
    bool forbidden = false;
    bool required = false;
};

/// Two people who must not share a home, a site or a neighbourhood.
struct Apart {
    std::int32_t first = -1, second = -1;  ///< typed rows of participants
    std::vector<std::int32_t> places;      ///< by typed row of units: the home, site or neighbourhood that counts; -1: none
};

class Listed {
public:
    Listed(const Scope& scope, const Pool& pool);

    /// The row of `pairs` for two typed rows, or -1.
    [[nodiscard]] std::int32_t find(std::int32_t participant, std::int32_t unit) const;
    /// As the policy reads it.
    [[nodiscard]] Pair pair(std::int32_t participant, std::int32_t unit) const {
        const auto row = find(participant, unit);
        return row < 0 ? Pair{participant, unit, -1} : rows_[static_cast<std::size_t>(row)].pair;
    }
    [[nodiscard]] const std::vector<ListedPair>& rows() const { return rows_; }
    [[nodiscard]] bool waives(const Pair& pair, std::string_view rule) const;

    /// Verdicts beyond the policy's rules: "forbidden", "apart" (a tenant they must not live near), "required" (they must have another
    /// home). Only those that close the pair, or would if they were not waived.
    [[nodiscard]] std::vector<RuleVerdict> verdicts(const Pair& pair) const;
    /// The home that a participant must have, or -1.
    [[nodiscard]] std::int32_t required_unit(std::int32_t participant) const { return required_[static_cast<std::size_t>(participant)]; }
    [[nodiscard]] bool stays(const Pair& pair) const { return pool_.current_unit[static_cast<std::size_t>(pair.participant)] == pair.unit; }

    /// Homes where a participant would live near a tenant they must not live near.
    [[nodiscard]] const std::map<std::int32_t, std::vector<std::int32_t>>& near_tenants() const { return near_tenants_; }
    [[nodiscard]] const std::vector<Apart>& apart() const { return apart_; }

private:
    void read_pairs(const Scope& scope);
    void read_apart(const Scope& scope);
    [[nodiscard]] const ListedPair* decision(const Pair& pair) const;

    Pool pool_;
    std::vector<ListedPair> rows_;  ///< by row of `pairs`
    std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> by_pair_;
    std::vector<std::int32_t> required_;                              ///< by participant
    std::map<std::int32_t, std::vector<std::int32_t>> near_tenants_;  ///< participant -> typed rows of units, ascending
    std::vector<Apart> apart_;
};

}  // namespace husrom::rules
