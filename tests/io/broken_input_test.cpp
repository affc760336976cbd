// Broken inputs, each with the exact findings that it must give: code, table, row, column. The small case is right as it stands; each
// row of the table breaks one thing.

#include <gtest/gtest.h>

#include <functional>

#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

struct Broken {
    std::string what;
    std::function<void(Files&)> spoil;
    std::vector<std::string> expected;
};

std::function<void(Files&)> replace(std::string file, std::string from, std::string to) {
    return [=](Files& files) { files.at(file) = changed(files.at(file), from, to); };
}
std::function<void(Files&)> write(std::string file, std::string text) {
    return [=](Files& files) { files[file] = text; };
}
std::function<void(Files&)> remove(std::string file) {
    return [=](Files& files) { files.erase(file); };
}
std::function<void(Files&)> append(std::string file, std::string text) {
    return [=](Files& files) { files.at(file) += text; };
}

std::string bytes(std::initializer_list<int> list) {
    std::string text;
    for (const int byte : list) text.push_back(static_cast<char>(byte));
    return text;
}

/// Participants with these ids instead, for checks of ids; nothing else refers to them.
std::function<void(Files&)> people(std::vector<std::string> ids) {
    return [=](Files& files) {
        std::string text = "participant_id,application_date\n";
        for (const std::string& id : ids) text += id + ",2026-01-01\n";
        files["participants.csv"] = text;
        for (const char* file : {"wishes.csv", "pairs.csv", "apart.csv"}) files.erase(file);
    };
}

const std::vector<Broken>& broken_cases() {
    static const std::vector<Broken> all{
        // ---- files
        {"a file that is empty", write("teams.csv", ""), {"F002 teams"}},
        {"a file of blank lines", write("teams.csv", "\n\n \n"), {"F002 teams"}},
        {"no participants",
         remove("participants.csv"),
         {"T021 participants", "R002 wishes participant_id", "R002 pairs participant_id", "R002 apart participant_id",
          "R001 apart 2 other_id"}},
        {"no units and nothing that refers to them",
         [](Files& files) {
             for (const char* file : {"units.csv", "pairs.csv", "tenants.csv", "wishes.csv", "apart.csv"}) files.erase(file);
             files.at("participants.csv") = changed(files.at("participants.csv"), "SYN-U-3", "");
         },
         {"T021 units"}},
        {"a row that is too short", replace("units.csv", "9000,2026-11-01,1\n", "9000,2026-11-01\n"), {"F003 units 2"}},
        {"a row that is too long", replace("units.csv", "8000,,\n", "8000,,,,\n"), {"F003 units 4"}},
        {"a quoted cell that is never closed", replace("landlords.csv", "FAMILY;MH", "\"FAMILY;MH"), {"F004 landlords 2"}},
        {"text behind a closing quote", replace("landlords.csv", "FAMILY;MH", "\"FAMILY\"x"), {"F004 landlords 2"}},
        {"NUL bytes", write("teams.csv", std::string("team_id,hours_week\nSYN-T-1\0,3\n", 31)), {"F005 teams"}},
        {"UTF-16", write("teams.csv", bytes({0xff, 0xfe, 't', 0, 'e', 0})), {"F015 teams"}},
        {"neither UTF-8 nor Windows-1252", write("teams.csv", "team_id,text\nSYN-T-1," + bytes({0x81, 0xfe}) + "\n"), {"F006 teams"}},
        {"a table under another name", write("unit.csv", "unit_id\n"), {"F014 "}},
        {"a heading twice",
         replace("neighbourhoods.csv", "drug_scene,risk_capacity", "drug_scene,drug_scene"),
         {"T003 neighbourhoods drug_scene"}},
        {"a column without a heading", replace("neighbourhoods.csv", "drug_scene,risk_capacity", "drug_scene,"), {"T024 neighbourhoods"}},
        {"no key column", replace("teams.csv", "team_id", "team"), {"T002 teams"}},
        {"no second column of a relation", replace("pairs.csv", "participant_id,unit_id", "participant_id,unit"), {"T002 pairs"}},
        {"a misspelt heading", replace("units.csv", "bedrooms,", "bedroms,"), {"T007 units bedroms"}},
        {"a table without rows", write("tenants.csv", "tenant_id,unit_id\n"), {"R001 apart 3 other_id"}},
        {"no homes at all",
         [](Files& files) {
             files.at("units.csv") = "unit_id,site_id\n";
             for (const char* file : {"pairs.csv", "tenants.csv", "wishes.csv", "apart.csv"}) files.erase(file);
             files.at("participants.csv") = changed(files.at("participants.csv"), "SYN-U-3", "");
         },
         {"T022 units"}},

        // ---- ids
        {"an id twice", append("teams.csv", "SYN-T-1,10\n"), {"T006 teams 3 team_id"}},
        {"an id that is empty", append("teams.csv", ",10\n"), {"T008 teams 3 team_id"}},
        {"ids that differ by case", append("teams.csv", "syn-t-1,10\n"), {"T009 teams 3 team_id"}},
        {"ids that differ by blanks", append("teams.csv", "\"SYN-T-1 \",10\n"), {"T010 teams 3 team_id"}},
        {"an id with a no-break space", append("teams.csv", "SYN-T-2\u00a0,10\n"), {"T025 teams team_id"}},
        {"ids that lost their zeros", people({"000412", "001277", "5312", "88"}), {"T011 participants participant_id"}},
        {"an id that became a decimal", people({"1001.0", "1002"}), {"T012 participants 2 participant_id"}},
        {"an id in scientific notation", people({"1.23457E+11", "SYN-2"}), {"T013 participants 2 participant_id"}},
        {"an id that became a date", people({"2026-03-01", "SYN-2"}), {"T014 participants 2 participant_id"}},

        // ---- cells
        {"letters in a whole number", replace("participants.csv", ",34,", ",abc,"), {"T004 participants 2 age"}},
        {"decimals in a whole number", replace("participants.csv", ",34,", ",34.5,"), {"N002 participants 2 age"}},
        {"letters in a decimal", replace("participants.csv", ",2.5,", ",two,"), {"T023 participants 2 support_hours"}},
        {"a decimal comma where cells are separated by commas",
         replace("participants.csv", ",2.5,", ",\"2,5\","),
         {"T023 participants 2 support_hours"}},
        {"too many decimals", replace("participants.csv", "1.25", "1.255"), {"N002 participants 4 support_hours"}},
        {"NaN", replace("participants.csv", ",2.5,", ",NaN,"), {"N001 participants 2 support_hours"}},
        {"NaN in a column that nothing declares",
         [](Files& files) { files.at("neighbourhoods.csv") = "neighbourhood_id,noise\nSYN-N-1,3\nSYN-N-2,nan\n"; },
         {"N001 neighbourhoods 3 noise"}},
        {"infinity", replace("participants.csv", ",2.5,", ",-inf,"), {"N003 participants 2 support_hours"}},
        {"2^63", replace("participants.csv", ",34,", ",9223372036854775808,"), {"N004 participants 2 age"}},
        {"1e400", replace("participants.csv", ",34,", ",1e400,"), {"N005 participants 2 age"}},
        {"scientific notation", replace("units.csv", "11500.50", "1.15E+04"), {"N005 units 3 rent_month"}},
        {"separated thousands", replace("units.csv", "11500.50", "11 500"), {"N006 units 3 rent_month"}},
        {"a negative capacity", replace("units.csv", "2026-11-01,1", "2026-11-01,-1"), {"N007 units 2 capacity"}},
        {"a negative cap", replace("sites.csv", "SYN-N-1,,1", "SYN-N-1,,-1"), {"N007 sites 2 conflict_cap"}},
        {"a date that is none", replace("units.csv", "2026-11-01", "soon"), {"T015 units 2 available_from"}},
        {"a date as month/day/year", replace("units.csv", "2026-11-01", "11/01/2026"), {"T015 units 2 available_from"}},
        {"a day that does not exist", replace("participants.csv", "2026-02-01", "2026-02-30"), {"T016 participants 3 application_date"}},
        {"neither true nor false", replace("units.csv", "true", "perhaps"), {"T017 units 2 step_free"}},
        {"no step of the scale", replace("participants.csv", "weekly", "weekyl"), {"T018 participants 2 supervision"}},

        // ---- references
        {"a team that does not exist", replace("tenants.csv", "SYN-T-1", "SYN-T-9"), {"R001 tenants 2 team_id"}},
        {"a site that does not exist", replace("units.csv", "SYN-S-2", "SYN-S-7"), {"R001 units 4 site_id"}},
        {"a neighbourhood that does not exist", replace("units.csv", "SYN-N-2", "SYN-N-8"), {"R001 units 3 neighbourhood_id"}},
        {"a landlord without a table", remove("landlords.csv"), {"R002 units landlord_id"}},
        {"a present home that does not exist", replace("participants.csv", "SYN-U-3", "SYN-U-33"), {"R001 participants 3 current_unit"}},
        {"an unknown home in pairs", replace("pairs.csv", "SYN-P-3,SYN-U-1", "SYN-P-3,SYN-U-9"), {"R001 pairs 3 unit_id"}},
        {"an unknown participant in wishes", replace("wishes.csv", "SYN-P-1,unit", "SYN-P-9,unit"), {"R001 wishes 3 participant_id"}},
        {"an unknown home in wishes", replace("wishes.csv", "SYN-U-2", "SYN-U-9"), {"R001 wishes 3 value"}},
        {"an unknown area in wishes", replace("wishes.csv", "SYN-N-1", "SYN-N-9"), {"R001 wishes 2 value"}},
        {"an unknown person to keep apart", replace("apart.csv", "SYN-R-1", "SYN-R-9"), {"R001 apart 3 other_id"}},
        {"an unknown neighbour", replace("adjacent.csv", "SYN-N-2", "SYN-N-9"), {"R001 adjacent 2 other_id"}},
        {"a cycle of sites", replace("sites.csv", "SYN-N-1,,1", "SYN-N-1,SYN-S-2,1"), {"R004 sites 2 parent_site_id"}},
        {"a site that is part of itself", replace("sites.csv", "SYN-N-1,,1", "SYN-N-1,SYN-S-1,1"), {"R004 sites 2 parent_site_id"}},
        {"an area to avoid that does not exist",
         [](Files& files) { files.at("participants.csv") = "participant_id,avoid_areas\nSYN-P-1,SYN-N-1;SYN-N-7\nSYN-P-2,\nSYN-P-3,\n"; },
         {"R003 participants 2 avoid_areas"}},
        {"a waiver of a rule that does not exist", replace("pairs.csv", "bedrooms", "bedroom"), {"R005 pairs 2 allow"}},

        // ---- what the tables say together
        {"a home without a place", replace("units.csv", "SYN-U-1,SYN-S-1", "SYN-U-1,"), {"C010 units 2 site_id"}},
        {"a site without a neighbourhood", replace("sites.csv", "SYN-S-2,SYN-N-1", "SYN-S-2,"), {"C011 sites 3 neighbourhood_id"}},
        {"a participant who is a tenant", append("tenants.csv", "SYN-P-1,,\n"), {"C012 participants 2 participant_id"}},
        {"two movers in one home",
         replace("participants.csv", "1.25,FAMILY,false,,", "1.25,FAMILY,false,SYN-U-3,"),
         {"C013 participants 4 current_unit"}},
        {"a pair that is forbidden and required", replace("pairs.csv", "SYN-U-1,,true,,", "SYN-U-1,,true,true,"), {"C014 pairs 3 forbid"}},
        {"a waiver without a reason", replace("pairs.csv", "A small household for now", ""), {"C015 pairs 2 reason"}},
        {"two homes that one person must have",
         append("pairs.csv", "SYN-P-2,SYN-U-1,,,true,\nSYN-P-2,SYN-U-2,,,true,\n"),
         {"C016 pairs 5 require"}},
        {"somebody apart from themselves", replace("apart.csv", "SYN-P-1,SYN-P-3", "SYN-P-1,SYN-P-1"), {"C017 apart 2 other_id"}},
        {"a neighbour of itself", replace("adjacent.csv", "SYN-N-2", "SYN-N-1"), {"C017 adjacent 2 other_id"}},
        {"apart in something that is no place", replace("apart.csv", "SYN-R-1,unit", "SYN-R-1,street"), {"C018 apart 3 per"}},
        {"a relation with an empty cell", replace("pairs.csv", "SYN-P-3,SYN-U-1", "SYN-P-3,"), {"C019 pairs 3 unit_id"}},
        {"a pair twice", append("pairs.csv", "SYN-P-3,SYN-U-1,,true,,\n"), {"C020 pairs 4"}},
        {"neighbours listed both ways", append("adjacent.csv", "SYN-N-2,SYN-N-1,0.5\n"), {"C020 adjacent 3"}},
        {"a wish ranked from 0", replace("wishes.csv", "SYN-N-1,1", "SYN-N-1,0"), {"C218 wishes 2 rank"}},
        {"a wish of a kind that no home has", replace("wishes.csv", "area", "aera"), {"C219 wishes 2 kind"}},
        {"a share that is more than all", replace("adjacent.csv", "0.5", "1.5"), {"C220 adjacent 2 share"}},
        {"the same wish twice", append("wishes.csv", "SYN-P-1,area,SYN-N-1,3\n"), {"C020 wishes 4"}},

        // ---- privacy
        {"a column of national identity numbers", replace("teams.csv", "hours_week", "Fødselsnummer"), {"T030 teams Fødselsnummer"}},
        {"the same in capitals", replace("teams.csv", "hours_week", "FØDSELSNUMMER"), {"T030 teams FØDSELSNUMMER"}},
        {"a column named ssn", replace("tenants.csv", "tenant_id,unit_id", "tenant_id,ssn"), {"T030 tenants ssn"}},
        {"names of participants", replace("participants.csv", "application_date", "Navn"), {"T031 participants Navn"}},
        {"names of tenants", replace("tenants.csv", "unit_id", "name"), {"T031 tenants name"}},
        {"a value that is a national identity number", replace("wishes.csv", "unit,SYN-U-2", "type,81010010160"), {"T032 wishes 3 value"}},
        {"the same with a blank", replace("wishes.csv", "unit,SYN-U-2", "type,810100 10160"), {"T032 wishes 3 value"}},

        // ---- policy
        {"not TOML", replace("policy.toml", "schema = 1", "schema = = 1"), {"P001 policy 1"}},
        {"a misspelt key", replace("policy.toml", "max = 2", "maks = 2"), {"P002 policy 33 max", "P003 policy 37 maks"}},
        {"a misspelt section", replace("policy.toml", "[[limit]]", "[[limits]]"), {"P003 policy 33 limits", "P008 policy 63 limit"}},
        {"no as_of", replace("policy.toml", "as_of = 2026-11-22\n", ""), {"P002 policy 5 as_of"}},
        {"as_of as a text", replace("policy.toml", "as_of = 2026-11-22", "as_of = \"today\""), {"P004 policy 6 as_of"}},
        {"a horizon in words", replace("policy.toml", "60 days", "two months"), {"P005 policy 7 horizon"}},
        {"an unknown rule type", replace("policy.toml", "type = \"requires\"", "type = \"require\""), {"P005 policy 22 type"}},
        {"an unknown column type", replace("policy.toml", "type = \"flag\"", "type = \"bool\""), {"P005 policy 10 type"}},
        {"an unknown preset",
         replace("policy.toml", "id = \"small\"", "id = \"small\"\npreset = \"stair_case\""),
         {"P005 policy 3 preset"}},
        {"an unknown operator",
         replace("policy.toml", "\"unit.step_free\", op = \"is\"", "\"unit.step_free\", op = \"iz\""),
         {"P005 policy 24 op"}},
        {"an operator with another value",
         replace("policy.toml", "\"unit.step_free\", op = \"is\"", "\"unit.step_free\", op = \"any_of\""),
         {"P016 policy 24 value"}},
        {"a rule twice", replace("policy.toml", "id = \"step-free\"", "id = \"bedrooms\""), {"P006 policy 20 id"}},
        {"a goal that does not exist", replace("policy.toml", "goal = \"community\"", "goal = \"comunity\""), {"P007 policy 33 goal"}},
        {"a term that does not exist", replace("policy.toml", "weights = { wish", "weights = { wishes"), {"P008 policy 50 weights"}},
        {"a limit that does not exist", replace("policy.toml", "limit = \"site-cap\"", "limit = \"site-caps\""), {"P008 policy 63 limit"}},
        {"a number with too many digits", replace("policy.toml", "0.75", "0.7512345678912"), {"P009 policy 53 wish"}},
        {"an infinite number", replace("policy.toml", "0.75", "inf"), {"P009 policy 53 wish"}},
        {"a negative cap in the policy", replace("policy.toml", "max = 2", "max = -2"), {"P010 policy 37 max"}},
        {"a width of nothing", replace("policy.toml", "width = 1", "width = 0"), {"P010 policy 40 width"}},
        {"slopes that fall", replace("policy.toml", "slope = 2.5", "slope = 0.5"), {"P013 policy 40 steps"}},
        {"steps of a hard limit",
         replace("policy.toml", "kind = \"soft\"", "kind = \"hard\""),
         {"P020 policy 39 goal", "P020 policy 40 steps"}},
        {"a path that begins nowhere", replace("policy.toml", "\"unit.bedrooms\"", "\"units_.bedrooms\""), {"P015 policy 17 left"}},
        {"an empty list", replace("policy.toml", "left = [\"unit.bedrooms\"]", "left = []"), {"P021 policy 17 left"}},
        {"a list of no values",
         replace("policy.toml", "op = \"is\", value = true }]\nunknown", "op = \"any_of\", value = [] }]\nunknown"),
         {"P021 policy 24 value"}},
        {"weights of nothing", replace("policy.toml", "{ wish = 0.75 }", "{}"), {"P021 policy 53 weights"}},
        {"one of nothing",
         replace("policy.toml", "type = \"at_least\"\nleft = [\"unit.bedrooms\"]\nright = [\"participant.bedrooms_needed\"]",
                 "type = \"one_of\"\nvalue = \"participant.supervision\"\nset = []"),
         {"P021 policy 18 set"}},
        {"a share that is a percentage", replace("policy.toml", "sum = 1\n", "sum = 1\nspread = 25\n"), {"P028 policy 37 spread"}},
        {"a width that is no whole number", replace("policy.toml", "width = 1", "width = 1.5"), {"P004 policy 40 width"}},
        {"a step after one without width", replace("policy.toml", "width = 1, ", ""), {"P013 policy 40 steps"}},
        {"a lottery before a column",
         replace("policy.toml", "[\"application_date\", \"lottery\"]", "[\"lottery\", \"application_date\"]"),
         {"P027 policy 56 order"}},
        {"a column twice in the order of ties",
         replace("policy.toml", "[\"application_date\",", "[\"application_date\", \"application_date\","),
         {"P006 policy 56 order"}},
        {"a change twice",
         append("policy.toml",
                "\n[[change]]\nid = \"c\"\ntable = \"wishes\"\ndrop = 1\n[[change]]\nid = \"c\"\ntable = \"pairs\"\ndrop = 1\n"),
         {"P006 policy 72 id"}},
        {"a column that is no table",
         replace("policy.toml", "[[eligible]]\nid = \"bedrooms\"",
                 "[columns]\n\"participant.x\" = \"zzq\"\n\n[[eligible]]\nid = \"bedrooms\""),
         {"P004 policy 15 participant.x"}},
        {"another schema", replace("policy.toml", "schema = 1", "schema = 2"), {"P018 policy 1 schema"}},
        {"a policy that is not UTF-8", append("policy.toml", "# " + bytes({0xe6, 0xf8}) + "\n"), {"P023 policy"}},
        {"goals both ways",
         replace("policy.toml", "maximise = \"housed\"", "maximise = \"housed\"\nminimise = \"moves\""),
         {"P014 policy 44 maximise"}},
    };
    return all;
}

TEST(BrokenInput, TheSmallCaseIsRight) {
    // Rule: what is not broken gives no finding, so that every finding below comes from the thing that is broken.
    EXPECT_EQ(codes(load(small_case()).findings, true), std::vector<std::string>());
}

TEST(BrokenInput, EachGivesExactlyItsFindings) {
    // Rule: one broken thing gives exactly its findings, in words in both languages, and the case is refused if one is an error.
    ASSERT_GE(broken_cases().size(), 60u);
    for (const Broken& broken : broken_cases()) {
        Files files = small_case();
        broken.spoil(files);
        const Loaded loaded = load(files);
        EXPECT_EQ(codes(loaded.findings), broken.expected) << broken.what << "\n" << loaded.findings.text("case");
        for (const model::Finding& finding : loaded.findings.list()) {
            for (const auto language : {model::Language::en, model::Language::nb}) {
                const model::FindingText words = model::describe(finding, language);
                EXPECT_FALSE(words.what.empty()) << broken.what;
                EXPECT_EQ((words.what + words.advice).find_first_of("{}"), std::string::npos) << broken.what << ": " << words.what;
            }
        }
    }
}

TEST(BrokenInput, LineEndsChangeNoFinding) {
    // Rule: rows keep the numbers that a spreadsheet shows, whichever way the lines end.
    for (const std::string line_end : {"\r\n", "\r"}) {
        for (const Broken& broken : broken_cases()) {
            Files files = small_case();
            broken.spoil(files);
            for (auto& [name, text] : files) {
                if (!name.ends_with(".csv") || text.starts_with("\xff\xfe")) continue;
                for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += line_end.size())
                    text.replace(at, 1, line_end);
            }
            EXPECT_EQ(codes(load(files).findings), broken.expected) << broken.what;
        }
    }
}

TEST(BrokenInput, AllFindingsComeAtOnce) {
    // Rule: breaking many things gives all their findings, sorted by table, row and column.
    Files files = small_case();
    files.at("participants.csv") = changed(files.at("participants.csv"), ",34,", ",abc,");
    files.at("participants.csv") = changed(files.at("participants.csv"), "2026-02-01", "2026-02-30");
    files.at("units.csv") = changed(files.at("units.csv"), "11500.50", "11 500");
    files.at("wishes.csv") = changed(files.at("wishes.csv"), "SYN-U-2", "SYN-U-9");
    files.at("policy.toml") = changed(files.at("policy.toml"), "unknown = \"ask\"", "unknwon = \"ask\"");
    const std::vector<std::string> expected{"T004 participants 2 age", "T016 participants 3 application_date", "N006 units 3 rent_month",
                                            "R001 wishes 3 value", "P003 policy 25 unknwon"};
    EXPECT_EQ(codes(load(files).findings), expected);
}

TEST(BrokenInput, NoFindingHoldsAValueOfAPersonalColumn) {
    // Rule: places and ids are said, the cell is not, in no column at all, not even as a suggestion for a personal one.
    Files files = small_case();
    files.at("policy.toml") +=
        "\n[columns.\"participant.mood\"]\ntype = \"ordered\"\norder = [\"secret1\", \"secret2\"]\nclass = \"personal\"\n";
    files.at("participants.csv") =
        "participant_id,mood,age,application_date,step_free_needed,name\n"
        "SYN-P-1,secret3,secret4,secret5,secret6,secret7\nSYN-P-2,,,,,\nSYN-P-3,,,,,\n";
    const Loaded loaded = load(files);
    for (const model::Finding& finding : loaded.findings.list()) {
        for (const auto language : {model::Language::en, model::Language::nb}) {
            const model::FindingText words = model::describe(finding, language);
            for (const char* secret : {"secret3", "secret4", "secret5", "secret6", "secret7"})
                EXPECT_EQ((words.where + words.what + words.advice).find(secret), std::string::npos) << words.what;
        }
        if (finding.column == "mood") {
            EXPECT_EQ(finding.arguments.at(1), "") << "a suggestion tells the cell";
        }
    }
    EXPECT_EQ(codes(loaded.findings).size(), 5u) << loaded.findings.text("case");
}

TEST(BrokenInput, AColumnThatThePolicyDeclaresPersonalIsTaken) {
    // Rule: names are refused unless the policy says that they are meant to be here.
    Files files = small_case();
    files.at("participants.csv") = changed(files.at("participants.csv"), "application_date", "name");
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"T031 participants name"});
    files.at("policy.toml") += "\n[columns.\"participant.name\"]\ntype = \"text\"\nclass = \"personal\"\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>());
}

TEST(BrokenInput, ManyOfAKindAreCounted) {
    // Rule: at most 20 of a kind in words, then a count; all of them in the list.
    std::string text = "participant_id,age\n";
    for (int i = 0; i < 50; ++i) text += "SYN-P-" + std::to_string(i) + ",x\n";
    Files files{{"participants.csv", text}, {"units.csv", "unit_id\nSYN-U-1\n"}};
    const Loaded loaded = load(files);
    EXPECT_EQ(loaded.findings.count(model::Severity::error), 50u);
    const std::string words = loaded.findings.text("case");
    EXPECT_TRUE(words.starts_with("50 errors and 0 warnings in case\n")) << words;
    EXPECT_NE(words.find("and 30 more of the same kind  [T004]"), std::string::npos) << words;
}

TEST(BrokenInput, AMissingPathIsAFinding) {
    // Rule: reading never throws for what is not there; a policy that is not there throws with a finding.
    EXPECT_EQ(codes(load_case("/nowhere/at/all").notes), std::vector<std::string>{"F001 "});
    const TemporaryFolder folder;
    EXPECT_EQ(codes(load_case(folder.path()).notes), std::vector<std::string>{"F016 "});
    write_files(folder.path(), {{"case.xlsx", "PK"}});
    EXPECT_EQ(codes(load_case(folder.path() / "case.xlsx").notes), std::vector<std::string>{"F021 "});
    std::filesystem::create_directories(folder.path() / "c" / "units.csv");
    EXPECT_EQ(codes(load_case(folder.path() / "c").notes), std::vector<std::string>{"F018 units"});
    EXPECT_THROW((void)load_policy(folder.path() / "policy.toml"), InvalidInput);
    EXPECT_THROW((void)policy_of(model::Case{}), InvalidInput);
}

}  // namespace
}  // namespace husrom::testing
