/// Bases from columns that need not be one, judged by dense ranks.

#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include <husrom/core/random.hpp>

#include "solve/independent_columns.hpp"

namespace husrom::solve {
namespace {

Eigen::MatrixXd dense(const SparseColumns& matrix, const std::vector<std::int32_t>& columns, std::int32_t rows) {
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c)
        for (std::size_t i = matrix.begin(columns[c]); i < matrix.end(columns[c]); ++i)
            result(matrix.rows[i], static_cast<Eigen::Index>(c)) += matrix.values[i];
    return result;
}

Eigen::Index rank(const Eigen::MatrixXd& matrix) {
    return matrix.cols() == 0 ? 0 : Eigen::FullPivLU<Eigen::MatrixXd>(matrix).rank();
}

TEST(IndependentColumns, MakeABasisWithTheRowsLeftUncovered) {
    // Rule: what is taken is independent, as many as the rank allows, and unit columns of the uncovered rows complete it.
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(1 + random.below(14));
        const auto columns = static_cast<std::int32_t>(1 + random.below(24));
        SparseColumns matrix;
        for (std::int32_t c = 0; c < columns; ++c) {
            for (std::int32_t r = 0; r < rows; ++r)
                if (random.below(4) == 0) {
                    matrix.rows.push_back(r);
                    matrix.values.push_back(seed % 2 == 0 ? 1 : static_cast<double>(random.below(5)) + 1);
                }
            matrix.offsets.push_back(static_cast<std::int64_t>(matrix.rows.size()));
        }
        std::vector<std::int32_t> candidates, spare, all;
        for (std::int32_t c = 0; c < columns; ++c) (random.below(3) == 0 ? spare : candidates).push_back(c);
        all = candidates;
        all.insert(all.end(), spare.begin(), spare.end());

        const IndependentColumns found = independent_columns(matrix, candidates, spare, rows);
        ASSERT_EQ(found.columns.size() + found.uncovered_rows.size(), static_cast<std::size_t>(rows)) << "seed " << seed;
        Eigen::MatrixXd basis(rows, rows);
        const Eigen::MatrixXd taken = dense(matrix, found.columns, rows);
        basis.leftCols(taken.cols()) = taken;
        for (std::size_t i = 0; i < found.uncovered_rows.size(); ++i)
            basis.col(taken.cols() + static_cast<Eigen::Index>(i)) = Eigen::VectorXd::Unit(rows, found.uncovered_rows[i]);
        ASSERT_EQ(rank(basis), rows) << "seed " << seed;
        ASSERT_EQ(taken.cols(), rank(dense(matrix, all, rows))) << "seed " << seed;
        // Candidates come before spare columns.
        const auto own =
            std::ranges::count_if(found.columns, [&](std::int32_t c) { return std::ranges::find(candidates, c) != candidates.end(); });
        ASSERT_EQ(own, rank(dense(matrix, candidates, rows))) << "seed " << seed;
    }
}

}  // namespace
}  // namespace husrom::solve
