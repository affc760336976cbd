#pragma once

/// The root of a goal as the solver has it: all edges that may be chosen, its bound and the fractional plan there.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "solve/root_bound.hpp"
#include "solve/stage_search.hpp"

namespace husrom::solve::testing {

/// Of all edges that may be chosen.
inline Relaxation relaxation_of(const ProblemIndex& index, std::int32_t goal, const Proven& proven) {
    std::vector<char> must(static_cast<std::size_t>(index.problem().rows), 0);
    for (std::int32_t row = 0; row < index.problem().rows; ++row) must[static_cast<std::size_t>(row)] = index.row_lower(row) > 0 ? 1 : 0;
    std::vector<std::int32_t> edges(index.usable_edges().begin(), index.usable_edges().end());
    return Relaxation(index, Objective::goal, goal, proven, std::move(edges), std::move(must));
}

/// With the bound that it belongs to; the relaxation stands there afterwards.
inline std::optional<RootBound> fractional_plan_of(const ProblemIndex& index, const Proven& proven, Relaxation& relaxation) {
    RootTask task;
    task.starts = {std::vector<std::int64_t>(relaxation.dimensions(), 0)};
    task.needed = lowest_total;
    return bound_on_core(index, proven, relaxation, task, [](std::int64_t) { return false; });
}

}  // namespace husrom::solve::testing
