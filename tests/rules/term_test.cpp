// Every term gives a pair the points that its words say, and says when a default stood in for an unknown.

#include <gtest/gtest.h>

#include "rules/sample.hpp"

namespace husrom::test {
namespace {

/// The score of the only term for person P and home U.
rules::TermScore score(const std::string& person, const std::string& home, const std::string& term, const std::string& columns = {},
                       const std::vector<Sheet>& more = {}) {
    const auto cut = [](const std::string& cells) { return cells.find('|'); };
    std::vector<Sheet> sheets{
        {"participants", "participant_id" + person.substr(0, cut(person)) + "\nSYN-P" + person.substr(cut(person) + 1) + "\n"},
        {"units", "unit_id,neighbourhood_id" + home.substr(0, cut(home)) + "\nSYN-U,SYN-N" + home.substr(cut(home) + 1) + "\n"},
        {"neighbourhoods", "neighbourhood_id,drug_scene,x,y,district_id\nSYN-N,2,0,0,SYN-D\n"},
        {"districts", "district_id\nSYN-D\n"}};
    sheets.insert(sheets.end(), more.begin(), more.end());
    const auto problem = make_problem(
        sheets, columns + "[[term]]\nid = \"term\"\n" + term + "\n[[goal]]\nid = \"fit\"\nmaximise = \"score\"\nweights = { term = 1 }\n");
    const auto scores = problem->scores(problem->find_participant("SYN-P"), problem->find_unit("SYN-U"));
    EXPECT_EQ(scores.size(), 1U);
    EXPECT_EQ(weights_of(*problem, "fit").front().second, scores.front().points) << "a weight of 1 changes nothing";
    return scores.front();
}

std::int64_t points(const std::string& person, const std::string& home, const std::string& term, const std::string& columns = {},
                    const std::vector<Sheet>& more = {}) {
    return score(person, home, term, columns, more).points;
}

TEST(Terms, Closeness) {
    const auto term = "type = \"closeness\"\nleft = \"unit.level\"\nright = \"participant.need_level\"\nover = 40\nunder = 120";
    EXPECT_EQ(points(",need_level|,2", ",level|,4", term), -80);
    EXPECT_EQ(points(",need_level|,4", ",level|,2", term), -240);
    EXPECT_EQ(points(",need_level|,4", ",level|,4", term), 0);
    EXPECT_EQ(points(",need_level|,", ",level|,4", term), 0) << "an unknown without a default scores nothing";
    const auto with_default = "[columns.\"participant.need_level\"]\ntype = \"integer\"\ndefault = 3\n";
    const auto result = score(",need_level|,", ",level|,4", term, with_default);
    EXPECT_EQ(result.points, -40);
    EXPECT_TRUE(result.used_default);
    EXPECT_FALSE(score(",need_level|,3", ",level|,4", term, with_default).used_default);
    const auto steps = "type = \"closeness\"\nleft = \"unit.staffing\"\nright = \"participant.supervision\"\nover = 1\nunder = 10";
    EXPECT_EQ(points(",supervision|,daily", ",staffing|,weekly", steps), -20);
}

TEST(Terms, Equal) {
    const auto term = "type = \"equal\"\nleft = \"unit.level\"\nright = \"participant.need_level\"\npoints = 25";
    EXPECT_EQ(points(",need_level|,4", ",level|,4", term), 25);
    EXPECT_EQ(points(",need_level|,3", ",level|,4", term), 0);
}

TEST(Terms, DistanceIsRoundedDownOnceAndCapped) {
    const auto term = "type = \"distance\"\nleft = \"participant\"\nright = \"unit.neighbourhood\"\npoints_per_km = 7\nmost_points = 40";
    EXPECT_EQ(points(",x,y|,3000,4000", "|", term), -35);
    EXPECT_EQ(points(",x,y|,300,401", "|", term), -3) << "500 whole metres, 3.5 points";
    EXPECT_EQ(points(",x,y|,30000,40000", "|", term), -40);
    EXPECT_EQ(points(",x,y|,,40000", "|", term), 0);
}

TEST(Terms, WishRankTakesTheBestWishThatTheHomeMeets) {
    const auto term = "type = \"wish_rank\"\nkind = \"area\"\npoints = [100, 60]";
    const auto wishes = [](const std::string& rows) { return std::vector<Sheet>{{"wishes", "participant_id,kind,value,rank\n" + rows}}; };
    EXPECT_EQ(points("|", "|", term, "", wishes("SYN-P,area,SYN-N,1\n")), 100);
    EXPECT_EQ(points("|", "|", term, "", wishes("SYN-P,area,SYN-N,2\n")), 60);
    EXPECT_EQ(points("|", "|", term, "", wishes("SYN-P,area,SYN-N,3\n")), 0);
    EXPECT_EQ(points("|", "|", term, "", wishes("SYN-P,type,SYN-N,1\n")), 0);
    EXPECT_EQ(points("|", "|", term, "", wishes("SYN-P,area,SYN-N,\n")), 100) << "a wish without a rank is a first wish";
    const auto type = "type = \"wish_rank\"\nkind = \"type\"\npoints = [30]";
    EXPECT_EQ(points("|", ",unit_type|,MODULE", type, "", wishes("SYN-P,type,MODULE,1\n")), 30);
    const auto district = "type = \"wish_rank\"\nkind = \"district\"\npoints = [9]";
    EXPECT_EQ(points("|", "|", district, "", wishes("SYN-P,district,SYN-D,1\n")), 9);
}

TEST(Terms, WaitingStepsAreReachedOnTheDay) {
    const auto term =
        "type = \"waiting\"\nsince = \"participant.temporary_since\"\nsteps = [{ days = 0, points = 1 }, "
        "{ days = 60, points = 3 }, { days = 90, points = 8 }]";
    EXPECT_EQ(points(",temporary_since|,2026-11-22", "|", term), 1);
    EXPECT_EQ(points(",temporary_since|,2026-09-24", "|", term), 1);
    EXPECT_EQ(points(",temporary_since|,2026-09-23", "|", term), 3);
    EXPECT_EQ(points(",temporary_since|,2026-08-24", "|", term), 8);
    EXPECT_EQ(points(",temporary_since|,2026-11-23", "|", term), 1) << "a day to come counts as if no day had passed";
    EXPECT_EQ(points(",temporary_since|,", "|", term), 0);
}

TEST(Terms, DaysToHomeCountFromTheRoundOrADate) {
    const auto term = "type = \"days_to_home\"\npoints_per_day = -2";
    EXPECT_EQ(points("|", ",available_from|,2026-12-02", term), -20);
    EXPECT_EQ(points("|", ",available_from|,2026-10-02", term), 0);
    const auto from = "type = \"days_to_home\"\nfrom = \"participant.ready_from\"\npoints_per_day = -2";
    EXPECT_EQ(points(",ready_from|,2026-12-01", ",available_from|,2026-12-02", from), -2);
    EXPECT_EQ(points(",ready_from|,2026-12-11", ",available_from|,2026-12-02", from), 0);
}

TEST(Terms, RiskIsAProductOfTraitsAndFactors) {
    const auto risk =
        "[risk]\ntraits = [\"participant.conflict\", \"participant.active_use\"]\nfactors = [\"neighbourhood.drug_scene\"]\n"
        "points = [[3], [1]]\n";
    EXPECT_EQ(points(",conflict,active_use|,2,1", "|", "type = \"risk\"\npoints_each = -10", risk), -140);
}

TEST(Terms, ColumnAndSlackKeepTheirDigits) {
    const auto column = score(",support_hours|,2.5", "|", "type = \"column\"\ncolumn = \"participant.support_hours\"\ntimes = 1.5");
    EXPECT_EQ(column.points, 3750);
    EXPECT_EQ(column.digits, 3) << "two of the column, one of the factor";
    const auto slack = "type = \"slack\"\nleft = [\"unit.bedrooms\"]\nright = [\"participant.bedrooms_needed\"]\npoints_each = -10";
    EXPECT_EQ(points(",bedrooms_needed|,1", ",bedrooms|,3", slack), -20);
    EXPECT_EQ(points(",bedrooms_needed|,3", ",bedrooms|,1", slack), 0);
}

TEST(Terms, PairColumnsScoreWhereTheyAreListed) {
    const auto term = "type = \"pair\"\ncolumn = \"pair.bonus\"";
    const auto columns = "[columns.\"pair.bonus\"]\ntype = \"integer\"\nempty = \"none\"\n";
    EXPECT_EQ(points("|", "|", term, columns, {{"pairs", "participant_id,unit_id,bonus\nSYN-P,SYN-U,7\n"}}), 7);
    EXPECT_EQ(points("|", "|", term, columns, {{"pairs", "participant_id,unit_id,bonus\n"}}), 0);
}

TEST(Terms, FiltersAndOthersScoreNothing) {
    const auto term =
        "type = \"column\"\ncolumn = \"participant.need_level\"\nwhere = [{ column = \"unit.shared_area\", op = \"is\", value = true }]";
    EXPECT_EQ(points(",need_level|,3", ",shared_area|,true", term), 3);
    EXPECT_EQ(points(",need_level|,3", ",shared_area|,false", term), 0);
    EXPECT_EQ(points(",need_level|,3", ",shared_area|,", term), 0);
}

TEST(Terms, NoDefaultDecidesWhomATermOrAGoalIsAbout) {
    // Rule: whom a filter cannot judge is left out, whatever the column's default, and that is listed.
    const std::vector<Sheet> sheets{
        {"participants", "participant_id,application_date,conflict\nSYN-P-1,2026-01-01,\nSYN-P-2,2026-01-01,2\n"},
        {"units", "unit_id,level\nSYN-U-1,3\n"}};
    const std::string among = "among = [{ column = \"participant.conflict\", op = \"at_least\", value = 1 }]\n";
    const auto policy =
        "[columns.\"participant.conflict\"]\ntype = \"integer\"\ndefault = 2\n[[term]]\nid = \"t\"\ntype = \"column\"\n"
        "column = \"unit.level\"\ntimes = 1\n" +
        among + "[[goal]]\nid = \"some\"\nmaximise = \"housed\"\n" + among +
        "[[goal]]\nid = \"score\"\nmaximise = \"score\"\nweights = { t = 1 }\n";
    const auto problem = make_problem(sheets, policy);
    using Weights = std::vector<std::pair<std::string, std::int64_t>>;
    EXPECT_EQ(weights_of(*problem, "some"), (Weights{{"SYN-P-1 SYN-U-1", 0}, {"SYN-P-2 SYN-U-1", 1}}));
    EXPECT_EQ(weights_of(*problem, "score"), (Weights{{"SYN-P-1 SYN-U-1", 0}, {"SYN-P-2 SYN-U-1", 3}}));
    EXPECT_EQ(codes_of(sheets, policy, model::Severity::note), (std::vector<std::string>{"P219 goal some", "P219 term t"}));
}

}  // namespace
}  // namespace husrom::test
