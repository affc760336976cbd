#include <gtest/gtest.h>

#include <husrom/scenario/scenario.hpp>

namespace husrom {
namespace {

using namespace scenario;

TEST(ParseScenarios, EveryKindOfEdit) {
    // Each key of the header's example gives the edit of its name, exact numbers included.
    const auto list = parse_scenarios(R"(
[[scenario]]
name = "all kinds"
edits = [
  { limit = "cap", group = "SYN-S-3", shift = 1 },
  { limit = "cap", scale = 1.25 },
  { limit = "cap", max = 4 },
  { close = "SYN-U-1" },
  { move = "SYN-U-2", site = "SYN-S-2" },
  { lock = "SYN-P-7", unit = "SYN-U-3" },
  { forbid = "SYN-P-8", unit = "SYN-U-3" },
  { off = "budget" },
  { on = "budget" },
  { set = "teams", id = "SYN-T-1", column = "hours_week", value = 37.5 },
  { set = "units", id = "SYN-U-2", column = "available_from", value = 2026-12-01 },
  { weight = "best-fit", term = "wish", to = 1.5 },
  { add = "units", rows = [ { unit_id = "SYN-U-8", level = 2 }, { unit_id = "SYN-U-9", step_free = true } ] },
]
[[scenario]]
name = "nothing"
)");
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[1].name, "nothing");
    EXPECT_TRUE(list[1].edits.empty());
    const auto& edits = list[0].edits;
    ASSERT_EQ(edits.size(), 13U);
    EXPECT_EQ(std::get<ShiftLimit>(edits[0]).group, "SYN-S-3");
    EXPECT_EQ(std::get<ShiftLimit>(edits[0]).by, (model::Decimal{1, 0}));
    EXPECT_EQ(std::get<ScaleLimit>(edits[1]).scale, (model::Decimal{125, 2}));
    EXPECT_EQ(std::get<SetLimitMax>(edits[2]).max, (model::Decimal{4, 0}));
    EXPECT_EQ(std::get<CloseUnit>(edits[3]).unit, "SYN-U-1");
    EXPECT_EQ(std::get<MoveUnit>(edits[4]).site, "SYN-S-2");
    EXPECT_EQ(std::get<Lock>(edits[5]).participant, "SYN-P-7");
    EXPECT_EQ(std::get<Forbid>(edits[6]).unit, "SYN-U-3");
    EXPECT_FALSE(std::get<SwitchRule>(edits[7]).on);
    EXPECT_TRUE(std::get<SwitchRule>(edits[8]).on);
    EXPECT_EQ(std::get<SetCell>(edits[9]).value, "37.5");
    EXPECT_EQ(std::get<SetCell>(edits[10]).value, "2026-12-01");
    EXPECT_EQ(std::get<SetGoalWeight>(edits[11]).weight, (model::Decimal{15, 1}));
    const auto& rows = std::get<AddRows>(edits[12]).rows;
    EXPECT_EQ(rows.rows(), 2U);
    EXPECT_EQ(rows.columns[*rows.find("unit_id")], (std::vector<std::string>{"SYN-U-8", "SYN-U-9"}));
    EXPECT_EQ(rows.columns[*rows.find("level")], (std::vector<std::string>{"2", ""}));
    EXPECT_EQ(rows.columns[*rows.find("step_free")], (std::vector<std::string>{"", "true"}));
}

std::string first_code(std::string_view toml) {
    try {
        static_cast<void>(parse_scenarios(toml));
    } catch (const InvalidInput& error) {
        return error.findings().list().front().code;
    }
    return "";
}

TEST(ParseScenarios, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(first_code("[[scenario]"), "S019");
    EXPECT_EQ(first_code("[[scenario]]\nårsak = 1\n"), "S019");
    EXPECT_EQ(first_code("[[scenarios]]\nname = \"a\""), "S020");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedit = []"), "S020");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { clsoe = \"SYN-U-1\" } ]"), "S020");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { lock = \"SYN-P-1\", home = \"SYN-U-1\", unit = \"SYN-U-1\" } ]"), "S020");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { lock = \"SYN-P-1\" } ]"), "S021");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { limit = \"cap\" } ]"), "S022");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { limit = \"cap\", scale = 2, max = 3 } ]"), "S022");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { limit = \"cap\", scale = inf } ]"), "S021");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { weight = \"g\", term = \"t\", to = 1.12345678901 } ]"), "S026");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ { weight = \"g\", term = \"t\", to = 1e30 } ]"), "S026");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ {} ]"), "S021");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\n[[scenario]]\nname = \"a\""), "S023");
    EXPECT_EQ(first_code("[[scenario]]\nedits = []"), "S021");
    EXPECT_EQ(first_code("[[scenario]]\nname = \"a\"\nedits = [ 3 ]"), "S021");
    EXPECT_EQ(first_code("scenario = 3"), "S021");
    EXPECT_EQ(first_code("scenarios = 3"), "S020");
}

}  // namespace
}  // namespace husrom
