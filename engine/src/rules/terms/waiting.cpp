#include <algorithm>
#include <vector>

#include "rules/terms/term.hpp"
#include "rules/unknowns.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class PointsByWaitingDays final : public ScoreTerm {
public:
    PointsByWaitingDays(Reader since, std::int64_t as_of, std::vector<model::WaitingStep> steps)
        : since_(std::move(since)), as_of_(as_of), steps_(std::move(steps)) {
        reads(since_);
    }

    [[nodiscard]] std::int64_t points(const Pair& pair) const override {
        const auto cell = since_.read(pair);
        if (cell.state != CellState::value) return 0;
        // A day that is still to come counts as if no day had passed.
        const auto days = std::max<std::int64_t>(0, as_of_ - cell.value);
        std::int64_t reached = 0;
        for (const auto& step : steps_)
            if (days >= step.days) reached = step.points;
        return reached;
    }

private:
    Reader since_;
    std::int64_t as_of_;
    std::vector<model::WaitingStep> steps_;  ///< by days
};

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::WaitingTerm& term, const TermContext& context) {
    auto since = context.scope.reader(term.since, context.entry, Unknowns::defaults);
    if (!since) return nullptr;
    if (since->type() != model::ColumnType::date) {
        context.scope.error("P212", context.entry, {context.entry.id, term.since, std::string(to_string(since->type()))});
        return nullptr;
    }
    report_days_to_come(*since, {}, context.scope, context.entry);
    auto steps = term.steps;
    std::ranges::stable_sort(steps, {}, &model::WaitingStep::days);
    return std::make_unique<PointsByWaitingDays>(std::move(*since), context.scope.as_of(), std::move(steps));
}

}  // namespace husrom::rules
