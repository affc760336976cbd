#pragma once

/// Spill-over: which groups a load reaches, and with what share, when a limit spreads over adjacent neighbourhoods.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <husrom/model/policy.hpp>

#include "rules/limits/groups.hpp"

namespace husrom::rules {

/// The part of a load that counts in a group, times 10^Spread::digits().
struct Share {
    std::int32_t group = 0;
    std::int64_t part = 1;
};

class Spread {
public:
    /// Without `spread` every load counts in its own group alone. `adjacent.share` overrides the policy's share for two neighbours, and
    /// counts both ways. Findings when the groups are not neighbourhoods.
    [[nodiscard]] static Spread compile(const std::optional<model::Decimal>& spread, const Groups& groups, const Scope& scope,
                                        const Entry& entry);

    [[nodiscard]] std::int32_t digits() const { return digits_; }
    /// The groups that a load in `group` reaches, its own first.
    [[nodiscard]] std::span<const Share> reached(std::int32_t group) const { return shares_[static_cast<std::size_t>(group)]; }

private:
    std::int32_t digits_ = 0;
    std::vector<std::vector<Share>> shares_;
};

}  // namespace husrom::rules
