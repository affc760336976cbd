#include "interrupt.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigtimedwait and pthread_sigmask are POSIX
#include <unistd.h>

#include <ctime>

#include "exit_code.hpp"

namespace husrom::cli {

namespace {

sigset_t interrupt_signal() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    return signals;
}

void mask(int how) {
    const auto signals = interrupt_signal();
    pthread_sigmask(how, &signals, nullptr);
}

}  // namespace

void Interrupt::install() {
    // A shell starts background jobs with SIGINT ignored, and an ignored signal never reaches the listener.
    signal(SIGINT, SIG_DFL);
}

// The signal is blocked in every thread that starts from here on and taken by one that waits for it: a stop request is no
// async-signal-safe call.
Interrupt::Interrupt() {
    mask(SIG_BLOCK);
    listener_ = std::jthread([this](const std::stop_token& ended) {
        const auto signals = interrupt_signal();
        while (!ended.stop_requested()) {
            const timespec tick{0, 50'000'000};
            if (sigtimedwait(&signals, nullptr, &tick) != SIGINT) continue;
            if (stop_.stop_requested()) _exit(interrupted);
            stop_.request_stop();
        }
    });
}

Interrupt::~Interrupt() {
    listener_.request_stop();
    listener_.join();
    mask(SIG_UNBLOCK);
}

}  // namespace husrom::cli
