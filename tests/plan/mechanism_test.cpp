#include <gtest/gtest.h>

#include <husrom/plan/mechanism.hpp>

#include "every_plan.hpp"
#include "policy_parts.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

using plan::Mechanism;

constexpr Mechanism all_mechanisms[] = {Mechanism::deferred_acceptance, Mechanism::serial_dictatorship, Mechanism::hardest_first};

const std::string homes_alone =
    sample::policy_head("homes-alone") + sample::bedrooms_rule + sample::unit_wish("[2, 1]") + sample::house_most + sample::wishes_goal;

TEST(Mechanism, KeepsEveryCapAndIsNeverBetterThanTheProvenPlan) {
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        const auto best = sample::policy_values(problem, sample::homes_of(problem.numeric, plan.result().chosen));
        for (const auto mechanism : all_mechanisms) {
            SCOPED_TRACE(std::string(plan::to_string(mechanism)));
            const auto outcome = plan::run(problem, mechanism, {.preference = "", .priority = "", .seed = seed});
            const auto homes = sample::homes_of(problem.numeric, outcome.chosen);
            auto without_duties = problem.numeric;
            std::ranges::fill(without_duties.row_lower, 0);
            EXPECT_TRUE(sample::is_plan(without_duties, homes));
            EXPECT_EQ(sample::is_plan(problem.numeric, homes), outcome.broken_duties == 0);
            EXPECT_EQ(sample::policy_values(problem, homes), outcome.objective);
            if (outcome.broken_duties == 0) {
                EXPECT_LE(outcome.objective, best);
            }
        }
        if (HasFailure()) return;
    }
}

TEST(Mechanism, DeferredAcceptanceIsStableWhereHomesAloneAreScarce) {
    std::int64_t envy_of_greedy = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto problem = build(sample::random_case(seed), parse_policy(homes_alone));
        if (problem->numeric.cliques() > 0) continue;
        const plan::MechanismOptions options{.preference = "wish", .priority = "", .seed = seed};
        const auto stable = plan::run(*problem, Mechanism::deferred_acceptance, options);
        EXPECT_EQ(plan::justified_envy(*problem, stable.chosen, options).size(), 0U);
        // No home stands free that somebody likes better.
        const plan::Plan plan = allocate(problem);
        const auto homes = sample::homes_of(problem->numeric, stable.chosen);
        std::vector<bool> taken(problem->units.size(), false);
        for (const auto edge : homes)
            if (edge >= 0) taken[static_cast<std::size_t>(problem->numeric.edge_column[static_cast<std::size_t>(edge)])] = true;
        for (std::size_t edge = 0; edge < problem->numeric.edge_row.size(); ++edge) {
            const auto own = homes[static_cast<std::size_t>(problem->numeric.edge_row[edge])];
            if (!taken[static_cast<std::size_t>(problem->numeric.edge_column[edge])]) {
                EXPECT_GE(own, 0);
            }
        }
        const auto greedy = plan::run(*problem, Mechanism::hardest_first, options);
        envy_of_greedy += static_cast<std::int64_t>(plan::justified_envy(*problem, greedy.chosen, options).size());
        if (HasFailure()) return;
    }
    EXPECT_GT(envy_of_greedy, 0) << "the measure tells the mechanisms apart";
}

TEST(Mechanism, NobodyEnviesAHomeThatTheyLikeNoBetter) {
    // Rule: envy is of a home that the person likes better than their own; homes liked equally give none, whatever their ids.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date", "SYN-P-1,2026-01-01", "SYN-P-2,2026-02-01"});
    sample::add_table(builder, "units", {"unit_id", "SYN-U-1", "SYN-U-2"});
    sample::add_table(builder, "wishes", {"participant_id,kind,value,rank", "SYN-P-2,unit,SYN-U-1,1"});
    const auto plan = sample::solve(
        builder.build(), sample::policy_head("envy") + sample::unit_wish("[1]") + sample::house_most + sample::wishes_goal + sample::ties);
    ASSERT_EQ(sample::home_of(plan, "SYN-P-1"), "SYN-U-2");
    std::vector<rules::EdgeIndex> chosen;
    for (const auto edge : plan.result().chosen) chosen.push_back({edge});
    EXPECT_TRUE(plan::justified_envy(plan.problem(), chosen, {}).empty());
}

TEST(Mechanism, LotteryIsTheSameForTheSameSeedAndAnotherForAnother) {
    const auto problem = build(sample::random_case(5), parse_policy(homes_alone));
    const auto draw = [&](std::uint64_t seed) {
        return plan::run(*problem, Mechanism::serial_dictatorship, {.preference = "", .priority = "", .seed = seed}).order;
    };
    EXPECT_EQ(draw(1), draw(1));
    bool differs = false;
    for (std::uint64_t seed = 2; seed < 12; ++seed) differs = differs || draw(seed) != draw(1);
    EXPECT_TRUE(differs);
    EXPECT_THROW(static_cast<void>(plan::run(*problem, Mechanism::serial_dictatorship, {.preference = "wihs", .priority = "", .seed = 1})),
                 InvalidArgument);
}

TEST(Mechanism, EnvyOfAnAllocationWithAnEdgeThatIsNotThereIsRefused) {
    const auto problem = build(sample::random_case(5), parse_policy(homes_alone));
    for (const std::int32_t value : {-1, static_cast<std::int32_t>(problem->numeric.edges())})
        EXPECT_THROW(static_cast<void>(plan::justified_envy(*problem, std::vector<rules::EdgeIndex>{{value}}, {})), InvalidArgument);
}

}  // namespace
}  // namespace husrom
