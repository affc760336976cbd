#pragma once

/// Scenarios: a case with edits. Edits are values; applying them gives a new case and a new policy and leaves the old ones alone.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <husrom/model/case.hpp>
#include <husrom/model/policy.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom::scenario {

struct AddRows {
    model::Table rows;
};  ///< new homes, people, sites …; columns by heading
struct CloseUnit {
    std::string unit;
};
struct MoveUnit {
    std::string unit, site;
};  ///< relocatable homes
struct ScaleLimit {
    std::string limit, group;
    model::Decimal scale;
};  ///< group empty: every group of the limit
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
};  ///< must have this home
struct Forbid {
    std::string participant, unit;
};
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

struct Applied {
    model::Case source;
    model::Policy policy;
};
/// Throws InvalidInput naming each edit that does not fit (an unknown home, limit, column …), all at once.
[[nodiscard]] Applied apply(const model::Case& source, const model::Policy& policy, const Scenario& scenario);

/// Two plans side by side.
struct Comparison {
    struct GoalPair {
        std::string id;
        bool minimise = false;
        std::int32_t digits = 0;
        std::optional<std::int64_t> a, b;
    };
    struct Change {
        std::string participant, unit_a, unit_b;
    };  ///< empty: without a home
    std::vector<GoalPair> goals;
    std::vector<std::string> housed_only_in_a, housed_only_in_b;
    std::vector<Change> other_home;                                            ///< housed in both, elsewhere
    std::vector<std::string> binds_only_in_a, binds_only_in_b, binds_in_both;  ///< "limit group"
};
[[nodiscard]] Comparison compare(const plan::Plan& a, const plan::Plan& b);

}  // namespace husrom::scenario
