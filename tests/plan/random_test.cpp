#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "every_plan.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

using sample::cases, sample::for_each_choice, sample::Homes, sample::is_plan, sample::values_of;

constexpr std::string_view codes[] = {"NO_HOME_FITS", "INFORMATION_MISSING", "LIMIT_FULL", "OTHERS_FIRST", "TIE"};

class Judge {
public:
    explicit Judge(const plan::Plan& plan) : plan_(plan), problem_(plan.problem().numeric) {
        homes_.assign(static_cast<std::size_t>(problem_.rows), -1);
        for (const auto edge : plan.result().chosen)
            homes_[static_cast<std::size_t>(problem_.edge_row[static_cast<std::size_t>(edge)])] = edge;
        goals_ = policy_goals(homes_);
        for_each_choice(problem_, [&](const Homes& homes) {
            if (is_plan(problem_, homes)) plans_.push_back(homes);
        });
    }

    void judge(const plan::Waiting& waiting) const {
        const auto row = waiting.participant.position();
        const std::string code(plan::code(waiting.reason));
        SCOPED_TRACE(plan_.problem().participants[row] + " " + code + " " + waiting.blocking_limit);
        std::vector<std::int32_t> edges;
        for (std::size_t edge = 0; edge < problem_.edge_row.size(); ++edge)
            if (problem_.edge_row[edge] == waiting.participant.value) edges.push_back(static_cast<std::int32_t>(edge));
        EXPECT_EQ(waiting.homes_that_fit, static_cast<std::int32_t>(edges.size()));
        if (edges.empty()) {
            EXPECT_TRUE(code == "NO_HOME_FITS" || code == "INFORMATION_MISSING");
            return;
        }
        const bool free = std::ranges::any_of(edges, [&](auto edge) { return holder(edge) < 0; });
        if (code == "LIMIT_FULL") judge_limit(waiting, edges, free);
        if (free) {
            EXPECT_TRUE(code == "LIMIT_FULL" || code == "GOALS_AGAINST" || code == "TIE");
            return;
        }
        if (problem_.limits() == 0 && problem_.cliques() == 0) {
            // Without limits the reason is exact: a tie if and only if some plan with the same goals houses the person.
            EXPECT_EQ(code == "TIE",
                      std::ranges::any_of(plans_, [&](const Homes& homes) { return homes[row] >= 0 && policy_goals(homes) == goals_; }));
            return;
        }
        EXPECT_EQ(code == "TIE", best_exchange(row) == std::optional(goals_));
        if (code == "OTHERS_FIRST" && waiting.goal >= 0) {
            const auto best = best_exchange(row);
            ASSERT_TRUE(best);
            for (std::int32_t goal = 0; goal < waiting.goal; ++goal)
                EXPECT_EQ((*best)[static_cast<std::size_t>(goal)], goals_[static_cast<std::size_t>(goal)]);
            EXPECT_EQ(goals_[static_cast<std::size_t>(waiting.goal)] - (*best)[static_cast<std::size_t>(waiting.goal)], waiting.margin);
        }
        if (code == "OTHERS_FIRST" && waiting.goal < 0) {
            EXPECT_FALSE(best_exchange(row));
        }
    }

    [[nodiscard]] std::vector<std::int64_t> best() const {
        std::vector<std::int64_t> most;
        for (const auto& homes : plans_) most = std::max(most, policy_goals(homes));
        return most;
    }
    [[nodiscard]] bool possible() const { return !plans_.empty(); }
    [[nodiscard]] const std::vector<std::int64_t>& goals() const { return goals_; }

private:
    [[nodiscard]] std::vector<std::int64_t> policy_goals(const Homes& homes) const {
        auto values = values_of(problem_, homes);
        values.resize(static_cast<std::size_t>(plan_.problem().first_tie_goal));
        return values;
    }
    [[nodiscard]] std::int32_t column(std::int32_t edge) const { return problem_.edge_column[static_cast<std::size_t>(edge)]; }
    /// The row that holds the home of an edge, or -1.
    [[nodiscard]] std::int32_t holder(std::int32_t edge) const {
        for (std::size_t row = 0; row < homes_.size(); ++row)
            if (homes_[row] >= 0 && column(homes_[row]) == column(edge)) return static_cast<std::int32_t>(row);
        return -1;
    }

    /// Undoing what the reason names makes the person placeable, everybody else staying put or, where every home is held, its holder out.
    void judge_limit(const plan::Waiting& waiting, const std::vector<std::int32_t>& edges, bool free) const {
        auto relaxed = problem_;
        for (const auto limit : waiting.blocking_limits)
            relaxed.limit_upper[static_cast<std::size_t>(plan_.problem().limits[static_cast<std::size_t>(limit)].numeric)] =
                solve::no_upper;
        std::erase_if(relaxed.steps, [&](const solve::Step& step) {
            return relaxed.limit_upper[static_cast<std::size_t>(step.limit)] == solve::no_upper;
        });
        if (waiting.blocking_limit.ends_with("apart")) {
            relaxed.clique_edges.clear();
            relaxed.clique_offsets = {0};
        }
        const bool placeable = std::ranges::any_of(edges, [&](auto edge) {
            auto homes = homes_;
            if (free && holder(edge) >= 0) return false;
            if (!free) homes[static_cast<std::size_t>(holder(edge))] = -1;
            homes[waiting.participant.position()] = edge;
            if (!is_plan(relaxed, homes)) return false;
            // A soft limit alone never makes a placement impossible, so with it undone the placement must be no loss.
            return !is_plan(problem_, homes) || values_of(relaxed, homes) >= values_of(relaxed, homes_);
        });
        EXPECT_TRUE(placeable);
    }

    /// The best goals of a plan in which the person takes a held home, and its holder goes without, to a free home, or to a third one's.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> best_exchange(std::size_t row) const {
        std::optional<std::vector<std::int64_t>> best;
        for (const auto& homes : plans_) {
            if (homes[row] < 0) continue;
            const auto first = holder(homes[row]);
            std::vector<std::int32_t> changed;
            for (std::size_t other = 0; other < homes.size(); ++other)
                if (other != row && homes[other] != homes_[other]) changed.push_back(static_cast<std::int32_t>(other));
            if (first < 0 || std::ranges::find(changed, first) == changed.end() || changed.size() > 2) continue;
            const auto next = homes[static_cast<std::size_t>(first)];
            if (changed.size() == 1 && next >= 0 && holder(next) >= 0) continue;
            if (changed.size() == 2) {
                const auto third = changed[0] == first ? changed[1] : changed[0];
                if (next < 0 || holder(next) != third || homes[static_cast<std::size_t>(third)] >= 0) continue;
            }
            const auto goals = policy_goals(homes);
            if (!best || goals > *best) best = goals;
        }
        return best;
    }

    const plan::Plan& plan_;
    const solve::Problem& problem_;
    Homes homes_;
    std::vector<std::int64_t> goals_;
    std::vector<Homes> plans_;
};

TEST(RandomPlans, ReasonsHoldAgainstEnumeration) {
    // Every plan is as good as the best of all; every reason is what enumeration of all plans says; every limit named is undone.
    const auto policy = parse_policy(sample::rich_policy);
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 1; seed <= cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto problem = build(sample::random_case(seed), policy);
        const auto plan = allocate(problem);
        if (!plan.has_allocation()) {
            ++seen["infeasible"];
            EXPECT_EQ(plan.status(), solve::Status::infeasible);
            for_each_choice(problem->numeric, [&](const Homes& homes) { EXPECT_FALSE(is_plan(problem->numeric, homes)); });
            continue;
        }
        const Judge judge(plan);
        ASSERT_TRUE(judge.possible());
        EXPECT_EQ(judge.goals(), judge.best());
        for (const auto& waiting : plan.waiting()) {
            judge.judge(waiting);
            ++seen[std::string(plan::code(waiting.reason))];
        }
        if (HasFailure()) break;
    }
    for (const auto code : codes) EXPECT_GT(seen[std::string(code)], 0) << code << " never came up, so this test says nothing of it";
}

TEST(RandomPlans, TheSameBytesForAnyThreadsAndOrderOfRows) {
    // Digests of plan and problem are the same for 1, 2 and 4 threads and for shuffled input.
    const auto policy = parse_policy(sample::rich_policy);
    for (std::uint64_t seed = 1; seed <= cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = allocate(build(sample::random_case(seed), policy));
        for (const std::int32_t threads : {2, 4}) {
            AllocateOptions options;
            options.threads = threads;
            EXPECT_EQ(allocate(plan.shared_problem(), options).digest(), plan.digest());
        }
        const auto shuffled = allocate(build(sample::random_case(seed, true), policy));
        EXPECT_EQ(shuffled.problem().problem_digest, plan.problem().problem_digest);
        EXPECT_EQ(shuffled.digest(), plan.digest());
    }
}

}  // namespace
}  // namespace husrom
