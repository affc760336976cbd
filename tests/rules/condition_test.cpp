// Every operator on every type it fits, and what each state of a cell means to it.

#include <gtest/gtest.h>

#include "rules/sample.hpp"

namespace husrom::test {
namespace {

struct Row {
    std::string column, type, cell, condition;
    bool holds;
};

class Operators : public testing::TestWithParam<Row> {};

TEST_P(Operators, HoldOrNot) {
    const auto& [column, type, cell, condition, holds] = GetParam();
    const std::vector<Sheet> sheets{{"participants", "participant_id," + column + "\nSYN-P," + cell + "\n"}, {"units", "unit_id\nSYN-U\n"}};
    const auto policy = "[columns.\"participant." + column + "\"]\n" + type + "\n[[eligible]]\nid = \"rule\"\ntype = \"forbids\"\n" +
                        "conditions = [{ column = \"participant." + column + "\", " + condition + " }]\n" +
                        "[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
    const auto verdict = verdict_of(*make_problem(sheets, policy), "rule", "SYN-P", "SYN-U");
    EXPECT_EQ(verdict, holds ? rules::Verdict::fail : rules::Verdict::pass) << column << " = " << cell << ", " << condition;
}

const std::string text = "type = \"text\"", none_text = "type = \"text\"\nempty = \"none\"", number = "type = \"integer\"",
                  none_number = "type = \"integer\"\nempty = \"none\"", open_number = "type = \"integer\"\nempty = \"no_bound\"",
                  decimal = "type = \"decimal\"\ndigits = 2", flag = "type = \"flag\"", none_flag = "type = \"flag\"\nempty = \"none\"",
                  date = "type = \"date\"", none_date = "type = \"date\"\nempty = \"none\"", set = "type = \"set\"\nempty = \"none\"",
                  steps = "type = \"ordered\"\norder = [\"low\", \"mid\", \"high\"]";

INSTANTIATE_TEST_SUITE_P(
    All, Operators,
    testing::Values(
        Row{"a", text, "x", "op = \"is\", value = \"x\"", true}, Row{"a", text, "x", "op = \"is\", value = \"y\"", false},
        Row{"a", text, "x", "op = \"is_not\", value = \"y\"", true}, Row{"a", text, "x", "op = \"any_of\", value = [\"x\", \"y\"]", true},
        Row{"a", text, "x", "op = \"none_of\", value = [\"x\", \"y\"]", false},
        Row{"a", none_text, "", "op = \"is\", value = \"y\"", false}, Row{"a", none_text, "", "op = \"is_not\", value = \"y\"", true},
        Row{"a", none_text, "", "op = \"none_of\", value = [\"y\"]", true}, Row{"a", number, "3", "op = \"is\", value = 3", true},
        Row{"a", number, "3", "op = \"is_not\", value = 3", false}, Row{"a", number, "3", "op = \"at_least\", value = 3", true},
        Row{"a", number, "3", "op = \"at_least\", value = 3.5", false}, Row{"a", number, "3", "op = \"at_most\", value = 2", false},
        Row{"a", none_number, "", "op = \"at_most\", value = 0", true}, Row{"a", open_number, "", "op = \"at_least\", value = 36", true},
        Row{"a", open_number, "", "op = \"is\", value = 36", false}, Row{"a", decimal, "1.25", "op = \"at_least\", value = 1.25", true},
        Row{"a", decimal, "1.25", "op = \"at_least\", value = 1.251", false}, Row{"a", decimal, "1.25", "op = \"is\", value = 1.250", true},
        Row{"a", flag, "true", "op = \"is\", value = true", true}, Row{"a", flag, "false", "op = \"is\", value = true", false},
        Row{"a", none_flag, "", "op = \"is\", value = false", true},
        Row{"a", date, "2026-11-01", "op = \"at_least\", value = 2026-11-01", true},
        Row{"a", date, "2026-11-01", "op = \"at_most\", value = 2026-10-31", false},
        Row{"a", date, "2026-11-01", "op = \"days_since_at_least\", value = 21", true},
        Row{"a", date, "2026-11-01", "op = \"days_since_at_least\", value = 22", false},
        Row{"a", date, "2026-12-02", "op = \"in_days_at_most\", value = 10", true},
        Row{"a", date, "2026-12-03", "op = \"in_days_at_most\", value = 10", false},
        Row{"a", date, "2026-12-02", "op = \"in_days_at_least\", value = 10", true},
        Row{"a", date, "2026-12-01", "op = \"in_days_at_least\", value = 10", false},
        Row{"a", date, "2026-11-21", "op = \"in_days_at_least\", value = 0", false},
        Row{"a", none_date, "", "op = \"days_since_at_least\", value = 0", false},
        Row{"a", set, "x;y", "op = \"any_of\", value = [\"y\", \"z\"]", true},
        Row{"a", set, "x;y", "op = \"all_of\", value = [\"y\", \"z\"]", false},
        Row{"a", set, "x;y", "op = \"all_of\", value = [\"y\", \"x\"]", true},
        Row{"a", set, "x;y", "op = \"none_of\", value = [\"z\"]", true}, Row{"a", set, "", "op = \"any_of\", value = [\"x\"]", false},
        Row{"a", set, "", "op = \"none_of\", value = [\"x\"]", true}, Row{"a", steps, "mid", "op = \"at_least\", value = \"mid\"", true},
        Row{"a", steps, "low", "op = \"at_least\", value = \"mid\"", false},
        Row{"a", steps, "mid", "op = \"any_of\", value = [\"low\", \"mid\"]", true},
        Row{"a", number, "", "op = \"known\", value = false", true}, Row{"a", number, "1", "op = \"known\", value = true", true},
        Row{"a", none_number, "", "op = \"known\", value = true", true}, Row{"a", none_date, "", "op = \"known\", value = true", false}));

}  // namespace
}  // namespace husrom::test
