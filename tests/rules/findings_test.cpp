// What does not fit between a policy and a case is found by its code and place, all of it at once; and what a method forbids.

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include <husrom/io/io.hpp>

#include "rules/sample.hpp"

namespace husrom::test {
namespace {

const std::string goal = "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
using Codes = std::vector<std::string>;

std::vector<Sheet> town() {
    return {{"participants", "participant_id,age,sober_days,shoe_size,x,y,kind\nSYN-P-1,30,10,44,1,1,A\n"},
            {"units", "unit_id,level,staffing,x,y,unit_type\nSYN-U-1,1,daily,1,1,MODULE\n"}};
}

std::string rule(const std::string& body) {
    return "[[eligible]]\nid = \"r\"\n" + body + "\n";
}

TEST(Findings, EveryMistakeAtOnce) {
    EXPECT_EQ(
        codes_of(town(), rule("type = \"at_least\"\nleft = [\"unit.bedrom\"]\nright = [\"participant.bedrooms_neded\"]") +
                             "[[term]]\nid = \"t\"\ntype = \"waiting\"\nsince = \"participant.age\"\nsteps = [{ days = 0, points = 1 }]\n" +
                             goal),
        (Codes{"P201 rule r", "P201 rule r", "P212 term t"}));
}

TEST(Findings, ColumnsOfThePolicyAreJudgedWhereTablesHaveErrorsToo) {
    // Rule: an error in a cell hides no error of the policy; what rests on rows, or on a table that is not there, is not guessed.
    const auto entries = rule("type = \"at_least\"\nleft = [\"unit.bedrom\"]\nright = [\"participant.bedrooms_neded\"]") +
                         "[[limit]]\nid = \"l\"\nper = \"unit.site\"\nsum = 1\nmin = 1\nmax = 2\n" + goal;
    auto sheets = town();
    const Codes both{"P201 rule r", "P201 rule r"};
    EXPECT_EQ(codes_of(sheets, entries), both);
    sheets[0].second = "participant_id,age,must_house\nSYN-P-1,old,true\n";
    EXPECT_EQ(codes_of(sheets, entries), (Codes{"P201 rule r", "P201 rule r", "T004 age"}));
    EXPECT_EQ(codes_of(sheets, entries, model::Severity::warning), Codes());
    sheets[0].second = "deltaker,age\nSYN-P-1,30\n";
    EXPECT_EQ(codes_of(sheets, entries), (Codes{"P201 rule r", "P201 rule r", "T002 "}));
    sheets.erase(sheets.begin());
    EXPECT_EQ(codes_of(sheets, entries), (Codes{"P201 rule r", "T021 "})) << "no column of a table that is missing";
    EXPECT_THROW((void)build(make_case(sheets), make_policy(entries)), InvalidInput);
}

TEST(Findings, ASlipOfTheHandGetsASuggestion) {
    const auto findings =
        check(make_case(town()), make_policy(rule("type = \"at_least\"\nleft = [\"unit.levle\"]\nright = [\"participant.age\"]") + goal));
    ASSERT_EQ(findings.count(model::Severity::error), 1U);
    EXPECT_EQ(findings.list().front().arguments.at(2), "unit.level");
}

TEST(Findings, GroupsAreNotNamedByAPersonalColumn) {
    // Rule: a group's name is told with its limit; no cell of a personal column is told.
    const std::string worker = "[columns.\"participant.case_worker\"]\ntype = \"text\"\nclass = ";
    const std::string limit = "[[limit]]\nid = \"l\"\nper = \"participant.case_worker\"\nmax = 1\n";
    auto sheets = town();
    sheets[0].second = "participant_id,case_worker\nSYN-P-1,SYN-W-1\n";
    EXPECT_EQ(codes_of(sheets, worker + "\"personal\"\n" + limit + goal), Codes{"P233 limit l"});
    EXPECT_EQ(codes_of(sheets, worker + "\"need\"\n" + limit + goal), Codes{});
    sheets.emplace_back("tenants", "tenant_id,case_worker\nSYN-R-1,SYN-W-2\n");
    const std::string of_tenants = "[columns.\"tenant.case_worker\"]\ntype = \"text\"\nclass = ";
    EXPECT_EQ(codes_of(sheets, worker + "\"need\"\n" + of_tenants + "\"personal\"\n" + limit + goal), Codes{"P233 limit l"});
    EXPECT_EQ(codes_of(sheets, worker + "\"need\"\n" + of_tenants + "\"need\"\n" + limit + goal), Codes{});
}

TEST(Findings, TypesMustFit) {
    const auto error = [](const std::string& entries) {
        const auto codes = codes_of(town(), entries + goal);
        return codes.size() == 1 ? codes.front() : std::to_string(codes.size()) + " errors";
    };
    EXPECT_EQ(error(rule("type = \"at_least\"\nleft = [\"unit.unit_type\"]\nright = [\"participant.age\"]")), "P203 rule r");
    EXPECT_EQ(error(rule("type = \"at_least\"\nleft = [\"unit.staffing\"]\nright = [\"participant.age\"]")), "P204 rule r");
    EXPECT_EQ(error("[columns.\"participant.kind\"]\ntype = \"ordered\"\norder = [\"A\", \"B\"]\n" +
                    rule("type = \"at_least\"\nleft = [\"unit.staffing\"]\nright = [\"participant.kind\"]")),
              "P205 rule r");
    EXPECT_EQ(error(rule("type = \"equal\"\nleft = \"unit.unit_type\"\nright = \"participant.age\"")), "P204 rule r");
    EXPECT_EQ(error(rule("type = \"forbids\"\nconditions = [{ column = \"participant.age\", op = \"is\", value = \"old\" }]")),
              "P202 rule r");
    EXPECT_EQ(error(rule("type = \"forbids\"\nconditions = [{ column = \"unit.staffing\", op = \"at_least\", value = \"dayly\" }]")),
              "P202 rule r");
    EXPECT_EQ(error(rule("type = \"forbids\"\nconditions = [{ column = \"unit.unit_type\", op = \"at_least\", value = \"A\" }]")),
              "P202 rule r");
    EXPECT_EQ(error(rule("type = \"risk_below\"\nmax = 3")), "P206 rule r");
    EXPECT_EQ(error("[risk]\ntraits = [\"participant.agee\"]\nfactors = [\"unit.level\"]\npoints = [[1]]\n"), "P201 risk")
        << "whether anything uses it or not";
    EXPECT_EQ(error(rule("type = \"before\"\nleft = \"unit.level\"\nright = \"participant.age\"")), "P204 rule r");
    EXPECT_EQ(
        error("[risk]\ntraits = [\"unit.level\"]\nfactors = [\"unit.level\"]\npoints = [[1]]\n" + rule("type = \"risk_below\"\nmax = 3")),
        "2 errors");
}

TEST(Findings, AValueInQuotationMarksIsSaid) {
    // Rule: a date, a number or a flag that is written as a text gets the advice to leave the marks out, not a list of operators.
    const auto advice = [](const std::string& column, const std::string& value) {
        const auto body = "type = \"forbids\"\nconditions = [{ column = \"" + column + "\", op = \"is\", value = \"" + value + "\" }]";
        const auto findings = check(make_case(town()), make_policy(rule(body) + goal));
        for (const auto& finding : findings.list())
            if (finding.severity == model::Severity::error) return finding.code + ": " + describe(finding).advice;
        return std::string();
    };
    EXPECT_EQ(advice("participant.application_date", "01.03.2026"), "P240: Write it without: 2026-03-01.");
    EXPECT_EQ(advice("participant.age", "30"), "P240: Write it without: 30.");
    EXPECT_EQ(advice("participant.must_house", "true"), "P240: Write it without: true.");
    EXPECT_TRUE(advice("participant.application_date", "soon").starts_with("P202"));
}

TEST(Findings, ADefaultMustReadAsItsColumn) {
    auto policy = make_policy("[[term]]\nid = \"t\"\ntype = \"column\"\ncolumn = \"participant.age\"\n" + goal);
    model::ColumnDeclaration age;
    age.table = "participant";
    age.name = "age";
    age.type = model::ColumnType::integer;
    age.default_value = "old";
    policy.columns.push_back(age);
    const auto findings = check(make_case(town()), policy);
    ASSERT_EQ(findings.count(model::Severity::error), 1U) << findings.text("case");
    EXPECT_EQ(findings.list().front().code, "P209");
}

TEST(Findings, NumbersThatDoNotFit64BitsAreSaid) {
    auto sheets = town();
    sheets[0].second = "participant_id,age,x,y\nSYN-P-1,9000000000000000000,900000000,1\n";
    EXPECT_EQ(codes_of(sheets,
                       rule("type = \"at_least\"\nleft = [{ column = \"participant.age\", times = 6 }]\nright = [\"unit.level\"]") + goal),
              Codes{"C209 rule r"});
    EXPECT_EQ(codes_of(sheets, rule("type = \"within_km\"\nleft = \"participant\"\nright = \"unit\"\nkm = 5") + goal),
              Codes{"C208 rule r"});
    EXPECT_EQ(codes_of(sheets, "[risk]\ntraits = [\"participant.age\"]\nfactors = [\"unit.level\"]\npoints = [[3]]\n" +
                                   rule("type = \"risk_below\"\nmax = 3") + goal),
              (Codes{"C209 risk", "P206 rule r"}));
}

TEST(Findings, NumbersBeyondTheSearchAreSaidOfTheirEntry) {
    // Rule: check never throws; a number that no plan can be summed with names its key before anything is solved.
    auto sheets = town();
    sheets[0].second = "participant_id,age\nSYN-P-1,\n";
    auto far = make_policy(goal);
    far.round.horizon_days = std::numeric_limits<std::int64_t>::max();
    const auto findings = check(make_case(sheets), far);
    ASSERT_EQ(findings.count(model::Severity::error), 1U) << findings.text("case");
    EXPECT_EQ(findings.list().front().code + " " + findings.list().front().column, "C209 round horizon");
    EXPECT_EQ(codes_of(sheets, "[[limit]]\nid = \"l\"\nmin = 9223372036854775807\n" + goal), Codes{"C209 limit l"});
    EXPECT_EQ(codes_of(sheets,
                       "[columns.\"participant.age\"]\ntype = \"integer\"\ndefault = 1000000000000000000\n"
                       "[[goal]]\nid = \"a\"\nminimise = \"participant.age\"\n"),
              Codes{"C209 goal a"});
    EXPECT_EQ(codes_of(sheets,
                       "order = [\"age\", \"lottery\"]\n[columns.\"participant.age\"]\ntype = \"integer\"\n"
                       "default = 1000000000000000000\n" +
                           goal),
              Codes{"C209 ties age"});
    // A pair that the case lists is judged once more, on its own.
    sheets[0].second = "participant_id,age\nSYN-P-1,9000000000000000000\n";
    sheets[1].second = "unit_id,level,bedrooms\nSYN-U-1,9000000000000000000,1\n";
    sheets.emplace_back("pairs", "participant_id,unit_id,require\nSYN-P-1,SYN-U-1,true\n");
    EXPECT_EQ(
        codes_of(sheets, rule("type = \"at_least\"\nleft = [\"participant.age\", \"unit.level\"]\nright = [\"unit.bedrooms\"]") + goal),
        (Codes{"C209 policy", "C209 rule r"}));
}

TEST(Findings, AMissingColumnOfABoundIsSaid) {
    // Rule: a hard limit is not dropped because nobody knows its cap; of a soft one it is said that it has none.
    const std::vector<Sheet> sheets{{"participants", "participant_id,team_id\nSYN-P-1,SYN-T-1\nSYN-P-2,SYN-T-2\n"},
                                    {"units", "unit_id\nSYN-U-1\n"},
                                    {"teams", "team_id\nSYN-T-1\nSYN-T-2\n"}};
    const std::string limit = "[[limit]]\nid = \"l\"\nper = \"participant.team\"\nmax = \"team.hours_week\"\n";
    EXPECT_EQ(codes_of(sheets, limit + goal), Codes{"C210 limit l"});
    const auto soft =
        limit + "kind = \"soft\"\ngoal = \"e\"\nsteps = [{ slope = 1 }]\n" + goal + "[[goal]]\nid = \"e\"\nminimise = \"excess\"\n";
    EXPECT_EQ(codes_of(sheets, soft), Codes{});
    EXPECT_EQ(codes_of(sheets, soft, model::Severity::warning), Codes{"P229 limit l"});
    const auto open = "[columns.\"team.hours_week\"]\ntype = \"integer\"\nempty = \"no_bound\"\n" + limit + goal;
    EXPECT_EQ(codes_of(sheets, open), Codes{});
    EXPECT_EQ(codes_of(sheets, open, model::Severity::warning), Codes{"P229 limit l"});
}

TEST(Findings, WhatAChangeSetsMustReadAsACell) {
    const auto codes = [](const std::string& body) {
        const auto all = codes_of(town(), "[[change]]\nid = \"c\"\n" + body + "\n" + goal);
        return all.empty() ? std::string() : all.front();
    };
    EXPECT_EQ(codes("unit = { levle = 2 }"), "P201 change c");
    EXPECT_EQ(codes("unit = { level = \"two\" }"), "P230 change c");
    EXPECT_EQ(codes("unit = { staffing = \"dayly\" }"), "P230 change c");
    EXPECT_EQ(codes("unit = { unit_id = \"SYN-U-9\" }"), "P232 change c");
    EXPECT_EQ(codes("unit = { level = 2, staffing = \"daily\", neighbourhood_id = \"SYN-N-1\" }"), "");
    EXPECT_EQ(codes("set = { column = \"participant.agee\", value = 3 }"), "P201 change c");
    EXPECT_EQ(codes("set = { column = \"participant.age\", value = \"old\" }"), "P230 change c");
    EXPECT_EQ(codes("set = { column = \"unit.site.cap_total\", value = 3 }"), "P232 change c");
    EXPECT_EQ(codes("set = { column = \"pair.forbid\", value = true }"), "P232 change c");
    EXPECT_EQ(codes("set = { column = \"participant.age\", value = 3 }"), "");
    EXPECT_EQ(codes("set = { column = \"participant.age\", value = \"\" }"), "") << "the cell is emptied";
}

TEST(Findings, WhatAFactMayTurnOutToBeMustReadAsACell) {
    const auto codes = [](const std::string& entry) {
        const auto all = codes_of(town(), "[uncertain]\n" + entry + "\n" + goal);
        return all.empty() ? std::string() : all.front().substr(0, 4);
    };
    EXPECT_EQ(codes("\"participant.agee\" = [1]"), "P201");
    EXPECT_EQ(codes("\"participant.age\" = [\"old\"]"), "P230");
    EXPECT_EQ(codes("\"participant.age\" = { from = 1.5, to = 2 }"), "P230");
    EXPECT_EQ(codes("\"participant.kind\" = { from = \"A\", to = \"B\" }"), "P231");
    EXPECT_EQ(codes("\"unit.staffing\" = { from = \"daily\", to = \"none\" }"), "P019");
    EXPECT_EQ(codes("\"participant.participant_id\" = [\"SYN-P-1\"]"), "P232");
    EXPECT_EQ(codes("\"unit.staffing\" = { from = \"none\", to = \"daily\" }\n\"participant.age\" = { from = 1, to = 2 }"), "");
}

TEST(Findings, AHomeThatHoldsMoreThanItHasRoomForIsSaid) {
    const auto codes = [&](const std::string& capacity) {
        return codes_of({{"participants", "participant_id,current_unit\nSYN-P-1,SYN-U-1\n"},
                         {"units", "unit_id,capacity\nSYN-U-1," + capacity + "\n"},
                         {"tenants", "tenant_id,unit_id\nSYN-X-1,SYN-U-1\n"}},
                        goal, model::Severity::warning);
    };
    EXPECT_EQ(codes("1"), Codes{"C216 capacity"});
    EXPECT_EQ(codes("2"), Codes{});
}

TEST(Findings, IdsThatThePolicyCallsPersonalAreNotShown) {
    const auto findings = check(make_case({{"participants", "participant_id,current_unit\nSYN-P-1,SYN-U-1\n"},
                                           {"units", "unit_id\nSYN-U-1\n"},
                                           {"pairs", "participant_id,unit_id,forbid\nSYN-P-1,SYN-U-1,true\n"}}),
                                make_policy("[columns.\"participant.participant_id\"]\ntype = \"text\"\nclass = \"personal\"\n" + goal));
    const auto text = findings.text("case");
    EXPECT_NE(text.find("C204"), std::string::npos) << text;
    EXPECT_EQ(text.find("SYN-P-1"), std::string::npos) << text;
}

TEST(Findings, APlaceInAPresetIsNotTakenForOneInTheFile) {
    // The rule bedrooms stands in the preset, the rule shoes in the file.
    const auto policy = parse_policy(
        "schema = 1\nid = \"own\"\npreset = \"housing_first\"\n[round]\nas_of = 2026-11-22\nhorizon = \"60 days\"\n"
        "[[eligible]]\nid = \"shoes\"\ntype = \"equal\"\nleft = \"participant.note_a\"\nright = \"unit.note_b\"\n",
        "policy.toml");
    const auto findings = check(make_case({{"participants", "participant_id\nSYN-P-1\n"}, {"units", "unit_id\nSYN-U-1\n"}}), policy);
    std::map<std::string, std::pair<std::string, std::int64_t>> places;
    for (const auto& finding : findings.list()) places.try_emplace(finding.column, finding.source, finding.row);
    EXPECT_EQ(places.at("rule shoes"), std::pair(std::string("policy.toml"), std::int64_t{7}));
    EXPECT_EQ(places.at("rule bedrooms").first, "preset housing_first");
    const auto at = places.at("rule bedrooms").second;
    std::istringstream preset{std::string(preset_text("housing_first"))};
    std::string line;
    for (std::int64_t row = 0; row <= at; ++row) std::getline(preset, line);
    EXPECT_TRUE(line.starts_with("id ") && line.ends_with("\"bedrooms\"")) << "line " << at + 1 << ": " << line;
}

TEST(Findings, AColumnThatTheCaseLacksIsAWarning) {
    EXPECT_EQ(codes_of(town(), rule("type = \"at_least\"\nleft = [\"unit.bedrooms\"]\nright = [\"unit.level\"]") + goal,
                       model::Severity::warning),
              Codes{"P228 rule r"});
}

TEST(Findings, AColumnInWhichNothingStandsIsSaidLikeOneThatIsNotThere) {
    // Rule: cells that were cut away close homes, open caps and leave people out as a missing heading does, and are told as loudly.
    const std::vector<Sheet> cut{{"participants", "participant_id,age,temporary_since\nSYN-P-1,,\nSYN-P-2,,\n"},
                                 {"units", "unit_id,site_id\nSYN-U-1,SYN-S-1\n"},
                                 {"sites", "site_id,conflict_cap\nSYN-S-1,\n"}};
    const auto with = [&](const std::string& policy) { return codes_of(cut, policy + goal, model::Severity::warning); };
    EXPECT_EQ(with(rule("type = \"at_least\"\nleft = [\"participant.age\"]\nright = [\"participant.age\"]")), Codes{"P228 rule r"});
    EXPECT_EQ(with("[[limit]]\nid = \"l\"\nper = \"unit.site\"\nmax = \"site.conflict_cap\"\n"), Codes{"P229 limit l"});
    const std::string waiting =
        "[[goal]]\nid = \"w\"\nmaximise = \"housed\"\namong = [{ column = \"participant.temporary_since\", op = "
        "\"days_since_at_least\", value = 1 }]\n";
    EXPECT_EQ(with(waiting), Codes{"P219 goal w"});
    auto some = cut;
    some[0].second = "participant_id,age,temporary_since\nSYN-P-1,34,2026-01-01\nSYN-P-2,,\n";
    some[2].second = "site_id,conflict_cap\nSYN-S-1,\nSYN-S-2,3\n";
    EXPECT_EQ(codes_of(some,
                       rule("type = \"at_least\"\nleft = [\"participant.age\"]\nright = [\"participant.age\"]") +
                           "[[limit]]\nid = \"l\"\nper = \"unit.site\"\nmax = \"site.conflict_cap\"\n" + waiting + goal,
                       model::Severity::warning),
              Codes{});
}

TEST(Findings, ABlankColumnIsSaidOfARuleOnlyWhereAPairHangsOnIt) {
    // Rule: a template's empty columns are no news of a rule that is decided without them.
    using Ages = std::pair<std::string, std::string>;
    const auto with = [](const Ages& ages, const std::string& among, model::Severity severity = model::Severity::warning,
                         const std::string& unknown = "") {
        const std::vector<Sheet> sheets{{"participants", "participant_id,application_date,age\nSYN-P-1,2026-01-01," + ages.first + "\n"},
                                        {"units", "unit_id,age_min,level\nSYN-U-1," + ages.second + ",\n"}};
        return codes_of(sheets, rule("type = \"within\"\nvalue = \"participant.age\"\nlow = \"unit.age_min\"\n" + among + unknown) + goal,
                        severity);
    };
    EXPECT_EQ(with({"", ""}, ""), Codes{}) << "no home has a bound";
    EXPECT_EQ(with({"", "18"}, ""), Codes{"P228 rule r"});
    EXPECT_EQ(with({"", "18"}, "", model::Severity::note, "unknown = \"ask\"\n"), Codes{"P243 rule r"});
    const auto known = [](const std::string& column) { return "[{ column = \"" + column + "\", op = \"known\", value = true }]\n"; };
    EXPECT_EQ(with({"", "18"}, "among = " + known("participant.age")), Codes{}) << "it is about nobody";
    EXPECT_EQ(with({"", "18"}, "where = " + known("unit.level")), Codes{}) << "nor about any home";
}

TEST(Findings, AGoalThatIsLeftWithNobodyIsAWarning) {
    // Rule: whom it does not concern, one more way of being about nobody, hides no unknown.
    const auto with = [](const std::string& third) {
        const std::vector<Sheet> sheets{{"participants",
                                         "participant_id,application_date,age,temporary_since\nSYN-P-1,2026-01-01,17,\n"
                                         "SYN-P-2,2026-01-01,20,\nSYN-P-3,2026-01-01,20," +
                                             third + "\n"},
                                        {"units", "unit_id\nSYN-U-1\n"}};
        const std::string policy =
            "[[goal]]\nid = \"w\"\nmaximise = \"housed\"\namong = [{ column = \"participant.age\", op = \"at_least\", value = 18 }, "
            "{ column = \"participant.temporary_since\", op = \"days_since_at_least\", value = 1 }]\n";
        return codes_of(sheets, policy + goal, model::Severity::warning);
    };
    EXPECT_EQ(with(""), Codes{"P219 goal w"});
    EXPECT_EQ(with("2026-01-01"), Codes{});
}

TEST(Findings, AColumnThatARuleAsksForIsANoteWithoutTheAdviceToAsk) {
    const auto asks = rule("type = \"at_least\"\nleft = [\"unit.bedrooms\"]\nright = [\"unit.level\"]\nunknown = \"ask\"") + goal;
    EXPECT_EQ(codes_of(town(), asks, model::Severity::warning), Codes{});
    EXPECT_EQ(codes_of(town(), asks, model::Severity::note), (Codes{"P227 ties application_date", "P243 rule r"}));
}

TEST(Findings, TheQueueIsNotAboutPeopleWhoHaveAHome) {
    // Rule: a mover's waiting time breaks no tie, so that nothing is said of it.
    for (const auto* date : {"2027-01-01", ""}) {
        const auto with = [date](const std::string& current) {
            const std::vector<Sheet> sheets{{"participants", "participant_id,application_date,current_unit\nSYN-P-1," + std::string(date) +
                                                                 "," + current + "\nSYN-P-2,2026-01-01,\n"},
                                            {"units", "unit_id\nSYN-U-1\nSYN-U-2\n"}};
            auto codes = codes_of(sheets, goal, model::Severity::warning);
            std::ranges::copy(codes_of(sheets, goal, model::Severity::note), std::back_inserter(codes));
            return codes;
        };
        EXPECT_EQ(with("SYN-U-1"), Codes{});
        EXPECT_EQ(with(""), Codes{std::string(*date == '\0' ? "P227" : "P236") + " ties application_date"});
    }
}

TEST(Linter, HousingFirstAsksForNoReadiness) {
    const auto sober = rule("type = \"within\"\nvalue = \"participant.sober_days\"\nlow = 90");
    EXPECT_EQ(codes_of(town(), sober + goal), Codes{}) << "another method may";
    auto policy = make_policy(sober + goal);
    policy.preset = "housing_first";
    const auto errors = [&policy](const std::vector<Sheet>& sheets) {
        Codes codes;
        const auto findings = check(make_case(sheets), policy);
        for (const auto& finding : findings.list())
            if (finding.code.starts_with("L")) codes.push_back(finding.code);
        return codes;
    };
    EXPECT_EQ(errors(town()), Codes{"L201"});
    policy.eligible.front().on = false;
    EXPECT_EQ(errors(town()), Codes{});
    policy = make_policy(
        "[[limit]]\nid = \"l\"\nper = \"all\"\nsum = 1\namong = [{ column = \"participant.sober_days\", op = \"at_most\", value = 90 }]\n"
        "max = 0\nkind = \"hard\"\n" +
        goal);
    policy.preset = "housing_first";
    EXPECT_EQ(errors(town()), Codes{"L201"}) << "a cap of nobody is a condition too";
    policy = make_policy("[[limit]]\nid = \"l\"\nper = \"participant.sober_days\"\nmax = 0\n" + goal);
    policy.preset = "housing_first";
    EXPECT_EQ(errors(town()), Codes{"L201"}) << "so is a cap by it";
    policy = make_policy(rule("type = \"within\"\nvalue = \"participant.shoe_size\"\nlow = 40") + goal);
    policy.preset = "housing_first";
    EXPECT_EQ(errors(town()), Codes{"L202"});
}

TEST(Linter, ProtectedGroundsNeedAReason) {
    auto sheets = town();
    sheets[0].second = "participant_id,sex\nSYN-P-1,F\n";
    const std::string women =
        "type = \"requires\"\nwhen = [{ column = \"unit.unit_type\", op = \"is\", value = \"MODULE\" }]\n"
        "then = [{ column = \"participant.sex\", op = \"is\", value = \"F\" }]";
    EXPECT_EQ(codes_of(sheets, rule(women) + goal), Codes{"L203 rule r"});
    EXPECT_EQ(codes_of(sheets, rule(women + "\nprotected_reason = \"A crisis centre for women.\"") + goal), Codes{});
}

TEST(Linter, WhateverDecidesByAProtectedGroundNeedsAReason) {
    // Rule: an entry of the risk model that forbids, a goal, the order of ties and what a hard limit counts by decide about people too.
    auto sheets = town();
    sheets[0].second = "participant_id,foreign_born\nSYN-P-1,true\n";
    const std::string column = "[columns.\"participant.foreign_born\"]\ntype = \"flag\"\nclass = \"protected\"\n";
    const std::string limit = "[[limit]]\nid = \"l\"\nper = \"participant.foreign_born\"\nmax = 0\n";
    const std::string reason = "protected_reason = \"why\"\n";
    const auto codes = [&](const std::string& entry, model::Severity severity = model::Severity::error) {
        return codes_of(sheets, entry + column + goal, severity);
    };
    const std::pair<std::string, std::string> entries[] = {
        {"[risk]\ntraits = [\"participant.foreign_born\"]\nfactors = [\"unit.level\"]\npoints = [[\"forbid\"]]\n", "L203 risk"},
        {"[[goal]]\nid = \"g\"\nmaximise = \"housed\"\n"
         "among = [{ column = \"participant.foreign_born\", op = \"is\", value = false }]\n",
         "L203 goal g"},
        {"order = [\"foreign_born\", \"lottery\"]\n", "L203 ties"},
        {limit, "L203 limit l"}};
    for (const auto& [entry, code] : entries) {
        EXPECT_EQ(codes(entry), Codes{code});
        EXPECT_EQ(codes(entry + reason), Codes{}) << entry;
    }
    const auto soft = limit + "kind = \"soft\"\ngoal = \"e\"\nsteps = [{ slope = 1 }]\n";
    const std::string excess = "[[goal]]\nid = \"e\"\nminimise = \"excess\"\n";
    EXPECT_EQ(codes(soft + excess), Codes{});
    EXPECT_EQ(codes(soft + excess, model::Severity::warning), Codes{"L204 limit l"});
    EXPECT_EQ(codes(soft + reason + excess, model::Severity::warning), Codes{});
}

TEST(Linter, AReasonIsPartOfThePolicy) {
    const std::string limit = "[[limit]]\nid = \"l\"\nmax = 3\n";
    const auto plain = make_policy(limit + goal), stated = make_policy(limit + "protected_reason = \"why\"\n" + goal);
    EXPECT_NE(plain.digest, stated.digest);
    EXPECT_EQ(make_policy("protected_reason = \"why\"\n" + goal).ties.protected_reason, (model::Words{"why", "why"}));
}

TEST(Linter, ProtectedGroundIsNotOnTheMenuOfChanges) {
    auto sheets = town();
    sheets[0].second = "participant_id,sex\nSYN-P-1,F\n";
    const std::string menu = "\n[[change]]\nid = \"c\"\nset = { column = \"participant.sex\", value = \"M\" }\n";
    EXPECT_EQ(codes_of(sheets, goal + menu), Codes{"L205 change c"});
    const auto policy = make_policy(goal + menu);
    EXPECT_EQ(check(make_case(sheets), policy).list().front().row, policy.changes.front().line.number);
}

TEST(Findings, HaveWordsInBothLanguages) {
    for (const auto language : {model::Language::en, model::Language::nb}) {
        const auto findings = check(
            make_case(town()), make_policy(rule("type = \"at_least\"\nleft = [\"unit.levle\"]\nright = [\"participant.age\"]") + goal));
        EXPECT_NE(findings.text("case", language).find("unit.level"), std::string::npos);
    }
}

}  // namespace
}  // namespace husrom::test
