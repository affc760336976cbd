#pragma once

/// Small random cases with everything a reason can come from: rules, unknown facts, caps, team hours, soft crowding, movers, people kept
/// apart, people who must be housed.

#include <algorithm>
#include <numeric>

#include <husrom/core/random.hpp>

#include "sample.hpp"

namespace husrom::sample {

inline const std::string rich_policy = [] {
    return policy_head("rich") + bedrooms_rule + step_free_rule + unit_wish("[2, 1]") + conflict_cap + R"([[limit]]
id = "team-hours"
per = "participant.team"
sum = "participant.support_hours"
max = "team.hours_week"
kind = "hard"
[[limit]]
id = "crowding"
per = "unit.site"
sum = 1
max = 2
kind = "soft"
goal = "community"
steps = [{ width = 1, slope = 1 }, { slope = 3 }]
)" + house_most +
           community_goal + wishes_goal + ties;
}();

/// The same case for the same seed; `shuffle` puts the rows of every table in another order.
inline model::Case random_case(std::uint64_t seed, bool shuffle = false) {
    core::Random random(seed);
    const auto people = random.between(2, 5), homes = random.between(1, 5);
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    std::vector<std::string> participants{
        "participant_id,application_date,bedrooms_needed,accessibility,conflict,team_id,support_hours,must_house,current_unit"};
    std::vector<std::string> units{"unit_id,site_id,bedrooms,step_free"};
    std::vector<std::string> wishes{"participant_id,kind,value,rank"}, pairs{"participant_id,unit_id,forbid"},
        apart{"participant_id,other_id,per"};
    for (std::int64_t home = 1; home <= homes; ++home)
        units.push_back("SYN-U-" + text(home) + ",SYN-S-" + text(random.between(1, 2)) + "," + text(random.between(0, 2)) + "," +
                        (random.chance(1, 4)   ? ""
                         : random.chance(1, 2) ? "true"
                                               : "false"));
    const bool has_mover = random.chance(1, 3);
    for (std::int64_t person = 1; person <= people; ++person) {
        const bool mover = has_mover && person == 1;
        participants.push_back("SYN-P-" + text(person) + ",2026-0" + text(random.between(1, 3)) + "-01," + text(random.between(0, 2)) +
                               "," + (random.chance(1, 5) ? "STEP_FREE" : "") + "," + text(random.between(1, 2)) + ",SYN-T-" +
                               text(random.between(1, 2)) + "," + text(random.between(1, 3)) + "," +
                               (!mover && random.chance(1, 20) ? "true" : "") + "," + (mover ? "SYN-U-1" : ""));
        for (std::int64_t home = 1; home <= homes; ++home) {
            if (random.chance(1, 5))
                wishes.push_back("SYN-P-" + text(person) + ",unit,SYN-U-" + text(home) + "," + text(random.between(1, 2)));
            if (!(mover && home == 1) && random.chance(1, 5)) pairs.push_back("SYN-P-" + text(person) + ",SYN-U-" + text(home) + ",true");
        }
    }
    if (random.chance(1, 3)) apart.emplace_back("SYN-P-1,SYN-P-2,site");
    std::vector<std::string> sites{"site_id,conflict_cap"}, teams{"team_id,hours_week"};
    for (const auto* site : {"SYN-S-1", "SYN-S-2"}) sites.push_back(std::string(site) + "," + text(random.between(0, 2)));
    for (const auto* team : {"SYN-T-1", "SYN-T-2"}) teams.push_back(std::string(team) + "," + text(random.between(2, 6)));

    model::CaseBuilder builder;
    for (auto& [name, table] : std::vector<std::pair<std::string_view, std::vector<std::string>*>>{{"participants", &participants},
                                                                                                   {"units", &units},
                                                                                                   {"sites", &sites},
                                                                                                   {"teams", &teams},
                                                                                                   {"wishes", &wishes},
                                                                                                   {"pairs", &pairs},
                                                                                                   {"apart", &apart}}) {
        if (shuffle)
            for (std::size_t i = table->size() - 1; i > 1; --i) std::swap((*table)[i], (*table)[1 + random.below(i)]);
        add_table(builder, name, *table);
    }
    return builder.build();
}

}  // namespace husrom::sample
