// The processor's SHA-256 instructions and the portable code give the same digest for every length around a block.

#include <string>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/core/sha256.hpp>

namespace husrom::core {
namespace {

TEST(Sha256, InstructionsAndPortableCodeAgree) {
    Random random(20261122);
    std::string text;
    for (int length = 0; length < 300; ++length) {
        EXPECT_EQ(Sha256(true).update(text).finish_hex(), Sha256(false).update(text).finish_hex()) << length;
        text.push_back(static_cast<char>(random.below(256)));
    }
}

TEST(Sha256, AMillionLettersHaveThePublishedDigest) {
    const std::string letters(1'000'000, 'a');
    for (const bool use_instructions : {false, true})
        EXPECT_EQ(Sha256(use_instructions).update(letters).finish_hex(),
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace husrom::core
