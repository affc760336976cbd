#include <gtest/gtest.h>

#include <cstdlib>

#include <husrom/core/random.hpp>
#include <husrom/matching/instruction_set.hpp>

#include "fuzz/dense_forms.hpp"

namespace husrom::matching::test {
namespace {

void solve_drawn(std::uint64_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    core::Random random(seed);
    std::vector<std::uint8_t> bytes(random.below(400));
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    ASSERT_NO_THROW(fuzz::DenseForms(bytes.data(), bytes.size()).run());
}

TEST(DenseForms, DoublesNearTheLeastAreProven) {
    // Rule: where a share of the largest cost is no double any more, the last pass still sees the pairs that decide.
    const InstructionSet present = instruction_set();
    solve_drawn(15315);
    set_instruction_set(present);
}

TEST(DenseForms, PricesFinerThanCostsAreProven) {
    // Rule: where prices have finer steps than the costs near them, what they lose on the way to whole numbers stays out of the proof.
    const InstructionSet present = instruction_set();
    solve_drawn(42378);
    set_instruction_set(present);
}

TEST(DenseForms, AreSolvedAndProvenOrRefused) {
    // Rule: as tests/fuzz/dense_forms.hpp says, on a slice of random bytes; the fuzz target goes on where this ends.
    const char* const factor = std::getenv("HUSROM_CAMPAIGN");
    const std::uint64_t rounds = 3000 * (factor == nullptr ? 1 : std::strtoull(factor, nullptr, 10));
    const InstructionSet present = instruction_set();
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        solve_drawn(seed);
        if (HasFatalFailure()) break;
    }
    set_instruction_set(present);
}

}  // namespace
}  // namespace husrom::matching::test
