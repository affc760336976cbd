#include <algorithm>

#include "examples/baerum.hpp"
#include "examples/draw.hpp"
#include "examples/example.hpp"

namespace husrom::examples {

using core::Random;
using model::Date;

const std::vector<Kind>& baerum_kinds() {
    //   scheme     level type            homes site staffing          robust shared cap vacant movers
    static const std::vector<Kind> kinds{
        {"WELFARE", 1, "APARTMENT", 660, 30, "weekly", 0, false, 2, 13, 8},
        {"WELFARE", 1, "APARTMENT", 62, 0, "weekly", 0, false, -1, 12, 2},     // with private landlords
        {"WELFARE", 1, "BEDSIT", 18, 18, "several_weekly", 0, true, 3, 2, 0},  // for young people
        {"WELFARE", 2, "APARTMENT", 246, 6, "several_weekly", 1, false, 1, 9, 27},
        {"WELFARE", 2, "SINGLE_HOUSE", 40, 0, "several_weekly", 1, false, -1, 4, 7},
        {"WELFARE", 3, "MODULE", 12, 4, "daily", 3, false, 2, 4, 4},
        {"WELFARE", 4, "FOURPLEX", 8, 4, "daily", 3, false, 2, 3, 2},
        {"WELFARE", 5, "TUN_WITH_BASE", 24, 8, "h24", 3, false, -1, 3, 6},
        {"CARE", 1, "CARE_HOME", 40, 0, "weekly", 0, false, -1, 3, 4},
        {"CARE", 2, "CARE_HOME", 36, 9, "daily", 0, false, 2, 2, 6},
        {"CARE", 3, "CARE_HOME", 26, 13, "day_evening", 1, true, 3, 2, 6},
        {"CARE", 4, "CARE_HOME", 18, 9, "h24", 2, true, 4, 2, 5},
        {"CARE", 5, "CARE_HOME", 10, 5, "h24", 3, false, -1, 1, 3},
    };
    return kinds;
}

namespace {

/// Rents of 2023 for two rooms in Oslo and Bærum, and the gradient by rooms of 2015 scaled by 13 850 / 9 900.
std::int64_t rent(Random& random, std::int64_t rooms) {
    constexpr std::int64_t by_rooms[] = {10'030, 13'850, 17'430, 20'370};
    return by_rooms[rooms - 1] + random.between(-10, 10) * 50;
}

/// Which homes of a kind are vacant, left by a mover, or a base. Every plot of modules has one base; the first becomes a home in time.
std::vector<Use> uses_of(Random& random, const Kind& kind) {
    std::vector<Use> uses(static_cast<std::size_t>(kind.homes), Use::tenant);
    std::vector<std::size_t> free;
    const bool modules = kind.unit_type == "MODULE";
    for (std::size_t home = 0; home < uses.size(); ++home)
        if (!modules || home % 4 != 3) free.push_back(home);
    shuffle(random, free);
    std::size_t next = 0;
    const std::int64_t drawn = modules ? kind.vacant - 1 : kind.vacant;
    for (std::int64_t home = 0; home < drawn; ++home) uses[free[next++]] = Use::vacant;
    for (std::int64_t home = 0; home < kind.movers; ++home) uses[free[next++]] = Use::mover;
    if (modules)
        for (std::size_t home = 3; home < uses.size(); home += 4) uses[home] = home == 3 ? Use::vacant : Use::base;
    return uses;
}

/// Rooms: 60 % of the homes that fall vacant have one room; the kinds that are built with one or two keep theirs.
std::vector<std::int64_t> rooms_of(Random& random, const Kind& kind, const std::vector<Use>& uses) {
    std::vector<std::int64_t> rooms(uses.size(), 1);
    if (kind.unit_type == "FOURPLEX") std::ranges::fill(rooms, 2);
    const bool one_room = kind.unit_type == "MODULE" || kind.unit_type == "TUN_WITH_BASE" || kind.unit_type == "BEDSIT" ||
                          kind.unit_type == "FOURPLEX" || (kind.scheme == "CARE" && kind.level >= 3);
    if (one_room) return rooms;
    for (std::size_t home = 0; home < uses.size(); ++home)
        rooms[home] = std::stoll(std::string(pick(random, {{"1", 5}, {"2", 9}, {"3", 4}, {"4", 2}})));
    return rooms;
}

/// Gives the vacant homes of ordinary kinds exactly these rooms, so that 36 of the 60 have one.
void deal_vacant_rooms(Random& random, std::vector<Home>& homes) {
    auto rooms = deal_numbers(random, {{1, 22}, {2, 13}, {3, 6}, {4, 2}});
    for (Home& home : homes) {
        const Kind& kind = baerum_kinds()[home.kind];
        const bool ordinary =
            (kind.unit_type == "APARTMENT" || kind.unit_type == "SINGLE_HOUSE") || (kind.scheme == "CARE" && kind.level <= 2);
        if (home.use != Use::vacant || !ordinary) continue;
        home.rooms = rooms.back();
        rooms.pop_back();
    }
}

std::vector<Home> homes_of(Random& random, Sheet& sites) {
    std::vector<Home> homes;
    std::int64_t site = 0;
    for (std::size_t number = 0; number < baerum_kinds().size(); ++number) {
        const Kind& kind = baerum_kinds()[number];
        const auto uses = uses_of(random, kind);
        const auto rooms = rooms_of(random, kind, uses);
        std::int64_t area = 0;
        for (std::size_t position = 0; position < uses.size(); ++position) {
            const bool first = kind.homes_on_site > 0 && static_cast<std::int64_t>(position) % kind.homes_on_site == 0;
            if (first || kind.homes_on_site == 0) area = random.between(0, baerum_areas - 1);
            if (first) {
                ++site;
                // The last small complex is new; its neighbours have not been spoken with yet.
                const bool unprepared = kind.unit_type == "APARTMENT" && kind.level == 2 &&
                                        static_cast<std::int64_t>(position) + kind.homes_on_site == kind.homes;
                sites.row()
                    .text("site_id", id("S", site, 3))
                    .text("neighbourhood_id", id("N", area + 1, 2))
                    .text("cap_total", kind.unit_type == "MODULE" && position > 0 ? "3" : "")  // one is still the base
                    .text("conflict_cap", kind.conflict_cap < 0 ? "" : std::to_string(kind.conflict_cap))
                    .flag("is_new", unprepared)
                    .flag("ros_done", true)
                    .flag("neighbour_dialogue_done", !unprepared)
                    .number("caretaker_percent", kind.homes_on_site >= 30 ? (site % 2 == 0 ? 20 : 30) : 0);
            }
            Home home;
            home.unit_id = id("U", static_cast<std::int64_t>(homes.size()) + 1, 4);
            home.kind = number;
            home.use = uses[position];
            home.rooms = rooms[position];
            home.first_a_base = kind.unit_type == "MODULE" && position % 4 == 3;
            home.neighbourhood = area;
            if (kind.homes_on_site > 0)
                home.site_id = id("S", site, 3);
            else
                home.neighbourhood_id = id("N", area + 1, 2);
            if (kind.homes == 62) home.landlord_id = id("L", random.between(1, 20), 2);
            homes.push_back(std::move(home));
        }
    }
    return homes;
}

}  // namespace

Stock baerum_stock(Random& random) {
    Stock stock{{},
                Sheet("units", {"unit_id",
                                "site_id",
                                "neighbourhood_id",
                                "landlord_id",
                                "budget_id",
                                "unit_type",
                                "scheme",
                                "level",
                                "disposal_form",
                                "rooms",
                                "bedrooms",
                                "max_persons",
                                "floor",
                                "lift",
                                "wheelchair",
                                "step_free",
                                "staffing",
                                "shared_area",
                                "robust",
                                "base_until",
                                "rent_month",
                                "lease_kind",
                                "lease_months",
                                "available_from",
                                "age_min",
                                "age_max",
                                "requires_decision",
                                "requires_activity",
                                "referral_sources",
                                "reserved_for"}),
                Sheet("sites", {"site_id", "neighbourhood_id", "cap_total", "conflict_cap", "is_new", "ros_done", "neighbour_dialogue_done",
                                "caretaker_percent"})};
    stock.homes = homes_of(random, stock.sites);
    deal_vacant_rooms(random, stock.homes);
    // 46 % of the homes can be used with a wheelchair.
    const auto wheelchair = deal(random, {{"true", 552}, {"false", 648}});
    auto days = deal_numbers(random, {{0, 35}, {15, 8}, {30, 7}, {45, 6}, {60, 3}});
    std::int64_t base = 0;
    for (std::size_t position = 0; position < stock.homes.size(); ++position) {
        const Home& home = stock.homes[position];
        const Kind& kind = baerum_kinds()[home.kind];
        const bool youth = kind.unit_type == "BEDSIT";
        const bool private_market = kind.homes == 62;
        const bool accessible = wheelchair[position] == "true";
        const std::int64_t floor = kind.homes_on_site >= 6 && kind.unit_type != "TUN_WITH_BASE" ? random.between(1, 4) : 1;
        stock.units.row()
            .text("unit_id", home.unit_id)
            .text("site_id", home.site_id)
            .text("neighbourhood_id", home.neighbourhood_id)
            .text("landlord_id", home.landlord_id)
            .text("budget_id", private_market ? "SYN-B-DEPOSITS" : "")
            .text("unit_type", kind.unit_type)
            .text("scheme", kind.scheme)
            .number("level", kind.level)
            .text("disposal_form", private_market ? "PRIVATE_MARKET" : pick(random, {{"OWNED", 16}, {"LEASED_IN", 3}, {"TILVISNING", 1}}))
            .number("rooms", home.rooms)
            .number("bedrooms", home.rooms - 1)
            .number("max_persons", home.rooms + 1)
            .number("floor", floor)
            .flag("lift", floor > 1 && (accessible || random.chance(1, 4)))
            .flag("wheelchair", accessible)
            .flag("step_free", accessible || (floor == 1 && random.chance(1, 2)))
            .text("staffing", kind.staffing)
            .flag("shared_area", kind.shared_area)
            .number("robust", kind.robust)
            .number("rent_month", rent(random, home.rooms))
            .text("lease_kind", youth ? "SHORT_CONTRACT" : "FIXED")
            .number("lease_months", youth ? 6 : 36)
            .flag("requires_activity", youth)
            .text("requires_decision", kind.scheme == "CARE" ? "HOL" : "");
        if (youth) stock.units.number("age_min", 18).number("age_max", 23);
        if (home.first_a_base) {
            const Date until{round_day.day + (base == 0 ? 40 : 180 * base)};
            ++base;
            stock.units.date("base_until", until).date("available_from", until);
        } else if (home.use == Use::vacant) {
            stock.units.date("available_from", Date{round_day.day + days.back()});
            days.pop_back();
        } else if (home.use == Use::mover) {
            stock.units.date("available_from", Date{round_day.day + 30});  // a month to move and to make the home ready
        }
    }
    return stock;
}

}  // namespace husrom::examples
