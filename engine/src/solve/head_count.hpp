#pragma once

/// People first, then fit: at most so many can be housed, shown by few multipliers. In a goal that houses as many as possible and then as
/// well as possible, the multipliers of limits that decide whether a person is housed at all stand far above those that only trade one
/// good place for another, long before either are exact. Those that stand out, alone and at the scale of people, mostly prove the head
/// count at once. Without it a fraction of a person stays in every bound.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "relaxation.hpp"

namespace husrom::solve {

struct HeadCount {
    std::int64_t bound = 0;  ///< on these edges: no more can be housed
    Multipliers proof;       ///< of that, with prices of columns; what edges left out make of it is for a full pass to say
    Multipliers goal;        ///< the goal's multipliers that go with it, the count's own among them, numbered `stage`
};

/// Looks for a head count below what limits do not touch, at the relaxation's multipliers of a goal. `stage` is what the count's stage will
/// be. `stop` is told of work spent and asked now and then. Nothing when no count is found.
[[nodiscard]] std::optional<HeadCount> find_head_count(const ProblemIndex& index, const Proven& proven, const Relaxation& goal,
                                                       std::int32_t stage, const std::function<bool(std::int64_t)>& stop);

/// What a person is worth at least in a goal that counts people; no more than 0: it does not.
[[nodiscard]] std::int64_t worth_of_head(const Relaxation& goal);

/// Where a count of anything that is worth so much in a goal may begin: the goal's multipliers of limits that decide about it, in its
/// units, and prices likewise. Goals and counts proven before are left out.
[[nodiscard]] Multipliers in_units_of(const ProblemIndex& index, const Multipliers& goal, std::int64_t worth);

/// A goal's multipliers with so much for each unit of what `proof` bounds taken out of them, which is where a row of that bound takes over:
/// its own multiplier, `worth` over the goal's denominator, is the caller's to add.
[[nodiscard]] Multipliers taken_over(const Multipliers& goal, const Multipliers& proof, std::int64_t worth);

}  // namespace husrom::solve
