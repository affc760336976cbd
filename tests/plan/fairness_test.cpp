#include <gtest/gtest.h>

#include <husrom/plan/fairness.hpp>

#include "every_plan.hpp"
#include "policy_parts.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

/// `sizes[g]` people of group g want one of `homes` homes.
model::Case groups(const std::vector<int>& sizes, int homes) {
    std::vector<std::string> participants{"participant_id,application_date,bedrooms_needed,segment"}, units{"unit_id,bedrooms"};
    int number = 100;
    for (std::size_t group = 0; group < sizes.size(); ++group)
        for (int i = 0; i < sizes[group]; ++i)
            participants.push_back("SYN-P-" + std::to_string(++number) + ",2026-0" + std::to_string(group + 1) + "-01,1,G" +
                                   std::to_string(group));
    for (int home = 0; home < homes; ++home) units.push_back("SYN-U-" + std::to_string(100 + home) + ",1");
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    return builder.build();
}

const std::string policy = sample::policy_head("groups") + R"([columns."participant.segment"]
type = "text"
[columns."participant.note"]
type = "text"
class = "personal"
)" + sample::bedrooms_rule +
                           sample::house_most;

TEST(Fairness, ACellThatIsNoneIsInTheGroupOfItsValue) {
    // Rule: an empty cell that means 0, false or the lowest step makes no group beside those who say so.
    std::vector<std::string> participants{"participant_id,wants_swap,offers_made,step,segment"}, units{"unit_id"};
    for (int i = 10; i < 20; ++i) {
        const auto id = "SYN-P-" + std::to_string(i);
        participants.push_back(id + (i < 15 ? ",,,," : ",false,0,low,A"));
        units.push_back("SYN-U-" + std::to_string(i));
    }
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    const auto plan = sample::solve(builder.build(), sample::policy_head("none") + R"([columns."participant.step"]
type = "ordered"
order = ["low", "high"]
empty = "none"
[columns."participant.segment"]
type = "text"
empty = "none"
)" + sample::house_most);
    for (const auto& [column, group] :
         std::vector<std::pair<std::string, std::string>>{{"wants_swap", "false"}, {"offers_made", "0"}, {"step", "low"}}) {
        const auto groups = plan::fairness(plan, {column}).front().groups;
        ASSERT_EQ(groups.size(), 1U) << column;
        EXPECT_EQ(groups.front().group, group);
        EXPECT_EQ(*groups.front().people, 10);
    }
    EXPECT_EQ(plan::fairness(plan, {"segment"}).front().groups.size(), 2U) << "a text that is none equals nothing";
}

TEST(Fairness, NumbersOfSmallGroupsCannotBeHadBySubtraction) {
    std::int64_t shown = 0, hidden = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random draw(seed);
        std::vector<int> sizes;
        for (auto count = draw.between(1, 5); count > 0; --count) sizes.push_back(static_cast<int>(draw.between(1, 16)));
        const auto plan = sample::solve(groups(sizes, static_cast<int>(draw.between(1, 40))), policy);
        const auto table = plan::fairness(plan, {"segment"}).front();
        ASSERT_EQ(table.groups.size(), sizes.size());
        std::int32_t people = 0, housed = 0, missing = 0;
        for (std::size_t group = 0; group < sizes.size(); ++group) {
            const auto& row = table.groups[group];
            if (row.hidden) {
                ++missing;
                EXPECT_FALSE(row.people || row.housed || row.waiting_days_housed || row.waiting_days_waiting || row.wish_met);
                continue;
            }
            ++shown;
            EXPECT_EQ(*row.people, sizes[group]);
            for (const auto count : {*row.people, *row.housed, *row.people - *row.housed}) EXPECT_TRUE(count == 0 || count >= 5);
            people += *row.people;
            housed += *row.housed;
        }
        hidden += missing;
        EXPECT_NE(missing == 1 && !table.all.hidden, true) << "one hidden group alone is the whole less the others";
        if (missing == 0 || table.all.hidden) continue;
        const auto hidden_people = *table.all.people - people, hidden_housed = *table.all.housed - housed;
        for (const auto count : {hidden_people, hidden_housed, hidden_people - hidden_housed})
            EXPECT_TRUE(count == 0 || count >= 5) << "what is hidden together is many";
    }
    EXPECT_GT(shown, 20);
    EXPECT_GT(hidden, 20);
}

TEST(Fairness, PriceIsTheLossOfTheBestPlanWithTheLargestEqualShare) {
    // The first group has waited longest and takes all ten homes; ten homes among twenty people are a half each at no loss of homes.
    const auto plan = sample::solve(groups({10, 10}, 10), policy);
    const auto price = plan::price_of_fairness(plan, "segment");
    EXPECT_EQ(price.share_now, 0);
    EXPECT_EQ(price.share_best, 50);
    EXPECT_TRUE(price.proven);
    ASSERT_EQ(price.losses.size(), 1U);
    EXPECT_EQ(price.losses[0].loss, 0);
}

TEST(Fairness, PersonalAndUnknownColumnsAreRefused) {
    const auto plan = sample::solve(groups({6, 6}, 3), policy);
    EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"segmnt"})), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"unit.bedrooms"})), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"application_date"})), InvalidArgument);
}

}  // namespace
}  // namespace husrom
