#pragma once

/// Multipliers of one stage as multipliers of another's relaxation. What that has no row for is left out and what it does not allow is cut
/// off, which may weaken a bound and never makes it wrong.

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <husrom/solve/certificate.hpp>

#include "relaxation.hpp"

namespace husrom::solve {

class Translation {
public:
    /// `widely`: as large as Relaxation::price_widely() takes them.
    Translation(const Relaxation& relaxation, std::int32_t columns, bool widely = false);

    /// The objective stays the objective.
    void read(const Multipliers& from);
    /// The objective was that of `goal`, whose proven value is a row here.
    void read_as_row(const Multipliers& from, std::int32_t goal);

    std::vector<std::int64_t> multipliers, prices;  ///< by coupling and by column, of what was read last

private:
    void read(const Multipliers& from, std::int64_t denominator);
    void put(Coupling::Kind kind, std::int32_t index, std::int64_t value);

    const Relaxation& relaxation_;
    bool widely_;
    std::size_t columns_;
    std::map<std::pair<Coupling::Kind, std::int32_t>, std::size_t> dimension_;
};

}  // namespace husrom::solve
