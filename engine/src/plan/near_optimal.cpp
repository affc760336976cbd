#include <husrom/plan/near_optimal.hpp>

#include <algorithm>
#include <optional>
#include <span>

#include <husrom/core/integers.hpp>

#include <husrom/solve/check.hpp>

#include "plan/allowed_loss.hpp"
#include "plan/exchange.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

using Chosen = std::vector<rules::EdgeIndex>;

/// Where a search finds nothing in its time: a plan that is not among those known, in which one person has moved to a free home, has the
/// home of another who goes without, or has changed homes with another. Goals stay at `least` or above.
class OneExchange {
public:
    OneExchange(const Plan& plan, std::span<const std::int64_t> least, const std::vector<Chosen>& known)
        : problem_(plan.problem()), exchanges_(plan.exchanges()), chosen_(plan.result().chosen), least_(least), known_(known) {
        held_.assign(problem_.participants.size(), -1);
        for (const auto edge : chosen_) held_[row_of(edge)] = edge;
    }

    std::optional<Chosen> find() const {
        for (std::size_t row = 0; row < held_.size(); ++row)
            for (const auto edge : exchanges_.edges_of_row(static_cast<std::int32_t>(row)))
                if (edge != held_[row])
                    if (auto found = by(row, edge)) return found;
        return std::nullopt;
    }

private:
    [[nodiscard]] std::size_t row_of(std::int32_t edge) const {
        return static_cast<std::size_t>(problem_.numeric.edge_row[static_cast<std::size_t>(edge)]);
    }

    /// This person gets this home.
    std::optional<Chosen> by(std::size_t row, std::int32_t edge) const {
        const auto home = problem_.numeric.edge_column[static_cast<std::size_t>(edge)];
        std::vector<std::int32_t> out, in{edge};
        if (held_[row] >= 0) out.push_back(held_[row]);
        if (exchanges_.free(home)) return with(out, in);
        for (const auto other : exchanges_.holders(home)) {
            out.push_back(other);
            if (held_[row] < 0) {
                if (auto found = with(out, in)) return found;
            } else {
                const auto back = problem_.find_edge({static_cast<std::int32_t>(row_of(other))},
                                                     {problem_.numeric.edge_column[static_cast<std::size_t>(held_[row])]});
                if (back.valid()) {
                    in.push_back(back.value);
                    if (auto found = with(out, in)) return found;
                    in.pop_back();
                }
            }
            out.pop_back();
        }
        return std::nullopt;
    }

    std::optional<Chosen> with(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const {
        if (exchanges_.obstruction(out, in).any()) return std::nullopt;
        std::vector<std::int32_t> edges;
        for (const auto edge : chosen_)
            if (std::ranges::find(out, edge) == out.end()) edges.push_back(edge);
        edges.insert(edges.end(), in.begin(), in.end());
        std::ranges::sort(edges);
        Chosen plan;
        for (const auto edge : edges) plan.push_back({edge});
        if (std::ranges::find(known_, plan) != known_.end()) return std::nullopt;
        const auto values = values_of(problem_.numeric, edges);
        for (std::size_t goal = 0; goal < least_.size(); ++goal)
            if (values[goal] < least_[goal]) return std::nullopt;
        if (!solve::check_plan(problem_.numeric, edges, values).accepted) return std::nullopt;
        return plan;
    }

    const rules::AllocationProblem& problem_;
    const Exchanges& exchanges_;
    const std::vector<std::int32_t>& chosen_;
    std::span<const std::int64_t> least_;
    const std::vector<Chosen>& known_;
    std::vector<std::int32_t> held_;  ///< by participant: the chosen edge, or -1
};

}  // namespace

NearPlans near_optimal(const Plan& plan, std::int32_t most, const std::map<std::string, model::Decimal>& within,
                       const ResolveOptions& options) {
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
    std::vector<Chosen> seen(1);
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
            auto exchanged = OneExchange(plan, least, seen).find();
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
