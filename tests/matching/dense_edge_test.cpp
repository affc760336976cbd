#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/core/random.hpp>
#include <husrom/matching/dense_batch.hpp>

#include "dense_instance.hpp"

namespace husrom::matching::test {
namespace {

constexpr MatchingOptions full{.cardinality = Cardinality::full};

TEST(DenseEdges, ANaNIsNamed) {
    // Rule: an entry that is not a number is refused with its place, wherever it stands.
    for (std::size_t place : {std::size_t{0}, std::size_t{40 * 41 + 7}, std::size_t{41 * 41 - 1}}) {
        DenseInstance<double> instance{41, 41, std::vector<double>(41 * 41, 1.0), {}};
        instance.weights[place] = std::numeric_limits<double>::quiet_NaN();
        try {
            (void)minimum_cost(instance.view(), full);
            FAIL() << "accepted a NaN at " << place;
        } catch (const InvalidArgument& error) {
            const std::string wanted = "row " + std::to_string(place / 41) + ", column " + std::to_string(place % 41);
            EXPECT_NE(std::string(error.what()).find(wanted), std::string::npos) << error.what();
        }
    }
}

TEST(DenseEdges, InfinityForbidsInItsOwnDirectionOnly) {
    // Rule: +inf is no cost and -inf no weight; the other way round they would be won for ever, and are refused.
    constexpr double inf = std::numeric_limits<double>::infinity();
    const DenseInstance<double> costs{2, 2, {inf, 1, 5, 2}, {}};
    EXPECT_EQ(minimum_cost(costs.view(), full).weight, 6);
    EXPECT_THROW((void)maximum_weight(costs.view(), full), InvalidArgument);
    const DenseInstance<double> blocked{2, 2, {inf, 1, inf, 2}, {}};
    EXPECT_EQ(minimum_cost(blocked.view(), full).status, Outcome::infeasible);
    const auto most = minimum_cost(blocked.view(), {.cardinality = Cardinality::maximum});
    EXPECT_EQ(most.pairs, 1);
    EXPECT_EQ(most.weight, 1);
    EXPECT_TRUE(verify(blocked.view(), most).accepted);
}

template <class Weight> void what_is_masked_decides_nothing(const std::vector<Weight>& garbage) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(1, seed % 6 == 0 ? 80 : 9));
        const auto columns = static_cast<std::int32_t>(random.between(1, seed % 6 == 0 ? 80 : 9));
        const auto kind = random.chance(1, 2) ? Kind::uniform : Kind::few_values;
        const auto clean = random_instance<Weight>(rows, columns, kind, 70, random);
        auto littered = clean;
        for (std::size_t k = 0; k < littered.mask.size(); ++k)
            if (littered.mask[k] == 0) littered.weights[k] = garbage[random.below(garbage.size())];
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            for (const bool minimise : {false, true}) {
                SCOPED_TRACE("seed " + std::to_string(seed) + ", minimise " + std::to_string(minimise));
                const auto solve = [&](const DenseInstance<Weight>& instance) {
                    return minimise ? minimum_cost(instance.view(), {.cardinality = cardinality})
                                    : maximum_weight(instance.view(), {.cardinality = cardinality});
                };
                const auto wanted = solve(clean);
                const auto found = solve(littered);
                ASSERT_EQ(found.status, wanted.status);
                if (wanted.status != Outcome::optimal) continue;
                ASSERT_EQ(found.weight, wanted.weight);
                ASSERT_EQ(found.pairs, wanted.pairs);
                ASSERT_TRUE(verify(littered.view(), found).accepted) << verify(littered.view(), found).objection;
            }
        }
    }
}

TEST(DenseEdges, WhatIsMaskedDecidesNothing) {
    // Rule: behind the mask may stand anything, numbers that are none and numbers that are too large too.
    constexpr double inf = std::numeric_limits<double>::infinity();
    what_is_masked_decides_nothing<double>({std::nan(""), inf, -inf, 1e308, -1e308, 1e150, 1e-310});
    what_is_masked_decides_nothing<float>({std::nanf(""), HUGE_VALF, -HUGE_VALF, 3e38F, -3e38F});
    what_is_masked_decides_nothing<std::int64_t>({INT64_MAX, INT64_MIN, std::int64_t{1} << 58});
    what_is_masked_decides_nothing<std::int32_t>({INT32_MAX, INT32_MIN});
}

TEST(DenseEdges, OfWhatIsNotMaskedTheWrongEntryIsNamed) {
    // Rule: a mask hides no mistake beside it.
    const double nan = std::nan("");
    const DenseInstance<double> instance{2, 2, {nan, 1, 2, nan}, {0, 1, 1, 1}};
    try {
        (void)maximum_weight(instance.view(), full);
        FAIL() << "accepted a NaN";
    } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find("row 1, column 1"), std::string::npos) << error.what();
    }
}

TEST(DenseEdges, WeightsNearTheLimitsOverflowLoudly) {
    // Rule: integers that cannot be summed exactly are an error, never a wrong answer; those that can are solved.
    const auto highest = std::numeric_limits<std::int64_t>::max();
    const DenseInstance<std::int64_t> huge{2, 2, {highest, highest, 1, highest}, {}};
    EXPECT_THROW((void)maximum_weight(huge.view(), full), Overflow);
    EXPECT_THROW((void)minimum_cost(huge.view(), full), Overflow);
    const auto lowest = std::numeric_limits<std::int32_t>::min();
    const DenseInstance<std::int32_t> wide{2, 2, {lowest, 2147483647, 2147483647, lowest}, {}};
    for (const auto& matching : {maximum_weight(wide.view(), full), minimum_cost(wide.view(), full)})
        EXPECT_TRUE(verify(wide.view(), matching).accepted) << verify(wide.view(), matching).objection;
    EXPECT_EQ(minimum_cost(wide.view(), full).weight, 2 * std::int64_t{lowest});
}

TEST(DenseEdges, NearTiesOfDoublesAreDecidedByTheLastBit) {
    // Rule: rounding in the search never passes for a proof: among sums that differ in their last bits only, the best one is found.
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto size = static_cast<std::int32_t>(random.between(2, 6));
        DenseInstance<double> instance{size, size, {}, {}};
        for (std::int32_t k = 0; k < size * size; ++k)
            instance.weights.push_back(1.0 / 3 + static_cast<double>(random.between(-4, 4)) * 0x1p-54);
        const auto matching = minimum_cost(instance.view(), full);
        ASSERT_EQ(matching.status, Outcome::optimal);
        ASSERT_TRUE(verify(instance.view(), matching).accepted) << verify(instance.view(), matching).objection;
        const auto best = BruteForce<double>(instance, Sense::minimise, Cardinality::full).best();
        long double reached = 0;
        for (std::int32_t row = 0; row < size; ++row)
            reached += instance.view().weight(row, matching.row_mates[static_cast<std::size_t>(row)]);
        ASSERT_EQ(reached, best->weight);
    }
}

TEST(DenseEdges, CostsFarBeyondTheOthersCountWhereTheyAreNeeded) {
    // Rule: doubles that a rounded first solve takes for impossible are solved all the same, and what is impossible is told from them.
    constexpr double inf = std::numeric_limits<double>::infinity();
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        auto instance = random_instance<double>(70, 80, Kind::uniform, 100, random);
        for (std::size_t column = 0; column < 80; ++column) instance.weights[80 * 7 + column] = column == 5 ? 0x1p40 : inf;
        const auto dear = minimum_cost(instance.view(), full);
        ASSERT_TRUE(verify(instance.view(), dear).accepted) << verify(instance.view(), dear).objection;
        EXPECT_EQ(dear.row_mates[7], 5);
        instance.weights[80 * 7 + 5] = inf;
        EXPECT_EQ(minimum_cost(instance.view(), full).status, Outcome::infeasible);
        instance.weights[80 * 30 + 11] = std::numeric_limits<double>::quiet_NaN();
        EXPECT_THROW((void)minimum_cost(instance.view(), full), InvalidArgument);
        EXPECT_THROW((void)minimum_cost(instance.view()), InvalidArgument);
        instance.weights[80 * 30 + 11] = -inf;
        EXPECT_THROW((void)minimum_cost(instance.view()), InvalidArgument);
    }
}

/// `rows` rows that are all the same, or all columns, with costs drawn up to `largest`.
template <class Weight> DenseInstance<Weight> alike(std::int32_t rows, std::int32_t columns, bool by_row, double largest) {
    DenseInstance<Weight> instance{rows, columns, {}, {}};
    core::Random random(7);
    std::vector<Weight> costs;
    for (std::int32_t i = 0; i < (by_row ? columns : rows); ++i)
        costs.push_back(static_cast<Weight>(largest * static_cast<double>(random.below(std::uint64_t{1} << 53)) * 0x1p-53));
    for (std::int32_t row = 0; row < rows; ++row)
        for (std::int32_t column = 0; column < columns; ++column)
            instance.weights.push_back(costs[static_cast<std::size_t>(by_row ? column : row)]);
    return instance;
}

template <class Weight> void expect_best_where_all_are_alike(double largest) {
    constexpr std::int32_t side = 500;
    for (const std::int32_t columns : {side, side + side / 5})
        for (const bool by_row : {true, false}) {
            SCOPED_TRACE(std::to_string(columns) + (by_row ? " columns, rows alike" : " columns, columns alike"));
            const DenseInstance<Weight> instance = alike<Weight>(side, columns, by_row, largest);
            const auto best = minimum_cost(instance.view(), full);
            EXPECT_TRUE(verify(instance.view(), best).accepted) << verify(instance.view(), best).objection;
            std::vector<Weight> costs;
            for (std::int32_t i = 0; i < (by_row ? columns : side); ++i)
                costs.push_back(instance.weights[static_cast<std::size_t>(by_row ? i : i * columns)]);
            std::sort(costs.begin(), costs.end());
            double least = 0;
            for (std::size_t i = 0; i < side; ++i) least += static_cast<double>(costs[i]);
            EXPECT_NEAR(static_cast<double>(best.weight), least, 1e-9 * least);
        }
}

TEST(DenseEdges, RowsOrColumnsThatAreAllAlikeAreNoCliff) {
    // Rule: the cheapest columns are taken, or all rows paid; where everything ties, neither search nor proof looks at all pairs for each
    // pair. Costs beyond what a narrow price holds go on in the wider one.
    expect_best_where_all_are_alike<double>(1);
    expect_best_where_all_are_alike<float>(1);
    expect_best_where_all_are_alike<std::int32_t>(1e6);
    expect_best_where_all_are_alike<std::int32_t>(2e9);
    expect_best_where_all_are_alike<std::int64_t>(1e12);
}

TEST(DenseEdges, ScaleDoesNotMatter) {
    // Rule: doubles far beyond the range of floats, or far below it, are solved and proven like any others.
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto plain = random_instance<double>(90, 100, seed % 2 == 0 ? Kind::uniform : Kind::geometric, 100, random);
        const auto best = minimum_cost(plain.view(), full);
        for (const double scale : {0x1p700, 0x1p-700, 0x1p126, 0x1p-140}) {
            auto scaled = plain;
            for (double& weight : scaled.weights) weight *= scale;
            const auto found = minimum_cost(scaled.view(), full);
            ASSERT_EQ(found.status, Outcome::optimal) << scale;
            ASSERT_TRUE(verify(scaled.view(), found).accepted) << scale << verify(scaled.view(), found).objection;
            ASSERT_EQ(found.weight, best.weight * scale);
        }
    }
}

TEST(DenseEdges, DigitsFarApartAreProvenWherePricesNeedNotHoldThemAll) {
    // Rule: a row that takes the cheapest column needs no price, however dear the others are.
    for (const DenseInstance<double>& instance : {DenseInstance<double>{1, 2, {1e-20, 1.0}, {}},
                                                  {1, 2, {1.0, 1e200}, {}},
                                                  {2, 1, {1.0, 1e-300}, {}},
                                                  {2, 2, {1, 1e20, 1e20, 3}, {}}}) {
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            const auto found = minimum_cost(instance.view(), {.cardinality = cardinality});
            EXPECT_TRUE(verify(instance.view(), found).accepted) << instance.weights[0] << ": " << verify(instance.view(), found).objection;
        }
        const auto greatest = maximum_weight(instance.view(), full);
        EXPECT_TRUE(verify(instance.view(), greatest).accepted) << instance.weights[0];
    }
}

TEST(DenseEdges, TiesThatRoundingBreaksAreSettledExactly) {
    // Rule: distances along a line have many best matchings, and the last digits of doubles decide among them. The proof is exact, and no
    // matching is better: not for squares, for columns to spare, nor where rows may stay alone.
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(30, 160));
        const auto columns = rows + static_cast<std::int32_t>(random.between(0, 3));
        std::vector<double> place;
        for (std::int32_t node = 0; node < rows + columns; ++node) place.push_back(random.unit());
        DenseInstance<double> instance{rows, columns, {}, {}};
        for (std::int32_t row = 0; row < rows; ++row)
            for (std::int32_t column = 0; column < columns; ++column)
                instance.weights.push_back(std::abs(place[static_cast<std::size_t>(row)] - place[static_cast<std::size_t>(rows + column)]) *
                                           1e5);
        for (const Cardinality cardinality : {Cardinality::full, Cardinality::free}) {
            const auto least = minimum_cost(instance.view(), {.cardinality = cardinality});
            ASSERT_TRUE(verify(instance.view(), least).accepted) << seed << ": " << verify(instance.view(), least).objection;
            const auto most = maximum_weight(instance.view(), {.cardinality = cardinality});
            ASSERT_TRUE(verify(instance.view(), most).accepted) << seed << ": " << verify(instance.view(), most).objection;
        }
    }
}

TEST(DenseEdges, DigitsTooFarApartAreSaidToBeUnproven) {
    // Rule: where no two doubles hold a dual the answer claims no proof, and has all mates.
    const DenseInstance<double> instance{3, 3, {1, 1e-200, 3, 2, 1e-100, 5, 3, 1, 1e150}, {}};
    const auto found = maximum_weight(instance.view(), full);
    EXPECT_EQ(found.status, Outcome::unproven);
    EXPECT_EQ(found.pairs, 3);
    EXPECT_FALSE(verify(instance.view(), found).accepted);
    EXPECT_EQ(found.row_mates[2], 2);
}

TEST(DenseEdges, ACertificateWithAFlawIsRefused) {
    // Rule: the check sees every single number of a proof; changing any one of them breaks it.
    core::Random random(5);
    const auto instance = random_instance<double>(6, 8, Kind::uniform, 100, random);
    const auto proven = minimum_cost(instance.view(), full);
    ASSERT_TRUE(verify(instance.view(), proven).accepted);
    for (std::size_t row = 0; row < 6; ++row) {
        for (const double change : {1e-9, -1e-9}) {
            auto bad = proven;
            bad.row_duals[row] += change;
            EXPECT_FALSE(verify(instance.view(), bad).accepted);
        }
        auto bad = proven;
        bad.row_mates[row] = proven.row_mates[(row + 1) % 6];
        EXPECT_FALSE(verify(instance.view(), bad).accepted);
    }
    for (std::size_t column = 0; column < 8; ++column) {
        auto bad = proven;
        bad.column_dual_rests[column] -= 1e-6;
        EXPECT_FALSE(verify(instance.view(), bad).accepted);
    }
    auto bad = proven;
    bad.weight = std::nextafter(std::nextafter(bad.weight, 1e9), 1e9);
    EXPECT_FALSE(verify(instance.view(), bad).accepted);
}

template <class Weight> void batch_equals_single() {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(1, 66));
        const auto columns = static_cast<std::int32_t>(random.between(1, 66));
        std::vector<Weight> all;
        std::vector<DenseInstance<Weight>> singles;
        for (int k = 0; k < 5; ++k) {
            singles.push_back(random_instance<Weight>(
                rows, columns, static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count))), 100, random));
            all.insert(all.end(), singles.back().weights.begin(), singles.back().weights.end());
        }
        const DenseBatch<Weight> batch{all.data(), 5, rows, columns};
        for (const Sense sense : {Sense::minimise, Sense::maximise}) {
            const auto one = full_batch(batch, sense, 1);
            const auto three = full_batch(batch, sense, 3);
            ASSERT_EQ(one.row_mates, three.row_mates);
            for (std::size_t k = 0; k < singles.size(); ++k) {
                const auto single =
                    sense == Sense::minimise ? minimum_cost(singles[k].view(), full) : maximum_weight(singles[k].view(), full);
                ASSERT_NEAR(static_cast<double>(one.weights[k]), static_cast<double>(single.weight), std::is_integral_v<Weight> ? 0 : 1e-9);
            }
        }
    }
}

TEST(DenseBatches, HaveTheTotalsOfTheirMatricesAlone) {
    // Rule: the batch form finds what single calls find, in order, at any number of threads.
    batch_equals_single<std::int32_t>();
    batch_equals_single<std::int64_t>();
    batch_equals_single<float>();
    batch_equals_single<double>();
}

TEST(DenseBatches, NameTheFirstMatrixThatCannotBeCompleted) {
    // Rule: an impossible matrix is reported by its place.
    constexpr double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> weights{1, 2, 3, 4, inf, inf, 1, 2};
    EXPECT_EQ(full_batch(DenseBatch<double>{weights.data(), 2, 2, 2}).infeasible, 1);
}

}  // namespace
}  // namespace husrom::matching::test
