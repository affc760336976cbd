#include <utility>

#include "model/misfits.hpp"
#include "scenario/editor.hpp"

namespace husrom::scenario {

Applied apply(const model::Case& source, const model::Policy& policy, const Scenario& scenario) {
    model::require_fit(source);
    Applied applied{source, policy};
    Editor editor(applied, scenario.name);
    for (const auto& edit : scenario.edits) editor.apply(edit);
    if (!editor.findings().ok()) throw InvalidInput(editor.findings(), place_of(scenario.name));
    applied.source.notes.append(editor.findings());
    if (editor.policy_changed()) {
        applied.policy.digest = model::digest_of(applied.policy);
        if (applied.policy.digest != policy.digest) applied.source.policy_text.reset();
    }
    return applied;
}

std::shared_ptr<const rules::AllocationProblem> problem_of(const model::Case& source, const model::Policy& policy,
                                                           std::string_view scenario) try {
    return build(source, policy);
} catch (const InvalidInput& error) {
    const auto place = place_of(scenario);
    model::Findings findings;
    for (auto finding : error.findings().list()) {
        // Rows that the scenario added to a table of its own are placed there already.
        if (finding.source.empty())
            finding.source = place;
        else if (finding.source != place && !finding.source.starts_with(place + ", "))
            finding.source = place + ", " + finding.source;
        findings.add(std::move(finding));
    }
    throw InvalidInput(std::move(findings), place);
}

void Editor::apply(const Edit& one) {
    ++number_;
    std::visit([this](const auto& kind) { edit(kind); }, one);
}

}  // namespace husrom::scenario
