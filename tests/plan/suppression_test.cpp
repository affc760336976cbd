#include "plan/suppression.hpp"

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>

#include "every_plan.hpp"

namespace husrom {
namespace {

using plan::Grouping;
using plan::Tally;
using Flags = std::vector<bool>;

/// People who are alike: their group in each table, how many, how many of them housed.
struct Some {
    std::vector<int> groups;
    int people = 0, housed = 0;
};

std::vector<Grouping> tables_of(const std::vector<Some>& people, std::int32_t least = 5) {
    std::vector<Grouping> tables(people.front().groups.size());
    for (std::size_t table = 0; table < tables.size(); ++table) {
        auto& one = tables[table];
        for (const auto& some : people) {
            const auto group = static_cast<std::size_t>(some.groups[table]);
            one.of_person.insert(one.of_person.end(), static_cast<std::size_t>(some.people), some.groups[table]);
            one.tallies.resize(std::max(one.tallies.size(), group + 1));
            one.tallies[group].whole += some.people;
            one.tallies[group].part += some.housed;
        }
        one.hidden.resize(one.tallies.size(), false);
    }
    suppress(tables, least);
    return tables;
}

TEST(Suppression, FewAreHiddenWithTheSmallestOtherGroup) {
    EXPECT_EQ(tables_of({{{0}, 12, 6}, {{1}, 3, 1}, {{2}, 14, 7}}).front().hidden, (Flags{true, true, false}));
    EXPECT_EQ(tables_of({{{0}, 12, 6}, {{1}, 13, 6}}).front().hidden, (Flags{false, false}));
    EXPECT_EQ(tables_of({{{0}, 3, 2}, {{1}, 1, 0}}).front().hidden, (Flags{true, true})) << "all together are few";
}

TEST(Suppression, AGroupIsHiddenFromTheSumThatAnotherTableGives) {
    // Teams 0 and 1 make district 0: the district less team 0 would give team 1.
    EXPECT_EQ(tables_of({{{0, 0}, 12, 6}, {{1, 0}, 3, 1}, {{2, 1}, 11, 5}, {{3, 1}, 14, 7}}).front().hidden,
              (Flags{true, true, false, false}));
    // District 0 is hidden for those in it who wait, and teams that stayed shown would tell them, with or without the sum of districts.
    const auto nested = tables_of({{{0, 0}, 10, 10}, {{1, 0}, 8, 6}, {{2, 1}, 20, 10}, {{3, 2}, 15, 8}, {{4, 2}, 16, 8}});
    EXPECT_TRUE(nested[1].hidden[0]);
    EXPECT_TRUE(nested[0].hidden[1]);
    // A table that shows everybody gives the total to the others.
    const auto crossed = tables_of({{{0, 0}, 10, 5}, {{0, 1}, 2, 1}, {{1, 0}, 10, 5}, {{1, 1}, 1, 0}});
    EXPECT_EQ(crossed[0].hidden, (Flags{false, false}));
    EXPECT_EQ(crossed[1].hidden, (Flags{true, true}));
}

TEST(Suppression, WhatIsTheSameForEveryHiddenGroupIsNotTold) {
    EXPECT_EQ(tables_of({{{0}, 12, 6}, {{1}, 3, 0}, {{2}, 2, 0}}).front().hidden, (Flags{true, true, true}))
        << "nobody of 1 or 2 is housed";
    EXPECT_EQ(tables_of({{{0}, 12, 6}, {{1}, 13, 6}, {{2}, 3, 3}, {{3}, 2, 2}}).front().hidden, (Flags{true, false, true, true}))
        << "everybody of 2 and 3 is housed";
    std::vector<Some> alone{{{0}, 12, 6}};
    for (int group = 1; group <= 10; ++group) alone.push_back({{group}, 1, group % 2});
    EXPECT_TRUE(tables_of(alone).front().hidden[0]) << "ten groups of ten people: one person each";
    EXPECT_EQ(tables_of({{{0}, 12, 0}, {{1}, 3, 0}, {{2}, 4, 0}}).front().hidden, (Flags{false, true, true})) << "nobody at all is housed";
    // Rule: nor by a group that another table shows, when a hidden one lies in it; so the 12 of whom nobody is housed are hidden with
    // the 4.
    const auto zero = tables_of({{{0, 0}, 4, 0}, {{0, 1}, 8, 0}, {{1, 1}, 10, 5}, {{1, 2}, 30, 15}});
    EXPECT_EQ(zero[0].hidden, (Flags{true, true})) << "what is left of all would tell it as well";
    EXPECT_EQ(zero[1].hidden, (Flags{true, true, false}));
    const auto full = tables_of({{{0, 0}, 4, 4}, {{0, 1}, 8, 8}, {{1, 1}, 10, 5}, {{1, 2}, 30, 15}});
    EXPECT_EQ(full[0].hidden, (Flags{true, true}));
    const auto both = tables_of({{{0, 0}, 2, 0}, {{1, 0}, 2, 0}, {{0, 1}, 8, 0}, {{1, 1}, 8, 0}, {{2, 1}, 10, 5}, {{2, 2}, 30, 15}});
    EXPECT_TRUE(both[0].hidden[0] || both[0].hidden[1]) << "the 4 lie in two groups together";
    // 2 is 1 housed of 3; together with 1, of whom another table tells that nobody is, it would be known.
    const auto beside = tables_of({{{0, 0}, 20, 10}, {{1, 1}, 6, 0}, {{2, 2}, 8, 2}, {{2, 3}, 9, 4}, {{3, 2}, 3, 1}});
    EXPECT_FALSE(!beside[0].hidden[0] && !beside[0].hidden[2] && !beside[1].hidden[1]);
}

TEST(Suppression, WhatAGroupHasMoreThanThoseInItIsNotOfFew) {
    // Rule: 20 with 11 housed less 17 with 8 are 3 people, all housed.
    const auto tables = tables_of({{{0, 0}, 17, 8}, {{0, 1}, 3, 3}, {{1, 1}, 20, 10}});
    EXPECT_TRUE(tables[0].hidden[0] || tables[1].hidden[0]);
    // 27 less 12 less 12 are 3.
    const auto several = tables_of({{{0, 0}, 12, 6}, {{0, 1}, 12, 6}, {{0, 2}, 3, 0}, {{1, 2}, 20, 10}, {{2, 3}, 20, 10}});
    EXPECT_TRUE(several[0].hidden[0] || several[1].hidden[0] || several[1].hidden[1]);
}

TEST(Suppression, TheSamePeopleAreShownInEveryTableAlike) {
    // Rule: a group of one table that is a group of another hides nobody by being hidden in one of them alone.
    const auto tables = tables_of({{{0, 0}, 20, 10}, {{1, 1}, 3, 1}, {{1, 2}, 10, 5}, {{1, 3}, 11, 5}, {{1, 4}, 30, 15}});
    EXPECT_EQ(tables[0].hidden, (Flags{false, false}));
    EXPECT_EQ(tables[1].hidden, (Flags{false, true, true, false, false}));
}

TEST(Suppression, AGroupWithoutPeopleIsNoMatter) {
    Grouping empty{{}, {{0, 0}, {12, 6}, {0, 0}, {13, 6}, {3, 1}}, {false, false, true, false, false}};
    for (const auto& [group, people] : {std::pair{1, 12}, {3, 13}, {4, 3}}) empty.of_person.insert(empty.of_person.end(), people, group);
    std::vector<Grouping> tables{empty, empty};
    suppress(tables, 5);
    for (const auto& table : tables) EXPECT_EQ(table.hidden, (Flags{false, true, true, false, true}));
    std::vector<Grouping> nobody{{}, {}};
    suppress(nobody, 5);
}

TEST(Suppression, OfVeryManyGroupsInSeveralTablesTheSmallestAreHidden) {
    std::vector<Some> people;
    for (int group = 0; group < 600; ++group) people.push_back({{group, group}, group < 300 ? 10 : 12, 5});
    for (const auto& table : tables_of(people)) {
        EXPECT_EQ(std::ranges::count(table.hidden, true), 300);
        EXPECT_TRUE(table.hidden.front() && !table.hidden.back());
    }
    for (auto& some : people) some.groups.pop_back();
    EXPECT_EQ(std::ranges::count(tables_of(people).front().hidden, true), 0);
}

/// Every sum and difference of the numbers shown, each used once at most: `visit(number of times that each kind of people is counted)`.
template <class Visit> void every_sum(const std::vector<Some>& people, const std::vector<Grouping>& tables, const Visit& visit) {
    std::vector<std::vector<int>> shown{std::vector<int>(people.size(), 1)};
    for (std::size_t table = 0; table < tables.size(); ++table)
        for (std::size_t group = 0; group < tables[table].hidden.size(); ++group) {
            if (tables[table].hidden[group]) continue;
            auto& counted = shown.emplace_back();
            for (const auto& some : people) counted.push_back(std::cmp_equal(some.groups[table], group) ? 1 : 0);
        }
    std::size_t sums = 1;
    for (std::size_t i = 0; i < shown.size(); ++i) sums *= 3;
    for (std::size_t sum = 0; sum < sums; ++sum) {
        std::vector<int> times(people.size(), 0);
        auto signs = sum;
        for (const auto& counted : shown) {
            const auto sign = static_cast<int>(signs % 3) - 1;
            signs /= 3;
            for (std::size_t i = 0; i < times.size(); ++i) times[i] += sign * counted[i];
        }
        visit(times);
    }
}

TEST(Suppression, NoSumOfNumbersShownIsAHiddenNumberOrOfFew) {
    // Rule, by trying all sums and differences: one that counts whole groups of a table, some hidden, is of many people in several groups.
    std::int64_t shown = 0, told = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(400); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random draw(seed);
        std::vector<Some> people;
        const auto tables_drawn = static_cast<std::size_t>(draw.between(1, 3));
        const bool nested = draw.chance(1, 2);
        for (auto kinds = draw.between(3, 7); kinds > 0; --kinds) {
            Some some;
            for (std::size_t table = 0; table < tables_drawn; ++table) some.groups.push_back(static_cast<int>(draw.between(0, 3)));
            if (nested && tables_drawn > 1) some.groups[1] = some.groups[0] / 2;
            some.people = static_cast<int>(draw.between(1, 30));
            some.housed = static_cast<int>(draw.between(0, some.people));
            people.push_back(some);
        }
        // A group that nobody is in is not in a table.
        for (std::size_t table = 0; table < tables_drawn; ++table) {
            std::vector<int> used;
            for (const auto& some : people) used.push_back(some.groups[table]);
            std::ranges::sort(used);
            used.erase(std::ranges::unique(used).begin(), used.end());
            for (auto& some : people) some.groups[table] = static_cast<int>(std::ranges::find(used, some.groups[table]) - used.begin());
        }
        const auto tables = tables_of(people);
        // What is hidden does not depend on the order of the tables.
        auto turned = people;
        for (auto& some : turned) std::ranges::reverse(some.groups);
        auto again = tables_of(turned);
        std::ranges::reverse(again);
        for (std::size_t table = 0; table < tables_drawn; ++table) ASSERT_EQ(tables[table].hidden, again[table].hidden);
        int everybody = 0, all_housed = 0;
        for (const auto& some : people) everybody += some.people, all_housed += some.housed;
        const Tally all{everybody, all_housed};
        for (const auto& table : tables)
            for (std::size_t group = 0; group < table.hidden.size(); ++group) {
                if (table.hidden[group]) continue;
                ++shown;
                EXPECT_FALSE(plan::few(table.tallies[group], 5));
            }
        if (plan::few(all, 5)) continue;
        const auto lies_in = [&](std::size_t inner, std::size_t one, std::size_t outer, std::size_t other) {
            return std::ranges::all_of(people, [&](const Some& some) {
                return !std::cmp_equal(some.groups[inner], one) || std::cmp_equal(some.groups[outer], other);
            });
        };
        for (std::size_t outer = 0; outer < tables_drawn; ++outer)
            for (std::size_t other = 0; other < tables[outer].hidden.size(); ++other)
                for (std::size_t inner = 0; inner < tables_drawn && !tables[outer].hidden[other]; ++inner)
                    for (std::size_t one = 0; one < tables[inner].hidden.size(); ++one) {
                        if (!lies_in(inner, one, outer, other)) continue;
                        const auto& more = tables[outer].tallies[other];
                        const auto& less = tables[inner].tallies[one];
                        if (!tables[inner].hidden[one]) {
                            ASSERT_FALSE(plan::few(Tally{more.whole - less.whole, more.part - less.part}, 5));
                        } else if (plan::few(less, 5)) {
                            ASSERT_TRUE((more.part > 0 || all_housed == 0) && (more.part < more.whole || all_housed == everybody));
                        }
                    }
        every_sum(people, tables, [&](const std::vector<int>& times) {
            for (std::size_t table = 0; table < tables.size(); ++table) {
                const auto& one = tables[table];
                std::vector<int> of_group(one.hidden.size(), -1);
                bool whole_groups = true;
                for (std::size_t i = 0; i < people.size() && whole_groups; ++i) {
                    auto& of = of_group[static_cast<std::size_t>(people[i].groups[table])];
                    whole_groups = (times[i] == 0 || times[i] == 1) && (of == -1 || of == times[i]);
                    of = times[i];
                }
                if (!whole_groups) continue;
                Tally together;
                int hidden = 0;
                bool of_few = false;
                for (std::size_t group = 0; group < of_group.size(); ++group) {
                    if (of_group[group] != 1 || !one.hidden[group]) continue;
                    ++hidden;
                    of_few = of_few || plan::few(one.tallies[group], 5);
                    together.whole += one.tallies[group].whole;
                    together.part += one.tallies[group].part;
                }
                if (hidden == 0 || together.whole == everybody) continue;
                ++told;
                ASSERT_GT(hidden, 1) << "table " << table;
                ASSERT_FALSE(plan::few(together, 5)) << "table " << table;
                ASSERT_NE(together.whole, hidden);
                // Of groups that are hidden for others' sake alone it can be known.
                if (!of_few) continue;
                ASSERT_TRUE(together.part > 0 || all_housed == 0);
                ASSERT_TRUE(together.part < together.whole || all_housed == everybody);
            }
        });
    }
    EXPECT_GT(shown, 200);
    EXPECT_GT(told, 200);
}

}  // namespace
}  // namespace husrom
