#pragma once

/// The allocation problem: what a case and a policy come to. Integers for the solver, and for every integer the reason behind it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/core/ids.hpp>
#include <husrom/model/policy.hpp>
#include <husrom/model/typed_case.hpp>
#include <husrom/solve/problem.hpp>

namespace husrom::rules {

using ParticipantIndex = core::Index<struct ParticipantTag>;  ///< row of the typed participants table, and row of the numeric problem
using UnitIndex = core::Index<struct UnitTag>;                ///< position in `AllocationProblem::units`, and column of the numeric problem
using EdgeIndex = core::Index<struct EdgeTag>;

/// What a rule says of one pair.
enum class Verdict : std::uint8_t {
    pass,
    not_applicable,  ///< filtered out by among/where, or a row that is not joined
    fail,
    unknown,       ///< could not be judged; closes the pair (unknown = "fail")
    ask,           ///< could not be judged; open, but to be confirmed before an offer (unknown = "ask")
    pass_unknown,  ///< could not be judged; open (unknown = "pass")
    waived         ///< would fail, but `pairs` allows this pair and names the rule, or the pair is a stay
};
[[nodiscard]] constexpr std::string_view to_string(Verdict verdict) {
    constexpr std::array<std::string_view, 7> words{"pass", "not_applicable", "fail", "unknown", "ask", "pass_unknown", "waived"};
    return words.at(static_cast<std::size_t>(verdict));
}
[[nodiscard]] constexpr bool closes(Verdict verdict) {
    return verdict == Verdict::fail || verdict == Verdict::unknown;
}

struct RuleVerdict {
    /// Id in the policy; "risk" (its entries that forbid); and, only where they close the pair or are waived, "forbidden" and "required"
    /// (pairs) and "apart" (a tenant there).
    std::string rule;
    Verdict verdict = Verdict::pass;
    std::vector<std::string> unknown_columns;  ///< the paths that nobody has filled in
};

/// The score of one pair by term, before goal weights.
struct TermScore {
    std::string term;
    std::int64_t points = 0;  ///< scaled by 10^digits
    std::int32_t digits = 0;
    bool used_default = false;  ///< an unknown counted as its declared default
};

/// A row of the numeric problem's limits in the office's words.
struct LimitInfo {
    std::string id;           ///< the policy's limit
    std::string group;        ///< the site, neighbourhood, team … it is for; empty for "all"
    std::string group_table;  ///< "sites", … or empty
    std::int32_t digits = 0;  ///< the numbers below are scaled by 10^digits
    bool has_max = false, has_min = false;
    std::int64_t max = 0, min = 0;  ///< the cap and floor as declared
    std::int64_t tenants = 0;       ///< used by tenants
    std::int64_t stays = 0;         ///< load of the stay pairs under it
    std::int64_t room = 0;          ///< max(0, max - tenants, stays): what the numeric row allows
    bool already_over = false;      ///< tenants and stays exceed max
    bool soft = false;
    std::int32_t numeric = -1;  ///< limit of `numeric`, or -1 when it cannot bind and was not written
};

enum class GoalKind : std::uint8_t { policy, queue_days, lottery };
[[nodiscard]] constexpr std::string_view to_string(GoalKind kind) {
    constexpr std::array<std::string_view, 3> words{"policy", "queue_days", "lottery"};
    return words.at(static_cast<std::size_t>(kind));
}

struct GoalInfo {
    std::string id;
    GoalKind kind = GoalKind::policy;
    bool minimise = false;    ///< the numeric weights are negated then
    std::int32_t digits = 0;  ///< the goal's value is scaled by 10^digits
    model::Words text;
};

/// Immutable once built; may be shared between threads.
struct AllocationProblem {
    std::shared_ptr<const model::TypedCase> typed;
    std::shared_ptr<const model::Policy> policy;
    model::Findings findings;  ///< warnings and notes of building (errors throw InvalidInput)

    std::vector<std::string> participants;  ///< ids by ParticipantIndex, ascending
    std::vector<std::string> units;         ///< ids by UnitIndex, ascending: the pool of this round
    std::vector<std::int32_t> unit_rows;    ///< row in the typed units table
    std::vector<bool> mover;                ///< by participant: has a current unit
    std::vector<UnitIndex> home_now;        ///< by participant: where a mover lives, who may or may not stay there; invalid for others
    std::vector<UnitIndex> required;        ///< by participant: the home that the table pairs requires for them; invalid: none
    std::vector<std::string> outside_pool;  ///< ids of units that are not in the pool (outside the horizon)

    solve::Problem numeric;       ///< edges sorted by participant, then unit
    std::vector<bool> stay;       ///< by edge: the pair of a mover and their current unit
    std::vector<GoalInfo> goals;  ///< as numeric goals: policy goals, then queue days, then the lottery
    std::int32_t first_tie_goal = 0;
    std::vector<LimitInfo> limits;

    std::string case_digest, policy_digest, problem_digest;

    [[nodiscard]] ParticipantIndex find_participant(std::string_view id) const;  ///< invalid when absent
    [[nodiscard]] UnitIndex find_unit(std::string_view id) const;
    [[nodiscard]] EdgeIndex find_edge(ParticipantIndex participant, UnitIndex unit) const;

    /// Every rule's verdict on a pair, in policy order, whether the pair is open or not.
    [[nodiscard]] std::vector<RuleVerdict> verdicts(ParticipantIndex participant, UnitIndex unit) const;
    /// The score by term of any pair.
    [[nodiscard]] std::vector<TermScore> scores(ParticipantIndex participant, UnitIndex unit) const;
    /// The load of an edge on each limit that it counts in: (position in `limits`, coefficient).
    [[nodiscard]] std::vector<std::pair<std::int32_t, std::int64_t>> loads(EdgeIndex edge) const;

    struct Evaluators;
    std::shared_ptr<const Evaluators> evaluators;  ///< what verdicts() and scores() ask; rules' own
};

}  // namespace husrom::rules

namespace husrom {

/// Findings of a case under a policy: types, references, policy paths, linter, limits. Never throws for bad input.
[[nodiscard]] model::Findings check(const model::Case& source, const model::Policy& policy);

/// Throws InvalidInput with every finding when the case or the policy has errors.
[[nodiscard]] std::shared_ptr<const rules::AllocationProblem> build(const model::Case& source, const model::Policy& policy);

}  // namespace husrom
