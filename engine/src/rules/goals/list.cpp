#include "rules/goals/list.hpp"

#include <algorithm>

#include "rules/goals/goal.hpp"
#include "rules/scale.hpp"
#include "rules/unknowns.hpp"

namespace husrom::rules {
namespace {

std::vector<bool> concerned(const model::Goal& goal, std::span<const Pair> pairs, std::span<const std::int32_t> pool, const Scope& scope,
                            const Entry& entry) {
    const Filter filter(goal.among, {}, scope, entry, Unknowns::keep);
    report_left_out(filter, pool, scope, entry);
    std::vector<bool> concerns(pairs.size(), true);
    if (filter.empty()) return concerns;
    for (std::size_t edge = 0; edge < pairs.size(); ++edge) concerns[edge] = filter.holds(pairs[edge]);
    return concerns;
}

/// The digits that the charges of soft limits need in the goal that they name.
std::int32_t digits_of_charges(const std::string& goal, const LimitRows& limits) {
    std::int32_t digits = 0;
    for (const auto& row : limits.soft)
        if (row.limit->rule().goal == goal)
            for (const auto& step : row.limit->rule().steps)
                digits = std::max(digits, model::normalised(step.slope).digits + row.limit->digits());
    return digits;
}

/// The steps of a soft limit as the round fills them: what tenants and stays exceed already has used up the first ones, so that the same
/// people cost the same whether they come in one round or in several.
void add_steps(const SoftRow& row, std::int32_t goal, std::int32_t goal_digits, AllocationProblem& problem) {
    const auto& info = problem.limits[static_cast<std::size_t>(row.info)];
    const auto unit = power_of_ten(info.digits);
    for (const auto side : {solve::Side::upper, solve::Side::lower}) {
        if (side == solve::Side::upper ? !info.has_max : !info.has_min) continue;
        // A shortfall is counted from the floor itself, tenants and all.
        auto filled = side == solve::Side::upper ? core::checked_add(core::checked_subtract(info.tenants, info.max), info.room) : 0;
        for (const auto& step : row.limit->rule().steps) {
            const auto width = step.width && *step.width < solve::unbounded / unit ? *step.width * unit : solve::unbounded;
            const auto used = std::min(filled, width);
            filled -= used;
            if (used == width) continue;
            const auto slope = scaled(model::normalised(step.slope), goal_digits - info.digits);
            problem.numeric.steps.push_back({info.numeric, side, goal, width == solve::unbounded ? width : width - used, slope});
            if (width == solve::unbounded) break;  // nothing exceeds so much
        }
    }
}

}  // namespace

const Scoring* GoalContext::term(const std::string& id) const {
    for (const auto& term : terms)
        if (term->id() == id) return term.get();
    const auto& declared = scope.policy().terms;
    // A term that is on but did not compile has its own findings.
    if (std::ranges::none_of(declared, [&id](const model::Term& term) { return term.id == id && term.on; }))
        scope.error("P225", entry, {entry.id, id});
    return nullptr;
}

const std::vector<std::int64_t>& GoalContext::points_of(const Scoring& term) const {
    if (const auto known = points.find(term.id()); known != points.end()) return known->second;
    return points.emplace(term.id(), term.points(pairs, scope)).first->second;
}

void write_goals(std::span<const std::unique_ptr<Scoring>> terms, std::span<const Pair> pairs, const LimitRows& limits, const Scope& scope,
                 AllocationProblem& problem) {
    std::map<std::string, std::vector<std::int64_t>, std::less<>> points;
    for (const auto& goal : scope.policy().goals) {
        const Entry entry{"goal " + goal.id, goal.line};
        guarded(scope, entry, [&] {
            const auto concerns = concerned(goal, pairs, problem.unit_rows, scope, entry);
            const GoalContext context{scope, entry, terms, pairs, problem.stay, problem.mover, concerns, points};
            auto weights = std::visit([&context](const auto& type) { return compile(type, context); }, goal.type);
            const auto digits = std::max(weights.digits, digits_of_charges(goal.id, limits));
            if (const auto factor = power_of_ten(digits - weights.digits); factor != 1)
                for (auto& value : weights.values) value = core::checked_multiply(value, factor);
            const auto number = static_cast<std::int32_t>(problem.goals.size());
            for (const auto& row : limits.soft)
                if (row.limit->rule().goal == goal.id) add_steps(row, number, digits, problem);
            problem.numeric.weights.push_back(std::move(weights.values));
            problem.goals.push_back({goal.id, GoalKind::policy, weights.minimise, digits, goal.text});
        });
    }
    const auto names_goal = [&scope](const model::LimitRule& limit) {
        return std::ranges::any_of(scope.policy().goals, [&limit](const model::Goal& goal) { return goal.id == limit.goal; });
    };
    for (const auto& limit : scope.policy().limits)
        if (limit.on && limit.soft && !names_goal(limit)) scope.error("P226", {"limit " + limit.id, limit.line}, {limit.id, limit.goal});
    problem.first_tie_goal = static_cast<std::int32_t>(problem.goals.size());
}

}  // namespace husrom::rules
