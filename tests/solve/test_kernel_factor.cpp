/// Factors of small matrices, judged by putting solutions back.

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include <husrom/core/random.hpp>

#include "solve/kernel_factor.hpp"

namespace husrom::solve {
namespace {

using Entries = std::vector<KernelFactor::Entry>;

/// Some entries a row, of sizes that limits have.
Entries random_entries(core::Random& random, std::int32_t size) {
    Entries entries;
    const std::uint64_t one_of = 1 + random.below(8);
    for (std::int32_t i = 0; i < size; ++i)
        for (std::int32_t j = 0; j < size; ++j)
            if (random.below(one_of) == 0) entries.push_back({i, j, static_cast<double>(random.between(-6, 6)) / 4});
    std::erase_if(entries, [](const KernelFactor::Entry& entry) { return entry.value == 0; });
    return entries;
}

Eigen::MatrixXd dense(const Entries& entries, std::int32_t size) {
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size, size);
    for (const auto& [row, column, value] : entries) matrix(row, column) = value;
    return matrix;
}

bool is_order(std::vector<std::int32_t> order, std::int32_t size) {
    std::vector<std::int32_t> all(static_cast<std::size_t>(size));
    std::iota(all.begin(), all.end(), 0);
    std::ranges::sort(order);
    return order == all;
}

TEST(KernelFactor, SolutionsPutBackGiveTheRightHandSide) {
    int solved = 0;
    for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
        core::Random random(seed);
        const auto size = static_cast<std::int32_t>(1 + random.below(40));
        const Entries entries = random_entries(random, size);
        const Eigen::MatrixXd matrix = dense(entries, size);
        KernelFactor factor;
        const bool found = factor.compute(size, entries);
        // Rule: what a full factorisation calls regular by a wide margin is never refused, and what has no inverse never taken.
        const Eigen::FullPivLU<Eigen::MatrixXd> full(matrix);
        if (!full.isInvertible()) {
            ASSERT_FALSE(found) << "seed " << seed;
            continue;
        }
        if (full.rcond() < 1e-6) continue;
        ASSERT_TRUE(found) << "seed " << seed;
        ASSERT_TRUE(is_order(factor.rows(), size) && is_order(factor.columns(), size)) << "seed " << seed;
        ++solved;
        Eigen::VectorXd right = Eigen::VectorXd::Zero(size);
        for (std::int32_t i = 0; i < size; ++i)
            if (random.below(3) == 0) right(i) = static_cast<double>(random.between(-9, 9));

        std::vector<double> x(static_cast<std::size_t>(size));
        Eigen::VectorXd solution(size);
        for (std::size_t k = 0; k < x.size(); ++k) x[k] = right(factor.rows()[k]);
        factor.solve(x.data());
        for (std::size_t k = 0; k < x.size(); ++k) solution(factor.columns()[k]) = x[k];
        ASSERT_LE((matrix * solution - right).cwiseAbs().maxCoeff(), 1e-8 * (1 + solution.cwiseAbs().maxCoeff())) << "seed " << seed;

        for (std::size_t k = 0; k < x.size(); ++k) x[k] = right(factor.columns()[k]);
        factor.solve_transposed(x.data());
        for (std::size_t k = 0; k < x.size(); ++k) solution(factor.rows()[k]) = x[k];
        ASSERT_LE((matrix.transpose() * solution - right).cwiseAbs().maxCoeff(), 1e-8 * (1 + solution.cwiseAbs().maxCoeff()))
            << "seed " << seed;
    }
    EXPECT_GT(solved, 1'500);
}

TEST(KernelFactor, WhatHasNoInverseIsRefused) {
    KernelFactor factor;
    EXPECT_FALSE(factor.compute(2, {{0, 0, 1}, {0, 1, 2}, {1, 0, 2}, {1, 1, 4}}));
    EXPECT_FALSE(factor.compute(2, {{0, 0, 1}, {1, 0, 1}}));
    EXPECT_FALSE(factor.compute(1, {{0, 0, 1e-12}}));
    EXPECT_TRUE(factor.compute(2, {{0, 1, 1}, {1, 0, 1}}));
}

}  // namespace
}  // namespace husrom::solve
