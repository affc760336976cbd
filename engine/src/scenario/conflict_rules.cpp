#include "scenario/conflict_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "model/text.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

namespace {

std::string cell(const model::Table& table, std::string_view heading, std::size_t row) {
    const auto column = table.find(heading);
    return column ? std::string(model::trimmed(table.columns[*column][row])) : "";
}

Member named(MemberKind kind, std::string id) {
    Member member;
    member.kind = kind;
    member.id = std::move(id);
    return member;
}

/// Who is kept apart from which tenant.
std::set<std::pair<std::string, std::string>> kept_from_tenants(const rules::AllocationProblem& problem, const model::Table& apart) {
    const auto& tenants = problem.typed->table("tenants");
    std::set<std::pair<std::string, std::string>> kept;
    for (std::size_t row = 0; row < apart.rows(); ++row) {
        const auto other = cell(apart, "other_id", row);
        if (tenants.find_row(other) >= 0) kept.emplace(cell(apart, "participant_id", row), other);
    }
    return kept;
}

bool forbids(const model::Risk& risk) {
    const auto forbidding = [](const auto& row) { return std::ranges::any_of(row, [](const auto& points) { return !points; }); };
    return std::ranges::any_of(risk.points, forbidding);
}

/// Where a row says nothing else it is left out, so that the policy reads nothing of the pair, as it does while the pair is forbidden.
void allow_forbidden(model::Table& pairs) {
    constexpr std::array<std::string_view, 6> of_decisions{"participant_id", "unit_id", "allow", "forbid", "require", "reason"};
    std::vector<bool> erased(pairs.rows(), false);
    for (std::size_t row = 0; row < pairs.rows(); ++row) {
        if (!Editor::is_true(pairs, "forbid", row)) continue;
        pairs.columns[*pairs.find("forbid")][row].clear();
        erased[row] = std::ranges::all_of(pairs.headings, [&](const std::string& heading) {
            return std::ranges::find(of_decisions, heading) != of_decisions.end() || cell(pairs, heading, row).empty();
        });
    }
    Editor::erase_rows(pairs, erased);
}

void drop_apart(model::Table& apart, const Member& member) {
    std::vector<bool> erased(apart.rows(), false);
    for (std::size_t row = 0; row < apart.rows(); ++row)
        erased[row] = cell(apart, "participant_id", row) == member.participant && cell(apart, "other_id", row) == member.other;
    Editor::erase_rows(apart, erased);
}

}  // namespace

std::vector<Member> closing_members(const rules::AllocationProblem& problem, const model::Case& source) {
    std::vector<Member> members;
    for (const auto& rule : problem.policy->eligible)
        if (rule.on) members.push_back(named(MemberKind::rule, rule.id));
    if (problem.policy->risk && forbids(*problem.policy->risk)) members.push_back(named(MemberKind::rule, "risk"));
    if (const auto* pairs = source.find("pairs")) {
        bool any = false;
        for (std::size_t row = 0; row < pairs->rows(); ++row) any = any || Editor::is_true(*pairs, "forbid", row);
        if (any) members.push_back(named(MemberKind::forbidden, ""));
    }
    if (const auto* apart = source.find("apart")) {
        for (const auto& [person, tenant] : kept_from_tenants(problem, *apart)) {
            auto& member = members.emplace_back(named(MemberKind::apart_tenant, ""));
            member.participant = person;
            member.other = tenant;
        }
    }
    return members;
}

std::shared_ptr<const rules::AllocationProblem> built_without(std::span<const Member> members, const model::Case& source,
                                                              const model::Policy& policy) {
    auto changed = source;
    auto rules = policy;
    for (const auto& member : members) {
        if (member.kind == MemberKind::forbidden) allow_forbidden(*changed.find("pairs"));
        if (member.kind == MemberKind::apart_tenant) drop_apart(*changed.find("apart"), member);
        if (member.kind != MemberKind::rule) continue;
        const auto rule = std::ranges::find(rules.eligible, member.id, &model::EligibleRule::id);
        if (rule != rules.eligible.end()) {
            rule->on = false;
        } else {
            for (auto& row : rules.risk->points)
                for (auto& points : row) points = points.value_or(0);
        }
    }
    return build(changed, rules);
}

}  // namespace husrom::scenario
