#include "rules/distance.hpp"
#include "rules/eligibility/rule.hpp"
#include "rules/linear.hpp"
#include "rules/scale.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class Near final : public PairRule {
public:
    Near(Distance distance, Linear kilometres) : distance_(std::move(distance)), kilometres_(std::move(kilometres)) {
        reads(distance_.readers());
        reads(kilometres_.readers());
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        const auto metres = distance_.metres(pair);
        const auto most = kilometres_.amount(pair);
        const auto either = [&](CellState state) { return metres.state == state || most.state == state; };
        if (either(CellState::not_joined) || either(CellState::no_bound)) return Truth::not_applicable;
        if (either(CellState::unknown)) return Truth::unknown;
        // kilometres are held times 10^digits, with at least the three digits that make them metres
        const auto scale = power_of_ten(kilometres_.digits() - 3);
        return static_cast<core::int128>(metres.value) * scale <= most.value ? Truth::yes : Truth::no;
    }

private:
    Distance distance_;
    Linear kilometres_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::WithinKm& rule, const RuleContext& context) {
    auto distance = Distance::compile(rule.left, rule.right, context.scope, context.entry, Unknowns::keep);
    Linear kilometres;
    if (const auto* path = std::get_if<std::string>(&rule.km)) {
        const model::Operand operand{*path, {1, 0}};
        kilometres.add(std::span(&operand, 1), 1, context.scope, context.entry, Unknowns::keep);
    } else {
        kilometres.add_number(std::get<model::Decimal>(rule.km), 1);
    }
    kilometres.finish(context.scope, People::participants, 3);
    return distance ? std::make_unique<Near>(std::move(*distance), std::move(kilometres)) : nullptr;
}

}  // namespace husrom::rules
