#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <husrom/examples/examples.hpp>
#include <husrom/model/date.hpp>

#include "examples/cells.hpp"

namespace husrom {
namespace {

using test::both;
using test::count;
using test::has;
using test::is;
using test::Row;
using test::rows_of;

struct Line {
    std::string source, data;
};

/// The table under "The figures" of a README: figure -> what the source says and what the data hold.
std::map<std::string, Line> figures_in(const std::string& name) {
    std::ifstream file(std::string(HUSROM_SOURCE_DIR) + "/examples/" + name + "/README.md");
    std::map<std::string, Line> lines;
    bool inside = false;
    for (std::string text; std::getline(file, text);) {
        if (text.rfind("| figure | source | data | note |", 0) == 0) {
            inside = true;
            std::getline(file, text);  // the rule under the headings
            continue;
        }
        if (!inside) continue;
        if (text.empty() || text.front() != '|') break;
        std::vector<std::string> cells;
        for (std::size_t begin = 2; begin < text.size();) {
            const auto end = text.find(" |", begin);
            cells.push_back(text.substr(begin, end - begin));
            begin = end + 3;
        }
        EXPECT_GE(cells.size(), 4U) << text;
        EXPECT_TRUE(lines.emplace(cells[0], Line{cells[1], cells[2]}).second) << "twice: " << cells[0];
    }
    return lines;
}

using Measure = std::function<std::string()>;

/// Every line of the README is measured, every measure has a line, and a number that a source states is the data's number.
void hold_together(const std::string& name, const std::map<std::string, Measure>& measures) {
    const auto lines = figures_in(name);
    ASSERT_FALSE(lines.empty());
    for (const auto& [figure, line] : lines) {
        const auto measure = measures.find(figure);
        ASSERT_NE(measure, measures.end()) << "nothing measures \"" << figure << "\" of " << name;
        EXPECT_EQ(line.data, measure->second()) << figure;
        if (line.source != "assumed") {
            EXPECT_EQ(line.source, line.data) << figure;
        }
    }
    for (const auto& [figure, measure] : measures) EXPECT_TRUE(lines.contains(figure)) << "the README of " << name << " lacks " << figure;
}

Measure counted(std::int64_t value) {
    return [value] { return std::to_string(value); };
}

Measure percent(std::int64_t part, std::int64_t whole) {
    return [part, whole] { return std::to_string((200 * part + whole) / (2 * whole)); };
}

const model::Date round_day = *model::make_date(2026, 11, 22);

std::int64_t days_before_round(const std::string& date) {
    return round_day.day - model::read_date(date).date.day;
}

bool longer_than_90_days(const Row& row) {
    return !row.at("temporary_since").empty() && days_before_round(row.at("temporary_since")) > 90;
}

TEST(Figures, ToyReadmeTellsItsData) {
    // Rule: the figures in a README are those of the data beside it.
    const auto source = examples::make("toy");
    const auto people = rows_of(source, "participants");
    const auto homes = rows_of(source, "units");
    hold_together("toy", {{"participants", counted(std::ssize(people))},
                          {"homes", counted(std::ssize(homes))},
                          {"flats in the fourplex that are vacant", counted(count(homes, is("unit_type", "FOURPLEX")))},
                          {"days A has been in temporary accommodation", counted(days_before_round(people[0].at("temporary_since")))},
                          {"days until D is released", counted(-days_before_round(people[3].at("ready_from")))}});
}

TEST(Figures, NordstrandHoldsToItsSource) {
    // Rule: a number that the source states is the number in the data.
    const auto source = examples::make("nordstrand");
    const auto people = rows_of(source, "participants");
    const auto homes = rows_of(source, "units");
    const auto landlords = rows_of(source, "landlords");
    std::int64_t several = 0, agreed = 0;
    for (const Row& landlord : landlords) {
        several += count(homes, is("landlord_id", landlord.at("landlord_id"))) > 1 ? 1 : 0;
        agreed += std::stoll(landlord.at("max_programme_units"));
    }
    const auto rule = source.policy_text->find("unit.rent_month\", times = ");
    ASSERT_NE(rule, std::string::npos);
    hold_together("nordstrand",
                  {{"private landlords with several homes", counted(several)},
                   {"settled in private homes by April 2021", counted(agreed)},
                   {"lost the home and settled again", counted(count(people, is("lost_home", "true")))},
                   {"percent of a post: leader 100 and worker 50", counted(std::stoll(rows_of(source, "teams")[0].at("staff_percent")))},
                   {"months' rent that deposit and guarantee may reach", counted(std::stoll(source.policy_text->substr(rule + 25)))},
                   {"applicants", counted(std::ssize(people))},
                   {"homes", counted(std::ssize(homes))},
                   {"applicants leaving an institution", counted(count(people, is("situation", "INSTITUTION_DISCHARGE")))}});
}

TEST(Figures, BodoHoldsToItsSource) {
    // Rule: a number that the source states is the number in the data.
    const auto source = examples::make("bodo");
    const auto people = rows_of(source, "participants");
    const auto homes = rows_of(source, "units");
    const auto tenants = rows_of(source, "tenants");
    const Row team = rows_of(source, "teams")[0];
    std::int64_t sum = 0, lowest = 1000, highest = 0;
    for (const Row& person : people) {
        const std::int64_t age = std::stoll(person.at("age"));
        sum += age;
        lowest = std::min(lowest, age);
        highest = std::max(highest, age);
    }
    ASSERT_EQ(sum % std::ssize(people), 0);
    hold_together("bodo",
                  {{"applicants", counted(std::ssize(people))},
                   {"women", counted(count(people, is("sex", "F")))},
                   {"men", counted(count(people, is("sex", "M")))},
                   {"lowest age", counted(lowest)},
                   {"highest age", counted(highest)},
                   {"mean age", counted(sum / std::ssize(people))},
                   {"single", counted(count(people, both(is("household_size", "1"), is("children", "0"))))},
                   {"without municipal services before", counted(count(people, is("services_before", "false")))},
                   {"no fixed abode", counted(count(people, is("address_status", "UFB")))},
                   {"registered address, unclear situation", counted(count(people, is("address_status", "UNCLEAR")))},
                   {"wanted a swap or lived in temporary", counted(count(people, is("address_status", "SWAP_OR_TEMPORARY")))},
                   {"in none of the three groups", counted(count(people, is("address_status", "")))},
                   {"private leases", counted(count(homes, is("disposal_form", "PRIVATE_MARKET")))},
                   {"municipal homes", counted(count(homes, has("disposal_form", {"OWNED", "LEASED_IN"})))},
                   {"staff in the team", counted(std::stoll(team.at("staff")))},
                   {"followed up in all", counted(std::stoll(team.at("max_cases")))},
                   {"followed up without agreement or formal application", counted(count(tenants, is("agreement_signed", "false")))},
                   {"followed up outside the homes of this round", counted(std::ssize(tenants))},
                   {"hours a week with people", [&] { return team.at("hours_week"); }},
                   {"substance use", counted(count(people, has("segments", {"SUD", "ROP"})))},
                   {"over 90 days without a home, where the date is known", counted(count(people, longer_than_90_days))}});
}

TEST(Figures, BaerumHoldsToItsSource) {
    // Rule: a number that the source states is the number in the data.
    const auto source = examples::make("baerum");
    const auto homes = rows_of(source, "units");
    const auto tenants = rows_of(source, "tenants");
    std::vector<Row> waiting, movers, vacant;
    std::set<std::string> lived_in;
    for (const Row& person : rows_of(source, "participants")) (person.at("current_unit").empty() ? waiting : movers).push_back(person);
    for (const Row& mover : movers) lived_in.insert(mover.at("current_unit"));
    for (const Row& tenant : tenants) lived_in.insert(tenant.at("unit_id"));
    for (const Row& home : homes) {
        const std::string& from = home.at("available_from");
        if (!lived_in.contains(home.at("unit_id")) && !from.empty() && days_before_round(from) >= -60) vacant.push_back(home);
    }
    const auto homeless = [](const Row& row) {
        return row.at("situation") != "UNSUITABLE_HOME" && row.at("situation") != "NOT_HOMELESS_AT_RISK";
    };
    const std::int64_t people = std::ssize(waiting), without = count(waiting, homeless);
    const auto where = [&](const std::string& situation) { return percent(count(waiting, is("situation", situation)), without); };
    const auto sites_of = [&](const std::string& type) {
        std::map<std::string, std::int64_t> sites;
        for (const Row& home : homes)
            if (home.at("unit_type") == type) ++sites[home.at("site_id")];
        for (const auto& [site, size] : sites) EXPECT_EQ(size, 4) << site;
        return counted(std::ssize(sites));
    };
    std::map<std::string, Measure> measures{
        {"welfare homes", counted(count(homes, is("scheme", "WELFARE")))},
        {"care homes", counted(count(homes, is("scheme", "CARE")))},
        {"plots of modules", sites_of("MODULE")},
        {"modules that are a staff base until a date", counted(count(homes, [](const Row& row) { return !row.at("base_until").empty(); }))},
        {"fourplexes", sites_of("FOURPLEX")},
        {"residents in Housing First", counted(count(tenants, is("programme", "HOUSING_FIRST")))},
        {"homes with a base day and night", counted(count(homes, is("staffing", "h24")))},
        {"percent of homes that a wheelchair can use", percent(count(homes, is("wheelchair", "true")), std::ssize(homes))},
        {"homes that fall vacant in the horizon", counted(std::ssize(vacant))},
        {"percent of them with one room", percent(count(vacant, is("rooms", "1")), std::ssize(vacant))},
        {"waiting households", counted(people)},
        {"tenants who may move on", counted(std::ssize(movers))},
        {"tenants who stay", counted(std::ssize(tenants))},
        {"percent men", percent(count(waiting, is("sex", "M")), people)},
        {"percent living alone", percent(count(waiting, is("household_size", "1")), people)},
        {"percent with children", percent(count(waiting, [](const Row& row) { return row.at("children") != "0"; }), people)},
        {"percent with a substance problem", percent(count(waiting, has("segments", {"SUD", "ROP"})), people)},
        {"percent with a mental illness", percent(count(waiting, has("segments", {"MH", "ROP"})), people)},
        {"percent with both", percent(count(waiting, has("segments", {"ROP"})), people)},
        {"waiting without a home", counted(without)},
        {"percent with friends or family", where("SOFA")},
        {"percent in temporary accommodation", where("ACUTE_TEMP")},
        {"percent in an institution", where("INSTITUTION_DISCHARGE")},
        {"percent in prison", where("PRISON_RELEASE")},
        {"percent without a roof", where("ROOFLESS")},
        {"percent in acute overnight offers", where("ACUTE_OVERNIGHT")},
        {"percent in a crisis centre", where("CRISIS_CENTRE")},
        {"percent whose place is unknown", where("")},
        {"percent longer than 90 days without a home", percent(count(waiting, both(homeless, longer_than_90_days)), without)},
    };
    for (int level = 1; level <= 5; ++level)
        for (const char* scheme : {"WELFARE", "CARE"})
            measures.emplace((std::string(scheme) == "CARE" ? "care homes on level " : "welfare homes on level ") + std::to_string(level),
                             counted(count(homes, both(is("scheme", scheme), is("level", std::to_string(level))))));
    hold_together("baerum", measures);
}

}  // namespace
}  // namespace husrom
