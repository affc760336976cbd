#include <cstdlib>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/matching/instruction_set.hpp>

#include "dense_instance.hpp"

namespace husrom::matching::test {
namespace {

constexpr Cardinality cardinalities[] = {Cardinality::free, Cardinality::maximum, Cardinality::full};
constexpr Sense senses[] = {Sense::maximise, Sense::minimise};

std::uint64_t campaign() {
    const char* const factor = std::getenv("HUSROM_CAMPAIGN");
    return factor == nullptr ? 1 : std::strtoull(factor, nullptr, 10);
}

template <class Weight> DenseMatching<Weight> solve(const DenseInstance<Weight>& instance, Sense sense, Cardinality cardinality) {
    const MatchingOptions options{.cardinality = cardinality};
    return sense == Sense::maximise ? maximum_weight(instance.view(), options) : minimum_cost(instance.view(), options);
}

template <class Weight> class Dense : public testing::Test {};
using Weights = testing::Types<std::int32_t, std::int64_t, float, double>;
TYPED_TEST_SUITE(Dense, Weights);

TYPED_TEST(Dense, EqualsTryingEverythingOnSmallMatrices) {
    // Rule: up to 5 x 6, every cardinality and sense, masks and kinds: value, pairs and infeasibility are those of brute force.
    for (std::uint64_t seed = 1; seed <= 1500 * campaign(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(0, 5));
        const auto columns = static_cast<std::int32_t>(random.between(0, 6));
        const auto kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count)));
        const int allowed = random.chance(1, 2) ? 100 : static_cast<int>(random.between(20, 90));
        const auto instance = random_instance<TypeParam>(rows, columns, kind, allowed, random);
        for (const Sense sense : senses)
            for (const Cardinality cardinality : cardinalities) {
                const auto matching = solve(instance, sense, cardinality);
                const auto best = BruteForce<TypeParam>(instance, sense, cardinality).best();
                ASSERT_EQ(matching.status, best ? Outcome::optimal : Outcome::infeasible) << static_cast<int>(cardinality);
                if (!best) continue;
                const Verdict verdict = verify(instance.view(), matching);
                ASSERT_TRUE(verdict.accepted) << verdict.objection << " kind " << static_cast<int>(kind) << " cardinality "
                                              << static_cast<int>(cardinality) << " sense " << static_cast<int>(sense);
                if (cardinality != Cardinality::free) {
                    ASSERT_EQ(matching.pairs, best->pairs);
                }
                ASSERT_EQ(static_cast<double>(matching.weight), static_cast<double>(best->weight));
            }
    }
}

TYPED_TEST(Dense, IsProvenOnMiddlingMatrices) {
    // Rule: every optimum carries duals that an independent pass accepts, whatever the kind and the shape, and the transpose has its value.
    for (std::uint64_t seed = 1; seed <= 60 * campaign(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(20, 150));
        const auto columns = random.chance(1, 2) ? rows : static_cast<std::int32_t>(random.between(20, 150));
        const auto kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count)));
        const auto instance =
            random_instance<TypeParam>(rows, columns, kind, random.chance(2, 3) ? 100 : static_cast<int>(random.between(2, 90)), random);
        const Sense sense = random.chance(1, 2) ? Sense::maximise : Sense::minimise;
        for (const Cardinality cardinality : cardinalities) {
            const auto matching = solve(instance, sense, cardinality);
            const auto mirrored = solve(instance.transposed(), sense, cardinality);
            ASSERT_EQ(matching.status, mirrored.status);
            if (matching.status == Outcome::infeasible) continue;
            const Verdict verdict = verify(instance.view(), matching);
            ASSERT_TRUE(verdict.accepted) << verdict.objection << " kind " << static_cast<int>(kind) << " cardinality "
                                          << static_cast<int>(cardinality) << " " << rows << "x" << columns;
            ASSERT_EQ(matching.weight, mirrored.weight);
        }
    }
}

TYPED_TEST(Dense, IsTheSameOnEveryInstructionSet) {
    // Rule: mates and duals do not depend on the processor.
    const InstructionSet present = instruction_set();
    for (std::uint64_t seed = 1; seed <= 40 * campaign(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(1, 200));
        const auto kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count)));
        const auto instance = random_instance<TypeParam>(rows, rows, kind, random.chance(1, 2) ? 100 : 80, random);
        set_instruction_set(InstructionSet::scalar);
        const auto plain = solve(instance, Sense::minimise, Cardinality::maximum);
        for (const InstructionSet set : {InstructionSet::avx2, InstructionSet::avx512}) {
            if (set > widest_instruction_set()) continue;
            set_instruction_set(set);
            const auto wide = solve(instance, Sense::minimise, Cardinality::maximum);
            EXPECT_EQ(plain.row_mates, wide.row_mates) << to_string(set);
            EXPECT_EQ(plain.column_duals, wide.column_duals) << to_string(set);
        }
        set_instruction_set(present);
    }
}

/// Entries looked at; the optimum is asserted on the way.
template <class Weight> std::int64_t work_of(const DenseInstance<Weight>& instance, Cardinality cardinality) {
    core::Budget budget;
    const auto matching = minimum_cost(instance.view(), {.cardinality = cardinality, .budget = &budget});
    EXPECT_TRUE(verify(instance.view(), matching).accepted) << verify(instance.view(), matching).objection;
    return budget.work();
}

TYPED_TEST(Dense, FreeRowsThatWantTheSameColumnsAreNoHarderThanCompleteOnes) {
    // Rule: pairs that are masked or do not pay cost a free matching of product costs no more than a few complete ones.
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        auto instance = random_instance<TypeParam>(300, 300, Kind::product, 90, random);
        for (TypeParam& weight : instance.weights) weight -= 60000;
        auto complete = instance;
        complete.mask.clear();
        EXPECT_LT(work_of(instance, Cardinality::free), 10 * work_of(complete, Cardinality::full));
    }
}

TYPED_TEST(Dense, TakesNoTinySteps) {
    // Rule: distances, where prices of doubles could creep by rounding for ever, take a bounded number of looks at the matrix.
    for (const Kind kind : {Kind::geometric, Kind::low_rank, Kind::near_ties})
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            SCOPED_TRACE("kind " + std::to_string(static_cast<int>(kind)) + " seed " + std::to_string(seed));
            core::Random random(seed);
            EXPECT_LT(work_of(random_instance<TypeParam>(400, 400, kind, 100, random), Cardinality::full), 100 * 400 * 400);
        }
}

TYPED_TEST(Dense, FewValuesAreReadAFewTimes) {
    // Rule: where a row has hundreds of ties, no seed is an outlier: the matrix is read a few times at most.
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        auto instance = random_instance<TypeParam>(200, 200, Kind::uniform, 100, random);
        for (TypeParam& weight : instance.weights) weight = static_cast<TypeParam>(random.between(1, 3));
        EXPECT_LT(work_of(instance, Cardinality::full), 8 * 200 * 200);
    }
}

TYPED_TEST(Dense, HasNoPairsWithoutEntries) {
    // Rule: an empty side has an empty best matching, whatever is asked for; so has a matrix of forbidden pairs, unless it must be full.
    const DenseInstance<TypeParam> empty{0, 3, {}, {}};
    const DenseInstance<TypeParam> forbidden{2, 2, {1, 2, 3, 4}, {0, 0, 0, 0}};
    for (const Cardinality cardinality : cardinalities) {
        EXPECT_TRUE(verify(empty.view(), solve(empty, Sense::maximise, cardinality)).accepted);
        const auto none = solve(forbidden, Sense::minimise, cardinality);
        EXPECT_EQ(none.status, cardinality == Cardinality::full ? Outcome::infeasible : Outcome::optimal);
        if (cardinality != Cardinality::full) {
            EXPECT_TRUE(verify(forbidden.view(), none).accepted);
        }
    }
}

}  // namespace
}  // namespace husrom::matching::test
