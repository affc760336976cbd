#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include <husrom/core/integers.hpp>
#include <husrom/core/random.hpp>

namespace husrom::core {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();

TEST(Integers, SumsDifferencesAndProductsThatDoNotFitThrow) {
    // Rule: exact or refused, never wrapped.
    EXPECT_EQ(checked_add(most - 1, std::int64_t{1}), most);
    EXPECT_THROW((void)checked_add(most, std::int64_t{1}), Overflow);
    EXPECT_EQ(checked_subtract(least + 1, std::int64_t{1}), least);
    EXPECT_THROW((void)checked_subtract(least, std::int64_t{1}), Overflow);
    EXPECT_EQ(checked_multiply(std::int64_t{1} << 31, std::int64_t{1} << 31), std::int64_t{1} << 62);
    EXPECT_THROW((void)checked_multiply(std::int64_t{1} << 32, std::int64_t{1} << 31), Overflow);
    EXPECT_EQ((checked_cast<std::int32_t>(std::int64_t{-5})), -5);
    EXPECT_THROW((void)(checked_cast<std::int32_t>(std::int64_t{1} << 31)), Overflow);
}

TEST(Integers, DivisionRoundsTowardsTheNamedSide) {
    // Rule: floor(a / b) * b <= a < (floor(a / b) + 1) * b, and ceil likewise, for every sign of a.
    for (std::int64_t a = -20; a <= 20; ++a) {
        for (std::int64_t b = 1; b <= 7; ++b) {
            EXPECT_LE(floor_divide(a, b) * b, a);
            EXPECT_GT((floor_divide(a, b) + 1) * b, a);
            EXPECT_GE(ceil_divide(a, b) * b, a);
            EXPECT_LT((ceil_divide(a, b) - 1) * b, a);
        }
    }
}

TEST(Integers, TheRootIsTheLargestWhoseSquareFits) {
    // Rule: r * r <= n < (r + 1) * (r + 1), up to the largest 64-bit integer.
    EXPECT_EQ(floor_sqrt(0), 0);
    EXPECT_EQ(floor_sqrt(most), 3037000499);
    EXPECT_THROW((void)floor_sqrt(-1), InvalidArgument);
    const std::uint64_t seed = 11;
    Random random(seed);
    for (int i = 0; i < 10000; ++i) {
        const auto value = static_cast<std::int64_t>(random() >> random.between(1, 63));
        const int128 root = floor_sqrt(value);
        ASSERT_LE(root * root, int128{value}) << "seed " << seed << " value " << value;
        ASSERT_GT((root + 1) * (root + 1), int128{value}) << "seed " << seed << " value " << value;
    }
}

TEST(Integers, A128BitIntegerReadsBackWhatItWrites) {
    // Rule: text and back is the identity; what is no whole number of 128 bits is refused.
    const int128 large = (static_cast<int128>(most) + 7) * most;
    for (const int128 value : {int128{0}, int128{-1}, int128{most}, int128{least}, large, -large}) {
        const std::string text = to_string(value);
        EXPECT_TRUE(parse_int128(text) == value) << text;
    }
    EXPECT_EQ(to_string(-large).substr(0, 1), "-");
    for (const char* text : {"", "-", "1.0", "1e3", " 1", "0x1", "--1"}) EXPECT_THROW((void)parse_int128(text), InvalidArgument) << text;
    EXPECT_THROW((void)parse_int128(std::string(60, '9')), Overflow);
    EXPECT_EQ(narrow(int128{most}), most);
    EXPECT_THROW((void)narrow(int128{most} + 1), Overflow);
}

}  // namespace
}  // namespace husrom::core
