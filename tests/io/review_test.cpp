// What a person decides in a review, and what stands in its log.

#include <gtest/gtest.h>

#include <functional>

#include "io/review_sample.hpp"

namespace husrom {
namespace {

TEST_F(ReviewTest, OverrideShowsItsPriceIsLoggedAndIsResolvedAround) {
    auto one = review(three_people());
    ASSERT_EQ(sample::home_of(one.plan(), "SYN-P-3"), "SYN-U-1");
    const auto price = one.price("SYN-P-1", "SYN-U-1");
    EXPECT_EQ(price.outcome, plan::WhyNotOutcome::costs);
    ASSERT_FALSE(price.losses.empty());
    EXPECT_EQ(price.losses[0].loss, 1) << "one person fewer is housed";
    EXPECT_EQ(one.log().rows(), 0) << "a price is no decision";
    one.override_placement("SYN-P-1", "SYN-U-1", {.reason = "NEAR_SCHOOL", .reference = "sak:2026/4411-8", .time = ""});
    EXPECT_EQ(one.log().rows(), 2);
    EXPECT_NE(text().find(R"("loss":{"house-most":"1")"), std::string::npos);
    const auto& next = one.resolve();
    EXPECT_EQ(sample::home_of(next, "SYN-P-1"), "SYN-U-1");
    EXPECT_EQ(next.housed(), 2);
    EXPECT_EQ(one.log().rows(), 3);
    EXPECT_NE(text().find(next.digest()), std::string::npos);
    EXPECT_TRUE(verify_log(log()).accepted);
}

TEST_F(ReviewTest, OverrideOfARuleWaivesItForThePairAlone) {
    auto one = review(three_people());
    const auto cost = one.override_placement("SYN-P-3", "SYN-U-3", {.reason = "TEMPORARY_NEED", .reference = "", .time = ""});
    EXPECT_EQ(cost.outcome, plan::WhyNotOutcome::tie) << "from one home to another, which nobody else needs";
    ASSERT_EQ(cost.ruled_out_by.size(), 1U);
    EXPECT_EQ(cost.ruled_out_by[0].rule, "bedrooms");
    EXPECT_NE(plan::text(cost).find("[failed] bedrooms"), std::string::npos) << plan::text(cost);
    EXPECT_EQ(plan::text(cost).find("lottery"), std::string::npos) << "it was the rule that decided: " << plan::text(cost);
    EXPECT_NE(text().find(R"("loss":{"house-most":"0")"), std::string::npos) << text();
    const auto& next = one.resolve();
    EXPECT_EQ(sample::home_of(next, "SYN-P-3"), "SYN-U-3");
    EXPECT_NE(text().find(R"("waived":"bedrooms")"), std::string::npos);
    // The decided case is a case like any other: a saved run of it is verified.
    const auto decided = one.decided_case();
    const auto policy = parse_policy(sample::policy);
    save(next, folder_ / "run");
    EXPECT_TRUE(verify(folder_ / "run", &decided, &policy).accepted);
}

TEST_F(ReviewTest, AcceptedAndLockedPlacementsStandAndForbiddenOnesDoNot) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        fs::remove(log());
        const auto source = sample::random_case(seed);
        const auto policy = parse_policy(sample::rich_policy);
        const auto plan = allocate(build(source, policy));
        if (!plan.has_allocation() || plan.assignments().size() < 2) continue;
        Review one(source, policy, plan, log(), {.actor = "user:1"});
        const auto& problem = plan.problem();
        const auto& first = plan.assignments()[0];
        const auto& second = plan.assignments()[1];
        const auto& first_id = problem.participants[first.participant.position()];
        const auto& second_id = problem.participants[second.participant.position()];
        one.accept(first_id);
        if (second.stays) continue;
        one.forbid(second_id, problem.units[second.unit.position()]);
        try {
            const auto& next = one.resolve();
            EXPECT_EQ(sample::home_of(next, first_id), problem.units[first.unit.position()]);
            EXPECT_NE(sample::home_of(next, second_id), problem.units[second.unit.position()]);
            EXPECT_TRUE(next.verified());
        } catch (const InvalidArgument&) {
            EXPECT_NE(text().find(R"("status":"infeasible")"), std::string::npos);
        }
    }
}

TEST_F(ReviewTest, WhatIsAcceptedOfAPlanStaysAsGoodAndAnOverrideCostsItsPrice) {
    int accepted = 0, overridden = 0;
    for (std::uint64_t seed = 1'000; seed < 1'300; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto source = sample::random_case(seed);
        const auto policy = parse_policy(sample::rich_policy);
        const auto plan = allocate(build(source, policy));
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        for (const auto& placed : plan.assignments()) {
            const auto& person = problem.participants[placed.participant.position()];
            fs::remove(log());
            Review one(source, policy, plan, log(), {.actor = "user:1"});
            one.accept(person);
            ASSERT_EQ(one.resolve().result().objective, plan.result().objective) << person;
            ++accepted;
        }
        for (std::int32_t edge = 0; edge < problem.numeric.edges(); ++edge) {
            const auto& person = problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[static_cast<std::size_t>(edge)])];
            const auto& home = problem.units[static_cast<std::size_t>(problem.numeric.edge_column[static_cast<std::size_t>(edge)])];
            fs::remove(log());
            Review one(source, policy, plan, log(), {.actor = "user:1"});
            const auto price = one.override_placement(person, home, {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
            if (price.outcome != plan::WhyNotOutcome::costs || !price.exact) continue;
            const auto& next = one.resolve();
            for (const auto& loss : price.losses)
                ASSERT_EQ(next.goals()[static_cast<std::size_t>(loss.goal)].reached, loss.after) << person << " in " << home;
            ++overridden;
        }
    }
    EXPECT_GT(accepted, 300);
    EXPECT_GT(overridden, 300);
}

TEST_F(ReviewTest, WhatWasDecidedAndSolvedCanBeDecidedOtherwise) {
    auto one = review(three_people());
    const auto before = one.price("SYN-P-1", "SYN-U-1");
    ASSERT_EQ(before.outcome, plan::WhyNotOutcome::costs);
    one.accept("SYN-P-1");
    one.forbid("SYN-P-2", "SYN-U-1", {});
    static_cast<void>(one.resolve());
    const auto after = one.price("SYN-P-1", "SYN-U-1");
    EXPECT_EQ(after.outcome, plan::WhyNotOutcome::costs) << "the decision about the person is the one that an override replaces";
    ASSERT_EQ(after.losses.size(), before.losses.size());
    EXPECT_EQ(after.losses[0].loss, before.losses[0].loss);
    one.lock("SYN-P-1", "SYN-U-3", {});
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-1"), "SYN-U-3");
    one.lock("SYN-P-2", "SYN-U-1", {});
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-2"), "SYN-U-1") << "forbidden before";
    EXPECT_THROW(one.lock("SYN-P-3", "SYN-U-2", {}), InvalidArgument) << "too few bedrooms, whatever was decided";
}

TEST_F(ReviewTest, WhatAnOverrideSetsAsideStaysSoInLaterDecisionsAboutThePair) {
    auto one = review(three_people());
    static_cast<void>(one.override_placement("SYN-P-3", "SYN-U-3", {.reason = "TEMPORARY_NEED", .reference = "", .time = ""}));
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-3"), "SYN-U-3");
    one.accept("SYN-P-3");
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-3"), "SYN-U-3") << "accepted what was overridden";
}

TEST_F(ReviewTest, WhatIsWithdrawnIsAsIfItHadNotBeenDecided) {
    // Rule: in its round it leaves nothing in the case, not even in place of what the case itself requires; it stays in the log.
    const auto source = three_people();
    for (const auto kind : {Decision::Kind::accept, Decision::Kind::lock, Decision::Kind::override_placement, Decision::Kind::forbid}) {
        SCOPED_TRACE(to_string(kind));
        fs::remove(log());
        auto one = review(source);
        const auto before = pairs_of(one.decided_case());
        const auto home = sample::home_of(one.plan(), "SYN-P-1");
        if (kind == Decision::Kind::accept) one.accept("SYN-P-1");
        if (kind == Decision::Kind::lock) one.lock("SYN-P-1", home);
        if (kind == Decision::Kind::override_placement)
            one.override_placement("SYN-P-1", home, {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
        if (kind == Decision::Kind::forbid) one.forbid("SYN-P-1", home);
        ASSERT_NE(pairs_of(one.decided_case()), before);
        EXPECT_THROW(one.withdraw("SYN-P-2", home), InvalidArgument) << "nothing is decided of that pair";
        one.withdraw("SYN-P-1", home, {.reason = "", .reference = "sak:2", .time = "2026-11-22T09:40:00Z"});
        EXPECT_TRUE(one.decisions().empty());
        EXPECT_EQ(pairs_of(one.decided_case()), before);
        EXPECT_NE(text().find(R"("event":"withdraw")"), std::string::npos);
        EXPECT_EQ(one.log().rows(), 3);
        EXPECT_THROW(one.withdraw("SYN-P-1", home), InvalidArgument);
        EXPECT_EQ(one.log().rows(), 3) << "a refusal writes nothing";
    }
}

TEST_F(ReviewTest, WhatTheCaseRequiresOutlivesADecisionThatIsWithdrawn) {
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1", "SYN-U-2,1"});
    sample::add_table(builder, "pairs", {"participant_id,unit_id,require", "SYN-P-1,SYN-U-1,true"});
    const auto source = builder.build();
    auto one = review(source);
    const auto before = pairs_of(source);
    one.accept("SYN-P-1");
    one.withdraw("SYN-P-1", "SYN-U-1");
    EXPECT_EQ(pairs_of(one.decided_case()), before);
    one.lock("SYN-P-1", "SYN-U-2");
    one.withdraw("SYN-P-1", "SYN-U-2");
    EXPECT_EQ(pairs_of(one.decided_case()), before);
}

TEST_F(ReviewTest, WhatGaveWayToAWithdrawnDecisionDoesNotComeBack) {
    auto one = review(three_people());
    one.lock("SYN-P-1", "SYN-U-1");
    one.lock("SYN-P-1", "SYN-U-3");
    one.forbid("SYN-P-1", "SYN-U-3");
    one.forbid("SYN-P-2", "SYN-U-2");
    one.withdraw("SYN-P-1", "SYN-U-3");
    ASSERT_EQ(one.decisions().size(), 1U);
    EXPECT_EQ(one.decisions()[0].participant, "SYN-P-2");
    one.lock("SYN-P-2", "SYN-U-1");
    EXPECT_EQ(one.decisions().size(), 2U) << "the home that was decided first is free for others";
}

TEST_F(ReviewTest, DecisionsJoinWhatTheCaseSaysOfThePairAlready) {
    // The case requires one home and sets a rule aside for another, and the override wants that other one and a second rule set aside.
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed,accessibility", "SYN-P-1,2026-01-01,2,STEP_FREE"});
    sample::add_table(builder, "units", {"unit_id,bedrooms,step_free", "SYN-U-1,2,true", "SYN-U-2,1,false"});
    sample::add_table(builder, "pairs",
                      {"participant_id,unit_id,require,allow,reason", "SYN-P-1,SYN-U-1,true,,", "SYN-P-1,SYN-U-2,,bedrooms,AGREED"});
    auto one = review(builder.build(), sample::rich_policy);
    const auto price = one.override_placement("SYN-P-1", "SYN-U-2", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
    ASSERT_EQ(price.ruled_out_by.size(), 1U) << "the other rule is set aside by the case";
    EXPECT_EQ(price.ruled_out_by[0].rule, "step-free");
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-1"), "SYN-U-2");
    EXPECT_EQ(pairs_of(one.decided_case()), (Cells{{"SYN-P-1 SYN-U-2 require", "true"},
                                                   {"SYN-P-1 SYN-U-2 allow", "bedrooms;step-free"},
                                                   {"SYN-P-1 SYN-U-2 reason", "AGREED"}}));
}

TEST_F(ReviewTest, NobodyIsForbiddenTheirHomeNotEvenWhenTheyAreToMove) {
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed,current_unit", "SYN-P-1,2026-01-01,1,SYN-U-1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1", "SYN-U-2,1"});
    auto one = review(builder.build());
    one.lock("SYN-P-1", "SYN-U-2", {});
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-1"), "SYN-U-2");
    EXPECT_THROW(one.forbid("SYN-P-1", "SYN-U-1", {}), InvalidArgument);
}

TEST_F(ReviewTest, RunOfAReviewNamesTheHeadOfItsLog) {
    // Rule: a log that was cut after the run was saved does not pass beside that run.
    auto one = review(three_people());
    one.forbid("SYN-P-1", "SYN-U-2");
    one.resolve();
    const auto run_head = one.save(folder_ / "run");
    const auto saved = load_run(folder_ / "run");
    EXPECT_EQ(saved.review_head, one.log().head());
    const auto decided = one.decided_case();
    const auto policy = parse_policy(sample::policy);
    EXPECT_TRUE(verify(folder_ / "run", &decided, &policy, run_head).accepted);
    EXPECT_FALSE(verify(folder_ / "run", &decided, &policy, std::string(64, 'a')).accepted);
    EXPECT_TRUE(verify_log(log(), {saved.review_head}).accepted);
    const auto whole = text();
    const auto last = whole.rfind('\n', whole.size() - 2) + 1;
    std::ofstream(log(), std::ios::trunc) << whole.substr(0, last);
    EXPECT_TRUE(verify_log(log()).accepted);
    EXPECT_FALSE(verify_log(log(), {saved.review_head}).accepted);
}

TEST_F(ReviewTest, WordsAboutAPersonDoNotGetIntoTheLog) {
    auto one = review(three_people());
    EXPECT_THROW(one.override_placement("SYN-P-1", "SYN-U-1", {.reason = "", .reference = "", .time = ""}), InvalidArgument);
    EXPECT_THROW(one.override_placement("SYN-P-1", "SYN-U-1", {.reason = "she asked for it", .reference = "", .time = ""}),
                 InvalidArgument);
    EXPECT_THROW(one.accept("SYN-P-1", {.reason = "", .reference = "her sister lives there", .time = ""}), InvalidArgument);
    EXPECT_THROW(one.accept("SYN-P-1", {.reason = "", .reference = "sak:\u00e6", .time = ""}), InvalidArgument) << "what blanks are among";
    EXPECT_THROW(one.lock("SYN-P-3", "SYN-U-3"), InvalidArgument) << "the rules do not allow it";
    EXPECT_EQ(one.log().rows(), 0) << "a decision that is refused leaves no line";
    EXPECT_EQ(one.decisions().size(), 0U);
}

TEST_F(ReviewTest, AHomeIsDecidedForNoMorePeopleThanItHasPlacesFor) {
    // Rule: a decision that no round could keep beside an earlier one is refused, names whom it is about, and can be made once that is
    // undone.
    auto one = review(three_people());
    ASSERT_EQ(sample::home_of(one.plan(), "SYN-P-3"), "SYN-U-1");
    one.override_placement("SYN-P-1", "SYN-U-1", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
    const auto rows = one.log().rows();
    for (const auto& decide : std::vector<std::function<void()>>{
             [&] { one.accept("SYN-P-3"); }, [&] { one.lock("SYN-P-2", "SYN-U-1"); },
             [&] { one.override_placement("SYN-P-2", "SYN-U-1", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""}); }}) {
        try {
            decide();
            ADD_FAILURE();
        } catch (const InvalidArgument& error) {
            EXPECT_NE(std::string(error.what()).find("\"SYN-U-1\" is decided for \"SYN-P-1\" already"), std::string::npos) << error.what();
        }
    }
    EXPECT_EQ(one.log().rows(), rows) << "nothing is logged";
    one.lock("SYN-P-1", "SYN-U-1");
    one.lock("SYN-P-1", "SYN-U-2");
    one.accept("SYN-P-3");
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-3"), "SYN-U-1");
    EXPECT_EQ(sample::home_of(one.plan(), "SYN-P-1"), "SYN-U-2");
}

TEST_F(ReviewTest, WhatTheCaseItselfForbidsIsNotForTheReviewToAllow) {
    auto one = review(chain_of_people());
    for (const auto& decide : std::vector<std::function<void()>>{
             [&] { one.lock("SYN-P-1", "SYN-U-2"); },
             [&] { one.override_placement("SYN-P-1", "SYN-U-2", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""}); }}) {
        try {
            decide();
            ADD_FAILURE();
        } catch (const InvalidArgument& error) {
            EXPECT_NE(std::string(error.what()).find("table pairs, column forbid"), std::string::npos) << error.what();
        }
    }
    EXPECT_THROW(one.forbid("SYN-P-1", "SYN-U-2"), InvalidArgument);
    EXPECT_EQ(one.log().rows(), 0);
}

TEST_F(ReviewTest, ReasonsNarrowTheCodesOfThePolicy) {
    const auto policy =
        parse_policy(std::string(sample::policy) + "[overrides]\nNEAR_SCHOOL = { en = \"School.\" }\nFAMILY = { en = \"Kin.\" }\n");
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    {
        Review one(source, policy, plan, log(), {.actor = "user:1", .reasons = {"FAMILY"}});
        EXPECT_THROW(one.check_note({.reason = "NEAR_SCHOOL"}, true), InvalidArgument);
        one.check_note({.reason = "FAMILY"}, true);
    }
    try {
        Review one(source, policy, plan, log(), {.actor = "user:1", .reasons = {"FAMILY", "ZZZ"}});
        FAIL();
    } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find("ZZZ is not among"), std::string::npos) << error.what();
    }
}

TEST_F(ReviewTest, ReasonCodesOfThePolicyAreTheOnlyOnes) {
    const auto policy = parse_policy(std::string(sample::policy) + "[overrides]\nNEAR_SCHOOL = { en = \"Near the school.\" }\n");
    const auto source = three_people();
    Review one(source, policy, allocate(build(source, policy)), log(), {.actor = "user:1"});
    try {
        one.override_placement("SYN-P-1", "SYN-U-1", {.reason = "NEAR_SCHOL", .reference = "", .time = ""});
        FAIL();
    } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find("NEAR_SCHOOL"), std::string::npos);
        EXPECT_EQ(std::string(error.what()).find("NEAR_SCHOL\""), std::string::npos) << "what was written may be about a person";
    }
}

}  // namespace
}  // namespace husrom
