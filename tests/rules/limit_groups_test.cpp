// What a limit says of those whom it cannot count: groups that the case does not have, cells that nobody knows, floors out of reach.

#include <algorithm>

#include <gtest/gtest.h>

#include "rules/sample.hpp"

namespace husrom::test {
namespace {

const std::string house = "[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
const std::string soft = "kind = \"soft\"\ngoal = \"community\"\nsteps = [{ slope = 1 }]\n";

std::string limit(const std::string& body) {
    return "[[limit]]\nid = \"l\"\n" + body + house + "[[goal]]\nid = \"community\"\nminimise = \"excess\"\n";
}

std::vector<Sheet> town(const std::string& participants = "participant_id,application_date\nSYN-P-1,2026-01-01\n",
                        const std::string& units = "unit_id,site_id\nSYN-U-1,SYN-S-1\n") {
    return {{"participants", participants},
            {"units", units},
            {"sites", "site_id,neighbourhood_id\nSYN-S-1,SYN-N-1\n"},
            {"neighbourhoods", "neighbourhood_id\nSYN-N-1\n"},
            {"teams", "team_id\nSYN-T-1\n"}};
}

/// "warning P218 unit.budget_id": what is said of the limit.
std::vector<std::string> said(const std::vector<Sheet>& sheets, const std::string& policy) {
    std::vector<std::string> all;
    const auto findings = check(make_case(sheets), make_policy(policy));
    for (const auto& finding : findings.list()) {
        if (finding.column != "limit l") continue;
        const auto severity = finding.severity == model::Severity::error     ? "error "
                              : finding.severity == model::Severity::warning ? "warning "
                                                                             : "note ";
        all.push_back(severity + finding.code + " " + finding.arguments[1]);
    }
    std::ranges::sort(all);
    return all;
}
using Said = std::vector<std::string>;

TEST(LimitGroups, ThatTheCaseDoesNotHaveAreSaid) {
    // Rule: a limit under which nobody falls because a column is missing is not dropped without a word.
    for (const std::string& kind : {std::string(), soft}) {
        EXPECT_EQ(said(town(), limit("per = \"unit.budget\"\nmax = 1\n" + kind)), Said{"warning P218 unit.budget_id"});
        EXPECT_EQ(said(town(), limit("per = \"unit.budget\"\nmax = \"budget.amount_nok\"\n" + kind)), Said{"warning P218 unit.budget_id"});
        EXPECT_EQ(said(town(), limit("per = \"participant.situation\"\nmax = 0\n" + kind)), Said{"warning P218 participant.situation"});
        EXPECT_EQ(said(town(), limit("per = \"unit.site.neighbourhood.team\"\nmax = 1\n" + kind)),
                  Said{"warning P218 unit.site.neighbourhood.team_id"});
    }
    const auto declared = limit("per = \"participant.band\"\nmax = 0\n") + "[columns.\"participant.band\"]\ntype = \"text\"\n";
    EXPECT_EQ(said(town(), declared), Said{"warning P218 participant.band"});
    EXPECT_EQ(said(town(), limit("per = \"unit.site.neighbourhood\"\nmax = 1\n")), Said{});
    EXPECT_EQ(said(town("participant_id,application_date\n"), limit("per = \"participant.team\"\nmax = 1\n")), Said{}) << "nobody is there";
}

TEST(LimitGroups, OfEmptyCellsAreANoteAndOfUnknownOnesAWarning) {
    EXPECT_EQ(said(town("participant_id,application_date,team_id\nSYN-P-1,2026-01-01,\n"), limit("per = \"participant.team\"\nmax = 1\n")),
              Said{"note P241 participant.team"});
    const std::string band = "[columns.\"participant.band\"]\ntype = \"ordered\"\norder = [\"lo\", \"hi\"]\n";
    const std::string people = "participant_id,application_date,band\nSYN-P-1,2026-01-01,lo\nSYN-P-2,2026-01-01,\nSYN-P-3,2026-01-01,\n";
    const auto per_band = band + limit("per = \"participant.band\"\nmax = 0\n");
    EXPECT_EQ(said(town(people), per_band), Said{"warning P242 participant.band"});
    const auto findings = check(make_case(town(people)), make_policy(per_band));
    EXPECT_EQ(findings.list()[0].arguments[2], "2");
    const auto among = band + limit(
                                  "per = \"participant.band\"\namong = [{ column = \"participant.band\", op = \"known\", value = true "
                                  "}]\nmax = 0\n");
    EXPECT_EQ(said(town(people), among), Said{}) << "it is about those whose band is known";
}

TEST(LimitGroups, ThatNoTenantCanFallUnderAreSaid) {
    // Rule: tenants who stand outside a cap because nobody says under which group they fall are not dropped without a word.
    const std::string band = "[columns.\"participant.band\"]\ntype = \"text\"\n";
    const auto said_with = [](const std::string& tenants, const std::string& policy) {
        auto sheets = town("participant_id,application_date,team_id,band\nSYN-P-1,2026-01-01,SYN-T-1,A\n");
        sheets.emplace_back("tenants", tenants);
        return said(sheets, policy);
    };
    const auto per_team = limit("per = \"participant.team\"\nmax = 2\n"), per_band = band + limit("per = \"participant.band\"\nmax = 2\n");
    EXPECT_EQ(said_with("tenant_id,site_id\nSYN-X-1,SYN-S-1\n", per_team), Said{"warning P213 participant.team"});
    EXPECT_EQ(said_with("tenant_id,site_id\nSYN-X-1,SYN-S-1\n", per_band), Said{"warning P213 participant.band"});
    EXPECT_EQ(said_with("tenant_id,band\nSYN-X-1,\nSYN-X-2,A\n", per_band), Said{"warning P242 tenant.band"});
    EXPECT_EQ(said_with("tenant_id,team_id\nSYN-X-1,\nSYN-X-2,SYN-T-1\n", per_team), Said{}) << "a tenant need not have a team";
    EXPECT_EQ(said_with("tenant_id,team_id\nSYN-X-1,\n", per_team), Said{"warning P213 participant.team"})
        << "but that none has one is said";
    const auto per_site = limit("per = \"unit.site\"\nmax = 2\n");
    EXPECT_EQ(said_with("tenant_id,site_id\nSYN-X-1,\nSYN-X-2,SYN-S-1\n", per_site), Said{}) << "nor need one have a site";
    EXPECT_EQ(said_with("tenant_id,unit_id\nSYN-X-1,\n", per_site), Said{"warning P213 unit.site"});
    EXPECT_EQ(said_with("tenant_id\nSYN-X-1\n", per_site), Said{"note P213 unit.site"}) << "they may all live elsewhere";
    EXPECT_EQ(said_with("tenant_id,neighbourhood_id\nSYN-X-1,SYN-N-1\n", per_site), Said{}) << "it is known where they live";
    EXPECT_EQ(said_with("tenant_id,unit_id\nSYN-X-1,SYN-U-1\n", limit("per = \"unit.landlord\"\nmax = 2\n")), Said{})
        << "a home need not have a landlord";
    const auto among = band + limit(
                                  "per = \"participant.band\"\namong = [{ column = \"participant.band\", op = \"known\", value = true "
                                  "}]\nmax = 2\n");
    EXPECT_EQ(said_with("tenant_id,band\nSYN-X-1,\n", among), Said{}) << "it is about those whose band is known";
}

TEST(LimitGroups, ThatAreUnknownOfTenantsAreCountedByTheRowToFillIn) {
    // Rule: one home is one cell, however many live there; a heading that is not there has no cells to fill in.
    const std::string type = "[columns.\"unit.heating\"]\ntype = \"text\"\n" + limit("per = \"unit.heating\"\nmax = 2\n");
    const auto with = [&](const std::string& units) {
        auto sheets = town("participant_id,application_date\nSYN-P-1,2026-01-01\n", units);
        sheets.emplace_back("tenants", "tenant_id,unit_id\nSYN-X-1,SYN-U-2\nSYN-X-2,SYN-U-2\nSYN-X-3,SYN-U-2\n");
        return sheets;
    };
    const auto blank = with("unit_id,site_id,available_from,heating\nSYN-U-1,SYN-S-1,2026-01-01,A\nSYN-U-2,SYN-S-1,2027-12-01,\n");
    const auto findings = check(make_case(blank), make_policy(type));
    const auto found = std::ranges::find(findings.list(), std::string("P242"), &model::Finding::code);
    ASSERT_NE(found, findings.list().end());
    EXPECT_EQ(found->arguments, (std::vector<std::string>{"limit l", "unit.heating", "1"}));
    EXPECT_EQ(said(with("unit_id,site_id\nSYN-U-1,SYN-S-1\nSYN-U-2,SYN-S-1\n"), type), Said{"warning P218 unit.heating"});
}

TEST(LimitGroups, CountInOnlyWhoFallsUnderOne) {
    // Rule: whoever stands outside a limit is not also counted in by what is unknown of them.
    const std::string band = "[columns.\"participant.band\"]\ntype = \"text\"\nempty = \"unknown\"\n";
    const std::string among = "among = [{ column = \"participant.band\", op = \"is\", value = \"A\" }]\nmax = 2\n";
    const auto people = town("participant_id,application_date,band,team_id\nSYN-P-1,2026-01-01,A,SYN-T-1\nSYN-P-2,2026-01-01,,\n");
    EXPECT_EQ(said(people, band + limit("per = \"participant.team\"\n" + among)), Said{});
    EXPECT_EQ(said(people, band + limit("per = \"participant.band\"\n" + among)), Said{"warning P242 participant.band"});
    EXPECT_EQ(said(people, band + limit(among)), Said{"note P216 1"});
    const auto homes =
        town("participant_id,application_date\nSYN-P-1,2026-01-01\n", "unit_id,site_id,level\nSYN-U-1,SYN-S-1,2\nSYN-U-2,,\n");
    EXPECT_EQ(said(homes, limit("per = \"unit.site\"\nmax = 2\nwhere = [{ column = \"unit.level\", op = \"is\", value = 2 }]\n")), Said{});
}

TEST(LimitGroups, AreNotMadeOfTenantsByAColumnThatTheyLack) {
    // Rule: a heading that is not there says of no tenant what they are; a blank cell of one that is there means what it declares.
    auto sheets = town("participant_id,application_date,wants_swap\nSYN-P-1,2026-01-01,false\nSYN-P-2,2026-01-01,true\n");
    sheets.emplace_back("tenants", "tenant_id\nSYN-X-1\nSYN-X-2\n");
    const auto per_swap = limit("per = \"participant.wants_swap\"\nmax = 2\n");
    EXPECT_EQ(said(sheets, per_swap), Said{"warning P213 participant.wants_swap"});
    EXPECT_EQ(limit_of(*make_problem(sheets, per_swap), "l", "false").tenants, 0);
    sheets.back().second = "tenant_id,wants_swap\nSYN-X-1,\nSYN-X-2,true\n";
    EXPECT_EQ(said(sheets, per_swap), Said{});
    EXPECT_EQ(limit_of(*make_problem(sheets, per_swap), "l", "false").tenants, 1);
}

TEST(LimitGroups, ThatCannotReachTheirFloorAreSaid) {
    // Rule: a floor of a place towards which no open pair counts is left out, hard or soft, with a warning; one that can count brings it
    // in.
    const std::string nobody = "among = [{ column = \"participant.age\", op = \"at_least\", value = 18 }]\n";
    for (const std::string& kind : {std::string(), soft})
        for (const auto* age : {"17", "18"}) {
            const auto sheets = town("participant_id,application_date,age\nSYN-P-1,2026-01-01," + std::string(age) + "\n");
            const auto policy = limit("per = \"unit.site\"\nmin = 2\n" + nobody + kind);
            EXPECT_EQ(codes_of(sheets, policy, model::Severity::warning), std::vector<std::string>{"C214 limit l"});
            EXPECT_EQ(limit_of(*make_problem(sheets, policy), "l", "SYN-S-1").numeric, age == std::string("18") ? 0 : -1);
        }
}

}  // namespace
}  // namespace husrom::test
