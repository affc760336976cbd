#pragma once

/// The factors of the small square matrix that pivots on single entries leave of a basis, in floating point. Pivots come where rows and
/// columns are short (Markowitz 1957) and large enough (threshold pivoting, Duff, Erisman and Reid 1986), so that few entries are filled.
/// Right-hand sides are mostly zeros, and zeros cost nothing.
///
/// Cost: the elimination takes a square of memory and about as many steps as entries come, a solve as many as the factors have.

#include <cstdint>
#include <vector>

namespace husrom::solve {

class KernelFactor {
public:
    struct Entry {
        std::int32_t row, column;
        double value;
    };
    /// False where the matrix is singular or nearly so.
    [[nodiscard]] bool compute(std::int32_t size, const std::vector<Entry>& entries);

    /// The k-th pivot is in row `rows()[k]` and column `columns()[k]` of the matrix.
    [[nodiscard]] const std::vector<std::int32_t>& rows() const { return rows_; }
    [[nodiscard]] const std::vector<std::int32_t>& columns() const { return columns_; }
    [[nodiscard]] std::int64_t entries() const { return static_cast<std::int64_t>(rows_.size() + lower_.size() + upper_.size()); }

    /// `x` holds the right-hand side in the order of rows() before, the solution in the order of columns() after.
    void solve(double* x) const;
    /// `x` holds the right-hand side in the order of columns() before, the solution in the order of rows() after.
    void solve_transposed(double* x) const;

private:
    /// Entries line by line.
    struct Lines {
        std::vector<std::int32_t> offsets, index;
        std::vector<double> value;
        [[nodiscard]] std::size_t size() const { return index.size(); }
        void subtract(double* x, std::size_t line, double amount) const {
            const auto end = static_cast<std::size_t>(offsets[line + 1]);
            for (auto i = static_cast<std::size_t>(offsets[line]); i < end; ++i) x[index[i]] -= amount * value[i];
        }
    };
    static Lines lines_of(std::size_t size, const std::vector<Entry>& entries, bool by_row);

    std::vector<std::int32_t> rows_, columns_;
    std::vector<double> inverse_pivot_;
    Lines lower_, lower_by_row_;                           ///< below the pivots, by column and by row, in the order of pivots
    std::vector<std::size_t> in_lower_, in_lower_by_row_;  ///< lines that have entries, upwards and downwards
    Lines upper_, upper_by_row_;                           ///< above the pivots
};

}  // namespace husrom::solve
