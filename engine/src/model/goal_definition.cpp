#include "goal_definition.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace husrom::model {

std::string definition_of_goal(const Policy& policy, std::string_view id) {
    Policy alone;
    const auto goal = std::ranges::find(policy.goals, id, &Goal::id);
    if (goal == policy.goals.end()) {
        alone.ties = policy.ties;
        return digest_of(alone);
    }
    alone.goals.push_back(*goal);
    alone.goals.front().text = {};
    alone.goals.front().protected_reason = {};
    std::vector<std::string> terms;
    if (const auto* score = std::get_if<MaximiseScore>(&goal->type))
        for (const auto& [term, weight] : score->weights) terms.push_back(term);
    if (const auto* housed = std::get_if<MaximiseHoused>(&goal->type)) terms.push_back(housed->weight);
    for (auto term : policy.terms) {
        if (std::ranges::find(terms, term.id) == terms.end()) continue;
        term.text = {};
        term.protected_reason = {};
        alone.terms.push_back(std::move(term));
    }
    return digest_of(alone);
}

}  // namespace husrom::model
