// One case in many forms: folder, JSON, semicolons and decimal commas, Windows-1252, columns of a service. The same case, the same digest.

#include <array>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/files.hpp"
#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

std::string digest_of(const Files& files) {
    const Loaded loaded = load(files);
    EXPECT_TRUE(loaded.findings.ok()) << loaded.findings.text("case");
    return loaded.typed->digest;
}

TEST(Forms, TheDigestOfTheSmallCaseIsFixed) {
    // Rule: these bytes never change for these files.
    const Loaded loaded = load(small_case());
    EXPECT_EQ(loaded.typed->digest, "430b03b17f76433a9a769c1befe1e3f5326151298a0ae705136121281a2f5705");
    EXPECT_EQ(loaded.policy.digest, "8a7571448ff379255d3aceec56bfc09bcc6b5075f71f52dca5204b506c1253f0");
}

/// As a Norwegian spreadsheet saves it: semicolons, decimal commas, CRLF, a byte order mark, ja and nei.
std::string as_spreadsheet(const std::string& csv) {
    std::string out = "\xef\xbb\xbf", cell;
    const auto end_cell = [&] {
        if (cell.find(';') != std::string::npos) cell = "\"" + cell + "\"";
        const auto point = cell.find('.');
        if (point != std::string::npos && cell.find_first_not_of("0123456789.") == std::string::npos) cell[point] = ',';
        if (cell == "true") cell = "ja";
        if (cell == "false") cell = "nei";
        out += cell;
        cell.clear();
    };
    for (const char c : csv) {
        if (c == ',') {
            end_cell();
            out += ';';
        } else if (c == '\n') {
            end_cell();
            out += "\r\n";
        } else {
            cell.push_back(c);
        }
    }
    return out;
}

TEST(Forms, ASpreadsheetOfAnyDialectIsTakenAndSaid) {
    // Rule: delimiter, decimal comma and byte order mark are detected, said as notes, and change nothing.
    Files files = small_case();
    for (auto& [name, text] : files)
        if (name.ends_with(".csv")) text = as_spreadsheet(text);
    EXPECT_EQ(digest_of(files), digest_of(small_case()));
    const Loaded loaded = load(files);
    std::size_t delimiters = 0, marks = 0, commas = 0;
    for (const model::Finding& finding : loaded.findings.list()) {
        EXPECT_EQ(finding.severity, model::Severity::note);
        delimiters += finding.code == "F007" ? 1 : 0;
        marks += finding.code == "F009" ? 1 : 0;
        commas += finding.code == "F008" ? 1 : 0;
    }
    EXPECT_EQ(delimiters, 11u);
    EXPECT_EQ(marks, 11u);
    EXPECT_EQ(commas, 4u);  // participants, units, teams, adjacent
}

TEST(Forms, DecimalCommasAreTakenInNumbersOnly) {
    // Rule: a comma in an id, a reference, a text or a set is part of it, whatever the heading.
    Files files = small_case();
    files.at("units.csv") = "unit_id;site_id;rent_month;entrance;remark\n12,1;SYN-S-1;9000,50;1,5;2,5\n12,2;SYN-S-1;;2,5;see 12,1\n";
    files.at("participants.csv") = "participant_id;current_unit;avoid_areas;score\nSYN-P-1;12,1;;7,5\nSYN-P-2;12,2;;8\nSYN-P-3;;;\n";
    files.at("wishes.csv") = "participant_id;kind;value;rank\nSYN-P-1;unit;12,2;1\n";
    files.at("tenants.csv") = "tenant_id;unit_id\nSYN-R-1;\n";
    files.erase("pairs.csv");
    files.at("policy.toml") += "\n[columns.\"unit.entrance\"]\ntype = \"text\"\nclass = \"need\"\n";
    const Loaded loaded = load(files);
    EXPECT_EQ(codes(loaded.findings), std::vector<std::string>());
    const auto cell = [&](const char* table, const char* heading) {
        const model::Table& found = *loaded.source.find(table);
        return found.columns[*found.find(heading)][0];
    };
    EXPECT_EQ(cell("participants", "current_unit"), "12,1");
    EXPECT_EQ(cell("wishes", "value"), "12,2");
    EXPECT_EQ(cell("units", "entrance"), "1,5");
    EXPECT_EQ(cell("units", "remark"), "2,5");
    EXPECT_EQ(cell("units", "rent_month"), "9000.50");
    EXPECT_EQ(cell("participants", "score"), "7.5");
}

TEST(Forms, APointThatMayMeanThousandsIsAsked) {
    // Rule: where semicolons separate cells, 16.000 is a number only in a column that shows what its points mean.
    using Codes = std::vector<std::string>;
    const auto found = [](const std::string& heading, const std::string& first, const std::string& second) {
        Files files = small_case();
        files.at("teams.csv") = "team_id;" + heading + "\nSYN-T-1;" + first + "\nSYN-T-2;" + second + "\n";
        return codes(load(files).findings);
    };
    EXPECT_EQ(found("hours_week", "16.000", "800"), Codes{"N008 teams 2 hours_week"});
    EXPECT_EQ(found("hours_week", "37,5", "-1.250"), (Codes{"N008 teams 3 hours_week"}));
    EXPECT_EQ(found("max_cases", "16.500", "8"), Codes{"N008 teams 2 max_cases"});
    EXPECT_EQ(found("size", "16.000", "8.000"), Codes{"N009 teams size"}) << "nothing declares it, so it is told once and used";
    EXPECT_EQ(found("hours_week", "16.000,00", "1.600.000"), (Codes{"N006 teams 2 hours_week", "N006 teams 3 hours_week"}));
    for (const char* clear : {"7.5", "0.125", "1600.000", "12.25"}) EXPECT_EQ(found("size", "16.000", clear), Codes()) << clear;
    for (const char* text : {"kind", "lead_id"}) EXPECT_EQ(found(text, "16.000", "8.000"), Codes()) << text;
    Files commas = small_case();
    commas.at("teams.csv") = "team_id,hours_week\nSYN-T-1,16.000\n";
    EXPECT_EQ(codes(load(commas).findings), Codes());
}

TEST(Forms, ThePolicyInUseSaysWhatMarksMean) {
    // Rule: the same policy reads the same cells, whether it lies beside them or comes from elsewhere, and whatever lies beside them.
    const std::string plain = small_case().at("policy.toml");
    const auto declaring = [&](const std::string& type) { return plain + "\n[columns.\"unit.code\"]\nclass = \"need\"\n" + type; };
    const std::string text = declaring("type = \"text\"\n"), number = declaring("type = \"decimal\"\ndigits = 3\n");
    const auto read = [](const std::string& beside, const std::string& used, const char* first, const char* second) {
        Files files = small_case();
        files.at("units.csv") =
            std::string("unit_id;site_id;code\nSYN-U-1;SYN-S-1;") + first + "\nSYN-U-2;SYN-S-2;" + second + "\nSYN-U-3;SYN-S-2;\n";
        files.at("policy.toml") = beside;
        if (beside.empty()) files.erase("policy.toml");
        const TemporaryFolder folder;
        write_files(folder.path() / "case", files);
        Loaded loaded;
        loaded.source = load_case(folder.path() / "case");
        loaded.typed = model::type_case(loaded.source, parse_policy(used), loaded.findings);
        return loaded;
    };
    const std::array<std::array<const char*, 2>, 4> cells{{{"2,1", "3"}, {"2,1", "16.125"}, {"16.125", "8"}, {"2,1", "07,5"}}};
    for (const auto& [first, second] : cells) {
        SCOPED_TRACE(std::string(first) + " " + second);
        for (const auto& used : {text, number}) {
            const Loaded own = read(used, used, first, second);
            for (const auto& beside : {std::string(), plain, text, number}) {
                const Loaded other = read(beside, used, first, second);
                EXPECT_EQ(codes(other.findings, true), codes(own.findings, true));
                EXPECT_EQ(other.typed->digest, own.typed->digest);
            }
        }
        const Loaded kept = read("", text, first, second);
        const model::Column& column = kept.typed->table("units").columns.at("code");
        EXPECT_EQ(kept.typed->pool.text(column.values[0]), first);
        EXPECT_EQ(kept.typed->pool.text(column.values[1]), second);
        EXPECT_EQ(codes(kept.findings), std::vector<std::string>());
    }
    EXPECT_EQ(codes(read("", number, "2,1", "16.125").findings), std::vector<std::string>{"N008 units 3 code"});
}

TEST(Forms, TabsAndTheSepLineAreTaken) {
    // Rule: a first line sep=; is an instruction, not a heading; tabs separate too.
    Files files = small_case();
    files.at("teams.csv") = "sep=;\r\nteam_id;hours_week\r\nSYN-T-1;37,5\r\n";
    files.at("landlords.csv") = "landlord_id\taccepts\nSYN-L-1\tFAMILY;MH\n";
    EXPECT_EQ(digest_of(files), digest_of(small_case()));
}

TEST(Forms, Windows1252IsReadAsSuch) {
    // Rule: what is not UTF-8 but can be Windows-1252 is read so, and said.
    Files utf8 = small_case(), windows = small_case();
    utf8.at("teams.csv") = "team_id,hours_week,place\nSYN-T-1,37.5,Østerås – blå\n";
    windows.at("teams.csv") = "team_id,hours_week,place\nSYN-T-1,37.5,\xd8ster\xe5s \x96 bl\xe5\n";
    EXPECT_EQ(digest_of(utf8), digest_of(windows));
    EXPECT_EQ(codes(load(windows).findings, true), std::vector<std::string>{"F010 teams"});
}

TEST(Forms, AByteOrderMarkIsBelieved) {
    // Rule: a byte that is not UTF-8 in a file that says it is makes an error where it stands, not letters of another encoding.
    Files files = small_case();
    files.at("landlords.csv") = "\xef\xbb\xbflandlord_id,accepts,place\r\nSYN-L-1,FAMILY,Ski\r\n\r\nSYN-L-\u00d8,FAMILY,\xd8stfold\r\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"F022 landlords 4 place"});
    files.at("landlords.csv") = "\xef\xbb\xbflandlord_id,accepts,pl\xe5ss\r\nSYN-L-1,FAMILY,Ski\r\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"F022 landlords 1"});
}

TEST(Forms, BlankLinesAndTrailingDelimitersAreNoRows) {
    // Rule: what a spreadsheet leaves behind is not data, and rows keep the numbers that the spreadsheet shows.
    Files files = small_case();
    files.at("neighbourhoods.csv") = "neighbourhood_id,drug_scene,risk_capacity,,\nSYN-N-1,1,10,,\n\n,,,,\nSYN-N-2,0,,,\n";
    EXPECT_EQ(digest_of(files), digest_of(small_case()));
    files.at("neighbourhoods.csv") += "SYN-N-3,x,,,\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"T004 neighbourhoods 6 drug_scene"});
    files.at("neighbourhoods.csv") = "\r\nneighbourhood_id,drug_scene,remark\r\nSYN-N-1,1,\"two\r\n\r\nlines\"\r\n\r\n \r\nSYN-N-2,x,\r\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"T004 neighbourhoods 6 drug_scene"});
}

TEST(Forms, ASepLineIsNoRow) {
    // Rule: a spreadsheet hides the line sep=; and nothing else; a file that holds nothing else is empty.
    Files files = small_case();
    files.at("teams.csv") = "sep=;\r\n\r\nteam_id;hours_week\r\nSYN-T-1;x\r\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"T023 teams 3 hours_week"});
    files.at("teams.csv") = "\r\n\r\nteam_id;hours_week\r\nSYN-T-1;x\r\n";
    EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"T023 teams 4 hours_week"});
    for (const char* alone : {"sep=;", "sep=;\n", "sep=;\r\n"}) {
        files.at("teams.csv") = alone;
        EXPECT_EQ(codes(load(files).findings), std::vector<std::string>{"F002 teams"});
    }
}

/// The small case as JSON: rows for one table, columns for another, numbers as numbers.
std::string as_json() {
    return R"({
  "schema": 1, "name": "small",
  "participants": [
    {"participant_id": "SYN-P-3", "application_date": "2026-03-10", "bedrooms_needed": 2, "need_level": 1, "supervision": "none",
     "support_hours": 1.25, "segments": ["FAMILY"], "step_free_needed": false},
    {"participant_id": "SYN-P-1", "application_date": "2026-01-15", "age": 34, "bedrooms_needed": 1, "need_level": 2,
     "supervision": "weekly", "support_hours": 25e-1, "segments": ["MH"], "step_free_needed": false, "team_id": "SYN-T-1"},
    {"participant_id": "SYN-P-2", "application_date": "2026-02-01", "age": 51.0, "bedrooms_needed": 0, "need_level": 3,
     "supervision": "daily", "support_hours": 4, "segments": ["SUD", "ROP"], "step_free_needed": true, "current_unit": "SYN-U-3",
     "team_id": "SYN-T-1"}],
  "units": {"unit_id": ["SYN-U-1", "SYN-U-2", "SYN-U-3"], "site_id": ["SYN-S-1", null, "SYN-S-2"],
     "neighbourhood_id": [null, "SYN-N-2", null], "landlord_id": [null, "SYN-L-1", null], "bedrooms": [1, 2, 1],
     "step_free": [true, false, null], "rent_month": [9000, 11500.50, 8000], "available_from": ["2026-11-01", null, null],
     "capacity": [1, null, null]},
  "sites": [{"site_id": "SYN-S-1", "neighbourhood_id": "SYN-N-1", "conflict_cap": 1},
            {"site_id": "SYN-S-2", "neighbourhood_id": "SYN-N-1", "parent_site_id": "SYN-S-1"}],
  "neighbourhoods": [{"neighbourhood_id": "SYN-N-1", "drug_scene": 1, "risk_capacity": 10}, {"neighbourhood_id": "SYN-N-2", "drug_scene": 0}],
  "teams": [{"team_id": "SYN-T-1", "hours_week": 37.5}],
  "landlords": [{"landlord_id": "SYN-L-1", "accepts": "MH;FAMILY"}],
  "tenants": [{"tenant_id": "SYN-R-1", "unit_id": "SYN-U-1", "team_id": "SYN-T-1"}],
  "wishes": [{"participant_id": "SYN-P-1", "kind": "unit", "value": "SYN-U-2", "rank": 2},
             {"participant_id": "SYN-P-1", "kind": "area", "value": "SYN-N-1", "rank": 1}],
  "pairs": [{"participant_id": "SYN-P-1", "unit_id": "SYN-U-1", "allow": "bedrooms", "reason": "A small household for now"},
            {"participant_id": "SYN-P-3", "unit_id": "SYN-U-1", "forbid": true}],
  "apart": [{"participant_id": "SYN-P-1", "other_id": "SYN-P-3", "per": "site"}, {"participant_id": "SYN-P-2", "other_id": "SYN-R-1", "per": "unit"}],
  "adjacent": [{"neighbourhood_id": "SYN-N-1", "other_id": "SYN-N-2", "share": 0.5}]
})";
}

TEST(Forms, JsonIsTheSameCase) {
    // Rule: rows or columns, numbers or texts, in any order: the digest of the folder.
    model::Findings findings;
    const model::Case source = parse_case(as_json());
    const model::Policy policy = parse_policy(small_case().at("policy.toml"));
    const auto typed = model::type_case(source, policy, findings);
    EXPECT_TRUE(findings.list().empty()) << findings.text("json");
    EXPECT_EQ(typed->digest, digest_of(small_case()));
    EXPECT_EQ(source.name, "small");
}

TEST(Forms, JsonNumbersAreTakenDigitByDigit) {
    // Rule: no number passes through a floating-point number; what does not fit is a finding.
    const auto cell = [](const std::string& number) {
        const model::Case source = parse_case("{\"units\": [{\"unit_id\": \"SYN-U-1\", \"n\": " + number + "}]}");
        EXPECT_TRUE(source.notes.ok()) << source.notes.text("json");
        return source.find("units")->columns[1][0];
    };
    EXPECT_EQ(cell("0.1234567890123456789"), "0.1234567890123456789");
    EXPECT_EQ(cell("9223372036854775808"), "9223372036854775808");
    EXPECT_EQ(cell("1.5e3"), "1500");
    EXPECT_EQ(cell("-25E-3"), "-0.025");
    EXPECT_EQ(cell("true"), "true");
    EXPECT_EQ(cell("null"), "");
    EXPECT_EQ(cell("[1, \"a\", true]"), "1;a;true");
}

TEST(Forms, BrokenJsonIsAFinding) {
    // Rule: every kind of damage has its code, and the text that could not be read is not repeated.
    const auto found = [](const std::string& json) { return codes(parse_case(json, "case.json").notes); };
    using Codes = std::vector<std::string>;
    EXPECT_EQ(found(""), Codes{"F011  1"});
    EXPECT_EQ(found("{\"units\": [}"), Codes{"F011  1"});
    EXPECT_EQ(found("{\n\"units\":\n [1,]\n}"), Codes{"F011  3"});
    EXPECT_EQ(found("[1]"), Codes{"F012 "});
    EXPECT_EQ(found("{\"units\": 3}"), Codes{"F012 units"});
    EXPECT_EQ(found("{\"units\": [3]}"), Codes{"F012 units 2"});
    EXPECT_EQ(found("{\"units\": [{\"a\": {}}]}"), Codes{"F012 units 2 a"});
    EXPECT_EQ(found("{\"units\": [{\"a\": [[1]]}]}"), Codes{"F012 units 2 a"});
    EXPECT_EQ(found("{\"units\": {\"a\": 1}}"), Codes{"F012 units a"});
    EXPECT_EQ(found("{\"units\": {\"a\": [1, 2], \"b\": [1]}}"), Codes{"T005 units b"});
    EXPECT_EQ(found("{\"units\": [{\"a\": [\"x;y\"]}]}"), Codes{"F020 units 2 a"});
    EXPECT_EQ(found("{\"unit\": []}"), Codes{"T001  unit"});
    EXPECT_EQ(found("{\"policy\": 1}"), Codes{"F012  policy"});
    EXPECT_EQ(found("{\"units\": [{}, {\"a\": 1, \"a\": 2}]}"), Codes{"F019 units 3 a"});
    EXPECT_EQ(found("{\"units\": {\"a\": [1], \"a\": [2]}}"), Codes{"F019 units a"});
    EXPECT_EQ(found("{\"units\": [], \"units\": []}"), Codes{"F019  units"});
    EXPECT_EQ(found("{\"units\": [{\"a\": 1e400}]}"), Codes{"F013  1"});
    EXPECT_EQ(found("{\"units\": " + std::string(100000, '[')), Codes{"F012 "});
    EXPECT_EQ(found("\xff\xfe{"), Codes{"F015 "});
    EXPECT_EQ(found("{\"a\":\n \"\xe6\"}"), Codes{"F022  2"});
    const model::Findings notes = parse_case("{\"participants\": [{\"name\": \"secret").notes;
    EXPECT_EQ(notes.text("json").find("secret"), std::string::npos);
}

TEST(Forms, AFindingAboutADocumentSaysWhere) {
    // Rule: the table that a row belongs to, and the character of a line, since a document may be one line of many tables.
    const auto where = [](const std::string& json) {
        model::Findings findings;
        (void)model::type_case(parse_case(json, "units.json"), {}, findings);
        std::vector<std::string> places;
        for (const model::Finding& finding : findings.list()) places.push_back(model::describe(finding, model::Language::en).where);
        return places;
    };
    EXPECT_EQ(where(R"({"participants": [{"participant_id": "SYN-P-1", "age": "x"}], "units": {"unit_id": ["SYN-U-1"], "floor": ["y"]}})"),
              (std::vector<std::string>{"units.json, participants, row 2, column age", "units.json, units, row 2, column floor"}));
    const auto words = [](const std::string& json) {
        const model::Findings notes = parse_case(json, "case.json").notes;
        const model::FindingText text = model::describe(notes.list().front(), model::Language::en);
        return text.where + ": " + text.what;
    };
    EXPECT_EQ(words("{\"units\": [{\"a\": \"\u00e6\", 7}]}"), "case.json, line 1: not JSON; reading stopped at character 23 of the line.");
    EXPECT_EQ(words("{\n \"units\": [1"), "case.json, line 2: not JSON; reading stopped at character 13 of the line.");
    EXPECT_EQ(words("{\n \"\u00e6\xe6\": 1}"), "case.json, line 2: a byte that is not UTF-8, at character 4 of the line.");
    EXPECT_EQ(words("[1e400]"),
              "case.json, line 1: a number that no 64-bit integer or decimal can hold; it ends at character 6 of the line.");
}

TEST(Forms, BlanksAroundAKeyOfADocumentDoNotCount) {
    // Rule: headings are those of files and frames, whatever stands around them.
    const model::Case source = parse_case(R"({"units": [{" unit_id": "SYN-U-1"}, {"unit_id ": "SYN-U-2"}]})", "case.json");
    EXPECT_EQ(source.find("units")->headings, std::vector<std::string>{"unit_id"});
}

TEST(Forms, WhatIsSavedReadsBackTheSame) {
    // Rule: save and load is the identity on tables, policy and digest, also for cells with quotes, commas, line ends and blanks.
    Files files = small_case();
    files.at("landlords.csv") = "landlord_id,accepts,remark\nSYN-L-1,FAMILY;MH,\"says \"\"no, never\"\"\nand more\"\n";
    const TemporaryFolder folder;
    write_files(folder.path() / "a", files);
    const model::Case before = load_case(folder.path() / "a");
    save_case(before, folder.path() / "b");
    const model::Case after = load_case(folder.path() / "b");
    ASSERT_EQ(before.tables.size(), after.tables.size());
    for (std::size_t i = 0; i < before.tables.size(); ++i) {
        EXPECT_EQ(before.tables[i].headings, after.tables[i].headings);
        EXPECT_EQ(before.tables[i].columns, after.tables[i].columns);
    }
    EXPECT_EQ(before.policy_text, after.policy_text);
    EXPECT_EQ(load(folder.path() / "a").typed->digest, load(folder.path() / "b").typed->digest);
    save_case(after, folder.path() / "b");  // a case may be replaced by a case
    write_files(folder.path() / "other", {{"notes.txt", "mine"}});
    EXPECT_THROW(save_case(after, folder.path() / "other"), InvalidArgument);
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "other" / "notes.txt"));
    EXPECT_THROW(save_case(after, folder.path() / "other" / "notes.txt"), InvalidArgument);
    write_files(folder.path() / "b", {{"README.md", "what this case is about"}});
    EXPECT_THROW(save_case(after, folder.path() / "b"), InvalidArgument);  // and what husrom did not write is not lost
    EXPECT_THROW(require_case_folder(folder.path() / "b"), InvalidArgument);
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "b" / "README.md"));
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++entries;
    EXPECT_EQ(entries, 3u) << "something half-written was left behind";
}

TEST(Forms, ASavedCaseDescribesItself) {
    // Rule: datapackage.json lists every column of every table with its type, keys and references.
    const TemporaryFolder folder;
    write_files(folder.path() / "a", small_case());
    save_case(load_case(folder.path() / "a"), folder.path() / "b");
    const auto package = nlohmann::json::parse(io::read_file(folder.path() / "b" / "datapackage.json").value_or(""));
    ASSERT_EQ(package["resources"].size(), 11u);
    const auto& people = package["resources"][0];
    EXPECT_EQ(people["path"], "participants.csv");
    EXPECT_EQ(people["schema"]["primaryKey"], "participant_id");
    EXPECT_EQ(people["schema"]["fields"].size(), 11u);
    EXPECT_EQ(people["schema"]["fields"][1]["type"], "date");
    EXPECT_EQ(people["schema"]["fields"][6]["type"], "number");
    EXPECT_EQ(people["schema"]["foreignKeys"].size(), 2u);
    // A case whose policy is not right is saved all the same, without a description.
    model::Case broken = load_case(folder.path() / "a");
    broken.policy_text = "schema = 1";
    save_case(broken, folder.path() / "b");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "b" / "datapackage.json"));
}

}  // namespace
}  // namespace husrom::testing
