#pragma once

/// Work that takes its pieces one by one, shared by several threads.

#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace husrom::core {

/// Threads that call `work()`, which must not throw and must outlive them: `count`, or fewer where the system gives no more.
template <class Work> [[nodiscard]] std::vector<std::jthread> started(std::size_t count, const Work& work) {
    std::vector<std::jthread> threads;
    threads.reserve(count);
    try {
        while (threads.size() < count) threads.emplace_back([&work] { work(); });
    } catch (const std::system_error&) {
    }
    return threads;
}

/// Calls `work()` on this thread and on others beside it, `threads` in all at most: on fewer where the system gives no more, since any one
/// of them does all that is left. Returns when all have; `work` must not throw.
template <class Work> void on_threads(std::size_t threads, const Work& work) {
    const auto others = started(threads > 1 ? threads - 1 : 0, work);
    work();
}

}  // namespace husrom::core
