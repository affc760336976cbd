#include <gtest/gtest.h>

#include <husrom/model/typed_case.hpp>
#include <husrom/model/well_known.hpp>

namespace husrom::model {
namespace {

using Texts = std::vector<std::string>;

struct Typed {
    Findings findings;
    std::shared_ptr<const TypedCase> typed;
};

Typed type(const Case& source, const Policy& policy = {}) {
    Typed result;
    result.typed = type_case(source, policy, result.findings);
    return result;
}

Case places() {
    CaseBuilder builder;
    builder.table("participants")
        .text("participant_id", Texts{"SYN-P-1", "SYN-P-2"})
        .text("team_id", Texts{"SYN-T-1", ""})
        .text("current_unit", Texts{"", "SYN-U-2"});
    builder.table("units")
        .text("unit_id", Texts{"SYN-U-1", "SYN-U-2", "SYN-U-3"})
        .text("site_id", Texts{"SYN-S-1", "", ""})
        .text("neighbourhood_id", Texts{"", "SYN-N-2", ""})
        .text("landlord_id", Texts{"SYN-L-1", "", ""});
    builder.table("sites").text("site_id", Texts{"SYN-S-1"}).text("neighbourhood_id", Texts{"SYN-N-1"});
    builder.table("neighbourhoods")
        .text("neighbourhood_id", Texts{"SYN-N-1", "SYN-N-2"})
        .text("drug_scene", Texts{"1", ""})
        .text("district_id", Texts{"SYN-D-1", "SYN-D-1"});
    builder.table("districts").text("district_id", Texts{"SYN-D-1"});
    builder.table("landlords").text("landlord_id", Texts{"SYN-L-1"}).text("accepts", Texts{"MH"});
    builder.table("teams").text("team_id", Texts{"SYN-T-1"}).text("hours_week", Texts{"37.5"});
    builder.table("tenants")
        .text("tenant_id", Texts{"SYN-R-1", "SYN-R-2"})
        .text("unit_id", Texts{"SYN-U-1", ""})
        .text("neighbourhood_id", Texts{"", "SYN-N-2"});
    builder.table("pairs").text("participant_id", Texts{"SYN-P-1"}).text("unit_id", Texts{"SYN-U-1"}).text("consent", Texts{"true"});
    return builder.build();
}

using Rows = std::vector<std::int32_t>;

TEST(Paths, AHomeLiesWhereItSaysOrWhereItsSiteLies) {
    // Rule: `neighbourhood` is the home's own or its site's, by whichever path it is asked for; nothing is -1.
    const auto [findings, typed] = type(places());
    for (const char* path : {"unit.neighbourhood", "unit.site.neighbourhood"}) EXPECT_EQ(typed->join(path).rows, (Rows{0, 1, -1})) << path;
    EXPECT_EQ(typed->join("unit.site").rows, (Rows{0, -1, -1}));
    EXPECT_EQ(typed->join("unit.landlord").rows, (Rows{0, -1, -1}));
    EXPECT_EQ(typed->join("unit.site.neighbourhood.district").rows, (Rows{0, 0, -1}));
    EXPECT_EQ(typed->join("unit.district").rows, (Rows{0, 0, -1}));
    EXPECT_EQ(typed->join("tenant.neighbourhood").rows, (Rows{0, 1}));
    EXPECT_EQ(typed->join("tenant.site").rows, (Rows{0, -1}));
    EXPECT_EQ(typed->join("tenant.landlord").rows, (Rows{0, -1}));
    EXPECT_EQ(typed->join("participant.team").rows, (Rows{0, -1}));
    EXPECT_EQ(typed->join("participant.current_unit.neighbourhood").rows, (Rows{-1, 1}));
    EXPECT_EQ(typed->join("pair.unit.site").rows, (Rows{0}));
    EXPECT_EQ(typed->join("unit").rows, (Rows{0, 1, 2}));
}

TEST(Paths, AColumnIsReadAtTheEndOfItsJoins) {
    // Rule: value, unknown, and not joined are told apart.
    const auto [findings, typed] = type(places());
    const PathColumn scene = typed->column("unit.site.neighbourhood.drug_scene");
    ASSERT_NE(scene.column, nullptr);
    EXPECT_EQ(scene.state(0), CellState::value);
    EXPECT_EQ(scene.value(0), 1);
    EXPECT_EQ(scene.state(1), CellState::unknown);
    EXPECT_EQ(scene.state(2), CellState::not_joined);
    for (const char* path : {"unit.site.neighbourhood_id", "unit.neighbourhood_id", "unit.neighbourhood.neighbourhood_id"}) {
        const PathColumn area = typed->column(path);
        ASSERT_NE(area.column, nullptr) << path;
        EXPECT_EQ(typed->pool.text(area.value(1)), "SYN-N-2") << path;
        EXPECT_NE(area.state(2), CellState::value) << path;
    }
    EXPECT_EQ(typed->column("unit.landlord.accepts").state(1), CellState::not_joined);
    EXPECT_EQ(typed->column("participant.team.hours_week").value(0), 3750);
    EXPECT_EQ(typed->column("pair.consent").value(0), 1);
}

TEST(Paths, WhatDoesNotExistIsSaidWithTheNearest) {
    // Rule: a wrong path gives nothing, and the nearest one that exists.
    const auto [findings, typed] = type(places());
    for (const char* path : {"", ".", "unit", "unit.", "unit.nothing", "home.level", "unit.team.site", "participant.team_id.x"})
        EXPECT_EQ(typed->column(path).column, nullptr) << path;
    EXPECT_EQ(typed->join("unit.budgets").table, nullptr);
    EXPECT_EQ(nearest_path(*typed, "unit.bedroms"), "unit.bedrooms");
    EXPECT_EQ(nearest_path(*typed, "units.bedrooms"), "unit.bedrooms");
    EXPECT_EQ(nearest_path(*typed, "unit.drug_scene"), "unit.neighbourhood.drug_scene");
    EXPECT_EQ(nearest_path(*typed, "unit.neighbourhod.drug_scene"), "unit.neighbourhood.drug_scene");
    EXPECT_EQ(nearest_path(*typed, "zzz.qqq"), "");
}

TEST(TypedCase, AnAbsentColumnCountsAsEmpty) {
    // Rule: well-known and declared columns can be read though no table has them; what empty means is their declaration's.
    Policy policy;
    ColumnDeclaration extra;
    extra.table = "participant";
    extra.name = "sober_days";
    extra.type = ColumnType::integer;
    extra.empty = EmptyMeans::none;
    policy.columns.push_back(extra);
    const auto [findings, typed] = type(places(), policy);
    EXPECT_EQ(findings.list().size(), 1u) << "only that one home has no place\n" << findings.text("case");
    EXPECT_EQ(typed->column("participant.sober_days").state(0), CellState::none);
    EXPECT_EQ(typed->column("participant.age").state(0), CellState::unknown);
    EXPECT_EQ(typed->column("unit.age_max").state(0), CellState::no_bound);
    EXPECT_FALSE(typed->table("unit").find("age_max")->given);
    EXPECT_TRUE(typed->table("unit").find("site_id")->given);
}

TEST(TypedCase, UndeclaredColumnsAreInferred) {
    // Rule: whole numbers, decimals with the digits seen, flags, dates, else text; padded numbers and ids stay text.
    CaseBuilder builder;
    builder.table("units")
        .text("unit_id", Texts{"1", "2", "3"})
        .text("whole", Texts{"1", "-2.0", ""})
        .text("decimal", Texts{"1.5", "2.250", "3"})
        .text("flag", Texts{"ja", "FALSE", ""})
        .text("date", Texts{"2026-01-01", "31.12.2026", ""})
        .text("padded", Texts{"0412", "12", "3"})
        .text("word", Texts{"1", "two", ""})
        .text("other_id", Texts{"1", "2", "3"})
        .text("nothing", Texts{"", "", ""});
    builder.table("participants").text("participant_id", Texts{"SYN-P-1"});
    const auto [findings, typed] = type(builder.build());
    EXPECT_TRUE(findings.ok()) << findings.text("case");
    const TypedTable& units = typed->table("units");
    const auto is = [&](const char* name) { return units.find(name)->declaration.type; };
    EXPECT_EQ(is("whole"), ColumnType::integer);
    EXPECT_EQ(is("decimal"), ColumnType::decimal);
    EXPECT_EQ(units.find("decimal")->declaration.digits, 2);
    EXPECT_EQ(units.find("decimal")->values, (std::vector<std::int64_t>{150, 225, 300}));
    EXPECT_EQ(is("flag"), ColumnType::flag);
    EXPECT_EQ(is("date"), ColumnType::date);
    for (const char* name : {"padded", "word", "other_id", "nothing", "unit_id"}) EXPECT_EQ(is(name), ColumnType::text) << name;
    EXPECT_EQ(units.find_row("2"), 1);
    EXPECT_EQ(units.find_row("9"), -1);
}

TEST(TypedCase, TenantsColumnsMeanWhatTheParticipantsMean) {
    // Rule: a column of tenants that nothing declares is read as the participants' column of that name; numbers keep their own digits.
    Policy policy;
    ColumnDeclaration own;
    own.table = "tenant";
    own.name = "steps";
    own.type = ColumnType::decimal;
    own.digits = 1;
    policy.columns.push_back(own);
    CaseBuilder builder;
    builder.table("participants")
        .text("participant_id", Texts{"SYN-P-1", "SYN-P-2"})
        .text("steps", Texts{"1", "2"})
        .text("guess", Texts{"1", "2"})
        .text("rate", Texts{"1", "2"})
        .text("word", Texts{"ja", "nei"});
    builder.table("units").text("unit_id", Texts{"SYN-U-1"});
    builder.table("tenants")
        .text("tenant_id", Texts{"SYN-X-1", "SYN-X-2"})
        .text("conflict", Texts{"", ""})
        .text("is_youth", Texts{"1", "0"})
        .text("segments", Texts{"MH", ""})
        .text("supervision", Texts{"weekly", ""})
        .text("steps", Texts{"1", ""})
        .text("guess", Texts{"", ""})
        .text("rate", Texts{"1.5", "1"})
        .text("word", Texts{"1", "0"})
        .text("alone", Texts{"1", "2"});
    const auto [findings, typed] = type(builder.build(), policy);
    EXPECT_TRUE(findings.ok()) << findings.text("case");
    const TypedTable& tenants = typed->table("tenants");
    const auto is = [&](const char* name) { return tenants.find(name)->declaration.type; };
    for (const char* name : {"conflict", "guess", "alone"}) EXPECT_EQ(is(name), ColumnType::integer) << name;
    for (const char* name : {"is_youth", "word"}) EXPECT_EQ(tenants.find(name)->values, (std::vector<std::int64_t>{1, 0})) << name;
    EXPECT_EQ(is("segments"), ColumnType::set);
    EXPECT_EQ(tenants.find("supervision")->values[0], 1);
    for (const char* name : {"conflict", "guess"}) EXPECT_EQ(tenants.find(name)->states[0], CellState::unknown) << name;
    for (const char* name : {"steps", "rate"}) EXPECT_EQ(tenants.find(name)->declaration.digits, 1) << name;
    EXPECT_EQ(tenants.find("wants_swap"), nullptr) << "what is not there is not read";
}

TEST(TypedCase, TenantsColumnsMayHoldSomethingElseWhereNothingIsDeclared) {
    // Rule: what participants' cells look like binds no cell of a tenant; what the policy declares does.
    for (const auto& [participant, tenant] : {std::pair{"1", "moved 2024"}, {"true", "A"}, {"2024-01-01", "unknown"}}) {
        CaseBuilder builder;
        builder.table("participants").text("participant_id", Texts{"SYN-P-1"}).text("note", Texts{participant});
        builder.table("units").text("unit_id", Texts{"SYN-U-1"});
        builder.table("tenants").text("tenant_id", Texts{"SYN-X-1", "SYN-X-2"}).text("note", Texts{participant, tenant});
        const auto source = builder.build();
        const auto [findings, typed] = type(source, {});
        EXPECT_TRUE(findings.ok()) << findings.text("case");
        EXPECT_EQ(typed->table("tenants").find("note")->declaration.type, ColumnType::text) << tenant;
        Policy policy;
        policy.columns.push_back(typed->table("participants").find("note")->declaration);
        EXPECT_FALSE(type(source, policy).findings.ok()) << tenant;
    }
}

TEST(TypedCase, CellsKnowTheirState) {
    // Rule: steps, sets, dates and flags become integers; an ordered cell is read whatever its capitals.
    CaseBuilder builder;
    builder.table("participants")
        .text("participant_id", Texts{"SYN-P-1", "SYN-P-2"})
        .text("supervision", Texts{"H24", ""})
        .text("segments", Texts{"SUD; MH;SUD", ""})
        .text("ready_from", Texts{"1970-01-03", ""})
        .text("must_house", Texts{"1", ""});
    builder.table("units").text("unit_id", Texts{"SYN-U-1"});
    const auto [findings, typed] = type(builder.build());
    EXPECT_TRUE(findings.ok()) << findings.text("case");
    const TypedTable& people = typed->table("participant");
    EXPECT_EQ(people.find("supervision")->values[0], 5);
    EXPECT_EQ(people.find("supervision")->states[1], CellState::unknown);
    EXPECT_EQ(people.find("segments")->set(0).size(), 2u);
    EXPECT_TRUE(people.find("segments")->set(1).empty());
    EXPECT_EQ(people.find("ready_from")->values[0], 2);
    EXPECT_EQ(people.find("ready_from")->states[1], CellState::none);
    EXPECT_EQ(people.find("must_house")->values, (std::vector<std::int64_t>{1, 0}));
    EXPECT_THROW((void)typed->table("homes"), InvalidArgument);
}

TEST(WellKnown, ColumnsAreListedOnceAndHaveWords) {
    // Rule: each column stands once, in a table that exists, with a heading in both languages.
    const auto all = well_known_columns();
    EXPECT_GT(all.size(), 100u);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(well_known(all[i].table, all[i].name), &all[i]) << all[i].name;
        EXPECT_FALSE(all[i].text.nb.empty() || all[i].text.en.empty()) << all[i].name;
        bool table = false;
        for (const TableKind& kind : table_kinds()) table = table || kind.singular == all[i].table;
        EXPECT_TRUE(table) << all[i].table;
    }
    EXPECT_EQ(well_known("unit", "nothing"), nullptr);
}

}  // namespace
}  // namespace husrom::model
