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

TEST(Mechanism, DrawsByThePolicysLotteryUnlessToldOtherwise) {
    auto policy = parse_policy(homes_alone);
    policy.ties.lottery_seed = 11;
    const auto problem = build(sample::random_case(1), policy);
    ASSERT_GT(problem->participants.size(), 2U);
    const auto own = plan::run(*problem, Mechanism::serial_dictatorship);
    const auto same = plan::run(*problem, Mechanism::serial_dictatorship, {.preference = "", .priority = "", .seed = 11});
    EXPECT_EQ(own.seed, 11U);
    EXPECT_EQ(own.order, same.order);
    EXPECT_EQ(own.chosen, same.chosen);
    bool another_order = false;
    for (std::uint64_t seed = 0; seed < 5 && !another_order; ++seed)
        another_order =
            plan::run(*problem, Mechanism::serial_dictatorship, {.preference = "", .priority = "", .seed = seed}).order != own.order;
    EXPECT_TRUE(another_order);
}

TEST(Mechanism, DeferredAcceptanceIsStableWhereHomesAloneAreScarce) {
    std::int64_t envy_of_greedy = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto problem = build(sample::random_case(seed), parse_policy(homes_alone));
        if (problem->numeric.cliques() > 0) continue;
        const plan::MechanismOptions options{.preference = "wish", .priority = "", .seed = seed};
        const auto stable = plan::run(*problem, Mechanism::deferred_acceptance, options);
        const plan::EnvyOptions of_lottery{.preference = "wish", .priority = "", .lottery_seed = seed};
        EXPECT_EQ(plan::justified_envy(*problem, stable.chosen, of_lottery).size(), 0U);
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
        envy_of_greedy += static_cast<std::int64_t>(plan::justified_envy(*problem, greedy.chosen, of_lottery).size());
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

/// People and homes that all fit each other; `order` is that of the ties.
std::shared_ptr<const rules::AllocationProblem> market(const std::vector<std::string>& participants, const std::vector<std::string>& units,
                                                       const std::vector<std::string>& pairs = {"participant_id,unit_id,require"},
                                                       const std::string& order = R"("application_date", "lottery")") {
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    sample::add_table(builder, "pairs", pairs);
    return build(builder.build(), parse_policy(sample::policy_head("market") + "[columns.\"participant.urgency\"]\ntype = \"integer\"\n" +
                                               sample::house_most + "[ties]\norder = [" + order + "]\n"));
}

/// Who gets which home.
std::string placements(const rules::AllocationProblem& problem, std::span<const rules::EdgeIndex> chosen) {
    std::string text;
    for (const auto edge : chosen)
        text += problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[edge.position()])] + " " +
                problem.units[static_cast<std::size_t>(problem.numeric.edge_column[edge.position()])] + "\n";
    return text;
}

TEST(Mechanism, TenantsWhoMayNotStayTakeTheHomeThatTheyMustHave) {
    const auto one =
        market({"participant_id,application_date,current_unit", "SYN-P-1,2024-01-01,SYN-U-1", "SYN-P-2,2020-01-01,", "SYN-P-3,2021-01-01,"},
               {"unit_id", "SYN-U-1", "SYN-U-2"}, {"participant_id,unit_id,require", "SYN-P-1,SYN-U-2,true"});
    const auto swap =
        market({"participant_id,application_date,current_unit", "SYN-P-1,2024-01-01,SYN-U-1", "SYN-P-2,2020-01-01,SYN-U-2"},
               {"unit_id", "SYN-U-1", "SYN-U-2"}, {"participant_id,unit_id,require", "SYN-P-1,SYN-U-2,true", "SYN-P-2,SYN-U-1,true"});
    for (const auto mechanism : all_mechanisms) {
        SCOPED_TRACE(std::string(plan::to_string(mechanism)));
        const auto outcome = plan::run(*one, mechanism);
        EXPECT_TRUE(placements(*one, outcome.chosen).starts_with("SYN-P-1 SYN-U-2\n"));
        EXPECT_EQ(outcome.chosen.size(), 2U) << "the home that is left goes to somebody else";
        EXPECT_EQ(outcome.broken_duties, 0);
        EXPECT_EQ(outcome.housed, 1);
        EXPECT_EQ(placements(*swap, plan::run(*swap, mechanism).chosen), "SYN-P-1 SYN-U-2\nSYN-P-2 SYN-U-1\n");
    }
}

TEST(Mechanism, TenantsWhoseNewHomeIsTakenKeepTheirOwn) {
    // SYN-P-2 lives in the home that SYN-P-1 must have and stays there; SYN-P-3 must have that of SYN-P-1.
    const auto problem = market({"participant_id,application_date,current_unit", "SYN-P-1,2024-01-01,SYN-U-1", "SYN-P-2,2020-01-01,SYN-U-2",
                                 "SYN-P-3,2020-01-01,SYN-U-3", "SYN-P-4,2020-01-01,"},
                                {"unit_id", "SYN-U-1", "SYN-U-2", "SYN-U-3"},
                                {"participant_id,unit_id,require", "SYN-P-1,SYN-U-2,true", "SYN-P-3,SYN-U-1,true"});
    for (const auto mechanism : all_mechanisms) {
        SCOPED_TRACE(std::string(plan::to_string(mechanism)));
        const auto outcome = plan::run(*problem, mechanism);
        EXPECT_EQ(placements(*problem, outcome.chosen), "SYN-P-2 SYN-U-2\n") << "nobody else gets a home that is lived in";
        EXPECT_EQ(outcome.broken_duties, 2);
    }
}

TEST(Mechanism, EveryColumnOfTheTiesCountsBeforeTheLottery) {
    const std::vector<std::string> people{"participant_id,application_date,urgency", "SYN-P-1,2024-01-01,1", "SYN-P-2,2020-01-01,1"};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto later =
            market(people, {"unit_id", "SYN-U-1"}, {"participant_id,unit_id,require"}, R"("urgency", "application_date", "lottery")");
        const plan::MechanismOptions options{.preference = "", .priority = "", .seed = seed};
        EXPECT_EQ(placements(*later, plan::run(*later, Mechanism::deferred_acceptance, options).chosen), "SYN-P-2 SYN-U-1\n");
        EXPECT_EQ(placements(*later, plan::run(*later, Mechanism::hardest_first, options).chosen), "SYN-P-2 SYN-U-1\n");
        EXPECT_EQ(plan::justified_envy(*later, std::vector<rules::EdgeIndex>{{0}}, {}).size(), 1U);
    }
}

TEST(Mechanism, EqualsEnvyByTheLotteryAloneThatIsAskedAbout) {
    const auto problem = market({"participant_id,application_date", "SYN-P-1,2024-01-01", "SYN-P-2,2024-01-01"}, {"unit_id", "SYN-U-1"});
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto drawn = plan::run(*problem, Mechanism::serial_dictatorship, {.preference = "", .priority = "", .seed = seed});
        ASSERT_EQ(drawn.chosen.size(), 1U);
        for (const std::int32_t holder : {0, 1}) {
            const std::vector<rules::EdgeIndex> chosen{{holder}};
            EXPECT_TRUE(plan::justified_envy(*problem, chosen, {}).empty());
            EXPECT_EQ(plan::justified_envy(*problem, chosen, {.preference = "", .priority = "", .lottery_seed = seed}).size(),
                      drawn.chosen[0].value == holder ? 0U : 1U);
        }
    }
}

TEST(Mechanism, TermsThatAreSwitchedOffAreRefusedByName) {
    const auto problem = build(sample::random_case(5), parse_policy(sample::policy_head("off") + sample::unit_wish("[2, 1]") +
                                                                    "on = false\n" + sample::house_most));
    for (const auto& options : {plan::MechanismOptions{.preference = "wish", .priority = "", .seed = 0},
                                plan::MechanismOptions{.preference = "", .priority = "wish", .seed = 0}}) {
        try {
            static_cast<void>(plan::run(*problem, Mechanism::deferred_acceptance, options));
            ADD_FAILURE() << "a term that is off says nothing about anybody";
        } catch (const InvalidArgument& refused) {
            EXPECT_EQ(std::string(refused.what()), "the policy switches the term \"wish\" off: name one that is on");
        }
    }
}

TEST(Mechanism, EnvyOfAnAllocationWithAnEdgeThatIsNotThereIsRefused) {
    const auto problem = build(sample::random_case(5), parse_policy(homes_alone));
    for (const std::int32_t value : {-1, static_cast<std::int32_t>(problem->numeric.edges())})
        EXPECT_THROW(static_cast<void>(plan::justified_envy(*problem, std::vector<rules::EdgeIndex>{{value}}, {})), InvalidArgument);
}

}  // namespace
}  // namespace husrom
