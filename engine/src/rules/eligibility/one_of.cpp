#include <optional>

#include "rules/condition.hpp"
#include "rules/eligibility/elements.hpp"
#include "rules/eligibility/rule.hpp"

namespace husrom::rules {
namespace {

class OneOfList final : public PairRule {
public:
    explicit OneOfList(CompiledCondition condition) : condition_(std::move(condition)) { reads(condition_.reader()); }
    [[nodiscard]] Truth judge(const Pair& pair) const override { return condition_.judge(pair); }

private:
    CompiledCondition condition_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::OneOf& rule, const RuleContext& context) {
    if (const auto* column = std::get_if<std::string>(&rule.set)) return compile(model::Contains{*column, rule.value}, context);
    const model::Condition condition{rule.value, model::Operator::any_of, std::get<std::vector<std::string>>(rule.set), context.entry.line};
    auto compiled = CompiledCondition::compile(condition, context.scope, context.entry, Unknowns::keep);
    return compiled ? std::make_unique<OneOfList>(std::move(*compiled)) : nullptr;
}

}  // namespace husrom::rules
