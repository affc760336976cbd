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

TEST(DenseForms, NothingIsProven) {
    // Rule: a matrix of zeros from which rows may stay out has a proof too, though zero is a multiple of every power of two.
    for (const std::int32_t side : {1, 10, 80})
        for (const Cardinality cardinality : {Cardinality::free, Cardinality::maximum, Cardinality::full}) {
            const std::vector<double> zeros(static_cast<std::size_t>(side * side));
            const DenseView<double> view{zeros.data(), side, side, side, nullptr, 0};
            const auto found = minimum_cost(view, {.cardinality = cardinality});
            EXPECT_EQ(found.status, Outcome::optimal);
            EXPECT_TRUE(verify(view, found).accepted);
        }
    const std::uint8_t byte = '\n';
    fuzz::DenseForms(&byte, 1).run();
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
