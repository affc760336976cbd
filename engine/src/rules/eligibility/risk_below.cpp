#include "rules/eligibility/rule.hpp"
#include "rules/linear.hpp"
#include "rules/risk.hpp"
#include "rules/scale.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class RiskAtMost final : public PairRule {
public:
    RiskAtMost(const RiskModel& risk, Linear most) : risk_(risk), most_(std::move(most)) {
        reads(risk_.rule_readers());
        reads(most_.readers());
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        const auto most = most_.amount(pair);
        if (most.state == CellState::not_joined || most.state == CellState::no_bound || !risk_.joined(pair)) return Truth::not_applicable;
        if (most.state == CellState::unknown || risk_.undecided(pair)) return Truth::unknown;
        const auto scale = power_of_ten(most_.digits() - risk_.digits());
        return static_cast<core::int128>(risk_.points(pair)) * scale <= most.value ? Truth::yes : Truth::no;
    }

private:
    const RiskModel& risk_;
    Linear most_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::RiskBelow& rule, const RuleContext& context) {
    if (context.risk == nullptr) {
        context.scope.error("P206", context.entry, {context.entry.id});
        return nullptr;
    }
    Linear most;
    if (const auto* path = std::get_if<std::string>(&rule.max)) {
        const model::Operand operand{*path, {1, 0}};
        most.add(std::span(&operand, 1), 1, context.scope, context.entry, Unknowns::keep);
    } else {
        most.add_number(std::get<model::Decimal>(rule.max), 1);
    }
    most.finish(context.scope, People::participants, context.risk->digits());
    return std::make_unique<RiskAtMost>(*context.risk, std::move(most));
}

}  // namespace husrom::rules
