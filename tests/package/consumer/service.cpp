// A service that holds its people and homes in columns: builds a case, allocates, and reads the reasons.

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include <husrom/husrom.hpp>

namespace {

const char* const policy = R"(
schema = 1
id = "service"
title = { en = "A service's own policy" }

[round]
as_of = 2026-11-22
horizon = "0 days"

[[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
text = { en = "The home has enough bedrooms for the household." }

[[goal]]
id = "house-most"
maximise = "housed"
)";

husrom::model::Case make_case() {
    const std::vector<std::string> people{"SYN-P-1", "SYN-P-2", "SYN-P-3"};
    const std::vector<std::string> applied{"2026-01-05", "2026-02-01", "2026-03-01"};
    const std::vector<std::int64_t> needed{1, 2, 3};
    const std::vector<std::string> homes{"SYN-U-1", "SYN-U-2"};
    const std::vector<std::string> areas{"SYN-N-1", "SYN-N-1"};
    const std::vector<std::int64_t> bedrooms{1, 2};
    return husrom::model::CaseBuilder{}
        .table("participants")
        .text("participant_id", people)
        .text("application_date", applied)
        .integers("bedrooms_needed", needed)
        .table("units")
        .text("unit_id", homes)
        .text("neighbourhood_id", areas)
        .integers("bedrooms", bedrooms)
        .table("neighbourhoods")
        .text("neighbourhood_id", std::vector<std::string>{"SYN-N-1"})
        .policy(policy)
        .build();
}

}  // namespace

int main() try {
    const husrom::model::Case source = make_case();
    const husrom::plan::Plan plan = husrom::allocate(husrom::build(source, husrom::policy_of(source)), {.threads = 2});
    if (!plan.has_allocation()) return 4;

    const auto& problem = plan.problem();
    for (const auto& assignment : plan.assignments())
        std::cout << problem.participants[assignment.participant.position()] << " gets " << problem.units[assignment.unit.position()]
                  << '\n';
    for (const auto& waiting : plan.waiting())
        std::cout << problem.participants[waiting.participant.position()] << " waits: " << husrom::plan::code(waiting.reason) << '\n';
    for (const auto& count : plan.explain("SYN-P-3").rule_counts) std::cout << count.rule << " closes " << count.failed << " homes\n";

    try {
        const husrom::model::Case broken = husrom::model::CaseBuilder{}.table("participants").policy(policy).build();
        static_cast<void>(husrom::build(broken, husrom::policy_of(broken)));
        return 1;
    } catch (const husrom::InvalidInput& error) {
        std::cout << "an empty case has " << (error.findings().ok() ? "no " : "") << "errors\n";
    }
    return plan.verified() && plan.housed() == 2 ? 0 : 1;
} catch (const husrom::InvalidInput& error) {
    std::cerr << error.what() << '\n';
    return 3;
}
