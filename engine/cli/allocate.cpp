#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <husrom/io/saved_run.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/plan/text.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "inputs.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("out", po::value<std::string>()->value_name("DIR"), "folder to write the run to");
    add_policy_options(options);
    add_threads(options);
    const auto text = [](const char* name, const char* initial) {
        return po::value<std::string>()->value_name(name)->default_value(initial);
    };
    options.add_options()                                                                                                  //
        ("seed", text("N", "0"), "of the search; the lottery's seed stands in the policy")                                 //
        ("time-limit", po::value<std::string>()->value_name("S"), "stop after so many seconds")                            //
        ("work-limit", po::value<std::string>()->value_name("N"), "stop after so much work: repeatable on every machine")  //
        ("gap", text("R", "0"), "stop the last policy goal this near to its bound, in the goal's unit")                    //
        ("start", po::value<std::string>()->value_name("DIR"), "run folder whose plan to start from")                      //
        ("require-optimal", po::bool_switch(), "exit code 6 when the plan is not proven best")                             //
        ("with-problem", po::bool_switch(), "also write the integer problem, for an auditor who may not see the case")     //
        ("progress", text("auto|line|json|none", "auto"), "on a terminal by default");
}

std::chrono::steady_clock::duration seconds(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(value) || value < 0 || value > 1e9)
        throw InvalidArgument("--time-limit needs seconds, not \"" + text + "\"");
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(value));
}

/// The gap in the integer units of the last policy goal.
std::int64_t gap_units(const std::string& text, const rules::AllocationProblem& problem) {
    const auto last = static_cast<std::size_t>(problem.first_tie_goal) - 1;
    const auto digits = problem.first_tie_goal > 0 ? problem.goals[last].digits : 0;
    const auto reading = model::read_number(text, digits);
    if (reading.fault != model::NumberFault::none || reading.value < 0)
        throw InvalidArgument("--gap needs a number from 0 up with at most " + std::to_string(digits) + " decimals, not \"" + text + "\"");
    return reading.value;
}

AllocateOptions options_of(const Context& context, const rules::AllocationProblem& problem) {
    AllocateOptions options;
    options.seed = static_cast<std::uint64_t>(whole_number(context.text("seed"), "--seed", 0));
    options.threads = threads(context);
    if (context.given("time-limit")) options.time_limit = seconds(context.text("time-limit"));
    if (context.given("work-limit")) options.work_limit = whole_number(context.text("work-limit"), "--work-limit", 0);
    options.gap = gap_units(context.text("gap"), problem);
    if (context.given("start"))
        for (const auto& home : load_run(context.text("start")).homes) options.start.emplace_back(home.participant, home.unit);
    return options;
}

int exit_code(const Context& context, const plan::Plan& plan) {
    if (plan.stopped_by() == solve::StoppedBy::interrupt) return interrupted;
    if (plan.status() == solve::Status::infeasible) return infeasible;
    if (!plan.has_allocation()) return no_allocation;
    if (plan.status() != solve::Status::optimal && context.flag("require-optimal")) return not_proven;
    return done;
}

int run(const Context& context) {
    if (!context.given("out")) throw InvalidArgument("--out DIR is missing: the folder to write the run to");
    const auto inputs = load_inputs(context, context.text("CASE"));
    require_run_folder(context.text("out"));
    const auto problem = build_inputs(context, inputs);
    auto options = options_of(context, *problem);
    const auto way = context.text("progress");
    options.progress = progress_printer(way, context.messages.quiet(), context.language);

    const auto plan = [&] {
        const Interrupt interrupt;
        options.stop = interrupt.token();
        return allocate(problem, options);
    }();
    end_progress(way, context.messages.quiet());

    std::string head;
    if (plan.has_allocation()) {
        SaveOptions save_options;
        save_options.with_problem = context.flag("with-problem");
        head = save(plan, context.text("out"), save_options);
        context.messages.say(std::string(context.pick("Written to ", "Skrevet til ")) + context.text("out") + ".");
    }
    if (context.format == "json") {
        auto answer = plan_answer(plan);
        if (!head.empty()) answer["log_head"] = head;
        print(answer);
    } else {
        std::cout << plan::summary(plan, context.language);
        if (!head.empty()) std::cout << context.pick("Head of the log: ", "Loggens siste hash: ") << head << '\n';
    }
    if (plan.status() == solve::Status::infeasible)
        context.messages.say(
            std::string(context.pick("No run is written; what clashes, and what would mend it: husrom conflict ",
                                     "Ingen kjøring er skrevet; hva som kolliderer, og hva som hjelper: husrom conflict ")) +
            context.text("CASE"));
    return exit_code(context, plan);
}

}  // namespace

Command allocate_command() {
    return {"allocate",
            "find the best allocation, prove it, and write the run",
            "Finds the best allocation under the policy, proves it, has it checked\n"
            "independently, and writes the run to a folder. Ctrl-C stops the search and\n"
            "writes the best allocation so far. Exit codes: 0 written, 3 input errors, 4\n"
            "impossible, 5 stopped without an allocation, 6 not proven and\n"
            "--require-optimal, 130 Ctrl-C.",
            "husrom allocate examples/bodo --out run",
            {"CASE"},
            {"text", "json"},
            add_options,
            run};
}

}  // namespace husrom::cli
