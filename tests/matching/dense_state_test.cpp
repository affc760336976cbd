#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "matching/dense/solve_view.hpp"

namespace husrom::matching::dense {
namespace {

/// A state of the costs 1 4 9 / 2 3 8 with these mates and prices.
State<std::int32_t> state_of(const std::vector<std::int32_t>& mates, const std::vector<std::int32_t>& prices, std::int32_t outside) {
    static const std::vector<std::int32_t> costs{1, 4, 9, 2, 3, 8};
    const DenseView<std::int32_t> view{costs.data(), 2, 3, 3, nullptr, 0};
    State<std::int32_t> state(matrix_of<std::int32_t>(view, Sense::minimise), outside);
    for (std::int32_t row = 0; row < 2; ++row) {
        const std::int32_t mate = mates[static_cast<std::size_t>(row)];
        if (mate >= 0) state.assign(row, mate, state.matrix.cost(row, mate));
    }
    state.reprice([&](std::int32_t column) { return prices[static_cast<std::size_t>(column)]; });
    return state;
}

TEST(DenseState, ProvesAnOptimumAndNothingElse) {
    // Rule: a row that would rather have another column, or stay alone, and a price of a column that nobody has are no proof.
    constexpr std::int32_t infinite = PriceRange<std::int32_t>::infinite;
    EXPECT_TRUE(proves(state_of({0, 1}, {1, 0, 0}, infinite)));
    EXPECT_TRUE(proves(state_of({0, 1}, {3, 2, 0}, infinite)));
    EXPECT_FALSE(proves(state_of({0, 1}, {0, 0, 0}, infinite)));   // row 1 would rather have column 0
    EXPECT_FALSE(proves(state_of({1, 0}, {1, 0, 0}, infinite)));   // not the best
    EXPECT_FALSE(proves(state_of({0, 1}, {1, -1, 0}, infinite)));  // nobody pays less than nothing
    EXPECT_FALSE(proves(state_of({0, 1}, {1, 0, 1}, infinite)));   // nobody has column 2
    EXPECT_FALSE(proves(state_of({0, -1}, {1, 0, 0}, infinite)));  // row 1 must have one
    EXPECT_TRUE(proves(state_of({0, -1}, {0, 0, 0}, 2)));
    EXPECT_FALSE(proves(state_of({0, 1}, {1, 0, 0}, 2)));  // row 1 would rather stay alone
}

}  // namespace
}  // namespace husrom::matching::dense
