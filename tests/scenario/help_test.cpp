#include <gtest/gtest.h>

#include <set>

#include <husrom/scenario/help.hpp>

#include "plan/every_plan.hpp"
#include "plan/random_case.hpp"

namespace husrom {
namespace {

const std::string policy_with_menu = std::string(sample::rich_policy) + R"(
[[change]]
id = "one more place"
limit = "conflict-cap"
by = 1
[[change]]
id = "team hours"
limit = "team-hours"
by = 2
[[change]]
id = "a smaller home will do"
set = { column = "participant.bedrooms_needed", value = 0 }
[[change]]
id = "a wish dropped"
table = "wishes"
drop = 1
[[change]]
id = "a two-bedroom flat more"
unit = { site_id = "SYN-S-1", bedrooms = 2, step_free = true }
[[change]]
id = "a crowd will do"
limit = "crowding"
by = 1
)";

/// Is the person housed by the best plan, ties and all, of every plan there is?
bool best_plan_houses(const rules::AllocationProblem& problem, std::string_view participant) {
    const auto row = problem.find_participant(participant).position();
    std::vector<std::int64_t> best;
    bool housed = false;
    for (const auto& homes : sample::every_plan(problem.numeric)) {
        auto values = sample::values_of(problem.numeric, homes);
        if (!best.empty() && values <= best) continue;
        best = std::move(values);
        housed = homes[row] >= 0;
    }
    return housed;
}

TEST(Help, EverySetThatIsToldHelpsAndNoSmallerOneDoes) {
    std::int64_t ones = 0, twos = 0, none = 0, ruled_out = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto source = sample::random_case(seed);
        const auto policy = parse_policy(policy_with_menu);
        const auto plan = allocate(build(source, policy));
        if (!plan.has_allocation()) continue;
        for (const auto& waiting : plan.waiting()) {
            const auto& participant = plan.problem().participants[waiting.participant.position()];
            SCOPED_TRACE(participant);
            const auto menu = scenario::menu_for(plan.problem(), source, policy, participant);
            const auto helps = [&](std::span<const scenario::Change> changes) {
                const auto applied = scenario::apply(source, policy, changes);
                return best_plan_houses(*build(applied.source, applied.policy), participant);
            };
            std::set<std::string> expected;
            const auto name = [](std::span<const scenario::Change> changes) {
                std::string all;
                for (const auto& change : changes) all += change.place + "|";
                return all;
            };
            for (const auto& one : menu)
                if (helps(std::array{one})) expected.insert(name(std::array{one}));
            std::int32_t size = expected.empty() ? 2 : 1;
            if (expected.empty())
                for (std::size_t i = 0; i < menu.size(); ++i)
                    for (std::size_t j = i + 1; j < menu.size(); ++j)
                        if (helps(std::array{menu[i], menu[j]})) expected.insert(name(std::array{menu[i], menu[j]}));
            const auto help = scenario::what_would_help(plan, source, policy, participant, {.most_changes = 2, .most_sets = 1000});
            EXPECT_TRUE(help.complete);
            EXPECT_EQ(help.size, expected.empty() ? 0 : size);
            std::set<std::string> found;
            for (const auto& set : help.sets) {
                found.insert(name(set.changes));
                EXPECT_TRUE(set.proven);
                EXPECT_FALSE(set.unit.empty());
            }
            EXPECT_EQ(found, expected);
            EXPECT_FALSE(scenario::text(help).empty());
            ones += help.size == 1 ? 1 : 0;
            twos += help.size == 2 ? 1 : 0;
            none += help.size == 0 ? 1 : 0;
            ruled_out += help.ruled_out;
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(ones, 10);
    EXPECT_GT(twos, 3);
    EXPECT_GT(none, 3);
    EXPECT_GT(ruled_out, 50);
}

TEST(Help, PersonWhoIsHousedNeedsNone) {
    const auto source = sample::random_case(3);
    const auto policy = parse_policy(policy_with_menu);
    const auto plan = allocate(build(source, policy));
    ASSERT_TRUE(plan.has_allocation() && !plan.assignments().empty());
    const auto& id = plan.problem().participants[plan.assignments().front().participant.position()];
    EXPECT_TRUE(scenario::what_would_help(plan, source, policy, id).already_housed);
    auto other = policy;
    other.ties.lottery_seed += 1;
    other.digest = model::digest_of(other);
    EXPECT_THROW(static_cast<void>(scenario::what_would_help(plan, source, other, id)), InvalidArgument);
}

TEST(Help, EitherOfTwoPeopleKeptApartIsHelpedByDroppingTheRow) {
    // Rule: a row of `apart` names two people, and its drop helps whichever of them waits; blanks around an id are no part of it.
    const auto policy = parse_policy(sample::policy_head("apart") + sample::house_most + sample::ties +
                                     "[[change]]\nid = \"apart dropped\"\ntable = \"apart\"\ndrop = 1\n");
    for (const auto* row : {"SYN-P-1,SYN-P-2,site", "SYN-P-2,SYN-P-1,site", " SYN-P-1 , SYN-P-2,site"}) {
        model::CaseBuilder builder;
        sample::add_table(builder, "participants", {"participant_id,application_date", "SYN-P-1,2026-01-01", "SYN-P-2,2026-02-01"});
        sample::add_table(builder, "sites", {"site_id", "SYN-S-1"});
        sample::add_table(builder, "units", {"unit_id,site_id", "SYN-U-1,SYN-S-1", "SYN-U-2,SYN-S-1"});
        sample::add_table(builder, "apart", {"participant_id,other_id,per", row});
        const auto source = builder.build();
        const auto plan = allocate(build(source, policy));
        ASSERT_EQ(plan.waiting().size(), 1U);
        const auto help = scenario::what_would_help(plan, source, policy, "SYN-P-2");
        ASSERT_EQ(help.sets.size(), 1U) << row;
        EXPECT_EQ(help.sets.front().changes.front().place, "apart SYN-P-1");
    }
}

TEST(Help, CapThatCannotBindYetIsRaisedWithTheHomeThatMakesItBind) {
    // Rule: a cap with room for every home there is may stand in the way of a further one; raising both is found.
    const auto policy = parse_policy(sample::policy_head("menu") + sample::bedrooms_rule + sample::conflict_cap + sample::house_most + R"(
[[change]]
id = "one more place in the cap"
limit = "conflict-cap"
by = 1
[[change]]
id = "one more home"
unit = { bedrooms = 2, site_id = "SYN-S-1" }
)");
    for (const auto* homes : {"SYN-U-1,SYN-S-1,1", "SYN-U-1,SYN-S-2,1"}) {  // the second: a place without a home so far
        const bool elsewhere = std::string_view(homes).find("SYN-S-2") != std::string_view::npos;
        model::CaseBuilder builder;
        sample::add_table(builder, "participants",
                          {"participant_id,application_date,bedrooms_needed,conflict", "SYN-P-1,2026-01-01,1,2", "SYN-P-2,2026-02-01,2,2"});
        sample::add_table(builder, "sites", {"site_id,conflict_cap", elsewhere ? "SYN-S-1,0" : "SYN-S-1,1", "SYN-S-2,1"});
        sample::add_table(builder, "units", {"unit_id,site_id,bedrooms", homes});
        const auto source = builder.build();
        const auto plan = allocate(build(source, policy));
        const auto help = scenario::what_would_help(plan, source, policy, "SYN-P-2");
        ASSERT_EQ(help.sets.size(), 1U) << homes;
        EXPECT_EQ(help.sets.front().changes.front().place, "conflict-cap SYN-S-1");
        EXPECT_EQ(help.sets.front().changes.size(), 2U);
        EXPECT_TRUE(help.complete);
    }
}

TEST(Help, CapWrittenInAnotherTableThanItsGroupsIsRaised) {
    // Rule: a site's cap may be written in its neighbourhood, and to raise it there helps.
    const auto policy = parse_policy(sample::policy_head("menu") + R"([[limit]]
id = "site-cap"
per = "unit.site"
sum = 1
max = "site.neighbourhood.conflict_cap"
kind = "hard"
)" + sample::house_most + "[[change]]\nid = \"one more place\"\nlimit = \"site-cap\"\nby = 1\n");
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date", "SYN-P-1,2026-01-01", "SYN-P-2,2026-02-01"});
    sample::add_table(builder, "sites", {"site_id,neighbourhood_id", "SYN-S-1,SYN-N-1"});
    sample::add_table(builder, "neighbourhoods", {"neighbourhood_id,conflict_cap", "SYN-N-1,1"});
    sample::add_table(builder, "units", {"unit_id,site_id", "SYN-U-1,SYN-S-1", "SYN-U-2,SYN-S-1"});
    const auto source = builder.build();
    const auto plan = allocate(build(source, policy));
    ASSERT_EQ(plan.waiting().size(), 1U);
    const auto& waits = plan.problem().participants[plan.waiting().front().participant.position()];
    const auto help = scenario::what_would_help(plan, source, policy, waits);
    ASSERT_EQ(help.sets.size(), 1U);
    EXPECT_EQ(help.sets.front().changes.front().place, "site-cap SYN-N-1");
}

TEST(Help, CapsThatCannotBindCostNoTimeAlone) {
    // Rule: sets of nothing but such caps are passed over together, are not among the sets to look at, and the search stops when asked.
    const auto caps_only = sample::policy_head("menu") + sample::bedrooms_rule + sample::conflict_cap + sample::house_most +
                           "[[change]]\nid = \"one more place in the cap\"\nlimit = \"conflict-cap\"\nby = 1\n";
    const auto policy = parse_policy(caps_only);
    std::vector<std::string> sites{"site_id,conflict_cap", "SYN-S-0,0"};
    for (int site = 1; site <= 300; ++site) sites.push_back("SYN-S-" + std::to_string(site) + ",1");
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", {"participant_id,application_date,bedrooms_needed,conflict", "SYN-P-1,2026-01-01,2,2"});
    sample::add_table(builder, "sites", sites);
    sample::add_table(builder, "units", {"unit_id,site_id,bedrooms", "SYN-U-1,SYN-S-1,1"});
    const auto source = builder.build();
    const auto plan = allocate(build(source, policy));
    const auto help = scenario::what_would_help(plan, source, policy, "SYN-P-1", {.most_changes = 5});
    EXPECT_TRUE(help.complete);
    EXPECT_EQ(help.looked_at, 5);
    EXPECT_EQ(help.solved, 0);

    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(scenario::what_would_help(plan, source, policy, "SYN-P-1", {.most_changes = 5, .stop = stop.get_token()}).complete);

    // A further change makes one of them of use: the two are found, though caps alone come in more pairs than may be looked at.
    const auto with_home = parse_policy(caps_only + "[[change]]\nid = \"one more home\"\nunit = { bedrooms = 2, site_id = \"SYN-S-0\" }\n");
    const auto found = scenario::what_would_help(allocate(build(source, with_home)), source, with_home, "SYN-P-1", {.most_tried = 2000});
    ASSERT_EQ(found.sets.size(), 1U);
    EXPECT_EQ(found.sets.front().changes.front().place, "conflict-cap SYN-S-0");
}

TEST(Help, ChangeThatCannotBeMadeIsToldWithItsReason) {
    // Rule: a home that is added at a site that is not in the tables helps nobody because of the menu, and that is said once.
    const auto source = sample::random_case(1);
    const auto policy = parse_policy(std::string(sample::rich_policy) +
                                     "[[change]]\nid = \"a flat nowhere\"\nunit = { site_id = \"SYN-S-99\", bedrooms = 2 }\n"
                                     "[[change]]\nid = \"a flat more\"\nunit = { site_id = \"SYN-S-1\", bedrooms = 2 }\n");
    const auto plan = allocate(build(source, policy));
    ASSERT_TRUE(plan.has_allocation() && !plan.waiting().empty());
    const auto& id = plan.problem().participants[plan.waiting().front().participant.position()];
    const auto help = scenario::what_would_help(plan, source, policy, id);
    ASSERT_EQ(help.findings.list().size(), 1U);
    EXPECT_EQ(help.findings.list().front().source, "change a flat nowhere");
    EXPECT_EQ(help.findings.list().front().code, "R001");
    EXPECT_NE(scenario::text(help).find("change a flat nowhere"), std::string::npos) << scenario::text(help);
}

TEST(Help, TwoNewHomesOfTheMenuGoTogether) {
    // Rule: two entries that add a home each add two homes, and a set of both is tried like any other.
    const auto policy = parse_policy(sample::policy_head("menu") + sample::bedrooms_rule + sample::house_most + sample::ties + R"(
[[change]]
id = "a flat"
unit = { bedrooms = 1 }
[[change]]
id = "a house"
unit = { bedrooms = 2 }
)");
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2024-01-01,1", "SYN-P-2,2025-01-01,1", "SYN-P-3,2026-01-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1"});
    const auto source = builder.build();
    const auto help = scenario::what_would_help(allocate(build(source, policy)), source, policy, "SYN-P-3");
    ASSERT_EQ(help.sets.size(), 1U);
    ASSERT_EQ(help.sets.front().changes.size(), 2U);
    EXPECT_EQ(help.sets.front().changes[0].place, "unit NEW-1");
    EXPECT_EQ(help.sets.front().changes[1].place, "unit NEW-2");
    EXPECT_TRUE(help.complete);
}

TEST(Help, CapWhoseColumnIsReadElsewhereIsNeverPassedOver) {
    // Rule: a cap that cannot bind is still raised where another limit, a rule, a term, a goal or a tie reads its column, also together
    // with a cap that binds only then.
    constexpr std::string_view first = R"([columns."site.cap"]
type = "integer"
[[limit]]
id = "first"
per = "unit.site"
sum = 1
among = [{ column = "participant.conflict", op = "is", value = 1 }]
max = "site.cap"
kind = "hard"
)";
    constexpr std::string_view change = "[[change]]\nid = \"more\"\nlimit = \"first\"\nby = 1\n";
    struct Reading {
        std::string_view what, text;
        std::size_t changes;
    };
    const Reading readings[] = {
        {"another limit", "[[limit]]\nid = \"second\"\nper = \"unit.site\"\nsum = 1\nmax = \"site.cap\"\nkind = \"hard\"\n", 1},
        {"a rule", "[[eligible]]\nid = \"open\"\ntype = \"at_least\"\nleft = [\"unit.site.cap\"]\nright = [\"participant.conflict\"]\n", 1},
        {"a rule's condition",
         "[[eligible]]\nid = \"open\"\ntype = \"forbids\"\nconditions = [{ column = \"participant.conflict\", op = \"is\", value = 2 }]\n"
         "where = [{ column = \"unit.site.cap\", op = \"is\", value = 1 }]\n",
         1},
        {"a rule, and a cap that binds only then",
         "[[eligible]]\nid = \"open\"\ntype = \"at_least\"\nleft = [\"unit.site.cap\"]\nright = [\"participant.conflict\"]\n"
         "[columns.\"site.places\"]\ntype = \"integer\"\n"
         "[[limit]]\nid = \"places\"\nper = \"unit.site\"\nsum = 1\nmax = \"site.places\"\nkind = \"hard\"\n"
         "[[change]]\nid = \"a place\"\nlimit = \"places\"\nby = 1\n",
         2},
        {"the risk",
         "[columns.\"site.drug\"]\ntype = \"integer\"\n"
         "[risk]\ntraits = [\"participant.conflict\"]\nfactors = [\"unit.site.cap\", \"unit.site.drug\"]\npoints = [[-1, 1]]\n"
         "source = { text = \"test\", date = 2026-01-01 }\n"
         "[[eligible]]\nid = \"calm\"\ntype = \"risk_below\"\nmax = 0\n"
         "among = [{ column = \"participant.conflict\", op = \"is\", value = 2 }]\n",
         1},
    };
    for (const auto& reading : readings) {
        SCOPED_TRACE(reading.what);
        const auto policy = parse_policy(sample::policy_head("menu") + std::string(first) + std::string(reading.text) + sample::house_most +
                                         sample::ties + std::string(change));
        model::CaseBuilder builder;
        sample::add_table(builder, "participants",
                          {"participant_id,application_date,conflict", "SYN-P-1,2024-01-01,1", "SYN-P-2,2025-01-01,2"});
        sample::add_table(builder, "sites", {"site_id,cap,places,drug", "SYN-S-1,1,1,2"});
        sample::add_table(builder, "units", {"unit_id,site_id", "SYN-U-1,SYN-S-1", "SYN-U-2,SYN-S-1"});
        const auto source = builder.build();
        const auto plan = allocate(build(source, policy));
        ASSERT_EQ(plan.waiting().size(), 1U);
        const auto help = scenario::what_would_help(plan, source, policy, "SYN-P-2");
        ASSERT_EQ(help.sets.size(), 1U);
        EXPECT_EQ(help.sets.front().changes.size(), reading.changes);
        EXPECT_TRUE(help.complete);
    }
}

TEST(Help, ChangesThatCannotBeMadeTogetherAreToldWithTheReason) {
    // Rule: a set that cannot be built though each of its changes can is no silent dead end: it is told why, once.
    const auto policy = parse_policy(sample::policy_head("menu") + sample::bedrooms_rule + sample::conflict_cap + sample::house_most +
                                     "[[change]]\nid = \"many\"\nlimit = \"conflict-cap\"\nby = 9000000000000000000\n"
                                     "[[change]]\nid = \"as many\"\nlimit = \"conflict-cap\"\nby = 9000000000000000000\n");
    model::CaseBuilder builder;
    sample::add_table(builder, "participants",
                      {"participant_id,application_date,bedrooms_needed,conflict", "SYN-P-1,2026-01-01,1,2", "SYN-P-2,2026-01-01,2,2"});
    sample::add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1,0"});
    sample::add_table(builder, "units", {"unit_id,site_id,bedrooms", "SYN-U-1,SYN-S-1,1"});
    const auto source = builder.build();
    const auto plan = allocate(build(source, policy));
    const auto help = scenario::what_would_help(plan, source, policy, "SYN-P-2");
    EXPECT_TRUE(help.sets.empty());
    ASSERT_EQ(help.findings.list().size(), 1U);
    EXPECT_EQ(help.findings.list().front().source, "change many, change as many");
    EXPECT_NE(scenario::text(help).find("change many, change as many"), std::string::npos) << scenario::text(help);
}

TEST(Help, EmptyMenuIsSaidToBeEmpty) {
    // Rule: where the policy lists no change, that is what is said, not that none helps.
    const auto source = sample::random_case(1);
    const auto policy = parse_policy(sample::rich_policy);
    const auto plan = allocate(build(source, policy));
    ASSERT_TRUE(plan.has_allocation() && !plan.waiting().empty());
    const auto& id = plan.problem().participants[plan.waiting().front().participant.position()];
    const auto help = scenario::what_would_help(plan, source, policy, id);
    EXPECT_NE(scenario::text(help).find("the policy lists no change"), std::string::npos);
    EXPECT_NE(scenario::text(help, model::Language::nb).find("regelverket har ingen endring"), std::string::npos);
}

}  // namespace
}  // namespace husrom
