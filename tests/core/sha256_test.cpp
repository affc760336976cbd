#include <limits>

#include <gtest/gtest.h>

#include <string>

#include <husrom/core/random.hpp>
#include <husrom/core/sha256.hpp>

namespace husrom::core {
namespace {

TEST(Sha256, AgreesWithThePublishedExamples) {
    // Rule: FIPS 180-4 and its example vectors.
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesGiveTheDigestOfTheWhole) {
    // Rule: where the input is cut does not matter.
    const std::string text(300, 'x');
    const std::string whole = sha256_hex(text);
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        EXPECT_EQ(Sha256().update(std::string_view(text).substr(0, cut)).update(std::string_view(text).substr(cut)).finish_hex(), whole);
}

TEST(Sha256, FieldsDoNotRunTogether) {
    // Rule: "ab" + "c" and "a" + "bc" are different fields.
    EXPECT_NE(Sha256().field("ab").field("c").finish_hex(), Sha256().field("a").field("bc").finish_hex());
    EXPECT_NE(Sha256().field(std::int64_t{1}).finish_hex(), Sha256().field(std::int64_t{-1}).finish_hex());
}

TEST(Random, IsTheSameEverywhere) {
    // Rule: fixed first values for a fixed seed (xoshiro256** seeded by SplitMix64), and draws inside their bounds.
    std::uint64_t state = 0;
    EXPECT_EQ(split_mix(state), 0xe220a8397b1dcdafULL);
    Random random(42), again(42);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(random(), again());
        const auto draw = random.between(-3, 4);
        EXPECT_EQ(draw, again.between(-3, 4));
        EXPECT_GE(draw, -3);
        EXPECT_LE(draw, 4);
    }
    // Any range: of all numbers there are, each bit is drawn.
    std::int64_t any = 0, all = -1;
    for (int i = 0; i < 100; ++i) {
        const auto draw = random.between(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
        any |= draw;
        all &= draw;
        EXPECT_LT(random.between(std::numeric_limits<std::int64_t>::min(), 0), 1);
    }
    EXPECT_EQ(any, -1);
    EXPECT_EQ(all, 0);
}

}  // namespace
}  // namespace husrom::core
