#include "plan/facts.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "rules/named_columns.hpp"

namespace husrom::plan {

namespace {

/// The columns behind a rule's id; those of the engine's own verdicts stand in tables of the case.
std::vector<std::string> columns_of(const model::Policy& policy, std::string_view rule) {
    const auto found = std::ranges::find(policy.eligible, rule, &model::EligibleRule::id);
    if (found == policy.eligible.end()) {
        if (rule == "forbidden") return {"pair.forbid"};
        if (rule == "required") return {"pair.require"};
        if (rule == "not-available") return {"unit.available_from"};
        if (rule == "risk" && policy.risk) {
            auto columns = policy.risk->traits;
            columns.insert(columns.end(), policy.risk->factors.begin(), policy.risk->factors.end());
            return columns;
        }
        return {};
    }
    rules::NamedColumns named;
    std::visit(named, found->type);
    rules::add(named.paths, found->among);
    rules::add(named.paths, found->where);
    if (named.uses_risk && policy.risk) {
        named.paths.insert(named.paths.end(), policy.risk->traits.begin(), policy.risk->traits.end());
        named.paths.insert(named.paths.end(), policy.risk->factors.begin(), policy.risk->factors.end());
    }
    if (const auto* near = std::get_if<model::WithinKm>(&found->type))
        for (const auto& place : {near->left, near->right}) named.paths.insert(named.paths.end(), {place + ".x", place + ".y"});
    return named.paths;
}

/// Nobody grows younger by a decision, and an id is a name.
bool fixed_by_nature(std::string_view path) {
    constexpr std::array fixed{std::string_view("age"), std::string_view("birth_date"), std::string_view("sex")};
    const auto last = path.substr(path.rfind('.') + 1);
    return last.ends_with("_id") || std::ranges::find(fixed, last) != fixed.end();
}

}  // namespace

std::vector<Fact> facts_of(const rules::AllocationProblem& problem, const rules::RuleVerdict& verdict) {
    auto columns = columns_of(*problem.policy, verdict.rule);
    for (const auto& unknown : verdict.unknown_columns) columns.push_back(unknown);
    std::vector<Fact> facts;
    for (const auto& path : columns) {
        if (std::ranges::find(facts, path, &Fact::column) != facts.end()) continue;
        Fact fact;
        fact.column = path;
        const auto reached = problem.typed->column(path);
        if (reached.column != nullptr) fact.column_class = reached.column->declaration.column_class;
        fact.unknown = std::ranges::find(verdict.unknown_columns, path) != verdict.unknown_columns.end();
        fact.may_change = fact.column_class != model::ColumnClass::protected_ground && (fact.unknown || !fixed_by_nature(path));
        facts.push_back(std::move(fact));
    }
    return facts;
}

}  // namespace husrom::plan
