#pragma once

/// A plan that can be changed edge by edge: use of rows, columns, limits and cliques, goal values with their charges, and how far it is
/// from keeping every limit. All in whole numbers; only the size of a violation, which orders and never decides, is a double.

#include <cstdint>
#include <span>
#include <vector>

#include "index.hpp"

namespace husrom::solve {

class PlanState {
public:
    explicit PlanState(const ProblemIndex& index);

    void clear();
    void load(std::span<const std::int32_t> edges);  ///< edges whose row is taken already are left out
    void add(std::int32_t edge);
    void remove(std::int32_t edge);

    [[nodiscard]] std::int32_t edge_of_row(std::int32_t row) const { return row_edge_[at(row)]; }
    [[nodiscard]] std::int32_t column_use(std::int32_t column) const { return column_use_[at(column)]; }
    /// Ascending, whatever the order in which they came.
    [[nodiscard]] const std::vector<std::int32_t>& edges_of_column(std::int32_t column) const { return column_edges_[at(column)]; }
    [[nodiscard]] std::int64_t activity(std::int32_t limit) const { return activity_[at(limit)]; }
    [[nodiscard]] std::int32_t clique_use(std::int32_t clique) const { return clique_use_[at(clique)]; }

    /// Number of rows, columns, limit sides and cliques that are broken.
    [[nodiscard]] std::int32_t broken() const { return broken_; }
    [[nodiscard]] double violation() const { return broken_ == 0 ? 0 : violation_; }
    [[nodiscard]] const std::vector<std::int64_t>& goals() const { return goals_; }
    [[nodiscard]] std::vector<std::int32_t> chosen() const;  ///< ascending

private:
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    void account(std::int32_t edge, std::int32_t sign);
    void account_limit(std::int32_t limit, std::int32_t sign);  ///< adds or takes back what its activity breaks and costs
    void count_broken(bool broken, std::int32_t sign, double size);

    const ProblemIndex& index_;
    std::vector<std::int32_t> row_edge_, column_use_, clique_use_;
    std::vector<std::vector<std::int32_t>> column_edges_;
    std::vector<std::int64_t> activity_;
    struct Range {
        std::int64_t lower, upper;
    };
    std::vector<Range> within_;  ///< by limit: activities that break nothing and cost nothing
    std::vector<std::int64_t> goals_;
    std::int32_t broken_ = 0;
    double violation_ = 0;
};

}  // namespace husrom::solve
