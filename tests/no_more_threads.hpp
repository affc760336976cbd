#pragma once

/// A system that gives no more threads, while the object lives: each would ask for more stack than there is room for.

#include <cstddef>

#include <pthread.h>

namespace husrom::test {

class NoMoreThreads {
public:
    NoMoreThreads() {
        ::pthread_getattr_default_np(&before_);
        pthread_attr_t greedy;
        ::pthread_attr_init(&greedy);
        ::pthread_attr_setstacksize(&greedy, std::size_t{1} << 60);
        ::pthread_setattr_default_np(&greedy);
        ::pthread_attr_destroy(&greedy);
    }
    ~NoMoreThreads() {
        ::pthread_setattr_default_np(&before_);
        ::pthread_attr_destroy(&before_);
    }
    NoMoreThreads(const NoMoreThreads&) = delete;
    NoMoreThreads& operator=(const NoMoreThreads&) = delete;

private:
    pthread_attr_t before_;
};

}  // namespace husrom::test
