#pragma once

/// Whole metres between two things that have x and y in one projected system: floor(sqrt(dx^2 + dy^2)), exactly.

#include <optional>
#include <string_view>
#include <vector>

#include "rules/linear.hpp"

namespace husrom::rules {

class Distance {
public:
    /// `left` and `right` are what has x and y: "participant", "unit", "unit.site.neighbourhood". Nothing, with findings, when a
    /// coordinate's column does not exist, is no number, or holds one beyond 10^8 metres.
    [[nodiscard]] static std::optional<Distance> compile(std::string_view left, std::string_view right, const Scope& scope,
                                                         const Entry& entry, Unknowns unknowns);

    /// Not joined when a row is missing or a coordinate is declared "none"; unknown when a coordinate is.
    [[nodiscard]] Amount metres(const Pair& pair) const;
    [[nodiscard]] std::span<const Reader> readers() const { return coordinates_; }

private:
    std::vector<Reader> coordinates_;    ///< left x, left y, right x, right y
    std::vector<std::int64_t> factors_;  ///< of each, to the common scale
    std::int64_t metre_ = 1;             ///< one metre on the common scale
};

}  // namespace husrom::rules
