#include "rules/eligibility/compare_sums.hpp"

#include "rules/linear.hpp"
#include "rules/two_columns.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

Truth at_least_zero(const Amount& amount) {
    if (amount.state == CellState::value) return amount.value >= 0 ? Truth::yes : Truth::no;
    return amount.state == CellState::unknown ? Truth::unknown : Truth::not_applicable;
}

class SumsCompared final : public PairRule {
public:
    explicit SumsCompared(Linear difference) : difference_(std::move(difference)) { reads(difference_.readers()); }
    [[nodiscard]] Truth judge(const Pair& pair) const override { return at_least_zero(difference_.amount(pair)); }

private:
    Linear difference_;
};

class StepsCompared final : public PairRule {
public:
    explicit StepsCompared(TwoColumns columns) : columns_(std::move(columns)) {
        reads(columns_.left());
        reads(columns_.right());
    }
    [[nodiscard]] Truth judge(const Pair& pair) const override { return at_least_zero(columns_.difference(pair)); }

private:
    TwoColumns columns_;
};

bool is_ordered(const model::Operand& operand, const Scope& scope) {
    const auto column = scope.typed().column(operand.column);
    return column.column != nullptr && column.column->declaration.type == model::ColumnType::ordered;
}

}  // namespace

std::unique_ptr<PairRule> compare_sums(std::span<const model::Operand> larger, std::span<const model::Operand> smaller,
                                       const RuleContext& context) {
    const bool single = larger.size() == 1 && smaller.size() == 1 && larger.front().times == model::Decimal{1, 0} &&
                        smaller.front().times == model::Decimal{1, 0};
    if (single && (is_ordered(larger.front(), context.scope) || is_ordered(smaller.front(), context.scope))) {
        auto columns =
            TwoColumns::compile(larger.front().column, smaller.front().column, true, context.scope, context.entry, Unknowns::keep);
        return columns ? std::make_unique<StepsCompared>(std::move(*columns)) : nullptr;
    }
    Linear difference;
    difference.add(larger, 1, context.scope, context.entry, Unknowns::keep);
    difference.add(smaller, -1, context.scope, context.entry, Unknowns::keep);
    difference.finish(context.scope);
    return std::make_unique<SumsCompared>(std::move(difference));
}

}  // namespace husrom::rules
