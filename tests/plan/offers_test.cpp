#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <set>

#include <unistd.h>

#include <husrom/io/offers_file.hpp>
#include <husrom/plan/offers.hpp>

#include "every_plan.hpp"
#include "random_case.hpp"

namespace husrom {
namespace {

using plan::Offers;
using plan::OfferState;

/// More homes than people, so that there is something to choose from.
model::Case roomy_case(std::uint64_t seed) {
    core::Random random(seed);
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    const auto people = random.between(2, 4), homes = random.between(4, 7);
    std::vector<std::string> participants{"participant_id,application_date,bedrooms_needed,conflict,team_id,support_hours,current_unit"};
    std::vector<std::string> units{"unit_id,site_id,bedrooms,step_free"}, wishes{"participant_id,kind,value,rank"};
    for (std::int64_t home = 1; home <= homes; ++home)
        units.push_back("SYN-U-" + text(home) + ",SYN-S-" + text(random.between(1, 2)) + "," + text(random.between(0, 2)) + ",true");
    const bool mover = random.chance(1, 3);
    for (std::int64_t person = 1; person <= people; ++person) {
        participants.push_back("SYN-P-" + text(person) + ",2026-0" + text(random.between(1, 3)) + "-01," + text(random.between(0, 1)) +
                               "," + text(random.between(1, 2)) + ",SYN-T-1," + text(random.between(1, 3)) + "," +
                               (mover && person == 1 ? "SYN-U-1" : ""));
        for (std::int64_t home = 1; home <= homes; ++home)
            if (random.chance(1, 3))
                wishes.push_back("SYN-P-" + text(person) + ",unit,SYN-U-" + text(home) + "," + text(random.between(1, 2)));
    }
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    sample::add_table(builder, "wishes", wishes);
    if (random.chance(1, 3)) sample::add_table(builder, "apart", {"participant_id,other_id,per", "SYN-P-1,SYN-P-2,site"});
    sample::add_table(builder, "sites",
                      {"site_id,conflict_cap", "SYN-S-1," + text(random.between(0, 3)), "SYN-S-2," + text(random.between(1, 3))});
    sample::add_table(builder, "teams", {"team_id,hours_week", "SYN-T-1," + text(random.between(3, 9))});
    return builder.build();
}

const std::string policy_with_refusals = std::string(sample::rich_policy) + R"(
[offers]
homes = 3
max_loss = { wishes = 2, community = 2 }
[refusals]
"too far" = { park_days = 0 }
"refused viewing" = { park_days = 60 }
"safety" = { forbid = "site" }
)";

/// Every combination of choices is a plan, and no goal falls below the guarantee, which keeps within what is allowed.
void expect_safe(const Offers& offers) {
    const auto& problem = offers.problem();
    std::set<std::int32_t> offered;
    for (const auto& set : offers.sets())
        for (const auto& home : set.homes) EXPECT_TRUE(offered.insert(home.unit.value).second) << "no home is offered to two people";
    const auto guarantees = offers.guarantees();
    for (const auto& one : guarantees) EXPECT_LE(one.loss, one.allowed);
    // Whoever is parked has no right to a home in this round.
    auto numeric = problem.numeric;
    for (const auto& one : offers.parked()) numeric.row_lower[one.participant.position()] = 0;
    sample::Homes homes(static_cast<std::size_t>(problem.numeric.rows), -1);
    const std::function<void(std::size_t)> choose = [&](std::size_t set) {
        if (set == offers.sets().size()) {
            EXPECT_TRUE(sample::is_plan(numeric, homes)) << "whatever is chosen keeps every limit";
            const auto values = sample::policy_values(problem, homes);
            for (std::size_t goal = 0; goal < guarantees.size(); ++goal) {
                const auto& info = problem.goals[goal];
                const auto worst = info.minimise ? info.constant - guarantees[goal].worst : guarantees[goal].worst - info.constant;
                EXPECT_GE(values[goal], worst) << "whatever is chosen loses no more than was declared: " << info.id;
            }
            return;
        }
        for (const auto& home : offers.sets()[set].homes) {
            homes[offers.sets()[set].participant.position()] = home.edge.value;
            choose(set + 1);
        }
        homes[offers.sets()[set].participant.position()] = -1;
    };
    choose(0);
}

/// A case from the lines of its tables.
model::Case case_of(const std::vector<std::pair<std::string_view, std::vector<std::string>>>& tables) {
    model::CaseBuilder builder;
    for (const auto& [name, lines] : tables) sample::add_table(builder, name, lines);
    return builder.build();
}

/// Each set as "participant: home home", the planned one first.
std::vector<std::string> told(const Offers& offers) {
    std::vector<std::string> lines;
    for (const auto& set : offers.sets()) {
        auto& line = lines.emplace_back(offers.problem().participants[set.participant.position()] + ":");
        for (const auto& home : set.homes) line += " " + offers.problem().units[home.unit.position()];
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(Offers, SharedHomeStandsOnceInASet) {
    // Rule: a choice is among different homes, also where one of them has several places.
    const auto plan = sample::solve(case_of({{"participants", {"participant_id,application_date", "SYN-P-1,2026-01-01"}},
                                             {"units", {"unit_id,capacity", "SYN-U-1,3", "SYN-U-2,1", "SYN-U-3,1"}},
                                             {"wishes", {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-1,1"}}}),
                                    sample::policy_head("shared") + sample::unit_wish("[3]") + sample::house_most + sample::wishes_goal +
                                        "[offers]\nhomes = 3\nmax_loss = { wishes = 10 }\n");
    const Offers offers(plan);
    EXPECT_EQ(told(offers), Lines{"SYN-P-1: SYN-U-1 SYN-U-2 SYN-U-3"});
    auto record = offers.record();
    record.sets[0].homes[1].unit = "SYN-U-1";
    EXPECT_THROW(static_cast<void>(Offers::restore(plan.shared_problem(), record)), InvalidArgument);
}

TEST(Offers, OnlyAPlaceThatIsLivedInWaitsForItsTenant) {
    // Rule: a free place of a shared home waits for nobody; the place of a tenant who is to move waits for that tenant.
    const auto policy = sample::policy_head("after") + sample::house_most + sample::level_goal + "[offers]\nhomes = 1\n";
    const Lines participants{"participant_id,application_date,current_unit", "SYN-P-1,2026-01-01,SYN-U-1", "SYN-P-2,2026-01-01,",
                             "SYN-P-3,2026-01-01,"};
    const auto waits = [&](const Lines& people, const Lines& units) {
        const Offers offers(sample::solve(case_of({{"participants", people}, {"units", units}}), policy));
        std::int64_t count = 0;
        for (const auto& set : offers.sets()) {
            if (!set.homes[0].after.valid()) continue;
            EXPECT_EQ(set.homes[0].after.value, 0);
            EXPECT_NE(set.participant.value, 0);
            ++count;
        }
        return count;
    };
    const Lines two(participants.begin(), participants.end() - 1);
    // The tenant stays, and the second place is free.
    EXPECT_EQ(waits(two, {"unit_id,capacity,level", "SYN-U-1,2,1"}), 0);
    // The tenant is to move to the better home; one of the two others gets the free place, the other the tenant's.
    EXPECT_EQ(waits(participants, {"unit_id,capacity,level", "SYN-U-1,2,2", "SYN-U-2,1,1"}), 1);
    EXPECT_EQ(waits(two, {"unit_id,capacity,level", "SYN-U-1,1,2", "SYN-U-2,1,1"}), 1);
}

TEST(Offers, WhateverEachChoosesThePlanIsFeasibleAndWithinTheLoss) {
    std::int64_t with_choice = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(seed % 2 == 0 ? roomy_case(seed) : sample::random_case(seed), policy_with_refusals);
        if (!plan.has_allocation()) continue;
        const Offers offers(plan);
        EXPECT_EQ(offers.sets().size(), plan.assignments().size());
        for (const auto& set : offers.sets()) {
            EXPECT_LE(set.homes.size(), 3U);
            with_choice += set.homes.size() > 1 ? 1 : 0;
        }
        expect_safe(offers);
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(with_choice, 50);
}

TEST(Offers, AnswersInAnyOrderLeaveTheOfferSafeAndTheOthersUntouched) {
    std::int64_t refusals = 0, withdrawals = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(seed % 2 == 0 ? roomy_case(seed) : sample::random_case(seed), policy_with_refusals);
        if (!plan.has_allocation()) continue;
        core::Random random(seed);
        Offers offers(plan);
        for (int answers = 0; answers < 6; ++answers) {
            std::vector<std::size_t> open;
            for (std::size_t i = 0; i < offers.sets().size(); ++i)
                if (offers.sets()[i].state == OfferState::open) open.push_back(i);
            if (open.empty()) break;
            const auto before = offers.sets();
            const auto& set = before[open[random.below(open.size())]];
            const auto& participant = plan.problem().participants[set.participant.position()];
            if (random.chance(1, 2)) {
                const auto& home = set.homes[random.below(set.homes.size())];
                offers = offers.accept(participant, plan.problem().units[home.unit.position()]);
            } else {
                constexpr std::string_view reasons[] = {"too far", "refused viewing", "safety"};
                offers = offers.refuse(participant, reasons[random.below(3)]);
                ++refusals;
                for (const auto& now : offers.sets()) {
                    if (now.participant != set.participant) continue;
                    for (const auto& home : now.homes)
                        EXPECT_TRUE(plan.problem().stay[home.edge.position()] ||
                                    std::ranges::find(set.homes, home.edge, &plan::OfferedHome::edge) == set.homes.end())
                            << "what was refused is not offered again";
                }
            }
            if (offers.duties_broken()) break;
            withdrawals += offers.withdrawn().empty() ? 0 : 1;
            for (const auto& old : before) {
                if (old.participant == set.participant || !offers.withdrawn().empty()) continue;
                const auto now = std::ranges::find(offers.sets(), old.participant, &plan::OfferSet::participant);
                ASSERT_NE(now, offers.sets().end());
                ASSERT_EQ(now->homes.size(), old.homes.size()) << "offers made to others stand";
                for (std::size_t i = 0; i < old.homes.size(); ++i) EXPECT_EQ(now->homes[i].edge, old.homes[i].edge);
            }
            expect_safe(offers);
            if (testing::Test::HasFailure()) return;
        }
    }
    EXPECT_GT(refusals, 100);
}

TEST(Offers, ParkedPersonIsOutOfTheRoundAndPlaceIsRuledOutByReason) {
    for (std::uint64_t seed = 2; seed <= sample::cases(1000); seed += 2) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(roomy_case(seed), policy_with_refusals);
        if (!plan.has_allocation()) continue;
        const auto& problem = plan.problem();
        const Offers offers(plan);
        for (const auto& set : offers.sets()) {
            if (set.state != OfferState::open || problem.mover[set.participant.position()]) continue;
            const auto& id = problem.participants[set.participant.position()];
            const auto parked = offers.refuse(id, "refused viewing");
            ASSERT_EQ(parked.parked().size(), 1U);
            EXPECT_EQ(parked.parked()[0].days, 60);
            EXPECT_EQ(std::ranges::find(parked.sets(), set.participant, &plan::OfferSet::participant), parked.sets().end());

            const auto safety = offers.refuse(id, "safety");
            const auto& site = problem.typed->join("unit.site");
            const auto site_of = [&](rules::UnitIndex unit) {
                return site.rows[static_cast<std::size_t>(problem.unit_rows[unit.position()])];
            };
            const auto again = std::ranges::find(safety.sets(), set.participant, &plan::OfferSet::participant);
            if (again == safety.sets().end()) continue;
            for (const auto& home : again->homes)
                for (const auto& refused : set.homes) EXPECT_NE(site_of(home.unit), site_of(refused.unit));
        }
    }
}

TEST(Offers, RoundKeptInAFileIsTheSameRound) {
    // Rule: whatever was answered, a round written and read again is the same, to the byte, and the next answers are too; a record that
    // offers more than is safe is refused.
    const auto path = std::filesystem::temp_directory_path() / ("husrom-round-" + std::to_string(::getpid()) + ".json");
    std::int64_t refused = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(seed % 2 == 0 ? roomy_case(seed) : sample::random_case(seed), policy_with_refusals);
        if (!plan.has_allocation()) continue;
        core::Random random(seed);
        Offers offers(plan);
        for (int answers = 0; answers < 3; ++answers) {
            write_offers(offers, path);
            const auto again = read_offers(path, plan.shared_problem());
            EXPECT_EQ(offers_text(again), offers_text(offers));
            std::vector<std::size_t> open;
            for (std::size_t i = 0; i < offers.sets().size(); ++i)
                if (offers.sets()[i].state == OfferState::open) open.push_back(i);
            if (open.empty() || offers.duties_broken()) break;
            const auto& set = offers.sets()[open[random.below(open.size())]];
            const auto id = plan.problem().participants[set.participant.position()];
            const auto answer = [&](const Offers& round) {
                return answers % 2 == 0 ? round.refuse(id, "safety")
                                        : round.accept(id, plan.problem().units[set.homes.front().unit.position()]);
            };
            const auto next = answer(offers);
            EXPECT_EQ(offers_text(answer(again)), offers_text(next));
            offers = next;
        }
        // One home offered to two people.
        auto record = offers.record();
        for (auto& set : record.sets)
            for (const auto& other : record.sets)
                if (&set != &other && set.state == OfferState::open &&
                    plan.problem()
                        .find_edge(plan.problem().find_participant(set.participant), plan.problem().find_unit(other.homes[0].unit))
                        .valid()) {
                    set.homes.push_back(other.homes[0]);
                    EXPECT_THROW(static_cast<void>(Offers::restore(plan.shared_problem(), record)), InvalidArgument);
                    set.homes.pop_back();
                    ++refused;
                }
        record.problem_digest = std::string(64, '0');
        EXPECT_THROW(static_cast<void>(Offers::restore(plan.shared_problem(), record)), InvalidArgument);
    }
    EXPECT_GT(refused, 20);
    std::filesystem::remove(path);
}

TEST(Offers, WrongAnswersAreRefusedByName) {
    const auto plan = sample::solve(roomy_case(2), policy_with_refusals);
    const Offers offers(plan);
    const auto open = std::ranges::find(offers.sets(), OfferState::open, &plan::OfferSet::state);
    ASSERT_NE(open, offers.sets().end());
    const auto& id = plan.problem().participants[open->participant.position()];
    EXPECT_THROW(static_cast<void>(offers.accept(id, "SYN-U-99")), InvalidArgument);
    EXPECT_THROW(static_cast<void>(offers.accept("SYN-P-99", "SYN-U-1")), InvalidArgument);
    try {
        static_cast<void>(offers.refuse(id, "safty"));
        FAIL();
    } catch (const InvalidArgument& error) {
        EXPECT_NE(std::string(error.what()).find("did you mean \"safety\""), std::string::npos);
    }
    EXPECT_THROW(Offers(plan, {.homes = 0, .max_loss = {}}), InvalidArgument);
    EXPECT_THROW(Offers(plan, {.homes = 2, .max_loss = std::map<std::string, model::Decimal>{{"wihses", {1, 0}}}}), InvalidArgument);
}

}  // namespace
}  // namespace husrom
