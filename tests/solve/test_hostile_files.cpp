#include <cstdlib>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>

#include "hostile_files.hpp"

namespace husrom::solve::testing {
namespace {

TEST(HostileFiles, AreRefusedInWordsOrJudgedTruly) {
    // Whatever bytes come in, nothing wrong is accepted; the fuzz target fuzz_solve_files asks the same of bytes that are searched for.
    const char* factor = std::getenv("HUSROM_CAMPAIGN");
    const std::int64_t campaign = factor == nullptr ? 1 : std::max<std::int64_t>(std::atoll(factor), 1);
    core::Random random(1);
    for (std::int64_t i = 0; i < 20'000 * campaign; ++i) {
        std::vector<std::uint8_t> bytes(2 + random.below(i % 4 == 0 ? 400 : 30));
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        ASSERT_EQ(read_hostile_file(bytes), "") << "input " << i;
    }
}

}  // namespace
}  // namespace husrom::solve::testing
