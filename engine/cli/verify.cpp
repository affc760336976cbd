#include <algorithm>
#include <iostream>
#include <iterator>

#include <husrom/io/io.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "inputs.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("case", po::value<std::string>()->value_name("CASE"),
                          "the case that the run was made from: the proof is re-checked");
    options.add_options()("log", po::value<std::string>()->value_name("FILE"), "a log, such as a review's: its hash chain is re-checked");
    add_policy_options(options);
}

/// What one check found, added to what another one did.
void join(RunVerdict& verdict, RunVerdict other) {
    verdict.accepted = verdict.accepted && other.accepted;
    std::ranges::move(other.objections, std::back_inserter(verdict.objections));
    std::ranges::move(other.checked, std::back_inserter(verdict.checked));
}

RunVerdict verdict_of(const Context& context) {
    if (!context.given("DIR")) {
        if (context.given("case")) throw InvalidArgument("--case needs DIR, the run that was made from it");
        if (!context.given("log")) throw InvalidArgument("nothing to check: give DIR, --log FILE or both");
        return verify_log(context.text("log"));
    }
    RunVerdict verdict;
    if (context.given("case")) {
        const auto inputs = load_inputs(context, context.text("case"));
        verdict = verify(context.text("DIR"), &inputs.source, &inputs.policy);
    } else {
        verdict = verify(context.text("DIR"));
    }
    if (context.given("log")) join(verdict, verify_log(context.text("log")));
    return verdict;
}

int run(const Context& context) {
    const auto verdict = verdict_of(context);
    if (context.format == "json") {
        print({{"schema", "husrom.verify/1"},
               {"accepted", verdict.accepted},
               {"rebuilt", verdict.rebuilt},
               {"checked", verdict.checked},
               {"objections", verdict.objections}});
        return verdict.accepted ? done : input_errors;
    }
    for (const auto& one : verdict.checked) std::cout << context.pick("checked: ", "kontrollert: ") << one << '\n';
    for (const auto& one : verdict.objections) std::cout << context.pick("objection: ", "innvending: ") << one << '\n';
    if (context.given("DIR"))
        std::cout << (verdict.accepted ? context.pick("The run is accepted.\n", "Kjøringen er godtatt.\n")
                                       : context.pick("The run is NOT accepted.\n", "Kjøringen er IKKE godtatt.\n"));
    else
        std::cout << (verdict.accepted ? context.pick("The log is accepted.\n", "Loggen er godtatt.\n")
                                       : context.pick("The log is NOT accepted.\n", "Loggen er IKKE godtatt.\n"));
    if (context.given("DIR") && !verdict.rebuilt)
        context.messages.say(context.pick("The plan and its proof were not re-checked: that needs --case CASE.",
                                          "Planen og beviset er ikke kontrollert på nytt: det krever --case CASE."));
    return verdict.accepted ? done : input_errors;
}

}  // namespace

Command verify_command() {
    return {"verify",
            "check a saved run again",
            "Checks a run folder: its files agree and its log is whole. With --case the\n"
            "problem is built again, digests are compared, and the plan and its proof are\n"
            "re-checked. With --log the hash chain of a log is re-checked too, or alone.\n"
            "Exit code 3 when something is refused.",
            "husrom verify run --case examples/bodo",
            {"DIR"},
            {"text", "json"},
            add_options,
            run,
            1};
}

}  // namespace husrom::cli
