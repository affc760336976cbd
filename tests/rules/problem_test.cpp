// What stands around the rules: pool, movers, pairs, apart, goals, ties, digests.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include <husrom/core/sha256.hpp>

#include "rules/best_plans.hpp"
#include "rules/sample.hpp"

namespace husrom::test {
namespace {

const std::string goal = "\n[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n";
const std::string bedrooms =
    "[[eligible]]\nid = \"bedrooms\"\ntype = \"at_least\"\nleft = [\"unit.bedrooms\"]\nright = [\"participant.bedrooms_needed\"]\n";

TEST(Pool, HoldsHomesOfTheHorizonWithRoomAndTheHomesOfMovers) {
    const std::vector<Sheet> sheets{
        {"participants", "participant_id,current_unit\nSYN-P-1,\nSYN-P-2,SYN-U-4\n"},
        {"units",
         "unit_id,available_from,capacity\nSYN-U-1,2027-01-21,\nSYN-U-2,2027-01-22,\nSYN-U-3,,\nSYN-U-4,2028-01-01,\n"
         "SYN-U-5,,3\nSYN-U-6,,1\n"},
        {"tenants", "tenant_id,unit_id\nSYN-X-1,SYN-U-5\nSYN-X-2,SYN-U-6\n"}};
    const auto problem = make_problem(sheets, goal);
    EXPECT_EQ(problem->units, (std::vector<std::string>{"SYN-U-1", "SYN-U-3", "SYN-U-4", "SYN-U-5"}));
    EXPECT_EQ(problem->outside_pool, (std::vector<std::string>{"SYN-U-2", "SYN-U-6"}));
    EXPECT_EQ(problem->numeric.column_upper, (std::vector<std::int32_t>{1, 1, 1, 2}));
}

TEST(Movers, AreMatchedOnceMayStayWhateverTheRulesAndAreNotCountedAsHoused) {
    const std::vector<Sheet> sheets{{"participants", "participant_id,current_unit,bedrooms_needed\nSYN-P-1,SYN-U-1,3\nSYN-P-2,,1\n"},
                                    {"units", "unit_id,bedrooms\nSYN-U-1,1\nSYN-U-2,3\n"}};
    const auto problem = make_problem(sheets, bedrooms + goal + "[[goal]]\nid = \"calm\"\nminimise = \"moves\"\n");
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-1"));
    EXPECT_EQ(verdict_of(*problem, "bedrooms", "SYN-P-1", "SYN-U-1"), rules::Verdict::waived);
    EXPECT_EQ(problem->numeric.row_lower, (std::vector<std::int32_t>{1, 0}));
    EXPECT_EQ(problem->mover, (std::vector<bool>{true, false}));
    using Weights = std::vector<std::pair<std::string, std::int64_t>>;
    EXPECT_EQ(weights_of(*problem, "house"),
              (Weights{{"SYN-P-1 SYN-U-1", 0}, {"SYN-P-1 SYN-U-2", 0}, {"SYN-P-2 SYN-U-1", 1}, {"SYN-P-2 SYN-U-2", 1}}));
    EXPECT_EQ(weights_of(*problem, "calm"),
              (Weights{{"SYN-P-1 SYN-U-1", 0}, {"SYN-P-1 SYN-U-2", 1}, {"SYN-P-2 SYN-U-1", 0}, {"SYN-P-2 SYN-U-2", 0}}));
    EXPECT_EQ(best_plans(problem->numeric, 2).value, (std::vector<std::int64_t>{1, 0})) << "nobody needs to move";
}

std::vector<Sheet> two_by_three(const std::string& pairs) {
    return {{"participants", "participant_id,bedrooms_needed\nSYN-P-1,2\nSYN-P-2,1\n"},
            {"units", "unit_id,bedrooms\nSYN-U-1,1\nSYN-U-2,2\nSYN-U-3,3\n"},
            {"pairs", "participant_id,unit_id,allow,forbid,require,reason\n" + pairs}};
}

TEST(Pairs, AllowWaivesTheRulesItNames) {
    const auto problem = make_problem(two_by_three("SYN-P-1,SYN-U-1,bedrooms,,,agreed with the family\n"), bedrooms + goal);
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-1"));
    EXPECT_EQ(verdict_of(*problem, "bedrooms", "SYN-P-1", "SYN-U-1"), rules::Verdict::waived);
}

TEST(Pairs, ForbidCloses) {
    const auto problem = make_problem(two_by_three("SYN-P-1,SYN-U-2,,true,,\n"), bedrooms + goal);
    EXPECT_FALSE(is_open(*problem, "SYN-P-1", "SYN-U-2"));
    EXPECT_EQ(verdict_of(*problem, "forbidden", "SYN-P-1", "SYN-U-2"), rules::Verdict::fail);
}

TEST(Pairs, RequireLeavesThatHomeAloneAndMustPassTheRules) {
    const auto problem = make_problem(two_by_three("SYN-P-1,SYN-U-3,,,true,\n"), bedrooms + goal);
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-3"));
    EXPECT_FALSE(is_open(*problem, "SYN-P-1", "SYN-U-2"));
    EXPECT_EQ(verdict_of(*problem, "required", "SYN-P-1", "SYN-U-2"), rules::Verdict::fail);
    EXPECT_EQ(problem->numeric.row_lower, (std::vector<std::int32_t>{1, 0}));
    EXPECT_EQ(codes_of(two_by_three("SYN-P-1,SYN-U-1,,,true,\n"), bedrooms + goal, model::Severity::warning),
              std::vector<std::string>{"C207 require"});
}

TEST(Pairs, RulesMayReadTheirColumns) {
    const std::vector<Sheet> sheets{{"participants", "participant_id\nSYN-P-1\n"},
                                    {"units", "unit_id\nSYN-U-1\nSYN-U-2\nSYN-U-3\n"},
                                    {"pairs", "participant_id,unit_id,consent\nSYN-P-1,SYN-U-1,true\nSYN-P-1,SYN-U-2,false\n"}};
    const auto rule =
        "[[eligible]]\nid = \"consent\"\ntype = \"requires\"\nwhen = [{ column = \"pair.consent\", op = \"known\", value = true }]\n"
        "then = [{ column = \"pair.consent\", op = \"is\", value = true }]\n";
    const auto problem = make_problem(sheets, rule + goal);
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-1"));
    EXPECT_FALSE(is_open(*problem, "SYN-P-1", "SYN-U-2"));
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-3"));
}

TEST(MustHouse, IsARowThatMustBeFilled) {
    const std::vector<Sheet> sheets{
        {"participants", "participant_id,must_house,bedrooms_needed\nSYN-P-1,true,0\nSYN-P-2,true,9\nSYN-P-3,,0\n"},
        {"units", "unit_id,bedrooms\nSYN-U-1,1\n"}};
    const auto problem = make_problem(sheets, bedrooms + goal);
    EXPECT_EQ(problem->numeric.row_lower, (std::vector<std::int32_t>{1, 1, 0}));
    EXPECT_FALSE(best_plans(problem->numeric, 1).feasible);
    EXPECT_EQ(codes_of(sheets, bedrooms + goal, model::Severity::warning), std::vector<std::string>{"C215 must_house"});
    const auto& said = problem->findings.list().front();
    EXPECT_EQ(said.arguments, (std::vector<std::string>{"SYN-P-2", "bedrooms"})) << "the rule that closes every home is the one to change";
}

TEST(Apart, TwoPeopleNeverShareThePlace) {
    const std::vector<Sheet> sheets{{"participants", "participant_id\nSYN-P-1\nSYN-P-2\n"},
                                    {"units", "unit_id,site_id\nSYN-U-1,SYN-S-1\nSYN-U-2,SYN-S-1\nSYN-U-3,SYN-S-2\n"},
                                    {"sites", "site_id\nSYN-S-1\nSYN-S-2\n"},
                                    {"apart", "participant_id,other_id,per\nSYN-P-1,SYN-P-2,site\n"}};
    const auto problem = make_problem(sheets, goal);
    ASSERT_EQ(problem->numeric.cliques(), 2);
    const auto best = best_plans(problem->numeric, 1);
    EXPECT_EQ(best.value.front(), 2);
    EXPECT_EQ(best.count, 4) << "one in each site";
}

TEST(Apart, ATenantClosesTheirPlace) {
    const std::vector<Sheet> sheets{{"participants", "participant_id\nSYN-P-1\n"},
                                    {"units", "unit_id,site_id\nSYN-U-1,SYN-S-1\nSYN-U-2,SYN-S-2\nSYN-U-9,SYN-S-1\n"},
                                    {"sites", "site_id,neighbourhood_id\nSYN-S-1,SYN-N-1\nSYN-S-2,SYN-N-2\n"},
                                    {"neighbourhoods", "neighbourhood_id\nSYN-N-1\nSYN-N-2\n"},
                                    {"tenants", "tenant_id,unit_id\nSYN-X-1,SYN-U-9\n"},
                                    {"apart", "participant_id,other_id,per\nSYN-P-1,SYN-X-1,neighbourhood\n"}};
    const auto problem = make_problem(sheets, goal);
    EXPECT_FALSE(is_open(*problem, "SYN-P-1", "SYN-U-1"));
    EXPECT_TRUE(is_open(*problem, "SYN-P-1", "SYN-U-2"));
    EXPECT_EQ(verdict_of(*problem, "apart", "SYN-P-1", "SYN-U-1"), rules::Verdict::fail);
}

TEST(Apart, NoRowOfPairsSetsItAside) {
    // Rule: being kept apart protects somebody else too, so that allow cannot name it; it names rules, and what [risk] forbids.
    const auto codes = [](const std::string& allow, const std::string& risk) {
        return codes_of({{"participants", "participant_id,conflict\nSYN-P-1,1\nSYN-P-2,0\n"},
                         {"units", "unit_id,neighbourhood_id\nSYN-U-1,SYN-N-1\n"},
                         {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-1,1\n"},
                         {"tenants", "tenant_id,neighbourhood_id\nSYN-X-1,SYN-N-1\n"},
                         {"apart", "participant_id,other_id,per\nSYN-P-1,SYN-X-1,neighbourhood\nSYN-P-1,SYN-P-2,neighbourhood\n"},
                         {"pairs", "participant_id,unit_id,allow,reason\nSYN-P-1,SYN-U-1," + allow + ",AGREED\n"}},
                        risk + bedrooms + goal);
    };
    const std::string risk =
        "[risk]\ntraits = [\"participant.conflict\"]\nfactors = [\"neighbourhood.drug_scene\"]\npoints = [[\"forbid\"]]\n";
    const std::vector<std::string> refused{"R005 allow"};
    EXPECT_EQ(codes("apart", risk), refused);
    EXPECT_EQ(codes("bedrooms;apart", ""), refused);
    EXPECT_EQ(codes("risk", ""), refused);
    EXPECT_TRUE(codes("bedrooms;risk", risk).empty());
}

TEST(Goals, ScoreColumnsAndDaysInTheirUnits) {
    const std::vector<Sheet> sheets{{"participants", "participant_id,need_level,age\nSYN-P-1,3,20\nSYN-P-2,1,50\n"},
                                    {"units", "unit_id,level,available_from\nSYN-U-1,3,2026-12-02\n"}};
    const auto problem = make_problem(sheets, R"toml(
[[term]]
id = "fit"
type = "closeness"
left = "unit.level"
right = "participant.need_level"
over = 40
under = 120
[[term]]
id = "level"
type = "column"
column = "unit.level"
[[goal]]
id = "young"
maximise = "housed"
among = [{ column = "participant.age", op = "at_most", value = 25 }]
[[goal]]
id = "weighted"
maximise = "housed"
weight = "level"
[[goal]]
id = "score"
maximise = "score"
weights = { fit = 0.75, level = 1.00 }
[[goal]]
id = "low"
minimise = "unit.level"
[[goal]]
id = "soon"
minimise = "days"
)toml");
    const auto values = [&](std::string_view id) {
        std::vector<std::int64_t> list;
        for (const auto& [pair, value] : weights_of(*problem, id)) list.push_back(value);
        return list;
    };
    using Values = std::vector<std::int64_t>;
    EXPECT_EQ(values("young"), (Values{1, 0}));
    EXPECT_EQ(values("weighted"), (Values{3, 3}));
    EXPECT_EQ(values("score"), (Values{300, -5700})) << "hundredths: 3 and 3 - 0.75 x 80";
    EXPECT_EQ(values("low"), (Values{3, 3}));
    EXPECT_EQ(values("soon"), (Values{10, 10}));
    EXPECT_EQ(problem->goals[2].digits, 2);
    EXPECT_TRUE(problem->goals[3].minimise);
}

TEST(Ties, QueueDaysThenAPublishedLottery) {
    const std::vector<Sheet> sheets{
        {"participants", "participant_id,application_date,current_unit\nSYN-P-1,2026-11-12,\nSYN-P-2,2026-11-02,SYN-U-2\nSYN-P-3,,\n"},
        {"units", "unit_id\nSYN-U-1\nSYN-U-2\n"}};
    const auto problem = make_problem(sheets, goal);
    ASSERT_EQ(problem->first_tie_goal, 1);
    ASSERT_EQ(problem->goals.size(), 3U);
    EXPECT_EQ(problem->goals[1].kind, rules::GoalKind::queue_days);
    EXPECT_EQ(problem->goals[2].kind, rules::GoalKind::lottery);
    EXPECT_EQ(problem->numeric.weights[1], (std::vector<std::int64_t>{10, 10, 0, 0, 0, 0})) << "movers are not in the queue";
    core::Sha256 sha;
    sha.field(std::int64_t{7}).field("SYN-P-1").field("SYN-U-2");
    EXPECT_EQ(problem->numeric.weights[2][1], static_cast<std::int64_t>(std::stoull(sha.finish_hex().substr(0, 10), nullptr, 16)));
    EXPECT_EQ(std::set<std::int64_t>(problem->numeric.weights[2].begin(), problem->numeric.weights[2].end()).size(), 6U);
}

TEST(Digests, DoNotDependOnTheOrderOfRowsOrColumns) {
    const auto first = make_problem(
        {{"participants", "participant_id,bedrooms_needed\nSYN-P-1,2\nSYN-P-2,1\n"}, {"units", "unit_id,bedrooms\nSYN-U-1,1\nSYN-U-2,2\n"}},
        bedrooms + goal);
    const auto second = make_problem(
        {{"units", "bedrooms,unit_id\n2,SYN-U-2\n1,SYN-U-1\n"}, {"participants", "bedrooms_needed,participant_id\n1,SYN-P-2\n2,SYN-P-1\n"}},
        bedrooms + goal);
    EXPECT_EQ(first->problem_digest, second->problem_digest);
    EXPECT_EQ(first->case_digest, second->case_digest);
    const auto other = make_problem(
        {{"participants", "participant_id,bedrooms_needed\nSYN-P-1,2\nSYN-P-2,2\n"}, {"units", "unit_id,bedrooms\nSYN-U-1,1\nSYN-U-2,2\n"}},
        bedrooms + goal);
    EXPECT_NE(first->problem_digest, other->problem_digest);
}

TEST(Provenance, IndicesThatTheProblemDoesNotHaveAreRefused) {
    const auto problem = make_problem(
        {{"participants", "participant_id,bedrooms_needed\nSYN-P-1,2\n"}, {"units", "unit_id,bedrooms\nSYN-U-1,2\n"}}, bedrooms + goal);
    EXPECT_EQ(problem->verdicts({0}, {0}).size(), 1U);
    for (const std::int32_t value : {-1, 1}) {
        EXPECT_THROW(static_cast<void>(problem->verdicts({value}, {0})), InvalidArgument);
        EXPECT_THROW(static_cast<void>(problem->verdicts({0}, {value})), InvalidArgument);
        EXPECT_THROW(static_cast<void>(problem->scores({value}, {0})), InvalidArgument);
        EXPECT_THROW(static_cast<void>(problem->scores({0}, {value})), InvalidArgument);
        EXPECT_THROW(static_cast<void>(problem->loads({value})), InvalidArgument);
        EXPECT_FALSE(problem->find_edge({value}, {0}).valid());
        EXPECT_FALSE(problem->find_edge({0}, {value}).valid());
    }
}

}  // namespace
}  // namespace husrom::test
