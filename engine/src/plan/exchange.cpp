#include "plan/exchange.hpp"

#include <algorithm>
#include <numeric>

#include <husrom/core/integers.hpp>

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// Entries (key, value) given by key in ascending order of value, as offsets and values.
template <class Offset, class Keys> std::vector<Offset> count_offsets(std::size_t keys, const Keys& key_of_entry) {
    std::vector<Offset> offsets(keys + 1, 0);
    for (const auto key : key_of_entry) ++offsets[at(key) + 1];
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    return offsets;
}

}  // namespace

Exchanges::Exchanges(const rules::AllocationProblem& problem, std::span<const std::int32_t> chosen) : numeric_(problem.numeric) {
    const auto edges = at(numeric_.edges());
    chosen_.assign(edges, false);
    for (const auto edge : chosen) chosen_[at(edge)] = true;

    row_offsets_ = count_offsets<std::int32_t>(at(numeric_.rows), numeric_.edge_row);
    row_edges_.resize(edges);
    auto next_in_row = row_offsets_;
    for (std::size_t edge = 0; edge < edges; ++edge)
        row_edges_[at(next_in_row[at(numeric_.edge_row[edge])]++)] = static_cast<std::int32_t>(edge);

    std::vector<std::int32_t> columns_held;
    for (const auto edge : chosen) columns_held.push_back(numeric_.edge_column[at(edge)]);
    holder_offsets_ = count_offsets<std::int32_t>(at(numeric_.columns), columns_held);
    holder_edges_.resize(chosen.size());
    auto next_holder = holder_offsets_;
    for (const auto edge : chosen) holder_edges_[at(next_holder[at(numeric_.edge_column[at(edge)])]++)] = edge;

    entry_offsets_ = count_offsets<std::int64_t>(edges, numeric_.limit_edges);
    entry_limits_.resize(numeric_.limit_edges.size());
    entry_coefficients_.resize(numeric_.limit_edges.size());
    use_.assign(at(numeric_.limits()), 0);
    auto next_entry = entry_offsets_;
    for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
        for (auto entry = at(numeric_.limit_offsets[at(limit)]); entry < at(numeric_.limit_offsets[at(limit) + 1]); ++entry) {
            const auto edge = at(numeric_.limit_edges[entry]);
            const auto place = at(next_entry[edge]++);
            entry_limits_[place] = limit;
            entry_coefficients_[place] = numeric_.limit_coefficients[entry];
            if (chosen_[edge]) use_[at(limit)] = core::checked_add(use_[at(limit)], numeric_.limit_coefficients[entry]);
        }
    }

    clique_entry_offsets_ = count_offsets<std::int64_t>(edges, numeric_.clique_edges);
    clique_entries_.resize(numeric_.clique_edges.size());
    clique_use_.assign(at(numeric_.cliques()), 0);
    auto next_clique = clique_entry_offsets_;
    for (std::int32_t clique = 0; clique < numeric_.cliques(); ++clique) {
        for (auto entry = at(numeric_.clique_offsets[at(clique)]); entry < at(numeric_.clique_offsets[at(clique) + 1]); ++entry) {
            const auto edge = at(numeric_.clique_edges[entry]);
            clique_entries_[at(next_clique[edge]++)] = clique;
            if (chosen_[edge]) ++clique_use_[at(clique)];
        }
    }

    steps_.resize(at(numeric_.limits()));
    for (std::size_t step = 0; step < numeric_.steps.size(); ++step) {
        auto& of_limit = steps_[at(numeric_.steps[step].limit)];
        (numeric_.steps[step].side == solve::Side::upper ? of_limit.upper : of_limit.lower).push_back(static_cast<std::int32_t>(step));
    }

    info_of_.assign(at(numeric_.limits()), -1);
    for (std::size_t info = 0; info < problem.limits.size(); ++info)
        if (problem.limits[info].numeric >= 0) info_of_[at(problem.limits[info].numeric)] = static_cast<std::int32_t>(info);
}

std::span<const std::int32_t> Exchanges::edges_of_row(std::int32_t row) const {
    const auto first = row_offsets_[at(row)];
    return std::span(row_edges_).subspan(at(first), at(row_offsets_[at(row) + 1] - first));
}

std::span<const std::int32_t> Exchanges::holders(std::int32_t column) const {
    const auto first = holder_offsets_[at(column)];
    return std::span(holder_edges_).subspan(at(first), at(holder_offsets_[at(column) + 1] - first));
}

std::span<const std::int32_t> Exchanges::limits_of_edge(std::int32_t edge) const {
    const auto first = entry_offsets_[at(edge)];
    return std::span(entry_limits_).subspan(at(first), at(entry_offsets_[at(edge) + 1] - first));
}

bool Exchanges::free(std::int32_t column) const {
    const auto capacity = numeric_.column_upper.empty() ? 1 : numeric_.column_upper[at(column)];
    return static_cast<std::int64_t>(holders(column).size()) < capacity;
}

bool Exchanges::may_go_without(std::int32_t row) const {
    return numeric_.row_lower.empty() || numeric_.row_lower[at(row)] == 0;
}

std::vector<Exchanges::Touched> Exchanges::touched(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const {
    std::vector<Touched> list;
    const auto add = [&](std::span<const std::int32_t> pairs, std::int64_t sign) {
        for (const auto edge : pairs)
            for (auto entry = at(entry_offsets_[at(edge)]); entry < at(entry_offsets_[at(edge) + 1]); ++entry)
                list.push_back({entry_limits_[entry], sign * entry_coefficients_[entry]});
    };
    add(out, -1);
    add(in, 1);
    std::ranges::sort(list, {}, &Touched::limit);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (kept > 0 && list[kept - 1].limit == list[i].limit)
            list[kept - 1].load = core::checked_add(list[kept - 1].load, list[i].load);
        else
            list[kept++] = list[i];
    }
    list.resize(kept);
    return list;
}

std::int64_t Exchanges::most_excess(std::span<const std::int32_t> steps) const {
    std::int64_t most = 0;
    for (const auto step : steps) {
        const auto width = numeric_.steps[at(step)].width;
        if (width == solve::unbounded) return solve::unbounded;
        most = core::checked_add(most, width);
    }
    return most;
}

Exchanges::Obstruction Exchanges::obstruction(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const {
    Obstruction found;
    for (const auto& [limit, load] : touched(out, in)) {
        const auto before = use_[at(limit)];
        const auto after = core::checked_add(before, load);
        const auto upper = numeric_.limit_upper[at(limit)], lower = numeric_.limit_lower[at(limit)];
        const auto& steps = steps_[at(limit)];
        const auto over =
            upper != solve::no_upper && after > before && after > upper && core::checked_subtract(after, upper) > most_excess(steps.upper);
        const auto under =
            lower != solve::no_lower && after < before && after < lower && core::checked_subtract(lower, after) > most_excess(steps.lower);
        if ((over || under) && info_of_[at(limit)] >= 0) found.limits.push_back(info_of_[at(limit)]);
        if ((over || under) && info_of_[at(limit)] < 0) found.apart = true;
    }
    std::ranges::sort(found.limits);

    for (const auto edge : in) {
        for (auto entry = at(clique_entry_offsets_[at(edge)]); entry < at(clique_entry_offsets_[at(edge) + 1]); ++entry) {
            const auto clique = clique_entries_[entry];
            auto held = clique_use_[at(clique)];
            const auto in_clique = [&](std::int32_t other) {
                const auto first = clique_entries_.begin() + clique_entry_offsets_[at(other)];
                const auto last = clique_entries_.begin() + clique_entry_offsets_[at(other) + 1];
                return std::find(first, last, clique) != last;
            };
            held -= static_cast<std::int32_t>(std::ranges::count_if(out, in_clique));
            held += static_cast<std::int32_t>(std::ranges::count_if(in, in_clique));
            if (held > 1) found.apart = true;
        }
    }
    return found;
}

std::int64_t Exchanges::weight_change(std::size_t goal, std::span<const std::int32_t> out, std::span<const std::int32_t> in) const {
    const auto& weights = numeric_.weights[goal];
    std::int64_t sum = 0;
    for (const auto edge : in) sum = core::checked_add(sum, weights[at(edge)]);
    for (const auto edge : out) sum = core::checked_subtract(sum, weights[at(edge)]);
    return sum;
}

void Exchanges::charge(std::int32_t limit, std::int64_t load, std::int64_t sign, std::vector<std::int64_t>& goals) const {
    const auto fill = [&](std::span<const std::int32_t> steps, std::int64_t excess) {
        for (std::size_t i = 0; i < steps.size() && excess > 0; ++i) {
            const auto& step = numeric_.steps[at(steps[i])];
            const bool last = i + 1 == steps.size();
            const auto part = last ? excess : std::min(excess, step.width);
            auto& value = goals[at(step.goal)];
            value = core::checked_subtract(value, core::checked_multiply(sign, core::checked_multiply(part, step.slope)));
            excess -= part;
        }
    };
    const auto& steps = steps_[at(limit)];
    if (!steps.upper.empty()) fill(steps.upper, core::checked_subtract(load, numeric_.limit_upper[at(limit)]));
    if (!steps.lower.empty()) fill(steps.lower, core::checked_subtract(numeric_.limit_lower[at(limit)], load));
}

std::vector<std::int64_t> Exchanges::change(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const {
    std::vector<std::int64_t> goals(at(numeric_.goals));
    for (std::size_t goal = 0; goal < goals.size(); ++goal) goals[goal] = weight_change(goal, out, in);
    if (!charges()) return goals;
    for (const auto& [limit, load] : touched(out, in)) {
        if (!steps_[at(limit)].any()) continue;
        charge(limit, core::checked_add(use_[at(limit)], load), 1, goals);
        charge(limit, use_[at(limit)], -1, goals);
    }
    return goals;
}

}  // namespace husrom::plan
