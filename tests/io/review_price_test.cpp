// What a review says that an override costs.

#include <gtest/gtest.h>

#include "io/review_sample.hpp"

namespace husrom {
namespace {

TEST_F(ReviewTest, APriceWithoutAnEarlierDecisionSpeaksOfItsOwnLimitsAndDigits) {
    // The limit of the home asked for, and the digits of what spreads from one neighbourhood to the next, are there only where the home is
    // open.
    const auto policy_text = sample::policy_head("spread") + R"([[limit]]
id = "cap"
per = "unit.site"
sum = 1
max = "site.conflict_cap"
[[limit]]
id = "load"
per = "unit.neighbourhood"
sum = "participant.conflict"
max = "neighbourhood.risk_capacity"
spread = 0.5
kind = "soft"
goal = "community"
steps = [{ slope = 1 }]
)" + sample::house_most + R"([[goal]]
id = "community"
minimise = "excess"
)";
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date,conflict", "SYN-P-1,2026-01-01,3"});
    sample::add_table(
        builder, "units",
        {"unit_id,site_id,neighbourhood_id", "SYN-U-1,SYN-S-1,SYN-N-1", "SYN-U-2,SYN-S-2,SYN-N-2", "SYN-U-3,SYN-S-3,SYN-N-2"});
    sample::add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1,1", "SYN-S-2,1", "SYN-S-3,0"});
    sample::add_table(builder, "neighbourhoods", {"neighbourhood_id,risk_capacity", "SYN-N-1,9", "SYN-N-2,0", "SYN-N-3,0"});
    sample::add_table(builder, "adjacent", {"neighbourhood_id,other_id", "SYN-N-2,SYN-N-3"});
    auto one = review(builder.build(), policy_text);
    const auto before = plan::text(one.price("SYN-P-1", "SYN-U-2"));
    const auto full = plan::text(one.price("SYN-P-1", "SYN-U-3"));
    EXPECT_NE(before.find("community: 4.5 worse"), std::string::npos) << before;
    EXPECT_NE(full.find("cap SYN-S-3"), std::string::npos) << full;
    one.accept("SYN-P-1");
    static_cast<void>(one.resolve());
    // But for the words that say which round they are of.
    const auto price_again = [&](std::string_view home) {
        auto answer = one.price("SYN-P-1", home);
        EXPECT_TRUE(answer.as_decided);
        answer.as_decided = false;
        return plan::text(answer);
    };
    EXPECT_EQ(price_again("SYN-U-2"), before);
    EXPECT_EQ(price_again("SYN-U-3"), full);
    static_cast<void>(one.override_placement("SYN-P-1", "SYN-U-2", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""}));
    EXPECT_NE(text().find(R"("community":"4.5")"), std::string::npos) << text();
}

TEST_F(ReviewTest, AnOverrideIsPricedInTheRoundAsDecided) {
    // Rule: what is decided already makes no room for an override.
    auto one = review(chain_of_people());
    ASSERT_EQ(sample::home_of(one.plan(), "SYN-P-2"), "SYN-U-2");
    EXPECT_EQ(one.price("SYN-P-3", "SYN-U-2").losses.at(0).loss, 0) << "the first person can go elsewhere";
    one.accept("SYN-P-1");
    const auto price = one.price("SYN-P-3", "SYN-U-2");
    EXPECT_EQ(price.outcome, plan::WhyNotOutcome::costs);
    EXPECT_EQ(price.losses.at(0).loss, 1);
    EXPECT_TRUE(price.exact);
    EXPECT_THROW(static_cast<void>(one.price("SYN-P-2", "SYN-U-1")), InvalidArgument) << "an override would be refused";
    one.override_placement("SYN-P-3", "SYN-U-2", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
    EXPECT_NE(text().find(R"("loss":{"house-most":"1")"), std::string::npos) << text();
    EXPECT_EQ(one.resolve().housed(), 2);
}

TEST_F(ReviewTest, ThePriceIsWhatResolveLoses) {
    // Rule: the price of an override is the difference of two solves, of the round as decided without and with it, and what it says is what
    // comes to be.
    std::map<plan::WhyNotOutcome, int> seen;
    int waived = 0, decided_before = 0, overridden_before = 0, made_possible = 0, never_possible = 0;
    const auto policy = parse_policy(sample::rich_policy);
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto source = sample::random_case(seed);
        const auto plan = allocate(build(source, policy));
        if (!plan.has_allocation()) continue;
        core::Random random(seed);
        fs::remove(log());
        Review one(source, policy, plan, log(), {.actor = "user:1"});
        for (auto times = random.below(5); times > 0; --times) try_decision(one, random);
        const auto& problem = plan.problem();
        const auto person = problem.participants[static_cast<std::size_t>(random.below(problem.participants.size()))];
        const auto home = problem.units[static_cast<std::size_t>(random.below(problem.units.size()))];
        // The same decisions, but for what the override takes the place of.
        fs::remove(folder_ / "other.jsonl");
        Review other(source, policy, plan, folder_ / "other.jsonl", {.actor = "user:1"});
        for (const auto& decision : one.decisions()) {
            const bool forbids = decision.kind == Decision::Kind::forbid;
            decided_before += decision.participant == person;
            if (decision.participant == person && (!forbids || decision.unit == home)) continue;
            if (forbids)
                other.forbid(decision.participant, decision.unit);
            else if (decision.waived.empty())
                other.lock(decision.participant, decision.unit);
            else
                other.override_placement(decision.participant, decision.unit, {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
            overridden_before += !decision.waived.empty();
        }
        const auto before = allocate(build(other.decided_case(), policy));
        try {
            const auto price = one.price(person, home);
            const auto cost = one.override_placement(person, home, {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
            ASSERT_EQ(price.outcome, cost.outcome);
            ASSERT_TRUE(cost.exact);
            const auto after = one.try_resolve();
            ASSERT_EQ(after.has_allocation(), cost.outcome != plan::WhyNotOutcome::impossible) << person << " in " << home;
            if (!before.has_allocation()) {
                // Nothing to compare with: the override is what makes the round possible, or it stays impossible.
                ASSERT_TRUE(!after.has_allocation() || cost.outcome == plan::WhyNotOutcome::better) << person << " in " << home;
                ASSERT_TRUE(cost.losses.empty());
                ++(after.has_allocation() ? made_possible : never_possible);
                continue;
            }
            ++seen[cost.outcome];
            waived += !cost.ruled_out_by.empty();
            if (!after.has_allocation()) continue;
            ASSERT_EQ(cost.losses.empty(), cost.outcome == plan::WhyNotOutcome::has_it);
            for (std::size_t goal = 0; goal < static_cast<std::size_t>(problem.first_tie_goal); ++goal) {
                ASSERT_EQ(cost.losses.empty() ? before.goals()[goal].reached : cost.losses[goal].before, before.goals()[goal].reached);
                ASSERT_EQ(cost.losses.empty() ? before.goals()[goal].reached : cost.losses[goal].after, after.goals()[goal].reached);
            }
        } catch (const InvalidArgument&) {
            continue;
        }
    }
    EXPECT_GT(seen[plan::WhyNotOutcome::costs], 15);
    EXPECT_GT(seen[plan::WhyNotOutcome::better], 5) << "somebody who fits nowhere is housed";
    EXPECT_GT(seen[plan::WhyNotOutcome::impossible], 20);
    EXPECT_GT(waived, 30);
    EXPECT_GT(decided_before, 30);
    EXPECT_GT(overridden_before, 30);
    EXPECT_GT(made_possible, 1);
    EXPECT_GT(never_possible, 10);
}

TEST_F(ReviewTest, AnOverrideThatAloneMakesTheRoundPossibleIsNoHomeOfThePlan) {
    // Both must be housed; the home that the second one is locked to is the only one with bedrooms enough for the first.
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed,must_house", "SYN-P-1,2026-01-01,2,true", "SYN-P-2,2026-02-01,1,true"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,2", "SYN-U-2,1"});
    const auto source = builder.build();
    review(source).lock("SYN-P-2", "SYN-U-1");
    auto one = review(source);
    const auto price = one.price("SYN-P-1", "SYN-U-2");
    EXPECT_EQ(price.outcome, plan::WhyNotOutcome::better);
    EXPECT_TRUE(price.exact);
    const auto words = plan::text(price);
    EXPECT_NE(words.find("without this pair no allocation keeps what is decided so far; this is proven"), std::string::npos) << words;
    EXPECT_NE(words.find("[failed] bedrooms"), std::string::npos) << words;
    ASSERT_FALSE(price.chosen.empty());
    auto not_known = price;
    not_known.outcome = plan::WhyNotOutcome::not_known;
    EXPECT_NE(plan::text(not_known).find("the search ended before an allocation without this pair was found"), std::string::npos);
    one.override_placement("SYN-P-1", "SYN-U-2", {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
    EXPECT_NE(text().find(R"("outcome":"BETTER")"), std::string::npos) << text();
    EXPECT_EQ(one.resolve().housed(), 2);
}

TEST_F(ReviewTest, WordsOfAPriceSpeakOfTheRoundAsDecided) {
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1", "SYN-U-2,1"});
    sample::add_table(builder, "wishes", {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-1,1", "SYN-P-2,unit,SYN-U-2,1"});
    auto one = review(builder.build());
    ASSERT_EQ(sample::home_of(one.plan(), "SYN-P-2"), "SYN-U-2");
    one.lock("SYN-P-1", "SYN-U-2");
    const auto price = one.price("SYN-P-2", "SYN-U-1");
    EXPECT_EQ(price.outcome, plan::WhyNotOutcome::has_it);
    EXPECT_NE(plan::text(price).find("with what is decided so far, the plan would give this home to this person"), std::string::npos)
        << plan::text(price);
    EXPECT_NE(plan::text(price, plan::Language::nb).find("med det som er avgjort hittil ville planen gitt personen denne boligen"),
              std::string::npos);
    // The run says of the home that it is the other one's, the round as decided that it is the first one's.
    const auto taken = plan::text(one.price("SYN-P-1", "SYN-U-1"));
    EXPECT_EQ(taken.find("the plan gives this home"), std::string::npos) << taken;
}

}  // namespace
}  // namespace husrom
