#include "plan/offer_round.hpp"

#include <algorithm>

#include <husrom/core/integers.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

OfferRound::OfferRound(const rules::AllocationProblem& problem, const WorstCase& worst, const std::vector<OfferSet>& sets,
                       WorstCase::Sets edges, std::span<const std::int64_t> max_loss, std::span<const std::int64_t> reference)
    : numeric_(problem.numeric), worst_(worst), sets_(std::move(edges)), ranges_(worst.uses(sets_)) {
    const auto goals = max_loss.size();
    const auto values = worst_.least_values(sets_);
    for (std::size_t goal = 0; goal < goals; ++goal)
        loss_left_.push_back(
            core::checked_subtract(max_loss[goal], std::max<std::int64_t>(0, core::checked_subtract(reference[goal], values[goal]))));
    rows_of_clique_.resize(at(numeric_.cliques()));
    for (std::size_t set = 0; set < sets_.size(); ++set) {
        row_of_set_.push_back(sets[set].participant.value);
        for (const auto edge : sets_[set])
            for (const auto clique : worst_.cliques(edge)) rows_of_clique_[at(clique)].push_back(row_of_set_.back());
    }
    upper_.resize(at(numeric_.limits()));
    lower_.resize(at(numeric_.limits()));
    for (const auto& step : numeric_.steps) {
        auto& side = (step.side == solve::Side::upper ? upper_ : lower_)[at(step.limit)];
        side.goal = step.goal;
        side.steepest = step.slope;
        side.widths = step.width == solve::unbounded || side.widths == solve::unbounded ? solve::unbounded
                                                                                        : core::checked_add(side.widths, step.width);
    }
    losses_.resize(goals);
    loss_rows_.resize(goals);
    most_.resize(at(numeric_.limits()));
    least_.resize(at(numeric_.limits()));
    cliques_.resize(at(numeric_.cliques()));
}

const OfferRound::SoftSide& OfferRound::soft(std::int32_t limit, solve::Side side) const {
    return (side == solve::Side::upper ? upper_ : lower_)[at(limit)];
}

bool OfferRound::may_charge(const SoftSide& side) const {
    return side.goal >= 0 && (std::cmp_greater_equal(side.goal, loss_left_.size()) || loss_left_[at(side.goal)] > 0);
}

std::vector<OfferRound::Growth> OfferRound::growths(std::int32_t edge, std::size_t set) const {
    const auto& mine = sets_[set];
    std::vector<std::int32_t> touched;
    for (const auto& one : worst_.loads(edge)) touched.push_back(one.limit);
    for (const auto other : mine)
        for (const auto& one : worst_.loads(other)) touched.push_back(one.limit);
    std::ranges::sort(touched);
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    std::vector<Growth> list;
    for (const auto limit : touched) {
        auto high = worst_.load(mine.front(), limit), low = high;
        for (const auto other : mine) {
            high = std::max(high, worst_.load(other, limit));
            low = std::min(low, worst_.load(other, limit));
        }
        const auto load = worst_.load(edge, limit);
        const Growth growth{limit, std::max<std::int64_t>(0, core::checked_subtract(load, high)),
                            std::max<std::int64_t>(0, core::checked_subtract(low, load))};
        if (growth.more > 0 || growth.less > 0) list.push_back(growth);
    }
    return list;
}

/// By policy goal: how much lower the worst of the set becomes, and what soft limits can be charged on top, each unit at the steepest step.
std::vector<std::int64_t> OfferRound::losses(std::int32_t edge, std::size_t set, std::span<const Growth> grown) const {
    std::vector<std::int64_t> loss;
    for (std::size_t goal = 0; goal < loss_left_.size(); ++goal) {
        const auto& weights = numeric_.weights[goal];
        auto lowest = weights[at(sets_[set].front())];
        for (const auto other : sets_[set]) lowest = std::min(lowest, weights[at(other)]);
        loss.push_back(std::max<std::int64_t>(0, core::checked_subtract(lowest, weights[at(edge)])));
    }
    for (const auto& growth : grown)
        for (const auto side : {solve::Side::upper, solve::Side::lower}) {
            const auto& charged = soft(growth.limit, side);
            if (!may_charge(charged) || std::cmp_greater_equal(charged.goal, loss.size())) continue;
            auto& of_goal = loss[at(charged.goal)];
            of_goal = core::checked_add(of_goal,
                                        core::checked_multiply(charged.steepest, side == solve::Side::upper ? growth.more : growth.less));
        }
    return loss;
}

void OfferRound::consider(std::int32_t edge, std::size_t set) {
    const auto held_by_other = [&](std::int32_t clique) {
        return std::ranges::any_of(rows_of_clique_[at(clique)], [&](std::int32_t row) { return row != row_of_set_[set]; });
    };
    if (std::ranges::any_of(worst_.cliques(edge), held_by_other)) return;
    const auto grown = growths(edge, set);
    const auto loss = losses(edge, set, grown);
    for (std::size_t goal = 0; goal < loss.size(); ++goal)
        if (loss[goal] > std::max<std::int64_t>(0, loss_left_[goal])) return;

    const auto variable = static_cast<std::int32_t>(candidates_.size());
    candidates_.emplace_back(set, edge);
    for (const auto& growth : grown) {
        if (growth.more > 0) most_[at(growth.limit)].add(variable, growth.more);
        if (growth.less > 0) least_[at(growth.limit)].add(variable, growth.less);
    }
    for (std::size_t goal = 0; goal < loss.size(); ++goal) {
        losses_[goal].push_back(-loss[goal]);
        if (loss[goal] > 0) loss_rows_[goal].add(variable, loss[goal]);
    }
    for (const auto clique : worst_.cliques(edge))
        if (rows_of_clique_[at(clique)].empty()) cliques_[at(clique)].add(variable, 1);
}

void OfferRound::write_limits(solve::Problem& next) const {
    // A soft side that may not be charged further stays where it is; one that may has what its steps hold.
    const auto room = [&](std::int32_t limit, solve::Side side, std::int64_t end, std::int64_t now) {
        const auto& charged = soft(limit, side);
        const auto beyond = side == solve::Side::upper ? core::checked_subtract(now, end) : core::checked_subtract(end, now);
        if (charged.goal < 0) return std::max<std::int64_t>(0, -beyond);
        if (!may_charge(charged)) return std::max<std::int64_t>(0, -beyond);
        if (charged.widths == solve::unbounded) return solve::no_upper;
        return std::max<std::int64_t>(0, core::checked_subtract(charged.widths, beyond));
    };
    const auto write = [&](const LimitRow& row, std::int64_t upper) {
        if (!row.edges.empty() && upper != solve::no_upper) next.add_limit(row.edges, row.coefficients, solve::no_lower, upper);
    };
    for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
        const auto& range = ranges_[at(limit)];
        if (const auto end = numeric_.limit_upper[at(limit)]; end != solve::no_upper)
            write(most_[at(limit)], room(limit, solve::Side::upper, end, range.most));
        if (const auto end = numeric_.limit_lower[at(limit)]; end != solve::no_lower)
            write(least_[at(limit)], room(limit, solve::Side::lower, end, range.least));
    }
    for (std::size_t goal = 0; goal < loss_rows_.size(); ++goal) write(loss_rows_[goal], std::max<std::int64_t>(0, loss_left_[goal]));
    for (const auto& clique : cliques_)
        if (clique.edges.size() > 1) next.add_clique(clique.edges);
}

std::vector<std::pair<std::size_t, std::int32_t>> OfferRound::solve(std::vector<std::int32_t> room, std::int64_t work_limit) {
    if (candidates_.empty()) return {};
    solve::Problem next;
    next.rows = numeric_.rows;
    next.columns = numeric_.columns;
    next.column_upper = std::move(room);
    for (auto& upper : next.column_upper) upper = std::max(upper, 0);
    for (const auto& [set, edge] : candidates_) {
        next.edge_row.push_back(numeric_.edge_row[at(edge)]);
        next.edge_column.push_back(numeric_.edge_column[at(edge)]);
    }
    next.weights.emplace_back(candidates_.size(), 1);
    for (const auto& of_goal : losses_)
        if (std::ranges::any_of(of_goal, [](auto loss) { return loss != 0; })) next.weights.push_back(of_goal);
    next.goals = static_cast<std::int32_t>(next.weights.size());
    write_limits(next);

    solve::Options options;
    options.work_limit = work_limit;
    const auto result = solve::maximise(next, options);
    std::vector<std::pair<std::size_t, std::int32_t>> added;
    if (result.has_plan())
        for (const auto variable : result.chosen) added.push_back(candidates_[at(variable)]);
    return added;
}

}  // namespace husrom::plan
