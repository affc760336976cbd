#include <algorithm>
#include <string>
#include <vector>

#include "examples/baerum.hpp"
#include "examples/draw.hpp"
#include "examples/example.hpp"

namespace husrom::examples {

using core::Random;
using model::Date;

namespace {

/// What an assessment says of a person at a level of need. More need goes with more conflict, wear and use.
struct Assessment {
    std::int64_t level, low, conflict, active_use, wear, hours;  // hours in tenths, as half hours
    std::string_view supervision;
};

Assessment assess(Random& random, std::int64_t level) {
    Assessment found{};
    found.level = level;
    found.low = level > 1 && random.chance(7, 10) ? level - 1 : level;
    switch (level) {
        case 1:
            found.conflict = random.chance(1, 12) ? 1 : 0;
            found.supervision = pick(random, {{"none", 6}, {"weekly", 4}});
            found.hours = 5 * random.between(1, 4);
            break;
        case 2:
            found.conflict = random.between(0, 2);
            found.supervision = pick(random, {{"weekly", 5}, {"several_weekly", 5}});
            found.hours = 5 * random.between(3, 8);
            break;
        case 3:
            found.conflict = random.between(1, 3);
            found.supervision = pick(random, {{"several_weekly", 2}, {"daily", 8}});
            found.hours = 5 * random.between(8, 16);
            break;
        case 4:
            found.conflict = random.between(2, 3);
            found.supervision = "daily";
            found.hours = 5 * random.between(12, 20);
            break;
        default:
            found.conflict = random.between(2, 3);
            found.supervision = pick(random, {{"day_evening", 3}, {"h24", 7}});
            found.hours = 5 * random.between(4, 8);  // the base does the rest
    }
    found.active_use = std::clamp<std::int64_t>(found.conflict + random.between(-1, 1), 0, 3);
    found.wear = std::clamp<std::int64_t>(found.conflict + random.between(-1, 1), 0, 3);
    return found;
}

void put(Sheet& sheet, const Assessment& found) {
    sheet.number("need_level", found.level)
        .number("need_low", found.low)
        .text("supervision", found.supervision)
        .tenths("support_hours", found.hours)
        .number("conflict", found.conflict)
        .number("active_use", found.active_use);
}

std::string_view team_of(Random& random, std::string_view segments, bool youth) {
    if (youth) return "SYN-T-5";
    if (segments.find("ROP") != std::string_view::npos) return "SYN-T-3";
    if (segments.find("MH") != std::string_view::npos) return "SYN-T-4";
    return random.chance(1, 2) ? "SYN-T-1" : "SYN-T-2";
}

void money(Random& random, Sheet& sheet, std::int64_t adults, std::int64_t children) {
    const std::int64_t month = 9'500 + random.between(0, 12) * 250;
    const std::int64_t deposit_months = random.between(0, 3);
    const std::int64_t guarantee_months = deposit_months == 0 ? random.between(2, 4) : random.between(0, 3);
    sheet.number("housing_allowance", random.between(0, 5) * 500)
        .number("rent_supplement", random.chance(1, 5) ? 2'000 : 0)
        .text("deposit_status", random.chance(15, 100) ? "" : pick(random, {{"GRANTED", 65}, {"APPLIED", 15}, {"NONE", 20}}))
        .text("deposit_nok", std::to_string(deposit_months * month) + ".00")
        .text("guarantee_nok", std::to_string(guarantee_months * month) + ".00");
    if (!random.chance(15, 100)) sheet.number("max_rent", 10'500 + 2'500 * (adults - 1) + 2'000 * children + random.between(0, 16) * 250);
}

void place_and_papers(Random& random, Sheet& sheet, bool care) {
    sheet.text("legal_decisions", care ? "HOL;MUNICIPAL_HOUSING" : "MUNICIPAL_HOUSING")
        .text("referral_source", pick(random, {{"NAV", 10}, {"SELF", 3}, {"INSTITUTION", 3}, {"HOSPITAL", 2}, {"PRISON", 1}}))
        .flag("legal_stay", true);
    if (!random.chance(15, 100)) sheet.number("residence_months", random.between(1, 300));
    if (!random.chance(15, 100))
        sheet.text("activity_status", pick(random, {{"WORK", 7}, {"EDUCATION", 5}, {"NAV_MEASURE", 25}, {"NONE", 63}}));
    if (random.chance(1, 12)) sheet.text("accessibility", pick(random, {{"STEP_FREE", 2}, {"LIFT", 1}, {"WHEELCHAIR", 2}}));
    if (random.chance(1, 20)) sheet.text("avoid_areas", id("N", random.between(1, baerum_areas), 2));
}

/// Where somebody stays. 240 have no home: the shares of 2016, of which 8 % are not published; 60 have one that does not suit or may be
/// lost.
std::vector<std::string> situations(Random& random) {
    return deal(random, {{"SOFA", 89},
                         {"ACUTE_TEMP", 67},
                         {"INSTITUTION_DISCHARGE", 34},
                         {"PRISON_RELEASE", 17},
                         {"ACUTE_OVERNIGHT", 5},
                         {"ROOFLESS", 7},
                         {"CRISIS_CENTRE", 2},
                         {"", 19},
                         {"UNSUITABLE_HOME", 40},
                         {"NOT_HOMELESS_AT_RISK", 20}});
}

void waiting_people(Random& random, Sheet& sheet) {
    const auto where = situations(random);
    const auto sexes = deal(random, {{"M", 213}, {"F", 87}});
    const auto households = deal(random, {{"single", 270}, {"family", 21}, {"couple", 9}});
    const auto segments = deal(random, {{"SUD", 75}, {"ROP", 75}, {"MH", 24}, {"ECONOMIC", 126}});
    const auto levels = deal_numbers(random, {{1, 135}, {2, 66}, {3, 30}, {4, 39}, {5, 30}});
    const auto care = deal(random, {{"WELFARE", 255}, {"CARE;WELFARE", 25}, {"CARE", 20}});
    const auto young = deal(random, {{"true", 45}, {"false", 255}});
    const auto waits = deal_waiting_days(random, baerum_waiting);
    for (std::size_t person = 0; person < baerum_waiting; ++person) {
        const bool single = households[person] == "single";
        const bool family = households[person] == "family";
        const bool youth = single && young[person] == "true";
        const bool homeless = where[person] != "UNSUITABLE_HOME" && where[person] != "NOT_HOMELESS_AT_RISK";
        const std::int64_t children = family ? 1 + random.between(0, 1) + random.between(0, 1) + random.between(0, 1) : 0;
        const std::int64_t adults = single || (family && random.chance(2, 3)) ? 1 : 2;
        // A household with children is not assessed to a level with a staff base.
        const std::int64_t level = family ? std::min<std::int64_t>(levels[person], 2) : levels[person];
        const std::string segment = segments[person] + (homeless ? ";HOMELESS" : "") + (family ? ";FAMILY" : "") + (youth ? ";YOUTH" : "");
        sheet.row()
            .text("participant_id", id("P", static_cast<std::int64_t>(person) + 1, 4))
            .date("application_date", Date{round_day.day - waits[person] - random.between(0, 120)})
            .text("sex", sexes[person])
            .number("age", youth ? random.between(18, 23) : bell(random, 40, 11, 24, 75))
            .flag("is_youth", youth)
            .number("household_size", adults + children)
            .number("children", children)
            .number("bedrooms_needed", family ? 1 + (children + 1) / 2 : adults - 1)
            .text("segments", segment)
            .text("situation", where[person])
            .text("schemes", care[person]);
        if (homeless) sheet.date("temporary_since", Date{round_day.day - waits[person]});
        if (where[person] == "INSTITUTION_DISCHARGE" || where[person] == "PRISON_RELEASE")
            sheet.date("ready_from", Date{round_day.day + random.between(1, 60)});
        const Assessment found = assess(random, level);
        put(sheet, found);
        if (!random.chance(15, 100)) sheet.number("wear_risk", found.wear);
        if (!random.chance(15, 100)) sheet.number("shared_area_effect", level == 5 ? -1 : random.between(-1, 1));
        money(random, sheet, adults, children);
        place_and_papers(random, sheet, care[person] != "WELFARE");
        if (random.chance(1, 40)) sheet.date("parked_until", Date{round_day.day + random.between(-30, 60)});
        sheet.text("team_id", team_of(random, segment, youth));
    }
}

/// Tenants whose need has changed: most need less than their home gives, some more.
void moving_people(Random& random, Sheet& sheet, const Stock& stock) {
    std::int64_t number = static_cast<std::int64_t>(baerum_waiting);
    for (const Home& home : stock.homes) {
        if (home.use != Use::mover) continue;
        const Kind& kind = baerum_kinds()[home.kind];
        const bool down = kind.level > 1 && random.chance(7, 10);
        const std::int64_t level = down ? random.between(1, kind.level - 1) : std::min<std::int64_t>(kind.level + 1, 5);
        const bool care = kind.scheme == "CARE";
        const std::string_view segment = care ? "MH" : pick(random, {{"SUD", 4}, {"ROP", 4}, {"ECONOMIC", 3}});
        sheet.row()
            .text("participant_id", id("P", ++number, 4))
            .date("application_date", Date{round_day.day - random.between(10, 400)})
            .text("current_unit", home.unit_id)
            .text("sex", random.chance(29, 100) ? "F" : "M")
            .number("age", bell(random, 44, 11, 24, 75))
            .flag("is_youth", false)
            .number("household_size", 1)
            .number("children", 0)
            .number("bedrooms_needed", 0)
            .text("segments", segment)
            .text("situation", "UNSUITABLE_HOME")
            .text("schemes", care ? "CARE;WELFARE" : "WELFARE");
        const Assessment found = assess(random, level);
        put(sheet, found);
        sheet.number("wear_risk", found.wear).number("shared_area_effect", random.between(-1, 1));
        money(random, sheet, 1, 0);
        place_and_papers(random, sheet, care);
        sheet.text("team_id", team_of(random, segment, false));
    }
}

}  // namespace

Sheet baerum_participants(Random& random, const Stock& stock) {
    Sheet sheet("participants", {"participant_id",
                                 "application_date",
                                 "current_unit",
                                 "sex",
                                 "age",
                                 "is_youth",
                                 "household_size",
                                 "children",
                                 "bedrooms_needed",
                                 "segments",
                                 "situation",
                                 "schemes",
                                 "temporary_since",
                                 "ready_from",
                                 "need_level",
                                 "need_low",
                                 "supervision",
                                 "support_hours",
                                 "conflict",
                                 "active_use",
                                 "wear_risk",
                                 "shared_area_effect",
                                 "accessibility",
                                 "max_rent",
                                 "housing_allowance",
                                 "rent_supplement",
                                 "deposit_status",
                                 "deposit_nok",
                                 "guarantee_nok",
                                 "legal_decisions",
                                 "referral_source",
                                 "activity_status",
                                 "residence_months",
                                 "legal_stay",
                                 "avoid_areas",
                                 "parked_until",
                                 "team_id"});
    waiting_people(random, sheet);
    moving_people(random, sheet, stock);
    return sheet;
}

Sheet baerum_wishes(Random& random, const Sheet& participants) {
    Sheet sheet("wishes", {"participant_id", "kind", "value", "rank"});
    for (std::size_t person = 0; person < participants.rows(); ++person) {
        if (random.chance(3, 10)) continue;  // no wish given: any area
        std::vector<std::int64_t> areas;
        for (std::int64_t area = 1; area <= baerum_areas; ++area) areas.push_back(area);
        shuffle(random, areas);
        const std::size_t ranks = 1 + random.below(3);
        for (std::size_t rank = 0; rank < ranks; ++rank)
            sheet.row()
                .text("participant_id", participants.cell(person, "participant_id"))
                .text("kind", "area")
                .text("value", id("N", areas[rank], 2))
                .number("rank", static_cast<std::int64_t>(rank) + 1);
    }
    return sheet;
}

Sheet baerum_tenants(Random& random, const Stock& stock) {
    Sheet sheet("tenants", {"tenant_id", "unit_id", "team_id", "support_hours", "conflict", "active_use", "programme"});
    // Sixteen of the tenants in scattered ordinary homes are in Housing First and followed up by its own team.
    std::int64_t housing_first = 16;
    for (const Home& home : stock.homes) {
        if (home.use != Use::tenant) continue;
        const Kind& kind = baerum_kinds()[home.kind];
        const bool scattered = kind.homes_on_site == 0 && kind.scheme == "WELFARE" && kind.level == 1 && housing_first > 0;
        if (scattered) --housing_first;
        // Many who live in a home of the first level need no follow-up any more.
        const bool settled = kind.level == 1 && random.chance(3, 5);
        const bool conflict = random.chance(static_cast<std::uint64_t>(kind.level * kind.level), 40);
        const std::int64_t degree = conflict ? 2 : random.between(0, 1) * (kind.level > 1 ? 1 : 0);
        sheet.row()
            .text("tenant_id", id("R", static_cast<std::int64_t>(sheet.rows()) + 1, 4))
            .text("unit_id", home.unit_id)
            .text("team_id", scattered                    ? "SYN-T-6"
                             : kind.scheme == "CARE"      ? "SYN-T-4"
                             : kind.unit_type == "BEDSIT" ? "SYN-T-5"
                                                          : pick(random, {{"SYN-T-1", 3}, {"SYN-T-2", 3}, {"SYN-T-3", 2}}))
            .tenths("support_hours", settled ? 0 : 5 * random.between(1, 1 + std::min<std::int64_t>(kind.level, 3)))
            .number("conflict", degree)
            .number("active_use", std::clamp<std::int64_t>(degree + random.between(-1, 0), 0, 3))
            .text("programme", scattered ? "HOUSING_FIRST" : "STAIRCASE");
    }
    return sheet;
}

}  // namespace husrom::examples
