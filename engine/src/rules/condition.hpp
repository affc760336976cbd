#pragma once

/// `column op value`, compiled: the literal is brought to the column's own integers once, then compared for every pair.

#include <cstdint>
#include <optional>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/model/policy.hpp>

#include "rules/scope.hpp"

namespace husrom::rules {

class CompiledCondition {
public:
    /// Nothing, with a finding, when the path does not exist or the operator and value do not fit the column's type.
    [[nodiscard]] static std::optional<CompiledCondition> compile(const model::Condition& condition, const Scope& scope, const Entry& entry,
                                                                  Unknowns unknowns, People people = People::participants);

    [[nodiscard]] Truth judge(const Pair& pair) const { return judge(reader_.read(pair)); }
    [[nodiscard]] const Reader& reader() const { return reader_; }

private:
    explicit CompiledCondition(Reader reader) : reader_(std::move(reader)) {}
    [[nodiscard]] bool take_literal(const model::Condition& condition, const Scope& scope);
    [[nodiscard]] bool take_texts(const std::vector<std::string>& texts, const Scope& scope);
    [[nodiscard]] Truth judge(const Cell& cell) const;
    [[nodiscard]] bool holds(const Cell& cell) const;
    [[nodiscard]] bool set_holds(const Cell& cell) const;

    Reader reader_;
    model::Operator op_ = model::Operator::is;
    core::int128 number_ = 0;          ///< of `is`, `at_least` …; compared with value x factor_
    std::int64_t factor_ = 1;          ///< 10^k where the literal has k more digits than the column
    std::vector<core::int128> among_;  ///< of `any_of`, `none_of`, `all_of`
    std::int64_t as_of_ = 0;
};

/// Conditions that must all hold: a "no" decides, then a row that is not joined, then an unknown.
[[nodiscard]] Truth judge_all(const std::vector<CompiledCondition>& conditions, const Pair& pair);

/// Compiles a list; findings for those that do not fit, which are left out.
[[nodiscard]] std::vector<CompiledCondition> compile_all(const model::Conditions& conditions, const Scope& scope, const Entry& entry,
                                                         Unknowns unknowns, People people = People::participants);

}  // namespace husrom::rules
