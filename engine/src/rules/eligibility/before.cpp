#include "rules/eligibility/rule.hpp"
#include "rules/two_columns.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

class InTime final : public PairRule {
public:
    InTime(TwoColumns dates, std::int64_t slack_days) : dates_(std::move(dates)), slack_days_(slack_days) {
        reads(dates_.left());
        reads(dates_.right());
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        const auto late = dates_.difference(pair);
        if (late.state == CellState::value) return late.value <= slack_days_ ? Truth::yes : Truth::no;
        return late.state == CellState::unknown ? Truth::unknown : Truth::not_applicable;
    }

private:
    TwoColumns dates_;
    std::int64_t slack_days_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::Before& rule, const RuleContext& context) {
    auto dates = TwoColumns::compile(rule.left, rule.right, true, context.scope, context.entry, Unknowns::keep);
    if (!dates) return nullptr;
    if (dates->left().type() != ColumnType::date) {
        context.scope.error("P204", context.entry,
                            {context.entry.id, rule.left, std::string(to_string(dates->left().type())), rule.right,
                             std::string(to_string(dates->right().type()))});
        return nullptr;
    }
    return std::make_unique<InTime>(std::move(*dates), rule.slack_days);
}

}  // namespace husrom::rules
