#include <cstdint>
#include <limits>
#include <new>

#include <gtest/gtest.h>

#include <husrom/core/large_memory.hpp>

namespace husrom::core {
namespace {

TEST(LargeMemory, VectorsOfAllSizesKeepWhatIsWritten) {
    // Rule: below, at and above the size from which pages are asked for, growing and copying lose nothing.
    for (const std::size_t size : {std::size_t{1}, (std::size_t{1} << 19) - 1, std::size_t{1} << 19, (std::size_t{3} << 20) + 7}) {
        LargeVector<std::int32_t> written(size);
        for (std::size_t i = 0; i < size; ++i) written[i] = static_cast<std::int32_t>(i * 2654435761u);
        LargeVector<std::int32_t> copy = written;
        copy.resize(2 * size, -7);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < 2 * size; ++i) wrong += copy[i] != (i < size ? static_cast<std::int32_t>(i * 2654435761u) : -7) ? 1 : 0;
        EXPECT_EQ(wrong, 0u) << size;
    }
}

TEST(LargeMemory, AsTheOperatorDoesRefusesWhatIsNotThere) {
    UntouchedAllocator<std::int64_t, Pages::large> allocator;
    EXPECT_THROW((void)allocator.allocate(std::numeric_limits<std::size_t>::max()), std::bad_alloc);
}

}  // namespace
}  // namespace husrom::core
