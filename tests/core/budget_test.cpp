#include <gtest/gtest.h>

#include <husrom/core/budget.hpp>

namespace husrom::core {
namespace {

TEST(Budget, AWorkLimitStopsAtTheSameWorkEveryTime) {
    // Rule: the first look after the limit is passed ends it, and the reason stays.
    Budget budget(std::nullopt, 10000);
    while (!budget.exhausted()) budget.spend(7);
    EXPECT_EQ(budget.work(), 10003);
    EXPECT_EQ(budget.reason(), StopReason::work_limit);
    EXPECT_TRUE(budget.exhausted());
}

TEST(Budget, ADeadlineAndAnInterruptEndIt) {
    // Rule: each reason is told apart; without limits nothing ends it.
    Budget late(std::chrono::nanoseconds(0), std::nullopt);
    EXPECT_TRUE(late.exhausted());
    EXPECT_EQ(late.reason(), StopReason::time_limit);
    std::stop_source source;
    Budget stopped(std::nullopt, std::nullopt, source.get_token());
    EXPECT_FALSE(stopped.exhausted());
    source.request_stop();
    stopped.spend(5000);
    EXPECT_TRUE(stopped.exhausted());
    EXPECT_EQ(stopped.reason(), StopReason::interrupt);
    Budget patient(std::chrono::steady_clock::duration::max(), std::nullopt);
    patient.spend(5000);
    EXPECT_FALSE(patient.exhausted());
    Budget free;
    free.spend(1 << 30);
    EXPECT_FALSE(free.exhausted());
}

}  // namespace
}  // namespace husrom::core
