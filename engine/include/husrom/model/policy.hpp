#pragma once

/// The policy as data: rules, risk, terms, limits, goals and ties that a municipality can read. A closed set of types over named columns.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <husrom/model/column.hpp>
#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>

namespace husrom::model {

using Literal = std::variant<bool, Decimal, Date, std::string, std::vector<std::string>>;

enum class Operator : std::uint8_t {
    is,
    is_not,
    at_least,
    at_most,
    any_of,
    none_of,
    all_of,
    known,
    days_since_at_least,
    in_days_at_most,
    in_days_at_least
};

/// `column op value`, used wherever people, homes or pairs are filtered.
struct Condition {
    std::string column;  ///< a path
    Operator op = Operator::is;
    Literal value;  ///< known: true or false
    PolicyLine line;
};
using Conditions = std::vector<Condition>;  ///< all must hold

/// A column times a factor, one summand of a linear side.
struct Operand {
    std::string column;
    Decimal times{1, 0};
};
/// A column or a number, where a policy may write either.
using ColumnOrNumber = std::variant<std::string, Decimal>;

enum class OnUnknown : std::uint8_t { fail, pass, ask };

// ---- eligibility: each type in the words of the policy file
struct AtLeast {
    std::vector<Operand> left, right;
};  ///< sum(left) >= sum(right)
struct AtMost {
    std::vector<Operand> left, right;
};  ///< sum(left) <= sum(right)
struct EqualColumns {
    std::string left, right;
};
struct Requires {
    Conditions when, then;
};
struct Forbids {
    Conditions conditions;
};
struct OneOf {
    std::string value;
    std::variant<std::string, std::vector<std::string>> set;
};  ///< value is one of a set column's, or of a list
struct Contains {
    std::string set, element;
};  ///< the set holds the element, or every element when that is a set
struct Disjoint {
    std::string left, right;
};  ///< sets or texts without a common element
struct Within {
    std::string value;
    std::optional<ColumnOrNumber> low, high;
};
struct WithinKm {
    std::string left, right;
    ColumnOrNumber km;
};  ///< "participant", "unit", "unit.site.neighbourhood": whatever has x and y
struct Before {
    std::string left, right;
    std::int64_t slack_days = 0;
};  ///< left <= right + slack_days
struct RiskBelow {
    ColumnOrNumber max;
};  ///< risk points of the pair <= max
using EligibleType =
    std::variant<AtLeast, AtMost, EqualColumns, Requires, Forbids, OneOf, Contains, Disjoint, Within, WithinKm, Before, RiskBelow>;

struct EligibleRule {
    std::string id;
    EligibleType type;
    Conditions among;  ///< people it applies to
    Conditions where;  ///< homes it applies to
    OnUnknown unknown = OnUnknown::fail;
    bool on = true;
    Words text;
    std::string legal_basis;
    Words protected_reason;  ///< why a protected column may be used, if one is
    PolicyLine line;
};

// ---- neighbourhood risk: points = traits x matrix x factors
struct Risk {
    std::vector<std::string> traits;                               ///< columns of the participant's side
    std::vector<std::string> factors;                              ///< columns of the neighbourhood, or paths of the unit's side
    std::vector<std::vector<std::optional<std::int64_t>>> points;  ///< traits x factors; nullopt is "forbid"
    Words source;
    std::optional<Date> source_date;
    Words protected_reason;  ///< why a protected trait may rule homes out, if one does
    PolicyLine line;
};

// ---- terms of the score, in declared units (points)
struct EqualTerm {
    std::string left, right;
    std::int64_t points = 0;
};
struct ClosenessTerm {
    std::string left, right;
    std::int64_t over = 0, under = 0;
};  ///< points lost for each step left is over / under right
struct DistanceTerm {
    std::string left, right;
    std::int64_t points_per_km = 0;
    std::optional<std::int64_t> most_points;
};  ///< floor(metres x points_per_km / 1000) lost, at most most_points
struct WishRankTerm {
    std::string kind;
    std::vector<std::int64_t> points;
};  ///< by rank of the best wish that the home meets
struct WaitingStep {
    std::int64_t days = 0, points = 0;
};
struct WaitingTerm {
    std::string since;
    std::vector<WaitingStep> steps;
};  ///< the points of the last step reached
struct DaysToHomeTerm {
    std::string from;
    std::int64_t points_per_day = 0;
};  ///< days from `from` (or as_of) until the home is available
struct RiskTerm {
    std::int64_t points_each = 0;
};
struct ColumnTerm {
    std::string column;
    Decimal times{1, 0};
};
struct PairTerm {
    std::string column;
    Decimal times{1, 0};
};  ///< a column of `pairs`; pairs not listed score 0
struct SlackTerm {
    std::vector<Operand> left, right;
    Decimal points_each{0, 0};
};  ///< points for each unit by which left exceeds right
using TermType = std::variant<EqualTerm, ClosenessTerm, DistanceTerm, WishRankTerm, WaitingTerm, DaysToHomeTerm, RiskTerm, ColumnTerm,
                              PairTerm, SlackTerm>;

struct Term {
    std::string id;
    TermType type;
    Conditions among, where;
    bool on = true;
    Words text;
    Words protected_reason;
    PolicyLine line;
};

// ---- limits over many pairs
struct SoftStep {
    std::optional<std::int64_t> width;
    Decimal slope;
};  ///< no width: never ends; width in whole units of `sum` as the office counts them (persons, hours, kroner)
struct SumOne {};
struct SumRisk {};
struct SumColumns {
    std::vector<Operand> columns;
};
struct SumProduct {
    std::string participant_column, unit_column;
};
using LimitSum = std::variant<SumOne, SumRisk, SumColumns, SumProduct>;

struct LimitRule {
    std::string id;
    std::string per = "all";  ///< "all" or a path of joins or of a text column
    LimitSum sum = SumOne{};
    Conditions among, where;
    std::optional<ColumnOrNumber> max, min;
    bool soft = false;
    std::string goal;  ///< soft: the goal that is charged
    std::vector<SoftStep> steps;
    std::optional<Decimal> spread;  ///< the share of the load that reaches each adjacent neighbourhood
    bool on = true;
    Words text;
    std::string legal_basis;
    Words protected_reason;
    PolicyLine line;
};

// ---- goals, in order
struct MaximiseHoused {
    std::string weight;
};  ///< weight: a term's id, or empty for 1 each
struct MaximiseScore {
    std::vector<std::pair<std::string, Decimal>> weights;
};  ///< term id -> weight
struct MinimiseColumn {
    std::string column;
};  ///< summed over those placed
struct MinimiseMoves {};
struct MinimiseExcess {};  ///< the charges of the soft limits that name this goal
struct MinimiseDays {};    ///< days until the home is available, over those housed
using GoalType = std::variant<MaximiseHoused, MaximiseScore, MinimiseColumn, MinimiseMoves, MinimiseExcess, MinimiseDays>;

struct Goal {
    std::string id;
    GoalType type;
    Conditions among;
    Words text;
    Words protected_reason;
    PolicyLine line;
};

struct Ties {
    std::vector<std::string> order{"application_date", "lottery"};
    std::uint64_t lottery_seed = 0;
    Words protected_reason;
    PolicyLine line;  ///< of the order
};

struct Round {
    Date as_of;
    std::int64_t horizon_days = 0;  ///< homes that fall vacant within it are in the pool
};

struct Offers {
    std::int64_t homes = 3;
    std::vector<std::pair<std::string, Decimal>> max_loss;  ///< goal id -> loss
};

/// `[refusals]` and `[[change]]` are kept for the parts that use them.
struct RefusalRule {
    std::string reason;
    std::optional<std::int64_t> park_days;
    std::string forbid;
};
/// What a fact that nobody has filled in may turn out to be: within a range, or one of some values (of a set: elements that may be in it).
struct UncertainFact {
    std::string column;               ///< "participant.income", "unit.level"
    std::optional<Literal> from, to;  ///< both, or neither
    std::vector<Literal> values;
    PolicyLine line;
};
struct ChangeRule {
    std::string id;
    std::string limit;
    std::int64_t by = 0;  ///< one more place in a cap
    std::string table;
    std::int64_t drop = 0;  ///< a row dropped
    std::string column;
    std::optional<Literal> value;                       ///< a fact that could change
    std::vector<std::pair<std::string, Literal>> unit;  ///< a home that could be added: its cells by heading
    PolicyLine line;
};
/// A code that an override may give as its reason.
struct OverrideReason {
    std::string code;
    Words text;
};

struct Policy {
    std::int64_t schema = 1;
    std::string id;
    Words title;
    std::string preset;  ///< "housing_first", "staircase" or empty
    Round round;
    std::vector<ColumnDeclaration> columns;
    std::vector<EligibleRule> eligible;
    std::optional<Risk> risk;
    std::vector<Term> terms;
    std::vector<LimitRule> limits;
    std::vector<Goal> goals;
    Ties ties;
    Offers offers;
    std::vector<RefusalRule> refusals;
    std::vector<ChangeRule> changes;
    std::vector<OverrideReason> overrides;
    std::vector<UncertainFact> uncertain;
    std::string source = "policy.toml";
    std::string digest;  ///< SHA-256 of what was parsed, without comments and layout
};

/// The digest of a policy's content: comments, layout, line numbers and the file's name do not count. To be renewed after an edit.
[[nodiscard]] std::string digest_of(const Policy& policy);

}  // namespace husrom::model
