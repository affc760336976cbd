#include <algorithm>

#include "model/text.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

void Editor::edit(const SwitchRule& switched) {
    std::vector<std::string> ids;
    bool found = false;
    const auto look = [&](auto& list) {
        for (auto& one : list) {
            ids.push_back(one.id);
            if (one.id != switched.id) continue;
            found = true;
            one.on = switched.on;
        }
    };
    look(policy().eligible);
    look(policy().terms);
    look(policy().limits);
    if (found)
        policy_changed_ = true;
    else
        refuse("S002", {"rule", switched.id, model::nearest(switched.id, ids)});
}

void Editor::edit(const SetGoalWeight& set) {
    std::vector<std::string> ids;
    for (const auto& one : policy().goals) ids.push_back(one.id);
    const auto goal = std::ranges::find(policy().goals, set.goal, &model::Goal::id);
    if (goal == policy().goals.end()) {
        refuse("S002", {"goal", set.goal, model::nearest(set.goal, ids)});
        return;
    }
    auto* score = std::get_if<model::MaximiseScore>(&goal->type);
    if (score == nullptr) {
        refuse("S015", {set.goal});
        return;
    }
    const auto weight = model::normalised(set.weight);
    if (weight.digits < 0 || weight.digits > model::most_digits) {
        refuse("S026", {set.term, std::to_string(model::most_digits)});
        return;
    }
    const auto weighted = std::ranges::find(score->weights, set.term, &std::pair<std::string, model::Decimal>::first);
    if (weighted != score->weights.end()) {
        weighted->second = weight;
    } else if (std::ranges::find(policy().terms, set.term, &model::Term::id) != policy().terms.end()) {
        // By name, as a policy file lists them, so that the policy is the one that the file with this weight would be.
        const auto next = std::ranges::find_if(score->weights, [&](const auto& other) { return other.first > set.term; });
        score->weights.insert(next, {set.term, weight});
    } else {
        ids.clear();
        for (const auto& one : policy().terms) ids.push_back(one.id);
        refuse("S002", {"term", set.term, model::nearest(set.term, ids)});
        return;
    }
    policy_changed_ = true;
}

}  // namespace husrom::scenario
