#include "rules/eligibility/rule.hpp"
#include "rules/two_columns.hpp"

namespace husrom::rules {
namespace {

class Equal final : public PairRule {
public:
    explicit Equal(TwoColumns columns) : columns_(std::move(columns)) {
        reads(columns_.left());
        reads(columns_.right());
    }
    [[nodiscard]] Truth judge(const Pair& pair) const override { return columns_.equal(pair); }

private:
    TwoColumns columns_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::EqualColumns& rule, const RuleContext& context) {
    auto columns = TwoColumns::compile(rule.left, rule.right, false, context.scope, context.entry, Unknowns::keep);
    return columns ? std::make_unique<Equal>(std::move(*columns)) : nullptr;
}

}  // namespace husrom::rules
