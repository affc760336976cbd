#pragma once

/// Every plan of a small problem by trying all choices: the slow obvious twin of what the engine answers.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <set>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>
#include <husrom/solve/check.hpp>

namespace husrom::sample {

/// How many random cases: quick, or that many times HUSROM_CAMPAIGN.
inline std::uint64_t cases(std::uint64_t quick) {
    const char* campaign = std::getenv("HUSROM_CAMPAIGN");
    return campaign == nullptr ? quick : quick * std::strtoull(campaign, nullptr, 10);
}

using Homes = std::vector<std::int32_t>;  ///< the edge of each row, or -1

/// Goal values by the problem's own words: weights less the charges of soft limits.
inline std::vector<std::int64_t> values_of(const solve::Problem& problem, const Homes& homes) {
    std::vector<std::int64_t> values(static_cast<std::size_t>(problem.goals), 0);
    std::set<std::int32_t> chosen(homes.begin(), homes.end());
    for (std::size_t goal = 0; goal < values.size(); ++goal)
        for (const auto edge : chosen)
            if (edge >= 0) values[goal] += problem.weights[goal][static_cast<std::size_t>(edge)];
    for (std::int32_t limit = 0; limit < problem.limits(); ++limit) {
        const auto k = static_cast<std::size_t>(limit);
        std::int64_t use = 0;
        for (auto entry = problem.limit_offsets[k]; entry < problem.limit_offsets[k + 1]; ++entry)
            if (chosen.count(problem.limit_edges[static_cast<std::size_t>(entry)]) > 0)
                use += problem.limit_coefficients[static_cast<std::size_t>(entry)];
        const auto upper = problem.limit_upper[k], lower = problem.limit_lower[k];
        for (const auto side : {solve::Side::upper, solve::Side::lower}) {
            const bool above = side == solve::Side::upper;
            auto excess = above ? (upper == solve::no_upper ? 0 : use - upper) : (lower == solve::no_lower ? 0 : lower - use);
            for (const auto& step : problem.steps) {
                if (step.limit != limit || step.side != side) continue;
                const auto part = std::clamp<std::int64_t>(excess, 0, step.width);
                values[static_cast<std::size_t>(step.goal)] -= part * step.slope;
                excess -= part;
            }
        }
    }
    return values;
}

inline bool is_plan(const solve::Problem& problem, const Homes& homes) {
    std::vector<std::int32_t> chosen;
    for (const auto edge : homes)
        if (edge >= 0) chosen.push_back(edge);
    std::ranges::sort(chosen);
    return solve::check_plan(problem, chosen, values_of(problem, homes)).accepted;
}

inline void for_each_choice(const solve::Problem& problem, const std::function<void(const Homes&)>& visit) {
    Homes homes(static_cast<std::size_t>(problem.rows), -1);
    const std::function<void(std::size_t)> descend = [&](std::size_t row) {
        if (row == homes.size()) return visit(homes);
        homes[row] = -1;
        descend(row + 1);
        for (std::size_t edge = 0; edge < problem.edge_row.size(); ++edge) {
            if (problem.edge_row[edge] != static_cast<std::int32_t>(row)) continue;
            homes[row] = static_cast<std::int32_t>(edge);
            descend(row + 1);
        }
        homes[row] = -1;
    };
    descend(0);
}

/// Goal values of the policy's goals.
inline std::vector<std::int64_t> policy_values(const rules::AllocationProblem& problem, const Homes& homes) {
    auto values = values_of(problem.numeric, homes);
    values.resize(static_cast<std::size_t>(problem.first_tie_goal));
    return values;
}

inline std::vector<Homes> every_plan(const solve::Problem& problem) {
    std::vector<Homes> plans;
    for_each_choice(problem, [&](const Homes& homes) {
        if (is_plan(problem, homes)) plans.push_back(homes);
    });
    return plans;
}

/// The edge of each row in a list of chosen edges.
template <class Edges> Homes homes_of(const solve::Problem& problem, const Edges& chosen) {
    Homes homes(static_cast<std::size_t>(problem.rows), -1);
    for (const auto& edge : chosen) {
        std::int32_t index;
        if constexpr (requires { edge.value; })
            index = edge.value;
        else
            index = edge;
        homes[static_cast<std::size_t>(problem.edge_row[static_cast<std::size_t>(index)])] = index;
    }
    return homes;
}

}  // namespace husrom::sample
