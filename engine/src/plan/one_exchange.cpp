#include "plan/one_exchange.hpp"

#include <algorithm>

#include <husrom/solve/check.hpp>

#include "plan/exchange.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

using Chosen = std::vector<rules::EdgeIndex>;

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

std::optional<Chosen> one_exchange_away(const Plan& plan, std::span<const std::int64_t> least, const std::vector<Chosen>& known) {
    return OneExchange(plan, least, known).find();
}

}  // namespace husrom::plan
