#include <algorithm>

#include "rules/eligibility/elements.hpp"
#include "rules/eligibility/rule.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

class SetContains final : public PairRule {
public:
    SetContains(Reader set, Reader element) : set_(std::move(set)), element_(std::move(element)) {
        reads(set_);
        reads(element_);
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        std::int64_t one = 0, other = 0;
        const auto set = elements_of(set_.read(pair), set_, one);
        const auto wanted = elements_of(element_.read(pair), element_, other);
        const auto either = [&](CellState state) { return set.state == state || wanted.state == state; };
        if (either(CellState::not_joined) || either(CellState::no_bound)) return Truth::not_applicable;
        if (wanted.state == CellState::value && wanted.codes.empty()) return Truth::yes;
        // A single text that is "none" is in no set; somebody without a programme does not get a home reserved for one.
        if (either(CellState::none)) return Truth::no;
        if (set.state == CellState::value && set.codes.empty() && wanted.state == CellState::value) return Truth::no;
        if (either(CellState::unknown)) return Truth::unknown;
        return std::ranges::includes(set.codes, wanted.codes) ? Truth::yes : Truth::no;
    }

private:
    Reader set_, element_;
};

}  // namespace

std::unique_ptr<PairRule> compile(const model::Contains& rule, const RuleContext& context) {
    auto columns = two_of_elements(rule.set, rule.element, context.scope, context.entry);
    return columns ? std::make_unique<SetContains>(std::move(columns->first), std::move(columns->second)) : nullptr;
}

}  // namespace husrom::rules
