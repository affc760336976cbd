#pragma once

/// Writes the relaxation of a stage as a linear program: a row for each participant and column that has edges and for each coupling,
/// scaled; a column for each edge, for each step of a soft limit, and for the total of a participant's edges where couplings count it.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "relaxation.hpp"
#include "simplex.hpp"

namespace husrom::solve {

/// What stands where in it. Columns of edges come first, by local edge.
struct NodeLpPlaces {
    std::vector<std::int32_t> row_of_participant;    ///< linear row of a problem's row, -1 when it has none
    std::vector<std::int32_t> total_of_participant;  ///< linear column of the sum of its edges, -1 where no coupling needs it
    std::vector<std::int32_t> row_of_column;         ///< -1 when it has none
    std::vector<std::int32_t> row_of_coupling;
    std::vector<double> scale;  ///< by coupling
    std::int32_t steps = 0;     ///< linear columns of soft limits, after those of edges
};

class NodeLpBuilder {
public:
    NodeLpBuilder(const ProblemIndex& index, const Relaxation& relaxation);
    /// Once. Costs are moved against ties, those of a plan's edges by less than about `most` goal units together.
    [[nodiscard]] std::unique_ptr<Simplex> simplex(double most);

    NodeLpPlaces places;

private:
    using Entries = std::vector<std::pair<std::int32_t, double>>;  ///< linear row, value

    void group_edges();
    void add_participants();
    void add_columns();
    void add_couplings();
    void add_coupling(std::size_t dimension, double largest);
    void add_edges();
    /// Excess of soft limits, measured in the limit's scale.
    void add_steps();
    void add_step(std::size_t dimension, const LimitSide& side, const LimitSide::Part& step, double sign);
    void add_totals();
    [[nodiscard]] std::vector<double> moves(double most) const;

    std::int32_t add_row(double lower, double upper);
    std::int32_t add_column(const Entries& entries, double weight, double upper);

    const ProblemIndex& index_;
    const Relaxation& relaxation_;
    std::vector<std::vector<std::int32_t>> of_row_;  ///< local edges, by the problem's rows
    std::vector<Entries> by_edge_;                   ///< of its linear column
    std::vector<Entries> by_total_;                  ///< of that of a participant's total; none where no coupling counts it
    std::vector<std::int32_t> of_limit_, of_goal_;   ///< couplings, -1 where there is none
    std::vector<std::pair<double, double>> row_bounds_, column_bounds_;
    SparseColumns columns_;
    std::vector<double> cost_;
};

}  // namespace husrom::solve
