#include <gtest/gtest.h>

#include <husrom/io/io.hpp>
#include <husrom/model/policy_words.hpp>

namespace husrom {
namespace {

constexpr std::string_view policy_text = R"(
schema = 1
id = "small"
title = { en = "Small", nb = "Liten" }
[round]
as_of = 2026-11-22
horizon = "60 days"
[columns."participant.conflict"]
type = "integer"
text = { en = "Conflict behaviour", nb = "Konfliktskapende bo-adferd" }
[[eligible]]
id = "rent"
type = "at_most"
left = ["participant.deposit_nok", "participant.guarantee_nok"]
right = [{ column = "unit.rent_month", times = 6 }]
legal_basis = "husleieloven § 3-7"
text = { en = "At most six months' rent.", nb = "Høyst seks måneders husleie." }
unknown = "ask"
[[eligible]]
id = "quiet"
type = "forbids"
on = false
conditions = [
  { column = "participant.conflict", op = "at_least", value = 2 },
  { column = "unit.site.neighbourhood.strained", op = "at_least", value = 1 },
]
[[limit]]
id = "cap"
per = "unit.site"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
max = "site.conflict_cap"
kind = "soft"
goal = "community"
steps = [{ width = 2, slope = 1 }, { slope = 4 }]
[[goal]]
id = "house-most"
maximise = "housed"
[[goal]]
id = "community"
minimise = "excess"
[ties]
order = ["application_date", "lottery"]
lottery_seed = 7
)";

void expect_lines(const std::string& words, const std::vector<std::string>& lines) {
    for (const auto& line : lines) EXPECT_NE(words.find("\n" + line + "\n"), std::string::npos) << line << "\n---\n" << words;
}

TEST(PolicyWords, SayEveryRuleInEnglish) {
    // Own text, what is compared, what an unknown does, the legal basis, and whether the rule is on.
    const auto words = model::policy_words(parse_policy(policy_text), model::Language::en);
    EXPECT_TRUE(words.starts_with("Small (small)\n"));
    expect_lines(words,
                 {"  rent", "    At most six months' rent.",
                  "    The person's \"deposit nok\" plus the person's \"guarantee nok\" is at most 6 times the home's \"rent month\"."});
    expect_lines(
        words,
        {"    When a fact is not known, the home is open, and the fact must be confirmed before an offer.",
         "    Legal basis: husleieloven § 3-7", "  quiet (switched off)",
         "    It is ruled out that the person's \"conflict behaviour\" is at least 2 and the neighbourhood's \"strained\" is at least 1.",
         "    For each site, the number of people placed is at most the site's \"conflict cap\", what tenants use already counted in.",
         "    For people: The person's \"conflict behaviour\" is at least 2.",
         "    It may be exceeded, at a cost in the goal \"community\": 1 for each of the first 2, then 4 for each of any more.",
         "    As many as possible get a home."});
}

TEST(PolicyWords, CountTheUnitsOfExcess) {
    // Rule: the first step charges the first units, and one unit is not told as many.
    const auto told = [](const std::string& steps, model::Language language) {
        std::string policy(policy_text);
        const std::string old = "steps = [{ width = 2, slope = 1 }, { slope = 4 }]";
        const auto words =
            model::policy_words(parse_policy(policy.replace(policy.find(old), old.size(), "steps = [" + steps + "]")), language);
        const auto from = words.find(language == model::Language::nb ? "»: " : "\": ", words.find("community")) + 3;
        return words.substr(from, words.find('\n', from) - from);
    };
    using enum model::Language;
    const std::string three = "{ width = 1, slope = 1 }, { width = 1, slope = 2 }, { width = 3, slope = 3 }";
    EXPECT_EQ(told(three, en), "1 for the first, then 2 for the next, then 3 for each of the next 3; never by more than 5.");
    EXPECT_EQ(told(three, nb).substr(1),
              "1 for den første, deretter 2 for den neste, deretter 3 for hver av de neste 3; aldri med mer enn 5.");
    EXPECT_EQ(told("{ slope = 4 }", en), "4 for each.");
}

TEST(PolicyWords, SayHowFirmALimitIs) {
    // Rule: a floor is kept or missed, not exceeded; steps that end say where the limit is hard.
    const auto told = [](const std::string& bounds, model::Language language) {
        const auto head = std::string("schema = 1\nid = \"p\"\n[round]\nas_of = 2026-11-22\n[[goal]]\nid = \"e\"\nminimise = \"excess\"\n");
        const auto words = model::policy_words(parse_policy(head + "[[limit]]\nid = \"l\"\n" + bounds), language);
        const auto from = words.find("\n", words.find("  l\n") + 4) + 1;
        return words.substr(from, words.find("\n\n", from) - from);
    };
    const auto soft = [](const std::string& steps) { return "kind = \"soft\"\ngoal = \"e\"\nsteps = [" + steps + "]\n"; };
    using enum model::Language;
    EXPECT_EQ(told("max = 2\n", en), "    It is never exceeded.");
    EXPECT_EQ(told("min = 2\n", en), "    The floor is always kept.");
    EXPECT_EQ(told("min = 2\n", nb), "    Gulvet holdes alltid.");
    EXPECT_EQ(told("per = \"unit.site\"\nmin = 1\nmax = 2\n", en),
              "    It is never exceeded.\n    The floor is always kept, except where nobody in the round can count towards it.");
    EXPECT_EQ(told("per = \"unit.site\"\nmin = 1\n", nb), "    Gulvet holdes alltid, unntatt der ingen i runden kan telle med.");
    EXPECT_EQ(told("min = 2\n" + soft("{ slope = 2.5 }"), en), "    It may be missed, at a cost in the goal \"e\": 2.5 for each.");
    EXPECT_EQ(told("min = 2\n" + soft("{ slope = 2.5 }"), nb), "    Den kan underskrides, mot et fratrekk i målet «e»: 2,5 for hver.");
    EXPECT_EQ(
        told("min = 1\nmax = 2\n" + soft("{ width = 1, slope = 1 }, { width = 2, slope = 2 }"), en),
        "    It may be exceeded or missed, at a cost in the goal \"e\": 1 for the first, then 2 for each of the next 2; never by more "
        "than 3.");
    EXPECT_EQ(told("max = 2\n" + soft("{ width = 1, slope = 1 }"), nb),
              "    Den kan overskrides, mot et fratrekk i målet «e»: 1 for den første; aldri med mer enn 1.");
}

TEST(PolicyWords, SayDaysOfConditionsAsPeopleDo) {
    const auto words = [](std::string_view op, std::string_view days, model::Language language) {
        return model::policy_words(
            parse_policy("schema = 1\nid = \"p\"\n[round]\nas_of = 2026-11-22\n[[goal]]\nid = \"g\"\nmaximise = \"housed\"\n"
                         "[[eligible]]\nid = \"r\"\ntype = \"forbids\"\nconditions = [{ column = "
                         "\"participant.ready_from\", op = \"" +
                         std::string(op) + "\", value = " + std::string(days) + " }]\n"),
            language);
    };
    const auto says = [](const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; };
    using enum model::Language;
    EXPECT_TRUE(says(words("days_since_at_least", "1", en), "t least 1 day has passed since")) << words("days_since_at_least", "1", en);
    EXPECT_TRUE(says(words("days_since_at_least", "7", en), "t least 7 days have passed since"));
    EXPECT_TRUE(says(words("in_days_at_least", "1", nb), "er minst 1 dag fram")) << words("in_days_at_least", "1", nb);
    EXPECT_TRUE(says(words("in_days_at_most", "-1", en), "is at least 1 day ago")) << words("in_days_at_most", "-1", en);
    EXPECT_TRUE(says(words("in_days_at_least", "-3", nb), "er høyst 3 dager siden"));
}

TEST(PolicyWords, OfOneAreSingularAndOfLessThanNothingAreBefore) {
    const auto words = model::policy_words(parse_policy(R"(
schema = 1
id = "p"
[round]
as_of = 2026-11-22
[[eligible]]
id = "early"
type = "before"
left = "unit.available_from"
right = "participant.ready_from"
slack_days = -7
[[eligible]]
id = "late"
type = "before"
left = "unit.available_from"
right = "participant.ready_from"
slack_days = 1
[[term]]
id = "fit"
type = "closeness"
left = "unit.level"
right = "participant.need_level"
over = 1
under = 2
[[term]]
id = "near"
type = "distance"
left = "participant"
right = "unit"
points_per_km = 1
[[term]]
id = "waited"
type = "waiting"
since = "participant.application_date"
steps = [{ days = 1, points = 1 }]
[[term]]
id = "wish"
type = "wish_rank"
kind = "unit"
points = [1]
[[term]]
id = "slack"
type = "slack"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
points_each = -1
[[goal]]
id = "soonest"
minimise = "days"
)"),
                                           model::Language::en);
    expect_lines(words,
                 {"    The home's \"available from\" is not later than 7 days before the person's \"ready from\".",
                  "    The home's \"available from\" is not later than the person's \"ready from\" plus 1 day.",
                  "    For each step that the home's \"level\" is above the person's \"need level\", 1 point is lost; for each step below, "
                  "2 points.",
                  "    1 point is lost for each kilometre from the person to the home.",
                  "    By days since the person's \"application date\": 1 point from 1 day.",
                  "    The best wish of kind \"unit\" that the home meets gives, by rank, 1 point.",
                  "    -1 point for each unit by which the home's \"bedrooms\" exceeds the person's \"bedrooms needed\".",
                  "    The fewest days until the homes are available, for those who have none."});
}

TEST(PolicyWords, SayEveryRuleInBokmal) {
    const auto words = model::policy_words(parse_policy(policy_text), model::Language::nb);
    expect_lines(
        words, {"    Høyst seks måneders husleie.",
                "    Personens «depositum i kroner» pluss personens «garanti i kroner» er høyst 6 ganger boligens «husleie per måned».",
                "    Hjemmel: husleieloven § 3-7", "  quiet (slått av)",
                "    Det er utelukket at personens «konfliktskapende bo-adferd» er minst 2 og nabolagets «allerede utfordret» er minst 1.",
                "    For hver tomt: antallet som får plass er høyst tomtens «tak for konfliktskapende bo-adferd», det leietakerne alt "
                "bruker, medregnet.",
                "    Flest mulig får bolig."});
}

TEST(PolicyWords, ThePresetsSayInBothLanguagesWhyAProtectedGroundIsUsed) {
    for (const std::string preset : {"housing_first", "staircase"}) {
        const auto policy = parse_policy("schema = 1\nid = \"p\"\npreset = \"" + preset + "\"\n[round]\nas_of = 2026-11-22\n");
        expect_lines(
            model::policy_words(policy, model::Language::nb),
            {"    Hvorfor et vernet grunnlag brukes: En bolig i et ungdomstiltak er åpen for de aldrene som tiltaket er laget for."});
        expect_lines(model::policy_words(policy, model::Language::en),
                     {"    Why a protected ground is used: A home in a youth scheme is open to the ages that the scheme was set up for."});
    }
}

}  // namespace
}  // namespace husrom
