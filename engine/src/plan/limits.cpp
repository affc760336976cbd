#include <limits>

#include <husrom/core/integers.hpp>

#include "plan/parts.hpp"

namespace husrom::plan {

namespace {

struct SmallestLoads {
    std::int64_t further = std::numeric_limits<std::int64_t>::max();  ///< of a pair not chosen
    std::int64_t present = std::numeric_limits<std::int64_t>::max();  ///< of a chosen pair
};

SmallestLoads smallest_loads(const solve::Problem& numeric, const Exchanges& exchanges, std::size_t limit) {
    SmallestLoads smallest;
    for (auto entry = static_cast<std::size_t>(numeric.limit_offsets[limit]);
         entry < static_cast<std::size_t>(numeric.limit_offsets[limit + 1]); ++entry) {
        const auto load = numeric.limit_coefficients[entry];
        if (load <= 0) continue;
        auto& least = exchanges.chosen(numeric.limit_edges[entry]) ? smallest.present : smallest.further;
        least = std::min(least, load);
    }
    return smallest;
}

}  // namespace

std::string name(const rules::LimitInfo& limit) {
    return limit.group.empty() ? limit.id : limit.id + " " + limit.group;
}

std::vector<LimitUse> limit_uses(const rules::AllocationProblem& problem, const Exchanges& exchanges,
                                 std::span<const std::int32_t> chosen) {
    constexpr auto none = std::numeric_limits<std::int64_t>::max();
    std::vector<LimitUse> uses;
    for (std::size_t i = 0; i < problem.limits.size(); ++i) {
        LimitUse use;
        use.limit = static_cast<std::int32_t>(i);
        uses.push_back(use);
    }
    // Loads are counted from the pairs themselves: a limit that cannot bind is not in the numeric problem and has a use all the same.
    for (const auto edge : chosen) {
        for (const auto& [limit, load] : problem.loads({edge})) {
            auto& use = uses[static_cast<std::size_t>(limit)].use;
            use = core::checked_add(use, load);
        }
    }
    for (std::size_t i = 0; i < problem.limits.size(); ++i) {
        const auto& info = problem.limits[i];
        auto& one = uses[i];
        if (info.has_max)
            one.left = core::checked_subtract(info.room, one.use);
        else if (info.has_min)
            one.left = core::checked_subtract(core::checked_add(one.use, info.tenants), info.min);
        if (info.numeric < 0) continue;
        const auto limit = static_cast<std::size_t>(info.numeric);
        const auto smallest = smallest_loads(problem.numeric, exchanges, limit);
        const auto upper = problem.numeric.limit_upper[limit], lower = problem.numeric.limit_lower[limit];
        const auto use = exchanges.use(info.numeric);
        if (upper != solve::no_upper && smallest.further != none && use > core::checked_subtract(upper, smallest.further)) one.binds = true;
        if (lower != solve::no_lower && smallest.present != none && use < core::checked_add(lower, smallest.present)) one.binds = true;
    }
    return uses;
}

}  // namespace husrom::plan
