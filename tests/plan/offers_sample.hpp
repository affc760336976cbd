#pragma once

/// Cases for offers, and what every round of offers has to keep.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/plan/offers.hpp>

#include "every_plan.hpp"
#include "random_case.hpp"

namespace husrom::sample {

using plan::Offers;
using plan::OfferState;
using Lines = std::vector<std::string>;

/// More homes than people, so that there is something to choose from; some homes are shared, and some people must be housed.
inline model::Case roomy_case(std::uint64_t seed) {
    core::Random random(seed);
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    const auto people = random.between(2, 4), homes = random.between(4, 7);
    std::vector<std::string> participants{
        "participant_id,application_date,bedrooms_needed,conflict,team_id,support_hours,current_unit,must_house"};
    std::vector<std::string> units{"unit_id,site_id,bedrooms,step_free,capacity"}, wishes{"participant_id,kind,value,rank"};
    for (std::int64_t home = 1; home <= homes; ++home)
        units.push_back("SYN-U-" + text(home) + ",SYN-S-" + text(random.between(1, 2)) + "," + text(random.between(0, 2)) + ",true," +
                        (random.chance(1, 4) ? "2" : "1"));
    const bool mover = random.chance(1, 3);
    for (std::int64_t person = 1; person <= people; ++person) {
        participants.push_back("SYN-P-" + text(person) + ",2026-0" + text(random.between(1, 3)) + "-01," + text(random.between(0, 1)) +
                               "," + text(random.between(1, 2)) + ",SYN-T-1," + text(random.between(1, 3)) + "," +
                               (mover && person == 1 ? "SYN-U-1" : "") + "," +
                               (!(mover && person == 1) && random.chance(1, 5) ? "true" : ""));
        for (std::int64_t home = 1; home <= homes; ++home)
            if (random.chance(1, 3))
                wishes.push_back("SYN-P-" + text(person) + ",unit,SYN-U-" + text(home) + "," + text(random.between(1, 2)));
    }
    model::CaseBuilder builder;
    add_table(builder, "participants", participants);
    add_table(builder, "units", units);
    add_table(builder, "wishes", wishes);
    if (random.chance(1, 3)) add_table(builder, "apart", {"participant_id,other_id,per", "SYN-P-1,SYN-P-2,site"});
    add_table(builder, "sites", {"site_id,conflict_cap", "SYN-S-1," + text(random.between(0, 3)), "SYN-S-2," + text(random.between(1, 3))});
    add_table(builder, "teams", {"team_id,hours_week", "SYN-T-1," + text(random.between(3, 9))});
    return builder.build();
}

const std::string refusals = R"(
[refusals]
"too far" = { park_days = 0 }
"refused viewing" = { park_days = 60 }
"safety" = { forbid = "site" }
)";

const std::string policy_with_refusals = std::string(rich_policy) + R"(
[offers]
homes = 3
max_loss = { wishes = 2, community = 2 }
)" + refusals;

/// Every combination of choices is a plan, and no goal falls below the guarantee, which keeps within what is allowed.
/// `spent` is what the choices so far have cost each goal against the homes that were planned.
inline void expect_safe(const Offers& offers, const std::vector<std::int64_t>& spent = {}) {
    const auto& problem = offers.problem();
    auto room = problem.numeric.column_upper;
    for (const auto& set : offers.sets()) {
        std::set<std::int32_t> offered;
        for (const auto& home : set.homes) {
            EXPECT_GE(--room[home.unit.position()], 0) << "no place is offered to two people";
            EXPECT_TRUE(offered.insert(home.unit.value).second) << "a choice is among different homes";
        }
    }
    const auto guarantees = offers.guarantees();
    for (const auto& one : guarantees) EXPECT_LE(one.loss, one.allowed);
    // Whoever is parked has no right to a home in this round.
    auto numeric = problem.numeric;
    for (const auto& one : offers.parked())
        if (!problem.mover[one.participant.position()]) numeric.row_lower[one.participant.position()] = 0;
    const auto planned = policy_values(problem, homes_of(problem.numeric, offers.chosen()));
    Homes homes(static_cast<std::size_t>(problem.numeric.rows), -1);
    const std::function<void(std::size_t)> choose = [&](std::size_t set) {
        if (set == offers.sets().size()) {
            EXPECT_TRUE(is_plan(numeric, homes)) << "whatever is chosen keeps every limit";
            const auto values = policy_values(problem, homes);
            for (std::size_t goal = 0; goal < guarantees.size(); ++goal) {
                const auto& info = problem.goals[goal];
                const auto worst = info.minimise ? -guarantees[goal].worst : guarantees[goal].worst;
                EXPECT_GE(values[goal], worst) << "whatever is chosen loses no more than was declared: " << info.id;
                EXPECT_LE((spent.empty() ? 0 : spent[goal]) + planned[goal] - values[goal], guarantees[goal].allowed)
                    << "the choices of the whole round together lose no more than was declared: " << info.id;
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
inline model::Case case_of(const std::vector<std::pair<std::string_view, std::vector<std::string>>>& tables) {
    model::CaseBuilder builder;
    for (const auto& [name, lines] : tables) add_table(builder, name, lines);
    return builder.build();
}

/// Each set as "participant: home home", the planned one first.
inline std::vector<std::string> told(const Offers& offers) {
    std::vector<std::string> lines;
    for (const auto& set : offers.sets()) {
        auto& line = lines.emplace_back(offers.problem().participants[set.participant.position()] + ":");
        for (const auto& home : set.homes) line += " " + offers.problem().units[home.unit.position()];
    }
    return lines;
}

}  // namespace husrom::sample
