#pragma once

/// The rules of `[[eligible]]` as one list: each compiled, with its filters, and asked pair by pair.

#include <memory>
#include <string>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/eligibility/rule.hpp"
#include "rules/filter.hpp"

namespace husrom::rules {

/// A rule with whom and what it is about, and what it does when it cannot be judged.
class Eligibility {
public:
    /// Nothing, with findings, when the rule does not fit the case.
    [[nodiscard]] static std::unique_ptr<Eligibility> compile(const model::EligibleRule& rule, const Scope& scope, const RiskModel* risk);

    /// The entries of [risk] that forbid, as a rule named "risk".
    [[nodiscard]] static std::unique_ptr<Eligibility> forbidden_by(const RiskModel& risk, const Scope& scope);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] Verdict judge(const Pair& pair) const;
    /// The paths that nobody has filled in for this pair, in the order in which the rule names them.
    [[nodiscard]] std::vector<std::string> unknown_columns(const Pair& pair) const;

    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }
    [[nodiscard]] bool reads_listed() const;

private:
    Eligibility(std::string id, model::OnUnknown on_unknown, Filter filter, std::unique_ptr<PairRule> rule);

    std::string id_;
    model::OnUnknown on_unknown_;
    Filter filter_;
    std::unique_ptr<PairRule> rule_;
    std::vector<Reader> readers_;  ///< of the filter and of the rule
};

}  // namespace husrom::rules
