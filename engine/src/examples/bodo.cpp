#include "examples/bodo.hpp"

#include <algorithm>
#include <string>

#include "examples/draw.hpp"
#include "examples/example.hpp"
#include "examples/figures.hpp"

namespace husrom::examples {
namespace {

constexpr std::string_view bodo_policy = R"(# Housing First in a town: the method as it ships, with this round's day, caps and lottery.

schema = 1
id     = "bodo-2026-2"
title  = { nb = "Bolig først, høsten 2026", en = "Housing First, autumn 2026" }
preset = "housing_first"

[round]
as_of   = 2026-11-22
horizon = "60 days"

[ties]
order        = ["application_date", "lottery"]
lottery_seed = 20261122

[columns."participant.address_status"]
type  = "text"
class = "need"
text  = { nb = "Adresse: uten fast bopel, uavklart, bytte eller midlertidig", en = "Address: none, unclear, swap or temporary" }

[columns."participant.services_before"]
type  = "flag"
class = "need"
text  = { nb = "Kommunale tjenester fra før", en = "Municipal services before" }
)";

std::string readme_text(const Sheet& people, const Sheet& homes, const Sheet& team, const Sheet& tenants) {
    std::int64_t sum = 0, youngest = 200, oldest = 0;
    for (std::size_t row = 0; row < people.rows(); ++row) {
        const std::int64_t age = std::stoll(people.cell(row, "age"));
        sum += age;
        youngest = std::min(youngest, age);
        oldest = std::max(oldest, age);
    }
    std::int64_t private_homes = 0;
    for (std::size_t row = 0; row < homes.rows(); ++row) private_homes += homes.cell(row, "disposal_form") == "PRIVATE_MARKET" ? 1 : 0;
    const auto applicants = static_cast<std::int64_t>(people.rows());
    std::int64_t substance = 0, long_waits = 0;
    for (std::size_t row = 0; row < people.rows(); ++row) {
        const std::string& segments = people.cell(row, "segments");
        if (segments.find("SUD") != std::string::npos || segments.find("ROP") != std::string::npos) ++substance;
        const auto since = model::read_date(people.cell(row, "temporary_since"));
        if (since.fault == model::DateFault::none && round_day.day - since.date.day > 90) ++long_waits;
    }
    return R"(# bodo: Housing First in a town

96 applicants, 29 homes (17 with private landlords, 12 municipal) and one team of four. Everybody gets a home at once or waits for one; nobody
has to qualify. The policy is the preset `housing_first` with this round's day and lottery. Synthetic: no person, home, landlord or place is
real; the mix follows the published account of the project in Bodø, 1 February 2018 to 31 August 2020.

What to look at: the team's caseload and hours, the caps on people with conflict behaviour on the municipal sites, the deposit budget, the
youth rule (no home in an area with a drug scene), and how many wishes survive. The family rule is in the policy and finds nobody: all
applicants were single. Facts that nobody has asked about yet are empty cells; rules that meet them say `ask`.

## The figures

)" +
           figure_table({
               {"applicants", "96", std::to_string(applicants), "to 18 August 2020"},
               {"women", "27", count(people, "sex", "F"), ""},
               {"men", "69", count(people, "sex", "M"), ""},
               {"lowest age", "18", std::to_string(youngest), ""},
               {"highest age", "60", std::to_string(oldest), ""},
               {"mean age", "39", sum % applicants == 0 ? std::to_string(sum / applicants) : "not whole", ""},
               {"single", "96", count(people, "household_size", "1"), "100 %"},
               {"without municipal services before", "48", count(people, "services_before", "false"), "50 %"},
               {"no fixed abode", "22", count(people, "address_status", "UFB"), ""},
               {"registered address, unclear situation", "40", count(people, "address_status", "UNCLEAR"), ""},
               {"wanted a swap or lived in temporary", "28", count(people, "address_status", "SWAP_OR_TEMPORARY"), ""},
               {"in none of the three groups", "6", count(people, "address_status", ""), "22 + 40 + 28 = 90, not 96"},
               {"private leases", "17", std::to_string(private_homes), "the supply of this round"},
               {"municipal homes", "12", std::to_string(static_cast<std::int64_t>(homes.rows()) - private_homes),
                "the supply of this round"},
               {"staff in the team", "4", team.cell(0, "staff"), ""},
               {"followed up in all", "33", team.cell(0, "max_cases"), "taken as the team's caseload"},
               {"followed up without agreement or formal application", "2", count(tenants, "agreement_signed", "false"), ""},
               {"followed up outside the homes of this round", "4", std::to_string(tenants.rows()), "33 - 29"},
               {"hours a week with people", "assumed", team.cell(0, "hours_week"), "three quarters of four posts"},
               {"substance use", "assumed", std::to_string(substance), "50 % nationally in 2020; half of them with mental illness too"},
               {"over 90 days without a home, where the date is known", "assumed", std::to_string(long_waits),
                "28 % of all waits are drawn so; some dates are then unknown"},
           }) +
           R"(
## Be careful

- The published groups add up to 90; the six others are left with an unknown address rather than spread over the groups.
- 29 leases less 8 that ended are 21, but 70 % of 33 (about 23) "still have follow-up and home"; and 78 % of 33 stayed longer than 19 months
  although only 29 were settled over 31 months. Do not draw a survival curve from these figures.
- Ten applications were declined in the project. The data hold no declined applications: declining is a decision about a person's right to
  apply, made before a round.
- 23 of the 29 settled were men. That is an outcome, not an input: sex is a protected column, and no rule or term reads it.
)";
}

}  // namespace

Example make_bodo(std::uint64_t seed) {
    core::Random random(seed ^ 0x626f646fULL);
    Example example;
    example.source.name = "bodo";
    const Sheet homes = bodo_units(random);
    const Sheet landlords = bodo_landlords(random);
    const Sheet people = bodo_participants(random);
    const Sheet wishes = bodo_wishes(random, people);
    const Sheet team = bodo_teams();
    const Sheet tenants = bodo_tenants();
    example.source.tables = {people.table(), homes.table(),     bodo_sites().table(),   bodo_neighbourhoods().table(),
                             team.table(),   landlords.table(), bodo_budgets().table(), tenants.table(),
                             wishes.table()};
    example.source.policy_text = std::string(bodo_policy);
    example.readme = readme_text(people, homes, team, tenants);
    return example;
}

}  // namespace husrom::examples
