#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include <husrom/core/random.hpp>
#include <husrom/model/typed_case.hpp>

namespace husrom::model {
namespace {

Policy small_policy() {
    Policy policy;
    policy.id = "small";
    ColumnDeclaration fit;
    fit.table = "unit";
    fit.name = "price";
    fit.type = ColumnType::decimal;
    fit.digits = 3;
    policy.columns.push_back(fit);
    return policy;
}

Case small_case() {
    CaseBuilder builder;
    builder.table("participants")
        .text("participant_id", std::vector<std::string>{"SYN-P-2", "SYN-P-1"})
        .text("application_date", std::vector<std::string>{"2026-02-01", "2026-01-15"})
        .text("segments", std::vector<std::string>{"SUD;MH", ""})
        .text("note", std::vector<std::string>{"æøå", "b"});
    builder.table("units")
        .text("unit_id", std::vector<std::string>{"SYN-U-1", "SYN-U-2"})
        .decimals("price", std::vector<double>{1.5, 2.25})
        .integers("bedrooms", std::vector<std::int64_t>{1, 2}, std::vector<std::uint8_t>{1, 0})
        .flags("step_free", std::vector<std::uint8_t>{1, 0});
    return builder.build();
}

std::string digest_of_case(const Case& source, const Policy& policy = small_policy()) {
    Findings findings;
    const auto typed = type_case(source, policy, findings);
    EXPECT_TRUE(findings.ok()) << findings.text("case");
    return typed->digest;
}

/// The same table with rows and columns in another order.
void shuffle(Table& table, core::Random& random) {
    const auto order = [&](std::size_t size) {
        std::vector<std::size_t> places(size);
        std::iota(places.begin(), places.end(), std::size_t{0});
        for (std::size_t i = size; i > 1; --i) std::swap(places[i - 1], places[random.below(i)]);
        return places;
    };
    const auto columns = order(table.headings.size()), rows = order(table.rows());
    Table shuffled = table;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        shuffled.headings[column] = table.headings[columns[column]];
        for (std::size_t row = 0; row < rows.size(); ++row) shuffled.columns[column][row] = table.columns[columns[column]][rows[row]];
    }
    table = shuffled;
}

TEST(Digest, OfACaseIsFixed) {
    // Rule: these bytes never change for this case; a change of the format needs another format name inside.
    EXPECT_EQ(digest_of_case(small_case()), "a542d234836336b133e1604afd416ce2a31fbcd34d8fce3b65552ec8e2404479");
}

TEST(Digest, OfACaseDoesNotDependOnTheOrderOfRowsAndColumns) {
    // Rule: rows are taken by key, columns by name.
    const std::uint64_t seed = 3;
    core::Random random(seed);
    const std::string expected = digest_of_case(small_case());
    for (int i = 0; i < 50; ++i) {
        Case source = small_case();
        for (Table& table : source.tables) shuffle(table, random);
        std::swap(source.tables[0], source.tables[1]);
        ASSERT_EQ(digest_of_case(source), expected) << "seed " << seed;
    }
}

TEST(Digest, OfACaseSeesContentNotSpelling) {
    // Rule: 1.50 and 1.5, ja and true, 01.02.2026 and 2026-02-01, the order within a set and an empty column make no difference.
    const std::string expected = digest_of_case(small_case());
    Case source = small_case();
    source.find("units")->columns[1] = {"1.50", "2.250"};
    source.find("units")->columns[3] = {"ja", "nei"};
    source.find("participants")->columns[1] = {"01.02.2026", "15.01.2026"};
    source.find("participants")->columns[2] = {" MH ;SUD;", ""};
    source.find("participants")->headings.push_back("remark");
    source.find("participants")->columns.push_back({"", ""});
    source.name = "another name";
    EXPECT_EQ(digest_of_case(source), expected);
}

TEST(Digest, OfACaseSeesEveryChange) {
    // Rule: another value, id, heading or row gives another digest.
    const std::string before = digest_of_case(small_case());
    std::vector<Case> changed(5, small_case());
    changed[0].find("units")->columns[1][0] = "1.501";
    changed[1].find("units")->columns[0][0] = "SYN-U-3";
    changed[2].find("participants")->headings[3] = "remark";
    changed[3].find("participants")->columns[2][1] = "MH";
    changed[4].find("units")->columns[2][1] = "0";
    for (const Case& source : changed) EXPECT_NE(digest_of_case(source), before);
}

TEST(CaseBuilder, SaysWhatDoesNotFit) {
    // Rule: columns of unequal length, a heading twice and an unknown table are findings, not exceptions; infinity is refused when typed.
    CaseBuilder builder;
    builder.table("unit").text("unit_id", std::vector<std::string>{"SYN-U-1", "SYN-U-2"});
    builder.integers("bedrooms", std::vector<std::int64_t>{1}).text("unit_id", std::vector<std::string>{"SYN-U-3"});
    builder.table("homes").text("id", std::vector<std::string>{"1"});
    builder.table("participants").text("participant_id", std::vector<std::string>{"SYN-P-1", "SYN-P-2"});
    builder.decimals("wealth", std::vector<double>{1e308 * 10, 0.0 / 1.0});
    const Case source = builder.build();
    std::vector<std::string> codes;
    for (const Finding& finding : source.notes.list()) codes.push_back(finding.code + " " + finding.table + " " + finding.column);
    EXPECT_EQ(codes, (std::vector<std::string>{"T005 units bedrooms", "T003 units unit_id", "T001 homes "}));
    Findings findings;
    (void)type_case(source, small_policy(), findings);
    EXPECT_TRUE(std::ranges::any_of(findings.list(), [](const Finding& one) { return one.code == "N003" && one.column == "wealth"; }));
    EXPECT_THROW((void)CaseBuilder().text("a", std::vector<std::string>{}), InvalidArgument);
}

TEST(CaseBuilder, SaysWhereValuesAndWhatIsKnownOfThemDifferInNumber) {
    // Rule: no cell becomes unknown, and none is left out, because a list was too short or too long.
    const std::vector<std::string> ids{"SYN-P-1", "SYN-P-2"};
    const std::vector<std::int64_t> whole{1, 2};
    const std::vector<double> parts{1, 2};
    struct Lengths {
        std::size_t values, known;
    };
    for (const auto [values, known] : {Lengths{2, 1}, {2, 3}, {1, 2}, {1, 3}}) {
        const std::vector<std::uint8_t> given(known, 1);
        CaseBuilder builder;
        builder.table("participants").text("participant_id", ids).integers("age", std::span(whole).first(values), given);
        builder.table("units").text("unit_id", ids).decimals("rent", std::span(parts).first(values), given);
        builder.flags("step_free", std::span(given).first(std::min(values, known)), std::span(given).first(1));
        std::vector<std::string> columns;
        const Case source = builder.build();
        for (const Finding& finding : source.notes.list())
            if (finding.code == "T005") columns.push_back(finding.column);
        for (const auto* column : {"age", "rent"}) EXPECT_NE(std::ranges::find(columns, column), columns.end()) << values << " " << known;
    }
}

}  // namespace
}  // namespace husrom::model
