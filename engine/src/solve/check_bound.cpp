#include "check_bound.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace husrom::solve::checking {
namespace {

using core::int128;

/// Larger multipliers are of no use and would only make room for overflow.
constexpr std::int64_t largest_multiplier = std::int64_t{1} << 60;

int128 product(int128 a, int128 b) {
    int128 result = 0;
    if (__builtin_mul_overflow(a, b, &result)) throw Objection("a product leaves 128 bits");
    return result;
}

void add(int128& sum, int128 value) {
    if (__builtin_add_overflow(sum, value, &sum)) throw Objection("a sum leaves 128 bits");
}

/// The multipliers of one kind as a dense array; refuses disorder, strangers and sizes out of range.
std::vector<std::int64_t> spread(const std::vector<Entry>& entries, std::size_t size, bool any_sign, const char* kind) {
    std::vector<std::int64_t> dense(size, 0);
    std::int64_t last = -1;
    for (const Entry& entry : entries) {
        const std::string name = std::string(kind) + " " + std::to_string(entry.index);
        if (entry.index < 0 || static_cast<std::size_t>(entry.index) >= size)
            throw Objection("a multiplier of " + name + ", which does not exist");
        if (entry.index <= last) throw Objection("the multiplier of " + name + " is out of order or stands twice");
        if (entry.value > largest_multiplier || entry.value < -largest_multiplier)
            throw Objection("the multiplier of " + name + " is out of range");
        if (!any_sign && entry.value < 0) throw Objection("the multiplier of " + name + " is negative");
        last = entry.index;
        dense[static_cast<std::size_t>(entry.index)] = entry.value;
    }
    return dense;
}

}  // namespace

BoundJudge::BoundJudge(const Problem& problem) : problem_(problem) {
    const auto edges = static_cast<std::size_t>(problem.edges());
    const auto transpose = [&](const std::vector<std::int64_t>& offsets, const std::vector<std::int32_t>& members,
                               std::vector<std::int64_t>& by_edge, std::vector<std::int32_t>& sets, bool with_coefficients) {
        by_edge.assign(edges + 1, 0);
        for (const std::int32_t edge : members) ++by_edge[static_cast<std::size_t>(edge) + 1];
        std::partial_sum(by_edge.begin(), by_edge.end(), by_edge.begin());
        sets.resize(members.size());
        if (with_coefficients) edge_coefficients_.resize(members.size());
        std::vector<std::int64_t> next(by_edge.begin(), by_edge.end() - 1);
        for (std::size_t set = 0; set + 1 < offsets.size(); ++set)
            for (std::int64_t i = offsets[set]; i < offsets[set + 1]; ++i) {
                const auto at = static_cast<std::size_t>(next[static_cast<std::size_t>(members[static_cast<std::size_t>(i)])]++);
                sets[at] = static_cast<std::int32_t>(set);
                if (with_coefficients) edge_coefficients_[at] = problem.limit_coefficients[static_cast<std::size_t>(i)];
            }
    };
    transpose(problem.limit_offsets, problem.limit_edges, edge_limit_offsets_, edge_limits_, true);
    transpose(problem.clique_offsets, problem.clique_edges, edge_clique_offsets_, edge_cliques_, false);

    // Excess cannot exceed the largest (smallest) activity, one edge a row, so wider steps are cut there.
    std::vector<int128> room(static_cast<std::size_t>(problem.limits()) * 2, -1);
    std::vector<std::int64_t> row_extreme(static_cast<std::size_t>(problem.rows), 0);
    for (const Step& step : problem.steps) {
        const auto k = static_cast<std::size_t>(step.limit);
        const bool upper = step.side == Side::upper;
        int128& left = room[2 * k + (upper ? 0 : 1)];
        if (left < 0) {
            std::ranges::fill(row_extreme, 0);
            for (std::int64_t i = problem.limit_offsets[k]; i < problem.limit_offsets[k + 1]; ++i) {
                const auto at = static_cast<std::size_t>(i);
                auto& extreme = row_extreme[static_cast<std::size_t>(problem.edge_row[static_cast<std::size_t>(problem.limit_edges[at])])];
                const std::int64_t value = upper ? problem.limit_coefficients[at] : -problem.limit_coefficients[at];
                extreme = std::max(extreme, value);
            }
            left = upper ? -static_cast<int128>(problem.limit_upper[k]) : static_cast<int128>(problem.limit_lower[k]);
            for (const std::int64_t extreme : row_extreme) left += extreme;
            left = std::max(left, static_cast<int128>(0));
        }
        const int128 width = std::min(left, static_cast<int128>(step.width));
        left -= width;
        steps_.push_back({step, width});
    }
}

std::int64_t BoundJudge::step(Objective objective, std::int32_t goal) const {
    if (objective != Objective::goal) return 1;
    std::int64_t divisor = 0;
    for (const std::int64_t weight : problem_.weights[static_cast<std::size_t>(goal)]) divisor = std::gcd(divisor, weight);
    for (const Step& step : problem_.steps)
        if (step.goal == goal) divisor = std::gcd(divisor, step.slope);
    return std::max<std::int64_t>(divisor, 1);
}

Part BoundJudge::whole() const {
    Part part;
    part.must.assign(static_cast<std::size_t>(problem_.rows), 0);
    for (std::size_t r = 0; r < problem_.row_lower.size(); ++r) part.must[r] = problem_.row_lower[r] > 0 ? 1 : 0;
    for (std::size_t e = 0; e < problem_.edge_row.size(); ++e)
        if ((problem_.row_upper.empty() || problem_.row_upper[static_cast<std::size_t>(problem_.edge_row[e])] > 0) &&
            (problem_.column_upper.empty() || problem_.column_upper[static_cast<std::size_t>(problem_.edge_column[e])] > 0))
            part.edges.push_back(static_cast<std::int32_t>(e));
    return part;
}

Bound BoundJudge::evaluate(const Part& part, const Multipliers& multipliers, Objective objective, std::int32_t goal,
                           const Known& known) const {
    const std::int64_t denominator = multipliers.denominator;
    if (denominator < 0 || denominator > largest_multiplier) throw Objection("the denominator is out of range");
    const auto column = spread(multipliers.columns, static_cast<std::size_t>(problem_.columns), false, "column");
    const auto limit = spread(multipliers.limits, static_cast<std::size_t>(problem_.limits()), true, "limit");
    const auto clique = spread(multipliers.cliques, static_cast<std::size_t>(problem_.cliques()), false, "clique");
    const auto goals = spread(multipliers.goals, known.goals.size(), true, "goal");
    const auto counts = spread(multipliers.counts, known.counts.size(), false, "head count");

    for (const Entry& entry : multipliers.goals)
        if (!known.goals[static_cast<std::size_t>(entry.index)])
            throw Objection("goal " + std::to_string(entry.index) + " has a multiplier and is not proven");
    for (const Entry& entry : multipliers.counts)
        if (!known.counts[static_cast<std::size_t>(entry.index)])
            throw Objection("head count " + std::to_string(entry.index) + " has a multiplier and is not proven");

    Bound bound;
    for (std::size_t c = 0; c < column.size(); ++c)
        add(bound.total, product(column[c], problem_.column_upper.empty() ? 1 : problem_.column_upper[c]));
    for (std::size_t k = 0; k < limit.size(); ++k) {
        if (limit[k] == 0) continue;
        const std::int64_t side = limit[k] > 0 ? problem_.limit_upper[k] : problem_.limit_lower[k];
        if (side == (limit[k] > 0 ? no_upper : no_lower))
            throw Objection("limit " + std::to_string(k) + " has no bound on the side of its multiplier");
        add(bound.total, product(limit[k], side));
    }
    for (const std::int64_t value : clique) add(bound.total, value);
    for (std::size_t h = 0; h < goals.size(); ++h) {
        if (!known.goals[h]) continue;
        add(bound.total, -product(goals[h], *known.goals[h]));
    }
    int128 head = 0;  // what the head counts take from every edge
    for (std::size_t s = 0; s < counts.size(); ++s) {
        if (!known.counts[s]) continue;
        add(bound.total, product(counts[s], *known.counts[s]));
        add(head, counts[s]);
    }
    for (const EffectiveStep& at : steps_) {
        const std::int64_t signed_multiplier = limit[static_cast<std::size_t>(at.step.limit)];
        const std::int64_t own = std::max<std::int64_t>(at.step.side == Side::upper ? signed_multiplier : -signed_multiplier, 0);
        const bool charged_now = objective == Objective::goal && at.step.goal == goal;
        const std::int64_t worth = charged_now ? denominator : goals[static_cast<std::size_t>(at.step.goal)];
        const int128 gain = static_cast<int128>(own) - product(worth, at.step.slope);
        if (gain > 0) add(bound.total, product(gain, at.width));
    }

    constexpr int128 lowest = -(static_cast<int128>(1) << 124);
    bound.edge_value.resize(part.edges.size());
    bound.row_best.assign(static_cast<std::size_t>(problem_.rows), 0);
    for (std::size_t r = 0; r < part.must.size(); ++r)
        if (part.must[r] != 0) bound.row_best[r] = lowest;
    for (std::size_t i = 0; i < part.edges.size(); ++i) {
        const auto e = static_cast<std::size_t>(part.edges[i]);
        int128 value = -head;
        if (objective == Objective::goal) add(value, product(denominator, problem_.weights[static_cast<std::size_t>(goal)][e]));
        if (objective == Objective::count) add(value, denominator);
        for (const Entry& entry : multipliers.goals)
            add(value, product(entry.value, problem_.weights[static_cast<std::size_t>(entry.index)][e]));
        add(value, -static_cast<int128>(column[static_cast<std::size_t>(problem_.edge_column[e])]));
        for (std::int64_t j = edge_limit_offsets_[e]; j < edge_limit_offsets_[e + 1]; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const std::int64_t multiplier = limit[static_cast<std::size_t>(edge_limits_[at])];
            if (multiplier != 0) add(value, -product(multiplier, edge_coefficients_[at]));
        }
        for (std::int64_t j = edge_clique_offsets_[e]; j < edge_clique_offsets_[e + 1]; ++j)
            add(value, -static_cast<int128>(clique[static_cast<std::size_t>(edge_cliques_[static_cast<std::size_t>(j)])]));
        if (value >= -lowest || value <= lowest) throw Objection("a value leaves 124 bits");
        bound.edge_value[i] = value;
        auto& best = bound.row_best[static_cast<std::size_t>(problem_.edge_row[e])];
        best = std::max(best, value);
    }
    for (const int128 best : bound.row_best) {
        if (best == lowest)
            bound.nothing_left = true;
        else
            add(bound.total, best);
    }
    if (bound.total >= -lowest || bound.total <= lowest) throw Objection("a bound leaves 124 bits");
    return bound;
}

}  // namespace husrom::solve::checking
