#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

#include <husrom/io/offers_file.hpp>
#include <husrom/plan/offers.hpp>

#include "offers_sample.hpp"

namespace husrom {
namespace {

using plan::Offers;
using plan::OfferState;
using sample::case_of;
using sample::expect_safe;
using sample::Lines;
using sample::policy_with_refusals;
using sample::roomy_case;
using sample::told;

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

TEST(Offers, TenantWhoMustHaveAnotherHomeLivesWhereTheyLive) {
    // Rule: the place waits for the tenant who is to move elsewhere, also where the tenant may not stay; if they do not move, it is not
    // free.
    const auto offers_with = [](const Lines& pairs) {
        return Offers(sample::solve(case_of({{"participants",
                                              {"participant_id,application_date,current_unit", "SYN-P-1,2026-01-01,SYN-U-1",
                                               "SYN-P-2,2026-02-01,", "SYN-P-3,2026-03-01,"}},
                                             {"units", {"unit_id", "SYN-U-1", "SYN-U-2"}},
                                             {"pairs", pairs}}),
                                    sample::policy_head("required") + sample::house_most));
    };
    const auto lived_in = [](const Offers& offers) {
        const auto set = std::ranges::find_if(
            offers.sets(), [](const plan::OfferSet& one) { return one.participant.value != 0 && one.homes[0].unit.value == 0; });
        return set == offers.sets().end() ? nullptr : &set->homes[0];
    };
    for (const auto* waiting : {"SYN-P-2,SYN-U-1,true,", "SYN-P-3,SYN-U-1,,true"}) {  // who gets it must, or another may not
        SCOPED_TRACE(waiting);
        const auto offers = offers_with({"participant_id,unit_id,require,forbid", "SYN-P-1,SYN-U-2,true,", waiting});
        ASSERT_NE(lived_in(offers), nullptr);
        EXPECT_EQ(lived_in(offers)->after.value, 0);
        const auto refused = offers.refuse("SYN-P-1", "too far");
        EXPECT_EQ(lived_in(refused), nullptr) << "the tenant lives there";
        EXPECT_TRUE(refused.duties_broken());
        EXPECT_EQ(told(refused).size(), 1U) << "the home that was refused is given to one who waits";
        EXPECT_EQ(told(refused)[0].substr(8), " SYN-U-2");

        const auto accepted = offers.accept("SYN-P-2", "SYN-U-1").refuse("SYN-P-1", "too far");
        ASSERT_NE(lived_in(accepted), nullptr) << "what is accepted stands";
        EXPECT_EQ(lived_in(accepted)->after.value, 0);
    }
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
        // A place in a home offered to two people.
        auto record = offers.record();
        auto free = plan.problem().numeric.column_upper;
        for (const auto& set : offers.sets())
            for (const auto& home : set.homes) --free[home.unit.position()];
        for (auto& set : record.sets)
            for (const auto& other : record.sets)
                if (&set != &other && set.state == OfferState::open && free[plan.problem().find_unit(other.homes[0].unit).position()] < 1 &&
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

}  // namespace
}  // namespace husrom
