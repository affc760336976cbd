// Every eligibility type says of one pair what its words say, in every state that a cell can be in.

#include <gtest/gtest.h>

#include "rules/sample.hpp"

namespace husrom::test {
namespace {

using rules::Verdict;

/// One person P and one home U with the given cells; the verdict of the only rule.
Verdict judge(const std::string& person, const std::string& home, const std::string& rule, const std::string& columns = {}) {
    const auto cut = [](const std::string& cells) { return cells.find('|'); };
    const std::vector<Sheet> sheets{
        {"participants", "participant_id" + person.substr(0, cut(person)) + "\nSYN-P" + person.substr(cut(person) + 1) + "\n"},
        {"units", "unit_id,site_id,landlord_id" + home.substr(0, cut(home)) + "\nSYN-U,SYN-S," + home.substr(cut(home) + 1) + "\n"},
        {"sites", "site_id,neighbourhood_id\nSYN-S,SYN-N\n"},
        {"neighbourhoods", "neighbourhood_id,drug_scene,x,y\nSYN-N,2,0,0\n"},
        {"landlords", "landlord_id,accepts\nSYN-L,MH;SUD\n"}};
    const auto policy = columns + "[[eligible]]\nid = \"rule\"\n" + rule + "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
    return verdict_of(*make_problem(sheets, policy), "rule", "SYN-P", "SYN-U");
}

constexpr auto bedrooms = "type = \"at_least\"\nleft = [\"unit.bedrooms\"]\nright = [\"participant.bedrooms_needed\"]";

TEST(AtLeast, ComparesSumsAndNeverTakesAnUnknownForZero) {
    EXPECT_EQ(judge(",bedrooms_needed|,2", ",bedrooms|,2", bedrooms), Verdict::pass);
    EXPECT_EQ(judge(",bedrooms_needed|,3", ",bedrooms|,2", bedrooms), Verdict::fail);
    EXPECT_EQ(judge(",bedrooms_needed|,", ",bedrooms|,2", bedrooms), Verdict::unknown);
    EXPECT_EQ(judge(",bedrooms_needed|,", ",bedrooms|,2", std::string(bedrooms) + "\nunknown = \"ask\""), Verdict::ask);
    EXPECT_EQ(judge(",bedrooms_needed|,", ",bedrooms|,2", std::string(bedrooms) + "\nunknown = \"pass\""), Verdict::pass_unknown);
    const auto none = "[columns.\"participant.bedrooms_needed\"]\ntype = \"integer\"\nempty = \"none\"\n";
    EXPECT_EQ(judge(",bedrooms_needed|,", ",bedrooms|,0", bedrooms, none), Verdict::pass) << "none is 0";
    const auto no_bound = "[columns.\"participant.bedrooms_needed\"]\ntype = \"integer\"\nempty = \"no_bound\"\n";
    EXPECT_EQ(judge(",bedrooms_needed|,", ",bedrooms|,0", bedrooms, no_bound), Verdict::not_applicable);
}

TEST(AtMost, BringsDecimalsToOneScaleExactly) {
    const auto rule =
        "type = \"at_most\"\nleft = [\"participant.deposit_nok\", \"participant.guarantee_nok\"]\n"
        "right = [{ column = \"unit.rent_month\", times = 6 }]";
    EXPECT_EQ(judge(",deposit_nok,guarantee_nok|,30000.00,30000.00", ",rent_month|,10000", rule), Verdict::pass);
    EXPECT_EQ(judge(",deposit_nok,guarantee_nok|,30000.00,30000.01", ",rent_month|,10000", rule), Verdict::fail);
    const auto finer = "type = \"at_most\"\nleft = [{ column = \"unit.rent_month\", times = 1.001 }]\nright = [\"participant.max_rent\"]";
    EXPECT_EQ(judge(",max_rent|,10010", ",rent_month|,10000", finer), Verdict::pass);
    EXPECT_EQ(judge(",max_rent|,10009.99", ",rent_month|,10000", finer), Verdict::fail);
}

TEST(AtLeast, ComparesStepsOfOneScale) {
    const auto rule = "type = \"at_least\"\nleft = [\"unit.staffing\"]\nright = [\"participant.supervision\"]";
    EXPECT_EQ(judge(",supervision|,daily", ",staffing|,h24", rule), Verdict::pass);
    EXPECT_EQ(judge(",supervision|,h24", ",staffing|,daily", rule), Verdict::fail);
    EXPECT_EQ(judge(",supervision|,none", ",staffing|,", rule), Verdict::pass) << "no staffing is the lowest step";
}

TEST(Equal, NothingEqualsNone) {
    const auto rule = "type = \"equal\"\nleft = \"participant.kind\"\nright = \"unit.unit_type\"";
    const auto text = "[columns.\"participant.kind\"]\ntype = \"text\"\n";
    EXPECT_EQ(judge(",kind|,A", ",unit_type|,A", rule, text), Verdict::pass);
    EXPECT_EQ(judge(",kind|,A", ",unit_type|,B", rule, text), Verdict::fail);
    EXPECT_EQ(judge(",kind|,", ",unit_type|,B", rule, text), Verdict::unknown);
    const auto none =
        "[columns.\"participant.kind\"]\ntype = \"text\"\nempty = \"none\"\n[columns.\"unit.unit_type\"]\n"
        "type = \"text\"\nempty = \"none\"\n";
    EXPECT_EQ(judge(",kind|,", ",unit_type|,", rule, none), Verdict::fail);
}

TEST(Requires, AnUnknownSideLeavesItOpenOnlyWhereItMatters) {
    const auto rule =
        "type = \"requires\"\nwhen = [{ column = \"participant.accessibility\", op = \"any_of\", value = [\"WHEELCHAIR\"] }]\n"
        "then = [{ column = \"unit.step_free\", op = \"is\", value = true }]";
    EXPECT_EQ(judge(",accessibility|,WHEELCHAIR;LIFT", ",step_free|,true", rule), Verdict::pass);
    EXPECT_EQ(judge(",accessibility|,WHEELCHAIR", ",step_free|,false", rule), Verdict::fail);
    EXPECT_EQ(judge(",accessibility|,WHEELCHAIR", ",step_free|,", rule), Verdict::unknown);
    EXPECT_EQ(judge(",accessibility|,LIFT", ",step_free|,", rule), Verdict::pass);
    const auto unknown = "[columns.\"participant.accessibility\"]\ntype = \"set\"\nempty = \"unknown\"\n";
    EXPECT_EQ(judge(",accessibility|,", ",step_free|,true", rule, unknown), Verdict::pass) << "kept either way";
    EXPECT_EQ(judge(",accessibility|,", ",step_free|,false", rule, unknown), Verdict::unknown);
    const auto landlord =
        "type = \"requires\"\nwhen = [{ column = \"participant.age\", op = \"at_least\", value = 18 }]\n"
        "then = [{ column = \"unit.landlord.accepts\", op = \"any_of\", value = [\"MH\"] }]";
    EXPECT_EQ(judge(",age|,20", "|", landlord), Verdict::not_applicable) << "a municipal home has no landlord";
    EXPECT_EQ(judge(",age|,20", "|", std::string(landlord)), Verdict::not_applicable);
}

TEST(Forbids, OnlyWhenAllConditionsHold) {
    const auto rule =
        "type = \"forbids\"\nconditions = [{ column = \"participant.children\", op = \"at_least\", value = 1 }, "
        "{ column = \"unit.site.neighbourhood.drug_scene\", op = \"at_least\", value = 2 }, "
        "{ column = \"unit.level\", op = \"is_not\", value = 5 }]";
    EXPECT_EQ(judge(",children|,1", ",level|,1", rule), Verdict::fail);
    EXPECT_EQ(judge(",children|,0", ",level|,1", rule), Verdict::pass);
    EXPECT_EQ(judge(",children|,1", ",level|,5", rule), Verdict::pass);
    EXPECT_EQ(judge(",children|,", ",level|,5", rule), Verdict::pass) << "one condition that fails decides";
    EXPECT_EQ(judge(",children|,", ",level|,1", rule), Verdict::unknown);
}

TEST(OneOf, TakesAListOrASetColumn) {
    const auto list = "type = \"one_of\"\nvalue = \"unit.unit_type\"\nset = [\"MODULE\", \"FOURPLEX\"]";
    EXPECT_EQ(judge("|", ",unit_type|,MODULE", list), Verdict::pass);
    EXPECT_EQ(judge("|", ",unit_type|,BEDSIT", list), Verdict::fail);
    EXPECT_EQ(judge("|", ",unit_type|,", list), Verdict::unknown);
    const auto column = "type = \"one_of\"\nvalue = \"participant.referral_source\"\nset = \"unit.referral_sources\"";
    EXPECT_EQ(judge(",referral_source|,NAV", ",referral_sources|,NAV;PRISON", column), Verdict::pass);
    EXPECT_EQ(judge(",referral_source|,SELF", ",referral_sources|,NAV;PRISON", column), Verdict::fail);
}

TEST(Contains, EveryElementMustBeThere) {
    const auto rule = "type = \"contains\"\nset = \"unit.landlord.accepts\"\nelement = \"participant.segments\"";
    const auto none = "[columns.\"participant.segments\"]\ntype = \"set\"\nempty = \"none\"\n";
    // the home's third cell is its landlord
    const auto with_landlord = [&](const std::string& segments) {
        const std::vector<Sheet> sheets{{"participants", "participant_id,segments\nSYN-P," + segments + "\n"},
                                        {"units", "unit_id,landlord_id\nSYN-U,SYN-L\n"},
                                        {"landlords", "landlord_id,accepts\nSYN-L,MH;SUD\n"}};
        return verdict_of(*make_problem(sheets, none + std::string("[[eligible]]\nid = \"rule\"\n") + rule +
                                                    "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n"),
                          "rule", "SYN-P", "SYN-U");
    };
    EXPECT_EQ(with_landlord("MH"), Verdict::pass);
    EXPECT_EQ(with_landlord("MH;SUD"), Verdict::pass);
    EXPECT_EQ(with_landlord("MH;YOUTH"), Verdict::fail);
    EXPECT_EQ(with_landlord(""), Verdict::pass) << "nothing is asked for";
    EXPECT_EQ(judge(",segments|,YOUTH", "|", rule), Verdict::not_applicable);
    const auto reserved = "type = \"contains\"\nset = \"unit.kept_for\"\nelement = \"participant.programme_lock\"";
    const auto kept = "[columns.\"unit.kept_for\"]\ntype = \"set\"\nempty = \"no_bound\"\n";
    EXPECT_EQ(judge(",programme_lock|,", ",kept_for|,HOUSING_FIRST", reserved, kept), Verdict::fail)
        << "somebody without a programme does not get a home reserved for one";
    EXPECT_EQ(judge(",programme_lock|,", ",kept_for|,", reserved, kept), Verdict::not_applicable);
}

TEST(Disjoint, NoElementInCommon) {
    const auto rule = "type = \"disjoint\"\nleft = \"participant.avoid_areas\"\nright = \"unit.site.neighbourhood_id\"";
    EXPECT_EQ(judge(",avoid_areas|,SYN-N", "|", rule), Verdict::fail);
    EXPECT_EQ(judge(",avoid_areas|,SYN-X;SYN-Y", "|", rule), Verdict::pass);
    EXPECT_EQ(judge(",avoid_areas|,", "|", rule), Verdict::pass);
}

TEST(Within, BoundsMayBeMissing) {
    const auto rule = "type = \"within\"\nvalue = \"participant.age\"\nlow = \"unit.age_min\"\nhigh = \"unit.age_max\"";
    EXPECT_EQ(judge(",age|,16", ",age_min,age_max|,16,23", rule), Verdict::pass);
    EXPECT_EQ(judge(",age|,24", ",age_min,age_max|,16,23", rule), Verdict::fail);
    EXPECT_EQ(judge(",age|,90", ",age_min,age_max|,16,", rule), Verdict::pass);
    EXPECT_EQ(judge(",age|,", ",age_min,age_max|,16,", rule), Verdict::unknown);
    EXPECT_EQ(judge(",age|,", ",age_min,age_max|,,", rule), Verdict::pass) << "no bound, nothing to know";
    EXPECT_EQ(judge(",residence_months|,23", "|", "type = \"within\"\nvalue = \"participant.residence_months\"\nlow = 24"), Verdict::fail);
}

TEST(WithinKm, ComparesWholeMetres) {
    const auto rule = "type = \"within_km\"\nleft = \"participant\"\nright = \"unit.site.neighbourhood\"\nkm = 5";
    EXPECT_EQ(judge(",x,y|,3000,4000", "|", rule), Verdict::pass);
    EXPECT_EQ(judge(",x,y|,3001,4000", "|", rule), Verdict::pass) << "5000.6 metres are 5000 whole ones";
    EXPECT_EQ(judge(",x,y|,3002,4000", "|", rule), Verdict::fail);
    EXPECT_EQ(judge(",x,y|,,4000", "|", rule), Verdict::unknown);
}

TEST(Before, DatesWithSlack) {
    const auto rule = "type = \"before\"\nleft = \"unit.available_from\"\nright = \"participant.ready_from\"\nslack_days = 14";
    EXPECT_EQ(judge(",ready_from|,2026-12-01", ",available_from|,2026-12-15", rule), Verdict::pass);
    EXPECT_EQ(judge(",ready_from|,2026-12-01", ",available_from|,2026-12-16", rule), Verdict::fail);
    EXPECT_EQ(judge(",ready_from|,", ",available_from|,2026-12-16", rule), Verdict::not_applicable) << "no date to keep";
    const auto unknown = "[columns.\"participant.ready_from\"]\ntype = \"date\"\nempty = \"unknown\"\n";
    EXPECT_EQ(judge(",ready_from|,", ",available_from|,2026-12-16", rule, unknown), Verdict::unknown);
}

constexpr auto risk =
    "[columns.\"participant.conflict\"]\ntype = \"integer\"\n[columns.\"participant.active_use\"]\ntype = \"integer\"\n"
    "empty = \"none\"\n[risk]\ntraits = [\"participant.conflict\", \"participant.active_use\"]\n"
    "factors = [\"neighbourhood.drug_scene\"]\npoints = [[3], [\"forbid\"]]\n";

TEST(RiskBelow, ComparesTheRiskOfThePair) {
    const auto rule = "type = \"risk_below\"\nmax = 6";
    EXPECT_EQ(judge(",conflict|,1", "|", rule, risk), Verdict::pass) << "1 x 3 x 2";
    EXPECT_EQ(judge(",conflict|,2", "|", rule, risk), Verdict::fail);
    EXPECT_EQ(judge(",conflict|,", "|", rule, risk), Verdict::unknown);
}

TEST(RiskBelow, IsAboutWhatIsJoinedAndUnknownOnlyWhereThatDecides) {
    const std::vector<Sheet> sheets{
        {"participants", "participant_id,conflict,active_use\nSYN-P-0,0,\nSYN-P-1,1,\nSYN-P-unknown,,\n"},
        {"units", "unit_id,site_id,level\nSYN-U-none,SYN-S-none,1\nSYN-U-0,SYN-S-0,1\nSYN-U-2,SYN-S-2,1\nSYN-U-unknown,SYN-S-unknown,1\n"},
        {"sites", "site_id,neighbourhood_id\nSYN-S-none,\nSYN-S-0,SYN-N-0\nSYN-S-2,SYN-N-2\nSYN-S-unknown,SYN-N-unknown\n"},
        {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-0,0\nSYN-N-2,2\nSYN-N-unknown,\n"}};
    const std::string rule = "[[eligible]]\nid = \"rule\"\ntype = \"risk_below\"\nmax = ";
    const std::string house = "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
    const auto problem = make_problem(sheets, risk + rule + "5" + house);
    const auto said = [&](const char* person, const char* home) { return verdict_of(*problem, "rule", person, home); };
    for (const auto* person : {"SYN-P-0", "SYN-P-1", "SYN-P-unknown"}) {
        EXPECT_EQ(said(person, "SYN-U-none"), Verdict::not_applicable) << person << " where no factor is joined";
        EXPECT_EQ(said(person, "SYN-U-0"), Verdict::pass) << person << ": nothing times whatever it is";
    }
    EXPECT_EQ(said("SYN-P-0", "SYN-U-unknown"), Verdict::pass);
    EXPECT_EQ(said("SYN-P-1", "SYN-U-unknown"), Verdict::unknown);
    EXPECT_EQ(said("SYN-P-unknown", "SYN-U-2"), Verdict::unknown);
    EXPECT_EQ(said("SYN-P-1", "SYN-U-2"), Verdict::fail) << "an unknown trait that only forbids has no points";

    const auto partly = make_problem(sheets,
                                     "[columns.\"participant.conflict\"]\ntype = \"integer\"\n[risk]\ntraits = [\"participant.conflict\"]\n"
                                     "factors = [\"neighbourhood.drug_scene\", \"unit.level\"]\npoints = [[3, 6]]\n" +
                                         rule + "5" + house);
    EXPECT_EQ(verdict_of(*partly, "rule", "SYN-P-1", "SYN-U-none"), Verdict::fail) << "the factor that is joined counts";
    EXPECT_EQ(verdict_of(*partly, "rule", "SYN-P-unknown", "SYN-U-none"), Verdict::unknown);
}

TEST(Risk, NoDefaultOpensAHome) {
    // Rule: a default counts in a term or a load; what closes a home takes unknown as unknown, and names what is not known.
    const std::vector<Sheet> sheets{{"participants", "participant_id,conflict\nSYN-P-1,\n"},
                                    {"units", "unit_id,neighbourhood_id\nSYN-U-1,SYN-N-1\nSYN-U-2,SYN-N-2\n"},
                                    {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-1,2\nSYN-N-2,0\n"}};
    const std::string declared = "[columns.\"participant.conflict\"]\ntype = \"integer\"\ndefault = 0\n";
    const auto policy = [&declared](const std::string& points, const std::string& rest) {
        return declared + "[risk]\ntraits = [\"participant.conflict\"]\nfactors = [\"neighbourhood.drug_scene\"]\npoints = [[" + points +
               "]]\n" + rest + "[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
    };
    const auto forbids = make_problem(sheets, policy("\"forbid\"", ""));
    const auto below = make_problem(sheets, policy("1", "[[eligible]]\nid = \"risk-cap\"\ntype = \"risk_below\"\nmax = 0\n"));
    for (const auto& [problem, rule] : {std::pair{forbids, "risk"}, std::pair{below, "risk-cap"}}) {
        const auto verdicts = problem->verdicts(problem->find_participant("SYN-P-1"), problem->find_unit("SYN-U-1"));
        ASSERT_EQ(verdicts.size(), 1U);
        EXPECT_EQ(verdicts[0].verdict, Verdict::unknown) << rule;
        EXPECT_EQ(verdicts[0].unknown_columns, std::vector<std::string>{"participant.conflict"}) << rule;
        EXPECT_FALSE(is_open(*problem, "SYN-P-1", "SYN-U-1")) << rule;
        EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-2")) << rule << ": nothing times whatever it is";
    }
}

TEST(Risk, WhatForbidsByAColumnThatTheCaseLacksIsSaid) {
    // Rule: a trait or factor that an entry forbids by, and that nobody has filled in for anybody, is a warning; others are not.
    const std::vector<Sheet> sheets{{"participants", "participant_id,application_date\nSYN-P-1,2026-01-01\n"},
                                    {"units", "unit_id,neighbourhood_id\nSYN-U-1,SYN-N-1\n"},
                                    {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-1,2\n"}};
    const auto policy = [](const std::string& points) {
        return "[columns.\"participant.conflict\"]\ntype = \"integer\"\n[columns.\"participant.active_use\"]\ntype = \"integer\"\n"
               "[risk]\ntraits = [\"participant.conflict\", \"participant.active_use\"]\nfactors = [\"neighbourhood.drug_scene\"]\n"
               "points = " +
               points + "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
    };
    const auto findings = check(make_case(sheets), make_policy(policy("[[\"forbid\"], [1]]")));
    ASSERT_EQ(findings.list().size(), 1U) << findings.text("case");
    EXPECT_EQ(findings.list()[0].code, "P237");
    EXPECT_EQ(findings.list()[0].severity, model::Severity::warning);
    EXPECT_EQ(findings.list()[0].arguments, (std::vector<std::string>{"risk", "participant.conflict"}));
    EXPECT_TRUE(codes_of(sheets, policy("[[1], [1]]"), model::Severity::warning).empty());
}

TEST(Risk, AnEntryThatForbidsClosesThePair) {
    const std::vector<Sheet> sheets{{"participants", "participant_id,conflict,active_use\nSYN-P-1,1,0\nSYN-P-2,1,1\n"},
                                    {"units", "unit_id,neighbourhood_id\nSYN-U-1,SYN-N-1\nSYN-U-2,SYN-N-2\n"},
                                    {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-1,0\nSYN-N-2,2\n"}};
    const auto problem = make_problem(sheets, std::string(risk) + "[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n");
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-2"));
    EXPECT_TRUE(is_open(*problem, "SYN-P-2", "SYN-U-1"));
    EXPECT_FALSE(is_open(*problem, "SYN-P-2", "SYN-U-2"));
    EXPECT_EQ(verdict_of(*problem, "risk", "SYN-P-2", "SYN-U-2"), Verdict::fail);
}

TEST(Filters, ARuleIsAboutThoseItNames) {
    const auto rule = std::string(bedrooms) +
                      "\namong = [{ column = \"participant.situation\", op = \"any_of\", value = [\"PRISON_RELEASE\"] }]\n"
                      "where = [{ column = \"unit.level\", op = \"at_most\", value = 2 }]";
    const auto person = [](const std::string& situation) { return ",bedrooms_needed,situation|,3," + situation; };
    EXPECT_EQ(judge(person("SOFA"), ",bedrooms,level|,1,1", rule), Verdict::not_applicable);
    EXPECT_EQ(judge(person("PRISON_RELEASE"), ",bedrooms,level|,1,3", rule), Verdict::not_applicable);
    EXPECT_EQ(judge(person("PRISON_RELEASE"), ",bedrooms,level|,1,1", rule), Verdict::fail);
    EXPECT_EQ(judge(person(""), ",bedrooms,level|,1,1", rule), Verdict::unknown);
    EXPECT_EQ(judge(person(""), ",bedrooms,level|,3,1", rule), Verdict::pass) << "kept whoever it is about";
}

TEST(Verdicts, NameTheColumnsThatNobodyFilledIn) {
    const std::vector<Sheet> sheets{{"participants", "participant_id,bedrooms_needed\nSYN-P,\n"}, {"units", "unit_id,bedrooms\nSYN-U,\n"}};
    const auto problem = make_problem(sheets, std::string("[[eligible]]\nid = \"rule\"\nunknown = \"ask\"\n") + bedrooms +
                                                  "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n");
    const auto verdicts = problem->verdicts(problem->find_participant("SYN-P"), problem->find_unit("SYN-U"));
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].unknown_columns, (std::vector<std::string>{"unit.bedrooms", "participant.bedrooms_needed"}));
    EXPECT_TRUE(is_open(*problem, "SYN-P", "SYN-U"));
}

TEST(Eligibility, ADecisionAboutAPairLeavesWhatElseIsKnownOfItAsItWas) {
    // Consent is asked for where a pair is listed; a row that only decides says nothing of it.
    const auto policy = R"toml(
[columns."pair.consent"]
type = "flag"
[[eligible]]
id = "consent"
type = "forbids"
conditions = [{ column = "pair.consent", op = "is", value = false }]
[[goal]]
id = "house"
maximise = "housed"
)toml";
    const auto open = [&](const std::string& row) {
        return is_open(*make_problem({{"participants", "participant_id\nSYN-P\n"},
                                      {"units", "unit_id\nSYN-U\n"},
                                      {"pairs", "participant_id,unit_id,consent,require,forbid,allow,reason\n" + row}},
                                     policy),
                       "SYN-P", "SYN-U");
    };
    EXPECT_TRUE(open("")) << "not listed";
    EXPECT_TRUE(open("SYN-P,SYN-U,,true,,,\n")) << "required, and nothing else";
    EXPECT_FALSE(open("SYN-P,SYN-U,,,,,\n")) << "listed, and consent not known";
    EXPECT_FALSE(open("SYN-P,SYN-U,,false,false,,\n")) << "neither required nor forbidden, and consent not known";
    EXPECT_FALSE(open("SYN-P,SYN-U,false,true,,,\n")) << "required, and consent refused";
    EXPECT_TRUE(open("SYN-P,SYN-U,true,true,,,\n"));
    EXPECT_TRUE(open("SYN-P,SYN-U,false,true,,consent,AGREED\n")) << "set aside";
}

}  // namespace
}  // namespace husrom::test
