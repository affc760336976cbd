#include <gtest/gtest.h>

#include <algorithm>

#include "io/small_case.hpp"
#include "model/text.hpp"

namespace husrom::testing {
namespace {

using namespace model;

/// One of every kind of entry, with every key.
constexpr const char* everything = R"(
schema = 1
id = "everything"
title = "Alt"

[round]
as_of = 2026-11-22
horizon = "8 weeks"

[columns."participant.supervision"]
empty = "none"
[columns."participant.fits"]
type = "decimal"
digits = 3
default = 0.125
class = "readiness"
text = { nb = "Passer" }
[columns."units.colour"]
type = "ordered"
order = ["red", "green"]
default = "green"
[columns."landlord.since"]
type = "date"
default = 2020-02-29
class = "personal"

[[eligible]]
id = "a1"
type = "at_least"
left = ["unit.bedrooms", { column = "unit.rooms", times = 0.5 }]
right = "participant.bedrooms_needed"
among = [{ column = "participant.age", op = "at_most", value = 25 }]
where = [{ column = "unit.available_from", op = "at_least", value = 2026-12-01 }]
unknown = "pass"
on = false
legal_basis = "§ 1"
protected_reason = { nb = "hvorfor", en = "why" }
text = { nb = "A", en = "B" }
[[eligible]]
id = "a2"
type = "at_most"
left = ["participant.deposit_nok"]
right = [{ column = "unit.rent_month", times = 6 }]
[[eligible]]
id = "a3"
type = "equal"
left = "participant.programme_lock"
right = "unit.reserved_for"
[[eligible]]
id = "a4"
type = "requires"
when = [{ column = "participant.segments", op = "any_of", value = ["MH", "ROP"] }, { column = "participant.x", op = "known" }]
then = [{ column = "unit.floor", op = "any_of", value = [1, 2] }, { column = "participant.parked_until", op = "days_since_at_least", value = 0 }]
[[eligible]]
id = "a5"
type = "forbids"
conditions = [{ column = "unit.staffing", op = "is_not", value = "h24" }, { column = "unit.step_free", op = "is", value = false }]
[[eligible]]
id = "a6"
type = "one_of"
value = "unit.unit_type"
set = ["MODULE", "SHARED"]
[[eligible]]
id = "a7"
type = "one_of"
value = "participant.referral_source"
set = "unit.referral_sources"
[[eligible]]
id = "a8"
type = "contains"
set = "unit.landlord.accepts"
element = "participant.segments"
[[eligible]]
id = "a9"
type = "disjoint"
left = "participant.avoid_areas"
right = "unit.site.neighbourhood_id"
[[eligible]]
id = "a10"
type = "within"
value = "participant.age"
low = 16
high = "unit.age_max"
[[eligible]]
id = "a11"
type = "within_km"
left = "participant"
right = "unit.site.neighbourhood"
km = 2.5
[[eligible]]
id = "a12"
type = "before"
left = "unit.available_from"
right = "participant.ready_from"
slack_days = "14 days"
[[eligible]]
id = "a13"
type = "risk_below"
max = "neighbourhood.risk_capacity"

[risk]
traits = ["participant.conflict", "participant.active_use"]
factors = ["neighbourhood.drug_scene"]
points = [[3], ["forbid"]]
source = { text = { nb = "ROS" }, date = 2026-03-01 }

[[term]]
id = "t1"
type = "equal"
left = "participant.need_level"
right = "unit.level"
points = -5
[[term]]
id = "t2"
type = "closeness"
left = "unit.level"
right = "participant.need_level"
over = 40
under = 120
[[term]]
id = "t3"
type = "distance"
left = "participant"
right = "unit"
points_per_km = 10
most_points = 100
[[term]]
id = "t4"
type = "wish_rank"
kind = "area"
points = [100, 60, 30]
[[term]]
id = "t5"
type = "waiting"
since = "participant.temporary_since"
steps = [{ days = 0, points = 1 }, { days = "60 days", points = 3 }]
[[term]]
id = "t6"
type = "days_to_home"
points_per_day = -1
[[term]]
id = "t7"
type = "risk"
points_each = -10
[[term]]
id = "t8"
type = "column"
column = "participant.fits"
times = -1.25
[[term]]
id = "t9"
type = "pair"
column = "fit"
[[term]]
id = "t10"
type = "slack"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
points_each = -0.5

[[limit]]
id = "l1"
per = "unit.site"
max = "site.conflict_cap"
[[limit]]
id = "l2"
sum = "risk"
max = 10
min = 1
spread = 0.25
[[limit]]
id = "l3"
per = "participant.team"
sum = ["participant.support_hours", { column = "unit.cost_setup", times = 0.001 }]
max = 37.5
kind = "soft"
goal = "community"
steps = [{ width = 5, slope = 1 }, { slope = 4.5 }]
[[limit]]
id = "l4"
sum = { product = ["participant.support_hours", "unit.level"] }
max = 100

[[goal]]
id = "g1"
maximise = "housed"
weight = "t5"
among = [{ column = "participant.children", op = "at_least", value = 1 }]
[[goal]]
id = "community"
minimise = "excess"
[[goal]]
id = "g3"
maximise = "score"
weights = { t2 = 1.0, t4 = 0.75 }
[[goal]]
id = "g4"
minimise = "unit.level"
[[goal]]
id = "g5"
minimise = "moves"
[[goal]]
id = "g6"
minimise = "days"

[ties]
order = ["application_date", "lottery"]
lottery_seed = 20261122
[offers]
homes = 5
max_loss = { g3 = 0.5 }
[refusals]
"too far" = { park_days = 60 }
"safety" = { forbid = "neighbourhood" }
[[change]]
id = "c1"
limit = "l1"
by = 1
[[change]]
id = "c2"
table = "wishes"
drop = 1
[[change]]
id = "c3"
set = { column = "participant.deposit_status", value = "GRANTED" }
)";

TEST(Policy, EveryKeyIsRead) {
    // Rule: each key of the language lands in its place, exactly.
    Findings findings;
    const Policy policy = parse_policy(everything, "policy.toml", findings);
    ASSERT_TRUE(findings.list().empty()) << findings.text("policy");
    EXPECT_EQ(policy.title, (Words{"Alt", "Alt"}));
    EXPECT_EQ(policy.round.as_of, Date{20779});
    EXPECT_EQ(policy.round.horizon_days, 56);

    ASSERT_EQ(policy.columns.size(), 4u);
    const auto column = [&](const std::string& name) { return *std::ranges::find(policy.columns, name, &ColumnDeclaration::name); };
    EXPECT_EQ(column("supervision").type, ColumnType::ordered);  // from the well-known declaration
    EXPECT_EQ(column("supervision").order.size(), 6u);
    EXPECT_EQ(column("supervision").empty, EmptyMeans::none);
    EXPECT_EQ(column("fits").digits, 3);
    EXPECT_EQ(column("fits").default_value, "0.125");
    EXPECT_EQ(column("fits").column_class, ColumnClass::readiness);
    EXPECT_EQ(column("fits").text, (Words{"Passer", ""}));
    EXPECT_EQ(column("colour").table, "unit");
    EXPECT_EQ(column("since").default_value, "2020-02-29");
    EXPECT_EQ(column("since").column_class, ColumnClass::personal);

    ASSERT_EQ(policy.eligible.size(), 13u);
    const EligibleRule& first = policy.eligible[0];
    const auto& at_least = std::get<AtLeast>(first.type);
    EXPECT_EQ(at_least.left[1].column, "unit.rooms");
    EXPECT_EQ(at_least.left[1].times, (Decimal{5, 1}));
    EXPECT_EQ(at_least.right[0].column, "participant.bedrooms_needed");
    EXPECT_EQ(first.unknown, OnUnknown::pass);
    EXPECT_FALSE(first.on);
    EXPECT_EQ(first.legal_basis, "§ 1");
    EXPECT_EQ(first.protected_reason, (Words{"hvorfor", "why"}));
    EXPECT_EQ(first.text, (Words{"A", "B"}));
    EXPECT_EQ(first.among[0].op, Operator::at_most);
    EXPECT_EQ(std::get<Decimal>(first.among[0].value), (Decimal{25, 0}));
    EXPECT_EQ(std::get<Date>(first.where[0].value), *make_date(2026, 12, 1));
    EXPECT_EQ(first.line.number, 27);
    EXPECT_EQ(std::get<AtMost>(policy.eligible[1].type).right[0].times, (Decimal{6, 0}));
    EXPECT_EQ(std::get<EqualColumns>(policy.eligible[2].type).right, "unit.reserved_for");
    const auto& requires_rule = std::get<Requires>(policy.eligible[3].type);
    EXPECT_EQ(std::get<bool>(requires_rule.when[1].value), true);
    EXPECT_EQ(std::get<std::vector<std::string>>(requires_rule.then[0].value), (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(requires_rule.then[1].op, Operator::days_since_at_least);
    EXPECT_EQ(std::get<Forbids>(policy.eligible[4].type).conditions.size(), 2u);
    EXPECT_EQ(std::get<std::vector<std::string>>(std::get<OneOf>(policy.eligible[5].type).set).size(), 2u);
    EXPECT_EQ(std::get<std::string>(std::get<OneOf>(policy.eligible[6].type).set), "unit.referral_sources");
    EXPECT_EQ(std::get<Contains>(policy.eligible[7].type).element, "participant.segments");
    EXPECT_EQ(std::get<Disjoint>(policy.eligible[8].type).left, "participant.avoid_areas");
    const auto& within = std::get<Within>(policy.eligible[9].type);
    EXPECT_EQ(std::get<Decimal>(*within.low), (Decimal{16, 0}));
    EXPECT_EQ(std::get<std::string>(*within.high), "unit.age_max");
    EXPECT_EQ(std::get<Decimal>(std::get<WithinKm>(policy.eligible[10].type).km), (Decimal{25, 1}));
    EXPECT_EQ(std::get<Before>(policy.eligible[11].type).slack_days, 14);
    EXPECT_EQ(std::get<std::string>(std::get<RiskBelow>(policy.eligible[12].type).max), "neighbourhood.risk_capacity");

    ASSERT_TRUE(policy.risk.has_value());
    EXPECT_EQ(policy.risk->points[0][0], 3);
    EXPECT_EQ(policy.risk->points[1][0], std::nullopt);
    EXPECT_EQ(policy.risk->source.nb, "ROS");
    EXPECT_EQ(policy.risk->source_date, make_date(2026, 3, 1));

    ASSERT_EQ(policy.terms.size(), 10u);
    EXPECT_EQ(std::get<EqualTerm>(policy.terms[0].type).points, -5);
    EXPECT_EQ(std::get<ClosenessTerm>(policy.terms[1].type).under, 120);
    EXPECT_EQ(std::get<DistanceTerm>(policy.terms[2].type).most_points, 100);
    EXPECT_EQ(std::get<WishRankTerm>(policy.terms[3].type).points.size(), 3u);
    EXPECT_EQ(std::get<WaitingTerm>(policy.terms[4].type).steps[1].days, 60);
    EXPECT_EQ(std::get<DaysToHomeTerm>(policy.terms[5].type).from, "");
    EXPECT_EQ(std::get<RiskTerm>(policy.terms[6].type).points_each, -10);
    EXPECT_EQ(std::get<ColumnTerm>(policy.terms[7].type).times, (Decimal{-125, 2}));
    EXPECT_EQ(std::get<PairTerm>(policy.terms[8].type).column, "pair.fit");
    EXPECT_EQ(std::get<SlackTerm>(policy.terms[9].type).points_each, (Decimal{-5, 1}));

    ASSERT_EQ(policy.limits.size(), 4u);
    EXPECT_TRUE(std::holds_alternative<SumOne>(policy.limits[0].sum));
    EXPECT_EQ(std::get<std::string>(*policy.limits[0].max), "site.conflict_cap");
    EXPECT_TRUE(std::holds_alternative<SumRisk>(policy.limits[1].sum));
    EXPECT_EQ(policy.limits[1].per, "all");
    EXPECT_EQ(policy.limits[1].spread, (Decimal{25, 2}));
    EXPECT_EQ(std::get<SumColumns>(policy.limits[2].sum).columns[1].times, (Decimal{1, 3}));
    EXPECT_TRUE(policy.limits[2].soft);
    EXPECT_EQ(policy.limits[2].steps[0].width, 5);
    EXPECT_EQ(policy.limits[2].steps[1].width, std::nullopt);
    EXPECT_EQ(policy.limits[2].steps[1].slope, (Decimal{45, 1}));
    EXPECT_EQ(std::get<SumProduct>(policy.limits[3].sum).unit_column, "unit.level");

    ASSERT_EQ(policy.goals.size(), 6u);
    EXPECT_EQ(std::get<MaximiseHoused>(policy.goals[0].type).weight, "t5");
    EXPECT_EQ(policy.goals[0].among.size(), 1u);
    EXPECT_EQ(std::get<MaximiseScore>(policy.goals[2].type).weights[1].second, (Decimal{75, 2}));
    EXPECT_EQ(std::get<MinimiseColumn>(policy.goals[3].type).column, "unit.level");
    EXPECT_TRUE(std::holds_alternative<MinimiseDays>(policy.goals[5].type));
    EXPECT_EQ(policy.ties.lottery_seed, 20261122u);
    EXPECT_EQ(policy.offers.homes, 5);
    EXPECT_EQ(policy.refusals[1].reason, "too far");
    EXPECT_EQ(policy.changes[2].column, "participant.deposit_status");
}

TEST(Policy, TheDigestSeesContentOnly) {
    // Rule: comments, layout, key order and the file's name make no difference; every word of content does.
    const std::string text = small_case().at("policy.toml");
    const std::string before = parse_policy(text).digest;
    EXPECT_EQ(parse_policy("# a remark\n\n" + text, "other.toml").digest, before);
    EXPECT_EQ(parse_policy(changed(text, "per = \"unit.site\"\nsum = 1\n", "sum   =   1  # each\n  per=\"unit.site\"\n")).digest, before);
    EXPECT_EQ(parse_policy(changed(text, "0.75", "0.750")).digest, before);
    for (const auto& [from, to] : {std::pair{"max = 2", "max = 3"},
                                   {"2026-11-22", "2026-11-23"},
                                   {"points = [100", "points = [101"},
                                   {"unknown = \"ask\"", "unknown = \"pass\""},
                                   {"lottery_seed = 7", "lottery_seed = 8"},
                                   {"width = 1", "width = 2"},
                                   {"Small", "small"},
                                   {"class = \"need\"", "class = \"readiness\""},
                                   {"by = 1", "by = 2"}})
        EXPECT_NE(parse_policy(changed(text, from, to)).digest, before) << from;
}

std::string on_staircase(const std::string& more) {
    return "schema = 1\nid = \"mine\"\npreset = \"staircase\"\n[round]\nas_of = 2026-11-22\n" + more;
}

TEST(Policy, APresetBringsEverythingAndTheFileHasTheLastWord) {
    // Rule: same id replaces in place, on = false switches off, new entries follow, a list of goals replaces the goals as a whole.
    const Policy plain = parse_policy(on_staircase(""));
    ASSERT_GT(plain.eligible.size(), 10u);
    EXPECT_EQ(plain.id, "mine");
    EXPECT_EQ(plain.preset, "staircase");
    const std::string second = plain.eligible[1].id, cap = plain.limits[0].id;
    const Policy mine = parse_policy(
        on_staircase("[[eligible]]\nid = \"" + second + "\"\ntype = \"equal\"\nleft = \"participant.a\"\nright = \"unit.b\"\n" +
                     "[[eligible]]\nid = \"" + plain.eligible[2].id +
                     "\"\non = false\n[[eligible]]\nid = \"new\"\ntype = \"risk_below\"\nmax = 3\n" + "[[limit]]\nid = \"" + cap +
                     "\"\nmax = 9\n[ties]\nlottery_seed = 5\n[columns.\"participant.age\"]\ntype = \"integer\"\nclass = \"need\"\n"));
    ASSERT_EQ(mine.eligible.size(), plain.eligible.size() + 1);
    EXPECT_TRUE(std::holds_alternative<EqualColumns>(mine.eligible[1].type));
    EXPECT_FALSE(mine.eligible[2].on);
    EXPECT_EQ(mine.eligible.back().id, "new");
    EXPECT_EQ(mine.limits.size(), plain.limits.size());
    EXPECT_EQ(mine.limits[0].per, "all");
    EXPECT_EQ(mine.ties.lottery_seed, 5u);
    EXPECT_EQ(mine.ties.order, plain.ties.order);
    EXPECT_EQ(mine.columns.size(), plain.columns.size());
    EXPECT_EQ(mine.goals.size(), plain.goals.size());
    EXPECT_NE(mine.digest, plain.digest);
    EXPECT_EQ(mine.terms.size(), plain.terms.size());

    Findings findings;
    (void)parse_policy(on_staircase("[[goal]]\nid = \"only\"\nmaximise = \"housed\"\n[[limit]]\nid = \"conflct-cap\"\non = false\n"), "p",
                       findings);
    std::vector<std::string> found = codes(findings);
    EXPECT_TRUE(std::ranges::any_of(found, [](const std::string& one) { return one.starts_with("P007 "); })) << findings.text("p");
    EXPECT_TRUE(std::ranges::any_of(found, [](const std::string& one) { return one.starts_with("P024 "); })) << findings.text("p");
}

TEST(Policy, PresetsAreWhole) {
    // Rule: every shipped preset parses with nothing but a round, and its text can be had.
    for (const char* name : {"housing_first", "staircase"}) {
        Findings findings;
        const Policy policy =
            parse_policy("schema = 1\nid = \"x\"\npreset = \"" + std::string(name) + "\"\n[round]\nas_of = 2026-11-22\n", "p", findings);
        EXPECT_TRUE(findings.list().empty()) << findings.text(name);
        EXPECT_FALSE(preset_text(name).empty());
        for (const EligibleRule& rule : policy.eligible) EXPECT_FALSE(rule.text.nb.empty() || rule.text.en.empty()) << rule.id;
    }
    EXPECT_THROW((void)preset_text("stairs"), InvalidArgument);
}

TEST(Policy, ErrorsThrowWithAllFindings) {
    // Rule: the throwing form carries what the collecting form collects.
    const std::string text = changed(changed(small_case().at("policy.toml"), "max = 2", "max = -2"), "op = \"is\", value = true }]\nthen",
                                     "op = \"iz\", value = true }]\nthen");
    Findings findings;
    (void)parse_policy(text, "policy.toml", findings);
    try {
        (void)parse_policy(text);
        FAIL() << "was taken";
    } catch (const InvalidInput& error) {
        EXPECT_EQ(error.findings().list().size(), findings.list().size());
        EXPECT_EQ(codes(findings), (std::vector<std::string>{"P005 policy 23 op", "P010 policy 37 max"}));
        EXPECT_NE(std::string(error.what()).find("line 37"), std::string::npos);
    }
}

TEST(Policy, AChangeDropsRowsOfATableThatNamesPeopleAndRaisesACap) {
    const auto found = [](const std::string& entry) {
        Findings findings;
        (void)parse_policy(small_case().at("policy.toml") + "\n[[change]]\nid = \"c\"\n" + entry, "policy.toml", findings);
        std::vector<std::string> list;
        for (const Finding& one : findings.list()) list.push_back(one.code + " " + one.column);
        return list;
    };
    using List = std::vector<std::string>;
    EXPECT_EQ(found("table = \"wishs\"\ndrop = 1\n"), List{"P005 table"});
    EXPECT_EQ(found("table = \"tenants\"\ndrop = 1\n"), List{"P005 table"});
    EXPECT_EQ(found("table = \"apart\"\ndrop = -3\n"), List{"P010 drop"});
    EXPECT_EQ(found("table = \"apart\"\ndrop = 1\n"), List{});
    EXPECT_EQ(found("limit = \"cap\"\nby = 0\n").back(), "P010 by");
}

TEST(Policy, FindingsAreNorwegianThroughout) {
    // Rule: beside the keys of the format, no word of a Norwegian finding is English.
    const auto words = [](const std::string& from, const std::string& to) {
        Findings findings;
        (void)parse_policy(changed(small_case().at("policy.toml"), from, to), "p", findings);
        std::string all;
        for (const Finding& finding : findings.list()) {
            const auto text = describe(finding, Language::nb);
            all += text.what + " " + text.advice + "\n";
        }
        return all;
    };
    EXPECT_EQ(words("schema = 1", "schema = = 1"),
              "ikke TOML. Kontroller teksten rundt denne linjen: anførselstegn, klammer, likhetstegn, og nøkler som står to ganger.\n");
    EXPECT_EQ(words("schema = 1\n", ""), "policyen må ha nøkkelen schema. \n");
    EXPECT_EQ(
        words("as_of = 2026-11-22", "as_of = \"today\""),
        "round: en dato var ventet, ikke en tekst. Tekster står i anførselstegn og lister i klammer; tall, datoer, true og false står "
        "uten.\n");
    EXPECT_EQ(words("weights = { wish", "weights = { wishes"),
              "goal \"fit\" viser til \"wishes\", som ikke finnes blant policyens termer. Mente du \"wish\"? \n");
    EXPECT_EQ(words("\"unit.step_free\", op = \"is\"", "\"unit.step_free\", op = \"any_of\""),
              "eligible \"step-free\" then: operatoren \"any_of\" må ha en liste. \n");
}

TEST(Policy, DaysAreWrittenInOneWayEverywhere) {
    // Rule: what counts days in a condition takes "8 weeks" as the horizon does, and is the same as the number.
    const auto with = [](const std::string& days) {
        return changed(small_case().at("policy.toml"), "unknown = \"ask\"",
                       "unknown = \"ask\"\namong = [{ column = \"participant.application_date\", op = \"days_since_at_least\", value = " +
                           days + " }]");
    };
    EXPECT_EQ(parse_policy(with("\"8 weeks\"")).digest, parse_policy(with("56")).digest);
    Findings findings;
    (void)parse_policy(with("\"soon\""), "p", findings);
    EXPECT_EQ(codes(findings), (std::vector<std::string>{"P005 policy 26 value"}));
}

TEST(Policy, LettersBeyondAsciiStandInStringsAndCommentsAlone) {
    // Rule: TOML allows them nowhere else, and toml++ leaves undefined what it does with some of them there.
    const std::string policy = "schema = 1\nid = \"p\"\n[round]\nas_of = 2026-11-22\n[[goal]]\nid = \"g\"\nmaximise = \"housed\"\n";
    for (const std::string_view line :
         {"# årsak", R"(title = "årsak")", R"(title = 'årsak # "')", "title = \"\"\"\nå \"\"quoted\"\" \\\" ø\n\"\"\"\"\" # å",
          R"(title = "å \" å")", "title = '''\n'å' ''å\n''''' # ø", R"(title = { nb = "x", en = "å" } # å)"}) {
        Findings findings;
        (void)parse_policy(std::string(line) + "\n" + policy, "p", findings);
        EXPECT_TRUE(findings.list().empty()) << line << findings.text("p");
    }
    for (const std::string_view line :
         {R"(årsak = "x")", "title = årsak", R"(title = "x" å)", "title\u00a0= \"x\"", R"(title = "" 'å' ø)"}) {
        Findings findings;
        (void)parse_policy("# ø\n" + std::string(line) + "\n" + policy, "p", findings);
        ASSERT_EQ(codes(findings), std::vector<std::string>{"P001 policy 2"}) << line;
        EXPECT_NE(findings.text("p").find("outside quotation marks"), std::string::npos) << findings.text("p");
    }
    Findings findings;
    (void)parse_policy("title = \"not closed\nå = 1\n" + policy, "p", findings);
    EXPECT_EQ(codes(findings), std::vector<std::string>{"P001 policy 1"}) << "the string is what is wrong";
}

TEST(Policy, TheReferenceNamesASlip) {
    // Rule: a misspelt key or word is an error that names the nearest.
    const auto suggestion = [](const std::string& from, const std::string& to, std::size_t argument) {
        Findings findings;
        (void)parse_policy(changed(small_case().at("policy.toml"), from, to), "p", findings);
        EXPECT_EQ(findings.list().size(), 1u) << findings.text("p");
        return findings.list().empty() ? "" : findings.list()[0].arguments.at(argument);
    };
    EXPECT_EQ(suggestion("horizon =", "horizn =", 2), "horizon");
    EXPECT_EQ(suggestion("unknown = \"ask\"", "unknwon = \"ask\"", 2), "unknown");
    EXPECT_EQ(suggestion("type = \"requires\"", "type = \"require\"", 2), "requires");
}

TEST(Policy, AMisspeltKeyThatDecidesWhatElseMayStandIsNamed) {
    // Rule: the key that was meant is suggested, and the other keys of the entry, which then cannot be judged, are not reported.
    const auto told = [](const std::string& from, const std::string& to) {
        Findings findings;
        (void)parse_policy(changed(small_case().at("policy.toml"), from, to), "p", findings);
        std::string text;
        for (const auto& one : findings.list()) text += one.code + " " + one.arguments.back() + "; ";
        for (const auto& one : findings.list())
            if (one.code == "P003") text += one.arguments[1] + " for " + one.arguments[2];
        return text;
    };
    EXPECT_NE(told("type = \"requires\"", "typ = \"requires\"").find("typ for type"), std::string::npos);
    EXPECT_NE(told("maximise = \"housed\"", "maximize = \"housed\"").find("maximize for maximise"), std::string::npos);
    EXPECT_EQ(told("type = \"requires\"", "note = \"requires\"").find("P003"), std::string::npos);
    EXPECT_NE(told("type = \"requires\"", "note = \"requires\"").find("P030 type"), std::string::npos);
}

TEST(Policy, KeysThatNeedATypeSayWhich) {
    const auto told = [](const std::string& column) {
        Findings findings;
        (void)parse_policy(small_case().at("policy.toml") + "\n[columns.\"unit.extra\"]\n" + column, "p", findings);
        std::string text;
        for (const auto& one : findings.list()) text += one.code + " " + join(one.arguments, ", ") + "; ";
        return text;
    };
    EXPECT_EQ(told("type = \"integer\"\ndigits = 2\n"), "P029 columns.\"unit.extra\", digits, decimal; ");
    EXPECT_EQ(told("type = \"text\"\norder = [\"low\", \"high\"]\n"), "P029 columns.\"unit.extra\", order, ordered; ");
    EXPECT_EQ(told("type = \"decimal\"\ndigits = 12\n"), "P028 columns.\"unit.extra\" digits, 12, 9; ");
    EXPECT_EQ(told("type = \"decimal\"\ndigits = -1\n"), "P010 columns.\"unit.extra\" digits, -1, 0; ");
}

TEST(Policy, NumbersStandBareInAListOfValues) {
    const auto with = [](const std::string& list) {
        return parse_policy(small_case().at("policy.toml") +
                            "\n[[eligible]]\nid = \"size\"\ntype = \"one_of\"\nvalue = \"unit.bedrooms\"\nset = " + list + "\n")
            .digest;
    };
    EXPECT_EQ(with("[1, 2]"), with("[\"1\", \"2\"]"));
}

}  // namespace
}  // namespace husrom::testing
