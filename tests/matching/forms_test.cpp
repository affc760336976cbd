#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "../fuzz/matching_forms.hpp"
#include "matching/instance.hpp"

namespace husrom::matching::testing {
namespace {

TEST(Forms, AnyBytesAreRefusedInWordsOrSolvedWithAProof) {
    // Rule: a slice of what the fuzz target does, without a fuzzer: arrays of anything lead to an error in words or to a proven answer.
    // Small bytes are drawn more often, so that many inputs are graphs.
    for (std::uint64_t seed = 1; seed <= 20000 * campaign(); ++seed) {
        core::Random random(seed);
        std::vector<std::uint8_t> bytes(random.below(400));
        const bool tame = random.chance(3, 4);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(tame && random.chance(3, 4) ? 8 : 256));
        if (!bytes.empty()) bytes.front() = static_cast<std::uint8_t>(random.below(20));
        ASSERT_EQ(objection_to(bytes), "") << "seed " << seed;
    }
}

}  // namespace
}  // namespace husrom::matching::testing
