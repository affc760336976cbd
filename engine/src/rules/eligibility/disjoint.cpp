#include <algorithm>

#include "rules/eligibility/elements.hpp"
#include "rules/eligibility/rule.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class NothingInCommon final : public PairRule {
public:
    NothingInCommon(Reader left, Reader right) : left_(std::move(left)), right_(std::move(right)) {
        reads(left_);
        reads(right_);
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        std::int64_t one = 0, other = 0;
        const auto a = elements_of(left_.read(pair), left_, one);
        const auto b = elements_of(right_.read(pair), right_, other);
        const auto either = [&](CellState state) { return a.state == state || b.state == state; };
        if (either(CellState::not_joined) || either(CellState::no_bound)) return Truth::not_applicable;
        const auto is_empty = [](const Elements& elements) { return elements.codes.empty() && elements.state != CellState::unknown; };
        if (is_empty(a) || is_empty(b)) return Truth::yes;
        if (either(CellState::unknown)) return Truth::unknown;
        const auto& few = a.codes.size() <= b.codes.size() ? a.codes : b.codes;
        const auto& many = a.codes.size() <= b.codes.size() ? b.codes : a.codes;
        const bool common = std::ranges::any_of(few, [&many](std::int64_t code) { return std::ranges::binary_search(many, code); });
        return common ? Truth::no : Truth::yes;
    }

private:
    Reader left_, right_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::Disjoint& rule, const RuleContext& context) {
    auto columns = two_of_elements(rule.left, rule.right, context.scope, context.entry);
    return columns ? std::make_unique<NothingInCommon>(std::move(columns->first), std::move(columns->second)) : nullptr;
}

}  // namespace husrom::rules
