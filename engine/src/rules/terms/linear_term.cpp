#include "rules/terms/linear_term.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class PointsOfSum final : public ScoreTerm {
public:
    PointsOfSum(Linear sum, model::Decimal points_each, Below below_zero)
        : sum_(std::move(sum)), points_each_(points_each.value), below_zero_(below_zero) {
        digits_ = sum_.digits() + points_each.digits;
        reads(sum_.readers());
    }

    [[nodiscard]] std::int64_t points(const Pair& pair) const override {
        const auto amount = sum_.amount(pair);
        if (amount.state != CellState::value || (amount.value < 0 && below_zero_ == Below::scores_nothing)) return 0;
        return core::checked_multiply(amount.value, points_each_);
    }

private:
    Linear sum_;
    std::int64_t points_each_;
    Below below_zero_;
};

}  // namespace

std::unique_ptr<ScoreTerm> linear_term(Linear sum, model::Decimal points_each, Below below_zero) {
    return std::make_unique<PointsOfSum>(std::move(sum), points_each, below_zero);
}

}  // namespace husrom::rules
