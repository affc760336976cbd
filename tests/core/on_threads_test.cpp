#include <atomic>
#include <system_error>
#include <thread>

#include <gtest/gtest.h>

#include "core/on_threads.hpp"
#include "no_more_threads.hpp"

namespace husrom::core {
namespace {

TEST(OnThreads, AllWorkIsDoneByAsManyAsThereAre) {
    // Rule: a system without threads to give takes longer and changes nothing else.
    const auto done_by = [](std::size_t threads) {
        std::atomic<int> next = 0, done = 0;
        on_threads(threads, [&] {
            for (int piece = next++; piece < 100; piece = next++) ++done;
        });
        return done.load();
    };
    EXPECT_EQ(done_by(0), 100);
    EXPECT_EQ(done_by(4), 100);
    const husrom::test::NoMoreThreads none;
    ASSERT_THROW(std::jthread([] {}), std::system_error);
    EXPECT_EQ(done_by(4), 100);
    EXPECT_TRUE(started(3, [] {}).empty());
}

}  // namespace
}  // namespace husrom::core
