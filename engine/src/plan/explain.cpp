#include <algorithm>
#include <array>

#include "plan/lookup.hpp"
#include "plan/parts.hpp"

namespace husrom::plan {

namespace {

std::vector<RuleCount> count_rules(const rules::AllocationProblem& problem, rules::ParticipantIndex participant) {
    std::vector<RuleCount> counts;
    for (std::int32_t unit = 0; unit < static_cast<std::int32_t>(problem.units.size()); ++unit) {
        const auto verdicts = problem.verdicts(participant, {unit});
        const auto closing = std::ranges::count_if(verdicts, [](const auto& one) { return rules::closes(one.verdict); });
        for (const auto& verdict : verdicts) {
            auto place = std::ranges::find(counts, verdict.rule, &RuleCount::rule);
            if (place == counts.end()) {
                counts.push_back({verdict.rule});
                place = counts.end() - 1;
            }
            if (verdict.verdict == rules::Verdict::fail) {
                ++place->failed;
                if (closing == 1) ++place->failed_alone;
            }
            if (verdict.verdict == rules::Verdict::unknown) ++place->unknown;
        }
    }
    return counts;
}

std::vector<Obstacle> obstacles_of(const rules::AllocationProblem& problem, const Exchanges& exchanges, rules::ParticipantIndex participant,
                                   const std::optional<Assignment>& assignment) {
    std::vector<Obstacle> list;
    std::vector<std::int32_t> given_up;
    if (assignment) given_up.push_back(assignment->edge.value);
    for (const auto edge : exchanges.edges_of_row(participant.value)) {
        if (assignment && assignment->edge.value == edge) continue;
        Obstacle obstacle;
        obstacle.unit = {problem.numeric.edge_column[static_cast<std::size_t>(edge)]};
        auto out = given_up;
        if (!exchanges.free(obstacle.unit.value)) {
            const auto held = exchanges.holders(obstacle.unit.value).front();
            obstacle.held_by = {problem.numeric.edge_row[static_cast<std::size_t>(held)]};
            out.push_back(held);
        }
        auto obstruction = exchanges.obstruction(out, std::array{edge});
        obstacle.full_limits = std::move(obstruction.limits);
        obstacle.apart = obstruction.apart;
        list.push_back(std::move(obstacle));
    }
    return list;
}

}  // namespace

Explanation explanation(const Plan& plan, const Exchanges& exchanges, std::string_view participant) {
    const auto& problem = plan.problem();
    Explanation told;
    told.participant = participant_of(problem, participant);

    const auto& assignments = plan.assignments();
    const auto given = std::ranges::find(assignments, told.participant, &Assignment::participant);
    if (given != assignments.end()) {
        told.housed = true;
        told.assignment = *given;
        told.rules = problem.verdicts(given->participant, given->unit);
        told.scores = problem.scores(given->participant, given->unit);
        for (const auto& [limit, load] : problem.loads(given->edge))
            if (load != 0) told.limits.push_back(limit);
    }
    const auto& waiting = plan.waiting();
    const auto waits = std::ranges::find(waiting, told.participant, &Waiting::participant);
    if (waits != waiting.end()) told.waiting = *waits;
    told.rule_counts = count_rules(problem, told.participant);
    told.obstacles = obstacles_of(problem, exchanges, told.participant, told.assignment);
    return told;
}

}  // namespace husrom::plan
