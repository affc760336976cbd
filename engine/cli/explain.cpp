#include <algorithm>
#include <iostream>

#include <husrom/io/saved_run.hpp>
#include <husrom/plan/text.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "explain.hpp"
#include "inputs.hpp"
#include "model/text.hpp"
#include "plan/participant.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("case", po::value<std::string>()->value_name("CASE"),
                          "the case that the run was made from: rules, score and homes too");
    add_policy_options(options);
    options.add_options()("audience", po::value<std::string>()->value_name("WHO")->default_value("caseworker"),
                          "caseworker, or participant: nothing that tells of others (needs --case)");
    options.add_options()("unit", po::value<std::string>()->value_name("UNIT"), "what every rule says of this home (needs --case)");
}

int about_unit(const Context& context, const plan::Plan& plan, const std::string& participant, plan::Audience audience) {
    const auto& problem = plan.problem();
    const auto unit = context.text("unit");
    const auto home = problem.find_unit(unit);
    const auto person = problem.find_participant(participant);
    if (!person.valid()) static_cast<void>(plan.explain(participant));  // throws, naming the nearest id
    if (!home.valid()) {
        const auto nearest = model::nearest(unit, problem.units);
        throw InvalidArgument("there is no home \"" + unit + "\" in this round" +
                              (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
    auto verdicts = problem.verdicts(person, home);
    if (audience == plan::Audience::participant) verdicts = plan::for_participant(std::move(verdicts));
    if (context.format == "json") {
        print(pair_answer(problem, person, home, verdicts));
        return done;
    }
    const bool closed = std::ranges::any_of(verdicts, [](const auto& one) { return rules::closes(one.verdict); });
    std::cout << participant << ", " << unit << ": "
              << (closed ? context.pick("the home does not fit.", "boligen passer ikke.")
                         : context.pick("the home fits.", "boligen passer."))
              << "\n"
              << plan::text(problem, verdicts, context.language);
    return done;
}

int run(const Context& context) {
    const auto run = load_run(context.text("DIR"));
    const auto participant = context.text("PARTICIPANT");
    if (!context.given("case")) {
        if (context.given("unit")) throw InvalidArgument("--unit needs --case: the run folder holds no case");
        return explain_from_run(context, run, participant);
    }
    const auto plan = restore(run, build_inputs(context, load_inputs(context, context.text("case"))));
    const auto audience = audience_of(context);
    if (context.given("unit")) return about_unit(context, plan, participant, audience);
    const auto told = plan.explain(participant);
    if (context.format == "json")
        print(explanation_answer(plan, told, audience));
    else
        std::cout << plan::text(plan, told, context.language, audience);
    return done;
}

}  // namespace

Command explain_command() {
    return {"explain",
            "say why somebody was given a home, or waits",
            "Says what a run decided for one person and why. The run folder alone holds the\n"
            "outcome and the reason code; with --case the rules, the score by term, the\n"
            "limits and every home that fits are told.",
            "husrom explain run SYN-P-02 --case examples/bodo",
            {"DIR", "PARTICIPANT"},
            {"text", "json"},
            add_options,
            run};
}

}  // namespace husrom::cli
