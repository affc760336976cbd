#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <husrom/core/sha256.hpp>
#include <husrom/core/version.hpp>
#include <husrom/io/io.hpp>
#include <husrom/io/saved_run.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>

#include "io/files.hpp"
#include "io/run_load.hpp"
#include "plan/origin.hpp"

namespace husrom {
namespace {

[[noreturn]] void refuse(std::string code, std::string file, std::vector<std::string> arguments) {
    model::Findings findings;
    findings.add({model::Severity::error, std::move(code), std::move(file), "", 0, "", std::move(arguments)});
    throw InvalidInput(std::move(findings), "the run");
}

[[noreturn]] void refuse(std::string code, std::string file, std::string argument) {
    refuse(std::move(code), std::move(file), std::vector{std::move(argument)});
}

void require_same_problem(const SavedRun& run, const std::shared_ptr<const rules::AllocationProblem>& given) {
    if (!given) throw InvalidArgument("problem is empty");
    const plan::Origin origin{run.case_digest, run.policy_digest, run.problem_digest, run.as_of};
    if (auto difference = plan::difference_from(origin, *given); !difference.empty()) refuse("F032", "result.json", std::move(difference));
}

solve::StoppedBy stopped_by(const SavedRun& run) {
    using enum solve::StoppedBy;
    for (const auto one : {proof, gap, time_limit, work_limit, interrupt})
        if (solve::to_string(one) == run.stopped_by) return one;
    refuse("F031", "result.json", "stopped_by");
}

}  // namespace

std::vector<solve::Prices> io::prices_of(const SavedRun& run, const rules::AllocationProblem& problem) {
    std::vector<solve::Prices> list;
    const auto& numeric = problem.numeric;
    for (const SavedRun::Price& price : run.prices) {
        const auto named = std::ranges::find(problem.goals, price.goal, &rules::GoalInfo::id);
        const auto goal = static_cast<std::int32_t>(named - problem.goals.begin());
        if (named == problem.goals.end()) refuse("F031", "prices.csv", "goal");
        if (list.empty() || list.back().goal != goal) {
            list.push_back({goal, price.denominator, {}, {}, {}});
            list.back().row.assign(static_cast<std::size_t>(numeric.rows), 0);
            list.back().column.assign(static_cast<std::size_t>(numeric.columns), 0);
            list.back().limit.assign(static_cast<std::size_t>(numeric.limits()), 0);
        }
        const auto participant = problem.find_participant(price.id);
        const auto unit = problem.find_unit(price.id);
        const auto limit = std::ranges::find_if(problem.limits, [&price](const rules::LimitInfo& one) {
            return one.id == price.id && one.group == price.group && one.numeric >= 0;
        });
        if (price.kind == "participant" && participant.valid())
            list.back().row[participant.position()] = price.numerator;
        else if (price.kind == "unit" && unit.valid())
            list.back().column[unit.position()] = price.numerator;
        else if (price.kind == "limit" && limit != problem.limits.end())
            list.back().limit[static_cast<std::size_t>(limit->numeric)] = price.numerator;
        else
            refuse("F031", "prices.csv", "id");
    }
    return list;
}

plan::Plan restore(const SavedRun& run, std::shared_ptr<const rules::AllocationProblem> problem) {
    require_same_problem(run, problem);
    const auto status = solve::status_of(run.status);
    if (!status) refuse("F031", "result.json", "status");
    solve::Result result;
    result.status = *status;
    result.stopped_by = stopped_by(run);
    result.reproducible = run.reproducible;
    result.objective = run.objective;
    result.bound = run.bound;
    result.proven_goals = run.proven_goals;
    result.prices = io::prices_of(run, *problem);
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

plan::Plan load_plan(const std::filesystem::path& folder, std::shared_ptr<const rules::AllocationProblem> problem) {
    const SavedRun run = load_run(folder);
    require_same_problem(run, problem);
    if (const auto whole = verify(folder); !whole.accepted) refuse("F031", folder.filename().string(), whole.objections.front());
    const auto certificate = io::read_file(folder / "certificate.jsonl");
    if (!certificate) refuse("F030", folder.string(), "certificate.jsonl");
    solve::Result result;
    try {
        std::istringstream in(*certificate);
        result = solve::read_certificate(in, problem->numeric);
    } catch (const InvalidArgument& error) {
        refuse("F031", "certificate.jsonl", error.what());
    }
    // The policy says which goals decide whether a plan is called optimal, not the certificate.
    if (result.policy_goals != problem->first_tie_goal) refuse("F031", "certificate.jsonl", "policy_goals");
    // How the search ended is no part of the proof.
    result.stopped_by = stopped_by(run);
    result.reproducible = run.reproducible;
    result.prices = io::prices_of(run, *problem);
    auto verdict = solve::check(problem->numeric, result);
    if (!verdict.accepted) refuse("F031", "certificate.jsonl", verdict.objections.empty() ? "" : verdict.objections.front());
    plan::Plan plan(std::move(problem), std::move(result), std::move(verdict), run.seed);
    if (plan.digest() != run.plan_digest) refuse("F031", "result.json", "digests");
    return plan;
}

std::string run_key(const rules::AllocationProblem& problem, const AllocateOptions& options) {
    core::Sha256 hash;
    hash.field("husrom run 2").field(HUSROM_VERSION).field(problem.case_digest).field(problem.policy_digest);
    hash.field(static_cast<std::int64_t>(options.seed)).field(options.gap);
    const auto optional = [&hash](const std::optional<std::int64_t>& value) { hash.field(value ? 1 : 0).field(value.value_or(0)); };
    optional(options.work_limit);
    const auto nanoseconds = [](auto time) { return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count(); };
    optional(options.time_limit ? std::optional<std::int64_t>(nanoseconds(*options.time_limit)) : std::nullopt);
    hash.field(static_cast<std::int64_t>(options.start.size()));
    for (const auto& [participant, unit] : options.start) hash.field(participant).field(unit);
    return hash.finish_hex();
}

}  // namespace husrom
