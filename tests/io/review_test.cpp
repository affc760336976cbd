#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <unistd.h>

#include <husrom/io/io.hpp>
#include <husrom/io/review.hpp>
#include <husrom/io/saved_run.hpp>

#include "plan/random_case.hpp"

namespace husrom {
namespace {

namespace fs = std::filesystem;

class ReviewTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("husrom-review-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    [[nodiscard]] fs::path log() const { return folder_ / "audit.jsonl"; }
    [[nodiscard]] std::string text() const {
        std::ostringstream all;
        all << std::ifstream(log()).rdbuf();
        return all.str();
    }
    Review review(const model::Case& source, std::string_view policy_text = sample::policy) const {
        const auto policy = parse_policy(policy_text);
        return {source, policy, allocate(build(source, policy)), log(), {.actor = "user:2f61"}, "2026-11-22T09:00:00Z"};
    }
    fs::path folder_;
};

/// Two people want one home; a third needs more bedrooms than the homes that are left have.
model::Case three_people() {
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1", "SYN-P-3,2026-03-01,2"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,2", "SYN-U-2,1", "SYN-U-3,1"});
    sample::add_table(builder, "wishes", {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-2,1", "SYN-P-2,unit,SYN-U-2,1"});
    return builder.build();
}

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

TEST_F(ReviewTest, WhatAnOverrideSetsAsideStaysSoInLaterDecisionsAboutThePair) {
    auto one = review(three_people());
    static_cast<void>(one.override_placement("SYN-P-3", "SYN-U-3", {.reason = "TEMPORARY_NEED", .reference = "", .time = ""}));
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-3"), "SYN-U-3");
    one.accept("SYN-P-3");
    EXPECT_EQ(sample::home_of(one.resolve(), "SYN-P-3"), "SYN-U-3") << "accepted what was overridden";
}

using Cells = std::map<std::string, std::string>;

/// What the table `pairs` says, whatever the order of its rows and columns.
Cells pairs_of(const model::Case& source) {
    Cells cells;
    const auto* table = source.find("pairs");
    if (table == nullptr) return cells;
    const auto column = [&](std::string_view heading) -> const std::vector<std::string>& { return table->columns[*table->find(heading)]; };
    for (std::size_t i = 0; i < table->headings.size(); ++i)
        for (std::size_t row = 0; row < table->rows(); ++row) {
            const auto& heading = table->headings[i];
            if (heading.ends_with("_id") || table->columns[i][row].empty()) continue;
            cells[column("participant_id")[row] + " " + column("unit_id")[row] + " " + heading] = table->columns[i][row];
        }
    return cells;
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

/// Three people with two homes each that they may have; each wishes for one that nobody else does.
model::Case chain_of_people() {
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1", "SYN-P-3,2026-03-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1", "SYN-U-2,1", "SYN-U-3,1", "SYN-U-4,1"});
    sample::add_table(builder, "wishes",
                      {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-1,1", "SYN-P-2,unit,SYN-U-2,1", "SYN-P-3,unit,SYN-U-4,1"});
    sample::add_table(builder, "pairs",
                      {"participant_id,unit_id,forbid", "SYN-P-1,SYN-U-2,true", "SYN-P-1,SYN-U-4,true", "SYN-P-2,SYN-U-3,true",
                       "SYN-P-2,SYN-U-4,true", "SYN-P-3,SYN-U-1,true", "SYN-P-3,SYN-U-3,true"});
    return builder.build();
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

/// A decision that a random reviewer tries; what refuses it, or "".
std::string try_decision(Review& review, core::Random& random) {
    const auto& problem = review.plan().problem();
    const auto any = [&](const std::vector<std::string>& ids) {
        return ids[static_cast<std::size_t>(random.below(static_cast<std::uint64_t>(ids.size())))];
    };
    const auto person = any(problem.participants), home = any(problem.units);
    const auto kind = random.below(4);
    try {
        if (kind == 0) review.accept(person);
        if (kind == 1) review.lock(person, home);
        if (kind == 2) review.forbid(person, home);
        if (kind == 3) review.override_placement(person, home, {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
    } catch (const InvalidArgument& error) {
        return error.what();
    }
    return "";
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
    int resolved = 0, taken = 0, refused = 0;
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
                source = again.decided_case();
                plan = again.plan();
                ++resolved;
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
