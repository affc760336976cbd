#pragma once

/// Chooses which rows of a plan are searched anew together. Parts begin where the plan falls short of the bound - a dear edge, a row left
/// out, a priced column left free, unused room that has a price - and grow in one of two ways: along edges of little penalty, or by the
/// columns that share limits, so that most of what a limit holds is free at once and its room can be given out anew.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/core/random.hpp>

#include "index.hpp"
#include "plan_state.hpp"
#include "relaxation.hpp"

namespace husrom::solve {

class PartChooser {
public:
    /// Reads the duals of the guide's last bound.
    PartChooser(const ProblemIndex& index, const Relaxation& guide, std::uint64_t seed);

    struct Candidate {
        std::int32_t edge;   ///< of the problem
        std::int32_t other;  ///< its column in a row's list, its row in a column's list
        double penalty;
    };
    /// Of a row, in ascending order of penalties.
    [[nodiscard]] std::span<const Candidate> ways(std::int32_t row) const { return of_row_[at(row)]; }
    [[nodiscard]] bool has_priced_limits() const { return has_priced_limits_; }

    /// Looks where the plan falls short of the bound; false when it does nowhere.
    bool look(const PlanState& plan);
    /// By the guide's duals no change of these rows gains more.
    [[nodiscard]] double most_to_gain(std::span<const std::int32_t> rows) const;

    /// At most so many rows, ascending.
    [[nodiscard]] std::vector<std::int32_t> by_edges(const PlanState& plan, std::size_t rows);
    /// The rows of columns with so many places, by and large, and the best of those that hold nothing, ascending; of the rows beside them
    /// this share joins.
    [[nodiscard]] std::vector<std::int32_t> by_limits(const PlanState& plan, std::size_t places, double share_beside);

    [[nodiscard]] core::Random& random() { return random_; }

private:
    struct Defect {
        enum class Kind : std::uint8_t { row, column, limit };
        Kind kind;
        std::int32_t index;
        double size;
    };
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    void collect_candidates();
    void collect_by_limit();
    [[nodiscard]] const Defect& draw_defect();
    [[nodiscard]] std::vector<std::int32_t> columns_by_limits(const PlanState& plan, std::size_t places);

    const ProblemIndex& index_;
    const Relaxation& guide_;
    core::Random random_;
    double scale_;
    std::vector<double> price_, empty_;                       ///< of columns; of rows that stay without an edge
    std::vector<std::vector<Candidate>> of_row_, of_column_;  ///< ascending penalties
    bool has_priced_limits_ = false;
    // Of limits that have a price, through the candidates:
    std::vector<std::vector<std::int32_t>> rows_of_limit_, columns_of_limit_, limits_of_column_;
    std::vector<Defect> defects_;
};

}  // namespace husrom::solve
