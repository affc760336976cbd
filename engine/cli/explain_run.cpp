#include <algorithm>
#include <iostream>
#include <optional>

#include "answers.hpp"
#include "explain.hpp"
#include "model/text.hpp"
#include "plan/phrase.hpp"

namespace husrom::cli {

plan::Audience audience_of(const Context& context) {
    const auto word = context.text("audience");
    if (word == "caseworker") return plan::Audience::caseworker;
    if (word == "participant") return plan::Audience::participant;
    throw InvalidArgument("--audience is caseworker or participant, not \"" + word + "\"");
}

int explain_from_run(const Context& context, const SavedRun& run, const std::string& participant) {
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
    if (audience_of(context) == plan::Audience::participant)
        throw InvalidArgument("--audience participant needs --case: what may be told without telling of others is judged anew");
    if (context.format == "json") {
        Json object{
            {"schema", "husrom.explain/1"}, {"status", run.status}, {"participant", participant}, {"housed", home != run.homes.end()}};
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
                                 {"homes_that_fail", waiting->homes_that_fail}};
        if (home == run.homes.end() && !waiting->blocking_limit.empty()) object["waiting"]["blocking_limit"] = waiting->blocking_limit;
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
    if (const auto status = solve::status_of(run.status); status && status != solve::Status::optimal && context.format == "text") {
        std::optional<plan::WaitingReason> reason;
        for (const auto one : plan::all_reasons)
            if (home == run.homes.end() && plan::code(one) == waiting->reason) reason = one;
        std::cout << plan::caution(*status, reason, context.language) << "\n";
    }
    context.messages.say(context.pick("With --case CASE the rules, the score and the homes are told too.",
                                      "Med --case CASE fortelles også reglene, poengene og boligene."));
    return done;
}

}  // namespace husrom::cli
