#include "plan/worst_case.hpp"

#include <algorithm>
#include <numeric>

#include <husrom/core/integers.hpp>

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

std::vector<std::int64_t> offsets_of(std::size_t edges, const std::vector<std::int32_t>& entries) {
    std::vector<std::int64_t> offsets(edges + 1, 0);
    for (const auto edge : entries) ++offsets[at(edge) + 1];
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    return offsets;
}

}  // namespace

WorstCase::WorstCase(const solve::Problem& problem, std::int32_t policy_goals) : problem_(problem), policy_goals_(policy_goals) {
    load_offsets_ = offsets_of(at(problem.edges()), problem.limit_edges);
    loads_.resize(problem.limit_edges.size());
    auto next = load_offsets_;
    for (std::int32_t limit = 0; limit < problem.limits(); ++limit)
        for (auto entry = at(problem.limit_offsets[at(limit)]); entry < at(problem.limit_offsets[at(limit) + 1]); ++entry)
            loads_[at(next[at(problem.limit_edges[entry])]++)] = {limit, problem.limit_coefficients[entry]};
    clique_offsets_ = offsets_of(at(problem.edges()), problem.clique_edges);
    cliques_.resize(problem.clique_edges.size());
    next = clique_offsets_;
    for (std::int32_t clique = 0; clique < problem.cliques(); ++clique)
        for (auto entry = at(problem.clique_offsets[at(clique)]); entry < at(problem.clique_offsets[at(clique) + 1]); ++entry)
            cliques_[at(next[at(problem.clique_edges[entry])]++)] = clique;
}

std::span<const WorstCase::Load> WorstCase::loads(std::int32_t edge) const {
    return std::span(loads_).subspan(at(load_offsets_[at(edge)]), at(load_offsets_[at(edge) + 1] - load_offsets_[at(edge)]));
}

std::span<const std::int32_t> WorstCase::cliques(std::int32_t edge) const {
    return std::span(cliques_).subspan(at(clique_offsets_[at(edge)]), at(clique_offsets_[at(edge) + 1] - clique_offsets_[at(edge)]));
}

std::int64_t WorstCase::load(std::int32_t edge, std::int32_t limit) const {
    const auto list = loads(edge);
    const auto found = std::ranges::find(list, limit, &Load::limit);
    return found == list.end() ? 0 : found->load;
}

std::vector<WorstCase::Range> WorstCase::uses(const Sets& sets) const {
    std::vector<Range> ranges(at(problem_.limits()));
    for (const auto& set : sets) {
        std::vector<std::int32_t> touched;
        for (const auto edge : set)
            for (const auto& one : loads(edge)) touched.push_back(one.limit);
        std::ranges::sort(touched);
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        for (const auto limit : touched) {
            auto least = load(set.front(), limit), most = least;
            for (const auto edge : set) {
                least = std::min(least, load(edge, limit));
                most = std::max(most, load(edge, limit));
            }
            auto& range = ranges[at(limit)];
            range.least = core::checked_add(range.least, least);
            range.most = core::checked_add(range.most, most);
        }
    }
    return ranges;
}

bool WorstCase::always_allowed(const Sets& sets, bool floors) const {
    std::vector<core::int128> most_excess(at(problem_.limits()) * 2, 0);
    for (const auto& step : problem_.steps) most_excess[at(step.limit) * 2 + (step.side == solve::Side::upper ? 0 : 1)] += step.width;
    const auto ranges = uses(sets);
    for (std::int32_t limit = 0; limit < problem_.limits(); ++limit) {
        const auto& range = ranges[at(limit)];
        const core::int128 upper = problem_.limit_upper[at(limit)], lower = problem_.limit_lower[at(limit)];
        if (problem_.limit_upper[at(limit)] != solve::no_upper && range.most > upper + most_excess[at(limit) * 2]) return false;
        if (floors && problem_.limit_lower[at(limit)] != solve::no_lower && range.least < lower - most_excess[at(limit) * 2 + 1])
            return false;
    }
    std::vector<std::int64_t> taken_by(at(problem_.cliques()), -1);
    for (std::size_t set = 0; set < sets.size(); ++set)
        for (const auto edge : sets[set])
            for (const auto clique : cliques(edge)) {
                auto& taken = taken_by[at(clique)];
                if (taken >= 0 && taken != static_cast<std::int64_t>(set)) return false;
                taken = static_cast<std::int64_t>(set);
            }
    return true;
}

void WorstCase::add_charges(std::int32_t limit, std::int64_t use, std::vector<std::int64_t>& values) const {
    for (const auto side : {solve::Side::upper, solve::Side::lower}) {
        const auto end = side == solve::Side::upper ? problem_.limit_upper[at(limit)] : problem_.limit_lower[at(limit)];
        if (end == solve::no_upper || end == solve::no_lower) continue;
        auto excess = side == solve::Side::upper ? core::checked_subtract(use, end) : core::checked_subtract(end, use);
        for (const auto& step : problem_.steps) {
            if (step.limit != limit || step.side != side || excess <= 0) continue;
            const auto part = std::min(excess, step.width);
            if (step.goal < policy_goals_)
                values[at(step.goal)] = core::checked_subtract(values[at(step.goal)], core::checked_multiply(part, step.slope));
            excess -= part;
        }
    }
}

std::vector<std::int64_t> WorstCase::least_values(const Sets& sets) const {
    std::vector<std::int64_t> values(at(policy_goals_), 0);
    for (const auto& set : sets) {
        for (std::size_t goal = 0; goal < values.size(); ++goal) {
            auto least = problem_.weights[goal][at(set.front())];
            for (const auto edge : set) least = std::min(least, problem_.weights[goal][at(edge)]);
            values[goal] = core::checked_add(values[goal], least);
        }
    }
    if (problem_.steps.empty()) return values;
    const auto ranges = uses(sets);
    for (std::int32_t limit = 0; limit < problem_.limits(); ++limit) {
        // A charge grows with the excess on either side, so that the worst is at one end of the range for each side.
        std::vector<std::int64_t> high(values.size(), 0), low(values.size(), 0);
        add_charges(limit, ranges[at(limit)].most, high);
        add_charges(limit, ranges[at(limit)].least, low);
        for (std::size_t goal = 0; goal < values.size(); ++goal)
            values[goal] = core::checked_add(values[goal], std::min(high[goal], low[goal]));
    }
    return values;
}

}  // namespace husrom::plan
