#pragma once

/// The inverse of a simplex basis, as a guess in floating point: pivots on columns and rows that have one entry left come first, since
/// matchings with limits leave little else; a factorisation of our own takes the rest where it is small, a library's elsewhere. Changes of
/// one column are kept as a product of simple matrices until the next factorisation.
///
/// Cost of a solve: the entries of the basis, of the factors of the rest, and of the changes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <Eigen/SparseLU>

#include "kernel_factor.hpp"

namespace husrom::solve {

/// A sparse matrix by columns.
struct SparseColumns {
    std::vector<std::int64_t> offsets{0};
    std::vector<std::int32_t> rows;
    std::vector<double> values;

    [[nodiscard]] std::size_t begin(std::int32_t column) const {
        return static_cast<std::size_t>(offsets[static_cast<std::size_t>(column)]);
    }
    [[nodiscard]] std::size_t end(std::int32_t column) const {
        return static_cast<std::size_t>(offsets[static_cast<std::size_t>(column) + 1]);
    }
};

class BasisFactor {
public:
    /// Places 0..rows-1 of the basis hold the columns `basis[place]` of `matrix`. False when they do not span the space.
    [[nodiscard]] bool factorise(const SparseColumns& matrix, std::span<const std::int32_t> basis, std::int32_t rows);

    /// Solves B z = b: `vector` holds b by row before, z by place after.
    void solve(std::vector<double>& vector);
    /// Solves Bᵀ y = c: `vector` holds c by place before, y by row after.
    void solve_transposed(std::vector<double>& vector);
    /// The column at `place` becomes one whose solve() is `direction`.
    void replace(std::int32_t place, const std::vector<double>& direction);

    [[nodiscard]] std::size_t changes() const { return changes_.size(); }
    [[nodiscard]] std::int64_t work() const { return work_; }  ///< entries touched since construction

private:
    struct Pivot {
        std::int32_t row, place;
        double value;
    };
    struct Change {
        std::int32_t place;
        double pivot;
        std::size_t begin, end;  ///< in change_places_ and change_values_
    };

    struct RowEntry {
        std::int32_t place;
        double value;
    };
    using RestFactor = Eigen::SparseLU<Eigen::SparseMatrix<double>, Eigen::COLAMDOrdering<int>>;
    /// What factorise() finds.
    struct Factored {
        const SparseColumns* matrix = nullptr;
        std::vector<std::int32_t> basis;
        std::vector<std::int32_t> row_offsets;  ///< into row_entries
        std::vector<RowEntry> row_entries;      ///< the basis by rows
        std::vector<Pivot> by_column;           ///< pivots on columns with one entry left, in order
        std::vector<Pivot> by_row;              ///< then pivots on rows with one entry left, in order
        std::vector<std::int32_t> rest_rows, rest_places;
        std::vector<std::int32_t> rest_of_row;  ///< by row: its number in the rest, or -1
        KernelFactor kernel;                    ///< of a small rest, which stands in its order
        std::unique_ptr<RestFactor> rest;       ///< of a larger one
        std::int64_t rest_cost = 0;             ///< of a solve, in entries
        std::int64_t entries = 0;

        [[nodiscard]] std::int32_t column(std::int32_t place) const { return basis[static_cast<std::size_t>(place)]; }
        [[nodiscard]] bool factorise_rest(std::int64_t& work);
        void solve_rest(Eigen::VectorXd& vector) const;
        void solve_rest_transposed(Eigen::VectorXd& vector) const;
        /// Takes `amount` times the column at `place` from `vector`, but for the row of its own pivot.
        void subtract(std::vector<double>& vector, std::int32_t place, std::int32_t own_row, double amount) const;
        /// Takes `amount` times the row from `vector`, which goes by place.
        void subtract_row(std::vector<double>& vector, std::int32_t row, double amount) const;
    };

    std::shared_ptr<const Factored> factored_;  ///< never changed once computed, so that copies share it
    Eigen::VectorXd rest_vector_;
    std::vector<Change> changes_;
    std::vector<std::int32_t> change_places_;
    std::vector<double> change_values_;
    std::vector<double> result_;
    std::int64_t work_ = 0;
};

}  // namespace husrom::solve
