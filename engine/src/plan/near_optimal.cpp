#include <husrom/plan/near_optimal.hpp>

#include <algorithm>

#include <husrom/core/integers.hpp>

#include "plan/allowed_loss.hpp"
#include "plan/one_exchange.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

NearPlans near_optimal(const Plan& plan, std::int32_t most, const std::map<std::string, model::Decimal>& within,
                       const ResolveOptions& options) {
    if (most < 1) throw InvalidArgument("most: at least 1 plan is asked for, not " + std::to_string(most));
    const auto& problem = plan.problem();
    const Resolver resolver(plan, options);
    const auto allowed = allowed_losses(problem, within, "within");
    const auto& objective = plan.result().objective;
    std::vector<std::int64_t> least;
    for (std::size_t goal = 0; goal < allowed.size(); ++goal) {
        // No value of a goal lies below the range, so that a larger loss allows nothing more.
        const auto value = static_cast<core::int128>(objective[goal]) - allowed[goal];
        least.push_back(static_cast<std::int64_t>(std::max<core::int128>(value, -solve::value_range)));
    }

    std::vector<std::int64_t> times(problem.numeric.edge_row.size(), 0);
    std::vector<std::vector<rules::EdgeIndex>> seen(1);
    for (const auto edge : plan.result().chosen) {
        seen.front().push_back({edge});
        ++times[static_cast<std::size_t>(edge)];
    }
    NearPlans near;
    while (std::cmp_less(near.list.size(), most)) {
        auto next = resolver.differ({}, least, times, seen);
        if (!next.found()) {
            near.complete = next.status == solve::Status::infeasible;
            if (near.complete || options.stop.stop_requested()) return near;
            // The search ended without one: what is near enough to be seen without it is told.
            auto exchanged = one_exchange_away(plan, least, seen);
            if (!exchanged) return near;
            std::vector<std::int32_t> edges;
            for (const auto edge : *exchanged) edges.push_back(edge.value);
            next.objective = values_of(problem.numeric, edges);
            next.chosen = std::move(*exchanged);
        }
        NearPlan one;
        one.chosen = next.chosen;
        one.losses = losses(problem, objective, next.objective);
        one.changes = home_changes(problem, plan.result().chosen, next.chosen);
        one.proven = next.proven_goals > 0;
        for (const auto edge : next.chosen) ++times[edge.position()];
        seen.push_back(next.chosen);
        near.list.push_back(std::move(one));
    }
    return near;
}

}  // namespace husrom::plan
