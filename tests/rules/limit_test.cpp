// Every kind of limit: which pairs load it, what tenants and stays use of it, and what room is left.

#include <algorithm>

#include <gtest/gtest.h>

#include <husrom/core/integers.hpp>

#include "rules/sample.hpp"

namespace husrom::test {
namespace {

const std::string goal = "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";

/// Three people, three homes on two sites in two neighbourhoods, tenants.
std::vector<Sheet> town() {
    return {{"participants",
             "participant_id,team_id,conflict,support_hours,deposit_nok,current_unit\n"
             "SYN-P-1,SYN-T,2,2.5,10000.00,\n"
             "SYN-P-2,SYN-T,0,1.25,0,\n"
             "SYN-P-3,,3,4,20000.50,SYN-U-3\n"},
            {"units",
             "unit_id,site_id,neighbourhood_id,landlord_id,level,disposal_form\n"
             "SYN-U-1,SYN-S-1,,SYN-L,1,PRIVATE_MARKET\n"
             "SYN-U-2,SYN-S-1,,,2,OWNED\n"
             "SYN-U-3,SYN-S-2,,,3,OWNED\n"},
            {"sites", "site_id,neighbourhood_id,conflict_cap\nSYN-S-1,SYN-N-1,1\nSYN-S-2,SYN-N-2,\n"},
            {"neighbourhoods", "neighbourhood_id,drug_scene,risk_capacity\nSYN-N-1,1,9\nSYN-N-2,2,5\n"},
            {"adjacent", "neighbourhood_id,other_id,share\nSYN-N-1,SYN-N-2,\n"},
            {"teams", "team_id,hours_week\nSYN-T,3.5\n"},
            {"landlords", "landlord_id,max_programme_units\nSYN-L,0\n"},
            {"tenants",
             "tenant_id,site_id,team_id,conflict,support_hours\n"
             "SYN-X-1,SYN-S-1,,2,0\nSYN-X-2,,SYN-T,0,0.5\n"}};
}

/// The load of each pair on a group, "participant unit".
std::vector<std::pair<std::string, std::int64_t>> loads_of(const rules::AllocationProblem& problem, std::string_view limit,
                                                           std::string_view group) {
    std::vector<std::pair<std::string, std::int64_t>> loads;
    for (std::int32_t edge = 0; edge < problem.numeric.edges(); ++edge)
        for (const auto& [position, load] : problem.loads({edge})) {
            const auto& info = problem.limits[static_cast<std::size_t>(position)];
            if (info.id == limit && info.group == group)
                loads.emplace_back(
                    problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[static_cast<std::size_t>(edge)])] + " " +
                        problem.units[static_cast<std::size_t>(problem.numeric.edge_column[static_cast<std::size_t>(edge)])],
                    load);
        }
    return loads;
}
using Loads = std::vector<std::pair<std::string, std::int64_t>>;
using Groups = std::vector<std::pair<std::string, std::string>>;

TEST(Limits, RoomCountsWhereMoversLiveWhateverIsDecidedAboutThem) {
    // SYN-P-1 needs three hours where the team has two, and may move: to wherever is decided.
    const auto policy = R"toml(
[[limit]]
id = "hours"
per = "participant.team"
sum = "participant.support_hours"
max = "team.hours_week"
kind = "hard"
)toml" + goal;
    std::vector<Sheet> sheets{{"participants", "participant_id,team_id,support_hours,current_unit\nSYN-P-1,SYN-T,3,SYN-U-1\n"},
                              {"units", "unit_id\nSYN-U-1\nSYN-U-2\n"},
                              {"teams", "team_id,hours_week\nSYN-T,2\n"}};
    const auto undecided = limit_of(*make_problem(sheets, policy), "hours", "SYN-T");
    EXPECT_EQ(undecided.stays, undecided.room);
    EXPECT_GT(undecided.room, undecided.max);
    sheets.push_back({"pairs", "participant_id,unit_id,require\nSYN-P-1,SYN-U-2,true\n"});
    const auto problem = make_problem(sheets, policy);
    EXPECT_FALSE(is_open(*problem, "SYN-P-1", "SYN-U-1"));
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-2"));
    const auto decided = limit_of(*problem, "hours", "SYN-T");
    EXPECT_EQ(decided.room, undecided.room);
    EXPECT_EQ(decided.stays, undecided.stays);
}

TEST(Limits, AClassCapCountsTenantsOfTheClass) {
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "conflict"
per = "unit.site"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
max = "site.conflict_cap"
kind = "hard")toml" + goal);
    const auto& info = limit_of(*problem, "conflict", "SYN-S-1");
    EXPECT_EQ(info.max, 1);
    EXPECT_EQ(info.tenants, 1);
    EXPECT_EQ(info.room, 0);
    EXPECT_GE(info.numeric, 0);
    EXPECT_EQ(info.group_table, "sites");
    EXPECT_EQ(loads_of(*problem, "conflict", "SYN-S-1"),
              (Loads{{"SYN-P-1 SYN-U-1", 1}, {"SYN-P-1 SYN-U-2", 1}, {"SYN-P-3 SYN-U-1", 1}, {"SYN-P-3 SYN-U-2", 1}}));
    EXPECT_TRUE(std::ranges::none_of(problem->limits, [](const auto& limit) { return limit.group == "SYN-S-2"; })) << "no cap, no row";
}

TEST(Limits, ALoadOfHoursKeepsItsDecimalsAndTheTenantsOfTheTeam) {
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "hours"
per = "participant.team"
sum = "participant.support_hours"
max = "team.hours_week"
kind = "hard")toml" + goal);
    const auto& info = limit_of(*problem, "hours", "SYN-T");
    EXPECT_EQ(info.digits, 2);
    EXPECT_EQ(info.max, 350);
    EXPECT_EQ(info.tenants, 50);
    EXPECT_EQ(info.room, 300);
    EXPECT_EQ(loads_of(*problem, "hours", "SYN-T").front(), (std::pair<std::string, std::int64_t>{"SYN-P-1 SYN-U-1", 250}));
}

TEST(Limits, StaysAreNeverMovedOutByACap) {
    auto sheets = town();
    const auto problem = make_problem(sheets, R"toml(
[[limit]]
id = "conflict"
per = "unit.site.neighbourhood"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
max = 0
kind = "hard")toml" + goal);
    const auto& info = limit_of(*problem, "conflict", "SYN-N-2");
    EXPECT_EQ(info.stays, 1);
    EXPECT_EQ(info.room, 1) << "the mover may stay";
    EXPECT_TRUE(info.already_over);
    EXPECT_EQ(limit_of(*problem, "conflict", "SYN-N-1").room, 0);
}

TEST(Limits, ABudgetOverAllCountsTheHomesItIsAbout) {
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "deposits"
per = "all"
sum = "participant.deposit_nok"
where = [{ column = "unit.disposal_form", op = "is", value = "PRIVATE_MARKET" }]
max = 15000.5
kind = "hard")toml" + goal);
    const auto& info = limit_of(*problem, "deposits", "");
    EXPECT_EQ(info.digits, 2);
    EXPECT_EQ(info.max, 1500050);
    EXPECT_EQ(loads_of(*problem, "deposits", ""), (Loads{{"SYN-P-1 SYN-U-1", 1000000}, {"SYN-P-3 SYN-U-1", 2000050}}));
}

TEST(Limits, ARowThatIsNotJoinedLoadsNothing) {
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "landlord"
per = "unit.landlord"
sum = 1
max = "landlord.max_programme_units"
kind = "hard")toml" + goal);
    EXPECT_EQ(loads_of(*problem, "landlord", "SYN-L"), (Loads{{"SYN-P-1 SYN-U-1", 1}, {"SYN-P-2 SYN-U-1", 1}, {"SYN-P-3 SYN-U-1", 1}}));
}

const std::string risk = R"toml(
[columns."participant.conflict"]
type = "integer"
default = 0
[risk]
traits = ["participant.conflict"]
factors = ["neighbourhood.drug_scene"]
points = [[1]]
)toml";

TEST(Limits, RiskSpreadsToNeighboursBothWays) {
    const auto problem = make_problem(town(), risk + R"toml(
[[limit]]
id = "load"
per = "unit.site.neighbourhood"
sum = "risk"
max = "neighbourhood.risk_capacity"
spread = 0.25
kind = "soft"
goal = "community"
steps = [{ width = 5, slope = 1 }, { slope = 4.5 }]
[[goal]]
id = "community"
minimise = "excess")toml" + goal);
    const auto& first = limit_of(*problem, "load", "SYN-N-1");
    EXPECT_EQ(first.digits, 2);
    EXPECT_EQ(first.max, 900);
    EXPECT_EQ(first.tenants, 200) << "conflict 2 x drug scene 1";
    EXPECT_EQ(first.stays, 150) << "a quarter of 3 x 2 next door";
    EXPECT_EQ(first.room, 700);
    const auto& second = limit_of(*problem, "load", "SYN-N-2");
    EXPECT_EQ(second.tenants, 50);
    EXPECT_EQ(second.stays, 600);
    EXPECT_EQ(second.room, 600);
    EXPECT_EQ(loads_of(*problem, "load", "SYN-N-2"), (Loads{{"SYN-P-1 SYN-U-1", 50},
                                                            {"SYN-P-1 SYN-U-2", 50},
                                                            {"SYN-P-1 SYN-U-3", 400},
                                                            {"SYN-P-3 SYN-U-1", 75},
                                                            {"SYN-P-3 SYN-U-2", 75},
                                                            {"SYN-P-3 SYN-U-3", 600}}));
    EXPECT_EQ(problem->goals.front().digits, 3) << "a slope of one digit for hundredths of a point";
    EXPECT_TRUE(problem->goals.front().minimise);
    ASSERT_EQ(first.numeric, -1) << "200 + 3.75 at most stay under 9";
    ASSERT_EQ(second.numeric, 0);
    ASSERT_EQ(problem->numeric.steps.size(), 2U);
    EXPECT_EQ(problem->numeric.steps[0], (solve::Step{0, solve::Side::upper, 0, 350, 10})) << "6.50 of 5 now: 1.50 of the step is used up";
    EXPECT_EQ(problem->numeric.steps[1], (solve::Step{0, solve::Side::upper, 0, solve::unbounded, 45}));
}

TEST(Limits, AShareOfItsOwnOverridesTheSpread) {
    auto sheets = town();
    sheets[4].second = "neighbourhood_id,other_id,share\nSYN-N-2,SYN-N-1,0.5\n";
    const auto problem = make_problem(sheets, risk + R"toml(
[[limit]]
id = "load"
per = "unit.site.neighbourhood"
sum = "risk"
max = 5
spread = 0.25
kind = "hard")toml" + goal);
    EXPECT_EQ(limit_of(*problem, "load", "SYN-N-1").digits, 1);
    EXPECT_EQ(limit_of(*problem, "load", "SYN-N-1").stays, 30);
    EXPECT_EQ(limit_of(*problem, "load", "SYN-N-2").tenants, 10);
}

TEST(Limits, ProductsAndSumsOfColumns) {
    const auto problem = make_problem(town(), R"toml(
[columns."tenant.conflict"]
type = "integer"
[[limit]]
id = "product"
per = "all"
sum = { product = ["participant.conflict", "unit.level"] }
max = 5
kind = "hard"
[[limit]]
id = "sum"
per = "participant.team"
sum = ["participant.conflict", { column = "participant.support_hours", times = 2 }]
max = 6
kind = "hard")toml" + goal);
    EXPECT_EQ(loads_of(*problem, "product", "").at(1), (std::pair<std::string, std::int64_t>{"SYN-P-1 SYN-U-2", 4}));
    EXPECT_EQ(loads_of(*problem, "sum", "SYN-T").front(), (std::pair<std::string, std::int64_t>{"SYN-P-1 SYN-U-1", 700}));
    EXPECT_EQ(limit_of(*problem, "sum", "SYN-T").tenants, 100);
}

TEST(Limits, AFloorCountsTenantsToo) {
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "quota"
per = "participant.team"
sum = 1
min = 2
kind = "hard")toml" + goal);
    const auto& info = limit_of(*problem, "quota", "SYN-T");
    EXPECT_TRUE(info.has_min);
    EXPECT_FALSE(info.has_max);
    EXPECT_EQ(info.tenants, 1);
    ASSERT_EQ(info.numeric, 0);
    EXPECT_EQ(problem->numeric.limit_lower[0], 1);
    EXPECT_EQ(problem->numeric.limit_upper[0], solve::no_upper);
}

TEST(Limits, AFloorOfTheWholeRoundHoldsWhereNobodyCounts) {
    // Rule: a quota that nobody can fill makes the round infeasible; it is never dropped.
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "quota"
per = "all"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 99 }]
min = 1
kind = "hard")toml" + goal);
    const auto& info = limit_of(*problem, "quota", "");
    ASSERT_EQ(info.numeric, 0);
    EXPECT_EQ(problem->numeric.limit_lower[0], 1);
    EXPECT_TRUE(loads_of(*problem, "quota", "").empty());
}

TEST(Limits, GroupsMayBeTheValuesOfAColumn) {
    const auto problem = make_problem(town(), R"toml(
[[limit]]
id = "forms"
per = "unit.disposal_form"
sum = 1
max = 1
kind = "hard")toml" + goal);
    EXPECT_EQ(loads_of(*problem, "forms", "OWNED").size(), 6U);
    EXPECT_EQ(limit_of(*problem, "forms", "PRIVATE_MARKET").group_table, "");
}

TEST(Limits, ACellThatIsNoneCountsUnderItsValue) {
    // Rule: none is 0, false or the lowest step; a text that is none equals nothing, and an unknown is no group.
    const std::vector<Sheet> sheets{{"participants", "participant_id,offers_made,children\nSYN-P-1,,\nSYN-P-2,0,0\n"},
                                    {"units", "unit_id,temporary,staffing,disposal_form\nSYN-U-1,,,\nSYN-U-2,false,none,OWNED\n"},
                                    {"tenants", "tenant_id,offers_made,unit_id\nSYN-X-1,,SYN-U-1\n"}};
    const auto limit = [](const std::string& id, const std::string& per) {
        return "[[limit]]\nid = \"" + id + "\"\nper = \"" + per + "\"\nmax = 3\n";
    };
    const auto problem = make_problem(
        sheets,
        "[columns.\"unit.disposal_form\"]\ntype = \"text\"\nempty = \"none\"\n[columns.\"tenant.offers_made\"]\ntype = \"integer\"\n"
        "empty = \"none\"\n[columns.\"participant.children\"]\ntype = \"integer\"\nempty = \"unknown\"\n" +
            limit("flag", "unit.temporary") + limit("integer", "participant.offers_made") + limit("ordered", "unit.staffing") +
            limit("text", "unit.disposal_form") + limit("unknown", "participant.children") + goal);
    for (const auto& [id, group] : Groups{{"flag", "false"}, {"integer", "0"}, {"ordered", "none"}}) {
        EXPECT_EQ(loads_of(*problem, id, group).size(), 2U) << id << ": each person may have the one home that is free";
        EXPECT_EQ(limit_of(*problem, id, group).tenants, 1) << id;
    }
    EXPECT_EQ(loads_of(*problem, "text", "OWNED").size(), 2U);
    EXPECT_EQ(loads_of(*problem, "unknown", "0").size(), 1U) << "SYN-P-2";
}

TEST(Limits, TenantsAreCountedByTheParticipantsDeclarations) {
    // Rule: filled in, blank or written as 1 and 0, a tenant counts as a participant with the same cells would.
    for (const std::string cells : {"2,1,MH,weekly", ",,,"}) {
        const std::vector<Sheet> sheets{{"participants", "participant_id,conflict,is_youth,segments,supervision\nSYN-P-1,2,ja,MH,daily\n"},
                                        {"units", "unit_id\nSYN-U-1\n"},
                                        {"tenants", "tenant_id,conflict,is_youth,segments,supervision\nSYN-X-1," + cells + "\n"}};
        const auto limit = [](const std::string& id, const std::string& condition) {
            return "[[limit]]\nid = \"" + id + "\"\nmax = 3\namong = [{ column = \"participant." + condition + " }]\n";
        };
        const auto problem = make_problem(
            sheets,
            "[columns.\"participant.conflict\"]\ntype = \"integer\"\nempty = \"none\"\n[columns.\"participant.is_youth\"]\n"
            "type = \"flag\"\nempty = \"none\"\n" +
                limit("number", "conflict\", op = \"at_least\", value = 2") + limit("flag", "is_youth\", op = \"is\", value = true") +
                limit("set", "segments\", op = \"any_of\", value = [\"MH\"]") +
                limit("step", "supervision\", op = \"at_least\", value = \"weekly\"") + goal);
        for (const auto* id : {"number", "flag"}) EXPECT_EQ(limit_of(*problem, id, "").tenants, cells == ",,," ? 0 : 1) << id;
        for (const auto* id : {"set", "step"}) EXPECT_EQ(limit_of(*problem, id, "").tenants, 1) << id << ": an unknown is counted in";
    }
}

TEST(Limits, WhatIsUnknownOfATenantCountsAsItWouldOfAParticipant) {
    // Rule: an unknown load counts as the declared default, and is listed; without one it is an error; a column that nobody has is said.
    const auto sheets = [](const std::string& tenants) {
        return std::vector<Sheet>{{"participants", "participant_id,application_date,team_id,support_hours\nSYN-P-1,2026-01-01,SYN-T,1\n"},
                                  {"units", "unit_id\nSYN-U-1\n"},
                                  {"teams", "team_id,hours_week\nSYN-T,9\n"},
                                  {"tenants", tenants}};
    };
    const std::string with = "tenant_id,team_id,support_hours\nSYN-X-1,SYN-T,\nSYN-X-2,SYN-T,2\nSYN-X-3,,\n";
    const std::string without = "tenant_id,team_id\nSYN-X-1,SYN-T\nSYN-X-2,SYN-T\nSYN-X-3,\n";
    const std::string limit =
        "[[limit]]\nid = \"l\"\nper = \"participant.team\"\nsum = \"participant.support_hours\"\nmax = \"team.hours_week\"\n" + goal;
    const auto declared = [](const std::string& table, const std::string& fallback) {
        return "[columns.\"" + table + ".support_hours\"]\ntype = \"decimal\"\ndigits = 2\n" + fallback;
    };
    const auto four = declared("participant", "default = 4\n");
    using Codes = std::vector<std::string>;
    for (const auto& tenants : {std::string(), declared("tenant", "")}) {
        EXPECT_EQ(limit_of(*make_problem(sheets(with), four + tenants + limit), "l", "SYN-T").tenants, 600);
        EXPECT_EQ(codes_of(sheets(with), four + tenants + limit, model::Severity::note), Codes{"P217 limit l"});
        EXPECT_EQ(limit_of(*make_problem(sheets(without), four + tenants + limit), "l", "SYN-T").tenants, 800);
        EXPECT_EQ(codes_of(sheets(without), four + tenants + limit, model::Severity::note), Codes{"P217 limit l"});
        EXPECT_EQ(codes_of(sheets(with), declared("participant", "") + tenants + limit), Codes{"P214 limit l"});
        EXPECT_EQ(codes_of(sheets(without), declared("participant", "") + tenants + limit), Codes{});
        EXPECT_EQ(codes_of(sheets(without), declared("participant", "") + tenants + limit, model::Severity::warning),
                  Codes{"P213 limit l"});
    }
    const auto own = four + declared("tenant", "default = 1\n") + limit;
    EXPECT_EQ(limit_of(*make_problem(sheets(without), own), "l", "SYN-T").tenants, 200) << "the tenants' own default goes first";
    const auto findings = check(make_case(sheets(with)), make_policy(own));
    ASSERT_EQ(findings.list().size(), 1U) << findings.text("case");
    EXPECT_EQ(findings.list()[0].arguments, (std::vector<std::string>{"limit l", "tenant.support_hours", "1", "1"}));
}

TEST(Limits, ANumberThatTenantsHaveNoColumnForIsSaidThoughItsEmptyCellsAreNone) {
    const std::vector<Sheet> sheets{{"participants", "participant_id,application_date,hours\nSYN-P-1,2026-01-01,3\n"},
                                    {"units", "unit_id\nSYN-U-1\n"},
                                    {"tenants", "tenant_id\nSYN-X-1\n"}};
    for (const std::string fallback : {"", "default = 4\n"}) {
        const auto policy = "[columns.\"participant.hours\"]\ntype = \"integer\"\nempty = \"none\"\n" + fallback +
                            "[[limit]]\nid = \"l\"\nsum = \"participant.hours\"\nmax = 3\n" + goal;
        EXPECT_EQ(codes_of(sheets, policy, model::Severity::warning), std::vector<std::string>{"P213 limit l"});
        EXPECT_EQ(limit_of(*make_problem(sheets, policy), "l", "").tenants, 0);
    }
}

TEST(Limits, ADefaultOfTenantsCountsWhicheverOfTwoDeclarationsHasMoreDigits) {
    const std::vector<Sheet> sheets{{"participants", "participant_id,application_date,team_id,support_hours\nSYN-P-1,2026-01-01,SYN-T,1\n"},
                                    {"units", "unit_id\nSYN-U-1\n"},
                                    {"teams", "team_id\nSYN-T\n"},
                                    {"tenants", "tenant_id,team_id\nSYN-X-1,SYN-T\n"}};
    const auto policy = [](int participants, int tenants) {
        const auto declared = [](const std::string& table, int digits) {
            return "[columns.\"" + table + ".support_hours\"]\ntype = \"decimal\"\ndigits = " + std::to_string(digits) + "\ndefault = 4\n";
        };
        return declared("participant", participants) + declared("tenant", tenants) +
               "[[limit]]\nid = \"l\"\nper = \"participant.team\"\nsum = \"participant.support_hours\"\nmax = 9\n" + goal;
    };
    for (const auto& [participants, tenants] : {std::pair(2, 1), std::pair(1, 2)}) {
        const auto info = limit_of(*make_problem(sheets, policy(participants, tenants)), "l", "SYN-T");
        EXPECT_EQ(info.digits, 2);
        EXPECT_EQ(info.tenants, 400) << participants << " and " << tenants << " digits";
    }
}

TEST(Limits, AColumnThatTenantsLackIsAnEmptyCellToAFilter) {
    // Rule: whom a filter cannot judge is counted in, whether the tenants' cells are empty or the column is not there at all.
    const auto problem_with = [](const std::string& tenants, const std::string& columns) {
        return make_problem({{"participants", "participant_id,application_date,conflict\nSYN-P-1,2026-01-01,3\n"},
                             {"units", "unit_id,site_id\nSYN-U-1,SYN-S\n"},
                             {"sites", "site_id\nSYN-S\n"},
                             {"tenants", tenants}},
                            columns +
                                "[[limit]]\nid = \"l\"\nper = \"unit.site\"\nmax = 2\namong = [{ column = \"participant.conflict\", op = "
                                "\"at_least\", value = 2 }]\n" +
                                goal);
    };
    const auto declared = [](const std::string& table, const std::string& more) {
        return "[columns.\"" + table + ".conflict\"]\ntype = \"integer\"\n" + more;
    };
    const std::string lacking = "tenant_id,site_id\nSYN-X-1,SYN-S\nSYN-X-2,SYN-S\nSYN-X-3,\n";
    const std::string empty = "tenant_id,site_id,conflict\nSYN-X-1,SYN-S,\nSYN-X-2,SYN-S,\nSYN-X-3,,\n";
    for (const auto& tenants : {lacking, empty}) {
        for (const auto& own : {std::string(), declared("tenant", "")}) {
            const auto problem = problem_with(tenants, declared("participant", "default = 3\n") + own);
            EXPECT_EQ(limit_of(*problem, "l", "SYN-S").tenants, 2);
            const auto said = std::ranges::find(problem->findings.list(), std::string("P216"), &model::Finding::code);
            ASSERT_NE(said, problem->findings.list().end());
            EXPECT_EQ(said->arguments, (std::vector<std::string>{"limit l", "2", "0"})) << "nobody whom no group holds";
        }
        const auto none = problem_with(tenants, declared("participant", "empty = \"none\"\n"));
        EXPECT_EQ(limit_of(*none, "l", "SYN-S").tenants, 0) << "none is 0";
    }
}

TEST(Limits, AnUnknownFactorOfATenantIsAskedForOnlyWhereItCounts) {
    // Rule: an unknown times a known 0 changes nothing; a column of a place is called by its table, and its cell is counted once.
    const auto codes = [](const std::string& tenants, const std::string& sum) {
        std::vector<std::string> said;
        const auto findings =
            check(make_case({{"participants", "participant_id,application_date,conflict\nSYN-P-1,2026-01-01,1\n"},
                             {"units", "unit_id,neighbourhood_id\nSYN-U-1,SYN-N-1\n"},
                             {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-1,1\nSYN-N-2,\n"},
                             {"tenants", "tenant_id,neighbourhood_id,conflict\n" + tenants}}),
                  make_policy("[columns.\"participant.conflict\"]\ntype = \"integer\"\n[risk]\ntraits = [\"participant.conflict\"]\n"
                              "factors = [\"neighbourhood.drug_scene\"]\npoints = [[1]]\n[[limit]]\nid = \"l\"\n"
                              "per = \"unit.neighbourhood\"\nmax = 5\nsum = " +
                              sum + "\n" + goal));
        for (const auto& one : findings.list())
            if (one.code == "P214") said.push_back(one.arguments[1] + " " + one.arguments[2]);
        return said;
    };
    for (const std::string& sum :
         {std::string("\"risk\""), std::string("{ product = [\"participant.conflict\", \"unit.neighbourhood.drug_scene\"] }")}) {
        EXPECT_EQ(codes("SYN-X-1,SYN-N-2,0\n", sum), std::vector<std::string>{});
        EXPECT_EQ(codes("SYN-X-1,SYN-N-2,1\nSYN-X-2,SYN-N-2,2\n", sum), std::vector<std::string>{"neighbourhood.drug_scene 1"});
        EXPECT_EQ(codes("SYN-X-1,SYN-N-1,\n", sum), std::vector<std::string>{"tenant.conflict 1"});
    }
}

TEST(Limits, NoDefaultDecidesWhomALimitIsAboutOrWhereItCounts) {
    // Rule: a default counts in a sum; in among and where unknown is counted in, and it makes no group.
    const std::vector<Sheet> sheets{{"participants", "participant_id,application_date,conflict,children\nSYN-P-1,2026-01-01,,\n"},
                                    {"units", "unit_id\nSYN-U-1\n"},
                                    {"tenants", "tenant_id,conflict\nSYN-X-1,\nSYN-X-2,1\n"}};
    const std::string columns =
        "[columns.\"participant.conflict\"]\ntype = \"integer\"\ndefault = 0\n"
        "[columns.\"participant.children\"]\ntype = \"integer\"\nempty = \"unknown\"\ndefault = 0\n";
    const auto policy = columns +
                        "[[limit]]\nid = \"l\"\namong = [{ column = \"participant.conflict\", op = \"at_least\", value = 2 }]\nmax = 1\n"
                        "[[limit]]\nid = \"g\"\nper = \"participant.children\"\nmax = 0\n" +
                        goal;
    const auto problem = make_problem(sheets, policy);
    EXPECT_EQ(loads_of(*problem, "l", ""), (Loads{{"SYN-P-1 SYN-U-1", 1}}));
    EXPECT_EQ(limit_of(*problem, "l", "").tenants, 1);
    EXPECT_TRUE(std::ranges::none_of(problem->limits, [](const auto& one) { return one.id == "g"; }));
    const auto findings = check(make_case(sheets), make_policy(policy));
    const auto said = std::ranges::find(findings.list(), std::string("P216"), &model::Finding::code);
    ASSERT_NE(said, findings.list().end());
    EXPECT_EQ(said->arguments, (std::vector<std::string>{"limit l", "2", "0"})) << "one person and one tenant";
}

TEST(Limits, WhatCannotBeIsAFindingAndWhatIsOddAWarning) {
    EXPECT_EQ(codes_of(town(), "[[limit]]\nid = \"a\"\nper = \"unit.site\"\nsum = 1\nmin = 2\nmax = 1\nkind = \"hard\"" + goal),
              (std::vector<std::string>{"C213 limit a", "C213 limit a"}));
    EXPECT_EQ(codes_of(town(), "[[limit]]\nid = \"a\"\nper = \"unit.site\"\nsum = 1\nmax = \"team.hours_week\"\nkind = \"hard\"" + goal),
              std::vector<std::string>{"P221 limit a"});
    EXPECT_EQ(codes_of(town(), "[[limit]]\nid = \"a\"\nper = \"unit.site\"\nsum = 1\nmax = 5\nspread = 0.5\nkind = \"hard\"" + goal),
              std::vector<std::string>{"P223 limit a"});
    EXPECT_EQ(
        codes_of(town(), "[[limit]]\nid = \"a\"\nper = \"all\"\nsum = \"participant.residence_months\"\nmax = 5\nkind = \"hard\"" + goal,
                 model::Severity::warning),
        (std::vector<std::string>{"P213 limit a", "P218 limit a"}));
    auto sheets = town();
    sheets[0].second = "participant_id,support_hours\nSYN-P-1,\nSYN-P-2,1\n";
    EXPECT_EQ(
        codes_of(sheets, "[[limit]]\nid = \"a\"\nper = \"all\"\nsum = \"participant.support_hours\"\nmax = 5\nkind = \"hard\"" + goal),
        std::vector<std::string>{"P214 limit a"});
    const std::string with_default = "[columns.\"participant.support_hours\"]\ntype = \"decimal\"\ndigits = 2\ndefault = 2\n";
    EXPECT_EQ(codes_of(sheets,
                       with_default +
                           "[[limit]]\nid = \"a\"\nper = \"all\"\nsum = \"participant.support_hours\"\nmax = 5\nkind = \"hard\"" + goal,
                       model::Severity::note),
              (std::vector<std::string>{"P217 limit a", "P227 ties application_date"}));
}

}  // namespace
}  // namespace husrom::test
