#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <husrom/core/error.hpp>
#include <husrom/rules/allocation_problem.hpp>

#include "rules/edges.hpp"
#include "rules/evaluators.hpp"
#include "rules/goals/list.hpp"
#include "rules/limits/rows.hpp"
#include "rules/lint.hpp"
#include "rules/problem_digest.hpp"
#include "rules/ties.hpp"
#include "rules/unknowns.hpp"
#include "rules/written_cells.hpp"

namespace husrom::rules {
namespace {

using Evaluators = AllocationProblem::Evaluators;

void compile_rules(const Scope& scope, const Pool& pool, Evaluators& compiled) {
    const auto& policy = scope.policy();
    for (const auto& rule : policy.eligible) {
        if (!rule.on) continue;
        const Entry entry{"rule " + rule.id, rule.line};
        guarded(scope, entry, [&] {
            if (auto one = Eligibility::compile(rule, scope, compiled.risk.get())) {
                // Where the rule asks, no home is closed, and every one that it concerns is to be confirmed.
                const bool asks = rule.unknown == model::OnUnknown::ask;
                const auto severity = asks ? model::Severity::note : model::Severity::warning;
                report_absent_columns(*one, asks ? "P243" : "P228", severity, pool.units, scope, entry);
                compiled.eligibility.push_back(std::move(one));
            }
        });
    }
    if (compiled.risk && compiled.risk->forbids()) {
        const Entry entry{"risk", policy.risk->line};
        guarded(scope, entry, [&] {
            auto forbidden = Eligibility::forbidden_by(*compiled.risk, scope);
            report_absent_columns(*forbidden, "P237", model::Severity::warning, pool.units, scope, entry);
            compiled.eligibility.push_back(std::move(forbidden));
        });
    }
}

void compile_terms(const Scope& scope, const Pool& pool, Evaluators& compiled) {
    for (const auto& term : scope.policy().terms) {
        if (!term.on) continue;
        const Entry entry{"term " + term.id, term.line};
        guarded(scope, entry, [&] {
            if (auto one = Scoring::compile(term, scope, compiled.risk.get())) {
                report_left_out(one->filter(), pool.units, scope, entry);
                report_unknown_points(one->readers(), one->filter(), pool.units, scope, entry);
                compiled.terms.push_back(std::move(one));
            }
        });
    }
}

void compile_limits(const Scope& scope, const Pool& pool, Evaluators& compiled) {
    for (const auto& limit : scope.policy().limits) {
        if (!limit.on) continue;
        const Entry entry{"limit " + limit.id, limit.line};
        guarded(scope, entry, [&] {
            if (auto one = Limit::compile(limit, scope, compiled.risk.get())) {
                report_counted_in(*one, pool.units, scope, entry);
                report_unknown_loads(one->load_readers(), one->filter(), pool.units, scope, entry);
                report_unknown_loads_of_tenants(one->tenant_load_readers(), one->tenant_cells(scope), scope, entry);
                compiled.limits.push_back(std::move(one));
            }
        });
    }
}

bool is_true(const model::TypedTable& table, std::string_view heading, std::size_t row) {
    const auto* column = table.find(heading);
    return column != nullptr && column->declaration.type == model::ColumnType::flag && column->states[row] == model::CellState::value &&
           column->values[row] != 0;
}

/// Participants, homes and open pairs.
std::vector<Pair> write_pairs(const Scope& scope, const Pool& pool, const Evaluators& compiled, AllocationProblem& problem) {
    const auto& typed = scope.typed();
    problem.participants = typed.table("participants").ids;
    problem.unit_rows = pool.units;
    problem.outside_pool = pool.outside;
    for (const auto row : pool.units) problem.units.push_back(typed.table("units").ids[static_cast<std::size_t>(row)]);
    for (const auto home : pool.current_unit) {
        problem.mover.push_back(home >= 0);
        problem.home_now.push_back(home >= 0 ? UnitIndex{pool.position[static_cast<std::size_t>(home)]} : UnitIndex{});
    }

    auto pairs = open_pairs(compiled, pool, scope);
    auto& numeric = problem.numeric;
    numeric.rows = scope.rows(Side::participant);
    numeric.columns = static_cast<std::int32_t>(pool.units.size());
    numeric.column_upper = pool.room;
    for (const auto& pair : pairs) {
        numeric.edge_row.push_back(pair.participant);
        numeric.edge_column.push_back(pool.position[static_cast<std::size_t>(pair.unit)]);
        problem.stay.push_back(compiled.listed->stays(pair));
    }
    return pairs;
}

/// The rules that each close every home of the round to a person: what has to change before they can have one.
std::string rules_that_close_all(const Pool& pool, const Evaluators& compiled, std::int32_t person) {
    std::optional<std::vector<std::string>> common;
    for (const auto unit : pool.units) {
        std::vector<std::string> closing;
        for (const auto& verdict : compiled.verdicts(compiled.listed->pair(person, unit)))
            if (closes(verdict.verdict) && (!common || std::ranges::find(*common, verdict.rule) != common->end()))
                closing.push_back(verdict.rule);
        common = std::move(closing);
    }
    std::string text;
    for (const auto& rule : common.value_or(std::vector<std::string>())) text += (text.empty() ? "" : ", ") + rule;
    return text;
}

/// Who must have a home: movers, those required somewhere, those marked so. A warning where none is open to them.
void write_duties(const Scope& scope, const Pool& pool, const Evaluators& compiled, AllocationProblem& problem) {
    const auto& table = scope.typed().table("participants");
    const auto people = static_cast<std::size_t>(table.rows());
    for (std::size_t row = 0; row < people; ++row) {
        const auto required = compiled.listed->required_unit(static_cast<std::int32_t>(row));
        const bool must = pool.current_unit[row] >= 0 || required >= 0 || is_true(table, "must_house", row);
        problem.numeric.row_lower.push_back(must ? 1 : 0);
        problem.required.push_back(required >= 0 ? UnitIndex{pool.position[static_cast<std::size_t>(required)]} : UnitIndex{});
        problem.numeric.row_upper.push_back(1);
        const bool none_open = compiled.row_offsets[row] == compiled.row_offsets[row + 1];
        if (must && none_open && required < 0)
            scope.findings().add(
                {model::Severity::warning,
                 "C215",
                 table.source,
                 table.name,
                 table.row_numbers[row],
                 "must_house",
                 {scope.shown_id("participant", table.ids[row]), rules_that_close_all(pool, compiled, static_cast<std::int32_t>(row))}});
    }
}

/// Where people live who may move, whether or not they may stay there.
std::vector<Pair> homes_now(const Pool& pool, const Listed& listed) {
    std::vector<Pair> homes;
    for (std::size_t row = 0; row < pool.current_unit.size(); ++row)
        if (pool.current_unit[row] >= 0) homes.push_back(listed.pair(static_cast<std::int32_t>(row), pool.current_unit[row]));
    return homes;
}

/// A required pair must pass the rules; where it does not, nothing keeps every duty, and the warning names the rules.
void check_required(const Scope& scope, const Evaluators& compiled) {
    const auto& table = scope.typed().table("pairs");
    const auto& rows = compiled.listed->rows();
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& row = rows[at];
        if (!row.required || row.pair.participant < 0 || row.pair.unit < 0) continue;
        std::string failed;
        for (const auto& verdict : compiled.verdicts(row.pair))
            if (closes(verdict.verdict)) failed += (failed.empty() ? "" : ", ") + verdict.rule;
        if (!failed.empty())
            scope.findings().add({model::Severity::warning, "C207", table.source, table.name, table.row_numbers[at], "require", {failed}});
    }
}

/// At most one of two people who must live apart gets a home in each place.
void write_cliques(const Evaluators& compiled, std::span<const Pair> pairs, AllocationProblem& problem) {
    for (const auto& apart : compiled.listed->apart()) {
        std::map<std::int32_t, std::pair<std::vector<std::int32_t>, std::vector<std::int32_t>>> by_place;
        for (const auto person : {apart.first, apart.second})
            for (auto edge = compiled.row_offsets[static_cast<std::size_t>(person)];
                 edge < compiled.row_offsets[static_cast<std::size_t>(person) + 1]; ++edge) {
                const auto place = apart.places[static_cast<std::size_t>(pairs[static_cast<std::size_t>(edge)].unit)];
                if (place < 0) continue;
                auto& [first, second] = by_place[place];
                (person == apart.first ? first : second).push_back(edge);
            }
        for (auto& [place, edges] : by_place) {
            if (edges.first.empty() || edges.second.empty()) continue;
            auto clique = edges.first;
            clique.insert(clique.end(), edges.second.begin(), edges.second.end());
            std::ranges::sort(clique);
            problem.numeric.add_clique(clique);
        }
    }
}

std::vector<std::int32_t> offsets_of(std::span<const Pair> pairs, std::int32_t rows) {
    std::vector<std::int32_t> offsets(static_cast<std::size_t>(rows) + 1, 0);
    for (const auto& pair : pairs) ++offsets[static_cast<std::size_t>(pair.participant) + 1];
    for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) offsets[row + 1] += offsets[row];
    return offsets;
}

/// Weights that the search could not sum, said of their goal; those of the lottery are no numbers of the policy.
void check_weights(const Scope& scope, const AllocationProblem& problem) {
    const auto most = problem.numeric.most_weight();
    for (std::size_t goal = 0; goal < problem.goals.size(); ++goal) {
        const auto& info = problem.goals[goal];
        const bool too_large =
            std::ranges::any_of(problem.numeric.weights[goal], [most](std::int64_t weight) { return weight > most || weight < -most; });
        if (info.kind == GoalKind::lottery || !too_large) continue;
        const auto entry = std::cmp_less(goal, problem.first_tie_goal) ? Entry{"goal " + info.id, scope.policy().goals[goal].line}
                                                                       : Entry{"ties " + info.id, scope.policy().ties.line};
        scope.error("C209", entry, {entry.id});
    }
}

void write_all(const Scope& scope, AllocationProblem& problem) {
    auto compiled = std::make_shared<Evaluators>();
    lint(scope);
    check_written_cells(scope);
    if (scope.policy().risk)
        guarded(scope, {"risk", scope.policy().risk->line}, [&] { compiled->risk = RiskModel::compile(*scope.policy().risk, scope); });
    const auto pool = make_pool(scope);
    compiled->listed = std::make_unique<Listed>(scope, pool);
    compile_rules(scope, pool, *compiled);
    compile_terms(scope, pool, *compiled);
    compile_limits(scope, pool, *compiled);
    const auto pairs = write_pairs(scope, pool, *compiled, problem);
    compiled->row_offsets = offsets_of(pairs, problem.numeric.rows);
    check_required(scope, *compiled);
    write_duties(scope, pool, *compiled, problem);
    write_cliques(*compiled, pairs, problem);
    auto rows = write_limits(compiled->limits, pairs, homes_now(pool, *compiled->listed), scope, problem);
    write_goals(compiled->terms, pairs, rows, scope, problem);
    compiled->info_of_group = std::move(rows.info_of_group);
    if (scope.findings().ok()) {
        write_ties(pairs, scope, problem);
        check_weights(scope, problem);
        problem.numeric.goals = static_cast<std::int32_t>(problem.goals.size());
        if (scope.findings().ok()) problem.numeric.validate();
    }
    problem.evaluators = std::move(compiled);
}

/// Everything but the digests. With errors among the findings the problem is not to be used.
void assemble(const Scope& scope, AllocationProblem& problem) {
    // What overflows in one entry is said of it; the rest rests on it.
    guarded(scope, {"policy", {}}, [&] { write_all(scope, problem); });
}

/// The headings of a case alone.
std::shared_ptr<const model::TypedCase> without_rows(const model::TypedCase& typed) {
    auto headings = std::make_shared<model::TypedCase>();
    headings->name = typed.name;
    for (const auto& [name, table] : typed.tables) {
        auto& bare = headings->tables[name];
        bare.name = table.name;
        bare.singular = table.singular;
        bare.source = table.source;
        for (const auto& [heading, column] : table.columns) {
            auto& empty = bare.columns[heading];
            empty.declaration = column.declaration;
            empty.given = column.given;
            if (column.declaration.type == model::ColumnType::set) empty.set_offsets.assign(1, 0);
        }
    }
    return headings;
}

/// Tables with errors of which no heading is known: they are missing, or could not be read.
std::vector<std::string> unknown_tables(const AllocationProblem& problem) {
    std::vector<std::string> singulars;
    for (const auto& [name, table] : problem.typed->tables) {
        const bool known = std::ranges::any_of(table.columns, [](const auto& one) { return one.second.given; });
        const auto faulty = [&name = name](const model::Finding& one) {
            return one.severity == model::Severity::error && one.table == name;
        };
        if (!known && std::ranges::any_of(problem.findings.list(), faulty)) singulars.push_back(table.singular);
    }
    return singulars;
}

/// What the policy asks of columns does not depend on rows, so that it is said of a case whose tables have errors too.
void check_columns(AllocationProblem& problem) {
    AllocationProblem bare;
    bare.policy = problem.policy;
    bare.typed = without_rows(*problem.typed);
    Texts texts(bare.typed->pool);
    assemble(Scope(*bare.typed, *bare.policy, texts, bare.findings), bare);
    const auto unknown = unknown_tables(problem);
    for (const auto& finding : bare.findings.list()) {
        const bool of_policy = finding.code.starts_with('P') || finding.code.starts_with('L');
        const auto reads = [&](const std::string& singular) {
            return std::ranges::any_of(finding.arguments, [&](const std::string& path) {
                return path.starts_with(singular + ".") || path.find("." + singular) != std::string::npos;
            });
        };
        if (of_policy && std::ranges::none_of(unknown, reads)) problem.findings.add(finding);
    }
    problem.findings.sort();
}

/// The problem with its findings; unfinished when there are errors among them.
std::shared_ptr<AllocationProblem> assembled(const model::Case& source, const model::Policy& policy) {
    auto problem = std::make_shared<AllocationProblem>();
    problem->policy = std::make_shared<const model::Policy>(policy);
    problem->typed = model::type_case(source, policy, problem->findings);
    if (!problem->findings.ok()) {
        check_columns(*problem);
        return problem;
    }
    Texts texts(problem->typed->pool);
    assemble(Scope(*problem->typed, *problem->policy, texts, problem->findings), *problem);
    problem->findings.sort();
    return problem;
}

}  // namespace
}  // namespace husrom::rules

namespace husrom {

model::Findings check(const model::Case& source, const model::Policy& policy) {
    return rules::assembled(source, policy)->findings;
}

std::shared_ptr<const rules::AllocationProblem> build(const model::Case& source, const model::Policy& policy) {
    auto problem = rules::assembled(source, policy);
    if (!problem->findings.ok()) throw InvalidInput(std::move(problem->findings), source.name);
    problem->case_digest = problem->typed->digest;
    problem->policy_digest = policy.digest;
    problem->problem_digest = rules::problem_digest(*problem);
    return problem;
}

}  // namespace husrom
