#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/model/decimal.hpp>

#include "examples/baerum.hpp"
#include "examples/draw.hpp"

namespace husrom::examples {

using core::Random;

namespace {

std::int64_t number(const Sheet& sheet, std::size_t row, std::string_view heading) {
    const std::string& cell = sheet.cell(row, heading);
    return cell.empty() ? 0 : std::stoll(cell);
}

std::int64_t tenths(const Sheet& sheet, std::size_t row, std::string_view heading) {
    return model::read_number(sheet.cell(row, heading), 1).value;
}

/// What people who already live somewhere put on each neighbourhood.
struct Lived {
    std::vector<std::int64_t> points = std::vector<std::int64_t>(baerum_areas, 0);
    std::vector<std::int64_t> conflict = std::vector<std::int64_t>(baerum_areas, 0);
};

Lived lived_in(const Sheet& participants, const Sheet& tenants, const Stock& stock) {
    std::unordered_map<std::string, std::int64_t> area_of;
    for (const Home& home : stock.homes) area_of.emplace(home.unit_id, home.neighbourhood);
    const auto places = baerum_places();
    Lived lived;
    const auto add = [&](const std::string& unit, std::int64_t conflict, std::int64_t active_use) {
        const auto area = static_cast<std::size_t>(area_of.at(unit));
        const Place& place = places[area];
        // The points of the preset's risk table.
        lived.points[area] += conflict * (place.drug_scene + 3 * place.strained + 2 * place.children_density) +
                              active_use * (3 * place.drug_scene + 2 * place.strained + place.children_density);
        lived.conflict[area] += conflict >= 2 ? 1 : 0;
    };
    for (std::size_t row = 0; row < tenants.rows(); ++row)
        add(tenants.cell(row, "unit_id"), number(tenants, row, "conflict"), number(tenants, row, "active_use"));
    for (std::size_t row = 0; row < participants.rows(); ++row)
        if (const std::string& unit = participants.cell(row, "current_unit"); !unit.empty())
            add(unit, number(participants, row, "conflict"), number(participants, row, "active_use"));
    return lived;
}

/// Neighbourhoods lie on a grid of four by four.
std::vector<std::pair<std::int64_t, std::int64_t>> neighbours() {
    std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
    for (std::int64_t area = 0; area < baerum_areas; ++area) {
        if (area % 4 != 3) pairs.emplace_back(area, area + 1);
        if (area + 4 < baerum_areas) pairs.emplace_back(area, area + 4);
    }
    return pairs;
}

}  // namespace

std::vector<Place> baerum_places() {
    return {{0, 0, 1}, {0, 1, 2}, {1, 1, 1}, {0, 0, 2}, {0, 1, 1}, {2, 2, 1}, {1, 2, 1}, {0, 0, 2},
            {0, 0, 3}, {1, 1, 1}, {3, 3, 0}, {0, 1, 2}, {0, 0, 1}, {0, 2, 2}, {1, 1, 1}, {0, 0, 3}};
}

Sheet baerum_adjacent() {
    Sheet sheet("adjacent", {"neighbourhood_id", "other_id"});
    for (const auto& [one, other] : neighbours())
        sheet.row().text("neighbourhood_id", id("N", one + 1, 2)).text("other_id", id("N", other + 1, 2));
    return sheet;
}

Sheet baerum_neighbourhoods(const Sheet& participants, const Sheet& tenants, const Stock& stock) {
    Sheet sheet("neighbourhoods", {"neighbourhood_id", "district_id", "x", "y", "drug_scene", "strained", "children_density",
                                   "risk_capacity", "conflict_cap"});
    const Lived lived = lived_in(participants, tenants, stock);
    std::vector<std::int64_t> quarters;
    for (const std::int64_t points : lived.points) quarters.push_back(4 * points);
    for (const auto& [one, other] : neighbours()) {
        quarters[static_cast<std::size_t>(one)] += lived.points[static_cast<std::size_t>(other)];
        quarters[static_cast<std::size_t>(other)] += lived.points[static_cast<std::size_t>(one)];
    }
    const auto places = baerum_places();
    for (std::int64_t area = 0; area < baerum_areas; ++area) {
        const auto position = static_cast<std::size_t>(area);
        const Place& place = places[position];
        // Room for what lives there today and for the vacant homes being lived in again: 20 % more, 10 % where the area is strained.
        const std::int64_t hundredths = quarters[position] * (place.strained >= 2 ? 110 : 120) / 4;
        const std::int64_t capacity = core::ceil_divide(hundredths, std::int64_t{1000}) * 10;
        sheet.row()
            .text("neighbourhood_id", id("N", area + 1, 2))
            .text("district_id", id("D", 1 + (area % 4) / 2 + 2 * (area / 8), 1))
            .number("x", 1'500 * (area % 4))
            .number("y", 1'500 * (area / 4))
            .number("drug_scene", place.drug_scene)
            .number("strained", place.strained)
            .number("children_density", place.children_density)
            .number("risk_capacity", capacity)
            .number("conflict_cap", lived.conflict[position] + (place.strained >= 2 ? 0 : 2));
    }
    return sheet;
}

Sheet baerum_teams(const Sheet& participants, const Sheet& tenants) {
    Sheet sheet("teams", {"team_id", "kind", "hours_week", "max_cases"});
    const std::string_view kinds[] = {"AMBULANT", "AMBULANT", "FACT", "HOME_NURSING", "YOUTH", "HF"};
    // Hours that are free for new people, in tenths: assumed; those of the FACT team are the scarce ones.
    constexpr std::int64_t free_hours[] = {600, 600, 350, 700, 150, 0};
    for (std::int64_t team = 1; team <= 6; ++team) {
        const std::string who = id("T", team, 1);
        std::int64_t used = 0, cases = 0;
        const auto add = [&](std::int64_t hours) {
            used += hours;
            cases += 1;
        };
        for (std::size_t row = 0; row < tenants.rows(); ++row)
            if (tenants.cell(row, "team_id") == who) add(tenths(tenants, row, "support_hours"));
        for (std::size_t row = 0; row < participants.rows(); ++row)
            if (participants.cell(row, "team_id") == who && !participants.cell(row, "current_unit").empty())
                add(tenths(participants, row, "support_hours"));
        sheet.row().text("team_id", who).text("kind", kinds[team - 1]).tenths("hours_week", used + free_hours[team - 1]);
        if (team >= 5) sheet.number("max_cases", cases + (team == 5 ? 6 : 0));
    }
    return sheet;
}

Sheet baerum_landlords(Random& random, const Stock& stock) {
    Sheet sheet("landlords", {"landlord_id", "accepts", "max_programme_units"});
    for (std::int64_t landlord = 1; landlord <= 20; ++landlord) {
        const std::string who = id("L", landlord, 2);
        const auto lived = std::ranges::count_if(
            stock.homes, [&](const Home& home) { return home.landlord_id == who && (home.use == Use::tenant || home.use == Use::mover); });
        sheet.row()
            .text("landlord_id", who)
            .text("accepts", pick(random, {{"", 3}, {"ECONOMIC;FAMILY;HOMELESS;MH;YOUTH", 4}, {"ECONOMIC;HOMELESS;MH;ROP;SUD;YOUTH", 3}}))
            .number("max_programme_units", lived + 1);
    }
    return sheet;
}

Sheet baerum_budgets() {
    Sheet sheet("budgets", {"budget_id", "amount_nok"});
    sheet.row().text("budget_id", "SYN-B-DEPOSITS").text("amount_nok", "250000.00");
    return sheet;
}

Sheet baerum_apart(Random& random, const Sheet& participants, const Sheet& tenants) {
    Sheet sheet("apart", {"participant_id", "other_id", "per"});
    std::vector<std::size_t> people;
    for (std::size_t row = 0; row < baerum_waiting; ++row) people.push_back(row);
    shuffle(random, people);
    for (std::size_t pair = 0; pair < 12; ++pair)
        sheet.row()
            .text("participant_id", participants.cell(people[2 * pair], "participant_id"))
            .text("other_id", participants.cell(people[2 * pair + 1], "participant_id"))
            .text("per", pick(random, {{"site", 1}, {"neighbourhood", 1}}));
    for (std::size_t pair = 0; pair < 8; ++pair)
        sheet.row()
            .text("participant_id", participants.cell(people[40 + pair], "participant_id"))
            .text("other_id", tenants.cell(random.below(tenants.rows()), "tenant_id"))
            .text("per", pick(random, {{"site", 1}, {"neighbourhood", 1}}));
    return sheet;
}

}  // namespace husrom::examples
