#include <algorithm>
#include <array>

#include <husrom/io/saved_run.hpp>
#include <husrom/solve/check.hpp>

namespace husrom {
namespace {

[[noreturn]] void refuse(std::string code, std::string file, std::string argument) {
    model::Findings findings;
    findings.add({model::Severity::error, std::move(code), std::move(file), "", 0, "", {std::move(argument)}});
    throw InvalidInput(std::move(findings), "the run");
}

template <typename Word, std::size_t Size> Word word_of(const std::array<Word, Size>& words, const std::string& text) {
    const auto found = std::ranges::find(words, text, [](Word one) { return std::string(solve::to_string(one)); });
    if (found == words.end()) refuse("F031", "result.json", "status");
    return *found;
}

}  // namespace

plan::Plan restore(const SavedRun& run, std::shared_ptr<const rules::AllocationProblem> problem) {
    using enum solve::Status;
    using enum solve::StoppedBy;
    if (run.case_digest != problem->case_digest) refuse("F032", "result.json", "case");
    if (run.policy_digest != problem->policy_digest) refuse("F032", "result.json", "policy");
    if (run.problem_digest != problem->problem_digest) refuse("F032", "result.json", "problem");
    solve::Result result;
    result.status = word_of(std::array{optimal, feasible, infeasible, unknown}, run.status);
    result.stopped_by = word_of(std::array{proof, gap, time_limit, work_limit, interrupt}, run.stopped_by);
    result.reproducible = run.reproducible;
    result.objective = run.objective;
    result.bound = run.bound;
    result.proven_goals = run.proven_goals;
    for (const SavedRun::Home& home : run.homes) {
        const auto participant = problem->find_participant(home.participant);
        const auto unit = problem->find_unit(home.unit);
        const auto edge = participant.valid() && unit.valid() ? problem->find_edge(participant, unit) : rules::EdgeIndex{};
        if (!edge.valid()) refuse("F033", "assignments.csv", home.participant + ", " + home.unit);
        result.chosen.push_back(edge.value);
    }
    std::ranges::sort(result.chosen);
    const auto goals = static_cast<std::size_t>(problem->numeric.goals);
    if (result.has_plan() && (result.objective.size() != goals || result.bound.size() != goals))
        refuse("F031", "result.json", "objective and bound");
    solve::Verdict verdict{true, {}};
    if (result.has_plan()) verdict = solve::check_plan(problem->numeric, result.chosen, result.objective);
    if (!verdict.accepted) refuse("F033", "assignments.csv", verdict.objections.empty() ? "" : verdict.objections.front());
    return plan::Plan(std::move(problem), std::move(result), std::move(verdict), run.seed);
}

}  // namespace husrom
