#include "plan/orders.hpp"

#include <algorithm>

#include "model/text.hpp"
#include "rules/ties.hpp"

namespace husrom::plan {

namespace {

std::vector<std::int64_t> points_of(const rules::AllocationProblem& problem, const std::string& term) {
    std::vector<std::string> names;
    for (const auto& one : problem.policy->terms) {
        if (one.on) names.push_back(one.id);
        if (!one.on && one.id == term) throw InvalidArgument("the policy switches the term \"" + term + "\" off: name one that is on");
    }
    if (std::ranges::find(names, term) == names.end()) {
        const auto nearest = model::nearest(term, names);
        throw InvalidArgument("the policy has no term \"" + term + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
    std::vector<std::int64_t> points;
    for (std::size_t edge = 0; edge < problem.numeric.edge_row.size(); ++edge) {
        const auto scores = problem.scores({problem.numeric.edge_row[edge]}, {problem.numeric.edge_column[edge]});
        const auto found = std::ranges::find(scores, term, &rules::TermScore::term);
        points.push_back(found == scores.end() ? 0 : found->points);
    }
    return points;
}

std::vector<std::int64_t> declared_preference(const rules::AllocationProblem& problem) {
    for (std::int32_t goal = 0; goal < problem.first_tie_goal; ++goal) {
        const auto& id = problem.goals[static_cast<std::size_t>(goal)].id;
        const auto rule = std::ranges::find(problem.policy->goals, id, &model::Goal::id);
        if (rule != problem.policy->goals.end() && std::holds_alternative<model::MaximiseScore>(rule->type))
            return problem.numeric.weights[static_cast<std::size_t>(goal)];
    }
    return std::vector<std::int64_t>(problem.numeric.edge_row.size(), 0);
}

/// The columns of the policy's ties, in their order.
std::vector<std::vector<std::int64_t>> ties(const rules::AllocationProblem& problem) {
    std::vector<std::vector<std::int64_t>> columns;
    for (std::size_t goal = 0; goal < problem.goals.size(); ++goal)
        if (problem.goals[goal].kind == rules::GoalKind::queue_days) columns.push_back(problem.numeric.weights[goal]);
    return columns;
}

}  // namespace

Orders::Orders(const rules::AllocationProblem& problem, const std::string& preference_term, const std::string& priority_term,
               std::optional<std::uint64_t> seed)
    : preference(preference_term.empty() ? declared_preference(problem) : points_of(problem, preference_term)) {
    if (priority_term.empty())
        priority = ties(problem);
    else
        priority.push_back(points_of(problem, priority_term));
    if (!seed) return;
    for (const auto& participant : problem.participants) number.push_back(rules::lottery_number(*seed, participant, ""));
}

bool Orders::prefers(std::int32_t edge, std::int32_t other) const {
    return preference[static_cast<std::size_t>(edge)] > preference[static_cast<std::size_t>(other)];
}

bool Orders::asks_first(std::int32_t edge, std::int32_t other) const {
    return prefers(edge, other) || (!prefers(other, edge) && edge < other);
}

bool Orders::goes_before(const solve::Problem& problem, std::int32_t edge, std::int32_t other) const {
    const auto a = static_cast<std::size_t>(edge), b = static_cast<std::size_t>(other);
    for (const auto& column : priority)
        if (column[a] != column[b]) return column[a] > column[b];
    if (number.empty()) return false;
    const auto row_a = static_cast<std::size_t>(problem.edge_row[a]), row_b = static_cast<std::size_t>(problem.edge_row[b]);
    if (number[row_a] != number[row_b]) return number[row_a] < number[row_b];
    return edge < other;
}

}  // namespace husrom::plan
