#include "plan/offer_placement.hpp"

#include <algorithm>

#include <husrom/core/integers.hpp>
#include <husrom/solve/solve.hpp>

#include "plan/limit_row.hpp"

namespace husrom::plan {

namespace {

/// Parts of one set that are looked at: all of a set of up to 8 homes; of a larger one those that lack fewest.
constexpr std::size_t most_parts = 256;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// The set and its parts of at least two homes, those that lack fewest first.
WorstCase::Sets parts_of(const OfferSet& set) {
    WorstCase::Sets parts(1);
    for (const auto& home : set.homes) parts[0].push_back(home.edge.value);
    // Homes are left out from the front on, so that no part comes twice.
    std::vector<std::size_t> next_out{0};
    for (std::size_t part = 0; part < parts.size() && parts.size() < most_parts; ++part)
        for (auto out = next_out[part]; out < parts[part].size() && parts[part].size() > 2; ++out) {
            auto less = parts[part];
            less.erase(less.begin() + static_cast<std::ptrdiff_t>(out));
            parts.push_back(std::move(less));
            next_out.push_back(out);
        }
    if (parts[0].size() < 2) parts.clear();
    return parts;
}

}  // namespace

OfferPlacement::OfferPlacement(const rules::AllocationProblem& problem, const WorstCase& worst, const std::vector<OfferSet>& sets,
                               const std::vector<bool>& open, const std::vector<std::int32_t>& duty,
                               const std::vector<std::int32_t>& places, const std::vector<std::int64_t>& loss_left)
    : problem_(problem),
      numeric_(problem.numeric),
      worst_(worst),
      sets_(sets),
      open_(open),
      duty_(duty),
      places_(places),
      loss_left_(loss_left) {}

std::optional<WorstCase::Sets> OfferPlacement::solve(const PlacementTerms& terms, std::int64_t work_limit) {
    fix_sets(terms);
    if (std::ranges::any_of(room_, [](auto room) { return room < 0; })) return std::nullopt;  // a tenant lives on where a set has a home
    add_choices();
    solve::Problem next;
    write_rows(terms, next);
    write_goals(terms, next);
    write_room(next);
    write_limits(terms, next);
    if (terms.withdraw && terms.spare_goals) write_losses(next);

    // The offers as they stand are the plan to start from.
    std::vector<std::int32_t> start;
    for (std::size_t choice = 0; choice < choices_.size(); ++choice) {
        const auto* set = loose_[at(next.edge_row[choice])];
        if (set != nullptr && choices_[choice].size() == set->homes.size() && choices_[choice].front() == set->homes.front().edge.value)
            start.push_back(static_cast<std::int32_t>(choice));
    }
    solve::Options options;
    options.work_limit = work_limit;
    options.first_tie_goal = next.goals - (numeric_.goals - problem_.first_tie_goal);
    options.start = start;
    const auto result = solve::maximise(next, options);
    if (!result.has_plan()) return std::nullopt;
    WorstCase::Sets chosen;
    for (const auto edge : result.chosen) chosen.push_back(choices_[at(edge)]);
    return chosen;
}

void OfferPlacement::fix_sets(const PlacementTerms& terms) {
    fixed_.assign(at(numeric_.rows), false);
    loose_.assign(at(numeric_.rows), nullptr);
    clique_taken_.assign(at(numeric_.cliques()), false);
    room_ = places_;
    WorstCase::Sets fixed;
    for (const auto& set : sets_) {
        if (terms.withdraw && set.state != OfferState::accepted) {
            loose_[set.participant.position()] = &set;
            continue;
        }
        fixed_[set.participant.position()] = true;
        auto& edges = fixed.emplace_back();
        for (const auto& home : set.homes) {
            edges.push_back(home.edge.value);
            --room_[home.unit.position()];
            for (const auto clique : worst_.cliques(home.edge.value)) clique_taken_[at(clique)] = true;
        }
    }
    ranges_ = worst_.uses(fixed);
}

void OfferPlacement::add_choices() {
    choices_.clear();
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
        if (fixed_[at(numeric_.edge_row[at(edge)])] || !open_[at(edge)] || room_[at(numeric_.edge_column[at(edge)])] < 1) continue;
        if (std::ranges::none_of(worst_.cliques(edge), [&](auto clique) { return clique_taken_[at(clique)]; })) choices_.push_back({edge});
    }
    for (const auto* set : loose_)
        if (set != nullptr)
            for (auto& part : parts_of(*set)) choices_.push_back(std::move(part));
}

void OfferPlacement::write_rows(const PlacementTerms& terms, solve::Problem& next) const {
    next.rows = numeric_.rows;
    // Behind the homes a column for choices of several, whose places are counted by `write_room`.
    next.columns = numeric_.columns + 1;
    next.column_upper = room_;
    for (auto& upper : next.column_upper) upper = std::max(upper, 0);
    next.column_upper.push_back(numeric_.rows);
    next.row_lower.assign(at(numeric_.rows), 0);
    for (std::size_t row = 0; row < next.row_lower.size(); ++row)
        if (!terms.drop_duties && !fixed_[row]) next.row_lower[row] = duty_[row];
    for (const auto& choice : choices_) {
        next.edge_row.push_back(numeric_.edge_row[at(choice.front())]);
        next.edge_column.push_back(choice.size() == 1 ? numeric_.edge_column[at(choice.front())] : numeric_.columns);
    }
}

void OfferPlacement::write_goals(const PlacementTerms& terms, solve::Problem& next) const {
    if (terms.withdraw) {
        auto& kept = next.weights.emplace_back();
        for (const auto& choice : choices_) {
            const auto* set = loose_[at(numeric_.edge_row[at(choice.front())])];
            const auto offered = [&](std::int32_t edge) {
                return set != nullptr && std::ranges::find(set->homes, rules::EdgeIndex{edge}, &OfferedHome::edge) != set->homes.end();
            };
            kept.push_back(std::ranges::count_if(choice, offered));
        }
    }
    if (terms.drop_duties) {
        auto& duties = next.weights.emplace_back();
        for (const auto& choice : choices_) duties.push_back(duty_[at(numeric_.edge_row[at(choice.front())])]);
    }
    for (const auto& weights : numeric_.weights) {
        auto& mine = next.weights.emplace_back();
        for (const auto& choice : choices_) mine.push_back(weights[at(choice.front())]);
    }
    next.goals = static_cast<std::int32_t>(next.weights.size());
}

void OfferPlacement::write_room(solve::Problem& next) const {
    std::vector<LimitRow> rows(at(numeric_.columns));
    std::vector<bool> among_several(at(numeric_.columns), false);
    for (std::size_t choice = 0; choice < choices_.size(); ++choice)
        for (const auto edge : choices_[choice]) {
            const auto unit = at(numeric_.edge_column[at(edge)]);
            rows[unit].add(static_cast<std::int32_t>(choice), 1);
            if (choices_[choice].size() > 1) among_several[unit] = true;
        }
    for (std::size_t unit = 0; unit < rows.size(); ++unit)
        if (among_several[unit]) next.add_limit(rows[unit].edges, rows[unit].coefficients, solve::no_lower, room_[unit]);
    std::vector<std::vector<std::int32_t>> cliques(at(numeric_.cliques()));
    for (std::size_t choice = 0; choice < choices_.size(); ++choice)
        for (const auto edge : choices_[choice])
            for (const auto clique : worst_.cliques(edge))
                if (auto& edges = cliques[at(clique)]; edges.empty() || edges.back() != static_cast<std::int32_t>(choice))
                    edges.push_back(static_cast<std::int32_t>(choice));
    for (const auto& edges : cliques)
        if (edges.size() > 1) next.add_clique(edges);
}

void OfferPlacement::write_limits(const PlacementTerms& terms, solve::Problem& next) const {
    std::vector<LimitRow> most(at(numeric_.limits())), least(at(numeric_.limits()));
    for (std::size_t choice = 0; choice < choices_.size(); ++choice) {
        std::vector<std::int32_t> touched;
        for (const auto edge : choices_[choice])
            for (const auto& one : worst_.loads(edge)) touched.push_back(one.limit);
        std::ranges::sort(touched);
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        for (const auto limit : touched) {
            auto high = worst_.load(choices_[choice].front(), limit), low = high;
            for (const auto edge : choices_[choice]) {
                high = std::max(high, worst_.load(edge, limit));
                low = std::min(low, worst_.load(edge, limit));
            }
            if (high != 0) most[at(limit)].add(static_cast<std::int32_t>(choice), high);
            if (low != 0) least[at(limit)].add(static_cast<std::int32_t>(choice), low);
        }
    }
    const auto further_goals = next.goals - numeric_.goals;
    const auto copy_steps = [&](std::int32_t limit, solve::Side side, std::int32_t row) {
        for (auto step : numeric_.steps) {
            if (step.limit != limit || step.side != side) continue;
            step.limit = row;
            step.goal += further_goals;
            next.steps.push_back(step);
        }
    };
    for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
        const auto& range = ranges_[at(limit)];
        // Where a choice is pending, a further charge could make it dearer than it was.
        const bool hold = terms.spare_goals && !terms.withdraw && range.most != range.least;
        if (const auto end = numeric_.limit_upper[at(limit)]; end != solve::no_upper) {
            const auto room = core::checked_subtract(end, range.most);
            const auto& row = most[at(limit)];
            const auto number = next.add_limit(row.edges, row.coefficients, solve::no_lower, hold ? std::max<std::int64_t>(room, 0) : room);
            if (!hold) copy_steps(limit, solve::Side::upper, number);
        }
        if (const auto end = numeric_.limit_lower[at(limit)]; end != solve::no_lower && !terms.drop_duties) {
            const auto& row = least[at(limit)];
            const auto number = next.add_limit(row.edges, row.coefficients, core::checked_subtract(end, range.least), solve::no_upper);
            if (!hold) copy_steps(limit, solve::Side::lower, number);
        }
    }
}

/// What a choice among these homes can cost, each unit that soft limits could charge on top at the steepest step.
std::int64_t OfferPlacement::loss(const std::vector<std::int32_t>& choice, std::size_t goal) const {
    const auto& weights = numeric_.weights[goal];
    auto lowest = weights[at(choice.front())];
    for (const auto edge : choice) lowest = std::min(lowest, weights[at(edge)]);
    auto loss = core::checked_subtract(weights[at(choice.front())], lowest);
    std::vector<std::pair<std::pair<std::int32_t, solve::Side>, std::int64_t>> steepest;
    // Slopes do not fall, so that the last step of a side is its steepest.
    for (const auto& step : numeric_.steps) {
        if (std::cmp_not_equal(step.goal, goal)) continue;
        const std::pair side{step.limit, step.side};
        if (steepest.empty() || steepest.back().first != side) steepest.emplace_back(side, 0);
        steepest.back().second = step.slope;
    }
    for (const auto& [side, slope] : steepest) {
        const auto planned = worst_.load(choice.front(), side.first);
        std::int64_t beyond = 0;
        for (const auto edge : choice) {
            const auto load = worst_.load(edge, side.first);
            beyond = std::max(
                beyond, side.second == solve::Side::upper ? core::checked_subtract(load, planned) : core::checked_subtract(planned, load));
        }
        loss = core::checked_add(loss, core::checked_multiply(beyond, slope));
    }
    return loss;
}

void OfferPlacement::write_losses(solve::Problem& next) const {
    for (std::size_t goal = 0; goal < loss_left_.size(); ++goal) {
        LimitRow row;
        for (std::size_t choice = 0; choice < choices_.size(); ++choice)
            if (const auto lost = choices_[choice].size() > 1 ? loss(choices_[choice], goal) : 0; lost > 0)
                row.add(static_cast<std::int32_t>(choice), lost);
        if (!row.edges.empty()) next.add_limit(row.edges, row.coefficients, solve::no_lower, std::max<std::int64_t>(0, loss_left_[goal]));
    }
}

}  // namespace husrom::plan
