#pragma once

/// Float and double weights: found in double, proven in whole numbers (exact_duals.hpp).

#include <algorithm>
#include <cmath>
#include <string>

#include "exact_duals.hpp"
#include "parts.hpp"
#include "rounding.hpp"
#include "solve_view.hpp"

namespace husrom::matching::dense {

/// Names the entry that cannot be a weight; throws Overflow when all can be, and are just too large.
template <class Weight> [[noreturn]] void refuse(const DenseView<Weight>& given, Sense sense) {
    const double senseless = sense == Sense::maximise ? PriceRange<double>::infinite : -PriceRange<double>::infinite;
    for (std::int32_t row = 0; row < given.rows; ++row)
        for (std::int32_t column = 0; column < given.columns; ++column) {
            const double value = given.weight(row, column);
            const std::string place = "row " + std::to_string(row) + ", column " + std::to_string(column);
            if (std::isnan(value)) throw InvalidArgument(place + " is not a number; finite weights are expected");
            if (value == senseless)
                throw InvalidArgument(place + (sense == Sense::maximise ? " is +inf; only -inf means not allowed when maximising"
                                                                        : " is -inf; only +inf means not allowed when minimising"));
        }
    throw Overflow("the weights are too large to be summed; scale them down");
}

/// A dual in units of 2^exponent as two doubles, exactly.
struct SplitDual {
    SplitDual(core::int128 units, int exponent) {
        const auto leading = static_cast<double>(units);
        value = std::ldexp(leading, exponent);
        rest = std::ldexp(static_cast<double>(units - static_cast<core::int128>(leading)), exponent);
    }
    double value;
    double rest;
};

template <class Weight> class RealSolve {
public:
    RealSolve(const DenseView<Weight>& given, const MatchingOptions& options, Sense sense)
        : given_(given), oriented_(given), view_(oriented_.view), options_(options), sense_(sense) {}

    DenseMatching<Weight> solve() {
        constexpr double infinite = PriceRange<double>::infinite;
        attempt(options_.cardinality == Cardinality::free ? 0.0 : infinite);
        if (options_.cardinality == Cardinality::maximum && ending_ == Ending::infeasible) {
            bonus_ = power_above(2 * largest_magnitude() * view_.rows);
            attempt(bonus_);
        }
        DenseMatching<Weight> result;
        result.status = ending_ == Ending::optimal      ? (proven_ ? Outcome::optimal : Outcome::unproven)
                        : ending_ == Ending::infeasible ? Outcome::infeasible
                                                        : Outcome::stopped;
        result.sense = sense_;
        result.cardinality = options_.cardinality;
        result.without_room = std::move(without_room_);
        fill(result);
        if (oriented_.transposed) {
            std::swap(result.row_mates, result.column_mates);
            std::swap(result.row_duals, result.column_duals);
            std::swap(result.row_dual_rests, result.column_dual_rests);
        }
        return result;
    }

private:
    static constexpr std::int32_t fewest_columns = 64;  ///< below, solving in whole numbers first gains nothing

    static double power_above(double value) { return value > 0 ? std::ldexp(1.0, std::ilogb(value) + 1) : 1.0; }

    double largest_magnitude() const {
        double largest = 0;
        for (std::int32_t row = 0; row < view_.rows; ++row)
            for (std::int32_t column = 0; column < view_.columns; ++column) {
                if (!view_.is_allowed(row, column)) continue;
                const double value = std::fabs(static_cast<double>(view_.weight(row, column)));
                if (value < PriceRange<double>::infinite) largest = std::max(largest, value);
            }
        return largest;
    }

    void attempt(double outside) {
        outside_ = outside;
        proven_ = false;
        if (attempt_whole(outside) || attempt_rounded(outside)) return;
        try {
            attempt_in_doubles(outside, &Solver<double>::solve);
            // Bids raise prices to the costs of columns that nobody takes: low prices may be proven where those have too many digits.
            if (ending_ == Ending::optimal && !proven_) attempt_in_doubles(outside, &Solver<double>::solve_by_searching);
        } catch (const TooWide&) {
            refuse(given_, sense_);
        } catch (const NotANumber&) {
            refuse(given_, sense_);
        }
    }

    void attempt_in_doubles(double outside, Ending (Solver<double>::*way)(core::Budget*)) {
        Solver<double> solver(matrix_of<double>(view_, sense_), outside);
        ending_ = (solver.*way)(options_.budget);
        take(solver);
        if (ending_ != Ending::optimal) return;
        double scale = outside < PriceRange<double>::infinite ? std::fabs(outside) : 0;
        for (std::size_t row = 0; row < guess_.column_of.size(); ++row) {
            if (guess_.column_of[row] < 0) continue;
            const double price = guess_.price[static_cast<std::size_t>(guess_.column_of[row])];
            scale = std::max({scale, std::fabs(solver.state().paid[row]), std::fabs(price)});
        }
        // Near the least doubles a step is as large as the costs, and a share of them is none.
        const double least = std::max(scale * std::numeric_limits<double>::epsilon(), std::numeric_limits<double>::denorm_min());
        const double tolerance = least * 8 * (static_cast<double>(view_.rows) + 4);
        guess_.room = tolerance / 2;
        gather_near(guess_, solver.state(), view_, tolerance);
        proven_ = exact_.solve(guess_, 1000);
    }

    [[nodiscard]] Matrix<std::int32_t> rounded_matrix(const Rounding& rounding) const {
        Matrix<std::int32_t> matrix = matrix_read_as<std::int32_t, Rounded<Weight>>(view_, sense_);
        matrix.rounded = true;
        matrix.rounding = rounding;
        return matrix;
    }

    /// Few values are solved as the whole numbers that they are multiples of a power of two. True where all entries are such.
    bool attempt_whole(double outside) {
        constexpr std::int32_t infinite = PriceRange<std::int32_t>::infinite;
        constexpr double largest = PriceRange<std::int32_t>::largest;
        if (view_.columns < fewest_columns || view_.rows == 0) return false;
        const std::optional<Rounding> rounding = few_values(view_, sense_);
        if (!rounding) return false;
        const double steps = outside * std::fabs(rounding->scale);
        if (std::isfinite(outside) && !(std::fabs(steps) < largest)) return false;
        const Matrix<std::int32_t> matrix = rounded_matrix(*rounding);
        for (std::int32_t row = 0; row < view_.rows; ++row)
            if (!matrix.row_kernels->is_whole(matrix.row(row), largest)) return false;
        try {
            const auto solved = run(matrix, std::isfinite(outside) ? static_cast<std::int32_t>(steps) : infinite, options_.budget);
            ending_ = solved.ending;
            without_room_ = solved.without_room;
            core::int128 total = 0;
            auto column_of = solved.column_of;
            for (std::size_t row = 0; row < column_of.size(); ++row) {
                column_of[row] = std::max(column_of[row], -1);
                if (column_of[row] >= 0) total += std::int64_t{solved.least[row]} - solved.price[static_cast<std::size_t>(column_of[row])];
            }
            exact_.adopt(std::move(column_of), solved.price, solved.least, total, -std::ilogb(rounding->scale));
            proven_ = true;
            return true;
        } catch (const TooWide&) {  // not an error: doubles have more room
            return false;
        }
    }

    /// Costs rounded to whole numbers are solved in half the time. True where that led to a proof, or the budget ended; everything else is
    /// for the doubles themselves.
    bool attempt_rounded(double outside) {
        constexpr double largest = PriceRange<std::int32_t>::largest;
        if (view_.columns < fewest_columns || view_.rows == 0) return false;
        const std::optional<Rounding> rounding = rounding_for(view_, sense_);
        if (!rounding) return false;
        const double step = 1 / std::fabs(rounding->scale);
        std::int32_t limit = PriceRange<std::int32_t>::infinite;
        if (outside < PriceRange<double>::infinite) {
            const double steps = outside / step + rounding->shift;
            if (!(std::fabs(steps) < largest)) return false;
            limit = static_cast<std::int32_t>(std::nearbyint(steps));
        }
        try {
            Solver<std::int32_t> solver(rounded_matrix(*rounding), limit);
            ending_ = solver.solve(options_.budget);
            if (ending_ == Ending::infeasible) return false;
            take(solver);
            for (std::size_t column = 0; column < guess_.price.size(); ++column) guess_.price[column] *= step;
            if (ending_ == Ending::stopped) return true;
            // Rounding moves prices by a step for every row on a path, in both directions: usually by few.
            for (const std::int32_t tolerance : {128, 8192}) {
                guess_.room = (tolerance / 2 - 2) * step;
                gather_near(guess_, solver.state(), view_, tolerance);
                if ((proven_ = exact_.solve(guess_, 20))) return true;
            }
        } catch (const TooWide&) {  // not an error: doubles have more room
        }
        return false;
    }

    template <class Price> void take(const Solver<Price>& solver) {
        const State<Price>& state = solver.state();
        without_room_ = solver.rows_without_room();
        guess_.rows = view_.rows;
        guess_.columns = view_.columns;
        guess_.alone_allowed = state.outside < State<Price>::infinite;
        guess_.outside = outside_;
        guess_.column_of = state.column_of;
        for (std::int32_t& column : guess_.column_of) column = std::max(column, -1);
        guess_.price.assign(state.price.begin(), state.price.begin() + view_.columns);
    }

    void fill(DenseMatching<Weight>& result) {
        const auto rows = static_cast<std::size_t>(view_.rows);
        const auto columns = static_cast<std::size_t>(view_.columns);
        result.row_mates.assign(rows, -1);
        result.column_mates.assign(columns, -1);
        result.row_duals.assign(rows, 0);
        result.column_duals.assign(columns, 0);
        result.row_dual_rests.assign(rows, 0);
        result.column_dual_rests.assign(columns, 0);
        const std::vector<std::int32_t>& column_of = proven_ ? exact_.column_of() : guess_.column_of;
        double weight = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            if (column_of[row] < 0) continue;
            result.row_mates[row] = column_of[row];
            result.column_mates[static_cast<std::size_t>(column_of[row])] = static_cast<std::int32_t>(row);
            ++result.pairs;
            weight += static_cast<double>(view_.weight(static_cast<std::int32_t>(row), column_of[row]));
        }
        result.weight = weight;
        result.pair_bonus = bonus_;
        const double sign = sense_ == Sense::maximise ? 1 : -1;
        if (!proven_) {
            for (std::size_t row = 0; row < rows; ++row)
                if (column_of[row] >= 0)
                    result.row_duals[row] = static_cast<double>(view_.weight(static_cast<std::int32_t>(row), column_of[row])) +
                                            sign * ((outside_ < PriceRange<double>::infinite ? outside_ : 0) -
                                                    guess_.price[static_cast<std::size_t>(column_of[row])]);
            for (std::size_t c = 0; c < columns; ++c) result.column_duals[c] = sign * guess_.price[c];
            return;
        }
        core::int128 outside = 0;
        if (outside_ < PriceRange<double>::infinite) outside = units(outside_);
        if (options_.cardinality == Cardinality::maximum && bonus_ == 0) {
            // Complete: any bonus that leaves no dual below zero.
            core::int128 most = 0;
            for (const auto least : exact_.least()) most = std::max(most, least);
            if (most > 0) result.pair_bonus = std::ldexp(power_above(static_cast<double>(most)), exact_.exponent());
            outside = units(result.pair_bonus);
        }
        for (std::size_t row = 0; row < rows; ++row) {
            const SplitDual dual(outside - exact_.least()[row], exact_.exponent());
            result.row_duals[row] = sign * dual.value;
            result.row_dual_rests[row] = sign * dual.rest;
        }
        for (std::size_t c = 0; c < columns; ++c) {
            const SplitDual dual(exact_.price()[c], exact_.exponent());
            result.column_duals[c] = sign * dual.value;
            result.column_dual_rests[c] = sign * dual.rest;
        }
        // Net costs are negated weights when maximising.
        result.weight = -sign * std::ldexp(static_cast<double>(exact_.total_cost()), exact_.exponent());
        if (result.weight == 0) result.weight = 0;  // never a negative zero
    }

    [[nodiscard]] core::int128 units(double value) const { return Parts(value).units_of(exact_.exponent()); }

    const DenseView<Weight>& given_;
    Oriented<Weight> oriented_;
    const DenseView<Weight>& view_;
    const MatchingOptions& options_;
    Sense sense_;
    double outside_ = 0;
    double bonus_ = 0;
    Ending ending_ = Ending::stopped;
    bool proven_ = false;
    ExactDuals exact_;
    Guess guess_;
    std::vector<std::int32_t> without_room_;
};

}  // namespace husrom::matching::dense
