#include <algorithm>
#include <numeric>
#include <vector>

#include "examples/bodo.hpp"
#include "examples/draw.hpp"
#include "examples/example.hpp"

namespace husrom::examples {

using core::Random;
using model::Date;

namespace {

constexpr std::size_t applicants = 96;

/// Ages from 18 to 60, both ends present, with a mean of exactly 39.
std::vector<std::int64_t> ages(Random& random) {
    std::vector<std::int64_t> all{18, 60};
    while (all.size() < applicants) all.push_back(bell(random, 39, 11, 18, 60));
    std::int64_t surplus = std::accumulate(all.begin(), all.end(), std::int64_t{0}) - 39 * static_cast<std::int64_t>(applicants);
    while (surplus != 0) {
        auto& age = all[2 + random.below(applicants - 2)];
        const std::int64_t step = surplus > 0 ? -1 : 1;
        if (age + step < 18 || age + step > 60) continue;
        age += step;
        surplus += step;
    }
    shuffle(random, all);
    return all;
}

void money(Random& random, Sheet& sheet) {
    const std::string_view status = pick(random, {{"GRANTED", 55}, {"APPLIED", 20}, {"NONE", 10}, {"", 15}});
    const std::int64_t month = 8'000 + random.between(0, 8) * 250;
    const std::int64_t deposit_months = random.between(0, 3);
    const std::int64_t guarantee_months = deposit_months == 0 ? 3 : random.between(0, 3);
    sheet.number("housing_allowance", random.between(0, 6) * 450)
        .number("rent_supplement", random.chance(1, 6) ? 1'500 : 0)
        .text("deposit_status", status)
        .text("deposit_nok", std::to_string(deposit_months * month) + ".00")
        .text("guarantee_nok", std::to_string(guarantee_months * month) + ".00");
    if (!random.chance(15, 100)) sheet.number("max_rent", 8'500 + random.between(0, 14) * 250);  // otherwise nobody has asked yet
}

void need(Random& random, Sheet& sheet, std::string_view segment) {
    const bool substance = segment.find("SUD") != std::string_view::npos || segment.find("ROP") != std::string_view::npos;
    const std::int64_t conflict = substance ? random.between(0, 3) : random.between(0, 1);
    sheet.number("conflict", conflict)
        .text("supervision", conflict == 3 ? pick(random, {{"daily", 2}, {"h24", 1}})
                                           : pick(random, {{"none", 2}, {"weekly", 4}, {"several_weekly", 3}, {"daily", 1}}))
        .tenths("support_hours", 5 * random.between(3 + 2 * conflict, 7 + 2 * conflict))  // half hours
        ;
    if (random.chance(1, 12)) sheet.text("accessibility", pick(random, {{"STEP_FREE", 2}, {"LIFT", 1}, {"WHEELCHAIR", 1}}));
}

}  // namespace

Sheet bodo_participants(Random& random) {
    Sheet sheet("participants", {"participant_id",
                                 "application_date",
                                 "sex",
                                 "age",
                                 "is_youth",
                                 "household_size",
                                 "children",
                                 "bedrooms_needed",
                                 "segments",
                                 "situation",
                                 "address_status",
                                 "services_before",
                                 "wants_swap",
                                 "temporary_since",
                                 "ready_from",
                                 "supervision",
                                 "support_hours",
                                 "conflict",
                                 "accessibility",
                                 "max_rent",
                                 "housing_allowance",
                                 "rent_supplement",
                                 "deposit_status",
                                 "deposit_nok",
                                 "guarantee_nok",
                                 "legal_decisions",
                                 "referral_source",
                                 "programme_lock",
                                 "residence_months",
                                 "legal_stay",
                                 "avoid_areas",
                                 "refused_units",
                                 "team_id"});
    const auto sexes = deal(random, {{"F", 27}, {"M", 69}});
    const auto services = deal(random, {{"true", 48}, {"false", 48}});
    // Six of the 96 are in none of the published groups; for them the address is unknown.
    const auto addresses = deal(random, {{"UFB", 22}, {"UNCLEAR", 40}, {"SWAP_OR_TEMPORARY", 28}, {"", 6}});
    const auto segments = deal(random, {{"SUD", 24}, {"MH", 8}, {"ROP", 24}, {"ECONOMIC", 40}});
    const auto years = ages(random);
    const auto waits = deal_waiting_days(random, applicants);
    for (std::size_t person = 0; person < applicants; ++person) {
        const std::string& address = addresses[person];
        const bool youth = years[person] <= 23;
        const std::string segment = (address == "UFB" ? "HOMELESS;" : "") + segments[person] + (youth ? ";YOUTH" : "");
        const bool swap = address == "SWAP_OR_TEMPORARY" && random.chance(1, 2);
        // Applications came in over 31 months.
        sheet.row()
            .text("participant_id", id("P", static_cast<std::int64_t>(person) + 1, 2))
            .date("application_date", Date{round_day.day - std::min<std::int64_t>(waits[person] + random.between(0, 200), 940)})
            .text("sex", sexes[person])
            .number("age", years[person])
            .flag("is_youth", youth)
            .number("household_size", 1)
            .number("children", 0)
            .number("bedrooms_needed", random.chance(1, 8) ? 1 : 0)
            .text("segments", segment)
            .text("address_status", address)
            .text("services_before", services[person])
            .flag("wants_swap", swap);
        if (address == "UFB") {
            const std::string_view where =
                pick(random, {{"ROOFLESS", 2}, {"SOFA", 9}, {"ACUTE_TEMP", 5}, {"INSTITUTION_DISCHARGE", 4}, {"PRISON_RELEASE", 2}});
            sheet.text("situation", where).date("temporary_since", Date{round_day.day - waits[person]});
            if (where == "INSTITUTION_DISCHARGE" || where == "PRISON_RELEASE")
                sheet.date("ready_from", Date{round_day.day + random.between(5, 58)});
        } else if (address == "SWAP_OR_TEMPORARY") {
            sheet.text("situation", swap ? "UNSUITABLE_HOME" : "ACUTE_TEMP");
            if (!swap) sheet.date("temporary_since", Date{round_day.day - waits[person]});
        } else if (random.chance(1, 2)) {
            sheet.text("situation", "SOFA").date("temporary_since", Date{round_day.day - waits[person]});
        }  // for the others nobody has found out where they stay
        need(random, sheet, segments[person]);
        money(random, sheet);
        sheet.text("legal_decisions", random.chance(1, 6) ? "HOL;MUNICIPAL_HOUSING" : "MUNICIPAL_HOUSING")
            .text("referral_source",
                  pick(random, {{"NAV", 10}, {"SELF", 4}, {"INSTITUTION", 3}, {"HOSPITAL", 1}, {"PRISON", 1}, {"CHILD_WELFARE", 1}}))
            .number("residence_months", random.between(2, 240))
            .text("legal_stay", random.chance(1, 20) ? "" : "true")
            .text("team_id", "SYN-T-1");
        if (random.chance(1, 16)) sheet.text("avoid_areas", id("N", random.between(1, 8), 1));
        if (random.chance(1, 16)) sheet.text("refused_units", id("U", random.between(1, 29), 2));
    }
    return sheet;
}

Sheet bodo_wishes(Random& random, const Sheet& participants) {
    Sheet sheet("wishes", {"participant_id", "kind", "value", "rank"});
    for (std::size_t person = 0; person < participants.rows(); ++person) {
        const std::string& who = participants.cell(person, "participant_id");
        if (random.chance(1, 5)) continue;  // no wish given: any area
        std::vector<std::int64_t> areas{1, 2, 3, 4, 5, 6, 7, 8};
        shuffle(random, areas);
        const std::size_t ranks = 1 + random.below(3);
        for (std::size_t rank = 0; rank < ranks; ++rank)
            sheet.row()
                .text("participant_id", who)
                .text("kind", "area")
                .text("value", id("N", areas[rank], 1))
                .number("rank", static_cast<std::int64_t>(rank) + 1);
        if (random.chance(1, 3))
            sheet.row()
                .text("participant_id", who)
                .text("kind", "unit_type")
                .text("value", pick(random, {{"APARTMENT", 4}, {"SMALL_HOUSE", 2}, {"BEDSIT", 1}}))
                .number("rank", 1);
    }
    return sheet;
}

}  // namespace husrom::examples
