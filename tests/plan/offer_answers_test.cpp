#include <gtest/gtest.h>

#include <functional>
#include <set>

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

/// Offers made to others stand, but for those that `withdrawn` names, which are just those that are no more.
void expect_told(const std::vector<plan::OfferSet>& before, rules::ParticipantIndex answered, const Offers& offers) {
    std::set<std::pair<std::int32_t, std::int32_t>> gone, named;
    for (const auto& old : before) {
        if (old.participant == answered) continue;
        const auto now = std::ranges::find(offers.sets(), old.participant, &plan::OfferSet::participant);
        for (const auto& home : old.homes)
            if (now == offers.sets().end() || std::ranges::find(now->homes, home.edge, &plan::OfferedHome::edge) == now->homes.end())
                gone.emplace(old.participant.value, home.unit.value);
    }
    for (const auto& one : offers.withdrawn()) named.emplace(one.participant.value, one.unit.value);
    EXPECT_EQ(gone, named);
}

/// The slow obvious twin: whether fewer than `most` of the homes offered to others need be withdrawn for everybody's duty and every floor,
/// whatever is chosen among those that are left.
bool fewer_suffice(const std::vector<plan::OfferSet>& before, rules::ParticipantIndex answered, const Offers& after, std::size_t most) {
    const auto& problem = after.problem();
    auto numeric = problem.numeric;
    std::vector<bool> parked(static_cast<std::size_t>(numeric.rows), false);
    for (const auto& one : after.parked()) {
        parked[one.participant.position()] = true;
        if (!problem.mover[one.participant.position()]) numeric.row_lower[one.participant.position()] = 0;
    }
    std::set<std::int32_t> refused;
    for (const auto& [person, home] : after.record().refused)
        refused.insert(problem.find_edge(problem.find_participant(person), problem.find_unit(home)).value);
    std::vector<std::vector<std::int32_t>> kept(static_cast<std::size_t>(numeric.rows));
    sample::Homes homes(static_cast<std::size_t>(numeric.rows), -1);
    const std::function<bool(std::size_t)> every_choice_is_a_plan = [&](std::size_t row) {
        if (row == kept.size()) return sample::is_plan(numeric, homes);
        homes[row] = -1;
        if (kept[row].empty()) return every_choice_is_a_plan(row + 1);
        return std::ranges::all_of(kept[row], [&](std::int32_t edge) {
            homes[row] = edge;
            return every_choice_is_a_plan(row + 1);
        });
    };
    auto room = numeric.column_upper;
    const auto room_of = [&](std::int32_t edge) -> std::int32_t& {
        return room[static_cast<std::size_t>(numeric.edge_column[static_cast<std::size_t>(edge)])];
    };
    const std::function<bool(std::size_t, std::size_t)> withdraw = [&](std::size_t row, std::size_t gone) {
        if (gone >= most) return false;
        if (row == kept.size()) return every_choice_is_a_plan(0);
        std::vector<std::int32_t> offered;
        bool accepted = false;
        for (const auto& set : before) {
            if (set.participant.position() != row || set.participant == answered) continue;
            accepted = set.state == OfferState::accepted;
            for (const auto& home : set.homes) offered.push_back(home.edge.value);
        }
        const auto with = [&](const std::vector<std::int32_t>& homes_kept, std::size_t lost) {
            kept[row] = homes_kept;
            for (const auto edge : homes_kept) --room_of(edge);
            const bool fits = std::ranges::all_of(homes_kept, [&](auto edge) { return room_of(edge) >= 0; });
            const bool found = fits && withdraw(row + 1, gone + lost);
            for (const auto edge : homes_kept) ++room_of(edge);
            return found;
        };
        for (std::size_t mask = (std::size_t{1} << offered.size()) - 1; mask > 0; --mask) {
            std::vector<std::int32_t> part;
            for (std::size_t i = 0; i < offered.size(); ++i)
                if ((mask >> i & 1) != 0) part.push_back(offered[i]);
            if (with(part, offered.size() - part.size())) return true;
            if (accepted) return false;
        }
        if (with({}, offered.size())) return true;
        for (std::int32_t edge = 0; edge < numeric.edges(); ++edge) {
            if (numeric.edge_row[static_cast<std::size_t>(edge)] != static_cast<std::int32_t>(row) || refused.count(edge) > 0) continue;
            if (std::ranges::find(offered, edge) != offered.end() || (parked[row] && !problem.stay[static_cast<std::size_t>(edge)]))
                continue;
            if (with({edge}, offered.size())) return true;
        }
        return false;
    };
    return withdraw(0, 0);
}

TEST(Offers, NoMoreIsWithdrawnThanADutyNeeds) {
    const auto policy = std::string(sample::rich_policy) + R"([offers]
homes = 3
max_loss = { wishes = 100, community = 100 }
)" + sample::refusals;
    std::int64_t withdrawals = 0, broken = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(seed % 2 == 0 ? roomy_case(seed) : sample::random_case(seed), policy);
        if (!plan.has_allocation()) continue;
        core::Random random(seed);
        Offers offers(plan);
        for (int answers = 0; answers < 4; ++answers) {
            const auto before = offers.sets();
            std::vector<const plan::OfferSet*> all_open;
            for (const auto& set : before)
                if (set.state == OfferState::open) all_open.push_back(&set);
            if (all_open.empty()) break;
            const auto* open = all_open[random.below(all_open.size())];
            const auto& id = plan.problem().participants[open->participant.position()];
            if (random.chance(1, 4)) {
                offers = offers.accept(id, plan.problem().units[open->homes.back().unit.position()]);
                continue;
            }
            constexpr std::string_view reasons[] = {"too far", "refused viewing", "safety"};
            offers = offers.refuse(id, reasons[random.below(3)]);
            expect_told(before, open->participant, offers);
            const auto fewest = offers.duties_broken() ? std::size_t{1000} : offers.withdrawn().size();
            EXPECT_FALSE(fewer_suffice(before, open->participant, offers, fewest));
            withdrawals += !offers.withdrawn().empty() ? 1 : 0;
            broken += offers.duties_broken() ? 1 : 0;
            if (testing::Test::HasFailure()) return;
        }
    }
    EXPECT_GT(withdrawals, 10);
    EXPECT_GT(broken, 10);
}

/// Who fits where is said by `pairs`: "participant home points", every other pair forbidden.
model::Case fits_case(const Lines& participants, const Lines& units, const Lines& fits, const Lines& sites = {"site_id"}) {
    Lines pairs{"participant_id,unit_id,points,forbid"};
    for (std::size_t person = 1; person < participants.size(); ++person)
        for (std::size_t home = 1; home < units.size(); ++home) {
            const auto pair = sample::split(participants[person], ',')[0] + "," + sample::split(units[home], ',')[0];
            std::string points;
            for (const auto& line : fits)
                if (line.rfind(pair + ",", 0) == 0) points = line.substr(pair.size() + 1);
            pairs.push_back(pair + "," + (points.empty() ? "0,true" : points + ","));
        }
    return case_of({{"participants", participants}, {"units", units}, {"pairs", pairs}, {"sites", sites}});
}

const std::string points_policy = sample::policy_head("points") + R"([columns."pair.points"]
type = "integer"
[[term]]
id = "points"
type = "pair"
column = "pair.points"
)" + sample::house_most + R"([[goal]]
id = "fit"
maximise = "score"
weights = { points = 1 }
[refusals]
"too far" = { park_days = 0 }
"refused viewing" = { park_days = 60 }
[offers]
homes = 3
)";

Lines withdrawn(const Offers& offers) {
    Lines lines;
    for (const auto& one : offers.withdrawn())
        lines.push_back(offers.problem().participants[one.participant.position()] + " " + offers.problem().units[one.unit.position()]);
    return lines;
}

TEST(Offers, OnlyTheHomeThatADutyNeedsIsWithdrawn) {
    const Lines participants{"participant_id,application_date,must_house", "SYN-P-1,2026-01-01,", "SYN-P-2,2026-01-01,",
                             "SYN-P-3,2026-01-01,true"};
    const Lines units{"unit_id", "SYN-U-1", "SYN-U-2", "SYN-U-3", "SYN-U-4", "SYN-U-5"};
    Lines fits{"SYN-P-1,SYN-U-1,10", "SYN-P-1,SYN-U-2,9",  "SYN-P-2,SYN-U-3,10",
               "SYN-P-2,SYN-U-4,1",  "SYN-P-3,SYN-U-5,10", "SYN-P-3,SYN-U-2,1"};
    const auto policy = points_policy + "max_loss = { fit = 100 }\n";
    const Offers offers(sample::solve(fits_case(participants, units, fits), policy));
    ASSERT_EQ(told(offers), (Lines{"SYN-P-1: SYN-U-1 SYN-U-2", "SYN-P-2: SYN-U-3 SYN-U-4", "SYN-P-3: SYN-U-5"}));
    const auto next = offers.refuse("SYN-P-3", "too far");
    EXPECT_EQ(told(next), (Lines{"SYN-P-1: SYN-U-1", "SYN-P-2: SYN-U-3 SYN-U-4", "SYN-P-3: SYN-U-2"}));
    EXPECT_EQ(withdrawn(next), Lines{"SYN-P-1 SYN-U-2"});

    // The planned home of a set is the one that is needed: the other stays, and is the planned one from now on.
    fits.back() = "SYN-P-3,SYN-U-1,1";
    const auto other = Offers(sample::solve(fits_case(participants, units, fits), policy)).refuse("SYN-P-3", "too far");
    EXPECT_EQ(told(other), (Lines{"SYN-P-1: SYN-U-2", "SYN-P-2: SYN-U-3 SYN-U-4", "SYN-P-3: SYN-U-1"}));
    EXPECT_EQ(withdrawn(other), Lines{"SYN-P-1 SYN-U-1"});
    EXPECT_TRUE(other.sets()[0].homes[0].planned);
}

TEST(Offers, TenantWhoIsParkedStays) {
    const Offers offers(sample::solve(
        fits_case({"participant_id,application_date,current_unit", "SYN-P-1,2026-01-01,SYN-U-1"},
                  {"unit_id", "SYN-U-1", "SYN-U-2", "SYN-U-3"}, {"SYN-P-1,SYN-U-1,0", "SYN-P-1,SYN-U-2,10", "SYN-P-1,SYN-U-3,9"}),
        points_policy));
    ASSERT_EQ(told(offers), Lines{"SYN-P-1: SYN-U-2"});
    EXPECT_EQ(told(offers.refuse("SYN-P-1", "too far")), Lines{"SYN-P-1: SYN-U-3"});
    const auto parked = offers.refuse("SYN-P-1", "refused viewing");
    EXPECT_EQ(told(parked), Lines{"SYN-P-1: SYN-U-1"});
    EXPECT_EQ(parked.sets()[0].state, OfferState::stays);
    ASSERT_EQ(parked.parked().size(), 1U);
    EXPECT_EQ(parked.parked()[0].days, 60);
}

TEST(Offers, BrokenDutyIsToldUntilAnAnswerMendsIt) {
    // Rule: `duties_broken` is of the round as it is now; meanwhile the free homes are given to those who can have them.
    const auto plan = sample::solve(
        fits_case(
            {"participant_id,application_date,must_house", "SYN-P-1,2026-01-01,true", "SYN-P-2,2026-01-01,true", "SYN-P-3,2026-01-01,"},
            {"unit_id", "SYN-U-1", "SYN-U-2"}, {"SYN-P-1,SYN-U-1,1", "SYN-P-1,SYN-U-2,1", "SYN-P-2,SYN-U-2,1", "SYN-P-3,SYN-U-1,1"}),
        points_policy);
    const auto broken = Offers(plan).refuse("SYN-P-1", "too far");
    EXPECT_TRUE(broken.duties_broken());
    EXPECT_EQ(told(broken), (Lines{"SYN-P-2: SYN-U-2", "SYN-P-3: SYN-U-1"}));
    const auto mended = broken.refuse("SYN-P-2", "refused viewing");
    EXPECT_FALSE(mended.duties_broken());
    EXPECT_EQ(told(mended), (Lines{"SYN-P-1: SYN-U-2", "SYN-P-3: SYN-U-1"}));
}

TEST(Offers, LossIsAllowedOnceARound) {
    // Rule: what an accepted home has cost is not allowed again after somebody's refusal; what the refusal itself changes is not counted.
    const Offers offers(sample::solve(fits_case({"participant_id,application_date", "SYN-P-1,2026-01-01", "SYN-P-2,2026-01-01"},
                                                {"unit_id", "SYN-U-1", "SYN-U-2", "SYN-U-3", "SYN-U-4", "SYN-U-5", "SYN-U-6"},
                                                {"SYN-P-1,SYN-U-1,10", "SYN-P-1,SYN-U-2,8", "SYN-P-2,SYN-U-3,10", "SYN-P-2,SYN-U-4,10",
                                                 "SYN-P-2,SYN-U-5,8", "SYN-P-2,SYN-U-6,6"}),
                                      points_policy + "max_loss = { fit = 2 }\n"));
    const auto fit = [](const Offers& round) { return round.guarantees()[1]; };
    const auto dear = offers.accept("SYN-P-1", "SYN-U-2").refuse("SYN-P-2", "too far");
    EXPECT_EQ(told(dear), (Lines{"SYN-P-1: SYN-U-2", "SYN-P-2: SYN-U-5"}));
    EXPECT_EQ(fit(dear).planned, 18);
    EXPECT_EQ(fit(dear).loss, 2);
    const auto cheap = offers.accept("SYN-P-1", "SYN-U-1").refuse("SYN-P-2", "too far");
    EXPECT_EQ(told(cheap), (Lines{"SYN-P-1: SYN-U-1", "SYN-P-2: SYN-U-5 SYN-U-6"}));
}

TEST(Offers, NewNeighbourMakesNoPendingChoiceDearerThanAllowed) {
    // One person in site 1 is free of charge, a second costs 1 and each further one 3. P-1 and P-4 may move in beside P-2: at worst 4.
    // With P-3 there too it would be 6 more than planned.
    const auto round = [](const std::string& must) {
        return Offers(sample::solve(fits_case({"participant_id,application_date,must_house", "SYN-P-1,2026-01-01,", "SYN-P-2,2026-01-01,",
                                               "SYN-P-3,2026-01-01," + must, "SYN-P-4,2026-01-01,"},
                                              {"unit_id,site_id", "SYN-U-1,SYN-S-2", "SYN-U-2,SYN-S-1", "SYN-U-3,SYN-S-1",
                                               "SYN-U-4,SYN-S-3", "SYN-U-5,SYN-S-1", "SYN-U-6,SYN-S-4", "SYN-U-7,SYN-S-1"},
                                              {"SYN-P-1,SYN-U-1,10", "SYN-P-1,SYN-U-2,1", "SYN-P-2,SYN-U-3,10", "SYN-P-3,SYN-U-4,200",
                                               "SYN-P-3,SYN-U-5,0", "SYN-P-4,SYN-U-6,10", "SYN-P-4,SYN-U-7,1"},
                                              {"site_id", "SYN-S-1", "SYN-S-2", "SYN-S-3", "SYN-S-4"}),
                                    points_policy + R"(max_loss = { community = 4, fit = 100 }
[[limit]]
id = "crowding"
per = "unit.site"
sum = 1
max = 1
kind = "soft"
goal = "community"
steps = [{ width = 1, slope = 1 }, { slope = 3 }]
)" + sample::community_goal,
                                    {}));
    };
    const Lines others{"SYN-P-1: SYN-U-1 SYN-U-2", "SYN-P-2: SYN-U-3", "SYN-P-4: SYN-U-6 SYN-U-7"};
    const auto waits = round("").refuse("SYN-P-3", "too far");
    EXPECT_EQ(told(waits), others);
    expect_safe(waits);
    const auto housed = round("true").refuse("SYN-P-3", "too far");
    EXPECT_FALSE(housed.duties_broken());
    EXPECT_EQ(housed.withdrawn().size(), 1U);
    EXPECT_EQ(told(housed).size(), 4U);
    expect_safe(housed);
}

TEST(Offers, AnswersInAnyOrderLeaveTheOfferSafeAndTheOthersUntouched) {
    std::int64_t refusals = 0, withdrawals = 0, dear_rounds = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto plan = sample::solve(seed % 2 == 0 ? roomy_case(seed) : sample::random_case(seed), policy_with_refusals);
        if (!plan.has_allocation()) continue;
        core::Random random(seed);
        Offers offers(plan);
        const auto values = [&] {
            return sample::policy_values(plan.problem(), sample::homes_of(plan.problem().numeric, offers.chosen()));
        };
        std::vector<std::int64_t> spent(values().size(), 0);
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
                const auto planned = values();
                offers = offers.accept(participant, plan.problem().units[home.unit.position()]);
                for (std::size_t goal = 0; goal < spent.size(); ++goal) spent[goal] += planned[goal] - values()[goal];
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
            expect_told(before, set.participant, offers);
            for (const auto& one : offers.parked()) {
                const auto now = std::ranges::find(offers.sets(), one.participant, &plan::OfferSet::participant);
                EXPECT_TRUE(now == offers.sets().end() || now->state == OfferState::stays) << "whoever is parked has no offer";
            }
            if (testing::Test::HasFailure()) return;
            if (offers.duties_broken()) break;
            withdrawals += offers.withdrawn().empty() ? 0 : 1;
            dear_rounds += std::ranges::any_of(spent, [](auto cost) { return cost > 0; }) ? 1 : 0;
            expect_safe(offers, spent);
            if (testing::Test::HasFailure()) return;
        }
    }
    EXPECT_GT(refusals, 100);
    EXPECT_GT(withdrawals, 10);
    EXPECT_GT(dear_rounds, 50);
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
        EXPECT_NE(std::string(error.what()).find("\"refused viewing\", \"safety\""), std::string::npos) << error.what();
    }
    EXPECT_THROW(Offers(plan, {.homes = 0, .max_loss = {}}), InvalidArgument);
    EXPECT_THROW(Offers(plan, {.homes = 2, .max_loss = std::map<std::string, model::Decimal>{{"wihses", {1, 0}}}}), InvalidArgument);
}

}  // namespace
}  // namespace husrom
