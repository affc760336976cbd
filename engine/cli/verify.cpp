#include <algorithm>
#include <iostream>
#include <iterator>

#include <husrom/io/audit_log.hpp>
#include <husrom/io/io.hpp>
#include <husrom/io/saved_run.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "inputs.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("case", po::value<std::string>()->value_name("CASE"),
                          "the case that the run was made from: the proof is re-checked");
    options.add_options()("log", po::value<std::string>()->value_name("FILE"), "a log, such as a review's: its hash chain is re-checked");
    options.add_options()("head", po::value<std::string>()->value_name("HASH"),
                          "what the head of the log was when it was printed: shows a cut-off end");
    add_policy_options(options);
}

/// What one check found, added to what another one did.
void join(RunVerdict& verdict, RunVerdict other) {
    verdict.accepted = verdict.accepted && other.accepted;
    std::ranges::move(other.objections, std::back_inserter(verdict.objections));
    std::ranges::move(other.checked, std::back_inserter(verdict.checked));
}

std::string review_head_of_run(const std::string& folder) {
    try {
        return load_run(folder).review_head;
    } catch (const InvalidInput&) {
        return "";  // the check of the run says what is wrong with it
    }
}

std::string head_of(const Context& context) {
    const auto head = context.text("head");
    if (context.given("head") && !AuditLog::is_head(head))
        throw InvalidArgument("--head needs the 64 digits of a hash, as they were printed");
    return head;
}

RunVerdict verdict_of(const Context& context) {
    for (const auto* option : {"policy", "as-of"})
        if (context.given(option) && !context.given("case"))
            throw InvalidArgument("--" + std::string(option) + " needs --case CASE, which the run is then checked against");
    const auto head = head_of(context);
    std::vector<std::string> heads;
    if (!head.empty()) heads.push_back(head);
    if (!context.given("DIR")) {
        if (context.given("case")) throw InvalidArgument("--case needs DIR, the run that was made from it");
        if (!context.given("log")) throw InvalidArgument("nothing to check: give DIR, --log FILE or both");
        return verify_log(context.text("log"), heads, context.language);
    }
    const auto head_of_run = context.given("log") ? std::string() : head;

    RunVerdict verdict;
    if (context.given("case")) {
        const auto inputs = load_inputs(context, context.text("case"));
        verdict = verify(context.text("DIR"), &inputs.source, &inputs.policy, head_of_run, context.language);
    } else {
        verdict = verify(context.text("DIR"), nullptr, nullptr, head_of_run, context.language);
    }
    if (!context.given("log")) return verdict;
    // A plan that a review led to names the head that the review's log had.
    if (const auto review_head = review_head_of_run(context.text("DIR")); !review_head.empty()) heads.push_back(review_head);
    join(verdict, verify_log(context.text("log"), heads, context.language));
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
    if (context.given("DIR") && !verdict.rebuilt && verdict.accepted)
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
            "re-checked. With --log the hash chain of a log is re-checked too, or alone; with\n"
            "--head it has to hold the line whose hash was printed then, which a cut-off end\n"
            "does not. Exit code 3 when something is refused.",
            "husrom verify run --case examples/bodo",
            {"DIR"},
            {"text", "json"},
            add_options,
            run,
            1};
}

}  // namespace husrom::cli
