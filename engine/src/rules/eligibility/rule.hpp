#pragma once

/// One rule of `[[eligible]]`, compiled for a case. A new type of rule is one file with a class like this and one line in list.cpp.

#include <memory>
#include <span>
#include <vector>

#include <husrom/model/policy.hpp>

#include "rules/scope.hpp"

namespace husrom::rules {

class RiskModel;

class PairRule {
public:
    virtual ~PairRule() = default;
    PairRule() = default;
    PairRule(const PairRule&) = delete;
    PairRule& operator=(const PairRule&) = delete;

    /// Does the pair keep the rule? Depends on nothing but the cells of readers().
    [[nodiscard]] virtual Truth judge(const Pair& pair) const = 0;
    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }

protected:
    void reads(const Reader& reader) { readers_.push_back(reader); }
    void reads(std::span<const Reader> readers) { readers_.insert(readers_.end(), readers.begin(), readers.end()); }

private:
    std::vector<Reader> readers_;
};

/// What rules are compiled from.
struct RuleContext {
    const Scope& scope;
    const Entry& entry;
    const RiskModel* risk = nullptr;  ///< nullptr when the policy has no [risk]
};

/// nullptr, with findings, when the rule does not fit the case.
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::AtLeast& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::AtMost& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::EqualColumns& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::Requires& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::Forbids& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::OneOf& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::Contains& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::Disjoint& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::Within& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::WithinKm& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::Before& rule, const RuleContext& context);
[[nodiscard]] std::unique_ptr<PairRule> compile(const model::RiskBelow& rule, const RuleContext& context);

}  // namespace husrom::rules
