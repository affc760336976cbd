#include "plan/charge_edges.hpp"

#include <algorithm>
#include <utility>

#include <husrom/core/integers.hpp>

#include "plan/limit_row.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// What a limit comes to: by the choice that is made, and at the least and the most, one edge a row.
struct Use {
    std::int64_t now = 0, least = 0, most = 0;
};

/// Numbers whose sums are all the numbers from 0 to `width`, the largest first.
std::vector<std::int64_t> parts_of(std::int64_t width) {
    std::vector<std::int64_t> parts;
    for (std::int64_t next = 1; width > 0; next *= 2) {
        parts.push_back(std::min(next, width));
        width -= parts.back();
    }
    std::ranges::sort(parts, std::ranges::greater());
    return parts;
}

class Writer {
public:
    Writer(solve::Problem& problem, std::vector<std::int32_t>& start) : problem_(problem), start_(start), chosen_(at(problem.edges())) {
        for (const auto edge : start) chosen_[at(edge)] = true;
    }

    void run() {
        const auto offsets = std::exchange(problem_.limit_offsets, {0});
        const auto edges = std::exchange(problem_.limit_edges, {});
        const auto coefficients = std::exchange(problem_.limit_coefficients, {});
        const auto lower = std::exchange(problem_.limit_lower, {});
        const auto upper = std::exchange(problem_.limit_upper, {});
        for (std::size_t limit = 0; limit < upper.size(); ++limit) {
            const auto begin = offsets[limit], end = offsets[limit + 1];
            LimitRow entries{{edges.begin() + begin, edges.begin() + end}, {coefficients.begin() + begin, coefficients.begin() + end}};
            const auto has_steps = [&](const solve::Step& step) { return std::cmp_equal(step.limit, limit); };
            if (std::ranges::any_of(problem_.steps, has_steps)) {
                const auto use = use_of(entries);
                const auto number = static_cast<std::int32_t>(limit);
                if (upper[limit] != solve::no_upper)
                    add_steps(number, solve::Side::upper, core::checked_subtract(use.most, upper[limit]),
                              core::checked_subtract(use.now, upper[limit]), entries);
                if (lower[limit] != solve::no_lower)
                    add_steps(number, solve::Side::lower, core::checked_subtract(lower[limit], use.least),
                              core::checked_subtract(lower[limit], use.now), entries);
            }
            problem_.add_limit(entries.edges, entries.coefficients, lower[limit], upper[limit]);
        }
        problem_.steps.clear();
    }

private:
    [[nodiscard]] Use use_of(const LimitRow& entries) const {
        std::vector<std::int64_t> least(at(problem_.rows), 0), most(at(problem_.rows), 0);
        Use use;
        for (std::size_t i = 0; i < entries.edges.size(); ++i) {
            const auto row = at(problem_.edge_row[at(entries.edges[i])]);
            least[row] = std::min(least[row], entries.coefficients[i]);
            most[row] = std::max(most[row], entries.coefficients[i]);
            if (chosen_[at(entries.edges[i])]) use.now = core::checked_add(use.now, entries.coefficients[i]);
        }
        for (const auto load : least) use.least = core::checked_add(use.least, load);
        for (const auto load : most) use.most = core::checked_add(use.most, load);
        return use;
    }

    /// `reach`: the most that the excess can come to; `excess`: what it is now.
    void add_steps(std::int32_t limit, solve::Side side, std::int64_t reach, std::int64_t excess, LimitRow& entries) {
        for (const auto& step : problem_.steps) {
            if (step.limit != limit || step.side != side || reach <= 0) continue;
            const auto width = std::min(step.width, reach);
            auto to_pay = std::clamp(excess, std::int64_t{0}, width);
            reach -= width;
            excess -= to_pay;
            for (const auto units : parts_of(width)) {
                const auto edge = add_edge(step.goal, core::checked_multiply(units, step.slope));
                entries.add(edge, side == solve::Side::upper ? -units : units);
                if (units > to_pay) continue;
                to_pay -= units;
                start_.push_back(edge);
            }
        }
    }

    std::int32_t add_edge(std::int32_t goal, std::int64_t charge) {
        const auto edge = static_cast<std::int32_t>(problem_.edges());
        problem_.edge_row.push_back(problem_.rows++);
        problem_.edge_column.push_back(problem_.columns++);
        if (!problem_.row_lower.empty()) problem_.row_lower.push_back(0);
        if (!problem_.row_upper.empty()) problem_.row_upper.push_back(1);
        if (!problem_.column_upper.empty()) problem_.column_upper.push_back(1);
        for (auto& weights : problem_.weights) weights.push_back(0);
        problem_.weights[at(goal)].back() = -charge;
        return edge;
    }

    solve::Problem& problem_;
    std::vector<std::int32_t>& start_;
    std::vector<bool> chosen_;
};

}  // namespace

void charges_as_edges(solve::Problem& problem, std::vector<std::int32_t>& start) {
    Writer(problem, start).run();
}

}  // namespace husrom::plan
