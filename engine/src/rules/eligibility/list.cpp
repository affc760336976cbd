#include "rules/eligibility/list.hpp"

#include <algorithm>

#include "rules/risk.hpp"

namespace husrom::rules {
namespace {

class RiskAllows final : public PairRule {
public:
    explicit RiskAllows(const RiskModel& risk) : risk_(risk) { reads(risk_.forbidding_readers()); }
    [[nodiscard]] Truth judge(const Pair& pair) const override { return risk_.allows(pair); }

private:
    const RiskModel& risk_;
};

}  // namespace

Eligibility::Eligibility(std::string id, model::OnUnknown on_unknown, Filter filter, std::unique_ptr<PairRule> rule)
    : id_(std::move(id)), on_unknown_(on_unknown), filter_(std::move(filter)), rule_(std::move(rule)) {
    readers_.assign(filter_.readers().begin(), filter_.readers().end());
    readers_.insert(readers_.end(), rule_->readers().begin(), rule_->readers().end());
}

std::unique_ptr<Eligibility> Eligibility::compile(const model::EligibleRule& rule, const Scope& scope, const RiskModel* risk) {
    const Entry entry{"rule " + rule.id, rule.line};
    Filter filter(rule.among, rule.where, scope, entry, Unknowns::keep);
    const RuleContext context{scope, entry, risk};
    auto compiled = std::visit([&context](const auto& type) { return rules::compile(type, context); }, rule.type);
    if (!compiled) return nullptr;
    return std::unique_ptr<Eligibility>(new Eligibility(rule.id, rule.unknown, std::move(filter), std::move(compiled)));
}

std::unique_ptr<Eligibility> Eligibility::forbidden_by(const RiskModel& risk, const Scope& scope) {
    Filter everybody({}, {}, scope, {"risk", {}}, Unknowns::keep);
    return std::unique_ptr<Eligibility>(
        new Eligibility("risk", model::OnUnknown::fail, std::move(everybody), std::make_unique<RiskAllows>(risk)));
}

Verdict Eligibility::judge(const Pair& pair) const {
    const auto concerned = filter_.judge(pair);
    if (concerned == Truth::no) return Verdict::not_applicable;
    auto kept = rule_->judge(pair);
    if (kept == Truth::no && concerned == Truth::unknown) kept = Truth::unknown;
    switch (kept) {
        case Truth::yes:
            return Verdict::pass;
        case Truth::no:
            return Verdict::fail;
        case Truth::not_applicable:
            return Verdict::not_applicable;
        case Truth::unknown:
            break;
    }
    switch (on_unknown_) {
        case model::OnUnknown::pass:
            return Verdict::pass_unknown;
        case model::OnUnknown::ask:
            return Verdict::ask;
        case model::OnUnknown::fail:
            break;
    }
    return Verdict::unknown;
}

std::vector<std::string> Eligibility::unknown_columns(const Pair& pair) const {
    std::vector<std::string> paths;
    for (const auto& reader : readers_)
        if (reader.undecided(reader.row(pair)) && std::ranges::find(paths, reader.path()) == paths.end()) paths.push_back(reader.path());
    return paths;
}

bool Eligibility::reads_listed() const {
    return std::ranges::any_of(readers_, [](const Reader& reader) { return reader.side() == Side::listed; });
}

}  // namespace husrom::rules
