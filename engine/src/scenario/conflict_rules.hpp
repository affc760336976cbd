#pragma once

/// The members of a conflict that close pairs: rules of the policy, entries of `[risk]` that forbid, pairs that the table `pairs` forbids,
/// and tenants from whom people are kept apart.

#include <memory>
#include <span>
#include <vector>

#include <husrom/scenario/conflict.hpp>

namespace husrom::scenario {

/// Every such member, in the order rules of the policy, risk, forbidden pairs, tenants.
[[nodiscard]] std::vector<Member> closing_members(const rules::AllocationProblem& problem, const model::Case& source);

/// The problem as it is without these members.
[[nodiscard]] std::shared_ptr<const rules::AllocationProblem> built_without(std::span<const Member> members, const model::Case& source,
                                                                            const model::Policy& policy);

}  // namespace husrom::scenario
