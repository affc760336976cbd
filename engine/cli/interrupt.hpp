#pragma once

/// Ctrl-C as a stop request: the first one stops the search, which then gives its best plan; the second one ends the program at once.

#include <stop_token>
#include <thread>

namespace husrom::cli {

class Interrupt {
public:
    /// Keeps SIGINT from ending the program while an Interrupt listens. To be called before any thread starts.
    static void install();

    /// From now on Ctrl-C stops `token()`.
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
    [[nodiscard]] bool happened() const { return stop_.stop_requested(); }

private:
    std::stop_source stop_;
    std::jthread listener_;
};

}  // namespace husrom::cli
