#pragma once

/// Runs long work on a worker thread without the GIL, while the calling thread answers Ctrl-C and passes progress on to Python.

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include <pybind11/pybind11.h>

namespace husrom::python {

/// `work(stop_token)` runs to its end on another thread and is always joined. The calling thread must hold the GIL; it wakes about ten
/// times a second, runs Python's signal handlers and then `poll`. When either raises, the work is asked to stop: a KeyboardInterrupt is
/// swallowed, since the work then returns its best so far and says that it was interrupted; any other exception passes on.
template <class Work> auto run_interruptible(Work&& work, const std::function<void()>& poll = {}) -> decltype(work(std::stop_token{})) {
    using Result = decltype(work(std::stop_token{}));
    std::mutex mutex;
    std::condition_variable ended;
    bool done = false;
    std::optional<Result> result;
    std::exception_ptr failure;
    std::exception_ptr python_failure;

    const pybind11::gil_scoped_release release;
    std::jthread worker([&](const std::stop_token& stop) {
        try {
            result.emplace(work(stop));
        } catch (...) {
            failure = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        done = true;
        ended.notify_one();
    });

    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, std::chrono::milliseconds(100), [&] { return done; })) {
        lock.unlock();
        {
            const pybind11::gil_scoped_acquire acquire;
            try {
                if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
                if (poll && !worker.get_stop_token().stop_requested()) poll();
            } catch (pybind11::error_already_set& error) {
                worker.request_stop();
                if (!error.matches(PyExc_KeyboardInterrupt)) python_failure = std::current_exception();
            }
        }
        lock.lock();
    }
    lock.unlock();
    worker.join();
    if (python_failure) std::rethrow_exception(python_failure);
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

}  // namespace husrom::python
