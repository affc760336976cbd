#include <husrom/plan/plan.hpp>

#include <algorithm>
#include <utility>

#include <husrom/core/sha256.hpp>

#include "plan/exchange.hpp"
#include "plan/parts.hpp"
#include "plan/plan_values.hpp"

namespace husrom::plan {

namespace {

std::vector<GoalValue> goal_values(const rules::AllocationProblem& problem, const solve::Result& result) {
    std::vector<GoalValue> values;
    for (std::size_t i = 0; i < problem.goals.size(); ++i) {
        const auto& goal = problem.goals[i];
        GoalValue value;
        value.id = goal.id;
        value.minimise = goal.minimise;
        value.tie = goal.kind != rules::GoalKind::policy;
        value.digits = goal.digits;
        values.push_back(with_values(std::move(value), i, result.objective, result.bound, result.proven_goals));
    }
    return values;
}

std::vector<Assignment> assignments_of(const rules::AllocationProblem& problem, std::span<const std::int32_t> chosen) {
    std::vector<Assignment> list;
    for (const auto edge : chosen) {
        const auto place = static_cast<std::size_t>(edge);
        Assignment one;
        one.participant = {problem.numeric.edge_row[place]};
        one.unit = {problem.numeric.edge_column[place]};
        one.edge = {edge};
        one.stays = problem.stay[place];
        one.moves = problem.mover[one.participant.position()] && !one.stays;
        if (!one.stays)
            for (const auto& verdict : problem.verdicts(one.participant, one.unit))
                if (verdict.verdict == rules::Verdict::ask) one.confirm.push_back(verdict.rule);
        list.push_back(std::move(one));
    }
    std::ranges::sort(list, {}, [](const Assignment& one) { return std::pair(one.participant, one.unit); });
    return list;
}

std::string digest_of(const rules::AllocationProblem& problem, const solve::Result& result, std::uint64_t seed) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto edge : result.chosen) {
        const auto place = static_cast<std::size_t>(edge);
        pairs.emplace_back(problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[place])],
                           problem.units[static_cast<std::size_t>(problem.numeric.edge_column[place])]);
    }
    return digest(problem.problem_digest, seed, result.status, result.objective, std::move(pairs));
}

}  // namespace

std::string digest(std::string_view problem_digest, std::uint64_t seed, solve::Status status, std::span<const std::int64_t> objective,
                   std::vector<std::pair<std::string, std::string>> participant_and_unit) {
    std::ranges::sort(participant_and_unit);
    core::Sha256 hash;
    hash.field("husrom plan 1").field(problem_digest).field(static_cast<std::int64_t>(seed)).field(solve::to_string(status));
    hash.field(static_cast<std::int64_t>(objective.size()));
    for (const auto value : objective) hash.field(value);
    hash.field(static_cast<std::int64_t>(participant_and_unit.size()));
    for (const auto& [participant, unit] : participant_and_unit) hash.field(participant).field(unit);
    return hash.finish_hex();
}

Plan::Plan(std::shared_ptr<const rules::AllocationProblem> problem, solve::Result result, solve::Verdict verdict, std::uint64_t seed)
    : problem_(std::move(problem)), result_(std::move(result)), verdict_(std::move(verdict)), seed_(seed) {
    if (!verdict_.accepted && result_.status != solve::Status::unknown) {
        std::string message = "the independent checker refuses the result";
        for (const auto& objection : verdict_.objections) message += "; " + objection;
        throw InternalError(message);
    }
    digest_ = digest_of(*problem_, result_, seed_);
    if (!result_.has_plan()) return;
    exchanges_ = std::make_shared<const Exchanges>(*problem_, result_.chosen);
    goals_ = goal_values(*problem_, result_);
    assignments_ = assignments_of(*problem_, result_.chosen);
    limits_ = limit_uses(*problem_, *exchanges_, result_.chosen);
    waiting_ = waiting_list(*problem_, *exchanges_, result_);
}

bool Plan::canonical() const {
    return result_.status == solve::Status::optimal && std::cmp_equal(result_.proven_goals, problem_->goals.size());
}

namespace {
void require_allocation(const Plan& plan) {
    if (!plan.has_allocation())
        throw InvalidArgument("the plan has no allocation: its status is " + std::string(solve::to_string(plan.status())));
}
}  // namespace

const std::vector<GoalValue>& Plan::goals() const {
    require_allocation(*this);
    return goals_;
}

const std::vector<Assignment>& Plan::assignments() const {
    require_allocation(*this);
    return assignments_;
}

const std::vector<Waiting>& Plan::waiting() const {
    require_allocation(*this);
    return waiting_;
}

const std::vector<LimitUse>& Plan::limits() const {
    require_allocation(*this);
    return limits_;
}

const Exchanges& Plan::exchanges() const {
    require_allocation(*this);
    return *exchanges_;
}

std::int32_t Plan::housed() const {
    return static_cast<std::int32_t>(
        std::ranges::count_if(assignments(), [&](const Assignment& one) { return !problem_->mover[one.participant.position()]; }));
}

Explanation Plan::explain(std::string_view participant) const {
    require_allocation(*this);
    return explanation(*this, *exchanges_, participant);
}

}  // namespace husrom::plan
