#pragma once

/// An object that changes while several threads of Python hold it, and whose methods let go of the GIL.

#include <mutex>
#include <utility>

#include <pybind11/pybind11.h>

namespace husrom::python {

/// Whoever is in the object never waits for the GIL, so that no two threads wait for each other.
template <class T> class OneAtATime {
public:
    template <class... Arguments> explicit OneAtATime(Arguments&&... arguments) : object_(std::forward<Arguments>(arguments)...) {}

    /// `work(object)` with no other thread in the object, for a caller without the GIL: it touches nothing of Python, its value is a copy.
    template <class Work> auto alone(Work&& work) {
        const std::lock_guard lock(mutex_);
        return work(object_);
    }

    /// The same for a caller that holds the GIL.
    template <class Work> auto released(Work&& work) {
        const pybind11::gil_scoped_release release;
        return alone(std::forward<Work>(work));
    }

private:
    std::mutex mutex_;
    T object_;
};

}  // namespace husrom::python
