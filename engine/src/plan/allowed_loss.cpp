#include "plan/allowed_loss.hpp"

#include <algorithm>

#include <husrom/core/error.hpp>
#include <husrom/core/integers.hpp>

#include "model/text.hpp"

namespace husrom::plan {

namespace {

core::int128 in_units(const model::Decimal& loss, const rules::GoalInfo& goal) {
    core::int128 value = loss.value;
    for (auto digits = loss.digits; digits < goal.digits; ++digits) value *= 10;
    for (auto digits = goal.digits; digits < loss.digits; ++digits) value /= 10;
    return value;
}

}  // namespace

std::vector<std::int64_t> allowed_losses(const rules::AllocationProblem& problem, const std::map<std::string, model::Decimal>& declared,
                                         std::string_view what) {
    std::vector<std::string> names;
    for (std::int32_t goal = 0; goal < problem.first_tie_goal; ++goal) names.push_back(problem.goals[static_cast<std::size_t>(goal)].id);
    std::vector<std::int64_t> allowed(names.size(), 0);
    for (const auto& [id, loss] : declared) {
        const auto found = std::ranges::find(names, id);
        if (found == names.end()) {
            const auto nearest = model::nearest(id, names);
            throw InvalidArgument(std::string(what) + " names a goal \"" + id + "\" that the policy does not have" +
                                  (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
        }
        if (loss.value < 0) throw InvalidArgument(std::string(what) + " of \"" + id + "\" is at least 0");
        const auto goal = static_cast<std::size_t>(found - names.begin());
        const auto units = in_units(loss, problem.goals[goal]);
        allowed[goal] = static_cast<std::int64_t>(units);
        if (allowed[goal] != units)
            throw InvalidArgument(std::string(what) + " of \"" + id + "\" does not fit 64 bits in the goal's digits");
    }
    return allowed;
}

}  // namespace husrom::plan
