#include "activity_cost.hpp"

#include <cmath>
#include <limits>

namespace husrom::solve {

ActivityCost::ActivityCost(const ProblemIndex& index, const Relaxation& relaxation, std::size_t dimension, double least) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    const auto scale = static_cast<double>(relaxation.denominator());
    const Coupling& coupling = relaxation.coupling(dimension);
    goal = coupling.kind == Coupling::Kind::goal;
    multiplier = static_cast<double>(relaxation.multipliers()[dimension]) / scale;
    upper = infinite;
    lower = -infinite;
    switch (coupling.kind) {
        case Coupling::Kind::limit: {
            const LimitSide& up = index.upper(coupling.index);
            const LimitSide& low = index.lower(coupling.index);
            const auto steps = [&](const LimitSide& side, std::vector<std::pair<double, double>>& into) {
                for (const LimitSide::Part& part : side.parts) {
                    const double worth = static_cast<double>(relaxation.worth(side.goal)) / scale;
                    into.emplace_back(static_cast<double>(part.width), worth * static_cast<double>(part.slope));
                }
            };
            if (up.present) upper = static_cast<double>(up.bound);
            if (low.present) lower = static_cast<double>(low.bound);
            steps(up, upper_steps);
            steps(low, lower_steps);
            break;
        }
        case Coupling::Kind::clique:
            upper = 1;
            break;
        case Coupling::Kind::goal:
        case Coupling::Kind::count:
            // Entries stand with the sign that makes the row an upper bound.
            upper = static_cast<double>(relaxation.right_hand_side(dimension));
            break;
    }
    fine = fine_least = std::max(0.3 * std::abs(multiplier), least);
    plain = !goal && multiplier >= 0 && lower == -infinite && upper < infinite && upper_steps.empty();
    // The least cost is where the multiplier's supporting line touches: a bound on the side of its sign, or beyond it where steps are
    // cheaper.
    double touch = multiplier > 0 ? upper : lower;
    if (multiplier == 0 || !std::isfinite(touch)) return;
    for (const auto& [reach, slope] : multiplier > 0 ? upper_steps : lower_steps)
        if (slope < std::abs(multiplier)) touch += multiplier > 0 ? reach : -reach;
    base = -at(touch);
}

}  // namespace husrom::solve
