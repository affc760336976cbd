// What is said of tables, and what is never said: the cells of people.

#include <algorithm>
#include <ctime>
#include <functional>

#include <gtest/gtest.h>

#include <husrom/model/typed_case.hpp>

#include "model/code_points.hpp"
#include "tables.hpp"

namespace husrom::model {
namespace {

using Lines = std::vector<std::string>;

struct Given {
    std::string table;
    Lines lines;
};

Findings findings_of(const std::vector<Given>& tables, const Policy& policy = {}) {
    CaseBuilder builder;
    for (const auto& [table, lines] : tables) sample::add_table(builder, table, lines);
    Findings findings;
    static_cast<void>(type_case(builder.build(), policy, findings));
    return findings;
}

/// "T006 teams 3 team_id" for each finding.
Lines said(const Findings& findings) {
    Lines list;
    for (const Finding& one : findings.list()) {
        list.push_back(one.code + " " + one.table);
        if (one.row > 0) list.back() += " " + std::to_string(one.row);
        if (!one.column.empty()) list.back() += " " + one.column;
    }
    return list;
}

/// Everything that a reader or a service sees of the findings.
std::string words_of(const Findings& findings) {
    std::string words = findings.text("case", Language::en) + findings.text("case", Language::nb);
    for (const Finding& one : findings.list())
        for (const std::string& argument : one.arguments) words += argument + "\n";
    return words;
}

Policy with_personal(std::string table, std::string name) {
    Policy policy;
    ColumnDeclaration declaration;
    declaration.table = std::move(table);
    declaration.name = std::move(name);
    declaration.column_class = ColumnClass::personal;
    policy.columns.push_back(declaration);
    return policy;
}

const Given homes{"units", {"unit_id", "SYN-U-1"}};
const Given people{"participants", {"participant_id", "SYN-P-1", "SYN-P-2"}};

TEST(CaseFindings, AHomeLiesWhereItsSiteLies) {
    // Rule: rules read the home's neighbourhood or its site's; where they differ, somebody could be placed where they must not be.
    const auto given = [](const std::string& own) {
        return std::vector<Given>{{"participants", {"participant_id", "SYN-P-1"}},
                                  {"units", {"unit_id,site_id,neighbourhood_id", "SYN-U-1,SYN-S-1," + own, "SYN-U-2,,SYN-N-1"}},
                                  {"sites", {"site_id,neighbourhood_id", "SYN-S-1,SYN-N-2", "SYN-S-2,SYN-N-1"}},
                                  {"neighbourhoods", {"neighbourhood_id", "SYN-N-1", "SYN-N-2"}}};
    };
    EXPECT_EQ(said(findings_of(given("SYN-N-2"))), Lines{});
    EXPECT_EQ(said(findings_of(given(""))), Lines{});
    const auto findings = findings_of(given("SYN-N-1"));
    EXPECT_EQ(said(findings), Lines{"C217 units 2 neighbourhood_id"});
    const auto words = words_of(findings);
    for (const auto* part : {"SYN-U-1", "SYN-N-1", "SYN-S-1", "row 2 of the sites", "SYN-N-2"})
        EXPECT_NE(words.find(part), std::string::npos) << part;
}

TEST(CaseFindings, NoNationalIdentityNumberIsShown) {
    // Rule: an id that is such a number is said by its row, in every finding about it.
    for (const std::string id : {"15078010085", "15078010085.0", "5078010004", "150780-10085", "150780 10085", "150780\u202f10085"}) {
        const auto findings =
            findings_of({homes,
                         {"participants", {"participant_id,current_unit", id + ",SYN-U-1", "SYN-P-2,SYN-U-1"}},
                         {"tenants", {"tenant_id", id}},
                         {"wishes", {"participant_id,kind,value", "SYN-P-2,unit," + id}},
                         {"pairs", {"participant_id,unit_id,require", id + ",SYN-U-1,true", id + "," + id + ",true"}},
                         {"apart", {"participant_id,other_id,per", id + "," + id + ",unit", "SYN-P-2," + id + "9,unit"}}});
        const auto list = said(findings);
        for (const char* expected : {"T032 participants 2 participant_id", "T032 tenants 2 tenant_id", "T032 wishes 2 value",
                                     "C012 participants 2 participant_id", "C016 pairs 2 require", "C017 apart 2 other_id"})
            EXPECT_NE(std::ranges::find(list, expected), list.end()) << id << ": " << expected << "\n" << findings.text("case");
        const std::string words = words_of(findings);
        EXPECT_EQ(words.find(id), std::string::npos) << words;
        EXPECT_EQ(words.find("10085"), std::string::npos) << words;
    }
}

TEST(CaseFindings, APersonalCellIsNotRepeated) {
    // Rule: a reference in a personal column is told by row and column, without the cell and without what is near it.
    const Given teams{"teams", {"team_id", "Kari Hanssen"}};
    const Given with_team{"participants", {"participant_id,team_id", "SYN-P-1,Kari Hansen"}};
    const auto open = findings_of({homes, with_team, teams});
    EXPECT_NE(words_of(open).find("Kari Hansen is not in teams. Did you mean Kari Hanssen?"), std::string::npos) << words_of(open);
    for (const char* table : {"participant", "team"}) {
        const auto findings = findings_of({homes, with_team, teams}, with_personal(table, "team_id"));
        EXPECT_EQ(said(findings), Lines{"R001 participants 2 team_id"});
        EXPECT_EQ(words_of(findings).find("Hans"), std::string::npos) << words_of(findings);
        EXPECT_NE(words_of(findings).find("row 2, column team_id: not in teams."), std::string::npos) << words_of(findings);
    }
    const auto keys =
        findings_of({homes, {"participants", {"participant_id", "Kari", "KARI", "Kari"}}}, with_personal("participant", "participant_id"));
    EXPECT_EQ(said(keys), (Lines{"T009 participants 2 participant_id", "T006 participants 4 participant_id"}));
    EXPECT_EQ(words_of(keys).find("ari"), std::string::npos) << words_of(keys);
}

TEST(CaseFindings, WhoHasBecomeATenantIsNotTakenForSomebodyElse) {
    // Rule: after a round people stand in `tenants`; a row that still speaks of them as waiting says so, and suggests nobody who looks
    // alike.
    const Given tenants{"tenants", {"tenant_id,unit_id", "SYN-P-11,SYN-U-1"}};
    const Given waiting{"participants", {"participant_id", "SYN-P-1", "SYN-P-12"}};
    const auto findings = findings_of({homes,
                                       waiting,
                                       tenants,
                                       {"apart", {"participant_id,other_id,per", "SYN-P-11,SYN-P-1,unit", "SYN-P-1,SYN-P-11,unit"}},
                                       {"pairs", {"participant_id,unit_id,forbid", "SYN-P-11,SYN-U-1,true"}}});
    auto list = said(findings);
    std::erase_if(list, [](const std::string& one) { return !one.starts_with("R"); });
    EXPECT_EQ(list, (Lines{"R006 pairs 2 participant_id", "R006 apart 2 participant_id"}));
    EXPECT_NE(words_of(findings).find("SYN-P-11 is a tenant"), std::string::npos) << words_of(findings);
    EXPECT_EQ(words_of(findings).find("Did you mean"), std::string::npos) << words_of(findings);
    const auto hidden = findings_of({homes, waiting, tenants, {"pairs", {"participant_id,unit_id,forbid", "SYN-P-11,SYN-U-1,true"}}},
                                    with_personal("pair", "participant_id"));
    EXPECT_EQ(words_of(hidden).find("SYN-P-11"), std::string::npos) << words_of(hidden);
}

TEST(CaseFindings, PlacesToAvoidAndWishesAreNotRepeated) {
    // Rule: whom somebody fears and what they wish is nobody's reading; the row is enough to find it.
    const auto findings = findings_of({homes,
                                       {"participants", {"participant_id,avoid_areas", "SYN-P-1,SYN-N-1;Storgate 1;Ola"}},
                                       {"neighbourhoods", {"neighbourhood_id", "SYN-N-1", "Storgata 1"}},
                                       {"sites", {"site_id,neighbourhood_id", "SYN-S-1,SYN-N-1"}},
                                       {"wishes", {"participant_id,kind,value", "SYN-P-1,area,near Storgata 1"}},
                                       {"units", {"unit_id"}}});
    auto list = said(findings);
    std::erase_if(list, [](const std::string& one) { return !one.starts_with("R"); });
    EXPECT_EQ(list, (Lines{"R003 participants 2 avoid_areas", "R001 wishes 2 value"}));
    EXPECT_EQ(words_of(findings).find("Storgat"), std::string::npos) << words_of(findings);
    EXPECT_EQ(words_of(findings).find("Ola"), std::string::npos) << words_of(findings);
}

TEST(CaseFindings, AMissingKeyIsSaidAloneOfItsTable) {
    // Rule: what follows from a key under another heading is not said; the heading that is meant is.
    const Given wishes{"wishes", {"participant_id,kind,value", "SYN-P-1,unit,SYN-U-1"}};
    for (const char* heading : {"deltaker", "participantid", "person"}) {
        const auto findings = findings_of({homes, {"participants", {heading, "SYN-P-1"}}, wishes});
        EXPECT_EQ(said(findings), Lines{"T002 participants"}) << findings.text("case");
    }
    EXPECT_NE(words_of(findings_of({homes, {"participants", {"deltaker", "SYN-P-1"}}})).find("Is it the one called deltaker?"),
              std::string::npos);
    EXPECT_EQ(
        said(findings_of({people, {"units", {"bolig_nr", "SYN-U-1"}}, {"wishes", {"participant_id,kind,value", "SYN-P-1,unit,SYN-U-1"}}})),
        Lines{"T002 units"});
}

TEST(CaseFindings, ATitleAboveTheHeadingsIsSaid) {
    // Rule: where the headings stand further down, that is said, and nothing of cells under headings that are none.
    const auto findings = findings_of({homes, {"participants", {"People of the autumn,", ",", "participant_id,age", "SYN-P-1,34"}}});
    EXPECT_EQ(said(findings), Lines{"T002 participants"}) << findings.text("case");
    EXPECT_NE(words_of(findings).find("Remove the rows above row 3."), std::string::npos) << words_of(findings);
    EXPECT_NE(words_of(findings).find("Fjern radene over rad 3."), std::string::npos) << words_of(findings);
}

TEST(CaseFindings, ATableOfHeadingsAloneIsThere) {
    // Rule: references to a table that has no rows name what is missing, not the table.
    const auto findings = findings_of({homes, {"participants", {"participant_id,team_id", "SYN-P-1,SYN-T-1"}}, {"teams", {"team_id"}}});
    EXPECT_EQ(said(findings), Lines{"R001 participants 2 team_id"}) << findings.text("case");
}

TEST(CaseFindings, AnEmptyListIsATableWithoutRows) {
    // Rule: without rows there is no column to miss.
    CaseBuilder builder;
    sample::add_table(builder, "participants", people.lines);
    builder.table("units").table("teams");
    Findings findings;
    static_cast<void>(type_case(builder.build(), Policy{}, findings));
    EXPECT_EQ(said(findings), Lines{"T022 units"});
}

TEST(CaseFindings, CellsAreReadWhereTheKeyIsMissing) {
    // Rule: all findings come at once, those of cells too.
    const auto findings = findings_of({homes,
                                       {"participants", {"person,age,team_id,current_unit", "SYN-P-1,old,SYN-T-9,", ",2x,,SYN-U-7"}},
                                       {"teams", {"team_id", "SYN-T-1"}}});
    EXPECT_EQ(said(findings), (Lines{"T002 participants", "T004 participants 2 age", "R001 participants 2 team_id",
                                     "T004 participants 3 age", "R001 participants 3 current_unit"}));
}

TEST(CaseFindings, OneIdDoesNotBecomeTwoUnseen) {
    // Rule: ids that the eye cannot tell apart are errors, and their difference is shown.
    const auto codes = [](const std::string& one, const std::string& other) {
        const auto findings = findings_of({homes, {"participants", {"participant_id", one, other}}});
        Lines list;
        for (const Finding& finding : findings.list()) list.push_back(finding.code);
        return list;
    };
    EXPECT_EQ(codes("\u00c5-1", "\u00e5-1"), Lines{"T009"});
    EXPECT_EQ(codes("A\u030a-1", "\u00c5-1"), Lines{"T026"});
    for (const char* unseen : {"\u200b", "\ufeff", "\u00ad"}) {
        EXPECT_EQ(codes("SYN-P-1", "SYN" + std::string(unseen) + "-P-1"), Lines{"T026"});
        EXPECT_EQ(codes("SYN-P-1", "SYN-P-1" + std::string(unseen)), Lines{"T010"});
        EXPECT_EQ(codes("SYN-P-2", "SYN-P-1" + std::string(unseen)), Lines{"T025"});
    }
    for (const char* blank : {"\u202f", "\u2009", "\u00a0"}) {
        EXPECT_EQ(codes("P 1", "P" + std::string(blank) + "1"), Lines{"T026"});
        EXPECT_EQ(codes("P 1", "P 1" + std::string(blank)), Lines{"T010"});
    }
    const auto wish = findings_of({homes, people, {"wishes", {"participant_id,kind,value", "SYN\u200b-P-1,unit,SYN-U-1"}}});
    EXPECT_NE(words_of(wish).find("SYN[U+200B]-P-1 is not in participants. Did you mean SYN-P-1?"), std::string::npos) << words_of(wish);
}

TEST(CaseFindings, BlanksAroundAHeadingDoNotCount) {
    // Rule: a frame's "age " is age, as a file's is.
    EXPECT_EQ(said(findings_of({homes, {"participants", {"participant_id , age\u00a0", "SYN-P-1,old"}}})),
              Lines{"T004 participants 2 age"});
    EXPECT_EQ(said(findings_of({homes, {"participants", {"participant_id,age,age ", "SYN-P-1,1,2"}}})), Lines{"T003 participants age"});
}

TEST(CaseFindings, TextThatIsNotUtf8IsSaid) {
    // Rule: a service's Latin-1 is found where it comes in, cell by cell, and what is said of it is UTF-8.
    const auto findings = findings_of({homes, {"participants", {"participant_id,\xe6ra", "S\xf8rli-1,1", "S\xf8rli-1,1"}}});
    const auto list = said(findings);
    for (const char* expected : {"T027 participants æra", "T027 participants 2 participant_id", "T027 participants 3 participant_id"})
        EXPECT_NE(std::ranges::find(list, expected), list.end()) << expected << "\n" << findings.text("case");
    EXPECT_TRUE(is_utf8(words_of(findings)));
    for (const char* text : {"æøå", "€", "😀", "\u07ff", ""}) EXPECT_TRUE(is_utf8(text)) << text;
    for (const char* text :
         {"\x80", "\xc0\xaf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xff", "\xe2\x82"})
        EXPECT_FALSE(is_utf8(text)) << static_cast<int>(static_cast<unsigned char>(text[0]));
    EXPECT_EQ(utf8_prefix("\u00f8\xe2\x82"), 2u);
    EXPECT_EQ(utf8_prefix("\u00f8\u20ac"), 5u);
}

TEST(CaseFindings, ManyRefusedCellsTakeNoLonger) {
    // Rule: a cell that reading refused is said once, in a time that grows with the table and not with its square.
    constexpr std::size_t rows = 100'000;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < rows; ++i) ids.push_back("SYN-T-" + std::to_string(i));
    CaseBuilder builder;
    builder.table("teams").text("team_id", ids).text("hours_week", std::vector<std::string>(rows, "1e3"));
    Case source = builder.build();
    for (const std::int64_t row : source.find("teams")->row_numbers)
        source.notes.add({Severity::error, "F013", "case.json", "teams", row, "hours_week", {}});
    Findings findings;
    const std::clock_t begin = std::clock();
    static_cast<void>(type_case(source, {}, findings));
    EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 3.0);
    EXPECT_EQ(std::ranges::count(findings.list(), "N005", &Finding::code), 0);
    EXPECT_EQ(std::ranges::count(findings.list(), "F013", &Finding::code), static_cast<std::ptrdiff_t>(rows));
}

TEST(CaseFindings, TablesThatDoNotFitTogetherAreSaid) {
    // Rule: a table put together by hand is read only where every heading has its column and every column a cell a row.
    const auto broken = [](const std::function<void(Table&)>& break_table) {
        CaseBuilder builder;
        for (const auto& [table, lines] : {homes, people, Given{"teams", {"team_id,hours_week", "SYN-T-1,1", "SYN-T-2,2"}}})
            sample::add_table(builder, table, lines);
        Case source = builder.build();
        break_table(*source.find("teams"));
        Findings findings;
        static_cast<void>(type_case(source, {}, findings));
        return said(findings);
    };
    EXPECT_EQ(broken([](Table&) {}), Lines{});
    EXPECT_EQ(broken([](Table& teams) { teams.columns.clear(); }), (Lines{"T005 teams hours_week", "T005 teams team_id"}));
    EXPECT_EQ(broken([](Table& teams) { teams.columns[1].pop_back(); }), Lines{"T005 teams hours_week"});
    EXPECT_EQ(broken([](Table& teams) { teams.headings.pop_back(); }), Lines{"T024 teams"});
    EXPECT_EQ(broken([](Table& teams) { teams.row_numbers.pop_back(); }), (Lines{"T005 teams hours_week", "T005 teams team_id"}));
}

}  // namespace
}  // namespace husrom::model
