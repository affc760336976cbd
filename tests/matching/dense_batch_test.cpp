#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/matching/dense_batch.hpp>
#include <husrom/matching/instruction_set.hpp>

#include "dense_instance.hpp"
#include "no_more_threads.hpp"

namespace husrom::matching::test {
namespace {

template <class Weight> class DenseBatchOf : public testing::Test {};
using Weights = testing::Types<std::int32_t, std::int64_t, float, double>;
TYPED_TEST_SUITE(DenseBatchOf, Weights);

TYPED_TEST(DenseBatchOf, IsTheSameOnEveryInstructionSetAndTheBestOfEveryMatrix) {
    // Rule: whatever the shape, the kind and the vectors, each small matrix gets the total of its own proven optimum, and the same mates.
    const InstructionSet present = instruction_set();
    constexpr int count = 4;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(1, 64));
        const auto columns = random.chance(1, 2) ? rows : static_cast<std::int32_t>(random.between(1, 64));
        const auto kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count)));
        const Sense sense = random.chance(1, 2) ? Sense::maximise : Sense::minimise;
        std::vector<TypeParam> all;
        std::vector<DualOf<TypeParam>> totals;
        for (int k = 0; k < count; ++k) {
            const auto one = random_instance<TypeParam>(rows, columns, kind, 100, random);
            all.insert(all.end(), one.weights.begin(), one.weights.end());
            const MatchingOptions full{.cardinality = Cardinality::full};
            const auto best = sense == Sense::minimise ? minimum_cost(one.view(), full) : maximum_weight(one.view(), full);
            ASSERT_TRUE(verify(one.view(), best).accepted);
            totals.push_back(best.weight);
        }
        const DenseBatch<TypeParam> batch{all.data(), count, rows, columns};
        set_instruction_set(InstructionSet::scalar);
        const auto plain = full_batch(batch, sense);
        for (std::size_t k = 0; k < count; ++k)
            EXPECT_NEAR(static_cast<double>(plain.weights[k]), static_cast<double>(totals[k]), std::is_integral_v<TypeParam> ? 0 : 1e-9);
        for (const InstructionSet set : {InstructionSet::avx2, InstructionSet::avx512}) {
            if (set > widest_instruction_set()) continue;
            set_instruction_set(set);
            const auto wide = full_batch(batch, sense);
            EXPECT_EQ(plain.row_mates, wide.row_mates) << to_string(set) << " " << rows << "x" << columns;
            EXPECT_EQ(plain.weights, wide.weights) << to_string(set);
        }
        set_instruction_set(present);
    }
}

TEST(DenseBatch, ThreadsThatTheSystemDoesNotGiveAreDoneWithout) {
    // Rule: asked for more threads than there are, every matrix is solved all the same.
    core::Random random(1);
    std::vector<std::int64_t> costs(10 * 4 * 4);
    for (auto& cost : costs) cost = random.between(0, 99);
    const DenseBatch<std::int64_t> batch{costs.data(), 10, 4, 4};
    const auto alone = full_batch(batch);
    EXPECT_EQ(full_batch(batch, Sense::minimise, 3).row_mates, alone.row_mates);
    const husrom::test::NoMoreThreads none;
    EXPECT_EQ(full_batch(batch, Sense::minimise, 3).row_mates, alone.row_mates);
}

TEST(DenseBatchOfIntegers, WideEntriesTakeTheWiderPath) {
    // Rule: entries too large for 32-bit sums are solved in 64 bits, those too large for these one by one, and nothing wraps.
    for (const std::int32_t scale : {1 << 20, (1 << 20) + 1, 1 << 30, std::numeric_limits<std::int32_t>::max()}) {
        std::vector<std::int32_t> weights;
        for (int k = 0; k < 3; ++k) weights.insert(weights.end(), {scale, -scale, 0, scale, 1, -scale, -scale, scale, 0});
        const auto found = full_batch(DenseBatch<std::int32_t>{weights.data(), 3, 3, 3});
        for (const std::int64_t total : found.weights) EXPECT_EQ(total, -3 * std::int64_t{scale}) << scale;
    }
    const auto lowest = std::numeric_limits<std::int64_t>::min();
    const std::vector<std::int64_t> huge{lowest, 0, 0, lowest};
    EXPECT_THROW((void)full_batch(DenseBatch<std::int64_t>{huge.data(), 1, 2, 2}, Sense::maximise), Overflow);
}

}  // namespace
}  // namespace husrom::matching::test
