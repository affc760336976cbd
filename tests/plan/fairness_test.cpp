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

/// People of a group and of another, each with a home of `level` to themselves or, at 0, with none.
struct Housed {
    std::string group, other;
    int people = 0, needed = 0, level = 0;
};

plan::Plan plan_of(const std::vector<Housed>& list) {
    std::vector<std::string> participants{"participant_id,segment,area,need_level,band"}, units{"unit_id,level,band"};
    int number = 100;
    for (const auto& some : list)
        for (int i = 0; i < some.people; ++i) {
            const auto id = std::to_string(++number);
            participants.push_back("SYN-P-" + id + "," + some.group + "," + some.other + "," +
                                   (some.needed > 0 ? std::to_string(some.needed) : "") + "," + id);
            if (some.level > 0) units.push_back("SYN-U-" + id + "," + std::to_string(some.level) + "," + id);
        }
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    return sample::solve(builder.build(), sample::policy_head("own") + R"([columns."participant.segment"]
type = "text"
[columns."participant.area"]
type = "text"
[columns."participant.band"]
type = "text"
[columns."unit.band"]
type = "text"
[[eligible]]
id = "own"
type = "equal"
left = "unit.band"
right = "participant.band"
unknown = "fail"
)" + sample::house_most);
}

TEST(Fairness, TablesOfOneCallDoNotTellEachOthersHiddenNumbers) {
    // Rule: T2 is few, and its district less T1 would give it; so T1 is hidden too, and T3 and T4 need not be.
    const auto tables = plan::fairness(plan_of({{"T1", "D1", 6, 1, 1},
                                                {"T1", "D1", 6, 1, 0},
                                                {"T2", "D1", 1, 1, 1},
                                                {"T2", "D1", 2, 1, 0},
                                                {"T3", "D2", 5, 1, 1},
                                                {"T3", "D2", 6, 1, 0},
                                                {"T4", "D2", 7, 1, 1},
                                                {"T4", "D2", 7, 1, 0}}),
                                       {"segment", "area"});
    std::vector<bool> hidden;
    for (const auto& one : tables[0].groups) hidden.push_back(one.hidden);
    EXPECT_EQ(hidden, (std::vector<bool>{true, true, false, false}));
    for (const auto& one : tables[1].groups) EXPECT_FALSE(one.hidden);
    for (const auto& table : tables) EXPECT_EQ(*table.all.people, 40);
}

TEST(Fairness, LevelGapIsTheNearestTenthAndHiddenWithTheGroupsThatItWouldTell) {
    // 5 x 1 less 4 x 0, over 9, is 0.56.
    const auto near = plan::fairness(plan_of({{"a", "", 5, 1, 2}, {"a", "", 4, 1, 1}}), {"segment"}).front();
    EXPECT_EQ(near.all.level_gap_tenths, 6);
    // The level of one person of b alone is known: the gap of all less that of a would tell it.
    const auto table =
        plan::fairness(plan_of({{"a", "", 9, 2, 2}, {"a", "", 6, 1, 0}, {"b", "", 4, 0, 2}, {"b", "", 1, 5, 1}, {"b", "", 5, 1, 0}}),
                       {"segment"})
            .front();
    EXPECT_EQ(*table.groups[0].people, 15);
    EXPECT_EQ(*table.groups[1].people, 10);
    EXPECT_FALSE(table.groups[0].level_gap_tenths);
    EXPECT_FALSE(table.groups[1].level_gap_tenths);
}

TEST(Fairness, GroupsThatDifferByThoseNotCountedAloneTellEachOther) {
    // Rule: those of a who are housed lie in y, where but three of b are counted besides; that six more of a wait in x changes nothing.
    const auto tables =
        plan::fairness(plan_of({{"a", "y", 10, 1, 1}, {"a", "x", 6, 1, 0}, {"b", "y", 3, 1, 2}, {"b", "y", 4, 0, 2}, {"c", "x", 8, 1, 1}}),
                       {"segment", "area"});
    for (const auto& table : tables)
        for (const auto& group : table.groups) EXPECT_FALSE(group.hidden) << group.group;
    const auto gap = [&](std::size_t table, std::size_t group) { return tables[table].groups[group].level_gap_tenths.has_value(); };
    EXPECT_FALSE(gap(0, 1));
    EXPECT_FALSE(gap(0, 0)) << "y less a is b";
    EXPECT_TRUE(gap(0, 2) && gap(1, 0) && gap(1, 1));
}

TEST(Fairness, PriceDoesNotTellTheShareOfAHiddenGroup) {
    // b has the smallest share, 1 of 10, and its table hides it; where the table shows the group that is housed least, so does the price.
    EXPECT_FALSE(
        plan::price_of_fairness(
            plan_of(
                {{"a", "", 10, 1, 1}, {"a", "", 10, 1, 0}, {"b", "", 1, 1, 1}, {"b", "", 9, 1, 0}, {"c", "", 5, 1, 1}, {"c", "", 6, 1, 0}}),
            "segment")
            .share_now);
    const auto shown = plan_of({{"a", "x", 10, 1, 1}, {"a", "x", 10, 1, 0}, {"c", "y", 9, 1, 0}, {"c", "z", 3, 1, 0}});
    EXPECT_EQ(plan::price_of_fairness(shown, "segment").share_now, 0);
    EXPECT_FALSE(plan::price_of_fairness(shown, "segment", 5, {}, {"area"}).share_now)
        << "z is few, and c, of which it is a part, would tell that nobody of it is housed";
}

TEST(Fairness, PriceOfGroupsThatAreAllSmallIsEmpty) {
    const auto price = plan::price_of_fairness(plan_of({{"a", "", 1, 1, 1}, {"a", "", 2, 1, 0}, {"b", "", 4, 1, 0}}), "segment");
    EXPECT_FALSE(price.share_now);
    EXPECT_FALSE(price.share_best);
    EXPECT_FALSE(price.proven);
}

TEST(Fairness, WithoutALeastNumberOfPeopleNothingIsTold) {
    const auto plan = sample::solve(groups({6, 6}, 3), policy);
    for (const std::int32_t least : {0, -1}) {
        EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"segment"}, least)), InvalidArgument);
        EXPECT_THROW(static_cast<void>(plan::price_of_fairness(plan, "segment", least)), InvalidArgument);
    }
}

TEST(Fairness, PersonalAndUnknownColumnsAreRefused) {
    const auto plan = sample::solve(groups({6, 6}, 3), policy);
    EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"segmnt"})), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"unit.bedrooms"})), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan::fairness(plan, {"application_date"})), InvalidArgument);
}

}  // namespace
}  // namespace husrom
