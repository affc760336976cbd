// Offers with a choice, and the answers to them: offers, respond.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <husrom/io/audit_log.hpp>
#include <husrom/io/offers_file.hpp>
#include <husrom/plan/text.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "io/review_log.hpp"
#include "model/text.hpp"
#include "restored_run.hpp"

namespace husrom::cli {

namespace {

Json offers_answer(const plan::Offers& offers) {
    const auto& problem = offers.problem();
    auto document = Json::parse(offers_text(offers));
    // What a reader wants beside what the next answer needs: conditions of each home, and what every goal is safe for.
    for (std::size_t set = 0; set < offers.sets().size(); ++set)
        for (std::size_t home = 0; home < offers.sets()[set].homes.size(); ++home) {
            const auto& one = offers.sets()[set].homes[home];
            auto& json = document["sets"][set]["homes"][home];
            json["confirm"] = one.confirm;
            if (one.after.valid()) json["after"] = problem.participants[one.after.position()];
        }
    document["guarantees"] = Json::array();
    for (const auto& one : offers.guarantees()) {
        const auto& goal = problem.goals[static_cast<std::size_t>(one.goal)];
        document["guarantees"].push_back({{"goal", goal.id},
                                          {"planned", decimal_text(one.planned, goal.digits)},
                                          {"worst", decimal_text(one.worst, goal.digits)},
                                          {"loss", decimal_text(one.loss, goal.digits)},
                                          {"allowed", decimal_text(one.allowed, goal.digits)}});
    }
    return document;
}

std::string set_line(const Context& context, const rules::AllocationProblem& problem, const plan::OfferSet& set) {
    auto line = problem.participants[set.participant.position()];
    line += set.state == plan::OfferState::open       ? context.pick(" may choose: ", " kan velge: ")
            : set.state == plan::OfferState::accepted ? context.pick(" has accepted ", " har takket ja til ")
                                                      : context.pick(" stays in ", " blir boende i ");
    for (std::size_t i = 0; i < set.homes.size(); ++i) {
        const auto& home = set.homes[i];
        if (i > 0) line += ", ";
        line += problem.units[home.unit.position()];
        std::string note;
        for (const auto& rule : home.confirm) note += (note.empty() ? std::string(context.pick("confirm ", "bekreft ")) : ", ") + rule;
        if (home.after.valid())
            note +=
                (note.empty() ? "" : "; ") + std::string(context.pick("after ", "etter ")) + problem.participants[home.after.position()];
        if (!note.empty()) line += " (" + note + ")";
    }
    return line;
}

void print_text(const Context& context, const plan::Offers& offers) {
    const auto& problem = offers.problem();
    for (const auto& set : offers.sets()) std::cout << set_line(context, problem, set) << '\n';
    for (const auto& one : offers.parked())
        std::cout << problem.participants[one.participant.position()] << context.pick(" is out of this round for ", " er ute av runden i ")
                  << one.days << (one.days == 1 ? context.pick(" day", " dag") : context.pick(" days", " dager")) << " (" << one.reason
                  << ")\n";
    for (const auto& one : offers.withdrawn())
        std::cout << context.pick("Withdrawn: ", "Trukket tilbake: ") << problem.participants[one.participant.position()] << ", "
                  << problem.units[one.unit.position()] << '\n';
    std::cout << context.pick("Whatever everybody chooses, every limit holds, and at worst:\n",
                              "Uansett hva alle velger, holder alle grenser, og i verste fall:\n");
    for (const auto& one : offers.guarantees()) {
        const auto& goal = problem.goals[static_cast<std::size_t>(one.goal)];
        std::cout << "  " << goal.id << ": " << plan::number(one.worst, goal.digits, context.language)
                  << context.pick(" (planned ", " (planlagt ") << plan::number(one.planned, goal.digits, context.language)
                  << context.pick(", allowed loss ", ", tillatt tap ") << plan::number(one.allowed, goal.digits, context.language) << ")\n";
    }
    if (offers.duties_broken())
        std::cout << context.pick("No allocation keeps every duty and floor after the refusals.\n",
                                  "Ingen tildeling holder alle plikter og minstekrav etter avslagene.\n");
}

int tell(const Context& context, const plan::Offers& offers) {
    if (context.format == "json")
        print(offers_answer(offers));
    else
        print_text(context, offers);
    return offers.duties_broken() ? infeasible : done;
}

void say_written(const Context& context, const std::string& path) {
    context.messages.say(std::string(context.pick("Written to ", "Skrevet til ")) + path + ".");
}

int run_offers(const Context& context) {
    plan::OfferOptions options;
    if (context.given("homes")) options.homes = count(context, "homes", 1);
    if (context.given("max-loss")) options.max_loss = losses(context, "max-loss");
    if (const auto work = work_limit(context)) options.work_limit = *work;
    if (context.given("out")) require_round_file(context.text("out"));
    const auto [inputs, plan] = restored(context);
    const plan::Offers offers(plan, options);
    if (context.given("out")) {
        write_offers(offers, context.text("out"));
        say_written(context, context.text("out"));
    }
    const auto homes = options.homes.value_or(plan.problem().policy->offers.homes);
    const auto has_choice = [](const plan::OfferSet& set) { return set.homes.size() > 1; };
    if (homes > 1 && !offers.sets().empty() && std::ranges::none_of(offers.sets(), has_choice))
        context.messages.say(context.pick("Nobody has a choice: no home is left over, or a further one would cost more than is allowed.",
                                          "Ingen har noe valg: ingen bolig er til overs, eller enda en ville kostet mer enn tillatt."));
    return tell(context, offers);
}

plan::Offers answered(const Context& context, const plan::Offers& offers) {
    const auto participant = context.text("PARTICIPANT"), answer = context.text("ANSWER");
    if (answer == "refuse") {
        if (!context.given("reason")) {
            std::vector<std::string> reasons;
            for (const auto& one : offers.problem().policy->refusals) reasons.push_back("\"" + one.reason + "\"");
            throw InvalidArgument("a refusal needs --reason" + (reasons.empty()
                                                                    ? ", any, and with --log a code such as TOO_FAR; the policy lists none"
                                                                    : ", one of the policy's refusals: " + model::join(reasons, ", ")));
        }
        if (context.given("unit")) throw InvalidArgument("--unit belongs to accept; a refusal is of the whole set");
        return offers.refuse(participant, context.text("reason"));
    }
    if (answer != "accept") throw InvalidArgument("ANSWER is accept or refuse, not \"" + answer + "\"");
    if (context.given("reason")) throw InvalidArgument("--reason belongs to refuse");
    if (context.given("unit")) return offers.accept(participant, context.text("unit"));
    const auto& problem = offers.problem();
    for (const auto& set : offers.sets())
        if (problem.participants[set.participant.position()] == participant)
            return offers.accept(participant, problem.units[set.homes.front().unit.position()]);
    return offers.accept(participant, "");  // says what is wrong
}

/// The words that come from the command line, as those of a review are judged.
void check_log_words(const Context& context, const model::Policy& policy) {
    if (!context.given("actor")) throw InvalidArgument("--log needs --actor, a pseudonym such as user:2f61");
    io::require_actor(context.text("actor"));
    io::require_time(context.text("time"));
    if (context.given("reason") && policy.refusals.empty()) io::require_reason_code(context.text("reason"));
}

/// The homes of the person's set: those offered, or the one accepted.
std::string homes_of(const plan::Offers& offers, const std::string& participant) {
    const auto& problem = offers.problem();
    std::vector<std::string> homes;
    for (const auto& set : offers.sets())
        if (problem.participants[set.participant.position()] == participant)
            for (const auto& home : set.homes) homes.push_back(problem.units[home.unit.position()]);
    return model::join(homes, ";");
}

void log_answer(const Context& context, const plan::Offers& before, const plan::Offers& next) {
    if (!context.given("log")) return;
    AuditLog log(context.text("log"));
    for (const auto& note : log.notes()) context.messages.say(note);
    AuditLog::Row row{{"event", "answer"},
                      {"actor", context.text("actor")},
                      {"participant", context.text("PARTICIPANT")},
                      {"answer", context.text("ANSWER")},
                      {"problem", next.problem().problem_digest}};
    const auto participant = context.text("PARTICIPANT");
    if (context.text("ANSWER") == "accept")
        row["unit"] = homes_of(next, participant);
    else
        row["refused"] = homes_of(before, participant);
    for (const auto* key : {"reason", "time"})
        if (context.given(key)) row[key] = context.text(key);
    if (!next.withdrawn().empty()) {
        std::string withdrawn;
        for (const auto& one : next.withdrawn())
            withdrawn += (withdrawn.empty() ? "" : ";") + next.problem().participants[one.participant.position()] + "=" +
                         next.problem().units[one.unit.position()];
        row["withdrawn"] = withdrawn;
    }
    const auto head = log.append(row);
    context.messages.say(std::string(context.pick("Head of the log: ", "Loggens siste hash: ")) + head);
}

/// For the person who refused; the answer itself tells who is out of the round and what was withdrawn.
void say_what_follows(const Context& context, const plan::Offers& next) {
    const auto who = context.text("PARTICIPANT");
    std::string told = who + std::string(context.pick(": the homes refused are not offered again in this round",
                                                      ": boligene tilbys ikke på nytt i denne runden"));
    const auto set =
        std::ranges::find_if(next.sets(), [&](const auto& one) { return next.problem().participants[one.participant.position()] == who; });
    told += set == next.sets().end()               ? context.pick("; no home is offered.", "; ingen bolig tilbys.")
            : set->state == plan::OfferState::open ? context.pick("; a new set is offered.", "; et nytt sett tilbys.")
                                                   : context.pick("; the tenant stays.", "; leietakeren blir boende.");
    context.messages.say(told);
}

int run_respond(const Context& context) {
    if (!context.given("case")) throw InvalidArgument("--case CASE is missing: the round holds no case");
    const auto round = context.text("ROUND"), out = context.given("out") ? context.text("out") : round;
    const auto inputs = load_inputs(context, context.text("case"));
    if (context.given("log")) check_log_words(context, inputs.policy);
    if (context.given("out")) require_round_file(out);
    if (context.given("log") && is_same_place(context.text("log"), out)) throw InvalidArgument("--log and the round cannot be one file");
    const auto problem = build_inputs(context, inputs);
    const RoundLock held(round);
    const auto offers = read_offers(round, problem);
    const auto next = answered(context, offers);
    require_round_file(out);
    // The log first: an answer that stands in the log and not in the round shows; the other way about it would not.
    log_answer(context, offers, next);
    write_offers(next, out);
    say_written(context, out);
    if (context.text("ANSWER") == "refuse") say_what_follows(context, next);
    return tell(context, next);
}

}  // namespace

Command offers_command() {
    return {"offers",
            "offer everybody a choice of homes that is safe whatever they choose",
            "Gives everybody housed up to K homes to choose from, no home to two people, so\n"
            "that whatever each chooses every limit holds and no goal loses more than is\n"
            "allowed. What the policy's [offers] says counts where an option is not given.",
            "husrom offers run --case examples/bodo --homes 3 --out round.json",
            {"DIR"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()("homes", po::value<std::string>()->value_name("K"), "homes in a set, at most");
                add_losses(options, "max-loss", "what all choices together may cost a goal, in its unit; may be given for several goals");
                options.add_options()("out", po::value<std::string>()->value_name("FILE"), "where to keep the round for the answers");
                add_run_options(options);
                add_work_limit(options);
            },
            run_offers};
}

Command respond_command() {
    return {"respond",
            "take somebody's answer to an offer, and say what follows",
            "Accepts one home of the person's set (the planned one without --unit), or\n"
            "refuses the set for a reason of the policy's [refusals], which says what\n"
            "follows. Offers made to others stand, unless a duty needs one of their homes.\n"
            "ANSWER is accept or refuse. Exit code 4 when no allocation keeps every duty\n"
            "after the answer.",
            "husrom respond round.json SYN-P-01 accept --case examples/bodo",
            {"ROUND", "PARTICIPANT", "ANSWER"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()                                                                                       //
                    ("unit", po::value<std::string>()->value_name("UNIT"), "the home accepted")                             //
                    ("reason", po::value<std::string>()->value_name("REASON"), "of a refusal")                              //
                    ("out", po::value<std::string>()->value_name("FILE"), "where to write the round; ROUND when left out")  //
                    ("log", po::value<std::string>()->value_name("FILE"), "log that shows tampering, for the answer")       //
                    ("actor", po::value<std::string>()->value_name("ID"), "a pseudonym, for the log")                       //
                    ("time", po::value<std::string>()->value_name("TIME"), "as it shall stand in the log");
                add_run_options(options);
            },
            run_respond};
}

}  // namespace husrom::cli
