#pragma once

/// Which counts of several tables about the same people can be shown, so that none is of few people and none that is hidden for few can be
/// worked out from the others (complementary suppression). Groups are tried from the largest to the smallest, and each is shown that an
/// audit allows beside those shown already; so the order of the tables does not matter. The audit takes as known the total of all people,
/// and of each table every sum of groups that the numbers shown of all tables add up to, found by elimination over people.
/// Cost: an elimination of O(distinct people x candidates) a table, where the candidates are the groups that are not of few, and
/// O(log candidates) audits for each of them that is hidden: at most two seconds for 1000 candidates of 10 000 people. Of more in
/// several tables the smallest are hidden.

#include <cstdint>
#include <vector>

namespace husrom::plan {

/// A number of people, and how many of them it is about, such as those housed: few of either, or of the rest, are hidden.
struct Tally {
    std::int32_t whole = 0, part = 0;
};

/// The same people, those who are counted, by one column.
struct Grouping {
    std::vector<std::int32_t> of_person;  ///< the group of each
    std::vector<Tally> tallies;           ///< by group; one without people is hidden only where it is given so
    std::vector<bool> hidden;             ///< by group: those hidden for another reason, and after `suppress` all that are
};

/// Few enough to be told from, but somebody.
[[nodiscard]] constexpr bool few(std::int32_t count, std::int32_t least) {
    return count > 0 && count < least;
}
[[nodiscard]] constexpr bool few(const Tally& tally, std::int32_t least) {
    return few(tally.whole, least) || few(tally.part, least) || few(tally.whole - tally.part, least);
}

/// Hides groups, and shows no more of them than leaves this so; "kept" are those of few, and those given as hidden:
/// - a known sum that has kept groups in it has several groups, is not of few people, and does not say the same of each of its groups (all
///   of the part, none of it, one person each);
/// - what a known sum, or a group shown, has more than those of another table that lie in it is not of few people;
/// - nobody kept lies, with the whole group, in known sums, groups or such rests of which nobody is, or everybody, of the part, nor is a
///   kept group all that these leave of another.
/// Every group is hidden where all people together are few. Not looked at: what groups hold together by other columns than those given,
/// sums of people that are neither groups of one table nor such a rest, and what the order of hiding gives away.
void suppress(std::vector<Grouping>& groupings, std::int32_t least);

}  // namespace husrom::plan
