// How a plan treats people, how it compares with other mechanisms, which plans are nearly as good, and grounds for a decision:
// fairness, mechanism, near-optimal, stability, draft.

#include <algorithm>
#include <iostream>
#include <optional>
#include <utility>

#include <husrom/plan/draft.hpp>
#include <husrom/plan/fairness.hpp>
#include <husrom/plan/mechanism.hpp>
#include <husrom/plan/near_optimal.hpp>
#include <husrom/scenario/stability.hpp>

#include "command.hpp"
#include "question_answers.hpp"
#include "restored_run.hpp"

namespace husrom::cli {

namespace {

template <typename Number> Json number_or_null(const std::optional<Number>& value) {
    return value ? Json(*value) : Json();
}

Json group_json(const plan::GroupFairness& one) {
    return {{"group", one.group.empty() ? Json() : Json(one.group)},
            {"hidden", one.hidden},
            {"people", number_or_null(one.people)},
            {"housed", number_or_null(one.housed)},
            {"waiting_days_housed", number_or_null(one.waiting_days_housed)},
            {"waiting_days_waiting", number_or_null(one.waiting_days_waiting)},
            {"level_gap", one.level_gap_tenths ? Json(decimal_text(*one.level_gap_tenths, 1)) : Json()},
            {"wish_met", number_or_null(one.wish_met)}};
}

void print_group(const Context& context, const plan::GroupFairness& one, const std::string& name) {
    const auto cell = [&](const auto& value) { return value ? std::to_string(*value) : std::string("-"); };
    std::cout << "  " << name << ": ";
    if (one.hidden && !one.people) {
        std::cout << context.pick("hidden: few people", "skjult: få personer") << '\n';
        return;
    }
    std::cout << cell(one.housed) << context.pick(" of ", " av ") << cell(one.people) << context.pick(" housed", " får bolig")
              << context.pick("; days waited, housed ", "; ventedager, får bolig ") << cell(one.waiting_days_housed)
              << context.pick(", waiting ", ", venter ") << cell(one.waiting_days_waiting) << context.pick("; level gap ", "; nivåavvik ")
              << (one.level_gap_tenths ? plan::number(*one.level_gap_tenths, 1, context.language) : std::string("-"))
              << context.pick("; wish met ", "; ønske oppfylt ") << cell(one.wish_met) << '\n';
}

std::vector<rules::EdgeIndex> chosen_of(const plan::Plan& plan) {
    std::vector<rules::EdgeIndex> edges;
    for (const auto edge : plan.result().chosen) edges.push_back({edge});
    return edges;
}

std::optional<std::uint64_t> lottery_seed(const Context& context) {
    if (!context.given("seed")) return std::nullopt;
    return static_cast<std::uint64_t>(whole_number(context.text("seed"), "--seed", 0));
}

void add_orders(po::options_description& options) {
    options.add_options()                                                                                                           //
        ("preference", po::value<std::string>()->value_name("TERM")->default_value("", ""), "term that says what a person wishes")  //
        ("priority", po::value<std::string>()->value_name("TERM")->default_value("", ""), "term that says who goes first; the ties");
}

int run_fairness(const Context& context) {
    if (!context.given("by")) throw InvalidArgument("--by COLUMN is missing: a column of the participants, such as participant.sex");
    const auto columns = context.values["by"].as<std::vector<std::string>>();
    const auto least = count(context, "least", 1);
    const Interrupt interrupt;
    const auto [inputs, plan] = restored(context);
    const auto& problem = plan.problem();
    const auto tables = plan::fairness(plan, columns, least);
    const plan::EnvyOptions between{context.text("preference"), context.text("priority"), lottery_seed(context)};
    const auto envy = plan::justified_envy(problem, chosen_of(plan), between).size();
    std::vector<std::pair<std::string, plan::FairnessPrice>> prices;
    if (context.flag("price"))
        for (const auto& column : columns)
            prices.emplace_back(column, plan::price_of_fairness(plan, column, least, resolve_options(context, interrupt), columns));
    if (context.format == "json") {
        Json list = Json::array(), priced = Json::array();
        for (const auto& table : tables) {
            Json groups = Json::array();
            for (const auto& one : table.groups) groups.push_back(group_json(one));
            list.push_back({{"column", table.column}, {"groups", std::move(groups)}, {"all", group_json(table.all)}});
        }
        for (const auto& [column, price] : prices)
            priced.push_back({{"column", column},
                              {"share_now", number_or_null(price.share_now)},
                              {"share_best", number_or_null(price.share_best)},
                              {"proven", price.proven},
                              {"losses", losses_json(problem, price.losses)}});
        print({{"schema", "husrom.fairness/1"}, {"tables", std::move(list)}, {"justified_envy", envy}, {"prices", std::move(priced)}});
        return interrupt.happened() ? interrupted : done;
    }
    for (const auto& table : tables) {
        std::cout << table.column << '\n';
        for (const auto& one : table.groups)
            print_group(context, one, one.group.empty() ? std::string(context.pick("(not known)", "(ukjent)")) : one.group);
        print_group(context, table.all, std::string(context.pick("all", "alle")));
    }
    std::cout << context.pick("Justified envy: ", "Begrunnet misunnelse: ") << envy << '\n';
    for (const auto& [column, price] : prices) {
        if (!price.share_best) {
            std::cout << column << context.pick(": no group has ", ": ingen gruppe har ") << least
                      << context.pick(" people\n", " personer\n");
            continue;
        }
        std::cout << column << context.pick(": the group housed least now, ", ": gruppen som får minst nå, ")
                  << (price.share_now ? std::to_string(*price.share_now) + " %" : std::string(context.pick("hidden", "skjult")))
                  << context.pick("; at best ", "; på det beste ") << *price.share_best << " %";
        std::string cost;
        for (const auto& loss : price.losses)
            if (const auto words = plan::text(problem, loss, context.language); !words.empty()) cost += (cost.empty() ? "" : "; ") + words;
        std::cout << (cost.empty() ? std::string(context.pick(", at no cost", ", uten kostnad"))
                                   : std::string(context.pick(", at a cost: ", ", til en kostnad: ")) + cost)
                  << (price.proven ? "" : context.pick(" (not proven)", " (ikke bevist)")) << '\n';
    }
    return interrupt.happened() ? interrupted : done;
}

plan::Mechanism mechanism_of(const std::string& name) {
    for (const auto one : {plan::Mechanism::deferred_acceptance, plan::Mechanism::serial_dictatorship, plan::Mechanism::hardest_first})
        if (plan::to_string(one) == name) return one;
    throw InvalidArgument("MECHANISM is deferred_acceptance, serial_dictatorship or hardest_first, not \"" + name + "\"");
}

Json placements_json(const rules::AllocationProblem& problem, const std::vector<rules::EdgeIndex>& chosen) {
    Json list = Json::array();
    for (const auto edge : chosen)
        list.push_back({{"participant", problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[edge.position()])]},
                        {"unit", problem.units[static_cast<std::size_t>(problem.numeric.edge_column[edge.position()])]}});
    return list;
}

int run_mechanism(const Context& context) {
    const auto which = mechanism_of(context.text("MECHANISM"));
    const auto inputs = load_inputs(context, context.text("CASE"));
    const auto problem = build_inputs(context, inputs);
    const plan::MechanismOptions options{context.text("preference"), context.text("priority"), lottery_seed(context)};
    const auto outcome = plan::run(*problem, which, options);
    const auto envy = plan::justified_envy(*problem, outcome.chosen, {options.preference, options.priority, outcome.seed}).size();
    const auto goals = plan::losses(*problem, outcome.objective, outcome.objective);
    if (context.format == "json") {
        Json reached = Json::array(), order = Json::array();
        for (const auto& one : goals) {
            const auto& goal = problem->goals[static_cast<std::size_t>(one.goal)];
            reached.push_back(
                {{"id", goal.id}, {"sense", goal.minimise ? "minimise" : "maximise"}, {"reached", decimal_text(one.before, goal.digits)}});
        }
        for (const auto person : outcome.order) order.push_back(problem->participants[person.position()]);
        print({{"schema", "husrom.mechanism/1"},
               {"mechanism", plan::to_string(which)},
               {"housed", outcome.housed},
               {"goals", std::move(reached)},
               {"justified_envy", envy},
               {"broken_duties", outcome.broken_duties},
               {"placements", placements_json(*problem, outcome.chosen)},
               {"seed", outcome.seed},
               {"order", std::move(order)}});
        return done;
    }
    for (const auto edge : outcome.chosen)
        std::cout << problem->participants[static_cast<std::size_t>(problem->numeric.edge_row[edge.position()])] << ' '
                  << problem->units[static_cast<std::size_t>(problem->numeric.edge_column[edge.position()])] << '\n';
    std::cout << context.pick("Housed: ", "Får bolig: ") << outcome.housed << '\n';
    for (const auto& one : goals) {
        const auto& goal = problem->goals[static_cast<std::size_t>(one.goal)];
        std::cout << "  " << goal.id << ": " << plan::number(one.before, goal.digits, context.language) << '\n';
    }
    std::cout << context.pick("Justified envy: ", "Begrunnet misunnelse: ") << envy << '\n';
    if (outcome.broken_duties > 0)
        std::cout << context.pick("Rights to a home and floors that are not kept: ", "Rett til bolig og minstekrav som ikke holdes: ")
                  << outcome.broken_duties << '\n';
    std::cout << context.pick("Lottery of seed ", "Loddtrekning med frø ") << outcome.seed
              << context.pick(", drawn first:", ", trukket først:");
    for (const auto person : outcome.order) std::cout << ' ' << problem->participants[person.position()];
    std::cout << '\n';
    return done;
}

int run_near(const Context& context) {
    const Interrupt interrupt;
    const auto within = losses(context, "within");
    const auto most = count(context, "most", 1);
    const auto [inputs, plan] = restored(context);
    const auto& problem = plan.problem();
    const auto near = plan::near_optimal(plan, most, within, resolve_options(context, interrupt));
    if (context.format == "json") {
        Json list = Json::array();
        for (const auto& one : near.list)
            list.push_back({{"proven", one.proven},
                            {"losses", losses_json(problem, one.losses)},
                            {"changes", changes_json(problem, one.changes)},
                            {"placements", placements_json(problem, one.chosen)}});
        print({{"schema", "husrom.near-optimal/1"}, {"complete", near.complete}, {"plans", std::move(list)}});
        return interrupt.happened() ? interrupted : done;
    }
    for (std::size_t i = 0; i < near.list.size(); ++i) {
        const auto& one = near.list[i];
        std::cout << context.pick("Plan ", "Plan ") << i + 1 << ": " << one.changes.size()
                  << context.pick(" people with another home or none", " personer med annen bolig eller ingen")
                  << (one.proven ? "" : context.pick(" (perhaps not the most different)", " (kanskje ikke den mest ulike)")) << '\n';
        for (const auto& loss : one.losses)
            if (const auto words = plan::text(problem, loss, context.language); !words.empty()) std::cout << "  " << words << '\n';
        for (const auto& change : one.changes) {
            const auto home = [&](rules::UnitIndex unit) { return unit.valid() ? problem.units[unit.position()] : std::string("-"); };
            std::cout << "  " << problem.participants[change.participant.position()] << ": " << home(change.from) << " -> "
                      << home(change.to) << '\n';
        }
    }
    if (near.complete)
        std::cout << context.pick("There is no further plan within the loss.\n", "Det finnes ingen flere planer innenfor tapet.\n");
    else if (std::cmp_less(near.list.size(), most))
        std::cout << context.pick("No further plan was found; there may be one.\n",
                                  "Ingen flere planer ble funnet; det kan finnes noen.\n");
    return interrupt.happened() ? interrupted : done;
}

int run_stability(const Context& context) {
    const Interrupt interrupt;
    scenario::StabilityOptions options;
    options.samples = count(context, "samples", 1);
    options.seed = static_cast<std::uint64_t>(whole_number(context.text("seed"), "--seed", 0));
    options.weight_percent = count(context, "weights", 0);
    options.unknown_facts = !context.flag("weights-only");
    options.work_limit = work_limit(context);
    options.stop = interrupt.token();
    const auto [inputs, plan] = restored(context);
    const auto found = scenario::stability(plan, inputs.source, inputs.policy, options);
    if (context.format == "json") {
        Json list = Json::array();
        for (const auto& one : found.placements)
            list.push_back({{"participant", one.participant}, {"unit", one.unit}, {"kept", one.kept}, {"housed", one.housed}});
        print({{"schema", "husrom.stability/1"},
               {"samples", found.samples},
               {"impossible", found.impossible},
               {"proven", found.proven},
               {"unknown_cells", found.unknown_cells},
               {"unvaried_cells", found.unvaried_cells},
               {"placements", std::move(list)}});
        return interrupt.happened() ? interrupted : done;
    }
    for (const auto& one : found.placements)
        std::cout << one.participant << ' ' << one.unit << ": " << context.pick("kept in ", "beholdt i ") << one.kept
                  << context.pick(", housed in ", ", får bolig i ") << one.housed << context.pick(" of ", " av ") << found.samples << '\n';
    std::cout << context.pick("Unknown facts that varied: ", "Ukjente opplysninger som varierte: ") << found.unknown_cells
              << context.pick("; without a declared range: ", "; uten oppgitt variasjon: ") << found.unvaried_cells << '\n';
    if (found.impossible > 0)
        std::cout << context.pick("Samples without an allocation: ", "Trekninger uten tildeling: ") << found.impossible << '\n';
    return interrupt.happened() ? interrupted : done;
}

int run_draft(const Context& context) {
    const auto word = context.given("language") ? context.text("language") : context.given("lang") ? context.text("lang") : "nb";
    const auto language = plan::draft_language(word);
    const auto [inputs, plan] = restored(context);
    const auto participant = context.text("PARTICIPANT");
    const auto draft = plan::draft_decision(plan, participant, language);
    if (context.format == "json")
        print({{"schema", "husrom.draft/1"}, {"participant", participant}, {"language", word}, {"text", draft}});
    else
        std::cout << draft;
    return done;
}

}  // namespace

Command fairness_command() {
    return {"fairness",
            "say how groups of people fare in a run",
            "For each group of a column: people, how many are housed, days waited, distance\n"
            "from the level needed, wishes met. Numbers of few people are hidden, and so is\n"
            "every number that would give them away. --price tells what equal shares cost.",
            "husrom fairness run --case examples/bodo --by participant.sex",
            {"DIR"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()                                                                                               //
                    ("by", po::value<std::vector<std::string>>()->value_name("COLUMN")->composing(), "may be given several times")  //
                    ("least", po::value<std::string>()->value_name("N")->default_value("5"), "fewer people than this are hidden")   //
                    ("price", po::bool_switch(), "what it costs to house no group in a smaller share than can be");
                add_orders(options);
                options.add_options()("seed", po::value<std::string>()->value_name("N"), "envy counts between equals by this lottery too");
                add_run_options(options);
                add_work_limit(options);
            },
            run_fairness};
}

Command mechanism_command() {
    return {"mechanism",
            "allocate by another mechanism, to compare with",
            "MECHANISM is deferred_acceptance (stable where homes alone are scarce; under\n"
            "caps somebody may be left without a home beside a free one that fits),\n"
            "serial_dictatorship (by a lottery, in the order told) or hardest_first (the\n"
            "homes that fewest people fit come first), on the same people, homes, rules and\n"
            "caps. In the others the lottery decides between equals.",
            "husrom mechanism examples/bodo deferred_acceptance",
            {"CASE", "MECHANISM"},
            {"text", "json"},
            [](po::options_description& options) {
                add_orders(options);
                options.add_options()("seed", po::value<std::string>()->value_name("N"),
                                      "of the lottery; the policy's lottery_seed where none is given");
                add_policy_options(options);
            },
            run_mechanism};
}

Command near_command() {
    return {"near-optimal",
            "list plans that are nearly as good and as different as can be",
            "Plans within a loss of the best in every goal (none where no --within is given),\n"
            "each sharing as few placements as can be with those before it.",
            "husrom near-optimal run --case examples/bodo --most 3",
            {"DIR"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()("most", po::value<std::string>()->value_name("K")->default_value("3"), "how many plans");
                add_losses(options, "within", "what a plan may lose in a goal, in its unit; may be given for several goals");
                add_run_options(options);
                add_work_limit(options);
            },
            run_near};
}

Command stability_command() {
    return {"stability",
            "say how sure each placement is when what is uncertain varies",
            "Builds and solves the case anew in samples in which the weights of scores vary,\n"
            "and facts that nobody has filled in vary as the policy's [uncertain] says; flags\n"
            "without an entry there are true or false. The same seed draws the same samples.",
            "husrom stability run --case examples/bodo --samples 20 --seed 1",
            {"DIR"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()                                                                                                 //
                    ("samples", po::value<std::string>()->value_name("N")->default_value("20"), "how many")                           //
                    ("seed", po::value<std::string>()->value_name("N")->default_value("0"), "of the samples")                         //
                    ("weights", po::value<std::string>()->value_name("PERCENT")->default_value("10"), "by which each weight varies")  //
                    ("weights-only", po::bool_switch(), "leave unknown facts unknown");
                add_run_options(options);
                add_work_limit(options);
            },
            run_stability};
}

Command draft_command() {
    return {"draft",
            "draft the grounds for a decision about one person",
            "A text made from what the rules said, with their legal basis and where each fact\n"
            "stands. A draft for a person to judge, complete and sign; it names nobody else.",
            "husrom draft run SYN-P-01 --case examples/bodo --language nb",
            {"DIR", "PARTICIPANT"},
            {"text", "json"},
            [](po::options_description& options) {
                options.add_options()("language", po::value<std::string>()->value_name("nb|nn|en"),
                                      "of the draft; that of --lang, else nb");
                add_run_options(options);
            },
            run_draft};
}

}  // namespace husrom::cli
