#pragma once

/// Says columns, numbers, conditions and rules of one policy in one language.

#include <string>
#include <string_view>
#include <vector>

#include <husrom/model/finding.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::model {

class Speaker {
public:
    Speaker(const Policy& policy, Language language) : policy_(policy), language_(language) {}

    [[nodiscard]] std::string_view pick(std::string_view en, std::string_view nb) const { return language_ == Language::nb ? nb : en; }
    [[nodiscard]] std::string own(const Words& words) const;

    [[nodiscard]] std::string column(std::string_view path) const;
    /// "the site", "the person": what a path of joins reaches.
    [[nodiscard]] std::string thing(std::string_view path) const;
    /// "each site": the groups of a limit.
    [[nodiscard]] std::string each(std::string_view path) const;
    [[nodiscard]] std::string number(const Decimal& value) const;
    [[nodiscard]] std::string days(const std::string& number) const;  ///< "1 day", "7 days"
    [[nodiscard]] std::string value(const Literal& literal) const;
    [[nodiscard]] std::string value(const ColumnOrNumber& either) const;
    [[nodiscard]] std::string sum(const std::vector<Operand>& operands) const;
    [[nodiscard]] std::string condition(const Condition& condition) const;
    [[nodiscard]] std::string all(const Conditions& conditions) const;
    [[nodiscard]] std::string list(const std::vector<std::string>& parts, std::string_view last) const;

    [[nodiscard]] std::string rule(const EligibleType& type) const;
    [[nodiscard]] std::string term(const TermType& type) const;
    [[nodiscard]] std::string limit(const LimitRule& limit) const;
    [[nodiscard]] std::string goal(const GoalType& type) const;

private:
    [[nodiscard]] std::string heading(std::string_view table, std::string_view name) const;

    const Policy& policy_;
    Language language_;
};

/// With a capital first letter (ASCII, æ, ø and å) and a full stop.
[[nodiscard]] std::string as_sentence(std::string text);

}  // namespace husrom::model
