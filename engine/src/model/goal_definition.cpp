#include "goal_definition.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "model/typing.hpp"

namespace husrom::model {

namespace {

/// Collects what decides the value of one goal, as a policy that holds nothing else.
class Definition {
public:
    explicit Definition(const Policy& policy) : policy_(policy) {}

    void goal(const Goal& goal) {
        Goal counted = goal;
        counted.text = {};
        counted.protected_reason = {};
        conditions(counted.among);
        if (std::holds_alternative<MinimiseDays>(counted.type)) days();
        if (const auto* score = std::get_if<MaximiseScore>(&counted.type))
            for (const auto& [id, weight] : score->weights) term(id);
        if (const auto* housed = std::get_if<MaximiseHoused>(&counted.type)) term(housed->weight);
        alone_.goals.push_back(std::move(counted));
        for (const auto& limit : policy_.limits)
            if (limit.on && limit.soft && limit.goal == goal.id) charge(limit);
    }

    /// A date counts the days since; what nothing declares may be taken for one.
    void tie(std::string_view id) {
        alone_.ties.order = {std::string(id)};
        if (id == "lottery") {
            alone_.ties.lottery_seed = policy_.ties.lottery_seed;
            return;
        }
        constexpr std::string_view own = "participant.";
        const auto* column = declared(policy_, "participant", id.starts_with(own) ? id.substr(own.size()) : id);
        if (!column || column->type == ColumnType::date) days();
    }

    [[nodiscard]] std::string digest() const { return digest_of(alone_); }

private:
    void days() { alone_.round.as_of = policy_.round.as_of; }

    void conditions(const Conditions& conditions) {
        for (const auto& condition : conditions)
            if (condition.op == Operator::days_since_at_least || condition.op == Operator::in_days_at_most ||
                condition.op == Operator::in_days_at_least)
                days();
    }

    /// A combination that is forbidden has no points.
    void risk() {
        if (!policy_.risk || alone_.risk) return;
        Risk& counted = alone_.risk.emplace();
        counted.traits = policy_.risk->traits;
        counted.factors = policy_.risk->factors;
        counted.points = policy_.risk->points;
        for (auto& row : counted.points)
            for (auto& points : row) points = points.value_or(0);
    }

    void term(std::string_view id) {
        const auto found = std::ranges::find(policy_.terms, id, &Term::id);
        if (found == policy_.terms.end()) return;
        Term counted = *found;
        counted.text = {};
        counted.protected_reason = {};
        conditions(counted.among);
        conditions(counted.where);
        if (std::holds_alternative<WaitingTerm>(counted.type) || std::holds_alternative<DaysToHomeTerm>(counted.type)) days();
        if (std::holds_alternative<RiskTerm>(counted.type)) risk();
        alone_.terms.push_back(std::move(counted));
    }

    /// What a limit charges for each unit past its bounds; where these lie is what plans of several scenarios are compared for.
    void charge(const LimitRule& limit) {
        LimitRule counted;
        counted.id = limit.id;
        counted.per = limit.per;
        counted.sum = limit.sum;
        counted.among = limit.among;
        counted.where = limit.where;
        counted.soft = limit.soft;
        counted.goal = limit.goal;
        counted.steps = limit.steps;
        counted.spread = limit.spread;
        if (limit.max) counted.max = Decimal{};
        if (limit.min) counted.min = Decimal{};
        conditions(counted.among);
        conditions(counted.where);
        if (std::holds_alternative<SumRisk>(counted.sum)) risk();
        alone_.limits.push_back(std::move(counted));
    }

    const Policy& policy_;
    Policy alone_;
};

}  // namespace

std::string definition_of_goal(const Policy& policy, std::string_view id) {
    Definition definition(policy);
    const auto goal = std::ranges::find(policy.goals, id, &Goal::id);
    if (goal != policy.goals.end())
        definition.goal(*goal);
    else
        definition.tie(id);
    return definition.digest();
}

}  // namespace husrom::model
