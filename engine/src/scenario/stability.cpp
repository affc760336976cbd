#include <husrom/scenario/stability.hpp>

#include <algorithm>
#include <set>
#include <variant>

#include <husrom/core/integers.hpp>
#include <husrom/core/random.hpp>

#include "rules/named_columns.hpp"
#include "scenario/uncertain_cells.hpp"

namespace husrom::scenario {

namespace {

model::Decimal percent_of(const model::Decimal& weight, std::int64_t percent) {
    return model::normalised({core::checked_multiply(weight.value, percent), weight.digits + 2});
}

}  // namespace

Stability stability(const plan::Plan& plan, const model::Case& source, const model::Policy& policy, const StabilityOptions& options) {
    if (policy.digest != plan.problem().policy_digest) throw InvalidArgument("the policy is not the one that the plan was made under");
    if (options.weight_percent < 0 || options.weight_percent > 100) throw InvalidArgument("weights vary by 0 to 100 percent");
    if (options.samples < 1) throw InvalidArgument("samples is at least 1");
    const auto& problem = plan.problem();
    Stability found;
    AllocateOptions solving;
    solving.threads = options.threads;
    solving.work_limit = options.work_limit;
    solving.stop = options.stop;
    for (const auto& one : plan.assignments()) {
        found.placements.push_back({problem.participants[one.participant.position()], problem.units[one.unit.position()]});
        solving.start.emplace_back(found.placements.back().participant, found.placements.back().unit);
    }
    const UncertainCells cells(problem);
    found.unvaried_cells = cells.unvaried();
    if (options.unknown_facts) found.unknown_cells = cells.size();

    core::Random random(options.seed);
    for (std::int32_t sample = 0; sample < options.samples && !options.stop.stop_requested(); ++sample) {
        Scenario scenario;
        for (const auto& goal : policy.goals)
            if (const auto* score = std::get_if<model::MaximiseScore>(&goal.type))
                for (const auto& [term, weight] : score->weights)
                    scenario.edits.push_back(SetGoalWeight{
                        goal.id, term, percent_of(weight, random.between(100 - options.weight_percent, 100 + options.weight_percent))});
        if (options.unknown_facts) cells.draw(random, scenario);
        const auto applied = apply(source, policy, scenario);
        const auto next = allocate(build(applied.source, applied.policy), solving);
        if (!next.has_allocation()) {
            ++found.impossible;
            continue;
        }
        ++found.samples;
        if (next.status() == solve::Status::optimal) ++found.proven;
        const auto& there = next.problem();
        for (auto& one : found.placements) {
            const auto person = there.find_participant(one.participant);
            const auto given = std::ranges::find(next.assignments(), person, &plan::Assignment::participant);
            if (given == next.assignments().end()) continue;
            ++one.housed;
            if (there.units[given->unit.position()] == one.unit) ++one.kept;
        }
    }
    return found;
}

}  // namespace husrom::scenario
