#pragma once

/// A bound of a problem of one goal, told edge by edge: what an edge takes from it rules the edge out where too little is left.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/solve/certificate.hpp>

#include "index.hpp"

namespace husrom::solve {

class Guide {
public:
    /// At the multipliers of a bound of the problem. Nothing where they are none of a bound here.
    [[nodiscard]] static std::optional<Guide> at(const ProblemIndex& index, const Multipliers& multipliers);

    static constexpr std::int64_t no_way = std::numeric_limits<std::int64_t>::max();
    static constexpr std::int64_t farthest = no_way - 1;

    [[nodiscard]] const Multipliers& multipliers() const { return multipliers_; }
    [[nodiscard]] std::int64_t step() const { return step_; }
    [[nodiscard]] core::int128 total() const { return total_; }  ///< over the denominator
    [[nodiscard]] std::int64_t row_best(std::int32_t row) const { return row_best_[static_cast<std::size_t>(row)]; }
    /// What choosing an edge takes from the bound; `no_way` where it is not to be chosen.
    [[nodiscard]] const std::vector<std::int64_t>& penalties() const { return penalty_; }
    /// The largest value that a bound admits.
    [[nodiscard]] std::int64_t value(core::int128 total) const {
        const core::int128 value =
            core::floor_divide<core::int128>(core::floor_divide<core::int128>(total, multipliers_.denominator), step_) * step_;
        return static_cast<std::int64_t>(std::clamp<core::int128>(value, -no_way, no_way));
    }
    /// A penalty that so many edges do not exceed.
    [[nodiscard]] std::int64_t reach_of(std::int64_t edges) const;
    /// Of the least value above this, over the denominator.
    [[nodiscard]] core::int128 next_above(std::int64_t value) const {
        return (core::floor_divide<core::int128>(value, step_) * step_ + step_) * multipliers_.denominator;
    }

private:
    Multipliers multipliers_;
    std::int64_t step_ = 1;
    core::int128 total_ = 0;
    std::vector<std::int64_t> row_best_, penalty_;
};

}  // namespace husrom::solve
