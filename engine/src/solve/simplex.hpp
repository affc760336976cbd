#pragma once

/// Bounded dual simplex, as a guess in floating point: minimise cost·x with A x between row bounds and every x between its own. Made to be
/// asked again after bounds change, as branch and bound does. Nothing here decides: multipliers go through an exact bound, plans through an
/// exact check.
///
/// Dual steepest edge prices rows (Forrest and Goldfarb 1992); breakpoints of bounded columns are passed as long as the dual rises (Maros
/// 2003); in long solves costs are moved a little against ties and put back at the end.

#include <cstdint>
#include <span>
#include <vector>

#include "basis_factor.hpp"

namespace husrom::solve {

class Simplex {
public:
    enum class End : std::uint8_t {
        optimal,
        cutoff,      ///< the dual is above the cutoff
        infeasible,  ///< ray() shows it
        limit,       ///< of iterations
        trouble      ///< numbers too poor to go on
    };
    /// Where every column and row stands; valid for this problem whatever its bounds.
    using Basis = std::vector<std::int8_t>;
    static constexpr std::int8_t free_room = 0;  ///< in the basis
    static constexpr std::int8_t at_start = 1;   ///< at its lower bound
    static constexpr std::int8_t at_end = 2;     ///< at its upper bound

    /// `columns` has `cost.size()` columns; `moves` is how far each cost is moved against ties.
    Simplex(std::int32_t rows, const SparseColumns& columns, std::vector<double> cost, const std::vector<double>& moves);

    /// Column j < columns(), or row columns() + i.
    void set_bounds(std::int32_t variable, double lower, double upper);
    [[nodiscard]] std::int32_t columns() const { return columns_; }
    [[nodiscard]] std::int32_t rows() const { return rows_; }

    End solve(double cutoff, std::int32_t iterations);

    [[nodiscard]] double objective() const;  ///< a lower bound while the dual is feasible
    [[nodiscard]] double value(std::int32_t j) const { return value_[static_cast<std::size_t>(j)]; }
    /// By row: what a unit more of its right-hand side costs (cost - rowsᵀ multiplier are the reduced costs).
    [[nodiscard]] std::vector<double> multipliers();
    /// After `infeasible`: a direction of multipliers along which the dual rises without end.
    [[nodiscard]] const std::vector<double>& ray() const { return ray_; }

    [[nodiscard]] Basis basis() const { return status_; }
    /// One that does not fit is mended: what is dependent leaves it; where it lacks columns, `spare` ones join it in their order, then
    /// rows.
    void load(const Basis& basis, std::span<const std::int32_t> spare = {});
    /// All that a solve changes, to come back to without a new factorisation; or the statuses alone, which take little memory.
    struct State {
        Basis status;
        std::vector<std::int32_t> head;  ///< empty: statuses alone
        std::vector<double> value, reduced, weight, cost;
        BasisFactor factor;
        bool fresh = false, moved = false, bent = false;
        std::vector<char> fixed;
    };
    [[nodiscard]] State state() const;
    [[nodiscard]] State statuses() const;
    /// Of this program; bounds stay as they are now.
    void restore(const State& state);
    [[nodiscard]] std::int64_t work() const { return work_ + factor_.work(); }
    [[nodiscard]] std::int64_t iterations() const { return iterations_; }

private:
    enum Status : std::int8_t { basic = 0, at_lower = 1, at_upper = 2, at_zero = 3 };
    struct Breakpoint {
        std::int32_t variable;
        double ratio, size;
        double reach;  ///< where its reduced cost is wrong by the tolerance
    };

    [[nodiscard]] std::int32_t variables() const { return columns_ + rows_; }
    void begin();  ///< the basis of rows
    /// Rows without a bound on a side get the one that the columns' bounds imply, so that every variable may stand on either side and no
    /// basis is infeasible for the dual.
    void close_rows();
    /// Leaves no multiplier on a side that only the columns' bounds close: without it the bound is as good or better.
    void open_rows(std::vector<double>& multipliers) const;
    void collect_head();  ///< as the statuses say
    void mend_basis(std::span<const std::int32_t> spare);
    [[nodiscard]] bool refresh();
    void set_costs(bool moved);
    void move_costs();
    /// The working cost makes the reduced cost 0.
    void give_way(std::int32_t variable);
    void place_nonbasic(std::int32_t variable);
    void compute_values();
    /// Variables outside the basis go where their bounds are now, and those in it give way.
    void follow_bounds();
    void compute_reduced_costs();
    /// Costs as given; columns whose reduced cost has the wrong sign change sides. True when any does.
    bool restore_costs();
    void compute_pivot_row();
    /// Outside the basis and between two different bounds, so that it may come in.
    [[nodiscard]] bool movable(std::int32_t variable) const {
        const auto j = static_cast<std::size_t>(variable);
        return status_[j] != basic && lower_[j] < upper_[j];
    }
    void collect_movable();
    void note_movable(std::int32_t variable);  ///< after its status has changed
    [[nodiscard]] std::int32_t choose_row() const;
    /// The entering variable, or -1; fills flips_.
    [[nodiscard]] std::int32_t choose_column(double sign, double infeasibility);
    void update_weights(std::int32_t place, double pivot);  ///< of steepest edge, as rho_ and direction_ say
    void add_column(std::vector<double>& vector, std::int32_t variable, double amount) const;

    std::int32_t rows_, columns_;
    SparseColumns matrix_;  ///< columns, then one unit column for each row
    SparseColumns by_row_;  ///< the same without the unit columns
    std::vector<double> cost_, moves_, working_cost_, lower_, upper_;
    std::vector<double> widest_lower_, widest_upper_;  ///< of columns, since construction
    std::vector<char> open_lower_, open_upper_;        ///< of a row's variable: no bound was given
    bool closed_ = false;                              ///< rows have the bounds that the widest columns imply
    std::vector<std::int8_t> status_;
    std::vector<std::int32_t> head_;  ///< variable by place
    std::vector<double> value_, reduced_, weight_;
    std::vector<double> pivot_row_;
    std::vector<std::int32_t> pivot_entries_;
    std::vector<char> seen_;
    std::vector<std::int32_t> movable_;           ///< columns that are, in no order
    std::vector<std::int32_t> place_of_movable_;  ///< by column, -1 when it is not
    std::vector<double> rho_, direction_, tau_, shift_;
    std::vector<double> ray_;
    std::vector<Breakpoint> breakpoints_;
    std::vector<std::int32_t> flips_;
    BasisFactor factor_;
    double primal_tolerance_ = 1e-8;
    double dual_tolerance_ = 1e-9;
    bool fresh_ = false;  ///< factorised, values and reduced costs as the basis says
    bool stale_ = false;  ///< but for the reduced costs of variables that stood fixed, which no pivot keeps
    bool moved_ = false;  ///< working costs are not those given
    bool bent_ = false;   ///< one gave way by more than moves do, so that the objective says nothing of the costs given
    std::int64_t work_ = 0;
    std::int64_t iterations_ = 0;
};

}  // namespace husrom::solve
