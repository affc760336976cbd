#pragma once

/// Why is there no allocation at all? A smallest clashing set: named duties, limits, `apart` rows, rules (`[risk]` among them, where it
/// forbids) and pairs that `pairs` forbids, which cannot all be kept, such that leaving out any one of them leaves the others possible.
/// This is proven by solving again without each member. Each member comes with one fix, the least change of it that helps, and what the fix
/// would give.
///
///     auto found = scenario::conflict(source, policy);
///     for (const auto& member : found.members) …
///
/// Cost: QuickXplain (Junker 2004), about members x log(limits and duties) solves, and the same again, with a build each, of what closes
/// pairs.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <husrom/plan/resolve.hpp>
#include <husrom/scenario/scenario.hpp>

namespace husrom::scenario {

enum class MemberKind : std::uint8_t {
    must_house,    ///< MUST_HOUSE: this person must have a home in this round
    locked,        ///< LOCKED: this person is locked to a home
    mover,         ///< MOVER: this tenant keeps a home or gets another one
    limit_max,     ///< LIMIT_MAX: the cap of a limit
    limit_min,     ///< LIMIT_MIN: the floor of a limit
    apart,         ///< APART: two people who must live apart
    apart_tenant,  ///< APART_TENANT: this person and a tenant must live apart
    rule,          ///< RULE: an eligibility rule of the policy, or "risk": the entries of `[risk]` that forbid
    forbidden      ///< FORBIDDEN: what the table `pairs` forbids
};
[[nodiscard]] std::string_view code(MemberKind kind);

/// The least change of one member with which the others can be kept, and what it gives.
struct Fix {
    std::int64_t by = 0;  ///< limits: how much the cap is raised or the floor lowered, scaled by `digits`
    std::int32_t digits = 0;
    /// Rules: pairs for which it would have to be waived; what `pairs` forbids: pairs for which that would have to be taken back.
    std::vector<std::pair<std::string, std::string>> waive = {};
    /// The whole round is possible with this fix alone; otherwise another clash is left.
    bool suffices = false;
    std::int32_t housed = 0;                  ///< suffices: people housed who had no home of their own
    std::vector<plan::GoalValue> goals = {};  ///< suffices: what each policy goal would reach; bounds are left out
    bool proven = false;                      ///< suffices: proven best
};

struct Member {
    MemberKind kind = MemberKind::must_house;
    std::string participant;  ///< must_house, locked, mover, apart, apart_tenant
    std::string other;        ///< apart: the second person; apart_tenant: the tenant; locked: the home
    std::string id, group;    ///< the limit with its group, or the rule
    Fix fix;
};

struct Conflict {
    solve::Status status = solve::Status::unknown;  ///< of the round: `infeasible` when there is a conflict to tell
    std::vector<Member> members;
    bool proven = false;  ///< the members clash, and without any one of them the others do not; both proven
};

/// Empty (with the status) when the round is possible or nothing was proven within the work limit.
[[nodiscard]] Conflict conflict(const model::Case& source, const model::Policy& policy, const plan::ResolveOptions& options = {});

/// In words, one line a member and one for its fix.
[[nodiscard]] std::string text(const Conflict& conflict, const model::Policy& policy, model::Language language = model::Language::en);

}  // namespace husrom::scenario
