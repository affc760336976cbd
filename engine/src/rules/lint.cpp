#include "rules/lint.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace husrom::rules {

using model::ColumnClass;

namespace {

using Paths = std::vector<std::string>;

void add(Paths& paths, const model::Conditions& conditions) {
    for (const auto& condition : conditions) paths.push_back(condition.column);
}
void add(Paths& paths, const std::vector<model::Operand>& operands) {
    for (const auto& operand : operands) paths.push_back(operand.column);
}
void add(Paths& paths, const std::optional<model::ColumnOrNumber>& bound) {
    if (bound)
        if (const auto* path = std::get_if<std::string>(&*bound)) paths.push_back(*path);
}

/// The columns that an entry of the policy names.
struct Columns {
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
        const auto paths = paths_of(limit.sum, limit.among, limit.where);
        if (!limit.soft) method(paths, entry);
        for (const auto& path : of_class(paths, ColumnClass::protected_ground)) scope_.warn("L204", entry, {entry.id, path});
    }
    /// Entries of the risk model that forbid are rules too.
    void risk(const model::Risk& risk) const {
        Paths forbidding;
        for (std::size_t trait = 0; trait < std::min(risk.traits.size(), risk.points.size()); ++trait)
            if (std::ranges::any_of(risk.points[trait], [](const auto& points) { return !points; }))
                forbidding.push_back(risk.traits[trait]);
        method(forbidding, {"risk", risk.line});
    }

private:
    template <class Type>
    [[nodiscard]] Paths paths_of(const Type& type, const model::Conditions& among, const model::Conditions& where) const {
        Columns columns;
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

    void reasons(const Paths& paths, const std::string& reason, const Entry& entry) const {
        if (!reason.empty()) return;
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
}

}  // namespace husrom::rules
