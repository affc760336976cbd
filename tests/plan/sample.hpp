#pragma once

/// Small cases written as CSV-like text, and a policy that most tests of plans and scenarios share.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/io/io.hpp>
#include <husrom/model/case.hpp>
#include <husrom/plan/plan.hpp>

#include "policy_parts.hpp"
#include "tables.hpp"

namespace husrom::sample {

/// Bedrooms and step-free access decide who fits, sites have a cap on conflict, teams have hours; as many as possible, then wishes, then
/// the lowest level.
inline const std::string policy = [] {
    return policy_head("sample") + bedrooms_rule + step_free_rule + unit_wish("[10, 5]") + conflict_cap + house_most + wishes_goal +
           level_goal + ties;
}();

inline plan::Plan solve(const model::Case& source, std::string_view policy_text = policy, const AllocateOptions& options = {}) {
    return allocate(build(source, parse_policy(policy_text)), options);
}

inline const plan::Waiting* find_waiting(const plan::Plan& plan, std::string_view participant) {
    for (const auto& one : plan.waiting())
        if (plan.problem().participants[one.participant.position()] == participant) return &one;
    return nullptr;
}

inline std::string home_of(const plan::Plan& plan, std::string_view participant) {
    for (const auto& one : plan.assignments())
        if (plan.problem().participants[one.participant.position()] == participant) return plan.problem().units[one.unit.position()];
    return "";
}

inline std::string reason(const plan::Plan& plan, std::string_view participant) {
    const auto* waiting = find_waiting(plan, participant);
    return waiting == nullptr ? "" : std::string(plan::code(waiting->reason));
}

}  // namespace husrom::sample
