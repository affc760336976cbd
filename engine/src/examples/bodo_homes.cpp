#include "examples/bodo.hpp"
#include "examples/draw.hpp"
#include "examples/example.hpp"

namespace husrom::examples {

using core::Random;
using model::Date;

namespace {

constexpr std::int64_t private_homes = 17;
constexpr std::int64_t municipal_homes = 12;

/// Rents of 2023 for two rooms are 9 200 to 10 830 NOK in towns of this kind; other sizes follow the gradient by rooms of 2015.
std::int64_t rent(Random& random, std::int64_t rooms) {
    const std::int64_t base = rooms == 1 ? 8'000 : rooms == 2 ? 9'900 : 12'100;
    return base + random.between(-12, 12) * 50;
}

void building_facts(Random& random, Sheet& sheet, std::int64_t rooms) {
    const std::int64_t floor = random.between(0, 4);
    const bool lift = floor > 1 && random.chance(1, 3);
    const bool step_free = lift || (floor == 1 && random.chance(2, 3));
    sheet.number("rooms", rooms)
        .number("bedrooms", rooms - 1)
        .tenths("area_m2", 200 + 140 * rooms + random.between(0, 90))
        .number("max_persons", rooms)
        .flag("self_contained", true)
        .number("floor", floor)
        .flag("lift", lift)
        .flag("wheelchair", step_free && random.chance(1, 2))
        .flag("step_free", step_free)
        .number("rent_month", rent(random, rooms));
}

}  // namespace

Sheet bodo_units(Random& random) {
    Sheet sheet("units",
                {"unit_id",    "site_id",   "neighbourhood_id",  "landlord_id",      "budget_id",      "unit_type",    "disposal_form",
                 "rooms",      "bedrooms",  "area_m2",           "max_persons",      "self_contained", "floor",        "lift",
                 "wheelchair", "step_free", "staffing",          "rent_month",       "lease_kind",     "lease_months", "available_from",
                 "age_min",    "age_max",   "requires_decision", "referral_sources", "reserved_for"});
    // Vacant dates spread over the horizon: most homes are ready now.
    const auto days = deal_numbers(random, {{0, 17}, {14, 5}, {30, 4}, {45, 2}, {58, 1}});
    std::int64_t number = 0;
    for (std::int64_t home = 0; home < private_homes; ++home, ++number) {
        sheet.row()
            .text("unit_id", id("U", number + 1, 2))
            .text("neighbourhood_id", id("N", random.between(1, 8), 1))
            .text("landlord_id", id("L", home < 6 ? home / 2 + 1 : home - 2, 2))
            .text("budget_id", "SYN-B-DEPOSITS")
            .text("unit_type", home % 5 == 4 ? "BEDSIT" : "APARTMENT")
            .text("disposal_form", "PRIVATE_MARKET")
            .text("staffing", "none")
            .text("lease_kind", random.chance(2, 3) ? "FIXED" : "INDEFINITE")
            .date("available_from", Date{round_day.day + days[static_cast<std::size_t>(number)]});
        const std::int64_t rooms = home % 5 == 4 ? 1 : random.between(1, 3);
        building_facts(random, sheet, rooms);
        if (sheet.cell(sheet.rows() - 1, "lease_kind") == "FIXED") sheet.number("lease_months", 36);
    }
    for (std::int64_t home = 0; home < municipal_homes; ++home, ++number) {
        // Two small houses on a plot of their own, one complex with a base, the rest in two ordinary blocks.
        const bool small_house = home < 2;
        const bool base = home >= 2 && home < 5;
        sheet.row()
            .text("unit_id", id("U", number + 1, 2))
            .text("site_id", small_house ? "SYN-S-1"
                             : base      ? "SYN-S-2"
                             : home < 9  ? "SYN-S-3"
                                         : "SYN-S-4")
            .text("unit_type", small_house ? "SMALL_HOUSE" : "APARTMENT")
            .text("disposal_form", home < 10 ? "OWNED" : "LEASED_IN")
            .text("staffing", base ? "h24" : "none")
            .text("lease_kind", "FIXED")
            .number("lease_months", 36)
            .date("available_from", Date{round_day.day + days[static_cast<std::size_t>(number)]});
        building_facts(random, sheet, small_house ? 2 : random.between(1, 2));
        if (home == 9) sheet.text("requires_decision", "HOL");
    }
    return sheet;
}

Sheet bodo_sites() {
    Sheet sheet("sites", {"site_id", "neighbourhood_id", "cap_total", "conflict_cap", "is_new", "ros_done", "neighbour_dialogue_done"});
    const auto site = [&](std::int64_t number, std::int64_t area, std::int64_t total, std::int64_t conflict) {
        sheet.row()
            .text("site_id", id("S", number, 1))
            .text("neighbourhood_id", id("N", area, 1))
            .number("cap_total", total)
            .number("conflict_cap", conflict)
            .flag("is_new", number == 1)
            .flag("ros_done", true)
            .flag("neighbour_dialogue_done", true);
    };
    site(1, 7, 2, 2);
    site(2, 3, 3, 3);
    site(3, 2, 4, 1);
    site(4, 5, 3, 1);
    return sheet;
}

Sheet bodo_neighbourhoods() {
    Sheet sheet("neighbourhoods", {"neighbourhood_id", "x", "y", "drug_scene", "conflict_target"});
    const std::int64_t drug_scene[] = {0, 0, 2, 0, 1, 0, 0, 1};
    for (std::int64_t number = 1; number <= 8; ++number)
        sheet.row()
            .text("neighbourhood_id", id("N", number, 1))
            .number("x", 1'200 * ((number - 1) % 4))
            .number("y", 1'500 * ((number - 1) / 4))
            .number("drug_scene", drug_scene[number - 1])
            .number("conflict_target", drug_scene[number - 1] > 0 ? 1 : 2);
    return sheet;
}

Sheet bodo_landlords(Random& random) {
    Sheet sheet("landlords", {"landlord_id", "accepts", "max_programme_units"});
    for (std::int64_t number = 1; number <= 14; ++number)
        sheet.row()
            .text("landlord_id", id("L", number, 2))
            .text("accepts", pick(random, {{"", 8}, {"ECONOMIC;HOMELESS;MH;YOUTH", 4}, {"HOMELESS;MH;ROP;SUD", 3}}))
            .number("max_programme_units", number <= 3 ? 2 : 1);
    return sheet;
}

Sheet bodo_teams() {
    Sheet sheet("teams", {"team_id", "kind", "staff", "hours_week", "max_cases"});
    // Four posts of 37.5 hours, three quarters of it with people (assumed); 33 people followed up in all.
    sheet.row().text("team_id", "SYN-T-1").text("kind", "HF").number("staff", 4).tenths("hours_week", 1125).number("max_cases", 33);
    return sheet;
}

Sheet bodo_budgets() {
    Sheet sheet("budgets", {"budget_id", "amount_nok"});
    sheet.row().text("budget_id", "SYN-B-DEPOSITS").text("amount_nok", "360000.00");
    return sheet;
}

Sheet bodo_tenants() {
    Sheet sheet("tenants", {"tenant_id", "team_id", "support_hours", "conflict", "agreement_signed"});
    // People whom the team follows up without a home of this round; two of them without an agreement or a formal application.
    const std::int64_t hours[] = {20, 35, 25, 30};
    for (std::int64_t number = 1; number <= 4; ++number)
        sheet.row()
            .text("tenant_id", id("R", number, 1))
            .text("team_id", "SYN-T-1")
            .tenths("support_hours", hours[number - 1])
            .number("conflict", number % 2)
            .flag("agreement_signed", number > 2);
    return sheet;
}

}  // namespace husrom::examples
