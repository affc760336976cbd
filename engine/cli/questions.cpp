// Questions that are answered by solving again: why-not, alternatives, what-would-help, conflict.

#include <algorithm>
#include <iostream>

#include "command.hpp"
#include "progress.hpp"
#include "question_answers.hpp"
#include "restored_run.hpp"

namespace husrom::cli {

namespace {

void add_case_options(po::options_description& options) {
    add_run_options(options);
    add_work_limit(options);
}

int run_why_not(const Context& context) {
    const Interrupt interrupt;
    const auto [inputs, plan] = restored(context);
    const auto answer = plan::why_not(plan, context.text("PARTICIPANT"), context.text("UNIT"), resolve_options(context, interrupt));
    if (context.format == "json")
        print(why_not_answer(answer));
    else
        std::cout << plan::text(answer, context.language);
    return interrupt.happened() ? interrupted : done;
}

std::vector<plan::Alternatives> ask_everybody(const Context& context, const plan::Plan& plan, std::int32_t most,
                                              const plan::ResolveOptions& options) {
    const auto people = std::to_string(plan.problem().participants.size());
    const std::string of(context.pick(" of ", " av "));
    const bool draws = draws_progress(context.messages.quiet());
    const auto answers = plan::all_alternatives(plan, most, options, [&](std::size_t done) {
        if (draws) std::cerr << "\r\033[K" << done << of << people << std::flush;
    });
    if (draws) std::cerr << "\r\033[K" << std::flush;
    const auto asked = std::ranges::count_if(answers, &plan::Alternatives::asked);
    if (asked < std::ssize(answers))
        context.messages.say(std::string(context.pick("interrupted: ", "avbrutt: ")) + std::to_string(asked) + of + people +
                             std::string(context.pick(" people were asked", " personer ble spurt")));
    return answers;
}

int run_alternatives(const Context& context) {
    const Interrupt interrupt;
    const auto [inputs, plan] = restored(context);
    const auto most = count(context, "most", 1);
    auto options = resolve_options(context, interrupt);
    options.threads = threads(context);
    if (context.given("PARTICIPANT")) {
        const auto answer = plan::alternatives(plan, context.text("PARTICIPANT"), most, options);
        if (context.format == "json")
            print(alternatives_answer(plan.problem(), answer));
        else
            std::cout << plan::text(plan.problem(), answer, context.language);
        return interrupt.happened() ? interrupted : done;
    }
    const auto answers = ask_everybody(context, plan, most, options);
    if (context.format == "json") {
        Json list = Json::array();
        for (const auto& answer : answers) list.push_back(alternatives_answer(plan.problem(), answer));
        print({{"schema", "husrom.all-alternatives/1"}, {"participants", std::move(list)}});
    } else {
        for (const auto& answer : answers) std::cout << plan::text(plan.problem(), answer, context.language);
    }
    return interrupt.happened() ? interrupted : done;
}

int run_help(const Context& context) {
    const Interrupt interrupt;
    const auto [inputs, plan] = restored(context);
    scenario::HelpOptions options;
    options.most_changes = std::min(count(context, "most", 1), 100);
    options.work_limit = work_limit(context);
    options.stop = interrupt.token();
    const auto help = scenario::what_would_help(plan, inputs.source, inputs.policy, context.text("PARTICIPANT"), options);
    if (context.format == "json")
        print(help_answer(help, context.language));
    else
        std::cout << scenario::text(help, context.language);
    return interrupt.happened() ? interrupted : done;
}

int run_conflict(const Context& context) {
    const Interrupt interrupt;
    const auto inputs = load_inputs(context, context.text("CASE"));
    const auto found = scenario::conflict(inputs.source, inputs.policy, resolve_options(context, interrupt));
    if (context.format == "json")
        print(conflict_answer(found));
    else
        std::cout << scenario::text(found, inputs.policy, context.language);
    if (interrupt.happened()) return interrupted;
    if (found.status == solve::Status::unknown) return no_allocation;
    return found.status == solve::Status::infeasible ? infeasible : done;
}

}  // namespace

Command why_not_command() {
    return {"why-not",
            "say why somebody does not have a home, and what it would cost",
            "Gives the person this home and solves again: the exact loss of every goal, who\n"
            "would move and who would lose a home. A pair that is ruled out is told by every\n"
            "rule that says so, and the facts that could change.",
            "husrom why-not run SYN-P-02 SYN-U-28 --case examples/bodo",
            {"DIR", "PARTICIPANT", "UNIT"},
            {"text", "json"},
            add_case_options,
            run_why_not};
}

Command alternatives_command() {
    return {"alternatives",
            "list the other homes that somebody could have, with their cost",
            "Lists homes that the person could have instead, best first, each with the\n"
            "loss of every goal, exact unless it says that it is not proven. Without a\n"
            "PARTICIPANT those of everybody.",
            "husrom alternatives run SYN-P-01 --case examples/bodo --most 3",
            {"DIR", "PARTICIPANT"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()("most", po::value<std::string>()->value_name("K")->default_value("5"), "how many homes");
                add_threads(options);
                add_case_options(options);
            },
            run_alternatives,
            1};
}

Command help_command() {
    return {"what-would-help",
            "find the smallest changes that would house somebody who waits",
            "Tries the changes that the policy's [[change]] entries allow, first one at a\n"
            "time, then more together, and tells those with which the best allocation houses\n"
            "the person.",
            "husrom what-would-help run SYN-P-02 --case examples/bodo",
            {"DIR", "PARTICIPANT"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()("most", po::value<std::string>()->value_name("K")->default_value("2"), "changes together, at most");
                add_case_options(options);
            },
            run_help};
}

Command conflict_command() {
    return {"conflict",
            "say which rules and limits make a round impossible",
            "Finds a smallest set of duties, limits and rules that cannot all be kept, proven\n"
            "by solving without each of them, and one way out of each. Exit code 4 when there\n"
            "is a conflict, 0 when the round is possible.",
            "husrom conflict examples/bodo",
            {"CASE"},
            {"text", "json"},
            [](po::options_description& options) {
                add_policy_options(options);
                add_work_limit(options);
            },
            run_conflict};
}

}  // namespace husrom::cli
