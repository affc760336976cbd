// What an explanation tells: prices and margins to a caseworker, and to the person nothing from which another could be known.

#include <array>
#include <utility>

#include <gtest/gtest.h>

#include <husrom/plan/draft.hpp>
#include <husrom/plan/text.hpp>

#include "every_plan.hpp"
#include "plan/participant.hpp"
#include "random_case.hpp"
#include "rules/scale.hpp"

namespace husrom {
namespace {

void add(model::Case& source, std::string name, std::vector<std::string> headings, const std::vector<std::vector<std::string>>& rows) {
    std::erase_if(source.tables, [&](const model::Table& table) { return table.name == name; });
    model::Table table;
    table.name = std::move(name);
    table.source = "test";
    table.headings = std::move(headings);
    table.columns.resize(table.headings.size());
    for (const auto& row : rows) {
        table.row_numbers.push_back(static_cast<std::int64_t>(table.row_numbers.size()) + 2);
        for (std::size_t column = 0; column < row.size(); ++column) table.columns[column].push_back(row[column]);
    }
    const auto kinds = model::table_kinds();
    const auto place_of = [&](std::string_view one) { return std::ranges::find(kinds, one, &model::TableKind::name) - kinds.begin(); };
    const auto before =
        std::ranges::find_if(source.tables, [&](const model::Table& other) { return place_of(other.name) > place_of(table.name); });
    source.tables.insert(before, std::move(table));
}

/// The same plan as one whose search ended before it was proven best.
plan::Plan not_proven(const plan::Plan& proven) {
    auto result = proven.result();
    result.status = solve::Status::feasible;
    result.stopped_by = solve::StoppedBy::work_limit;
    return {proven.shared_problem(), result, solve::check_plan(proven.problem().numeric, result.chosen, result.objective), 0};
}

/// Everything that the person is told, as words and as data.
std::string told_to(const plan::Plan& plan, const std::string& participant) {
    auto everything = plan::text(plan, plan.explain(participant), model::Language::nb, plan::Audience::participant) +
                      plan::draft_decision(plan, participant, plan::DraftLanguage::nn);
    const auto told = plan::for_participant(plan, plan.explain(participant));
    for (const auto& rule : told.rules) everything += rule.rule + std::to_string(static_cast<int>(rule.verdict)) + ";";
    for (const auto& count : told.rule_counts)
        everything += count.rule + ":" + std::to_string(count.failed) + "," + std::to_string(count.failed_alone) + "," +
                      std::to_string(count.unknown) + ";";
    if (told.waiting)
        everything += std::string(plan::code(told.waiting->reason)) + std::to_string(told.waiting->homes_that_fit) + "/" +
                      std::to_string(told.waiting->homes_that_fail) + told.waiting->blocking_limit + std::to_string(told.waiting->goal) +
                      std::to_string(told.waiting->margin);
    EXPECT_TRUE(told.obstacles.empty() && told.limits.empty() && told.prices.empty());
    return everything;
}

TEST(Participant, CannotTellFromAnyWordOrCountWhereSomebodyLives) {
    // Rule: with and without somebody from whom the person is kept apart, living in any place or seeking a home too, everything that the
    // person is told is the same where the outcome is: no count of 1, no reason and no missing home gives it away.
    std::int64_t compared = 0, closed = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        auto source = sample::random_case(seed);
        const std::string person = "SYN-P-1";
        add(source, "apart", {"participant_id", "other_id", "per"}, {});
        add(source, "tenants", {"tenant_id", "site_id"}, {{"SYN-T-1", seed % 2 == 0 ? "SYN-S-1" : "SYN-S-2"}});
        auto kept_apart = source;
        add(kept_apart, "apart", {"participant_id", "other_id", "per"}, {{person, seed % 3 == 0 ? "SYN-P-2" : "SYN-T-1", "site"}});
        const auto without = sample::solve(source, sample::rich_policy), with = sample::solve(kept_apart, sample::rich_policy);
        if (!without.has_allocation() || !with.has_allocation()) continue;
        if (sample::home_of(without, person) != sample::home_of(with, person)) continue;
        ++compared;
        const auto count = [&](const plan::Plan& plan) { return plan.explain(person).rule_counts.size(); };
        closed += count(with) > count(without) ? 1 : 0;
        EXPECT_EQ(told_to(without, person), told_to(with, person));
        EXPECT_EQ(told_to(not_proven(without), person), told_to(not_proven(with), person));
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(compared, 80);
    EXPECT_GT(closed, 20) << "the caseworker is told of homes closed for this reason";
}

TEST(Participant, IsNotToldThatAnotherPersonWasEqual) {
    // Rule: that the queue or the lottery decided depends on who else seeks a home, so a person reads the same when the other has a better
    // claim by the goals; the draft leaves it to the caseworker.
    const auto told = [](const std::vector<std::string>& wishes) {
        model::CaseBuilder builder;
        sample::add_table(builder, "participants",
                          {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-02-01,1", "SYN-P-2,2026-01-01,1"});
        sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
        sample::add_table(builder, "wishes", wishes);
        return sample::solve(builder.build(), sample::policy_head("tie") + sample::bedrooms_rule + sample::unit_wish("[2, 1]") +
                                                  sample::house_most + sample::wishes_goal + sample::ties);
    };
    const std::string heading = "participant_id,kind,value,rank";
    const auto equal = told({heading}), behind = told({heading, "SYN-P-2,unit,SYN-U-1,1"});
    ASSERT_EQ(sample::reason(equal, "SYN-P-1"), "TIE");
    ASSERT_EQ(sample::reason(behind, "SYN-P-1"), "OTHERS_FIRST");
    EXPECT_EQ(told_to(equal, "SYN-P-1"), told_to(behind, "SYN-P-1"));
    EXPECT_NE(plan::draft_decision(equal, "SYN-P-1").find("Vurder å si om ventetid eller loddtrekning avgjorde.]"), std::string::npos);
}

TEST(Participant, IsToldOfAPairNothingOfWhoLivesThere) {
    // Rule: a home that is closed only because of who lives there fits, as it does in the counts that the person is told.
    const std::vector<rules::RuleVerdict> judged{{"bedrooms", rules::Verdict::pass, {}}, {"apart", rules::Verdict::fail, {}}};
    const auto told = plan::for_participant(judged);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().rule, "bedrooms");
}

TEST(Explanation, SaysOfEveryOutcomeThatThePlanIsNotProven) {
    // Rule: no person is refused, or given a home, as if a plan that may be bettered were the best: every explanation and draft says so,
    // and nobody whom a home fits is told that the goals and limits give them none.
    const std::array sentences{std::pair(model::Language::en, "The plan is not proven best"),
                               std::pair(model::Language::nb, "Planen er ikke bevist best")};
    // Whom no home fits no better plan helps.
    const std::array hopes{"another outcome", "et annet utfall"};
    const std::array brackets{std::pair(plan::DraftLanguage::nb, "\n[Søket ble avsluttet tidlig."),
                              std::pair(plan::DraftLanguage::nn, "\n[Søket vart avslutta tidleg."),
                              std::pair(plan::DraftLanguage::en, "\n[The search ended early.")};
    std::int64_t waiting = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(100); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto proven = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (proven.status() != solve::Status::optimal) continue;
        const auto open = not_proven(proven);
        for (const auto& participant : open.problem().participants) {
            for (const auto audience : {plan::Audience::caseworker, plan::Audience::participant})
                for (const auto& [language, sentence] : sentences) {
                    EXPECT_NE(plan::text(open, open.explain(participant), language, audience).find(sentence), std::string::npos);
                    EXPECT_EQ(plan::text(proven, proven.explain(participant), language, audience).find(sentence), std::string::npos);
                    const auto told = open.explain(participant);
                    using enum plan::WaitingReason;
                    const bool may_change = !told.waiting || (told.waiting->reason != no_home_fits && told.waiting->reason != not_proven &&
                                                              told.waiting->reason != information_missing);
                    for (const auto* hope : hopes)
                        if (!may_change) {
                            EXPECT_EQ(plan::text(open, told, language, audience).find(hope), std::string::npos);
                        }
                }
            for (const auto& [language, bracket] : brackets) {
                const auto draft = plan::draft_decision(open, participant, language);
                EXPECT_NE(draft.find(bracket), std::string::npos) << draft;
                EXPECT_EQ(plan::draft_decision(proven, participant, language).find(bracket), std::string::npos);
            }
            const auto told = plan::for_participant(open, open.explain(participant));
            if (!told.waiting || told.waiting->homes_that_fit == 0) continue;
            ++waiting;
            EXPECT_EQ(told.waiting->reason, plan::WaitingReason::not_proven);
            EXPECT_EQ(plan::draft_decision(open, participant).find("regelverkets mål og grenser"), std::string::npos);
        }
    }
    EXPECT_GT(waiting, 30);
}

TEST(Explanation, MarginIsWhatThePlainExchangeLoses) {
    // Rule: give the person the home and let its holder go without, and the first goal that changes is the one told, by the margin told.
    std::int64_t told_of = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        const auto homes = sample::homes_of(problem.numeric, plan.result().chosen);
        const auto before = sample::policy_values(problem, homes);
        for (const auto& participant : problem.participants) {
            const auto told = plan.explain(participant);
            for (const auto& obstacle : told.obstacles) {
                auto exchanged = homes;
                exchanged[told.participant.position()] = problem.find_edge(told.participant, obstacle.unit).value;
                if (obstacle.held_by.valid()) exchanged[obstacle.held_by.position()] = -1;
                const auto after = sample::policy_values(problem, exchanged);
                if (!obstacle.full_limits.empty()) continue;  // beyond the last step of a soft limit there is no value to compare
                const auto first = std::ranges::mismatch(before, after).in1;
                ASSERT_EQ(obstacle.goal, first == before.end() ? -1 : static_cast<std::int32_t>(first - before.begin()));
                if (obstacle.goal < 0) continue;
                ++told_of;
                const auto goal = static_cast<std::size_t>(obstacle.goal);
                EXPECT_EQ(obstacle.margin, before[goal] - after[goal]);
            }
        }
    }
    EXPECT_GT(told_of, 100);
}

TEST(Explanation, PriceBoundsWhatOneMoreWouldBring) {
    // Rule: one more home of the same kind, or 1 more of room in a limit in the office's unit, brings the first goal no more than its price
    // says (where the proof needs no division).
    std::int64_t priced = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(sample::random_case(seed), sample::rich_policy);
        if (plan.status() != solve::Status::optimal) continue;
        const auto& problem = plan.problem();
        for (const auto& participant : problem.participants) {
            const auto told = plan.explain(participant);
            for (const auto& price : told.prices) {
                if (price.goal != 0 || plan.result().nodes > 0) continue;
                auto more = problem.numeric;
                if (price.unit.valid()) {
                    if (more.column_upper.empty()) more.column_upper.assign(static_cast<std::size_t>(more.columns), 1);
                    ++more.column_upper[price.unit.position()];
                } else {
                    const auto& info = problem.limits[static_cast<std::size_t>(price.limit)];
                    const auto numeric = static_cast<std::size_t>(info.numeric);
                    if (price.numerator < 0 || more.limit_upper[numeric] == solve::no_upper) continue;
                    more.limit_upper[numeric] += rules::power_of_ten(info.digits);
                }
                const auto better = solve::maximise(more);
                ASSERT_TRUE(better.has_plan());
                ++priced;
                EXPECT_LE((better.objective[0] - plan.result().objective[0]) * price.denominator, price.numerator + price.denominator - 1)
                    << participant;
                const auto words = plan::text(plan, told, model::Language::en);
                EXPECT_NE(words.find("Prices"), std::string::npos);
            }
        }
    }
    EXPECT_GT(priced, 30);
}

TEST(Explanation, PriceOfHoursIsForOneHour) {
    // Rule: a price of a limit is for one whole unit of it, also where the limit counts in fractions: an hour more houses one person more.
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,team_id,support_hours", "SYN-P-1,2026-01-01,SYN-T-1,1.0", "SYN-P-2,2026-02-01,SYN-T-1,1.0"});
    sample::add_table(builder, "units", {"unit_id", "SYN-U-1", "SYN-U-2"});
    sample::add_table(builder, "teams", {"team_id,hours_week", "SYN-T-1,1.0"});
    const auto plan = sample::solve(builder.build(), sample::policy_head("hours") + R"([[limit]]
id = "team-hours"
per = "participant.team"
sum = "participant.support_hours"
max = "team.hours_week"
kind = "hard"
)" + sample::house_most);
    ASSERT_GT(plan.problem().limits.front().digits, 0);
    const auto told = plan.explain("SYN-P-2");
    ASSERT_EQ(told.prices.size(), 1U);
    const auto& price = told.prices.front();
    EXPECT_NEAR(static_cast<double>(price.numerator) / static_cast<double>(price.denominator), 1, 0.001);
    EXPECT_NE(plan::text(plan, told, model::Language::en).find("team-hours SYN-T-1: about 1 in house-most"), std::string::npos);
}

}  // namespace
}  // namespace husrom
