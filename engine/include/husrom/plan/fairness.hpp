#pragma once

/// How a plan treats groups: who is housed, how long they waited, how close the level of the home is, whether a wish was met; and what more
/// equal shares would cost. Numbers about few people are hidden, and so is what gives them away: of the numbers of one call, no sum or
/// difference is the number of a group hidden for few, nor are two groups shown, one within the other, few people apart; and none tells a
/// thing that is the same for everybody in such a hidden group. Not looked at are sums and differences over several tables of people who
/// are no groups of one of them, and two calls together: what is published together is asked for in one.
/// O(people x columns) and an elimination over the groups shown (`plan/suppression.hpp`), the price two dozen solves at most.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <husrom/plan/resolve.hpp>

namespace husrom::plan {

/// Hidden: too few people stand behind a number, or a hidden one could be worked out from it.
struct GroupFairness {
    std::string group;  ///< the value of the column; empty: not known
    bool hidden = false;
    // Absent where hidden, or where the case does not say.
    std::optional<std::int32_t> people, housed;
    std::optional<std::int64_t> waiting_days_housed, waiting_days_waiting;  ///< medians, the lower one of two
    std::optional<std::int64_t> level_gap_tenths;  ///< mean of level of the home less level needed, to the nearest tenth
    std::optional<std::int32_t> wish_met;          ///< people housed with points in a wish term
};
struct FairnessTable {
    std::string column;  ///< "participant.segment"
    std::vector<GroupFairness> groups;
    GroupFairness all;
};

/// One table for each column of the participants; tenants who may move are left out. Throws InvalidArgument for a column that is not there,
/// or one of class `personal`, and for `least` below 1.
[[nodiscard]] std::vector<FairnessTable> fairness(const Plan& plan, const std::vector<std::string>& columns, std::int32_t least = 5);

/// What it costs to house no group in a smaller share than can be reached.
struct FairnessPrice {
    std::optional<std::int32_t> share_now;   ///< percent of the group that is housed least, rounded down; absent where `fairness` hides it
    std::optional<std::int32_t> share_best;  ///< the largest percent that every group can be given; absent where every group is too small
    std::vector<GoalLoss> losses;
    bool proven = false;
};
/// Groups of fewer than `least` people are left out; both shares are absent where that leaves none. `beside`: further columns of which
/// tables are shown with the price, so that more may be hidden. Throws InvalidArgument as `fairness` does.
[[nodiscard]] FairnessPrice price_of_fairness(const Plan& plan, const std::string& column, std::int32_t least = 5,
                                              const ResolveOptions& options = {}, const std::vector<std::string>& beside = {});

}  // namespace husrom::plan
