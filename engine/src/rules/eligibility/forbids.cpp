#include "rules/condition.hpp"
#include "rules/eligibility/rule.hpp"

namespace husrom::rules {
namespace {

class NotAll final : public PairRule {
public:
    explicit NotAll(std::vector<CompiledCondition> conditions) : conditions_(std::move(conditions)) {
        for (const auto& condition : conditions_) reads(condition.reader());
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        const auto all = judge_all(conditions_, pair);
        return all == Truth::yes ? Truth::no : all == Truth::no ? Truth::yes : all;
    }

private:
    std::vector<CompiledCondition> conditions_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::Forbids& rule, const RuleContext& context) {
    auto conditions = compile_all(rule.conditions, context.scope, context.entry, Unknowns::keep);
    // Without one of its conditions the rule would forbid more than it says; the finding stands for it.
    if (conditions.size() != rule.conditions.size()) return nullptr;
    return std::make_unique<NotAll>(std::move(conditions));
}

}  // namespace husrom::rules
