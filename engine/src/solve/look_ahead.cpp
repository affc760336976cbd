#include "look_ahead.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include <husrom/core/integers.hpp>
#include <husrom/core/random.hpp>

#include "node_lp.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// A goal with no more different weights is flat.
constexpr std::size_t few_weights = 16;
/// What a unit of a flat goal is worth, in ranges of what comes behind it among edges that are alike so far.
constexpr double ranges = 16;
/// In bits: what a matching leaves to weights and their denominator, path lengths besides (Relaxation), and the most that is asked for.
constexpr int weight_bits = 53;
constexpr int most_bits = 40;
/// Of the largest weight: what a flat goal's part of it may come to at most, so that a certificate takes its multiplier.
constexpr double most_worth = 16;
constexpr double largest_real = 1e24;  ///< before they are made coarse
constexpr int128 largest_value = static_cast<int128>(1) << 60;

bool is_flat(const ProblemIndex& index, std::int32_t goal) {
    std::vector<std::int64_t> seen;
    for (const std::int32_t edge : index.usable_edges()) {
        const std::int64_t weight = index.weight(goal, edge);
        if (std::ranges::find(seen, weight) != seen.end()) continue;
        if (seen.size() == few_weights) return false;
        seen.push_back(weight);
    }
    return true;
}

/// Of the goal behind flat ones; drawn where there is none.
std::int64_t weight_behind(const ProblemIndex& index, std::int32_t goal, std::int32_t edge) {
    if (goal < index.problem().goals) return index.weight(goal, edge);
    constexpr std::uint64_t most_drawn = 1'000;
    core::Random random(static_cast<std::uint64_t>(index.row_of(edge)) << 32 | static_cast<std::uint64_t>(index.column_of(edge)));
    return static_cast<std::int64_t>(random.below(most_drawn));
}

/// Edges that are alike in the flat goals before one, and what it takes for that one to decide among them. The last member is the row that
/// is left without an edge.
class Classes {
public:
    explicit Classes(const ProblemIndex& index) : index_(index), of_edge_(static_cast<std::size_t>(index.problem().edges()) + 1, 0) {}

    void divide(std::int32_t goal) {
        std::map<std::pair<std::int32_t, std::int64_t>, std::int32_t> next;
        each([&](std::size_t edge) {
            const auto number = static_cast<std::int32_t>(next.size());
            of_edge_[edge] = next.try_emplace({of_edge_[edge], weight(goal, edge)}, number).first->second;
        });
    }
    struct Worth {
        double range = 0;  ///< of the values behind the goal among edges that are alike up to it
        double unit = 0;   ///< what a unit must be worth for a greater weight to be so many ranges ahead
    };
    [[nodiscard]] Worth worth(std::int32_t goal, const std::vector<double>& values) const {
        struct Ends {
            double low, high;
        };
        std::map<std::pair<std::int32_t, std::int64_t>, Ends> ends;
        each([&](std::size_t edge) {
            const double value = values[edge];
            auto& [low, high] = ends.try_emplace({of_edge_[edge], weight(goal, edge)}, Ends{value, value}).first->second;
            low = std::min(low, value);
            high = std::max(high, value);
        });
        Worth worth;
        for (const auto& [key, own] : ends) worth.range = std::max(worth.range, own.high - own.low);
        worth.range = std::max(worth.range, 1.0);
        worth.unit = -std::numeric_limits<double>::infinity();
        for (auto less = ends.begin(), more = std::next(less); more != ends.end(); ++less, ++more) {
            if (less->first.first != more->first.first) continue;
            const double apart = ranges * worth.range + less->second.high - more->second.low;
            worth.unit = std::max(worth.unit, std::ceil(apart / static_cast<double>(more->first.second - less->first.second)));
        }
        if (std::isinf(worth.unit)) worth.unit = 0;
        return worth;
    }

private:
    template <class Do> void each(const Do& act) const {
        for (const std::int32_t edge : index_.usable_edges()) act(at(edge));
        act(of_edge_.size() - 1);
    }
    [[nodiscard]] std::int64_t weight(std::int32_t goal, std::size_t edge) const {
        return edge + 1 == of_edge_.size() ? 0 : index_.weight(goal, static_cast<std::int32_t>(edge));
    }

    const ProblemIndex& index_;
    std::vector<std::int32_t> of_edge_;
};

/// Weights beyond this leave the matching no room for multipliers.
std::int64_t largest_weight_of(const Problem& problem) {
    const auto nodes = static_cast<std::uint64_t>(std::max(problem.rows, problem.columns));
    return std::int64_t{1} << std::clamp(weight_bits - static_cast<int>(std::bit_width(2 * nodes + 4)), 0, most_bits);
}

/// All plans' values and charges fit.
bool in_range(const ProblemIndex& index, const LookAhead& ahead) {
    const std::int64_t largest_weight = largest_weight_of(index.problem());
    const auto fits = [&](double value) { return std::abs(value) <= static_cast<double>(largest_weight); };
    for (const Step& step : index.problem().steps)
        if (step.goal < ahead.goal && !fits(static_cast<double>(ahead.worth[at(step.goal)]) * static_cast<double>(step.slope)))
            return false;
    int128 most = 0;
    for (const std::int64_t weight : ahead.weights(index)) most = std::max<int128>(most, weight < 0 ? -weight : weight);
    if (most > largest_weight) return false;
    most *= index.problem().rows;
    for (const Step& step : ahead.steps(index)) {
        if (step.slope > largest_weight) return false;
        const LimitSide& side = step.side == Side::upper ? index.upper(step.limit) : index.lower(step.limit);
        most += static_cast<int128>(step.slope) * side.room;
    }
    return most <= largest_value;
}

/// Every value of the one goal is a multiple of this.
std::int64_t step_of(const ProblemIndex& index, const LookAhead& ahead) {
    std::int64_t divisor = 0;
    for (const std::int64_t weight : ahead.weights(index)) divisor = std::gcd(divisor, weight);
    for (const Step& step : ahead.steps(index)) divisor = std::gcd(divisor, step.slope);
    return std::max<std::int64_t>(divisor, 1);
}

std::int64_t coarse(std::int64_t value, std::int64_t unit) {
    return unit == 1 ? value : static_cast<std::int64_t>(std::round(static_cast<double>(value) / static_cast<double>(unit)));
}

}  // namespace

bool is_charged(const Problem& problem, std::int32_t goal) {
    return std::ranges::any_of(problem.steps, [&](const Step& step) { return step.goal == goal; });
}

std::int64_t LookAhead::weight(const ProblemIndex& index, std::int32_t edge) const {
    std::int64_t weight = coarse(weight_behind(index, goal, edge), unit);
    for (std::int32_t flat = 0; flat < goal; ++flat) weight += worth[at(flat)] * index.weight(flat, edge);
    return weight;
}

std::vector<std::int64_t> LookAhead::weights(const ProblemIndex& index) const {
    std::vector<std::int64_t> weights(static_cast<std::size_t>(index.problem().edges()), 0);
    for (const std::int32_t edge : index.usable_edges()) weights[at(edge)] = weight(index, edge);
    return weights;
}

std::vector<Step> LookAhead::steps(const ProblemIndex& index) const {
    std::vector<Step> steps = index.problem().steps;
    for (Step& step : steps) {
        const std::int32_t charged = std::exchange(step.goal, 0);
        step.slope = charged > goal ? 0 : charged == goal ? coarse(step.slope, unit) : worth[at(charged)] * step.slope;
    }
    return steps;
}

std::optional<LookAhead> look_ahead(const ProblemIndex& index) {
    const Problem& problem = index.problem();
    const std::int64_t largest_weight = largest_weight_of(problem);
    if (NodeLp::fits(index, problem.limits() + problem.cliques())) return std::nullopt;
    std::int32_t flat = 0;
    while (flat < problem.goals && is_flat(index, flat)) ++flat;
    if (flat == 0) return std::nullopt;

    std::vector<Classes> classes{Classes(index)};
    for (std::int32_t goal = 1; goal < flat; ++goal) {
        classes.push_back(classes.back());
        classes.back().divide(goal - 1);
    }
    // From the last goal to the first, as if every weight were a real number.
    std::vector<double> values(static_cast<std::size_t>(problem.edges()) + 1, 0);
    for (const std::int32_t edge : index.usable_edges()) values[at(edge)] = static_cast<double>(weight_behind(index, flat, edge));
    std::vector<double> worth(at(flat), 0);
    const auto step = flat < problem.goals ? static_cast<double>(index.step(flat)) : 1.0;
    std::vector<double> apart(at(flat), 0);
    for (std::int32_t goal = flat - 1; goal >= 0; --goal) {
        const Classes::Worth found = classes[at(goal)].worth(goal, values);
        // Whole steps, so that bounds are rounded alike.
        worth[at(goal)] = std::ceil((is_charged(problem, goal) ? std::max(found.unit, 1.0) : found.unit) / step) * step;
        apart[at(goal)] = ranges * found.range;
        for (const std::int32_t edge : index.usable_edges())
            values[at(edge)] += worth[at(goal)] * static_cast<double>(index.weight(goal, edge));
    }
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    LookAhead ahead;
    ahead.goal = flat;
    if (largest > largest_real) return std::nullopt;
    if (largest > static_cast<double>(largest_weight))
        ahead.unit = std::int64_t{1} << static_cast<int>(std::ceil(std::log2(largest / static_cast<double>(largest_weight))) + 1);
    // What units are worth may cancel out in the sums, and must not be out of proportion to them.
    for (std::int32_t goal = 0; goal < flat; ++goal) {
        double heaviest = 1;
        for (const std::int32_t edge : index.usable_edges())
            heaviest = std::max(heaviest, std::abs(static_cast<double>(index.weight(goal, edge))));
        if (std::abs(worth[at(goal)]) * heaviest > most_worth * std::max(largest, 1.0)) return std::nullopt;
    }
    const auto whole = [&](double value) { return static_cast<std::int64_t>(std::round(value / static_cast<double>(ahead.unit))); };
    for (const double one : worth) ahead.worth.push_back(whole(one));
    for (const double one : apart) ahead.apart.push_back(std::max<std::int64_t>(whole(one), 1));
    if (!in_range(index, ahead)) return std::nullopt;
    ahead.is_bound = ahead.unit == 1 && flat < problem.goals && step_of(index, ahead) == index.step(flat);
    return ahead;
}

}  // namespace husrom::solve
