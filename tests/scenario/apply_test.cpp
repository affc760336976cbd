#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include <husrom/io/io.hpp>
#include <husrom/scenario/help.hpp>
#include <husrom/scenario/scenario.hpp>

#include "plan/sample.hpp"

namespace husrom {
namespace {

using sample::add_table;
using namespace scenario;

struct Tables {
    std::vector<std::string> participants{"participant_id,application_date,bedrooms_needed,conflict,accessibility,current_unit",
                                          "SYN-P-1,2026-01-01,1,2,,", "SYN-P-2,2026-02-01,1,3,,", "SYN-P-3,2026-03-01,2,0,,SYN-U-3"};
    std::vector<std::string> units{"unit_id,site_id,neighbourhood_id,bedrooms,level,step_free,x,y", "SYN-U-1,SYN-S-1,,1,1,,10,10",
                                   "SYN-U-2,SYN-S-1,,1,2,,10,20", "SYN-U-3,,SYN-N-2,2,1,,30,30"};
    std::vector<std::string> sites{"site_id,neighbourhood_id,conflict_cap", "SYN-S-1,SYN-N-1,1", "SYN-S-2,SYN-N-2,3"};
    std::vector<std::string> neighbourhoods{"neighbourhood_id,x,y", "SYN-N-1,100,100", "SYN-N-2,200,200"};
    std::vector<std::string> wishes{"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-2,1"};
    std::vector<std::string> teams{"team_id,hours_week", "SYN-T-1,37.5"};
    std::vector<std::string> pairs{"participant_id,unit_id,require,forbid"};

    [[nodiscard]] model::Case build() const {
        model::CaseBuilder builder;
        for (const auto& [name, table] :
             std::vector<std::pair<std::string_view, const std::vector<std::string>*>>{{"participants", &participants},
                                                                                       {"units", &units},
                                                                                       {"sites", &sites},
                                                                                       {"neighbourhoods", &neighbourhoods},
                                                                                       {"teams", &teams},
                                                                                       {"wishes", &wishes},
                                                                                       {"pairs", &pairs}})
            add_table(builder, name, *table);
        return builder.build();
    }
};

std::string policy_with(std::string_view old_text, std::string_view new_text) {
    std::string text(sample::policy);
    return text.replace(text.find(old_text), old_text.size(), new_text);
}

std::string problem_digest(const model::Case& source, const model::Policy& policy) {
    return build(source, policy)->problem_digest;
}

/// Applying the edits gives the case and the policy that a person would have written by hand.
void expect_same_as_by_hand(std::vector<Edit> edits, const std::function<void(Tables&)>& by_hand,
                            const std::string& policy_by_hand = std::string(sample::policy)) {
    const Tables before;
    auto after = before;
    by_hand(after);
    const auto policy = parse_policy(sample::policy);
    const auto applied = apply(before.build(), policy, {"edited", std::move(edits)});
    const auto expected_policy = parse_policy(policy_by_hand);
    EXPECT_EQ(applied.policy.digest, expected_policy.digest);
    const auto problem = build(applied.source, applied.policy);
    const auto expected = build(after.build(), expected_policy);
    EXPECT_EQ(problem->case_digest, expected->case_digest);
    EXPECT_EQ(problem->problem_digest, expected->problem_digest);
    EXPECT_NE(problem->problem_digest, problem_digest(before.build(), policy)) << "the edit changed nothing";
}

TEST(Apply, AddRows) {
    model::Table rows;
    rows.name = "units";
    rows.headings = {"unit_id", "site_id", "bedrooms", "level"};
    rows.columns = {{"SYN-U-9", "SYN-U-8"}, {"SYN-S-2", "SYN-S-2"}, {"3", "1"}, {"1", "1"}};
    expect_same_as_by_hand({AddRows{rows}}, [](Tables& tables) {
        tables.units.emplace_back("SYN-U-8,SYN-S-2,,1,1,,,");
        tables.units.emplace_back("SYN-U-9,SYN-S-2,,3,1,,,");
    });
}

TEST(Apply, CloseUnitTakesItsWishesAlong) {
    expect_same_as_by_hand({CloseUnit{"SYN-U-2"}}, [](Tables& tables) {
        tables.units.erase(tables.units.begin() + 2);
        tables.wishes.pop_back();
    });
}

TEST(Apply, MoveUnitTakesOverThePlace) {
    expect_same_as_by_hand({MoveUnit{"SYN-U-1", "SYN-S-2"}}, [](Tables& tables) { tables.units[1] = "SYN-U-1,SYN-S-2,,1,1,,200,200"; });
    // A neighbourhood of the home's own would go before the new site's.
    expect_same_as_by_hand({MoveUnit{"SYN-U-3", "SYN-S-1"}}, [](Tables& tables) { tables.units[3] = "SYN-U-3,SYN-S-1,,2,1,,100,100"; });
}

TEST(Apply, LimitsInAColumn) {
    expect_same_as_by_hand({ShiftLimit{"conflict-cap", "SYN-S-1", {1, 0}}}, [](Tables& tables) { tables.sites[1] = "SYN-S-1,SYN-N-1,2"; });
    expect_same_as_by_hand({SetLimitMax{"conflict-cap", "SYN-S-1", {5, 0}}}, [](Tables& tables) { tables.sites[1] = "SYN-S-1,SYN-N-1,5"; });
    expect_same_as_by_hand({ScaleLimit{"conflict-cap", "", {2, 0}}}, [](Tables& tables) {
        tables.sites[1] = "SYN-S-1,SYN-N-1,2";
        tables.sites[2] = "SYN-S-2,SYN-N-2,6";
    });
}

TEST(Apply, ScaledCapsAreCutDownNeverRoundedUpAndSaid) {
    // 3 x 1.25 = 3.75 in a column of whole numbers is 3, and a warning tells the exact value.
    const auto applied = apply(Tables{}.build(), parse_policy(sample::policy), {"", {ScaleLimit{"conflict-cap", "SYN-S-2", {125, 2}}}});
    const auto* sites = applied.source.find("sites");
    EXPECT_EQ(sites->columns[*sites->find("conflict_cap")][1], "3");
    const auto notes = applied.source.notes.list();
    const auto note = std::ranges::find(notes, "S008", &model::Finding::code);
    ASSERT_NE(note, notes.end());
    EXPECT_EQ(note->arguments, (std::vector<std::string>{"conflict-cap", "SYN-S-2", "3.75", "3"}));
    EXPECT_EQ(note->severity, model::Severity::warning);
}

TEST(Apply, BlanksAroundACapSayNothing) {
    // As in a cell: " 1 " is 1, and " " is no cap, which a change of every group leaves alone.
    auto source = Tables{}.build();
    auto& sites = *source.find("sites");
    auto& caps = sites.columns[*sites.find("conflict_cap")];
    caps = {" 1 ", " "};
    const auto shifted = apply(source, parse_policy(sample::policy), {"", {ShiftLimit{"conflict-cap", "", {1, 0}}}}).source;
    EXPECT_EQ(shifted.find("sites")->columns[*sites.find("conflict_cap")], (std::vector<std::string>{"2", " "}));
}

TEST(Apply, LimitsThatThePolicyWritesAsANumber) {
    const auto two = policy_with("max = \"site.conflict_cap\"", "max = 2");
    const auto applied = apply(Tables{}.build(), parse_policy(two), {"", {ScaleLimit{"conflict-cap", "", {15, 1}}}});
    EXPECT_EQ(applied.policy.digest, parse_policy(policy_with("max = \"site.conflict_cap\"", "max = 3")).digest);
    EXPECT_THROW(static_cast<void>(apply(Tables{}.build(), parse_policy(two), {"", {ShiftLimit{"conflict-cap", "SYN-S-1", {1, 0}}}})),
                 InvalidInput);
}

TEST(Apply, SwitchRule) {
    expect_same_as_by_hand(
        {SwitchRule{"conflict-cap", false}}, [](Tables&) {},
        policy_with("max = \"site.conflict_cap\"", "on = false\nmax = \"site.conflict_cap\""));
}

TEST(Apply, LockAndForbid) {
    expect_same_as_by_hand({Lock{"SYN-P-1", "SYN-U-1"}}, [](Tables& tables) { tables.pairs.emplace_back("SYN-P-1,SYN-U-1,true,"); });
    expect_same_as_by_hand({Forbid{"SYN-P-1", "SYN-U-1"}}, [](Tables& tables) { tables.pairs.emplace_back("SYN-P-1,SYN-U-1,,true"); });
    const auto applied = apply(Tables{}.build(), parse_policy(sample::policy), {"", {Lock{"SYN-P-1", "SYN-U-1"}}});
    EXPECT_EQ(sample::home_of(allocate(build(applied.source, applied.policy)), "SYN-P-1"), "SYN-U-1");
}

TEST(Apply, BlanksAroundAnIdDoNotHideItsRow) {
    Tables padded;
    padded.participants = {"participant_id,application_date,bedrooms_needed,conflict,accessibility,current_unit",
                           " SYN-P-1 ,2026-01-01,1,2,,", "SYN-P-3,2026-03-01,2,0,, SYN-U-3 "};
    padded.pairs.emplace_back(" SYN-P-1, SYN-U-1 ,,");
    const auto policy = parse_policy(sample::policy);
    const auto locked = apply(padded.build(), policy, {"", {Lock{"SYN-P-1", "SYN-U-1"}}});
    ASSERT_EQ(locked.source.find("pairs")->rows(), 1U) << "the row that is there";
    EXPECT_EQ(sample::home_of(allocate(build(locked.source, locked.policy)), "SYN-P-1"), "SYN-U-1");
    EXPECT_THROW(static_cast<void>(apply(padded.build(), policy, {"", {Forbid{"SYN-P-3", "SYN-U-3"}}})), InvalidInput) << "lives there";
    EXPECT_THROW(static_cast<void>(apply(padded.build(), policy, {"", {CloseUnit{"SYN-U-3"}}})), InvalidInput) << "lives there";
}

TEST(Apply, SetCell) {
    expect_same_as_by_hand({SetCell{"participants", "SYN-P-2", "conflict", "0"}},
                           [](Tables& tables) { tables.participants[2] = "SYN-P-2,2026-02-01,1,0,,"; });
    const auto applied = apply(Tables{}.build(), parse_policy(sample::policy), {"", {SetCell{"team", "SYN-T-1", "hours_week", "40"}}});
    const auto* teams = applied.source.find("teams");
    EXPECT_EQ(teams->columns[*teams->find("hours_week")][0], "40");
}

TEST(Apply, AWeightThatIsAddedStandsAmongTheOthersByName) {
    // Rule: the policy is the same one, by its digest, as the file that has this weight.
    const auto more = policy_with("[[goal]]", "[[term]]\nid = \"area\"\ntype = \"wish_rank\"\nkind = \"area\"\npoints = [1]\n[[goal]]");
    auto by_hand = more;
    const std::string before = "weights = { wish = 1 }";
    by_hand.replace(by_hand.find(before), before.size(), "weights = { wish = 1, area = 2 }");
    const auto applied = apply(Tables{}.build(), parse_policy(more), {"", {SetGoalWeight{"wishes", "area", {2, 0}}}});
    EXPECT_EQ(applied.policy.digest, parse_policy(by_hand).digest);
}

TEST(Apply, SetGoalWeight) {
    expect_same_as_by_hand(
        {SetGoalWeight{"wishes", "wish", {15, 1}}}, [](Tables&) {}, policy_with("weights = { wish = 1 }", "weights = { wish = 1.5 }"));
}

TEST(Apply, EditsFollowEachOther) {
    // An edit sees what the ones before it left: a home that was added can be moved and locked.
    model::Table rows;
    rows.name = "units";
    rows.headings = {"unit_id", "site_id", "bedrooms", "level"};
    rows.columns = {{"SYN-U-9"}, {"SYN-S-1"}, {"1"}, {"1"}};
    expect_same_as_by_hand({AddRows{rows}, MoveUnit{"SYN-U-9", "SYN-S-2"}, Lock{"SYN-P-1", "SYN-U-9"}}, [](Tables& tables) {
        tables.units.emplace_back("SYN-U-9,SYN-S-2,,1,1,,200,200");
        tables.pairs.emplace_back("SYN-P-1,SYN-U-9,true,");
    });
}

TEST(Apply, LeavesTheOriginalAlone) {
    const auto source = Tables{}.build();
    const auto policy = parse_policy(sample::policy);
    const auto before = problem_digest(source, policy);
    static_cast<void>(apply(source, policy, {"", {CloseUnit{"SYN-U-1"}, SwitchRule{"conflict-cap", false}}}));
    EXPECT_EQ(problem_digest(source, policy), before);
}

TEST(Apply, ThePolicysTextGoesOnlyWhereThePolicyChanges) {
    auto source = Tables{}.build();
    source.policy_text = std::string(sample::policy);
    const auto policy = parse_policy(sample::policy);
    const SwitchRule off{"conflict-cap", false};
    const SwitchRule on{"conflict-cap", true};
    EXPECT_TRUE(apply(source, policy, {"", {CloseUnit{"SYN-U-1"}, off, on}}).source.policy_text.has_value());
    EXPECT_FALSE(apply(source, policy, {"", {off}}).source.policy_text.has_value());
}

std::vector<std::string> codes(const std::vector<Edit>& edits, const Tables& tables = {}) {
    std::vector<std::string> list;
    try {
        static_cast<void>(apply(tables.build(), parse_policy(sample::policy), {"wrong", edits}));
    } catch (const InvalidInput& error) {
        for (const auto& finding : error.findings().list()) {
            list.push_back(finding.code);
            EXPECT_FALSE(model::describe(finding, model::Language::en).what.empty()) << finding.code;
            EXPECT_FALSE(model::describe(finding, model::Language::nb).what.empty()) << finding.code;
        }
    }
    return list;
}

TEST(Apply, WhatAnEditMakesWrongIsNamedWithItsScenarioOnce) {
    // Rule: the case's own cell stands behind the scenario, a row that the scenario added and the edits themselves behind nothing else.
    const auto policy = parse_policy(sample::policy);
    auto tables = Tables{};
    const auto sources = [&](const model::Case& source, std::vector<Edit> edits) {
        std::vector<std::string> list;
        try {
            const auto applied = apply(source, policy, {"wrong", std::move(edits)});
            static_cast<void>(problem_of(applied.source, applied.policy, "wrong"));
        } catch (const InvalidInput& error) {
            EXPECT_EQ(error.title(), "scenario wrong");
            for (const auto& finding : error.findings().list())
                if (finding.severity == model::Severity::error) list.push_back(finding.source);
        }
        return list;
    };
    using List = std::vector<std::string>;
    auto source = tables.build();
    source.find("participants")->source = "participants.csv";
    EXPECT_EQ(sources(source, {CloseUnit{"SYN-U-99"}}), List{"scenario wrong, edit 1"});
    EXPECT_EQ(sources(source, {SetCell{"participants", "SYN-P-1", "bedrooms_needed", "x"}}), List{"scenario wrong, participants.csv"});
    model::Table apart;
    apart.name = "apart";
    apart.headings = {"participant_id", "other_id", "per"};
    apart.columns = {{"SYN-P-1"}, {"SYN-P-9"}, {"site"}};
    EXPECT_EQ(sources(source, {AddRows{apart}}), List{"scenario wrong"});
}

TEST(Apply, EditsThatDoNotFitAreNamedAllAtOnce) {
    using List = std::vector<std::string>;
    model::Table twice, no_key, unknown_table, uneven, no_column, no_heading;
    twice.name = no_key.name = uneven.name = no_column.name = no_heading.name = "units";
    unknown_table.name = "houses";
    twice.headings = uneven.headings = {"unit_id", "level"};
    twice.columns = {{"SYN-U-1"}, {"1"}};
    uneven.columns = {{"SYN-U-7", "SYN-U-8"}, {"1"}};
    no_column.headings = {"unit_id", "level"};
    no_heading.headings = {"unit_id"};
    no_column.columns = {{"SYN-U-7"}};
    no_heading.columns = {{"SYN-U-7"}, {"1"}};
    no_key.headings = unknown_table.headings = {"level"};
    no_key.columns = unknown_table.columns = {{"1"}};
    Tables locked;
    locked.pairs.emplace_back("SYN-P-1,SYN-U-1,true,");

    EXPECT_EQ(codes({CloseUnit{"SYN-U-99"}}), List{"S001"});
    EXPECT_EQ(codes({CloseUnit{"SYN-U-3"}}), List{"S004"}) << "a mover lives there";
    EXPECT_EQ(codes({CloseUnit{"SYN-U-1"}}, locked), List{"S013"});
    EXPECT_EQ(codes({MoveUnit{"SYN-U-1", "SYN-S-9"}}), List{"S001"});
    EXPECT_EQ(codes({ScaleLimit{"conflict", "", {2, 0}}}), List{"S002"});
    EXPECT_EQ(codes({ShiftLimit{"conflict-cap", "SYN-S-9", {1, 0}}}), List{"S001"});
    EXPECT_EQ(codes({ShiftLimit{"conflict-cap", "SYN-S-1", {-2, 0}}}), List{"S007"}) << "a cap below 0";
    EXPECT_EQ(codes({SwitchRule{"bedroms", false}}), List{"S002"});
    EXPECT_EQ(codes({Lock{"SYN-P-9", "SYN-U-9"}}), (List{"S001", "S001"}));
    EXPECT_EQ(codes({Forbid{"SYN-P-1", "SYN-U-1"}}, locked), List{"S012"});
    EXPECT_EQ(codes({Lock{"SYN-P-1", "SYN-U-2"}, Forbid{"SYN-P-1", "SYN-U-2"}}), List{"S012"});
    EXPECT_EQ(codes({Forbid{"SYN-P-3", "SYN-U-3"}}), List{"S017"}) << "a stay cannot be forbidden";
    EXPECT_EQ(codes({SetCell{"houses", "SYN-U-1", "level", "1"}}), List{"S010"});
    EXPECT_EQ(codes({SetCell{"units", "SYN-U-1", "levell", "1"}}), List{"S003"});
    EXPECT_EQ(codes({SetCell{"units", "SYN-U-1", "unit_id", "SYN-U-7"}}), List{"S016"});
    EXPECT_EQ(codes({SetCell{"wishes", "SYN-P-1", "rank", "2"}}), List{"S016"});
    EXPECT_EQ(codes({SetGoalWeight{"wishes", "wishing", {1, 0}}}), List{"S002"});
    EXPECT_EQ(codes({SetGoalWeight{"level", "wish", {1, 0}}}), List{"S015"});
    EXPECT_EQ(codes({SetGoalWeight{"wishes", "wish", {11'234'567'891, 10}}}), List{"S026"}) << "as in a policy file";
    EXPECT_EQ(codes({AddRows{twice}}), List{"S009"});
    EXPECT_EQ(codes({AddRows{no_key}}), List{"S025"});
    auto misspelt = no_key;
    misspelt.headings = {"unit_id", "bedroms"};
    misspelt.columns = {{"SYN-U-8"}, {"2"}};
    EXPECT_EQ(codes({AddRows{misspelt}}), List{"S003"});
    EXPECT_EQ(codes({AddRows{unknown_table}}), List{"S010"});
    EXPECT_EQ(codes({AddRows{uneven}}), List{"S011"});
    EXPECT_EQ(codes({AddRows{no_column}}), List{"S011"});
    EXPECT_EQ(codes({AddRows{no_heading}}), List{"S024"});
    EXPECT_EQ(codes({SetLimitMax{"conflict-cap", "SYN-S-1", {1, 64}}}), List{"S007"});
    EXPECT_EQ(codes({SetLimitMax{"conflict-cap", "SYN-S-1", {1, -1}}}), List{"S007"});
    EXPECT_EQ(codes({ShiftLimit{"conflict-cap", "SYN-S-1", {1, 64}}}), List{"S007"});
    EXPECT_EQ(codes({ScaleLimit{"conflict-cap", "SYN-S-1", {1, 2147483647}}}), List{"S007"});
    EXPECT_EQ(codes({CloseUnit{"SYN-U-99"}, SwitchRule{"bedroms", false}, Lock{"SYN-P-9", "SYN-U-1"}}), (List{"S001", "S002", "S001"}));
}

TEST(Apply, CasesThatDoNotFitTogetherAreRefused) {
    // Rule: a case put together by hand is looked at before any edit reads it.
    const auto policy = parse_policy(sample::policy);
    auto source = Tables{}.build();
    source.find("units")->columns.pop_back();
    EXPECT_THROW(static_cast<void>(apply(source, policy, Scenario{"edited", {SetCell{"units", "SYN-U-1", "y", "1"}}})), InvalidInput);
}

TEST(Apply, ChangesDropRowsThatAreThere) {
    const auto policy = parse_policy(sample::policy);
    const auto source = Tables{}.build();
    Change change;
    change.table = "wishes";
    change.drop = {0};
    EXPECT_EQ(apply(source, policy, std::vector{change}).source.find("wishes")->rows(), 0U);
    change.drop = {1};
    EXPECT_THROW(static_cast<void>(apply(source, policy, std::vector{change})), InvalidArgument);
}

}  // namespace
}  // namespace husrom
