#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/detail/kernels.hpp>
#include <husrom/matching/detail/narrow_copy.hpp>
#include <husrom/matching/maximum_weight.hpp>

#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

constexpr InstructionSet sets[] = {InstructionSet::scalar, InstructionSet::avx2, InstructionSet::avx512};

/// Every set that this processor has, one after another; the one in use before comes back in the end.
class WithInstructionSets {
public:
    ~WithInstructionSets() { set_instruction_set(before_); }
    template <class Run> void each(Run&& run) const {
        for (const InstructionSet set : sets) {
            if (set > widest_instruction_set()) continue;
            set_instruction_set(set);
            run(set);
        }
    }

private:
    InstructionSet before_ = instruction_set();
};

/// The largest weight that shares a word with one of so many other ends.
std::int64_t most_in_shared_word(std::int32_t others) {
    const int bits = detail::bits_for(static_cast<std::uint64_t>(others - 1));
    return std::min<std::int64_t>((std::int64_t{1} << (32 - bits)) - 1, detail::NarrowCopy::limit) / 2 - 1;
}

/// Nodes with `count` edges: few distinct values, so that ties are common, or many.
template <class Word, class Dual> void compare_words(std::uint64_t seed) {
    core::Random random(seed);
    const std::size_t count = random.below(70);
    const int bits = static_cast<int>(random.between(1, 10));
    const std::int64_t high = random.chance(1, 2) ? 3 : (std::int64_t{1} << (sizeof(Word) == 4 ? 20 : 50));
    std::vector<Dual> price(std::size_t{1} << bits);
    for (auto& value : price) value = static_cast<Dual>(random.between(0, high));
    std::vector<Word> words(count);
    for (auto& word : words)
        word = static_cast<Word>(static_cast<Word>(random.between(0, high)) << bits) | static_cast<Word>(random.below(price.size()));
    const auto floor = static_cast<Dual>(random.between(-high, high));
    const auto expected = detail::best_two<Word, Dual>(words.data(), count, price.data(), bits, floor);
    std::vector<Word> kept(count + 16), found(count + 16);
    const std::size_t many = detail::filter<Word, Dual>(words.data(), count, price.data(), bits, floor, kept.data());
    kept.resize(many);
    WithInstructionSets().each([&](InstructionSet set) {
        const std::string where = "seed " + std::to_string(seed) + ", " + std::string(to_string(set));
        const auto best = detail::Kernels<Word, Dual>::best_two(words.data(), count, price.data(), bits, floor);
        ASSERT_EQ(best.any, expected.any) << where;
        ASSERT_EQ(best.best, expected.best) << where;
        ASSERT_EQ(best.second, expected.second) << where;
        if (expected.any) {
            ASSERT_EQ(best.word, expected.word) << where;
        }
        found.assign(count + 16, 0);
        found.resize(detail::Kernels<Word, Dual>::filter(words.data(), count, price.data(), bits, floor, found.data()));
        ASSERT_EQ(found, kept) << where;
    });
}

TEST(Kernels, WordsAreReadAlikeByAllInstructionSets) {
    // Rule: the best two of a row and the edges above a threshold are the same with every instruction set, ties and short rows included.
    for (std::uint64_t seed = 0; seed < 2000 * campaign(); ++seed) {
        compare_words<std::uint32_t, std::int32_t>(seed);
        compare_words<std::uint64_t, std::int64_t>(seed);
        if (HasFatalFailure()) return;
    }
}

TEST(Kernels, ArraysAreReadAlikeByAllInstructionSets) {
    // Rule: the same for weights and nodes in arrays, in place or by position, with edges that are not there among them.
    for (std::uint64_t seed = 0; seed < 2000 * campaign(); ++seed) {
        core::Random random(seed);
        const std::size_t count = random.below(70), nodes = 1 + random.below(40);
        const std::int64_t high = random.chance(1, 2) ? 3 : (std::int64_t{1} << 55);
        std::vector<std::int64_t> dual(nodes), weight(count + 8);
        for (auto& value : dual) value = random.between(0, high);
        for (auto& value : weight) value = random.chance(1, 10) ? WeightTraits<std::int64_t>::absent() : random.between(-high, high);
        std::vector<std::int32_t> other(count), position(count);
        for (auto& node : other) node = static_cast<std::int32_t>(random.below(nodes));
        for (auto& place : position) place = static_cast<std::int32_t>(random.below(weight.size()));
        const std::int64_t floor = random.chance(1, 5) ? WeightTraits<std::int64_t>::absent() : random.between(-high, high);
        for (const bool in_place : {true, false}) {
            const detail::Nets<std::int64_t> nets{weight.data(), in_place ? nullptr : position.data(), other.data(), count, dual.data()};
            const auto expected = detail::best_two(nets, floor);
            std::vector<std::int32_t> kept(count + 16), found;
            kept.resize(detail::filter(nets, floor, kept.data()));
            WithInstructionSets().each([&](InstructionSet set) {
                const std::string where = "seed " + std::to_string(seed) + ", " + std::string(to_string(set));
                const auto best = detail::NetKernels<std::int64_t>::best_two(nets, floor);
                ASSERT_EQ(best.best, expected.best) << where;
                ASSERT_EQ(best.second, expected.second) << where;
                ASSERT_EQ(best.index, expected.index) << where;
                found.assign(count + 16, 0);
                found.resize(detail::NetKernels<std::int64_t>::filter(nets, floor, found.data()));
                ASSERT_EQ(found, kept) << where;
            });
            if (HasFatalFailure()) return;
        }
    }
}

TEST(Kernels, NarrowCopiesFindWhatTheArraysFind) {
    // Rule: with weights and duals up to the limit, with edges that are not there and thresholds of any size, the copy gives the same edges
    // as the arrays that it is made from, whether weight and other end share a word or not.
    constexpr std::int64_t most = detail::NarrowCopy::limit - 1;
    EXPECT_TRUE(detail::NarrowCopy::holds(most) && detail::NarrowCopy::holds(-most));
    EXPECT_FALSE(detail::NarrowCopy::holds(most + 1) || detail::NarrowCopy::holds(-most - 1));
    EXPECT_FALSE(detail::NarrowCopy::holds(Tuple<2>{}));
    for (std::uint64_t seed = 0; seed < 2000 * campaign(); ++seed) {
        core::Random random(seed);
        const std::size_t count = random.below(70), nodes = 1 + random.below(40), begin = random.below(9);
        const auto others = static_cast<std::int32_t>(nodes);
        const std::int64_t shared = most_in_shared_word(others);
        const std::array<std::int64_t, 4> highs{3, shared, shared + 1, most};
        const std::int64_t high = std::min(highs[random.below(highs.size())], most);
        const auto number = [&](std::int64_t largest) {
            return random.chance(1, 8) ? (random.chance(1, 2) ? largest : -largest) : random.between(-largest, largest);
        };
        std::vector<std::int64_t> dual(nodes), weight(begin + count);
        for (auto& value : dual) value = number(random.chance(1, 2) ? high : most);
        for (auto& value : weight) value = random.chance(1, 10) ? WeightTraits<std::int64_t>::absent() : number(high);
        std::vector<std::int32_t> other(begin + count);
        for (auto& node : other) node = static_cast<std::int32_t>(random.below(nodes));
        detail::NarrowCopy from, to;
        from.resize(weight.size(), others, high);
        for (std::size_t k = 0; k < weight.size(); ++k) ASSERT_TRUE(from.set_weight(k, other[k], weight[k])) << "seed " << seed;
        to.set_duals(dual);
        for (const std::int64_t threshold :
             {random.between(-2 * high, 2 * high), -2 * most, -2 * most - 2, 2 * most, -(std::int64_t{1} << 61), std::int64_t{1} << 61}) {
            const detail::Nets<std::int64_t> nets{weight.data() + begin, nullptr, other.data() + begin, count, dual.data()};
            std::vector<std::int32_t> kept(count + 16), found;
            kept.resize(detail::filter(nets, threshold, kept.data()));
            WithInstructionSets().each([&](InstructionSet set) {
                found.assign(count + 16, 0);
                found.resize(from.filter(to, begin, other.data() + begin, count, threshold, found.data()));
                ASSERT_EQ(found, kept) << "seed " << seed << ", " << to_string(set) << ", threshold " << threshold;
            });
            if (HasFatalFailure()) return;
        }
    }
}

TEST(Kernels, ANarrowCopySaysWhenAWeightHasNoRoom) {
    constexpr std::int64_t most = detail::NarrowCopy::limit - 1;
    for (const std::int32_t others : {1, 2, 3, 4096, 4097, 1 << 20}) {
        const std::int64_t shared = most_in_shared_word(others);
        detail::NarrowCopy words, weights;
        words.resize(1, others, shared);
        EXPECT_TRUE(words.set_weight(0, others - 1, shared) && words.set_weight(0, others - 1, -shared)) << others;
        EXPECT_FALSE(words.set_weight(0, others - 1, 2 * (shared + 2))) << others;
        EXPECT_FALSE(words.set_weight(0, others - 1, -2 * (shared + 2))) << others;
        weights.resize(1, others, most);
        EXPECT_TRUE(weights.set_weight(0, others - 1, most) && weights.set_weight(0, others - 1, -most)) << others;
        EXPECT_FALSE(weights.set_weight(0, others - 1, most + 1) || weights.set_weight(0, others - 1, -most - 1)) << others;
    }
}

TEST(Kernels, SolvesAreTheSameBytes) {
    // Rule: mates and duals are the same bytes with every instruction set, cold and warm, for narrow and wide weights.
    for (std::uint64_t seed = 0; seed < 12 * campaign(); ++seed) {
        core::Random random(seed);
        const auto rows = static_cast<std::int32_t>(random.between(100, 300)),
                   columns = static_cast<std::int32_t>(random.between(100, 300));
        const std::int64_t high = seed % 3 == 0 ? 50 : seed % 3 == 1 ? 100000 : std::int64_t{1} << 44;
        std::vector<std::int32_t> row, column;
        std::vector<std::int64_t> weights;
        for (std::int32_t r = 0; r < rows; ++r)
            for (std::int32_t c = 0; c < columns; ++c)
                if (random.chance(seed % 2 ? 1 : 7, 10)) {
                    row.push_back(r);
                    column.push_back(c);
                    weights.push_back(random.between(1, high));
                }
        auto moved = weights;
        for (auto& weight : moved) weight += random.between(-high / 20, high / 20);
        const EdgeList<> graph(rows, columns, row, column);
        std::vector<std::int32_t> mates, chosen;
        std::vector<std::int64_t> duals, prices;
        WithInstructionSets().each([&](InstructionSet set) {
            const auto best = maximum_weight(graph, weights);
            Matcher<std::int64_t> matcher(rows, columns, row, column);
            matcher.set_weights(weights);
            matcher.solve();
            matcher.set_weights(moved);
            ASSERT_EQ(matcher.solve(), Outcome::optimal);
            if (set == InstructionSet::scalar) {
                ASSERT_TRUE(verify(graph, weights, best).accepted) << "seed " << seed;
                mates = best.row_mates;
                duals = best.column_duals;
                chosen.assign(matcher.chosen().begin(), matcher.chosen().end());
                prices.assign(matcher.column_duals().begin(), matcher.column_duals().end());
            }
            ASSERT_EQ(best.row_mates, mates) << "seed " << seed << ", " << to_string(set);
            ASSERT_EQ(best.column_duals, duals) << "seed " << seed << ", " << to_string(set);
            ASSERT_TRUE(std::ranges::equal(matcher.chosen(), chosen)) << "seed " << seed << ", " << to_string(set);
            ASSERT_TRUE(std::ranges::equal(matcher.column_duals(), prices)) << "seed " << seed << ", " << to_string(set);
        });
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace husrom::matching::testing
