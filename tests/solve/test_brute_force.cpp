#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"

namespace husrom::solve::testing {
namespace {

std::int64_t campaign() {
    const char* factor = std::getenv("HUSROM_CAMPAIGN");
    return factor == nullptr ? 1 : std::max<std::int64_t>(std::atoll(factor), 1);
}

void agree(std::uint64_t seed, const Shape& shape) {
    const Problem problem = random_problem(seed, shape);
    const BruteForce truth = brute_force(problem);
    const Result result = maximise(problem);
    const std::string where = "seed " + std::to_string(seed) + "\n" + as_code(problem);
    if (!truth.best) {
        ASSERT_EQ(to_string(result.status), "infeasible") << where;
    } else {
        ASSERT_EQ(to_string(result.status), "optimal") << where;
        ASSERT_EQ(result.objective, *truth.best) << where;
        ASSERT_EQ(result.bound, *truth.best) << where;
        ASSERT_EQ(value_of(problem, result.chosen), truth.best) << where;
    }
    ASSERT_TRUE(check(problem, result).accepted) << where;
}

TEST(BruteForce, SmallProblemsOfAllKindsAgree) {
    // The solver finds the same goal values as trying every plan, and says infeasible exactly where no plan exists.
    const auto cases = 3500 * campaign();
    for (std::int64_t i = 0; i < cases; ++i) {
        agree(1'000'000 + static_cast<std::uint64_t>(i), {});
        if (HasFatalFailure()) return;
    }
}

TEST(BruteForce, PlainMatchingsAgree) {
    // Without limits one matching with tuple weights proves all goals.
    const auto cases = 1000 * campaign();
    for (std::int64_t i = 0; i < cases; ++i) {
        agree(2'000'000 + static_cast<std::uint64_t>(i), {.limits = false});
        if (HasFatalFailure()) return;
    }
}

TEST(BruteForce, LargeCoefficientsAgree) {
    // Money beside head counts: coefficients up to ten million, weights up to 2^40.
    const auto cases = 1000 * campaign();
    for (std::int64_t i = 0; i < cases; ++i) {
        agree(3'000'000 + static_cast<std::uint64_t>(i),
              {.most_goals = 3, .largest_weight = std::int64_t{1} << 40, .largest_coefficient = 10'000'000});
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace husrom::solve::testing
