#include <algorithm>
#include <utility>

#include "model/misfits.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

Applied apply(const model::Case& source, const model::Policy& policy, const Scenario& scenario) {
    model::require_fit(source);
    Applied applied{source, policy};
    Editor editor(applied, scenario.name);
    for (const auto& edit : scenario.edits) editor.apply(edit);
    if (!editor.findings().ok()) throw InvalidInput(editor.findings(), scenario.name.empty() ? "scenario" : scenario.name);
    applied.source.notes.append(editor.findings());
    if (editor.policy_changed()) {
        applied.policy.digest = model::digest_of(applied.policy);
        applied.source.policy_text.reset();
    }
    return applied;
}

void Editor::apply(const Edit& one) {
    ++number_;
    std::visit([this](const auto& kind) { edit(kind); }, one);
}

}  // namespace husrom::scenario
