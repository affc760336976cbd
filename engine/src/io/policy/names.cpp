// Names that must be one, or must be found: ids, goals of soft limits, terms of goals, limits of changes.

#include <algorithm>
#include <array>
#include <map>

#include "io/policy/sections.hpp"
#include "model/text.hpp"

namespace husrom::io {

using namespace model;

namespace {

/// Verdicts that are no rule of the policy use these names.
constexpr std::array<std::string_view, 4> reserved{"forbidden", "apart", "risk", "not-available"};

template <typename Entry> void once(const std::vector<Entry>& list, const std::string& kind, PolicyFindings& out) {
    std::map<std::string, std::int64_t> seen;
    for (const Entry& entry : list) {
        if (entry.id.empty()) continue;
        const auto [first, added] = seen.try_emplace(entry.id, entry.line.number);
        if (!added) out.error("P006", entry.line.number, "id", {kind + " \"" + entry.id + "\"", std::to_string(first->second)});
    }
}

template <typename Entry> std::vector<std::string> ids_of(const std::vector<Entry>& list) {
    std::vector<std::string> ids;
    for (const Entry& entry : list) ids.push_back(entry.id);
    return ids;
}

/// What is said of a merged policy: the entry may stand in the preset.
void error_at(const PolicyLine& line, const Policy& policy, PolicyFindings& out, std::string code, std::string key,
              std::vector<std::string> arguments) {
    PolicyFindings place{out.findings, line.in_preset ? "preset " + policy.preset : out.source, line.in_preset};
    place.error(std::move(code), line.number, std::move(key), std::move(arguments));
}

bool among(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

void check_ids(const PolicyFile& file, PolicyFindings& out) {
    once(file.policy.eligible, "eligible", out);
    once(file.policy.terms, "term", out);
    once(file.policy.limits, "limit", out);
    once(file.policy.goals, "goal", out);
    once(file.policy.changes, "change", out);
    for (const EligibleRule& rule : file.policy.eligible)
        if (std::ranges::find(reserved, rule.id) != reserved.end()) out.error("P025", rule.line.number, "id", {rule.id});
}

void check_names(const Policy& policy, PolicyFindings& out) {
    if (policy.goals.empty()) out.error("P011", 0, "goal", {});
    const std::vector<std::string> terms = ids_of(policy.terms), limits = ids_of(policy.limits), goals = ids_of(policy.goals);
    std::vector<std::string> excess_goals;
    for (const Goal& goal : policy.goals) {
        if (std::holds_alternative<MinimiseExcess>(goal.type)) excess_goals.push_back(goal.id);
        const std::string where = "goal \"" + goal.id + "\"";
        const auto check_term = [&](const std::string& term, const std::string& key) {
            if (!among(terms, term)) error_at(goal.line, policy, out, "P008", key, {where, term, "terms", nearest(term, terms)});
        };
        if (const auto* housed = std::get_if<MaximiseHoused>(&goal.type); housed && !housed->weight.empty())
            check_term(housed->weight, "weight");
        if (const auto* score = std::get_if<MaximiseScore>(&goal.type))
            for (const auto& [term, weight] : score->weights) check_term(term, "weights");
    }
    for (const LimitRule& limit : policy.limits)
        if (limit.on && limit.soft && !limit.goal.empty() && !among(excess_goals, limit.goal))
            error_at(limit.line, policy, out, "P007", "goal",
                     {"limit \"" + limit.id + "\"", limit.goal, nearest(limit.goal, excess_goals)});
    for (const auto& [goal, loss] : policy.offers.max_loss)
        if (!among(goals, goal)) out.error("P008", 0, "max_loss", {"offers", goal, "goals", nearest(goal, goals)});
    for (const ChangeRule& change : policy.changes)
        if (!change.limit.empty() && !among(limits, change.limit))
            error_at(change.line, policy, out, "P008", "limit",
                     {"change \"" + change.id + "\"", change.limit, "limits", nearest(change.limit, limits)});
}

}  // namespace husrom::io
