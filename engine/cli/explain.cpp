#include <algorithm>
#include <iostream>

#include <husrom/io/saved_run.hpp>
#include <husrom/plan/text.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "inputs.hpp"
#include "model/text.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("case", po::value<std::string>()->value_name("CASE"),
                          "the case that the run was made from: rules, score and homes too");
    add_policy_options(options);
    options.add_options()("unit", po::value<std::string>()->value_name("UNIT"), "what every rule says of this home (needs --case)");
}

/// What the run alone says: the outcome and the reason code.
int from_run(const Context& context, const SavedRun& run, const std::string& participant) {
    const auto home = std::ranges::find(run.homes, participant, &SavedRun::Home::participant);
    const auto waiting = std::ranges::find(run.waiting, participant, &SavedRun::Waiting::participant);
    if (home == run.homes.end() && waiting == run.waiting.end()) {
        std::vector<std::string> ids;
        for (const auto& one : run.homes) ids.push_back(one.participant);
        for (const auto& one : run.waiting) ids.push_back(one.participant);
        const auto nearest = model::nearest(participant, ids);
        throw InvalidArgument("there is no participant \"" + participant + "\" in this run" +
                              (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
    if (context.format == "json") {
        Json object{{"schema", "husrom.explain/1"}, {"participant", participant}, {"housed", home != run.homes.end()}};
        if (home != run.homes.end())
            object["assignment"] = {{"participant", home->participant},
                                    {"unit", home->unit},
                                    {"kind", home->stays   ? "stays"
                                             : home->moves ? "moves"
                                                           : "new"},
                                    {"confirm", home->confirm}};
        else
            object["waiting"] = {{"participant", waiting->participant},
                                 {"reason", waiting->reason},
                                 {"homes_that_fit", waiting->homes_that_fit},
                                 {"homes_that_fail", waiting->homes_that_fail},
                                 {"blocking_limit", waiting->blocking_limit}};
        print(object);
    } else if (home != run.homes.end()) {
        std::cout << participant
                  << (home->stays   ? context.pick(" keeps the present home ", " beholder boligen ")
                      : home->moves ? context.pick(" moves to ", " flytter til ")
                                    : context.pick(" is given ", " får "))
                  << home->unit << ".\n";
        for (const auto& rule : home->confirm)
            std::cout << context.pick("To be confirmed before an offer: ", "Må bekreftes før tilbud: ") << rule << "\n";
    } else {
        std::cout << participant << context.pick(" waits (", " venter (") << waiting->reason
                  << "): " << plan::words_of_code(waiting->reason, context.language);
        if (!waiting->blocking_limit.empty()) std::cout << ": " << waiting->blocking_limit;
        std::cout << ".\n"
                  << context.pick("Homes that fit: ", "Boliger som passer: ") << waiting->homes_that_fit
                  << context.pick(", that do not: ", ", som ikke passer: ") << waiting->homes_that_fail << ".\n";
    }
    context.messages.say(context.pick("With --case CASE the rules, the score and the homes are told too.",
                                      "Med --case CASE fortelles også reglene, poengene og boligene."));
    return done;
}

int about_unit(const Context& context, const plan::Plan& plan, const std::string& participant) {
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
    const auto verdicts = problem.verdicts(person, home);
    if (context.format == "json") {
        print(pair_answer(problem, person, home));
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
        return from_run(context, run, participant);
    }
    const auto plan = restore(run, build_inputs(context, load_inputs(context, context.text("case"))));
    if (context.given("unit")) return about_unit(context, plan, participant);
    const auto told = plan.explain(participant);
    if (context.format == "json")
        print(explanation_answer(plan, told));
    else
        std::cout << plan::text(plan, told, context.language);
    return done;
}

}  // namespace

Command explain_command() {
    return {"explain",
            "say why somebody was given a home, or waits",
            "Says what a run decided for one person and why. The run folder alone holds the\n"
            "outcome and the reason code; with --case the rules, the score by term, the limits\n"
            "and every home that fits are told.",
            "husrom explain run SYN-P-001 --case examples/bodo",
            {"DIR", "PARTICIPANT"},
            {"text", "json"},
            add_options,
            run};
}

}  // namespace husrom::cli
