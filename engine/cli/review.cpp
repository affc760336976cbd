// A person decides: accept, override, lock, forbid, withdraw, resolve, each a line of a log that shows tampering.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <utility>

#include <husrom/io/review.hpp>
#include <husrom/plan/text.hpp>

#include "answers.hpp"
#include "command.hpp"
#include "question_answers.hpp"
#include "restored_run.hpp"

namespace husrom::cli {

namespace {

Json decisions_json(const Review& review) {
    Json list = Json::array();
    for (const auto& one : review.decisions()) {
        Json decision{{"kind", to_string(one.kind)}, {"participant", one.participant}, {"unit", one.unit}};
        if (!one.reason.empty()) decision["reason"] = one.reason;
        if (!one.waived.empty()) decision["waived"] = one.waived;
        list.push_back(std::move(decision));
    }
    return list;
}

Json review_answer(const Review& review) {
    return {{"schema", "husrom.review/1"},
            {"plan", review.plan().digest()},
            {"rows", review.log().rows()},
            {"log_head", review.log().head()},
            {"about_other_plans", review.about_other_plans()},
            {"log_went_on", review.log_went_on()},
            {"decisions", decisions_json(review)}};
}

std::string_view kind_word(const Context& context, Decision::Kind kind) {
    switch (kind) {
        case Decision::Kind::accept:
            return context.pick(to_string(kind), "godtatt");
        case Decision::Kind::override_placement:
            return context.pick(to_string(kind), "overstyrt");
        case Decision::Kind::lock:
            return context.pick(to_string(kind), "låst");
        case Decision::Kind::forbid:
            return context.pick(to_string(kind), "utelukket");
    }
    return "";
}

void print_state(const Context& context, const Review& review) {
    for (const auto& one : review.decisions()) {
        std::cout << kind_word(context, one.kind) << ' ' << one.participant << ' ' << one.unit;
        if (!one.reason.empty()) std::cout << ' ' << one.reason;
        for (std::size_t i = 0; i < one.waived.size(); ++i)
            std::cout << (i == 0 ? context.pick(", sets aside ", ", setter til side ") : std::string_view(", ")) << one.waived[i];
        std::cout << '\n';
    }
    std::cout << context.pick("Head of the log: ", "Loggens siste hash: ") << review.log().head() << '\n';
}

int tell(const Context& context, const Review& review) {
    if (context.format == "json")
        print(review_answer(review));
    else
        print_state(context, review);
    return done;
}

DecisionNote note_of(const Context& context) {
    return {context.text("reason"), context.text("reference"), context.text("time")};
}

/// The word at a position that this action needs.
std::string need(const Context& context, const char* position) {
    if (!context.given(position)) throw InvalidArgument("\"" + context.text("ACTION") + "\" needs " + position);
    return context.text(position);
}

int price(const Context& context, Review& review) {
    const auto answer = review.price(need(context, "PARTICIPANT"), need(context, "UNIT"));
    if (context.format == "json")
        print(why_not_answer(answer));
    else
        std::cout << plan::text(answer, context.language);
    return done;
}

/// The price comes first; only --yes makes it a decision.
int override_placement(const Context& context, Review& review) {
    if (context.given("reason")) review.check_note(note_of(context), true);
    if (!context.flag("yes")) {
        price(context, review);
        context.messages.say(context.given("reason")
                                 ? context.pick("Nothing is decided: with --yes the override is made and logged.",
                                                "Ingenting er avgjort: med --yes gjøres og loggføres overstyringen.")
                                 : context.pick("Nothing is decided: with --yes and --reason CODE the override is made and logged.",
                                                "Ingenting er avgjort: med --yes og --reason KODE gjøres og loggføres overstyringen."));
        return done;
    }
    const auto cost = review.override_placement(need(context, "PARTICIPANT"), need(context, "UNIT"), note_of(context));
    if (context.format == "json") {
        auto answer = review_answer(review);
        answer["price"] = why_not_answer(cost);
        print(answer);
        return done;
    }
    std::cout << plan::text(cost, context.language);
    return tell(context, review);
}

/// Before anything is solved and logged.
void require_folders(const Context& context) {
    const std::filesystem::path out = context.text("out"), out_case = context.text("out-case");
    if (!context.given("out")) throw InvalidArgument("--out DIR is missing: the folder to write the new run to");
    require_run_folder(out);
    if (!context.given("out-case")) return;
    if (is_within(out, out_case) || is_within(out_case, out))
        throw InvalidArgument("--out and --out-case cannot be one folder, nor one within the other");
    for (const auto& read : {std::filesystem::path(context.text("case")), std::filesystem::path(context.text("policy")).parent_path()})
        if (!read.empty() && is_within(read, out_case))
            throw InvalidArgument("--out-case " + out_case.string() + " is where the case or its policy was read; choose another folder");
    require_case_folder(out_case);
}

int resolve(const Context& context, Review& review, const Interrupt& interrupt) {
    require_folders(context);
    AllocateOptions options;
    options.work_limit = work_limit(context);
    options.stop = interrupt.token();
    const auto decided = review.decided_case();
    const auto next = review.try_resolve(context.text("time"), options);
    if (!next.has_allocation()) {
        std::cout << plan::summary(next, context.language);
        context.messages.say(context.pick("No allocation was found that keeps every decision; no run is written.",
                                          "Ingen tildeling ble funnet som holder alle avgjørelsene; ingen kjøring er skrevet."));
        if (context.given("out-case")) {
            save_case(decided, context.text("out-case"));
            const auto folder = context.text("out-case");
            context.messages.say(std::string(context.pick("The case as decided is written; why: husrom conflict ",
                                                          "Saken med avgjørelsene er skrevet; hvorfor: husrom conflict ")) +
                                 folder);
        } else {
            context.messages.say(
                context.pick("With --out-case DIR the case as decided is written, of which `husrom conflict DIR` says why.",
                             "Med --out-case MAPPE skrives saken med avgjørelsene, og `husrom conflict MAPPE` sier hvorfor."));
        }
        if (interrupt.happened()) return interrupted;
        return next.status() == solve::Status::infeasible ? infeasible : no_allocation;
    }
    review.save(context.text("out"));
    if (context.given("out-case")) save_case(decided, context.text("out-case"));
    context.messages.say(std::string(context.pick("Written to ", "Skrevet til ")) + context.text("out") + ".");
    if (!context.given("out-case"))
        context.messages.say(context.pick(
            "No case on disk holds the decisions: to verify, explain or review this run with its case, resolve again with --out-case DIR.",
            "Ingen sak på disk har avgjørelsene: for å kontrollere, forklare eller behandle kjøringen med saken, kjør resolve igjen med "
            "--out-case MAPPE."));
    if (context.format == "json") {
        auto answer = plan_answer(review.plan());
        answer["log_head"] = review.log().head();
        print(answer);
    } else {
        std::cout << plan::summary(review.plan(), context.language);
        print_state(context, review);
    }
    return interrupt.happened() ? interrupted : done;
}

/// A home that is named with `accept` is the one that the plan gives.
void refuse_other_home(const Context& context, const Review& review, const std::string& participant) {
    if (!context.given("UNIT")) return;
    const auto& problem = review.plan().problem();
    for (const auto& one : review.plan().assignments())
        if (problem.participants[one.participant.position()] == participant && problem.units[one.unit.position()] != context.text("UNIT"))
            throw InvalidArgument("the plan gives \"" + participant + "\" \"" + problem.units[one.unit.position()] + "\", not \"" +
                                  context.text("UNIT") + "\"; override or lock decides for another home");
}

int act(const Context& context, const std::string& action, Review& review, const Interrupt& interrupt) {
    if (action == "list") {
        if (const auto others = review.about_other_plans(); others > 0)
            context.messages.say(std::to_string(others) +
                                 std::string(others == 1 ? context.pick(" decision in this log is about another plan.",
                                                                        " avgjørelse i denne loggen gjelder en annen plan.")
                                                         : context.pick(" decisions in this log are about other plans.",
                                                                        " avgjørelser i denne loggen gjelder andre planer.")));
        return tell(context, review);
    }
    if (action == "price") return price(context, review);
    if (action == "override") return override_placement(context, review);
    if (action == "resolve") return resolve(context, review, interrupt);
    const auto participant = need(context, "PARTICIPANT");
    if (action == "accept") {
        refuse_other_home(context, review, participant);
        review.accept(participant, note_of(context));
        return tell(context, review);
    }
    const auto unit = need(context, "UNIT");
    if (action == "lock") review.lock(participant, unit, note_of(context));
    if (action == "forbid") review.forbid(participant, unit, note_of(context));
    if (action == "withdraw") review.withdraw(participant, unit, note_of(context));
    return tell(context, review);
}

int run(const Context& context) {
    const auto action = context.text("ACTION");
    constexpr std::string_view actions[] = {"list", "price", "accept", "override", "lock", "forbid", "withdraw", "resolve"};
    if (std::ranges::find(actions, std::string_view(action)) == std::end(actions))
        throw InvalidArgument("ACTION is list, price, accept, override, lock, forbid, withdraw or resolve, not \"" + action + "\"");
    if ((action == "list" || action == "resolve") && context.given("PARTICIPANT"))
        throw InvalidArgument("\"" + action + "\" is of the whole review and takes no PARTICIPANT");
    const bool looks = action == "list" || action == "price" || (action == "override" && !context.flag("yes"));
    if (!context.given("log")) throw InvalidArgument("--log is missing: the file that holds the decisions");
    if (!looks && !context.given("actor")) throw InvalidArgument("--actor is missing: who decides, a pseudonym such as user:2f61");
    // Neither reading, nor taking back, nor solving around what is decided makes a log.
    const bool begins = action == "accept" || action == "override" || action == "lock" || action == "forbid";
    if (!begins && !std::filesystem::exists(context.text("log")))
        throw InvalidArgument("--log " + context.text("log") + ": there is no such file; accept, override, lock or forbid begins a log");
    const Interrupt interrupt;
    auto [inputs, plan] = restored(context);
    ReviewOptions options;
    options.actor = context.given("actor") ? context.text("actor") : "reader";  // who only looks leaves no line
    options.resolve = resolve_options(context, interrupt);
    options.read_only = looks;
    Review review(std::move(inputs.source), std::move(inputs.policy), std::move(plan), context.text("log"), std::move(options),
                  context.text("time"));
    for (const auto& one : review.log().notes()) context.messages.say(one);
    if (review.log_went_on())
        context.messages.say(context.pick(
            "The log speaks of another plan last, of a later round or another run; what is listed and decided here is of this run.",
            "Loggen handler sist om en annen plan, fra en senere runde eller en annen kjøring; det som vises og avgjøres her, "
            "gjelder denne kjøringen."));
    return act(context, action, review, interrupt);
}

}  // namespace

Command review_command() {
    return {"review",
            "accept, override, lock, forbid or withdraw, and solve around that",
            "Decides about a run and logs it in a file that shows tampering. ACTION is\n"
            "  list      the decisions that stand, those of rounds that led to the run too,\n"
            "            and how many others the log holds\n"
            "  price     what an override of PARTICIPANT to UNIT would cost\n"
            "  accept    the placement of PARTICIPANT\n"
            "  override  gives PARTICIPANT the UNIT whatever plan and rules say: shows the\n"
            "            price, and with --yes decides; needs --reason\n"
            "  lock      PARTICIPANT gets UNIT, which the rules allow\n"
            "  forbid    PARTICIPANT does not get UNIT\n"
            "  withdraw  takes back what was decided of PARTICIPANT and UNIT\n"
            "  resolve   solves again around the decisions, into the run folder --out\n"
            "Exit code 4 when no allocation keeps every decision.",
            "husrom review run accept SYN-P-01 --case examples/bodo --log audit.jsonl \\\n"
            "      --actor user:2f61",
            {"DIR", "ACTION", "PARTICIPANT", "UNIT"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()                                                                                          //
                    ("log", po::value<std::string>()->value_name("FILE"), "the log (required)")                                //
                    ("actor", po::value<std::string>()->value_name("ID"), "who decides: a pseudonym (required, but to look)")  //
                    ("reason", po::value<std::string>()->value_name("CODE"),
                     "one of the policy's [overrides]; where it lists none, any")                                  //
                    ("reference", po::value<std::string>()->value_name("REF"), "one word, such as a case number")  //
                    ("time", po::value<std::string>()->value_name("TIME"), "as it shall stand in the log")         //
                    ("yes", po::bool_switch(), "make the override, not only show its price")                       //
                    ("out", po::value<std::string>()->value_name("DIR"), "resolve: folder for the new run")        //
                    ("out-case", po::value<std::string>()->value_name("DIR"), "resolve: folder for the case as decided");
                add_run_options(options);
                add_work_limit(options);
            },
            run,
            2};
}

}  // namespace husrom::cli
