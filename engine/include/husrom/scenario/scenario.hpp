#pragma once

/// Scenarios: a case with edits. Edits are values; applying them gives a new case and a new policy and leaves the old ones alone.
///
///     Scenario scenario{"one more in Nordby", {ShiftLimit{"conflict-cap", "SYN-S-3", {1, 0}}, CloseUnit{"SYN-U-0090"}}};
///     auto [source, policy] = scenario::apply(original, original_policy, scenario);
///     auto comparison = scenario::compare(allocate(build(original, original_policy)), allocate(build(source, policy)));
///
/// Edits are applied in their order, each to what the ones before it left. Cost: one copy of the case, then the cells that change.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <husrom/model/case.hpp>
#include <husrom/model/policy.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom::scenario {

struct AddRows {
    model::Table rows;
};  ///< new homes, people, sites …; columns by heading. A heading that the case does not have yet is empty for the other rows
/// Takes a home out of the case, with the wishes and pairs that name it. A home that somebody lives in, or is locked to, cannot be closed.
struct CloseUnit {
    std::string unit;
};
struct MoveUnit {
    std::string unit, site;
};  ///< relocatable homes; the home takes over the site's neighbourhood and place
/// The cap of a limit times `scale`; group empty: every group of the limit. Where the cap stands in a column of whole numbers (or of fewer
/// decimals than the product needs) it is cut down to what the column holds, and a warning in the case says so.
struct ScaleLimit {
    std::string limit, group;
    model::Decimal scale;
};
struct ShiftLimit {
    std::string limit, group;
    model::Decimal by;
};
struct SetLimitMax {
    std::string limit, group;
    model::Decimal max;
};
struct SwitchRule {
    std::string id;
    bool on = false;
};  ///< a limit, rule or term
struct Lock {
    std::string participant, unit;
};  ///< must have this home, which the rules must allow
struct Forbid {
    std::string participant, unit;
};  ///< must not have this home; nobody can be forbidden the home they live in
struct SetCell {
    std::string table, id, column, value;
};  ///< a team's hours, a need level
struct SetGoalWeight {
    std::string goal, term;
    model::Decimal weight;
};
using Edit =
    std::variant<AddRows, CloseUnit, MoveUnit, ScaleLimit, ShiftLimit, SetLimitMax, SwitchRule, Lock, Forbid, SetCell, SetGoalWeight>;

struct Scenario {
    std::string name;
    std::vector<Edit> edits;
};

/// The policy's digest is renewed. When the policy was edited, the case's policy text, which no longer says it, is left out.
struct Applied {
    model::Case source;
    model::Policy policy;
};
/// Throws InvalidInput naming each edit that does not fit (an unknown home, limit, column …), all at once.
[[nodiscard]] Applied apply(const model::Case& source, const model::Policy& policy, const Scenario& scenario);

/// `build` of what `apply` gave. Throws InvalidInput of which each finding says that it is of this scenario: after an edit one of the
/// case's own cells may be at fault, and its file alone does not tell.
[[nodiscard]] std::shared_ptr<const rules::AllocationProblem> problem_of(const model::Case& source, const model::Policy& policy,
                                                                         std::string_view scenario);

/// Reads a list of scenarios from TOML:
///
///     [[scenario]]
///     name = "one more in Nordby"
///     edits = [
///       { limit = "conflict-cap", group = "SYN-S-3", shift = 1 },              # or max = 4, or scale = 1.25
///       { close = "SYN-U-0090" },
///       { move = "SYN-U-0007", site = "SYN-S-2" },
///       { lock = "SYN-P-7", unit = "SYN-U-3" },
///       { forbid = "SYN-P-8", unit = "SYN-U-3" },
///       { off = "deposit-budget" },                                            # or on = "…": a rule, a term or a limit
///       { set = "teams", id = "SYN-T-1", column = "hours_week", value = 40 },
///       { weight = "best-fit", term = "wish", to = 1.5 },
///       { add = "units", rows = [ { unit_id = "SYN-U-9001", site_id = "SYN-S-3" } ] },
///     ]
///
/// Throws InvalidInput with every finding.
[[nodiscard]] std::vector<Scenario> parse_scenarios(std::string_view toml, std::string source = "scenarios.toml");

/// What two plans are compared by: a plan's, or what a saved run says.
struct Record {
    struct Goal {
        std::string id;
        bool minimise = false;
        std::int32_t digits = 0;
        std::int64_t reached = 0;
        std::string definition = {};  ///< differs where two policies count a goal of this id differently
        bool lottery = false;         ///< sums the lots of the pairs that a case has open
    };
    struct Home {
        std::string participant, unit;
        bool mover = false;  ///< already had a home
    };
    std::vector<Goal> goals;
    std::vector<Home> homes;                ///< by participant id
    std::vector<std::string> binding;       ///< "limit group"
    std::vector<std::string> waiting = {};  ///< the people of the case without a home, by participant id
    std::string case_digest = {};
    std::string as_of = {};  ///< the day that the policy counts from, such as "2026-11-22"
};
/// Everybody waits in a plan without an allocation, which has no goals.
[[nodiscard]] Record record_of(const plan::Plan& plan);

/// Two plans side by side.
struct Comparison {
    struct GoalPair {
        std::string id;
        bool minimise = false;
        std::int32_t digits = 0;
        std::optional<std::int64_t> a, b;
        /// False: neither value is better, since the policies may count the goal differently, the people are not the same, or it is the
        /// lottery of another case.
        bool counted_alike = true;
    };
    struct Change {
        std::string participant, unit_a, unit_b;
    };  ///< empty: without a home
    std::vector<GoalPair> goals;
    std::vector<std::string> housed_only_in_a, housed_only_in_b;  ///< people without a home of their own, who wait in the other
    std::vector<std::string> people_only_in_a, people_only_in_b;  ///< housed or not: the other case does not have them
    std::vector<Change> other_home;                               ///< housed in both, elsewhere
    std::vector<std::string> binds_only_in_a, binds_only_in_b, binds_in_both;  ///< "limit group"
    std::string as_of_a, as_of_b;
    bool same_case = true;

    [[nodiscard]] bool same_people() const { return people_only_in_a.empty() && people_only_in_b.empty(); }
};
[[nodiscard]] Comparison compare(const Record& a, const Record& b);
[[nodiscard]] Comparison compare(const plan::Plan& a, const plan::Plan& b);
/// In words, counts first, then ids.
[[nodiscard]] std::string text(const Comparison& comparison, model::Language language = model::Language::en);

}  // namespace husrom::scenario
