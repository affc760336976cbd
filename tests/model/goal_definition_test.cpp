#include <gtest/gtest.h>

#include <functional>

#include "model/goal_definition.hpp"

namespace husrom::model {
namespace {

Goal goal(std::string id, GoalType type) {
    Goal goal;
    goal.id = std::move(id);
    goal.type = std::move(type);
    return goal;
}

Term term(std::string id, TermType type) {
    Term term;
    term.id = std::move(id);
    term.type = std::move(type);
    return term;
}

/// A goal of every kind of thing that decides its value: risk by a term and by a limit, days by a term, a condition and the goal itself.
Policy sample() {
    Policy policy;
    policy.round.as_of = Date{20000};
    policy.risk = Risk{{"participant.drugs"}, {"neighbourhood.drug_scene"}, {{1, std::nullopt}}, {}, {}, {}, {}};
    policy.terms = {term("quiet", RiskTerm{-1}), term("waiting", WaitingTerm{"participant.application_date", {{30, 5}}}),
                    term("soon", DaysToHomeTerm{"", -1}), term("fit", EqualTerm{"participant.level", "unit.level", 3})};
    policy.goals = {goal("safe", MaximiseScore{{{"quiet", {1, 0}}}}),
                    goal("queue", MaximiseHoused{"waiting"}),
                    goal("ready", MaximiseScore{{{"soon", {1, 0}}}}),
                    goal("suits", MaximiseScore{{{"fit", {1, 0}}}}),
                    goal("days", MinimiseDays{}),
                    goal("community", MinimiseExcess{}),
                    goal("recent", MaximiseHoused{}),
                    goal("most", MaximiseHoused{}),
                    goal("travel", MinimiseColumn{"unit.rent"})};
    policy.goals[6].among = {{"participant.application_date", Operator::days_since_at_least, Decimal{30, 0}, {}}};
    LimitRule limit;
    limit.id = "calm";
    limit.per = "unit.site";
    limit.sum = SumRisk{};
    limit.max = Decimal{3, 0};
    limit.soft = true;
    limit.goal = "community";
    limit.steps = {{std::nullopt, {1, 0}}};
    policy.limits = {limit};
    policy.ties.order = {"application_date", "age", "lottery"};
    return policy;
}

/// The goals and ties that an edit makes count otherwise.
std::string changed_by(const std::function<void(Policy&)>& edit) {
    const auto before = sample();
    auto after = before;
    edit(after);
    std::string ids;
    const auto look = [&](const std::string& id) {
        if (definition_of_goal(before, id) != definition_of_goal(after, id)) ids += id + ' ';
    };
    for (const auto& goal : before.goals) look(goal.id);
    for (const auto& name : before.ties.order) look(name);
    return ids;
}

TEST(GoalDefinition, PointsOfRiskCountWhereATermOrAChargedLimitUsesThem) {
    EXPECT_EQ(changed_by([](Policy& policy) { policy.risk->points[0][0] = 2; }), "safe community ");
    EXPECT_EQ(changed_by([](Policy& policy) { policy.risk->traits[0] = "participant.violence"; }), "safe community ");
    // Rule: a forbidden combination rules homes out and has no points.
    EXPECT_EQ(changed_by([](Policy& policy) {
                  policy.risk->points[0][1] = 0;
                  policy.risk->source = {"kilde", "source"};
                  policy.risk->source_date = Date{19000};
                  policy.risk->protected_reason = {"grunn", "reason"};
              }),
              "");
}

TEST(GoalDefinition, TheDayOfTheRoundCountsWhereDaysCountFromIt) {
    EXPECT_EQ(changed_by([](Policy& policy) { policy.round.as_of = Date{20030}; }), "queue ready days recent application_date ");
    EXPECT_EQ(changed_by([](Policy& policy) { policy.round.horizon_days = 90; }), "");
}

TEST(GoalDefinition, ChargesCountAndBoundsDoNot) {
    // Rule: plans of another cap are compared for what the cap does; another price for each unit past it is another goal.
    const auto calm = [](const std::function<void(LimitRule&)>& edit) {
        return changed_by([&](Policy& policy) { edit(policy.limits[0]); });
    };
    EXPECT_EQ(calm([](LimitRule& limit) { limit.max = Decimal{4, 0}; }), "");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.text = {"tekst", "text"}; }), "");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.steps[0].slope = {2, 0}; }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.sum = SumOne{}; }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.per = "all"; }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.spread = Decimal{5, 1}; }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.where = {{"unit.level", Operator::at_least, Decimal{2, 0}, {}}}; }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) {
                  limit.among = {{"participant.application_date", Operator::days_since_at_least, Decimal{30, 0}, {}}};
              }),
              "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { std::swap(limit.max, limit.min); }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.on = false; }), "community ");
    EXPECT_EQ(calm([](LimitRule& limit) { limit.soft = false; }), "community ");
}

TEST(GoalDefinition, ATieIsItsColumnAndOnlyTheLotteryItsSeed) {
    EXPECT_EQ(changed_by([](Policy& policy) { policy.ties.lottery_seed = 7; }), "lottery ");
    EXPECT_EQ(changed_by([](Policy& policy) { policy.ties.protected_reason = {"grunn", "reason"}; }), "");
    EXPECT_EQ(changed_by([](Policy& policy) { policy.ties.order = {"age", "application_date", "lottery"}; }), "");
}

}  // namespace
}  // namespace husrom::model
