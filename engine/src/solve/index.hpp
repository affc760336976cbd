#pragma once

/// A problem with everything looked up both ways, and what can be dropped from it: built once per solve, then only read.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/solve/problem.hpp>

namespace husrom::solve {

/// Sets by edge: the limits (with their coefficients) or cliques an edge stands in.
struct Incidence {
    std::vector<std::int64_t> offsets;  ///< none where there are no sets
    std::vector<std::int32_t> sets;
    std::vector<std::int32_t> narrow;  ///< coefficients, where all fit; empty for cliques
    std::vector<std::int64_t> wide;    ///< where some do not

    [[nodiscard]] std::size_t begin(std::int32_t edge) const { return offset(static_cast<std::size_t>(edge)); }
    [[nodiscard]] std::size_t end(std::int32_t edge) const { return offset(static_cast<std::size_t>(edge) + 1); }
    [[nodiscard]] std::int64_t coefficient(std::size_t place) const { return wide.empty() ? narrow[place] : wide[place]; }

private:
    [[nodiscard]] std::size_t offset(std::size_t i) const { return offsets.empty() ? 0 : static_cast<std::size_t>(offsets[i]); }
};

/// One side of a limit.
struct LimitSide {
    struct Part {
        std::int64_t width;  ///< cut where excess can no longer occur
        std::int64_t slope;
    };
    bool present = false;
    bool can_bind = false;  ///< some choice of one edge a row and column exceeds the bound
    std::int64_t bound = 0;
    std::int32_t goal = -1;  ///< the goal that its steps charge, -1 when it is hard
    std::int64_t room = 0;   ///< most excess allowed: the sum of the widths
    std::vector<Part> parts;
};

class ProblemIndex {
public:
    /// Limits that follow from others, or from what is proven: bounds use them, plans need not look at them.
    struct Derived {
        std::int32_t from = -1;           ///< the first of them, behind all others; negative: there are none
        std::int32_t undivided_from = 0;  ///< of those that are no limits elsewhere, so that nothing may be divided by them
        std::int32_t undivided_to = 0;    ///< behind the last
    };
    explicit ProblemIndex(const Problem& problem) : ProblemIndex(problem, Derived{}) {}
    ProblemIndex(const Problem& problem, const Derived& derived);
    [[nodiscard]] std::int32_t own_limits() const { return own_limits_; }
    [[nodiscard]] bool may_divide(std::int32_t limit) const { return limit < derived_.undivided_from || limit >= derived_.undivided_to; }

    [[nodiscard]] const Problem& problem() const { return problem_; }
    [[nodiscard]] std::int32_t row_lower(std::int32_t row) const { return row_lower_[at(row)]; }
    [[nodiscard]] std::int32_t column_upper(std::int32_t column) const { return column_upper_[at(column)]; }
    [[nodiscard]] std::int32_t row_of(std::int32_t edge) const { return problem_.edge_row[at(edge)]; }
    [[nodiscard]] std::int32_t column_of(std::int32_t edge) const { return problem_.edge_column[at(edge)]; }
    [[nodiscard]] std::int64_t weight(std::int32_t goal, std::int32_t edge) const { return problem_.weights[at(goal)][at(edge)]; }

    [[nodiscard]] bool usable(std::int32_t edge) const {
        return row_upper_[at(row_of(edge))] > 0 && column_upper_[at(column_of(edge))] > 0;
    }
    [[nodiscard]] std::span<const std::int32_t> edges_of_row(std::int32_t row) const;
    [[nodiscard]] std::span<const std::int32_t> usable_edges() const { return usable_; }  ///< those of rows and columns that may have one
    [[nodiscard]] const Incidence& limits_of() const { return limits_of_; }
    [[nodiscard]] const Incidence& cliques_of() const { return cliques_of_; }

    [[nodiscard]] const LimitSide& upper(std::int32_t limit) const { return upper_[at(limit)]; }
    [[nodiscard]] const LimitSide& lower(std::int32_t limit) const { return lower_[at(limit)]; }
    [[nodiscard]] double mean_coefficient(std::int32_t limit) const { return mean_coefficient_[at(limit)]; }  ///< its absolute value, or 1
    /// Some plan of the plain matching breaks or fills it, so that it must be kept in mind.
    [[nodiscard]] bool limit_matters(std::int32_t limit) const { return upper_[at(limit)].can_bind || lower_[at(limit)].can_bind; }
    [[nodiscard]] bool clique_matters(std::int32_t clique) const { return clique_matters_[at(clique)] != 0; }
    /// No limit and no clique matters.
    [[nodiscard]] bool is_network() const { return network_; }

    /// Rows and columns that have an edge: a part of a problem has the numbers of all.
    [[nodiscard]] std::int64_t nodes_in_use() const;

    /// Every value of the goal is a multiple of this.
    [[nodiscard]] std::int64_t step(std::int32_t goal) const { return step_[at(goal)]; }

private:
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    void build_sides();
    void find_what_matters();
    void find_mean_coefficients();

    const Problem& problem_;
    Derived derived_;
    std::int32_t own_limits_;
    std::vector<std::int32_t> row_lower_, row_upper_, column_upper_;
    std::vector<std::int64_t> row_offsets_;
    std::vector<std::int32_t> row_edges_;
    std::vector<std::int32_t> usable_;
    Incidence limits_of_, cliques_of_;
    std::vector<LimitSide> upper_, lower_;
    std::vector<double> mean_coefficient_;
    std::vector<char> clique_matters_;
    std::vector<std::int64_t> step_;
    bool network_ = true;
};

}  // namespace husrom::solve
