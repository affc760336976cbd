#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <system_error>

#include <husrom/io/saved_run.hpp>
#include <husrom/scenario/scenario.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "inputs.hpp"
#include "interrupt.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("scenarios", po::value<std::string>()->value_name("FILE"), "TOML file with the scenarios");
    options.add_options()("store", po::value<std::string>()->value_name("DIR"), "folder of run folders, one for each content");
    add_policy_options(options);
    add_threads(options);
    options.add_options()                                                                                            //
        ("seed", po::value<std::string>()->value_name("N")->default_value("0"), "of the search")                     //
        ("work-limit", po::value<std::string>()->value_name("N"), "for each scenario: repeatable on every machine")  //
        ("resume", po::bool_switch(), "take what is in the store already instead of solving it again");
}

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InvalidArgument("--scenarios: cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What one scenario came to.
struct Outcome {
    std::string name, status, folder;
    bool resumed = false;
    std::int64_t housed = 0;
    std::vector<scenario::Record::Goal> goals;
};

struct Task {
    std::string name;
    std::shared_ptr<const rules::AllocationProblem> problem;
};

/// All scenarios are applied and built before the first is solved, so that a mistake in the last one does not cost an hour.
std::vector<Task> build_tasks(const Context& context, const Inputs& inputs, const std::vector<scenario::Scenario>& scenarios) {
    std::vector<Task> tasks;
    model::Findings findings;
    const auto before = check(inputs.source, inputs.policy);
    for (const auto& one : scenarios) {
        try {
            const auto applied = scenario::apply(inputs.source, inputs.policy, one);
            tasks.push_back({one.name, scenario::problem_of(applied.source, applied.policy, one.name)});
            // What the edits bring about and the case alone does not, such as new homes that are left out of the round.
            model::Findings brought;
            for (const auto& finding : tasks.back().problem->findings.list())
                if (finding.severity == model::Severity::warning && std::ranges::find(before.list(), finding) == before.list().end())
                    brought.add(finding);
            if (!brought.list().empty()) context.messages.say(brought.text(one.name, context.language));
        } catch (const InvalidInput& error) {
            findings.append(error.findings());
        }
    }
    if (!findings.ok()) throw InvalidInput(findings, "scenarios");
    return tasks;
}

Outcome outcome_of(const Task& task, const plan::Plan& plan) {
    Outcome outcome{task.name, std::string(solve::to_string(plan.status())), "", false, 0, {}};
    if (!plan.has_allocation()) return outcome;
    outcome.housed = plan.housed();
    outcome.goals = scenario::record_of(plan).goals;
    return outcome;
}

/// What the store holds of a task, judged again; nothing where it is not as it was written.
std::optional<Outcome> stored(const Context& context, const Task& task, const std::filesystem::path& folder) try {
    auto outcome = outcome_of(task, load_plan(folder, task.problem));
    outcome.resumed = true;
    return outcome;
} catch (const InvalidInput& error) {
    context.messages.say(error.findings().text(folder.string(), context.language) +
                         std::string(context.pick("It is solved again: ", "Løses på nytt: ")) + task.name + ".");
    return std::nullopt;
}

void make_store(const std::filesystem::path& store) {
    std::error_code error;
    std::filesystem::create_directories(store, error);
    if (error || !std::filesystem::is_directory(store))
        throw InvalidArgument("--store " + store.string() + " cannot be made" + (error ? ": " + error.message() : ""));
}

void print_text(const Outcome& outcome, const Context& context) {
    std::cout << outcome.name << ": " << outcome.status;
    if (!outcome.goals.empty()) std::cout << context.pick(", housed ", ", får bolig ") << outcome.housed;
    for (const auto& goal : outcome.goals) std::cout << ", " << goal.id << ' ' << decimal_text(goal.reached, goal.digits);
    if (!outcome.folder.empty()) std::cout << context.pick(", in ", ", i ") << outcome.folder;
    if (outcome.resumed) std::cout << context.pick(" (from the store)", " (fra lageret)");
    std::cout << std::endl;
}

Json json_of(const Outcome& outcome) {
    Json goals = Json::object();
    for (const auto& goal : outcome.goals) goals[goal.id] = decimal_text(goal.reached, goal.digits);
    return {{"name", outcome.name},       {"status", outcome.status}, {"run", outcome.folder},
            {"resumed", outcome.resumed}, {"housed", outcome.housed}, {"goals", std::move(goals)}};
}

int run(const Context& context) {
    for (const auto* option : {"scenarios", "store"})
        if (!context.given(option)) throw InvalidArgument("--" + std::string(option) + " is missing");
    const auto seed = whole_number(context.text("seed"), "--seed", 0);
    const auto inputs = load_inputs(context, context.text("CASE"));
    const auto tasks =
        build_tasks(context, inputs, scenario::parse_scenarios(read_text(context.text("scenarios")), context.text("scenarios")));
    const std::filesystem::path store = context.text("store");
    make_store(store);

    AllocateOptions options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.threads = threads(context);
    if (context.given("work-limit")) options.work_limit = whole_number(context.text("work-limit"), "--work-limit", 0);

    Json list = Json::array();
    int code = done;
    const Interrupt interrupt;
    options.stop = interrupt.token();
    for (const auto& task : tasks) {
        const auto folder = store / run_key(*task.problem, options);
        std::optional<Outcome> outcome;
        if (context.flag("resume") && std::filesystem::exists(folder)) outcome = stored(context, task, folder);
        if (!outcome) {
            require_run_folder(folder);
            const auto plan = allocate(task.problem, options);
            // A plan that Ctrl-C cut short must not pass for the scenario's answer at the next --resume.
            if (plan.stopped_by() == solve::StoppedBy::interrupt) {
                code = interrupted;
                break;
            }
            outcome = outcome_of(task, plan);
            save(plan, folder);
        }
        outcome->folder = folder.string();
        if (context.format == "json")
            list.push_back(json_of(*outcome));
        else
            print_text(*outcome, context);
    }
    if (context.format == "json") print({{"schema", "husrom.sweep/1"}, {"runs", std::move(list)}});
    return code;
}

}  // namespace

Command sweep_command() {
    return {"sweep",
            "solve a list of scenarios and keep their runs",
            "Applies each scenario of a TOML file to the case, solves it, and keeps its run\n"
            "in a folder named by its content, so that nothing is solved twice with\n"
            "--resume. Ctrl-C ends the sweep; what was finished is kept.",
            "husrom sweep examples/bodo --scenarios scenarios.toml --store runs",
            {"CASE"},
            {"text", "json"},
            add_options,
            run};
}

}  // namespace husrom::cli
