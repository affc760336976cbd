#pragma once

/// The linear relaxation of a stage on the edges of a Relaxation, solved as a guess: its multipliers of the priced rows are what the exact
/// relaxation bounds with, and its vertex says where to divide. A bundle finds the same bound without it; a linear program finds it to the
/// last digit and again after a small change, as long as it is small itself.

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "node_lp_builder.hpp"
#include "relaxation.hpp"
#include "simplex.hpp"

namespace husrom::solve {

class NodeLp {
public:
    static constexpr std::int64_t most_rows = 4'500;  ///< participants, columns and couplings together
    /// Small enough that a pivot costs less than the bundle's step.
    [[nodiscard]] static bool fits(const ProblemIndex& index, const Relaxation& relaxation);
    /// The same of all usable edges, with so many couplings.
    [[nodiscard]] static bool fits(const ProblemIndex& index, std::int64_t couplings);

    explicit NodeLp(const ProblemIndex& index, const Relaxation& relaxation);

    using Basis = std::shared_ptr<const Simplex::State>;
    /// Where everything stands, by the problem's own numbers, so that a program on other edges can begin there. What is missing in it
    /// begins at 0 (an edge) or as free room (a row); where that is no basis, the simplex mends it.
    struct Stand {
        std::vector<std::int8_t> edges, rows, columns, steps;
        std::map<std::pair<Coupling::Kind, std::int32_t>, std::int8_t> couplings;
    };
    [[nodiscard]] Stand stand() const;
    void load(const Stand& stand);
    /// Begins near where a bundle ended: `fractional` by local edge, and the relaxation standing at its bound.
    void load_guess(const std::vector<double>& fractional);

    enum class End : std::uint8_t {
        solved,
        closed,        ///< the bound is below what is needed
        nothing_left,  ///< ray() shows that no plan is left
        limit,
        trouble
    };

    void enter(const Part& part);
    /// From `basis`, or from where the last solve ended when it is null, until the bound is surely below `needed` (goal units) or cannot
    /// be lowered.
    End solve(const Basis& basis, double needed, std::int32_t iterations);

    void restore(const Basis& basis) { simplex_->restore(*basis); }
    [[nodiscard]] double bound() const { return -simplex_->objective(); }
    struct Duals {
        std::vector<std::int64_t> multipliers, prices;  ///< by coupling and by column
    };
    /// Over the relaxation's denominator.
    [[nodiscard]] Duals duals();
    /// The same, as large as Relaxation::price_widely() takes them.
    [[nodiscard]] Duals wide_duals();
    /// After `nothing_left`: duals that show it without the objective; `length` 1 is about the longest that weights allow.
    [[nodiscard]] Duals ray(double length) const;
    [[nodiscard]] std::vector<double> fractional() const;  ///< by local edge
    /// Where it stands: all of that, or, to save memory, what it takes to begin there with a new factorisation.
    [[nodiscard]] Basis whole_basis() const { return std::make_shared<const Simplex::State>(simplex_->state()); }
    [[nodiscard]] Basis light_basis() const { return std::make_shared<const Simplex::State>(simplex_->statuses()); }
    [[nodiscard]] std::int64_t basis_bytes() const;  ///< about, of a whole one
    [[nodiscard]] std::int64_t work() const { return simplex_->work(); }
    [[nodiscard]] std::int64_t iterations() const { return simplex_->iterations(); }

    /// Participants and columns that have these edges, and couplings.
    [[nodiscard]] static std::int64_t rows_of(const ProblemIndex& index, std::span<const std::int32_t> edges, std::size_t couplings);

private:
    /// `rows`: participants, columns and couplings together.
    [[nodiscard]] static bool fits(std::size_t edges, std::size_t entries, std::int64_t rows) {
        constexpr std::size_t most_entries = 400'000;
        return edges * 2 + entries <= most_entries && rows <= most_rows;
    }
    [[nodiscard]] Duals whole(const std::vector<double>& y, double length, bool widely = false) const;

    /// How much of its row a participant takes: the total of its edges, or the row's room; -1 when it has no edge.
    [[nodiscard]] std::int32_t variable_of_participant(std::int32_t row) const {
        const auto r = static_cast<std::size_t>(row);
        return places_.total_of_participant[r] >= 0 ? places_.total_of_participant[r] : variable_of_row(places_.row_of_participant[r]);
    }
    /// What its total stands at, by where that variable does, and back: room is what a row leaves.
    [[nodiscard]] std::int8_t as_total(std::int32_t row, std::int8_t status) const {
        if (places_.total_of_participant[static_cast<std::size_t>(row)] >= 0) return status;
        return status == Simplex::at_start ? Simplex::at_end : status == Simplex::at_end ? Simplex::at_start : status;
    }
    /// Its room; -1 for no row.
    [[nodiscard]] std::int32_t variable_of_row(std::int32_t row) const { return row < 0 ? -1 : simplex_->columns() + row; }

    const ProblemIndex& index_;
    const Relaxation& relaxation_;
    NodeLpPlaces places_;
    std::unique_ptr<Simplex> simplex_;
    double step_ = 1;
};

}  // namespace husrom::solve
