#include <iostream>

#include <husrom/io/saved_run.hpp>

#include "answers.hpp"
#include "command.hpp"

namespace husrom::cli {

namespace {

scenario::Record record_of_run(const std::string& folder) {
    const auto run = load_run(folder);
    // Such a run does not hold whom its case has.
    if (run.objective.empty()) throw InvalidArgument(folder + " has no allocation to compare: its status is " + run.status);
    scenario::Record record;
    record.case_digest = run.case_digest;
    record.as_of = run.as_of;
    for (const auto& one : run.waiting) record.waiting.push_back(one.participant);
    for (std::size_t i = 0; i < run.goals.size(); ++i) {
        const auto& goal = run.goals[i];
        record.goals.push_back(
            {goal.id, goal.minimise, goal.digits, goal.reached, run.goal_definitions[i], goal.tie && goal.id == "lottery"});
    }
    for (const auto& home : run.homes) record.homes.push_back({home.participant, home.unit, home.stays || home.moves});
    for (const auto& limit : run.limits)
        if (limit.binds) record.binding.push_back(limit.group.empty() ? limit.id : limit.id + " " + limit.group);
    return record;
}

/// One line a difference: what, which, in A, in B. Machines read it: RFC 4180.
void print_csv(const scenario::Comparison& comparison) {
    const auto cell = [](const std::string& text) {
        if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
        std::string quoted = "\"";
        for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
        return quoted + "\"";
    };
    const auto line = [&](const std::string& what, const std::string& which, const std::string& a, const std::string& b) {
        std::cout << what << ',' << cell(which) << ',' << cell(a) << ',' << cell(b) << "\r\n";
    };
    std::cout << "what,id,a,b\r\n";
    for (const auto& goal : comparison.goals)
        line("goal", goal.id, goal.a ? decimal_text(*goal.a, goal.digits) : "", goal.b ? decimal_text(*goal.b, goal.digits) : "");
    line("as_of", "", comparison.as_of_a, comparison.as_of_b);
    const std::string same_case = comparison.same_case ? "yes" : "no";
    line("same_case", "", same_case, same_case);
    for (const auto& id : comparison.people_only_in_a) line("person", id, "yes", "no");
    for (const auto& id : comparison.people_only_in_b) line("person", id, "no", "yes");
    for (const auto& id : comparison.housed_only_in_a) line("housed", id, "yes", "no");
    for (const auto& id : comparison.housed_only_in_b) line("housed", id, "no", "yes");
    for (const auto& change : comparison.other_home) line("home", change.participant, change.unit_a, change.unit_b);
    for (const auto& limit : comparison.binds_only_in_a) line("binds", limit, "yes", "no");
    for (const auto& limit : comparison.binds_only_in_b) line("binds", limit, "no", "yes");
    for (const auto& limit : comparison.binds_in_both) line("binds", limit, "yes", "yes");
}

int run(const Context& context) {
    const auto comparison = scenario::compare(record_of_run(context.text("A")), record_of_run(context.text("B")));
    if (context.format == "json")
        print(comparison_answer(comparison));
    else if (context.format == "csv")
        print_csv(comparison);
    else
        std::cout << scenario::text(comparison, context.language);
    return done;
}

}  // namespace

Command compare_command() {
    return {"compare",
            "put two runs side by side",
            "Compares two run folders: goal by goal, whom only one of the cases has, who is\n"
            "housed in only one of them, who gets another home, and which limits bind. Which\n"
            "of two values is better is said of each goal that the policies of both runs\n"
            "count alike, and of no goal where the people are not the same.",
            "husrom compare run-a run-b",
            {"A", "B"},
            {"text", "csv", "json"},
            [](po::options_description&) {},
            run};
}

}  // namespace husrom::cli
