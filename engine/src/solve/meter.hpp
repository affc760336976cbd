#pragma once

/// Counts work against the whole solve's budget and, for tie goals, against a stage's own allowance.

#include <cstdint>
#include <limits>

#include <husrom/core/budget.hpp>

namespace husrom::solve {

class Meter {
public:
    explicit Meter(core::Budget& budget) : budget_(budget) {}

    void allow_stage(std::int64_t work) {
        stage_end_ = budget_.work() > std::numeric_limits<std::int64_t>::max() - work ? std::numeric_limits<std::int64_t>::max()
                                                                                      : budget_.work() + work;
    }
    void spend(std::int64_t work) { budget_.spend(work); }
    /// The stage, or everything, must end now.
    [[nodiscard]] bool exhausted() { return budget_.exhausted() || budget_.work() > stage_end_; }
    [[nodiscard]] bool all_exhausted() { return budget_.exhausted(); }
    [[nodiscard]] std::int64_t work() const { return budget_.work(); }

private:
    core::Budget& budget_;
    std::int64_t stage_end_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace husrom::solve
