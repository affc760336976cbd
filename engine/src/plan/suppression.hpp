#pragma once

/// Which counts of several tables about the same people can be shown, so that none is of few people and none of those hidden can be worked
/// out from the others (complementary suppression). The total of all people counts as shown, and so does every sum that any of the tables
/// gives. What the numbers shown add up to is a linear space of vectors over people; the sums of hidden groups of one table that lie in it
/// are known, and the audit finds them by elimination. Cost: O(distinct people x shown groups^2) a pass, a handful of passes.

#include <cstdint>
#include <vector>

namespace husrom::plan {

/// A number of people, and how many of them it is about, such as those housed: few of either, or of the rest, are hidden.
struct Tally {
    std::int32_t whole = 0, part = 0;
};

/// The same people by one column.
struct Grouping {
    std::vector<std::int32_t> of_person;  ///< the group of each
    std::vector<Tally> tallies;           ///< by group; they may be of some people of the group only
    std::vector<bool> hidden;             ///< by group: those hidden for another reason, and after `suppress` all that are
};

/// Few enough to be told from, but somebody.
[[nodiscard]] constexpr bool few(std::int32_t count, std::int32_t least) {
    return count > 0 && count < least;
}
[[nodiscard]] constexpr bool few(const Tally& tally, std::int32_t least) {
    return few(tally.whole, least) || few(tally.part, least) || few(tally.whole - tally.part, least);
}

/// Hides groups until no known sum of hidden groups is of few people, is one group alone, or says the same of each of its groups (all of
/// the part, none of it, one person each); every group where all people together are few. What groups hold together by other columns than
/// those given, and what the order of hiding gives away, is not looked at.
void suppress(std::vector<Grouping>& groupings, std::int32_t least);

}  // namespace husrom::plan
