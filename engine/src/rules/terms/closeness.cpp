#include "rules/terms/term.hpp"
#include "rules/two_columns.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class PointsLostByStep final : public ScoreTerm {
public:
    PointsLostByStep(TwoColumns columns, std::int64_t over, std::int64_t under) : columns_(std::move(columns)), over_(over), under_(under) {
        digits_ = columns_.digits();
        reads(columns_.left());
        reads(columns_.right());
    }

    [[nodiscard]] std::int64_t points(const Pair& pair) const override {
        const auto steps = columns_.difference(pair);
        if (steps.state != CellState::value) return 0;
        return steps.value > 0 ? core::checked_multiply(steps.value, -over_) : core::checked_multiply(steps.value, under_);
    }

private:
    TwoColumns columns_;
    std::int64_t over_, under_;
};

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::ClosenessTerm& term, const TermContext& context) {
    auto columns = TwoColumns::compile(term.left, term.right, true, context.scope, context.entry, Unknowns::defaults);
    return columns ? std::make_unique<PointsLostByStep>(std::move(*columns), term.over, term.under) : nullptr;
}

}  // namespace husrom::rules
