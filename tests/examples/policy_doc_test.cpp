#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <variant>

#include <husrom/examples/examples.hpp>
#include <husrom/io/io.hpp>
#include <husrom/rules/allocation_problem.hpp>

namespace husrom {
namespace {

/// The fenced blocks of docs/policy.md that open with a line, one after another.
std::string blocks_of(const std::string& fence) {
    std::ifstream file(std::string(HUSROM_SOURCE_DIR) + "/docs/policy.md");
    std::string text;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (!inside && line == fence) {
            inside = true;
        } else if (inside && line == "```") {
            inside = false;
            text += '\n';
        } else if (inside) {
            text += line + '\n';
        }
    }
    return text;
}

model::Policy parsed(const std::string& text) {
    model::Findings findings;
    auto policy = parse_policy(text, "docs/policy.md", findings);
    EXPECT_TRUE(findings.list().empty()) << findings.text("docs/policy.md");
    return policy;
}

template <class List, class Get> std::set<std::size_t> kinds(const List& list, Get get) {
    std::set<std::size_t> found;
    for (const auto& entry : list) found.insert(get(entry).index());
    return found;
}

TEST(PolicyDocument, BlocksAreOnePolicyWithEveryKindOfEntry) {
    // Rule: the reference parses as it stands and shows every type of rule, term, sum, goal and column.
    const auto policy = parsed(blocks_of("```toml"));
    EXPECT_EQ(kinds(policy.eligible, [](const auto& rule) { return rule.type; }).size(), std::variant_size_v<model::EligibleType>);
    EXPECT_EQ(kinds(policy.terms, [](const auto& term) { return term.type; }).size(), std::variant_size_v<model::TermType>);
    EXPECT_EQ(kinds(policy.limits, [](const auto& limit) { return limit.sum; }).size(), std::variant_size_v<model::LimitSum>);
    EXPECT_EQ(kinds(policy.goals, [](const auto& goal) { return goal.type; }).size(), std::variant_size_v<model::GoalType>);
    std::set<model::ColumnType> types;
    std::set<model::EmptyMeans> empties;
    std::set<model::ColumnClass> classes;
    for (const auto& column : policy.columns) {
        types.insert(column.type);
        empties.insert(column.empty);
        classes.insert(column.column_class);
    }
    EXPECT_EQ(types.size(), 7U);
    EXPECT_EQ(empties.size(), 3U);
    EXPECT_EQ(classes.size(), 5U);
}

TEST(PolicyDocument, BlocksFitACase) {
    // Rule: the reference's columns, operators and limits are those that a case is checked against.
    const auto findings = check(examples::make("toy"), parsed(blocks_of("```toml")));
    EXPECT_TRUE(findings.ok()) << findings.text("docs/policy.md");
}

TEST(PolicyDocument, OwnEntriesAreMergedAsThePageSays) {
    // Rule: the same id replaces, id and on switch, everything else is the preset's.
    const auto own = parsed(blocks_of("```toml preset"));
    const auto preset = parse_policy("schema = 1\nid = \"p\"\npreset = \"staircase\"\n[round]\nas_of = 2026-11-22\n");
    ASSERT_EQ(own.eligible.size(), preset.eligible.size());
    ASSERT_EQ(own.limits.size(), preset.limits.size());
    for (std::size_t rule = 0; rule < own.eligible.size(); ++rule) {
        EXPECT_EQ(own.eligible[rule].id, preset.eligible[rule].id);
        EXPECT_EQ(own.eligible[rule].on, preset.eligible[rule].on || own.eligible[rule].id == "residence");
    }
    for (const auto& limit : own.limits) {
        if (limit.id != "landlord-cap") continue;
        const auto* max = limit.max ? std::get_if<model::Decimal>(&*limit.max) : nullptr;
        ASSERT_NE(max, nullptr);
        EXPECT_EQ(*max, (model::Decimal{3, 0}));
    }
    EXPECT_EQ(own.ties.lottery_seed, 20261122U);
    EXPECT_EQ(own.ties.order, preset.ties.order);
    EXPECT_EQ(own.goals.size(), preset.goals.size());
}

TEST(PolicyDocument, EveryOperatorIsInTheTable) {
    // Rule: the table of operators names all that the reader takes.
    std::ifstream file(std::string(HUSROM_SOURCE_DIR) + "/docs/policy.md");
    const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (const char* op : {"is", "is_not", "at_least", "at_most", "any_of", "none_of", "all_of", "known", "days_since_at_least",
                           "in_days_at_most", "in_days_at_least"})
        EXPECT_NE(page.find("`" + std::string(op) + "`"), std::string::npos) << op;
}

TEST(PolicyDocument, DefaultsAreTheReaders) {
    // Rule: each default on the page is what the reader takes when the key is left out.
    const auto policy = parse_policy(R"(schema = 1
id = "small"
[columns."participant.shoes"]
type = "integer"
[round]
as_of = 2026-11-22
[[eligible]]
id = "a"
type = "at_least"
left = ["unit.rooms"]
right = ["participant.shoes"]
[[eligible]]
id = "b"
type = "before"
left = "unit.available_from"
right = "participant.ready_from"
[[limit]]
id = "c"
max = 3
[[goal]]
id = "d"
maximise = "housed"
)");
    const auto& sides = std::get<model::AtLeast>(policy.eligible[0].type);
    std::string order;
    for (const std::string& one : policy.ties.order) order += (order.empty() ? "" : ", ") + one;
    const char* unknowns[] = {"fail", "pass", "ask"};
    const char* empties[] = {"unknown", "none", "no_bound"};
    const std::map<std::string, std::string> defaults{
        {"`round.horizon`", std::to_string(policy.round.horizon_days)},
        {"`eligible.unknown`", unknowns[static_cast<std::size_t>(policy.eligible[0].unknown)]},
        {"`eligible.on`", policy.eligible[0].on ? "true" : "false"},
        {"`eligible.left.times`", std::to_string(sides.left[0].times.value)},
        {"`before.slack_days`", std::to_string(std::get<model::Before>(policy.eligible[1].type).slack_days)},
        {"`limit.per`", policy.limits[0].per},
        {"`limit.sum`", std::holds_alternative<model::SumOne>(policy.limits[0].sum) ? "1" : "another"},
        {"`limit.kind`", policy.limits[0].soft ? "soft" : "hard"},
        {"`ties.order`", order},
        {"`ties.lottery_seed`", std::to_string(policy.ties.lottery_seed)},
        {"`offers.homes`", std::to_string(policy.offers.homes)},
        {"`columns.empty` of a heading that is not well-known", empties[static_cast<std::size_t>(policy.columns[0].empty)]},
    };
    std::ifstream file(std::string(HUSROM_SOURCE_DIR) + "/docs/policy.md");
    std::size_t lines = 0;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line == "## Defaults") inside = true;
        if (!inside || !line.starts_with("| `")) continue;
        const auto middle = line.find(" | ");
        const auto key = line.substr(2, middle - 2), value = line.substr(middle + 3, line.size() - middle - 5);
        ASSERT_TRUE(defaults.contains(key)) << key;
        EXPECT_EQ(defaults.at(key), value) << key;
        ++lines;
    }
    EXPECT_EQ(lines, defaults.size());
}

}  // namespace
}  // namespace husrom
