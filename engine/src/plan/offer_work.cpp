#include "plan/offer_work.hpp"

#include <algorithm>

#include <husrom/core/integers.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// Excess of a soft limit that the steps of a side allow in all; `unbounded` when the last one never ends.
std::int64_t most_excess(const solve::Problem& problem, std::int32_t limit, solve::Side side) {
    std::int64_t most = 0;
    for (const auto& step : problem.steps) {
        if (step.limit != limit || step.side != side) continue;
        if (step.width == solve::unbounded) return solve::unbounded;
        most = core::checked_add(most, step.width);
    }
    return most;
}

/// A limit row under construction.
struct Row {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    void add(std::int32_t edge, std::int64_t coefficient) {
        edges.push_back(edge);
        coefficients.push_back(coefficient);
    }
};

}  // namespace

OfferWork::OfferWork(Offers& offers)
    : offers_(offers), problem_(*offers.problem_), numeric_(problem_.numeric), worst_(problem_.numeric, problem_.first_tie_goal) {}

WorstCase::Sets OfferWork::edges_of_sets() const {
    WorstCase::Sets sets;
    for (const auto& set : offers_.sets_) {
        auto& edges = sets.emplace_back();
        for (const auto& home : set.homes) edges.push_back(home.edge.value);
    }
    return sets;
}

bool OfferWork::refused(std::int32_t edge) const {
    return std::ranges::binary_search(offers_.refused_, rules::EdgeIndex{edge});
}

bool OfferWork::parked(std::int32_t row) const {
    return std::ranges::any_of(offers_.parked_, [&](const Parked& one) { return one.participant.value == row && one.days > 0; });
}

std::vector<std::int32_t> OfferWork::free_room() const {
    auto room = numeric_.column_upper;
    if (room.empty()) room.assign(at(numeric_.columns), 1);
    for (const auto& set : offers_.sets_)
        for (const auto& home : set.homes) --room[home.unit.position()];
    return room;
}

OfferSet OfferWork::new_set(std::int32_t edge) const {
    OfferSet set;
    set.participant = {numeric_.edge_row[at(edge)]};
    set.state = problem_.stay[at(edge)] ? OfferState::stays : OfferState::open;
    OfferedHome home;
    home.unit = {numeric_.edge_column[at(edge)]};
    home.edge = {edge};
    home.planned = true;
    set.homes.push_back(std::move(home));
    return set;
}

void OfferWork::fill(std::span<const rules::ParticipantIndex> people) {
    std::vector<bool> may_get(at(numeric_.rows), false);
    for (const auto person : people) may_get[person.position()] = true;
    for (std::int64_t round = 1; round < offers_.homes_; ++round)
        if (!fill_once(may_get)) return;
}

/// One more home each for as many people as possible. Rows are people, columns free homes; the limits hold what a further home adds to the
/// most that a limit, or the loss of a goal, can come to.
bool OfferWork::fill_once(const std::vector<bool>& may_get) {
    const auto sets = edges_of_sets();
    const auto ranges = worst_.uses(sets);
    const auto least_values = worst_.least_values(sets);
    const auto goals = at(problem_.first_tie_goal);
    const auto room = free_room();
    std::vector<std::int64_t> loss_left(goals);
    for (std::size_t goal = 0; goal < goals; ++goal)
        loss_left[goal] = core::checked_subtract(
            offers_.max_loss_[goal], std::max<std::int64_t>(0, core::checked_subtract(offers_.reference_[goal], least_values[goal])));

    std::vector<std::int32_t> set_of_row(at(numeric_.rows), -1);
    std::vector<std::vector<std::int32_t>> rows_of_clique(at(numeric_.cliques()));
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const auto row = offers_.sets_[i].participant.value;
        set_of_row[at(row)] = static_cast<std::int32_t>(i);
        for (const auto edge : sets[i])
            for (const auto clique : worst_.cliques(edge)) rows_of_clique[at(clique)].push_back(row);
    }

    solve::Problem next;
    next.rows = numeric_.rows;
    next.columns = numeric_.columns;
    next.column_upper = room;
    for (auto& upper : next.column_upper) upper = std::max(upper, 0);
    std::vector<std::int32_t> candidates;
    std::vector<std::vector<std::int64_t>> losses(goals);
    std::vector<Row> most(at(numeric_.limits())), least(at(numeric_.limits())), loss_rows(goals), cliques(at(numeric_.cliques()));
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
        const auto row = numeric_.edge_row[at(edge)];
        const auto own = set_of_row[at(row)];
        if (own < 0 || !may_get[at(row)] || room[at(numeric_.edge_column[at(edge)])] < 1 || refused(edge) || problem_.stay[at(edge)])
            continue;
        const auto& set = offers_.sets_[at(own)];
        if (set.state != OfferState::open || std::cmp_greater_equal(set.homes.size(), offers_.homes_)) continue;
        const auto holds_other = [&](std::int32_t clique) {
            return std::ranges::any_of(rows_of_clique[at(clique)], [&](std::int32_t other) { return other != row; });
        };
        if (std::ranges::any_of(worst_.cliques(edge), holds_other)) continue;

        const auto variable = static_cast<std::int32_t>(candidates.size());
        std::vector<std::int64_t> loss(goals, 0);
        const auto& mine = sets[at(own)];
        for (std::size_t goal = 0; goal < goals; ++goal) {
            auto lowest = numeric_.weights[goal][at(mine.front())];
            for (const auto other : mine) lowest = std::min(lowest, numeric_.weights[goal][at(other)]);
            loss[goal] = std::max<std::int64_t>(0, core::checked_subtract(lowest, numeric_.weights[goal][at(edge)]));
        }
        // What this edge adds to the range of each limit that it, or another home of the set, counts in.
        struct Growth {
            std::int32_t limit;
            std::int64_t more, less;
        };
        std::vector<Growth> growths;
        std::vector<std::int32_t> touched;
        for (const auto& one : worst_.loads(edge)) touched.push_back(one.limit);
        for (const auto other : mine)
            for (const auto& one : worst_.loads(other)) touched.push_back(one.limit);
        std::ranges::sort(touched);
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        bool fits = true;
        for (const auto limit : touched) {
            auto high = worst_.load(mine.front(), limit), low = high;
            for (const auto other : mine) {
                high = std::max(high, worst_.load(other, limit));
                low = std::min(low, worst_.load(other, limit));
            }
            const auto load = worst_.load(edge, limit);
            const Growth growth{limit, std::max<std::int64_t>(0, load - high), std::max<std::int64_t>(0, low - load)};
            if (growth.more == 0 && growth.less == 0) continue;
            growths.push_back(growth);
            // Soft limits: where the charged goal may lose nothing more, the charge may not grow; elsewhere each unit counts at the
            // steepest step, which is safe.
            std::int64_t steepest_upper = 0, steepest_lower = 0;
            std::int32_t goal_upper = -1, goal_lower = -1;
            for (const auto& step : numeric_.steps) {
                if (step.limit != limit) continue;
                (step.side == solve::Side::upper ? steepest_upper : steepest_lower) = step.slope;
                (step.side == solve::Side::upper ? goal_upper : goal_lower) = step.goal;
            }
            if (goal_upper >= 0 && std::cmp_less(goal_upper, goals) && loss_left[at(goal_upper)] > 0)
                loss[at(goal_upper)] = core::checked_add(loss[at(goal_upper)], core::checked_multiply(steepest_upper, growth.more));
            if (goal_lower >= 0 && std::cmp_less(goal_lower, goals) && loss_left[at(goal_lower)] > 0)
                loss[at(goal_lower)] = core::checked_add(loss[at(goal_lower)], core::checked_multiply(steepest_lower, growth.less));
        }
        for (std::size_t goal = 0; goal < goals; ++goal) fits = fits && (loss[goal] == 0 || loss[goal] <= loss_left[goal]);
        if (!fits) continue;
        for (const auto& growth : growths) {
            if (growth.more > 0) most[at(growth.limit)].add(variable, growth.more);
            if (growth.less > 0) least[at(growth.limit)].add(variable, growth.less);
        }
        for (std::size_t goal = 0; goal < goals; ++goal) {
            if (loss[goal] > 0) loss_rows[goal].add(variable, loss[goal]);
            losses[goal].push_back(-loss[goal]);
        }
        for (const auto clique : worst_.cliques(edge))
            if (rows_of_clique[at(clique)].empty()) cliques[at(clique)].add(variable, 1);
        candidates.push_back(edge);
        next.edge_row.push_back(row);
        next.edge_column.push_back(numeric_.edge_column[at(edge)]);
    }
    if (candidates.empty()) return false;

    for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
        const auto allowed = [&](solve::Side side, std::int64_t end, std::int64_t now) {
            // Without steps: the end itself. With steps: no further charge, or, where a loss is allowed, all that the steps hold.
            std::int32_t goal = -1;
            for (const auto& step : numeric_.steps)
                if (step.limit == limit && step.side == side) goal = step.goal;
            const bool may_charge = goal >= 0 && (std::cmp_greater_equal(goal, goals) || loss_left[at(goal)] > 0);
            const auto held = side == solve::Side::upper ? std::max(end, now) : std::min(end, now);
            if (goal < 0) return end;
            if (!may_charge) return held;
            const auto excess = most_excess(numeric_, limit, side);
            if (excess == solve::unbounded) return side == solve::Side::upper ? solve::no_upper : solve::no_lower;
            return side == solve::Side::upper ? core::checked_add(end, excess) : core::checked_subtract(end, excess);
        };
        const auto& range = ranges[at(limit)];
        if (const auto end = numeric_.limit_upper[at(limit)]; end != solve::no_upper && !most[at(limit)].edges.empty())
            if (const auto upper = allowed(solve::Side::upper, end, range.most); upper != solve::no_upper)
                next.add_limit(most[at(limit)].edges, most[at(limit)].coefficients, solve::no_lower,
                               std::max<std::int64_t>(0, core::checked_subtract(upper, range.most)));
        if (const auto end = numeric_.limit_lower[at(limit)]; end != solve::no_lower && !least[at(limit)].edges.empty())
            if (const auto lower = allowed(solve::Side::lower, end, range.least); lower != solve::no_lower)
                next.add_limit(least[at(limit)].edges, least[at(limit)].coefficients, solve::no_lower,
                               std::max<std::int64_t>(0, core::checked_subtract(range.least, lower)));
    }
    for (std::size_t goal = 0; goal < goals; ++goal)
        if (!loss_rows[goal].edges.empty())
            next.add_limit(loss_rows[goal].edges, loss_rows[goal].coefficients, solve::no_lower,
                           std::max<std::int64_t>(0, loss_left[goal]));
    for (const auto& clique : cliques)
        if (clique.edges.size() > 1) next.add_clique(clique.edges);

    next.weights.emplace_back(candidates.size(), 1);
    for (std::size_t goal = 0; goal < goals; ++goal)
        if (std::ranges::any_of(losses[goal], [](auto loss) { return loss != 0; })) next.weights.push_back(losses[goal]);
    next.goals = static_cast<std::int32_t>(next.weights.size());
    solve::Options options;
    options.work_limit = offers_.options_.work_limit;
    const auto result = solve::maximise(next, options);
    if (!result.has_plan() || result.chosen.empty()) return false;
    for (const auto variable : result.chosen) {
        const auto edge = candidates[at(variable)];
        OfferedHome home;
        home.unit = {numeric_.edge_column[at(edge)]};
        home.edge = {edge};
        offers_.sets_[at(set_of_row[at(numeric_.edge_row[at(edge)])])].homes.push_back(std::move(home));
    }
    return true;
}

bool OfferWork::place_others() {
    const auto sets = edges_of_sets();
    const auto ranges = worst_.uses(sets);
    const auto room = free_room();
    std::vector<bool> has_set(at(numeric_.rows), false);
    std::vector<bool> clique_taken(at(numeric_.cliques()), false);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        has_set[offers_.sets_[i].participant.position()] = true;
        for (const auto edge : sets[i])
            for (const auto clique : worst_.cliques(edge)) clique_taken[at(clique)] = true;
    }
    solve::Problem next;
    next.rows = numeric_.rows;
    next.columns = numeric_.columns;
    next.column_upper = room;
    for (auto& upper : next.column_upper) upper = std::max(upper, 0);
    next.row_lower.assign(at(numeric_.rows), 0);
    for (std::size_t row = 0; row < has_set.size(); ++row)
        if (!has_set[row] && !numeric_.row_lower.empty() && !parked(static_cast<std::int32_t>(row)))
            next.row_lower[row] = numeric_.row_lower[row];
    std::vector<std::int32_t> kept, new_edge(at(numeric_.edges()), -1);
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
        const auto row = numeric_.edge_row[at(edge)];
        if (has_set[at(row)] || parked(row) || refused(edge) || room[at(numeric_.edge_column[at(edge)])] < 1) continue;
        if (std::ranges::any_of(worst_.cliques(edge), [&](auto clique) { return clique_taken[at(clique)]; })) continue;
        new_edge[at(edge)] = static_cast<std::int32_t>(kept.size());
        kept.push_back(edge);
        next.edge_row.push_back(row);
        next.edge_column.push_back(numeric_.edge_column[at(edge)]);
    }
    next.goals = numeric_.goals;
    for (const auto& weights : numeric_.weights) {
        auto& mine = next.weights.emplace_back();
        for (const auto edge : kept) mine.push_back(weights[at(edge)]);
    }
    for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
        Row row;
        for (auto entry = at(numeric_.limit_offsets[at(limit)]); entry < at(numeric_.limit_offsets[at(limit) + 1]); ++entry)
            if (const auto edge = new_edge[at(numeric_.limit_edges[entry])]; edge >= 0) row.add(edge, numeric_.limit_coefficients[entry]);
        const auto upper = numeric_.limit_upper[at(limit)], lower = numeric_.limit_lower[at(limit)];
        next.add_limit(row.edges, row.coefficients,
                       lower == solve::no_lower ? lower : core::checked_subtract(lower, ranges[at(limit)].least),
                       upper == solve::no_upper ? upper : core::checked_subtract(upper, ranges[at(limit)].most));
    }
    next.steps = numeric_.steps;
    for (std::int32_t clique = 0; clique < numeric_.cliques(); ++clique) {
        std::vector<std::int32_t> edges;
        for (auto entry = at(numeric_.clique_offsets[at(clique)]); entry < at(numeric_.clique_offsets[at(clique) + 1]); ++entry)
            if (const auto edge = new_edge[at(numeric_.clique_edges[entry])]; edge >= 0) edges.push_back(edge);
        if (edges.size() > 1) next.add_clique(edges);
    }
    solve::Options options;
    options.work_limit = offers_.options_.work_limit;
    options.first_tie_goal = problem_.first_tie_goal;
    const auto result = solve::maximise(next, options);
    if (!result.has_plan()) return false;
    std::vector<std::int32_t> edges;
    for (const auto edge : result.chosen) edges.push_back(kept[at(edge)]);
    take(edges);
    return true;
}

void OfferWork::take(const std::vector<std::int32_t>& edges) {
    std::vector<rules::ParticipantIndex> people;
    for (const auto edge : edges) {
        offers_.sets_.push_back(new_set(edge));
        people.push_back(offers_.sets_.back().participant);
    }
    offers_.reference_ = worst_.least_values([&] {
        WorstCase::Sets planned;
        for (const auto& set : offers_.sets_) planned.push_back({set.homes.front().edge.value});
        return planned;
    }());
    fill(people);
}

bool OfferWork::place_anew() {
    Demands demands;
    std::vector<rules::EdgeIndex> planned;
    for (const auto& set : offers_.sets_) {
        (set.state == OfferState::accepted ? demands.locked : planned).push_back(set.homes.front().edge);
    }
    for (const auto edge : offers_.refused_) demands.forbidden.push_back(edge);
    for (const auto& one : offers_.parked_) {
        if (one.days <= 0) continue;
        demands.may_wait.push_back(one.participant);
        for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge)
            if (numeric_.edge_row[at(edge)] == one.participant.value && !refused(edge)) demands.forbidden.push_back({edge});
    }
    // First the offers made, then the policy's goals.
    ResolveOptions options;
    options.work_limit = offers_.options_.work_limit;
    const auto best = Resolver(offers_.problem_, options).resolve_keeping(demands, planned);
    if (!best.found()) return false;
    std::vector<OfferSet> kept;
    std::vector<std::int32_t> fresh;
    for (const auto edge : best.chosen) {
        const auto old = std::ranges::find_if(offers_.sets_, [&](const OfferSet& set) { return set.homes.front().edge == edge; });
        if (old == offers_.sets_.end()) {
            fresh.push_back(edge.value);
            continue;
        }
        for (std::size_t home = 1; home < old->homes.size(); ++home)
            offers_.withdrawn_.push_back({old->participant, old->homes[home].unit});
        old->homes.resize(1);
        kept.push_back(*old);
    }
    for (const auto& set : offers_.sets_) {
        if (std::ranges::find(kept, set.participant, &OfferSet::participant) != kept.end()) continue;
        for (const auto& home : set.homes) offers_.withdrawn_.push_back({set.participant, home.unit});
    }
    offers_.sets_ = std::move(kept);
    take(fresh);
    return true;
}

void OfferWork::finish() {
    std::ranges::sort(offers_.sets_, {}, &OfferSet::participant);
    std::vector<rules::ParticipantIndex> lives_in(at(numeric_.columns));
    for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge)
        if (problem_.stay[at(edge)]) lives_in[at(numeric_.edge_column[at(edge)])] = {numeric_.edge_row[at(edge)]};
    for (auto& set : offers_.sets_) {
        for (auto& home : set.homes) {
            const auto tenant = lives_in[home.unit.position()];
            home.after = tenant.valid() && tenant != set.participant ? tenant : rules::ParticipantIndex{};
            home.confirm.clear();
            if (!problem_.stay[home.edge.position()])
                for (const auto& verdict : problem_.verdicts(set.participant, home.unit))
                    if (verdict.verdict == rules::Verdict::ask) home.confirm.push_back(verdict.rule);
        }
    }
}

}  // namespace husrom::plan
