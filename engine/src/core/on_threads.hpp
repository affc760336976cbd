#pragma once

/// Work that takes its pieces one by one, shared by several threads.

#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace husrom::core {

/// Calls `work()` on this thread and on others beside it, `threads` in all at most: on fewer where the system gives no more, since any one
/// of them does all that is left. Returns when all have; `work` must not throw.
template <class Work> void on_threads(std::size_t threads, const Work& work) {
    std::vector<std::jthread> others;
    try {
        for (std::size_t n = 1; n < threads; ++n) others.emplace_back([&work] { work(); });
    } catch (const std::system_error&) {
    }
    work();
}

}  // namespace husrom::core
