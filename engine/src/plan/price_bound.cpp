#include "plan/price_bound.hpp"

#include <algorithm>

namespace husrom::plan {

namespace {

using core::int128;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// The multiplier of one side of a limit, cut down to what its steps allow, and what that side adds to the bound.
class SidePrice {
public:
    SidePrice(const solve::Problem& problem, std::int32_t limit, solve::Side side, std::int64_t wanted, std::int64_t denominator)
        : price_(std::max<std::int64_t>(wanted, 0)) {
        const auto end = side == solve::Side::upper ? problem.limit_upper[at(limit)] : problem.limit_lower[at(limit)];
        if (end == solve::no_upper || end == solve::no_lower) price_ = 0;
        // Excess costs the first goal `slope` a unit where it is charged there, and nothing where another goal is charged.
        const auto slope_of = [&](const solve::Step& step) { return step.goal == 0 ? static_cast<int128>(step.slope) * denominator : 0; };
        for (const auto& step : problem.steps)
            if (step.limit == limit && step.side == side && step.width == solve::unbounded)
                price_ = static_cast<std::int64_t>(std::min<int128>(price_, slope_of(step)));
        if (price_ == 0) return;
        term_ = static_cast<int128>(price_) * end * (side == solve::Side::upper ? 1 : -1);
        for (const auto& step : problem.steps)
            if (step.limit == limit && step.side == side && step.width != solve::unbounded)
                term_ += std::max<int128>(0, price_ - slope_of(step)) * step.width;
    }
    [[nodiscard]] std::int64_t price() const { return price_; }
    [[nodiscard]] int128 term() const { return term_; }

private:
    std::int64_t price_;
    int128 term_ = 0;
};

}  // namespace

std::optional<core::int128> bound_with_row(const solve::Problem& problem, const FirstGoalPrices& prices, std::int32_t row) {
    std::vector<int128> reduced;
    reduced.reserve(problem.edge_row.size());
    for (std::size_t edge = 0; edge < problem.edge_row.size(); ++edge)
        reduced.push_back(static_cast<int128>(problem.weights[0][edge]) * prices.denominator -
                          std::max<std::int64_t>(0, prices.column[at(problem.edge_column[edge])]));
    int128 bound = 0;
    for (std::int32_t limit = 0; limit < problem.limits(); ++limit) {
        const auto wanted = prices.limit[at(limit)];
        const SidePrice upper(problem, limit, solve::Side::upper, wanted, prices.denominator);
        const SidePrice lower(problem, limit, solve::Side::lower, wanted == std::numeric_limits<std::int64_t>::min() ? 0 : -wanted,
                              prices.denominator);
        bound += upper.term() + lower.term();
        const int128 multiplier = static_cast<int128>(upper.price()) - lower.price();
        if (multiplier == 0) continue;
        for (auto entry = at(problem.limit_offsets[at(limit)]); entry < at(problem.limit_offsets[at(limit) + 1]); ++entry)
            reduced[at(problem.limit_edges[entry])] -= multiplier * problem.limit_coefficients[entry];
    }
    for (std::int32_t column = 0; column < problem.columns; ++column) {
        const int128 upper = problem.column_upper.empty() ? 1 : problem.column_upper[at(column)];
        bound += upper * std::max<std::int64_t>(0, prices.column[at(column)]);
    }
    std::vector<std::optional<int128>> best(at(problem.rows));
    for (std::size_t edge = 0; edge < reduced.size(); ++edge) {
        auto& of_row = best[at(problem.edge_row[edge])];
        if (!of_row || reduced[edge] > *of_row) of_row = reduced[edge];
    }
    if (!best[at(row)]) return std::nullopt;
    for (std::int32_t other = 0; other < problem.rows; ++other) {
        const auto upper = problem.row_upper.empty() ? 1 : problem.row_upper[at(other)];
        const bool must = other == row || (!problem.row_lower.empty() && problem.row_lower[at(other)] > 0);
        const auto& value = best[at(other)];
        if (!value) continue;
        bound += must ? *value : std::max<int128>(0, *value) * upper;
    }
    return bound;
}

}  // namespace husrom::plan
