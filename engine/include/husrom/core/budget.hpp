#pragma once

/// When to stop: a deadline, a stop token and a work limit in one value that long computations poll.
/// Work is counted in abstract units (edges looked at), so that a work limit stops at the same place on every machine.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>

namespace husrom::core {

/// Why a computation ended before its own end.
enum class StopReason : std::uint8_t { none, time_limit, work_limit, interrupt };

class Budget {
public:
    using Clock = std::chrono::steady_clock;
    /// A time limit beyond this is this, so that sums with a time of day fit.
    static constexpr Clock::duration longest = std::chrono::hours(24 * 365 * 100);

    Budget() = default;
    Budget(std::optional<Clock::duration> time_limit, std::optional<std::int64_t> work_limit, std::stop_token stop = {})
        : stop_(std::move(stop)) {
        if (time_limit) deadline_ = Clock::now() + std::min(*time_limit, longest);
        if (work_limit) work_limit_ = *work_limit;
    }

    /// Adds to the work done so far.
    void spend(std::int64_t work) { work_ += work; }
    [[nodiscard]] std::int64_t work() const { return work_; }
    /// So much more of it does not exceed the work limit.
    [[nodiscard]] bool allows(std::int64_t work) const { return work <= work_limit_ - work_; }

    /// True when the computation should stop now; reads the clock at most once every few thousand units of work.
    [[nodiscard]] bool exhausted() {
        if (reason_ != StopReason::none) return true;
        if (work_ > work_limit_) return end(StopReason::work_limit);
        if (work_ - last_look_ < look_every) return false;
        last_look_ = work_;
        if (stop_.stop_requested()) return end(StopReason::interrupt);
        if (deadline_ && Clock::now() >= *deadline_) return end(StopReason::time_limit);
        return false;
    }

    [[nodiscard]] StopReason reason() const { return reason_; }
    /// Ends as a copy of this budget did.
    void end_like(const Budget& copy) {
        if (reason_ == StopReason::none) reason_ = copy.reason_;
    }

private:
    bool end(StopReason reason) {
        reason_ = reason;
        return true;
    }

    static constexpr std::int64_t look_every = 4096;

    std::stop_token stop_;
    std::optional<Clock::time_point> deadline_;
    std::int64_t work_limit_ = std::numeric_limits<std::int64_t>::max();
    std::int64_t work_ = 0;
    std::int64_t last_look_ = -look_every;
    StopReason reason_ = StopReason::none;
};

}  // namespace husrom::core
