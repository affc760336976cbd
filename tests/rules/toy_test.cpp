// Six people and six homes: what building makes of them has the answers that a person works out by hand.

#include <gtest/gtest.h>

#include <husrom/io/io.hpp>

#include "examples/toy_policy.hpp"
#include "rules/best_plans.hpp"
#include "rules/sample.hpp"

namespace husrom::test {
namespace {

std::vector<Sheet> toy(bool b_active, bool e_fits, int cap) {
    const std::string participants =
        "participant_id,application_date,age,bedrooms_needed,children,segments,supervision,need_high,conflict,activity\n"
        "SYN-P-A,2026-07-25,39,0,0,ROP,daily,4,2,false\n"
        "SYN-P-B,2026-09-08,19,0,0,YOUTH,weekly,1,0," +
        std::string(b_active ? "true" : "false") +
        "\n"
        "SYN-P-C,2026-10-23,31,2,2,FAMILY,none,1,0,false\n"
        "SYN-P-D,2026-09-23,45,0,0,SUD,h24,5,0,false\n"
        "SYN-P-E,2026-08-24,34,0,0,MH,weekly," +
        std::string(e_fits ? "4" : "1") +
        ",0,false\n"
        "SYN-P-F,2026-10-08,41,0,0,ROP,daily,4,2,false\n";
    const std::string units =
        "unit_id,site_id,neighbourhood_id,landlord_id,level,bedrooms,staffing,age_min,age_max,requires_activity\n"
        "SYN-U-1,SYN-S-1,,,4,1,daily,,,false\n"
        "SYN-U-2,SYN-S-1,,,4,1,daily,,,false\n"
        "SYN-U-3,SYN-S-2,,,5,0,h24,,,false\n"
        "SYN-U-4,,SYN-N-1,SYN-L-1,1,2,weekly,,,false\n"
        "SYN-U-5,SYN-S-3,,,1,0,weekly,16,23,true\n"
        "SYN-U-6,,SYN-N-1,SYN-L-2,1,0,daily,,,false\n";
    return {{"participants", participants},
            {"units", units},
            {"sites",
             "site_id,neighbourhood_id,conflict_cap\nSYN-S-1,SYN-N-2," + std::to_string(cap) + "\nSYN-S-2,SYN-N-3,\nSYN-S-3,SYN-N-4,\n"},
            {"neighbourhoods", "neighbourhood_id,drug_scene\nSYN-N-1,0\nSYN-N-2,1\nSYN-N-3,2\nSYN-N-4,0\n"},
            {"landlords", "landlord_id,accepts\nSYN-L-1,FAMILY;MH;YOUTH\nSYN-L-2,MH;ROP\n"},
            {"wishes", "participant_id,kind,value,rank\nSYN-P-E,area,SYN-N-1,1\n"}};
}

std::shared_ptr<const rules::AllocationProblem> toy_problem(bool b_active, bool e_fits, int cap) {
    return build(make_case(toy(b_active, e_fits, cap)), parse_policy(examples::toy_policy));
}

struct Answer {
    bool b_active, e_fits;
    int cap;
    std::int64_t housed, wishes, plans;
};

class Toy : public testing::TestWithParam<Answer> {};

TEST_P(Toy, HasTheAnswersWorkedOutByHand) {
    const auto& [b_active, e_fits, cap, housed, wishes, plans] = GetParam();
    const auto problem = toy_problem(b_active, e_fits, cap);
    ASSERT_EQ(problem->first_tie_goal, 2);
    const auto best = best_plans(problem->numeric, 2);
    ASSERT_TRUE(best.feasible);
    EXPECT_EQ(best.value, (std::vector{housed, wishes}));
    EXPECT_EQ(best.count, plans);
    EXPECT_EQ(best_plans(problem->numeric, problem->numeric.goals).count, 1) << "the ties leave one plan";
}

INSTANTIATE_TEST_SUITE_P(EightVariants, Toy,
                         testing::Values(Answer{true, true, 1, 6, 0, 4}, Answer{true, true, 2, 6, 1, 2}, Answer{true, false, 1, 5, 1, 8},
                                         Answer{true, false, 2, 6, 1, 2}, Answer{false, true, 1, 5, 0, 8}, Answer{false, true, 2, 5, 1, 4},
                                         Answer{false, false, 1, 4, 1, 12}, Answer{false, false, 2, 5, 1, 4}));

TEST(Toy, ClosedPairsNameTheRulesThatCloseThem) {
    const auto problem = toy_problem(false, true, 1);
    EXPECT_EQ(verdict_of(*problem, "daytime-activity", "SYN-P-B", "SYN-U-5"), rules::Verdict::fail);
    EXPECT_EQ(verdict_of(*problem, "families-away-from-drug-scenes", "SYN-P-C", "SYN-U-1"), rules::Verdict::fail);
    EXPECT_EQ(verdict_of(*problem, "landlord-consent", "SYN-P-A", "SYN-U-1"), rules::Verdict::not_applicable);
    EXPECT_EQ(verdict_of(*problem, "age-limits", "SYN-P-A", "SYN-U-5"), rules::Verdict::fail);
    EXPECT_TRUE(is_open(*problem, "SYN-P-D", "SYN-U-3"));
    EXPECT_FALSE(is_open(*problem, "SYN-P-B", "SYN-U-5"));
    const auto edge = problem->find_edge(problem->find_participant("SYN-P-A"), problem->find_unit("SYN-U-1"));
    ASSERT_TRUE(edge.valid());
    const auto loads = problem->loads(edge);
    ASSERT_EQ(loads.size(), 1U);
    EXPECT_EQ(problem->limits[static_cast<std::size_t>(loads.front().first)].group, "SYN-S-1");
    EXPECT_EQ(loads.front().second, 1);
}

}  // namespace
}  // namespace husrom::test
