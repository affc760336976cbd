#include "rules/days_to_home.hpp"

#include <optional>

#include "rules/terms/term.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class PointsByDays final : public ScoreTerm {
public:
    PointsByDays(DaysToHome days, std::int64_t points_per_day) : days_(std::move(days)), points_per_day_(points_per_day) {
        reads(days_.readers());
    }
    [[nodiscard]] std::int64_t points(const Pair& pair) const override { return core::checked_multiply(days_.days(pair), points_per_day_); }

private:
    DaysToHome days_;
    std::int64_t points_per_day_;
};

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::DaysToHomeTerm& term, const TermContext& context) {
    auto days = DaysToHome::compile(term.from, context.scope, context.entry);
    return days ? std::make_unique<PointsByDays>(std::move(*days), term.points_per_day) : nullptr;
}

}  // namespace husrom::rules
