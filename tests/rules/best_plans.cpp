#include "rules/best_plans.hpp"

#include <algorithm>

namespace husrom::test {
namespace {

class Enumeration {
public:
    Enumeration(const solve::Problem& problem, std::int32_t goals) : problem_(problem), goals_(static_cast<std::size_t>(goals)) {
        by_row_.resize(static_cast<std::size_t>(problem.rows));
        for (std::int32_t edge = 0; edge < problem.edges(); ++edge)
            by_row_[static_cast<std::size_t>(problem.edge_row[static_cast<std::size_t>(edge)])].push_back(edge);
        chosen_.assign(static_cast<std::size_t>(problem.edges()), false);
        used_.assign(static_cast<std::size_t>(problem.columns), 0);
    }

    BestPlans run() {
        next(0);
        return best_;
    }

private:
    void next(std::size_t row) {
        if (row == by_row_.size()) return look();
        if (problem_.row_lower.empty() || problem_.row_lower[row] == 0) next(row + 1);
        for (const auto edge : by_row_[row]) {
            const auto column = static_cast<std::size_t>(problem_.edge_column[static_cast<std::size_t>(edge)]);
            const auto room = problem_.column_upper.empty() ? 1 : problem_.column_upper[column];
            if (used_[column] == room) continue;
            ++used_[column];
            chosen_[static_cast<std::size_t>(edge)] = true;
            next(row + 1);
            chosen_[static_cast<std::size_t>(edge)] = false;
            --used_[column];
        }
    }

    /// What the excess of a limit is charged, or nothing when it is not allowed.
    std::optional<std::int64_t> charge(std::size_t limit, solve::Side side, std::int64_t excess) const {
        std::int64_t total = 0;
        for (const auto& step : problem_.steps) {
            if (static_cast<std::size_t>(step.limit) != limit || step.side != side) continue;
            const auto part = std::min(step.width, excess);
            total += part * step.slope;
            excess -= part;
        }
        return excess == 0 ? std::optional(total) : std::nullopt;
    }

    void look() {
        std::vector<std::int64_t> value(static_cast<std::size_t>(problem_.goals), 0);
        for (std::size_t clique = 0; clique + 1 < problem_.clique_offsets.size(); ++clique) {
            std::int32_t of_clique = 0;
            for (auto i = problem_.clique_offsets[clique]; i < problem_.clique_offsets[clique + 1]; ++i)
                of_clique += chosen_[static_cast<std::size_t>(problem_.clique_edges[static_cast<std::size_t>(i)])] ? 1 : 0;
            if (of_clique > 1) return;
        }
        for (std::size_t limit = 0; limit < problem_.limit_upper.size(); ++limit) {
            std::int64_t load = 0;
            for (auto i = problem_.limit_offsets[limit]; i < problem_.limit_offsets[limit + 1]; ++i)
                if (chosen_[static_cast<std::size_t>(problem_.limit_edges[static_cast<std::size_t>(i)])])
                    load += problem_.limit_coefficients[static_cast<std::size_t>(i)];
            for (const auto side : {solve::Side::upper, solve::Side::lower}) {
                const auto bound = side == solve::Side::upper ? problem_.limit_upper[limit] : problem_.limit_lower[limit];
                if (bound == solve::no_upper || bound == solve::no_lower) continue;
                const auto excess = std::max<std::int64_t>(0, side == solve::Side::upper ? load - bound : bound - load);
                const auto charged = charge(limit, side, excess);
                if (!charged) return;
                for (const auto& step : problem_.steps)
                    if (static_cast<std::size_t>(step.limit) == limit && step.side == side) {
                        value[static_cast<std::size_t>(step.goal)] -= *charged;
                        break;
                    }
            }
        }
        for (std::size_t goal = 0; goal < value.size(); ++goal)
            for (std::size_t edge = 0; edge < chosen_.size(); ++edge)
                if (chosen_[edge]) value[goal] += problem_.weights[goal][edge];
        value.resize(goals_);
        if (!best_.feasible || value > best_.value) best_ = {true, value, 0};
        if (value == best_.value) ++best_.count;
    }

    const solve::Problem& problem_;
    std::size_t goals_;
    std::vector<std::vector<std::int32_t>> by_row_;
    std::vector<bool> chosen_;
    std::vector<std::int32_t> used_;
    BestPlans best_;
};

}  // namespace

BestPlans best_plans(const solve::Problem& problem, std::int32_t goals) {
    return Enumeration(problem, goals).run();
}

}  // namespace husrom::test
