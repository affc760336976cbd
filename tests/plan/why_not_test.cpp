#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <tuple>

#include <husrom/plan/why_not.hpp>

#include "every_plan.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

using plan::WhyNotOutcome;
using Values = std::vector<std::int64_t>;

std::vector<std::int64_t> by_loss(const std::vector<plan::GoalLoss>& losses) {
    std::vector<std::int64_t> list;
    for (const auto& loss : losses) list.push_back(loss.loss);
    return list;
}

Values minus(const Values& a, const Values& b) {
    Values difference;
    for (std::size_t i = 0; i < a.size(); ++i) difference.push_back(a[i] - b[i]);
    return difference;
}

/// What every question about one small plan must answer, from the list of all its plans.
class Oracle {
public:
    explicit Oracle(const plan::Plan& plan) : plan_(plan), problem_(plan.problem()) {
        for (auto& homes : sample::every_plan(problem_.numeric)) plans_.push_back({sample::policy_values(problem_, homes), homes});
        best_ = sample::policy_values(problem_, sample::homes_of(problem_.numeric, plan.result().chosen));
    }

    void judge_pair(std::int32_t edge) const {
        const auto row = problem_.numeric.edge_row[static_cast<std::size_t>(edge)];
        const auto& participant = problem_.participants[static_cast<std::size_t>(row)];
        const auto& unit = problem_.units[static_cast<std::size_t>(problem_.numeric.edge_column[static_cast<std::size_t>(edge)])];
        SCOPED_TRACE(participant + " " + unit);
        const auto answer = plan::why_not(plan_, participant, unit);
        const auto best = best_with(static_cast<std::size_t>(row), [&](std::int32_t home) { return home == edge; });
        EXPECT_TRUE(answer.exact);
        EXPECT_FALSE(plan::text(answer).empty());
        if (answer.outcome == WhyNotOutcome::has_it) {
            EXPECT_EQ(best, std::optional(best_));
            return;
        }
        EXPECT_EQ(answer.outcome == WhyNotOutcome::impossible, !best);
        if (!best) return;
        EXPECT_EQ(by_loss(answer.losses), minus(best_, *best));
        EXPECT_EQ(answer.outcome == WhyNotOutcome::tie, *best == best_);
        const auto homes = sample::homes_of(problem_.numeric, answer.chosen);
        EXPECT_TRUE(sample::is_plan(problem_.numeric, homes));
        EXPECT_EQ(homes[static_cast<std::size_t>(row)], edge);
        EXPECT_EQ(sample::policy_values(problem_, homes), *best);
        EXPECT_EQ(kept(homes), most_kept(static_cast<std::size_t>(row), edge, *best)) << "what moves is what has to move";
    }

    void judge_alternatives(std::int32_t row) const {
        SCOPED_TRACE(problem_.participants[static_cast<std::size_t>(row)]);
        const auto held = sample::homes_of(problem_.numeric, plan_.result().chosen)[static_cast<std::size_t>(row)];
        std::vector<Values> expected;
        for (std::size_t edge = 0; edge < problem_.numeric.edge_row.size(); ++edge) {
            if (problem_.numeric.edge_row[edge] != row || static_cast<std::int32_t>(edge) == held) continue;
            if (const auto best =
                    best_with(static_cast<std::size_t>(row), [&](std::int32_t home) { return home == static_cast<std::int32_t>(edge); }))
                expected.push_back(minus(best_, *best));
        }
        std::ranges::sort(expected);
        const auto all = plan::alternatives(plan_, problem_.participants[static_cast<std::size_t>(row)], 99);
        EXPECT_TRUE(all.complete);
        std::vector<Values> found;
        for (const auto& one : all.list) {
            EXPECT_TRUE(one.exact);
            found.push_back(by_loss(one.losses));
        }
        EXPECT_EQ(found, expected) << "best first, each with its exact loss";
        const auto first = plan::alternatives(plan_, problem_.participants[static_cast<std::size_t>(row)], 1);
        EXPECT_EQ(first.list.size(), std::min<std::size_t>(1, expected.size()));
    }

private:
    struct Entry {
        Values values;
        sample::Homes homes;
    };
    template <class Is> std::optional<Values> best_with(std::size_t row, const Is& is) const {
        std::optional<Values> best;
        for (const auto& one : plans_)
            if (is(one.homes[row]) && (!best || one.values > *best)) best = one.values;
        return best;
    }
    [[nodiscard]] std::int64_t kept(const sample::Homes& homes) const {
        const auto now = sample::homes_of(problem_.numeric, plan_.result().chosen);
        std::int64_t count = 0;
        for (std::size_t i = 0; i < now.size(); ++i) count += now[i] >= 0 && homes[i] == now[i] ? 1 : 0;
        return count;
    }
    [[nodiscard]] std::int64_t most_kept(std::size_t row, std::int32_t edge, const Values& values) const {
        std::int64_t most = 0;
        for (const auto& one : plans_)
            if (one.homes[row] == edge && one.values == values) most = std::max(most, kept(one.homes));
        return most;
    }

    const plan::Plan& plan_;
    const rules::AllocationProblem& problem_;
    std::vector<Entry> plans_;
    Values best_;
};

TEST(WhyNot, LossIsExactlyThatOfTheBestPlanWithThePair) {
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const Oracle oracle(plan);
        for (std::int32_t edge = 0; edge < plan.problem().numeric.edges(); ++edge) oracle.judge_pair(edge);
        if (HasFailure()) return;
    }
}

TEST(WhyNot, AlternativesAreAllHomesAPersonCouldHaveBestFirst) {
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const Oracle oracle(plan);
        for (std::int32_t row = 0; row < plan.problem().numeric.rows; ++row) oracle.judge_alternatives(row);
        if (HasFailure()) return;
    }
}

/// Everything an answer says.
auto whole(const plan::Alternatives& answer) {
    std::vector<std::tuple<std::int32_t, Values, bool, std::vector<std::int32_t>>> homes;
    for (const auto& one : answer.list) {
        std::vector<std::int32_t> chosen;
        for (const auto edge : one.chosen) chosen.push_back(edge.value);
        homes.emplace_back(one.unit.value, by_loss(one.losses), one.exact, std::move(chosen));
    }
    return std::tuple(answer.participant.value, std::move(homes), answer.complete);
}

TEST(WhyNot, AllAlternativesAreThoseOfEachPersonAtAnyNumberOfThreads) {
    for (std::uint64_t seed = 1; seed <= sample::cases(150); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const auto& people = plan.problem().participants;
        for (const std::int32_t threads : {1, 2, 5}) {
            std::vector<std::size_t> told;
            const auto all = plan::all_alternatives(plan, 3, {.threads = threads}, [&](std::size_t done) { told.push_back(done); });
            ASSERT_EQ(all.size(), people.size());
            for (std::size_t i = 0; i < people.size(); ++i) EXPECT_EQ(whole(all[i]), whole(plan::alternatives(plan, people[i], 3)));
            std::vector<std::size_t> expected(people.size());
            std::iota(expected.begin(), expected.end(), std::size_t{1});
            EXPECT_EQ(told, expected);
        }
        if (HasFailure()) return;
    }
}

TEST(WhyNot, AllAlternativesEndWhereTheyAreStopped) {
    int stopped = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        const auto& people = plan.problem().participants;
        if (!plan.has_allocation() || people.size() < 3) continue;
        std::stop_source stop;
        const auto all = plan::all_alternatives(plan, 3, {.stop = stop.get_token()}, [&](std::size_t done) {
            if (done == 2) stop.request_stop();
        });
        ASSERT_EQ(all.size(), people.size());
        for (std::size_t i = 0; i < people.size(); ++i) {
            EXPECT_EQ(all[i].participant.position(), i);
            if (i < 2)
                EXPECT_EQ(whole(all[i]), whole(plan::alternatives(plan, people[i], 3)));
            else
                EXPECT_TRUE(!all[i].asked && all[i].list.empty() && !all[i].complete);
        }
        ++stopped;
    }
    EXPECT_GT(stopped, 5);
}

TEST(WhyNot, AllAlternativesEndWithWhatIsThrown) {
    // Rule: a callback that throws is called no more, nobody further is asked, and what it threw arrives.
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        for (const std::int32_t threads : {1, 3}) {
            int called = 0;
            const auto fails = [&](std::size_t) {
                ++called;
                throw std::runtime_error("enough");
            };
            EXPECT_THROW(static_cast<void>(plan::all_alternatives(plan, 3, {.threads = threads}, fails)), std::runtime_error);
            EXPECT_EQ(called, 1);
        }
    }
}

TEST(WhyNot, AlternativesAreAtLeastOne) {
    const auto plan = sample::solve(sample::random_case(2), sample::rich_policy);
    for (const std::int32_t most : {0, -1}) {
        EXPECT_THROW(static_cast<void>(plan::alternatives(plan, plan.problem().participants.front(), most)), InvalidArgument);
        EXPECT_THROW(static_cast<void>(plan::all_alternatives(plan, most)), InvalidArgument);
    }
}

TEST(WhyNot, AlternativesThatAreNotProvenStandInOrderAllTheSame) {
    // Rule: a list is ordered by the losses it tells, even where the search ended before it could prove them.
    std::int64_t not_proven = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(300); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        for (const auto& id : plan.problem().participants) {
            const auto answer = plan::alternatives(plan, id, 5, {.work_limit = 1});
            const auto worse = [](const plan::Alternative& a, const plan::Alternative& b) {
                return std::ranges::lexicographical_compare(b.losses, a.losses, {}, &plan::GoalLoss::loss, &plan::GoalLoss::loss);
            };
            EXPECT_EQ(std::ranges::adjacent_find(answer.list, worse), answer.list.end());
            const bool proven = std::ranges::all_of(answer.list, &plan::Alternative::exact);
            EXPECT_EQ(plan::text(plan.problem(), answer).find("not proven") != std::string::npos, !proven);
            not_proven += proven ? 0 : 1;
        }
    }
    EXPECT_GT(not_proven, 20);
}

TEST(WhyNot, IdsInTheWrongOrderAreToldApart) {
    // Rule: a home's id where a person's is asked for is told as that, not as a person with a similar id.
    const auto plan = sample::solve(sample::random_case(3), sample::rich_policy);
    const auto& problem = plan.problem();
    const auto told = [&](std::string_view participant, std::string_view unit) -> std::string {
        try {
            static_cast<void>(plan::why_not(plan, participant, unit));
        } catch (const InvalidArgument& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_TRUE(told(problem.units.front(), problem.participants.front()).find("is a home, and a participant is asked for") !=
                std::string::npos);
    EXPECT_TRUE(told(problem.participants.front(), problem.participants.back()).find("is a participant, and a home is asked for") !=
                std::string::npos);
}

model::Case two_people() {
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed,accessibility", "SYN-P-1,2026-01-01,1,STEP_FREE", "SYN-P-2,2026-02-01,2,"});
    sample::add_table(builder, "units",
                      {"unit_id,bedrooms,step_free,available_from", "SYN-U-1,2,true,", "SYN-U-2,1,,", "SYN-U-3,2,true,2027-12-01"});
    return builder.build();
}

TEST(WhyNot, RuledOutPairNamesEveryFailedRuleAndTheFactsItRead) {
    const auto plan = sample::solve(two_people());
    const auto answer = plan::why_not(plan, "SYN-P-2", "SYN-U-2");
    EXPECT_EQ(answer.outcome, WhyNotOutcome::ruled_out);
    ASSERT_EQ(answer.ruled_out_by.size(), 1U);
    EXPECT_EQ(answer.ruled_out_by[0].rule, "bedrooms");
    ASSERT_EQ(answer.ruled_out_by[0].facts.size(), 2U);
    EXPECT_EQ(answer.ruled_out_by[0].facts[0].column, "unit.bedrooms");

    const auto unknown = plan::why_not(plan, "SYN-P-1", "SYN-U-2");
    ASSERT_EQ(unknown.ruled_out_by.size(), 1U);
    EXPECT_EQ(unknown.ruled_out_by[0].rule, "step-free");
    const auto& facts = unknown.ruled_out_by[0].facts;
    const auto fact = std::ranges::find(facts, "unit.step_free", &plan::Fact::column);
    ASSERT_NE(fact, facts.end());
    EXPECT_TRUE(fact->unknown && fact->may_change);
    EXPECT_NE(plan::text(unknown).find("Not known: step free (unit.step_free)"), std::string::npos);
    EXPECT_NE(plan::text(unknown, model::Language::nb).find("utelukket"), std::string::npos);
    EXPECT_NE(plan::text(unknown, model::Language::nb).find("Ukjent: Trinnfri (unit.step_free)"), std::string::npos)
        << plan::text(unknown, model::Language::nb);
}

TEST(WhyNot, HomeOutsideThePoolIsRuledOutByItsDate) {
    const auto plan = sample::solve(two_people());
    const auto answer = plan::why_not(plan, "SYN-P-1", "SYN-U-3");
    EXPECT_EQ(answer.outcome, WhyNotOutcome::ruled_out);
    ASSERT_EQ(answer.ruled_out_by.size(), 1U);
    EXPECT_EQ(answer.ruled_out_by[0].rule, "not-available");
    EXPECT_THROW(static_cast<void>(plan::why_not(plan, "SYN-P-1", "SYN-U-9")), InvalidArgument);
    EXPECT_THROW(static_cast<void>(plan::why_not(plan, "SYN-P-9", "SYN-U-1")), InvalidArgument);
}

TEST(Resolver, DemandsThatContradictEachOtherAreRefused) {
    const auto plan = sample::solve(two_people());
    const plan::Resolver resolver(plan);
    plan::Demands demands;
    demands.locked = {{0}};
    demands.forbidden = {{0}};
    EXPECT_THROW(static_cast<void>(resolver.resolve(demands)), InvalidArgument);
    plan::Demands absent;
    absent.locked = {{99}};
    EXPECT_THROW(static_cast<void>(resolver.resolve(absent)), InvalidArgument);
}

TEST(Resolver, EdgesThatTheProblemDoesNotHaveAreRefused) {
    const auto plan = sample::solve(two_people());
    const plan::Resolver resolver(plan);
    const auto goals = plan.problem().first_tie_goal;
    const std::vector<std::int64_t> least(static_cast<std::size_t>(goals), 0), times(plan.problem().numeric.edge_row.size(), 0);
    for (const std::int32_t value : {-1, static_cast<std::int32_t>(plan.problem().numeric.edges())}) {
        const std::vector<rules::EdgeIndex> absent{{value}};
        EXPECT_THROW(static_cast<void>(resolver.possible({}, absent)), InvalidArgument);
    }
    EXPECT_THROW(static_cast<void>(resolver.differ({}, least, {}, {})), InvalidArgument);
    EXPECT_THROW(static_cast<void>(resolver.differ({}, std::vector<std::int64_t>(least.size() + 1, 0), times, {})), InvalidArgument);
}

TEST(Resolver, NothingDemandedLeavesThePlanAsItIs) {
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const auto same = plan::Resolver(plan).resolve({});
        EXPECT_EQ(plan::home_changes(plan.problem(), plan.result().chosen, same.chosen).size(), 0U);
    }
}

}  // namespace
}  // namespace husrom
