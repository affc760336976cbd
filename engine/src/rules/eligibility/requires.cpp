#include "rules/condition.hpp"
#include "rules/eligibility/rule.hpp"

namespace husrom::rules {
namespace {

class Implication final : public PairRule {
public:
    Implication(std::vector<CompiledCondition> when, std::vector<CompiledCondition> then) : when_(std::move(when)), then_(std::move(then)) {
        for (const auto* list : {&when_, &then_})
            for (const auto& condition : *list) reads(condition.reader());
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        const auto when = judge_all(when_, pair);
        if (when == Truth::no) return Truth::yes;
        if (when == Truth::not_applicable) return Truth::not_applicable;
        const auto then = judge_all(then_, pair);
        if (then == Truth::no) return when == Truth::yes ? Truth::no : Truth::unknown;
        return then;
    }

private:
    std::vector<CompiledCondition> when_, then_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::Requires& rule, const RuleContext& context) {
    auto when = compile_all(rule.when, context.scope, context.entry, Unknowns::keep);
    auto then = compile_all(rule.then, context.scope, context.entry, Unknowns::keep);
    return std::make_unique<Implication>(std::move(when), std::move(then));
}

}  // namespace husrom::rules
