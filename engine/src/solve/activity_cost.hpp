#pragma once

/// What an activity of a coupling costs at a relaxation's multipliers: unused room at its multiplier, charges, and a fine for what is
/// broken. At least 0, so that costs sum up to how far a plan is from the bound.

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "relaxation.hpp"

namespace husrom::solve {

struct ActivityCost {
    double upper = 0, lower = 0;  ///< bounds, infinite where there is none
    double multiplier = 0;
    bool goal = false;   ///< a proven goal: its multiplier holds no room
    bool plain = false;  ///< an upper bound without steps, and nothing else
    double base = 0;     ///< constant that makes the least cost 0
    double fine = 0;     ///< for a unit of hard excess
    double fine_least = 0;
    std::vector<std::pair<double, double>> upper_steps, lower_steps;  ///< (width, charge a unit)

    /// At the relaxation's last multipliers; the fine is never below `least`.
    ActivityCost(const ProblemIndex& index, const Relaxation& relaxation, std::size_t dimension, double least);

    [[nodiscard]] double at(double activity) const {
        double sum = base;
        if (multiplier > 0 && !goal)
            sum += multiplier * (upper - activity);
        else if (multiplier < 0 && !goal)
            sum += -multiplier * (activity - lower);
        for (const bool is_upper : {true, false}) {
            double excess = is_upper ? activity - upper : lower - activity;
            if (!(excess > 0)) continue;
            for (const auto& [width, slope] : is_upper ? upper_steps : lower_steps) {
                const double filled = std::min(excess, width);
                sum += filled * slope;
                excess -= filled;
            }
            sum += excess * (fine + (multiplier > 0 && is_upper && !goal ? multiplier : 0) +
                             (multiplier < 0 && !is_upper && !goal ? -multiplier : 0));
        }
        return sum;
    }
    [[nodiscard]] bool broken(double activity) const {
        double over = activity - upper;
        double under = lower - activity;
        for (const auto& step : upper_steps) over -= step.first;
        for (const auto& step : lower_steps) under -= step.first;
        return over > 1e-6 || under > 1e-6;
    }
};

}  // namespace husrom::solve
