#include "rules/lint.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "rules/named_columns.hpp"
#include "rules/ties.hpp"

namespace husrom::rules {

using model::ColumnClass;

namespace {

class Linter {
public:
    explicit Linter(const Scope& scope) : scope_(scope) {}

    void rule(const model::EligibleRule& rule) const {
        const Entry entry{"rule " + rule.id, rule.line};
        const auto paths = paths_of(rule.type, rule.among, rule.where);
        method(paths, entry);
        reasons(paths, rule.protected_reason, entry);
    }
    void term(const model::Term& term) const {
        reasons(paths_of(term.type, term.among, term.where), term.protected_reason, {"term " + term.id, term.line});
    }
    void limit(const model::LimitRule& limit) const {
        const Entry entry{"limit " + limit.id, limit.line};
        auto paths = paths_of(limit.sum, limit.among, limit.where);
        if (std::ranges::find(paths, limit.per) == paths.end()) paths.push_back(limit.per);
        if (!limit.soft) {
            // A cap of nobody closes homes as a rule does.
            method(paths, entry);
            reasons(paths, limit.protected_reason, entry);
        } else if (limit.protected_reason == model::Words{}) {
            for (const auto& path : of_class(paths, ColumnClass::protected_ground)) scope_.warn("L204", entry, {entry.id, path});
        }
    }
    void goal(const model::Goal& goal) const {
        Paths paths;
        add(paths, goal.among);
        if (const auto* column = std::get_if<model::MinimiseColumn>(&goal.type)) paths.push_back(column->column);
        reasons(paths, goal.protected_reason, {"goal " + goal.id, goal.line});
    }
    void ties(const model::Ties& ties) const {
        Paths paths;
        for (const auto& name : ties.order)
            if (name != "lottery") paths.push_back(tie_path(name));
        reasons(paths, ties.protected_reason, {"ties", ties.line});
    }
    /// A change that may be proposed to help somebody is never one of a protected ground.
    void change(const model::ChangeRule& change) const {
        const Entry entry{"change " + change.id, change.line};
        for (const auto& path : of_class({change.column}, ColumnClass::protected_ground)) scope_.error("L205", entry, {entry.id, path});
    }
    /// What a refusal rules out for the person is reached from the home.
    void refusal(const model::RefusalRule& rule) const {
        if (rule.forbid.empty() || rule.forbid == "unit") return;
        const auto path = "unit." + rule.forbid;
        if (scope_.typed().join(path).table == nullptr) scope_.no_such_path(path, {"refusals " + rule.reason, {}});
    }
    /// Entries of the risk model that forbid are rules too.
    void risk(const model::Risk& risk) const {
        Paths forbidding;
        for (std::size_t trait = 0; trait < std::min(risk.traits.size(), risk.points.size()); ++trait)
            if (std::ranges::any_of(risk.points[trait], [](const auto& points) { return !points; }))
                forbidding.push_back(risk.traits[trait]);
        method(forbidding, {"risk", risk.line});
        reasons(forbidding, risk.protected_reason, {"risk", risk.line});
    }

private:
    template <class Type>
    [[nodiscard]] Paths paths_of(const Type& type, const model::Conditions& among, const model::Conditions& where) const {
        NamedColumns columns;
        std::visit(columns, type);
        add(columns.paths, among);
        add(columns.paths, where);
        if (columns.uses_risk && scope_.policy().risk)
            columns.paths.insert(columns.paths.end(), scope_.policy().risk->traits.begin(), scope_.policy().risk->traits.end());
        std::ranges::sort(columns.paths);
        columns.paths.erase(std::unique(columns.paths.begin(), columns.paths.end()), columns.paths.end());
        return columns.paths;
    }

    /// Those of the paths that are columns of people, of a class.
    [[nodiscard]] Paths of_class(const Paths& paths, ColumnClass wanted) const {
        Paths found;
        for (const auto& path : paths) {
            const auto column = scope_.typed().column(path);
            if (column.column != nullptr && column.table->name == "participants" && column.column->declaration.column_class == wanted)
                found.push_back(path);
        }
        return found;
    }

    void method(const Paths& paths, const Entry& entry) const {
        if (scope_.policy().preset != "housing_first") return;
        for (const auto& path : of_class(paths, ColumnClass::readiness)) scope_.error("L201", entry, {entry.id, path});
        for (const auto& path : of_class(paths, ColumnClass::unclassified)) scope_.warn("L202", entry, {entry.id, path});
    }

    void reasons(const Paths& paths, const model::Words& reason, const Entry& entry) const {
        if (reason != model::Words{}) return;
        for (const auto& path : of_class(paths, ColumnClass::protected_ground)) scope_.error("L203", entry, {entry.id, path});
    }

    const Scope& scope_;
};

}  // namespace

void lint(const Scope& scope) {
    const Linter linter(scope);
    const auto& policy = scope.policy();
    for (const auto& rule : policy.eligible)
        if (rule.on) linter.rule(rule);
    for (const auto& term : policy.terms)
        if (term.on) linter.term(term);
    for (const auto& limit : policy.limits)
        if (limit.on) linter.limit(limit);
    if (policy.risk) linter.risk(*policy.risk);
    for (const auto& goal : policy.goals) linter.goal(goal);
    linter.ties(policy.ties);
    for (const auto& rule : policy.refusals) linter.refusal(rule);
    for (const auto& change : policy.changes)
        if (!change.column.empty()) linter.change(change);
}

}  // namespace husrom::rules
