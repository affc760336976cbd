#pragma once

/// The columns that an entry of the policy names, as paths.

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <husrom/model/policy.hpp>

namespace husrom::rules {

using Paths = std::vector<std::string>;

inline void add(Paths& paths, const model::Conditions& conditions) {
    for (const auto& condition : conditions) paths.push_back(condition.column);
}
inline void add(Paths& paths, const std::vector<model::Operand>& operands) {
    for (const auto& operand : operands) paths.push_back(operand.column);
}
inline void add(Paths& paths, const std::optional<model::ColumnOrNumber>& bound) {
    if (bound)
        if (const auto* path = std::get_if<std::string>(&*bound)) paths.push_back(*path);
}

/// A visitor of the types of rules, terms and sums.
struct NamedColumns {
    Paths paths;

    void operator()(const model::AtLeast& rule) { add(paths, rule.left), add(paths, rule.right); }
    void operator()(const model::AtMost& rule) { add(paths, rule.left), add(paths, rule.right); }
    void operator()(const model::EqualColumns& rule) { paths.insert(paths.end(), {rule.left, rule.right}); }
    void operator()(const model::Requires& rule) { add(paths, rule.when), add(paths, rule.then); }
    void operator()(const model::Forbids& rule) { add(paths, rule.conditions); }
    void operator()(const model::OneOf& rule) {
        paths.push_back(rule.value);
        if (const auto* path = std::get_if<std::string>(&rule.set)) paths.push_back(*path);
    }
    void operator()(const model::Contains& rule) { paths.insert(paths.end(), {rule.set, rule.element}); }
    void operator()(const model::Disjoint& rule) { paths.insert(paths.end(), {rule.left, rule.right}); }
    void operator()(const model::Within& rule) { paths.push_back(rule.value), add(paths, rule.low), add(paths, rule.high); }
    void operator()(const model::WithinKm&) {}
    void operator()(const model::Before& rule) { paths.insert(paths.end(), {rule.left, rule.right}); }
    void operator()(const model::RiskBelow&) { uses_risk = true; }

    void operator()(const model::EqualTerm& term) { paths.insert(paths.end(), {term.left, term.right}); }
    void operator()(const model::ClosenessTerm& term) { paths.insert(paths.end(), {term.left, term.right}); }
    void operator()(const model::DistanceTerm&) {}
    void operator()(const model::WishRankTerm&) {}
    void operator()(const model::WaitingTerm& term) { paths.push_back(term.since); }
    void operator()(const model::DaysToHomeTerm& term) { paths.push_back(term.from); }
    void operator()(const model::RiskTerm&) { uses_risk = true; }
    void operator()(const model::ColumnTerm& term) { paths.push_back(term.column); }
    void operator()(const model::PairTerm&) {}
    void operator()(const model::SlackTerm& term) { add(paths, term.left), add(paths, term.right); }

    void operator()(const model::SumOne&) {}
    void operator()(const model::SumRisk&) { uses_risk = true; }
    void operator()(const model::SumColumns& sum) { add(paths, sum.columns); }
    void operator()(const model::SumProduct& sum) { paths.insert(paths.end(), {sum.participant_column, sum.unit_column}); }

    bool uses_risk = false;
};

/// Every column that rules, terms, limits and goals read of the rows that they judge or count; not the bounds of limits, nor ties.
[[nodiscard]] inline Paths columns_read(const model::Policy& policy) {
    NamedColumns named;
    const auto conditions = [&](const auto& entry) {
        add(named.paths, entry.among);
        add(named.paths, entry.where);
    };
    for (const auto& rule : policy.eligible)
        if (rule.on) std::visit(named, rule.type), conditions(rule);
    for (const auto& term : policy.terms)
        if (term.on) std::visit(named, term.type), conditions(term);
    for (const auto& limit : policy.limits)
        if (limit.on) std::visit(named, limit.sum), conditions(limit);
    for (const auto& goal : policy.goals) {
        add(named.paths, goal.among);
        if (const auto* column = std::get_if<model::MinimiseColumn>(&goal.type)) named.paths.push_back(column->column);
    }
    const auto forbids = [](const auto& row) { return std::ranges::any_of(row, [](const auto& points) { return !points; }); };
    if (policy.risk && (named.uses_risk || std::ranges::any_of(policy.risk->points, forbids))) {
        named.paths.insert(named.paths.end(), policy.risk->traits.begin(), policy.risk->traits.end());
        named.paths.insert(named.paths.end(), policy.risk->factors.begin(), policy.risk->factors.end());
    }
    return named.paths;
}

}  // namespace husrom::rules
