#include "examples/baerum.hpp"

#include <algorithm>
#include <string>

#include "examples/example.hpp"
#include "examples/figures.hpp"

namespace husrom::examples {
namespace {

constexpr std::string_view baerum_policy =
    R"(# The staircase in a large municipality: the method as it ships, with this round's day and lottery.

schema = 1
id     = "baerum-2026-2"
title  = { nb = "Boligtrappen, høsten 2026", en = "The staircase, autumn 2026" }
preset = "staircase"

[round]
as_of   = 2026-11-22
horizon = "60 days"

[ties]
order        = ["application_date", "lottery"]
lottery_seed = 20261122

[risk]
traits  = ["participant.conflict", "participant.active_use"]
factors = ["neighbourhood.drug_scene", "neighbourhood.strained", "neighbourhood.children_density"]
points  = [
  [1, 3, 2],
  [3, 2, 1],
]
source  = { text = "Made up for this example", date = 2026-11-01 }
)";

using Counter = std::int64_t;

std::string percent(Counter part, Counter whole) {
    return std::to_string((200 * part + whole) / (2 * whole));
}

Counter units_where(const Sheet& units, std::string_view first, std::string_view value, std::string_view second = {},
                    std::string_view other = {}) {
    Counter found = 0;
    for (std::size_t row = 0; row < units.rows(); ++row)
        found += units.cell(row, first) == value && (second.empty() || units.cell(row, second) == other) ? 1 : 0;
    return found;
}

struct People {
    Counter waiting = 0, movers = 0, men = 0, single = 0, family = 0, couple = 0, substance = 0, mental = 0, both = 0, homeless = 0,
            long_waits = 0, youth = 0;
};

People people_of(const Sheet& participants) {
    People found;
    for (std::size_t row = 0; row < participants.rows(); ++row) {
        if (!participants.cell(row, "current_unit").empty()) {
            ++found.movers;
            continue;
        }
        ++found.waiting;
        found.men += participants.cell(row, "sex") == "M" ? 1 : 0;
        const bool children = participants.cell(row, "children") != "0";
        found.family += children ? 1 : 0;
        found.single += participants.cell(row, "household_size") == "1" ? 1 : 0;
        found.couple += !children && participants.cell(row, "household_size") == "2" ? 1 : 0;
        const std::string& segments = participants.cell(row, "segments");
        const auto has = [&](std::string_view word) { return segments.find(word) != std::string::npos; };
        found.both += has("ROP") ? 1 : 0;
        found.substance += has("SUD") || has("ROP") ? 1 : 0;
        found.mental += has("MH") || has("ROP") ? 1 : 0;
        found.youth += participants.cell(row, "is_youth") == "true" ? 1 : 0;
        const auto since = model::read_date(participants.cell(row, "temporary_since"));
        if (since.fault != model::DateFault::none) continue;
        ++found.homeless;
        found.long_waits += round_day.day - since.date.day > 90 ? 1 : 0;
    }
    return found;
}

std::string share(const Sheet& participants, std::string_view situation, Counter homeless) {
    Counter found = 0;
    for (std::size_t row = 0; row < participants.rows(); ++row) found += participants.cell(row, "situation") == situation ? 1 : 0;
    return percent(found, homeless);
}

std::vector<Figure> figures(const Stock& stock, const Sheet& participants, const Sheet& tenants) {
    const Sheet& units = stock.units;
    const People people = people_of(participants);
    Counter vacant = 0, one_room = 0;
    for (std::size_t home = 0; home < stock.homes.size(); ++home) {
        if (stock.homes[home].use != Use::vacant) continue;
        ++vacant;
        one_room += stock.homes[home].rooms == 1 ? 1 : 0;
    }
    const auto count_units = [&](auto... arguments) { return std::to_string(units_where(units, arguments...)); };
    std::vector<Figure> all{
        {"welfare homes", "1070", count_units("scheme", "WELFARE"), ""},
        {"care homes", "130", count_units("scheme", "CARE"), "\"about 130\""},
    };
    for (const char* scheme : {"WELFARE", "CARE"})
        for (Counter level = 1; level <= 5; ++level)
            all.push_back(
                {std::string(scheme == std::string_view("CARE") ? "care" : "welfare") + " homes on level " + std::to_string(level),
                 "assumed", count_units("scheme", scheme, "level", std::to_string(level)), "no split is published"});
    const std::vector<Figure> rest{
        {"plots of modules", "3", std::to_string(units_where(units, "unit_type", "MODULE") / 4), "two duplexes, four homes a plot"},
        {"modules that are a staff base until a date", "3",
         std::to_string(units_where(units, "unit_type", "MODULE") - units_where(units, "unit_type", "MODULE", "base_until", "")),
         "one a plot; three homes to let while it lasts, four after"},
        {"fourplexes", "2", std::to_string(units_where(units, "unit_type", "FOURPLEX") / 4), "four flats each"},
        {"residents in Housing First", "16", count(tenants, "programme", "HOUSING_FIRST"), "2020; they live in scattered ordinary homes"},
        {"homes with a base day and night", "assumed", count_units("staffing", "h24"), "tun, and care levels 4 and 5"},
        {"percent of homes that a wheelchair can use", "46", percent(units_where(units, "wheelchair", "true"), 1200),
         "the country's municipal homes, 2023"},
        {"homes that fall vacant in the horizon", "assumed", std::to_string(vacant), "5 % of the homes"},
        {"percent of them with one room", "assumed", percent(one_room, vacant), "homes of the wrong size are the complaint everywhere"},
        {"waiting households", "assumed", std::to_string(people.waiting), ""},
        {"tenants who may move on", "assumed", std::to_string(people.movers), "they keep their home unless a move helps"},
        {"tenants who stay", "assumed", std::to_string(tenants.rows()), "one a home that is neither vacant, left nor a base"},
        {"percent men", "71", percent(people.men, people.waiting), "the country's homeless, 2020"},
        {"percent living alone", "assumed", percent(people.single, people.waiting), "\"mostly single\""},
        {"percent with children", "assumed", percent(people.family, people.waiting), ""},
        {"percent with a substance problem", "50", percent(people.substance, people.waiting), "2020"},
        {"percent with a mental illness", "33", percent(people.mental, people.waiting), "2020, \"about one third\""},
        {"percent with both", "25", percent(people.both, people.waiting), "2020, \"about one quarter\""},
        {"waiting without a home", "assumed", std::to_string(people.homeless), "the shares below are of these"},
        {"percent with friends or family", "37", share(participants, "SOFA", people.homeless), "2016"},
        {"percent in temporary accommodation", "28", share(participants, "ACUTE_TEMP", people.homeless), "2016"},
        {"percent in an institution", "14", share(participants, "INSTITUTION_DISCHARGE", people.homeless), "2016"},
        {"percent in prison", "7", share(participants, "PRISON_RELEASE", people.homeless), "2016"},
        {"percent without a roof", "3", share(participants, "ROOFLESS", people.homeless), "2016"},
        {"percent in acute overnight offers", "2", share(participants, "ACUTE_OVERNIGHT", people.homeless), "2016"},
        {"percent in a crisis centre", "1", share(participants, "CRISIS_CENTRE", people.homeless), "2016"},
        {"percent whose place is unknown", "8", share(participants, "", people.homeless), "the published shares add up to 92"},
        {"percent longer than 90 days without a home", "assumed", percent(people.long_waits, people.homeless), "28 % of all waits drawn"},
    };
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

constexpr std::string_view introduction = R"(# baerum: the staircase in a large municipality

1 070 welfare homes and 130 care homes on five levels each, most of them lived in; 60 fall vacant within the horizon, 80 tenants may move on
because their need has changed, and 300 households wait. Sites of four modules where one home is the staff's base until a date, bases day and
night, neighbourhoods that are already strained, teams with hours, landlords with agreements, a deposit budget, people who must not live near
each other. The policy is the preset `staircase`. Synthetic: no person, home, landlord or place is real; the shape follows what Bærum has
published about its staircase, and the mix of people the national surveys of homelessness.

What to look at: which limits bind (teams' hours, caps on conflict behaviour a site and a neighbourhood, the deposit budget) and what one more
of each would give; whom a move frees a home for; and the new complex whose neighbours nobody has spoken with, so that its homes stay empty.

## The figures

)";

constexpr std::string_view cautions = R"(
## Be careful

- Nothing is published about how the homes split over the levels, how many fall vacant, or how much room teams, landlords, budgets and
  neighbourhoods have. Those figures are assumed; conclusions about the real municipality cannot be drawn.
- The shares of where people stay (2016) add up to 92 %. The rest is an empty cell here, never spread over the others. They count people
  without a home; of the 300 waiting, 60 have a home that does not suit them or that they may lose, which is assumed.
- The fall of homelessness from 2012 to 2016 is printed as 36 %; 6 259 to 3 909 persons is 37.5 %. The data use neither.
- The definition of homelessness has two published forms; the data follow the longer one: release or discharge counts within two months.
- Some sites already hold more people with conflict behaviour than their cap allows. `husrom check` lists them: nobody has to move for it,
  and together they may use no more than now.
- Modules and fourplexes are two designs for one band of need. `level` says where a home stands, `need_level` what a person needs.
)";

}  // namespace

Example make_baerum(std::uint64_t seed) {
    core::Random random(seed ^ 0x6261657275ULL);
    Example example;
    example.source.name = "baerum";
    const Stock stock = baerum_stock(random);
    const Sheet participants = baerum_participants(random, stock);
    const Sheet wishes = baerum_wishes(random, participants);
    const Sheet tenants = baerum_tenants(random, stock);
    const Sheet apart = baerum_apart(random, participants, tenants);
    const Sheet landlords = baerum_landlords(random, stock);
    Sheet districts("districts", {"district_id"});
    for (const char* district : {"SYN-D-1", "SYN-D-2", "SYN-D-3", "SYN-D-4"}) districts.row().text("district_id", district);
    example.source.tables = {participants.table(), stock.units.table(),
                             stock.sites.table(),  baerum_neighbourhoods(participants, tenants, stock).table(),
                             districts.table(),    baerum_teams(participants, tenants).table(),
                             landlords.table(),    baerum_budgets().table(),
                             tenants.table(),      wishes.table(),
                             apart.table(),        baerum_adjacent().table()};
    example.source.policy_text = std::string(baerum_policy);
    example.readme = std::string(introduction) + figure_table(figures(stock, participants, tenants)) + std::string(cautions);
    return example;
}

}  // namespace husrom::examples
