// Reviews that go on: opened again, solved between decisions, or read beside a writer.

#include <gtest/gtest.h>

#include <functional>

#include "io/review_sample.hpp"

namespace husrom {
namespace {

TEST_F(ReviewTest, ReviewOpenedAgainGoesOnWhereItsLogEnds) {
    // Rule: decisions that stand in the log are decisions of a review opened again for the same plan, also after its writer was killed.
    std::string digest_of_next;
    {
        auto one = review(three_people());
        one.lock("SYN-P-1", "SYN-U-1", {.reason = "", .reference = "sak:1", .time = ""});
        one.forbid("SYN-P-2", "SYN-U-2");
        one.lock("SYN-P-1", "SYN-U-3");
        EXPECT_EQ(one.log().rows(), 4);
    }
    std::ofstream(log(), std::ios::app) << R"({"actor":"user:2f61","event":"lo)";  // killed in the middle of a line
    {
        auto again = review(three_people());
        ASSERT_EQ(again.log().notes().size(), 1U) << "the torn line is told";
        ASSERT_EQ(again.decisions().size(), 2U) << "the later lock of the same person stands for the earlier one";
        EXPECT_EQ(again.decisions()[0].kind, Decision::Kind::forbid);
        EXPECT_EQ(again.decisions()[1].unit, "SYN-U-3");
        EXPECT_EQ(again.log().rows(), 4) << "nothing is written for going on";
        const auto& next = again.resolve();
        EXPECT_EQ(sample::home_of(next, "SYN-P-1"), "SYN-U-3");
        EXPECT_NE(sample::home_of(next, "SYN-P-2"), "SYN-U-2");
        digest_of_next = next.digest();
    }
    // A review of another plan in the same log begins with nothing.
    auto other = three_people();
    other.find("participants")->columns[1][0] = "2026-01-02";
    EXPECT_TRUE(review(other).decisions().empty());
    EXPECT_NE(digest_of_next, "");
}

TEST_F(ReviewTest, ALineWithoutItsEndIsNoDecision) {
    // Rule: what is listed and priced is what the next writer goes on with, also where a line lacks nothing but its newline.
    {
        auto one = review(three_people());
        one.forbid("SYN-P-2", "SYN-U-1");
        one.forbid("SYN-P-1", "SYN-U-2");
    }
    fs::resize_file(log(), fs::file_size(log()) - 1);
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    Review reader(source, policy, allocate(build(source, policy)), log(), {.actor = "user:2", .read_only = true});
    EXPECT_EQ(reader.log().rows(), 2);
    ASSERT_EQ(reader.decisions().size(), 1U);
    EXPECT_EQ(reader.decisions()[0].participant, "SYN-P-2");
    const auto writer = review(three_people());
    EXPECT_EQ(writer.log().head(), reader.log().head());
    EXPECT_EQ(writer.decisions().size(), 1U);
}

/// The case with a rule set aside for every third pair that nothing is said of.
model::Case allowing_some(model::Case source, std::uint64_t seed) {
    auto& pairs = *source.find("pairs");
    for (const auto* heading : {"allow", "reason"}) {
        pairs.headings.emplace_back(heading);
        pairs.columns.emplace_back(pairs.rows());
    }
    core::Random random(seed);
    const auto said = pairs_of(source);
    const auto& people = source.find("participants")->columns[0];
    const auto& homes = source.find("units")->columns[0];
    for (const auto& person : people)
        for (const auto& home : homes) {
            if (said.contains(person + " " + home + " forbid") || !random.chance(1, 3)) continue;
            pairs.row_numbers.push_back(pairs.rows() == 0 ? 2 : pairs.row_numbers.back() + 1);
            for (std::size_t i = 0; i < pairs.columns.size(); ++i) {
                const auto& heading = pairs.headings[i];
                pairs.columns[i].push_back(heading == "participant_id" ? person
                                           : heading == "unit_id"      ? home
                                           : heading == "allow"        ? (random.chance(1, 2) ? "bedrooms" : "step-free")
                                           : heading == "reason"       ? "AGREED"
                                                                       : "");
            }
        }
    return source;
}

TEST_F(ReviewTest, OneSessionDecidesLikeManyThatGoOn) {
    // Rule: a review opened again for every decision, with the case as decided so far, takes and refuses the same decisions, with the same
    // words, and finds the same plans; and no decision that is taken makes the decided case wrong.
    int resolved = 0, taken = 0, refused = 0, withdrawn = 0;
    const auto policy = parse_policy(sample::rich_policy);
    for (std::uint64_t seed = 1; seed <= 80; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        auto source = allowing_some(sample::random_case(seed), seed);
        auto plan = allocate(build(source, policy));
        if (!plan.has_allocation()) continue;
        const auto other_log = folder_ / "other.jsonl";
        fs::remove(log());
        fs::remove(other_log);
        Review one(source, policy, plan, log(), {.actor = "user:1"});
        for (std::uint64_t step = 0; step < 14; ++step) {
            core::Random random(seed * 100 + step), same = random;
            Review again(source, policy, plan, other_log, {.actor = "user:1"});
            if (random.chance(1, 4)) {
                const auto next = one.try_resolve();
                ASSERT_EQ(again.try_resolve().digest(), next.digest());
                if (next.has_allocation()) {
                    source = again.decided_case();
                    plan = again.plan();
                    ++resolved;
                }
            } else if (step % 4 == 3) {
                withdrawn += static_cast<int>(!one.decisions().empty());
                withdraw_one(one, random);
                static_cast<void>(same.chance(1, 4));
                withdraw_one(again, same);
            } else {
                static_cast<void>(same.chance(1, 4));
                const auto refusal = try_decision(one, random);
                ASSERT_EQ(try_decision(again, same), refusal);
                ++(refusal.empty() ? taken : refused);
            }
            ASSERT_EQ(again.decisions().size(), one.decisions().size());
            ASSERT_EQ(pairs_of(again.decided_case()), pairs_of(one.decided_case()));
            ASSERT_EQ(build(again.decided_case(), policy)->problem_digest, build(one.decided_case(), policy)->problem_digest);
        }
    }
    EXPECT_GT(resolved, 200);
    EXPECT_GT(taken, 300);
    EXPECT_GT(refused, 150);
    EXPECT_GT(withdrawn, 100);
}

TEST_F(ReviewTest, WhatWasDecidedInAnEarlierRoundIsKnown) {
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    const auto go_on = [&](const std::function<void(Review&)>& decide) {
        fs::remove(log());
        Review first(source, policy, plan, log(), {.actor = "user:1"});
        first.accept("SYN-P-1");
        first.forbid("SYN-P-2", "SYN-U-1");
        const auto next = first.resolve();
        const auto decided = first.decided_case();
        first = Review(source, policy, plan, folder_ / "aside.jsonl", {.actor = "user:1"});
        Review again(decided, policy, next, log(), {.actor = "user:1"});
        EXPECT_EQ(again.decisions().size(), 2U);
        decide(again);
        return again.resolve();
    };
    const auto home = sample::home_of(plan, "SYN-P-1");
    EXPECT_NE(sample::home_of(go_on([&](Review& again) { again.forbid("SYN-P-1", home); }), "SYN-P-1"), home);
    EXPECT_EQ(sample::home_of(go_on([](Review& again) { again.lock("SYN-P-2", "SYN-U-1"); }), "SYN-P-2"), "SYN-U-1");
    go_on([&](Review& again) { EXPECT_THROW(again.lock("SYN-P-2", home), InvalidArgument); });
}

TEST_F(ReviewTest, WhatAnEarlierRoundDecidedCanBeWithdrawn) {
    // Rule: the case no longer holds it, the plan is the first one again, and a review of that plan does not find it standing.
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    const auto home = sample::home_of(plan, "SYN-P-1");
    {
        Review first(source, policy, plan, log(), {.actor = "user:1"});
        first.forbid("SYN-P-1", home);
        const auto next = first.resolve();
        ASSERT_NE(next.digest(), plan.digest());
        const auto decided = first.decided_case();
        first = Review(source, policy, plan, folder_ / "aside.jsonl", {.actor = "user:1"});
        Review again(decided, policy, next, log(), {.actor = "user:1"});
        EXPECT_FALSE(again.log_went_on());
        again.withdraw("SYN-P-1", home);
        EXPECT_TRUE(again.decisions().empty());
        EXPECT_EQ(pairs_of(again.decided_case()), pairs_of(source));
        EXPECT_EQ(again.price("SYN-P-1", home).outcome, plan::WhyNotOutcome::has_it) << "in the round as decided";
        EXPECT_EQ(again.resolve().digest(), plan.digest());
        EXPECT_FALSE(again.price("SYN-P-1", home).as_decided) << "nothing is decided any more";
    }
    Review of_first(source, policy, plan, log(), {.actor = "user:1"});
    EXPECT_TRUE(of_first.decisions().empty());
    EXPECT_FALSE(of_first.log_went_on());
}

TEST_F(ReviewTest, TheSamePlanUnderAnotherPolicyIsAnotherPlan) {
    // Rule: where nothing counts days, two months give one problem and one plan; last month's decisions are not this month's.
    const auto source = three_people();
    const auto policy = parse_policy(sample::policy);
    const auto next_policy = parse_policy(std::string(sample::policy) + "[overrides]\nNEW_CODE = { en = \"New.\" }\n");
    const auto plan = allocate(build(source, policy)), next = allocate(build(source, next_policy));
    ASSERT_EQ(plan.digest(), next.digest());
    ASSERT_EQ(plan.problem().problem_digest, next.problem().problem_digest);
    {
        Review one(source, policy, plan, log(), {.actor = "user:1"});
        one.override_placement("SYN-P-1", "SYN-U-1", {.reason = "OLD_CODE"});
        one.forbid("SYN-P-2", "SYN-U-1");
        EXPECT_EQ(one.about_other_plans(), 0);
    }
    {
        Review month(source, next_policy, next, log(), {.actor = "user:2"});
        EXPECT_TRUE(month.decisions().empty());
        EXPECT_TRUE(month.log_went_on());
        EXPECT_EQ(month.about_other_plans(), 2);
        month.forbid("SYN-P-2", "SYN-U-3");
        EXPECT_NE(text().find(next.problem().policy_digest), std::string::npos) << "this month's policy stands in the log";
        month.resolve();
        EXPECT_EQ(month.decisions().size(), 1U);
        EXPECT_EQ(month.about_other_plans(), 2);
    }
    const Review again(source, policy, plan, log(), {.actor = "user:1", .read_only = true});
    EXPECT_EQ(again.decisions().size(), 2U);
    EXPECT_EQ(again.about_other_plans(), 1);
}

TEST_F(ReviewTest, WhatWasWithdrawnIsJudgedAsIfItHadNotBeenDecided) {
    // Rule: what the plan under review still holds of a decision that was taken back opens and closes nothing.
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    const auto next_round = [&](const std::function<void(Review&)>& decide) {
        fs::remove(log());
        Review first(source, policy, plan, log(), {.actor = "user:1"});
        decide(first);
        const auto next = first.resolve();
        const auto decided = first.decided_case();
        first = Review(source, policy, plan, folder_ / "aside.jsonl", {.actor = "user:1"});
        return Review(decided, policy, next, log(), {.actor = "user:1"});
    };
    {
        // SYN-P-3 needs more bedrooms than SYN-U-3 has.
        auto again = next_round(
            [](Review& first) { first.override_placement("SYN-P-3", "SYN-U-3", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""}); });
        ASSERT_EQ(sample::home_of(again.plan(), "SYN-P-3"), "SYN-U-3");
        again.withdraw("SYN-P-3", "SYN-U-3");
        EXPECT_THROW(again.accept("SYN-P-3"), InvalidArgument);
        EXPECT_THROW(again.lock("SYN-P-3", "SYN-U-3"), InvalidArgument);
        again.override_placement("SYN-P-3", "SYN-U-3", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
        EXPECT_EQ(sample::home_of(again.resolve(), "SYN-P-3"), "SYN-U-3");
    }
    const auto home = sample::home_of(plan, "SYN-P-1");
    auto again = next_round([&](Review& first) { first.forbid("SYN-P-1", home); });
    again.withdraw("SYN-P-1", home);
    again.forbid("SYN-P-1", home);
    EXPECT_NE(sample::home_of(again.resolve(), "SYN-P-1"), home);
}

TEST_F(ReviewTest, WhatStandsInTheRoundThatAPlanIsFoundFromStandsInThatPlan) {
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    const auto open = [&](const model::Case& of, const plan::Plan& reviewed) {
        return Review(of, policy, reviewed, log(), {.actor = "user:1"});
    };
    std::optional<plan::Plan> next;
    model::Case decided;
    {
        auto first = open(source, plan);
        first.lock("SYN-P-1", "SYN-U-3");
        next = first.resolve();
        decided = first.decided_case();
    }
    {
        auto second = open(decided, *next);
        second.withdraw("SYN-P-1", "SYN-U-3");
    }
    {
        auto first_again = open(source, plan);
        ASSERT_EQ(first_again.decisions().size(), 1U);
        EXPECT_EQ(first_again.resolve().digest(), next->digest());
    }
    EXPECT_EQ(open(decided, *next).decisions().size(), 1U) << "the case requires it";
}

TEST_F(ReviewTest, ALogThatWentOnIsTold) {
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    {
        Review first(source, policy, plan, log(), {.actor = "user:1"});
        EXPECT_FALSE(first.log_went_on()) << "an empty log speaks of nothing";
        first.forbid("SYN-P-1", sample::home_of(plan, "SYN-P-1"));
        first.resolve();
        EXPECT_FALSE(first.log_went_on());
    }
    Review earlier(source, policy, plan, log(), {.actor = "user:1"});
    EXPECT_TRUE(earlier.log_went_on());
    EXPECT_EQ(earlier.decisions().size(), 1U) << "of this plan";
}

TEST_F(ReviewTest, DecisionsAfterARoundThatCannotBeKeptStandWhenOpenedAgain) {
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed,conflict", "SYN-P-1,2026-01-01,1,2", "SYN-P-2,2026-02-01,1,2"});
    sample::add_table(builder, "units", {"unit_id,bedrooms,site_id", "SYN-U-1,1,SYN-S-1", "SYN-U-2,1,SYN-S-1", "SYN-U-3,1,SYN-S-2"});
    sample::add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1,1", "SYN-S-2,1"});
    const auto source = builder.build();
    {
        auto one = review(source);
        one.lock("SYN-P-1", "SYN-U-1");
        one.lock("SYN-P-2", "SYN-U-2");
        EXPECT_EQ(one.price("SYN-P-2", "SYN-U-3").outcome, plan::WhyNotOutcome::has_it) << "in place of what was locked";
        EXPECT_EQ(one.try_resolve().status(), solve::Status::infeasible);
        one.lock("SYN-P-2", "SYN-U-3");
    }
    auto again = review(source);
    EXPECT_EQ(sample::home_of(again.resolve(), "SYN-P-2"), "SYN-U-3");
}

TEST_F(ReviewTest, WhoOnlyLooksNeitherWaitsNorKeepsAWriterOut) {
    auto writer = review(three_people());
    writer.accept("SYN-P-3");
    const auto policy = parse_policy(sample::policy);
    const auto source = three_people();
    const auto plan = allocate(build(source, policy));
    EXPECT_THROW(Review(source, policy, plan, log(), {.actor = "user:2"}), InvalidArgument);
    Review reader(source, policy, plan, log(), {.actor = "user:2", .read_only = true});
    EXPECT_EQ(reader.decisions().size(), 1U);
    EXPECT_EQ(reader.log().head(), writer.log().head());
    EXPECT_THROW(reader.accept("SYN-P-1"), InvalidArgument);
    EXPECT_EQ(writer.log().rows(), 2);
}

}  // namespace
}  // namespace husrom
