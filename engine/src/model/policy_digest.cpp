// The digest of a policy: every part in a fixed order, each field with its length, so that nothing runs together.

#include <algorithm>
#include <tuple>

#include <husrom/core/sha256.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::model {
namespace {

class Hash {
public:
    void operator()(std::string_view text) { hash_.field(text); }
    void operator()(const std::string& text) { hash_.field(std::string_view(text)); }
    void operator()(const char* text) { hash_.field(std::string_view(text)); }
    void operator()(std::int64_t value) { hash_.field(value); }
    void operator()(bool value) { hash_.field(std::int64_t{value}); }
    void operator()(const Decimal& decimal) { hash_.field(to_text(decimal)); }
    void operator()(Date date) { hash_.field(date.day); }
    void operator()(const Words& words) { (*this)(words.nb), (*this)(words.en); }
    void operator()(const Condition& condition) {
        (*this)(condition.column);
        (*this)(static_cast<std::int64_t>(condition.op));
        (*this)(condition.value);
    }
    void operator()(const Operand& operand) { (*this)(operand.column), (*this)(operand.times); }
    void operator()(const WaitingStep& step) { (*this)(step.days), (*this)(step.points); }
    void operator()(const SoftStep& step) { (*this)(step.width), (*this)(step.slope); }
    template <typename First, typename Second> void operator()(const std::pair<First, Second>& both) {
        (*this)(both.first), (*this)(both.second);
    }
    template <typename Value> void operator()(const std::optional<Value>& value) {
        hash_.field(std::int64_t{value.has_value()});
        if (value) (*this)(*value);
    }
    template <typename Value> void operator()(const std::vector<Value>& list) {
        hash_.field(static_cast<std::int64_t>(list.size()));
        for (const Value& value : list) (*this)(value);
    }
    template <typename... Values> void operator()(const std::variant<Values...>& value) {
        hash_.field(static_cast<std::int64_t>(value.index()));
        std::visit(*this, value);
    }

    void operator()(const AtLeast& rule) { (*this)(rule.left), (*this)(rule.right); }
    void operator()(const AtMost& rule) { (*this)(rule.left), (*this)(rule.right); }
    void operator()(const EqualColumns& rule) { (*this)(rule.left), (*this)(rule.right); }
    void operator()(const Requires& rule) { (*this)(rule.when), (*this)(rule.then); }
    void operator()(const Forbids& rule) { (*this)(rule.conditions); }
    void operator()(const OneOf& rule) { (*this)(rule.value), (*this)(rule.set); }
    void operator()(const Contains& rule) { (*this)(rule.set), (*this)(rule.element); }
    void operator()(const Disjoint& rule) { (*this)(rule.left), (*this)(rule.right); }
    void operator()(const Within& rule) { (*this)(rule.value), (*this)(rule.low), (*this)(rule.high); }
    void operator()(const WithinKm& rule) { (*this)(rule.left), (*this)(rule.right), (*this)(rule.km); }
    void operator()(const Before& rule) { (*this)(rule.left), (*this)(rule.right), (*this)(rule.slack_days); }
    void operator()(const RiskBelow& rule) { (*this)(rule.max); }

    void operator()(const EqualTerm& term) { (*this)(term.left), (*this)(term.right), (*this)(term.points); }
    void operator()(const ClosenessTerm& term) { (*this)(term.left), (*this)(term.right), (*this)(term.over), (*this)(term.under); }
    void operator()(const DistanceTerm& term) {
        (*this)(term.left), (*this)(term.right), (*this)(term.points_per_km), (*this)(term.most_points);
    }
    void operator()(const WishRankTerm& term) { (*this)(term.kind), (*this)(term.points); }
    void operator()(const WaitingTerm& term) { (*this)(term.since), (*this)(term.steps); }
    void operator()(const DaysToHomeTerm& term) { (*this)(term.from), (*this)(term.points_per_day); }
    void operator()(const RiskTerm& term) { (*this)(term.points_each); }
    void operator()(const ColumnTerm& term) { (*this)(term.column), (*this)(term.times); }
    void operator()(const PairTerm& term) { (*this)(term.column), (*this)(term.times); }
    void operator()(const SlackTerm& term) { (*this)(term.left), (*this)(term.right), (*this)(term.points_each); }

    void operator()(const SumOne&) {}
    void operator()(const SumRisk&) {}
    void operator()(const SumColumns& sum) { (*this)(sum.columns); }
    void operator()(const SumProduct& sum) { (*this)(sum.participant_column), (*this)(sum.unit_column); }

    void operator()(const MaximiseHoused& goal) { (*this)(goal.weight); }
    void operator()(const MaximiseScore& goal) { (*this)(goal.weights); }
    void operator()(const MinimiseColumn& goal) { (*this)(goal.column); }
    void operator()(const MinimiseMoves&) {}
    void operator()(const MinimiseExcess&) {}
    void operator()(const MinimiseDays&) {}

    void operator()(const ColumnDeclaration& column) {
        (*this)(column.table), (*this)(column.name), (*this)(static_cast<std::int64_t>(column.type));
        (*this)(std::int64_t{column.digits}), (*this)(static_cast<std::int64_t>(column.empty)), (*this)(column.default_value);
        (*this)(static_cast<std::int64_t>(column.column_class)), (*this)(column.order), (*this)(column.text);
    }
    /// One text for both languages counts once.
    void reason(const Words& words) {
        (*this)(words.en);
        if (words.nb != words.en) (*this)(words.nb);
    }
    /// Where most entries have none, one that is not stated leaves the digest as it is.
    void stated_reason(const Words& words) {
        if (words == Words{}) return;
        (*this)("protected_reason");
        reason(words);
    }
    void operator()(const EligibleRule& rule) {
        (*this)(rule.id), (*this)(rule.type), (*this)(rule.among), (*this)(rule.where);
        (*this)(static_cast<std::int64_t>(rule.unknown)), (*this)(rule.on), (*this)(rule.text), (*this)(rule.legal_basis);
        reason(rule.protected_reason);
    }
    void operator()(const Risk& risk) {
        (*this)(risk.traits), (*this)(risk.factors), (*this)(risk.points), (*this)(risk.source), (*this)(risk.source_date);
        stated_reason(risk.protected_reason);
    }
    void operator()(const Term& term) {
        (*this)(term.id), (*this)(term.type), (*this)(term.among), (*this)(term.where), (*this)(term.on), (*this)(term.text);
        reason(term.protected_reason);
    }
    void operator()(const LimitRule& limit) {
        (*this)(limit.id), (*this)(limit.per), (*this)(limit.sum), (*this)(limit.among), (*this)(limit.where), (*this)(limit.max);
        (*this)(limit.min), (*this)(limit.soft), (*this)(limit.goal), (*this)(limit.steps), (*this)(limit.spread), (*this)(limit.on);
        (*this)(limit.text), (*this)(limit.legal_basis);
        stated_reason(limit.protected_reason);
    }
    void operator()(const Goal& goal) {
        (*this)(goal.id), (*this)(goal.type), (*this)(goal.among), (*this)(goal.text);
        stated_reason(goal.protected_reason);
    }
    void operator()(const Ties& ties) {
        (*this)(ties.order), (*this)(static_cast<std::int64_t>(ties.lottery_seed));
        stated_reason(ties.protected_reason);
    }
    void operator()(const RefusalRule& rule) { (*this)(rule.reason), (*this)(rule.park_days), (*this)(rule.forbid); }
    void operator()(const ChangeRule& rule) {
        (*this)(rule.id), (*this)(rule.limit), (*this)(rule.by), (*this)(rule.table), (*this)(rule.drop), (*this)(rule.column);
        (*this)(rule.value);
        if (!rule.unit.empty()) (*this)(rule.unit);
    }
    void operator()(const UncertainFact& fact) { (*this)(fact.column), (*this)(fact.from), (*this)(fact.to), (*this)(fact.values); }
    void operator()(const OverrideReason& reason) { (*this)(reason.code), (*this)(reason.text); }

    [[nodiscard]] std::string hex() { return hash_.finish_hex(); }

private:
    core::Sha256 hash_;
};

}  // namespace

std::string digest_of(const Policy& policy) {
    Hash hash;
    hash("husrom policy 1");
    hash(policy.schema), hash(policy.id), hash(policy.title), hash(policy.preset);
    hash(policy.round.as_of), hash(policy.round.horizon_days);
    // Columns have no order; lists of rules do, since explanations follow it.
    std::vector<ColumnDeclaration> columns = policy.columns;
    std::ranges::sort(columns, [](const ColumnDeclaration& a, const ColumnDeclaration& b) {
        return std::tie(a.table, a.name) < std::tie(b.table, b.name);
    });
    hash(columns), hash(policy.eligible), hash(policy.risk), hash(policy.terms), hash(policy.limits), hash(policy.goals);
    hash(policy.ties), hash(policy.offers.homes), hash(policy.offers.max_loss);
    hash(policy.refusals), hash(policy.changes);
    if (!policy.overrides.empty()) hash(policy.overrides);
    if (!policy.uncertain.empty()) hash(policy.uncertain);
    return hash.hex();
}

}  // namespace husrom::model
