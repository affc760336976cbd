#include <husrom/scenario/stability.hpp>

#include <algorithm>
#include <set>
#include <variant>

#include <husrom/core/integers.hpp>
#include <husrom/core/random.hpp>

#include "rules/named_columns.hpp"

namespace husrom::scenario {

namespace {

/// A cell that nobody has filled in.
struct UnknownFlag {
    std::string table, id, heading;
};

/// Flags of people and homes that a rule reads and that are not known, in a fixed order.
std::vector<UnknownFlag> unknown_flags(const rules::AllocationProblem& problem) {
    std::set<std::string> paths;
    for (const auto& rule : problem.policy->eligible) {
        if (!rule.on) continue;
        rules::NamedColumns named;
        std::visit(named, rule.type);
        rules::add(named.paths, rule.among);
        rules::add(named.paths, rule.where);
        paths.insert(named.paths.begin(), named.paths.end());
    }
    std::vector<UnknownFlag> flags;
    for (const auto& path : paths) {
        const auto point = path.find('.');
        const auto singular = path.substr(0, point);
        if ((singular != "participant" && singular != "unit") || path.find('.', point + 1) != std::string::npos) continue;
        const auto& table = problem.typed->table(singular);
        const auto* column = table.find(path.substr(point + 1));
        if (column == nullptr || column->declaration.type != model::ColumnType::flag) continue;
        for (std::size_t row = 0; row < table.ids.size(); ++row)
            if (column->states[row] == model::CellState::unknown) flags.push_back({table.name, table.ids[row], path.substr(point + 1)});
    }
    return flags;
}

model::Decimal percent_of(const model::Decimal& weight, std::int64_t percent) {
    return model::normalised({core::checked_multiply(weight.value, percent), weight.digits + 2});
}

}  // namespace

Stability stability(const plan::Plan& plan, const model::Case& source, const model::Policy& policy, const StabilityOptions& options) {
    if (policy.digest != plan.problem().policy_digest) throw InvalidArgument("the policy is not the one that the plan was made under");
    if (options.weight_percent < 0 || options.weight_percent > 100) throw InvalidArgument("weight_percent is from 0 to 100");
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
    const auto flags = options.unknown_flags ? unknown_flags(problem) : std::vector<UnknownFlag>{};
    found.unknown_cells = static_cast<std::int32_t>(flags.size());

    core::Random random(options.seed);
    for (std::int32_t sample = 0; sample < options.samples && !options.stop.stop_requested(); ++sample) {
        Scenario scenario;
        for (const auto& goal : policy.goals)
            if (const auto* score = std::get_if<model::MaximiseScore>(&goal.type))
                for (const auto& [term, weight] : score->weights)
                    scenario.edits.push_back(SetGoalWeight{
                        goal.id, term, percent_of(weight, random.between(100 - options.weight_percent, 100 + options.weight_percent))});
        for (const auto& flag : flags)
            scenario.edits.push_back(SetCell{flag.table, flag.id, flag.heading, random.chance(1, 2) ? "true" : "false"});
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
