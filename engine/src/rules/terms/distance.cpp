#include "rules/distance.hpp"

#include <algorithm>

#include "rules/terms/term.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class PointsLostByDistance final : public ScoreTerm {
public:
    PointsLostByDistance(Distance distance, const model::DistanceTerm& term)
        : distance_(std::move(distance)), points_per_km_(term.points_per_km), most_points_(term.most_points) {
        reads(distance_.readers());
    }

    [[nodiscard]] std::int64_t points(const Pair& pair) const override {
        const auto metres = distance_.metres(pair);
        if (metres.state != CellState::value) return 0;
        const auto lost = core::floor_divide<std::int64_t>(core::checked_multiply(metres.value, points_per_km_), 1000);
        return -(most_points_ ? std::min(lost, *most_points_) : lost);
    }

private:
    Distance distance_;
    std::int64_t points_per_km_;
    std::optional<std::int64_t> most_points_;
};

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::DistanceTerm& term, const TermContext& context) {
    auto distance = Distance::compile(term.left, term.right, context.scope, context.entry, Unknowns::defaults);
    return distance ? std::make_unique<PointsLostByDistance>(std::move(*distance), term) : nullptr;
}

}  // namespace husrom::rules
