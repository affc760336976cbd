#pragma once

/// Counts work against the whole solve's budget and, for tie goals, against a stage's own allowance.

#include <cstdint>
#include <limits>

#include <husrom/core/budget.hpp>

namespace husrom::solve {

class Meter {
public:
    explicit Meter(core::Budget& budget) : budget_(budget) {}
    /// Ends a stage where the other does.
    Meter(core::Budget& budget, const Meter& like) : budget_(budget), stage_end_(like.stage_end_) {}

    void allow_stage(std::int64_t work) {
        stage_end_ = budget_.work() > std::numeric_limits<std::int64_t>::max() - work ? std::numeric_limits<std::int64_t>::max()
                                                                                      : budget_.work() + work;
    }
    void spend(std::int64_t work) { budget_.spend(work); }
    /// What was spent of a copy of the budget; that it was stopped from outside, where it was, holds here too.
    void spend_after(const core::Budget& copy, std::int64_t work) {
        budget_.spend(work);
        if (copy.reason() != core::StopReason::work_limit) budget_.end_like(copy);
    }
    /// The stage, or everything, must end now.
    [[nodiscard]] bool exhausted() { return budget_.exhausted() || budget_.work() > stage_end_; }
    [[nodiscard]] bool all_exhausted() { return budget_.exhausted(); }
    /// So much more work ends neither the stage nor everything.
    [[nodiscard]] bool allows(std::int64_t work) const { return budget_.allows(work) && budget_.work() + work <= stage_end_; }
    [[nodiscard]] std::int64_t work() const { return budget_.work(); }
    [[nodiscard]] const core::Budget& budget() const { return budget_; }

private:
    core::Budget& budget_;
    std::int64_t stage_end_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace husrom::solve
