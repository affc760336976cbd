// A preset brings columns, rules, terms, limits and goals; the municipality's file has the last word, entry by entry.

#include <algorithm>

#include "io/policy/sections.hpp"
#include "model/text.hpp"

namespace husrom::io {

using namespace model;

namespace {

/// Entries of the file replace those of the same id where they stand; new ones follow.
template <typename Entry, typename Id> void merge_list(std::vector<Entry>& into, std::vector<Entry>&& from, Id id) {
    for (Entry& entry : from) {
        const auto same = std::ranges::find_if(into, [&](const Entry& one) { return id(one) == id(entry); });
        if (same != into.end())
            *same = std::move(entry);
        else
            into.push_back(std::move(entry));
    }
}

template <typename Entry> bool switch_entry(std::vector<Entry>& list, const PolicyFile::Switch& one, std::vector<std::string>& ids) {
    for (Entry& entry : list) {
        ids.push_back(entry.id);
        if (entry.id != one.id) continue;
        entry.on = one.on;
        return true;
    }
    return false;
}

}  // namespace

Policy merge(PolicyFile preset, PolicyFile file, PolicyFindings& out) {
    Policy result = std::move(preset.policy);
    Policy& own = file.policy;
    for (const PolicyFile::Switch& one : file.switches) {
        std::vector<std::string> ids;
        const bool found = one.kind == "eligible" ? switch_entry(result.eligible, one, ids)
                           : one.kind == "term"   ? switch_entry(result.terms, one, ids)
                                                  : switch_entry(result.limits, one, ids);
        if (!found) out.error("P024", one.line, "id", {one.kind, one.id, nearest(one.id, ids)});
    }
    result.schema = own.schema;
    result.id = std::move(own.id);
    if (own.title != Words{}) result.title = std::move(own.title);
    result.preset = std::move(own.preset);
    result.round = own.round;
    result.source = std::move(own.source);
    merge_list(result.columns, std::move(own.columns), [](const ColumnDeclaration& one) { return one.table + "." + one.name; });
    merge_list(result.eligible, std::move(own.eligible), [](const EligibleRule& one) { return one.id; });
    if (file.has_risk) result.risk = std::move(own.risk);
    merge_list(result.terms, std::move(own.terms), [](const Term& one) { return one.id; });
    merge_list(result.limits, std::move(own.limits), [](const LimitRule& one) { return one.id; });
    if (!own.goals.empty()) result.goals = std::move(own.goals);
    if (file.has_ties) {
        if (file.ties_order) {
            // The preset's reason, if any, is not about this order.
            result.ties.order = std::move(own.ties.order);
            result.ties.protected_reason = {};
            result.ties.line = own.ties.line;
        }
        if (own.ties.protected_reason != Words{}) result.ties.protected_reason = std::move(own.ties.protected_reason);
        if (file.lottery_seed) result.ties.lottery_seed = *file.lottery_seed;
    }
    if (file.has_offers) result.offers = std::move(own.offers);
    merge_list(result.refusals, std::move(own.refusals), [](const RefusalRule& one) { return one.reason; });
    merge_list(result.changes, std::move(own.changes), [](const ChangeRule& one) { return one.id; });
    merge_list(result.uncertain, std::move(own.uncertain), [](const UncertainFact& one) { return one.column; });
    merge_list(result.overrides, std::move(own.overrides), [](const OverrideReason& one) { return one.code; });
    return result;
}

}  // namespace husrom::io
