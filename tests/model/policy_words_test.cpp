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
    EXPECT_EQ(told(three, en), "1 for the first, then 2 for the next, then 3 for each of the next 3.");
    EXPECT_EQ(told(three, nb).substr(1), "1 for den første, deretter 2 for den neste, deretter 3 for hver av de neste 3.");
    EXPECT_EQ(told("{ slope = 4 }", en), "4 for each.");
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
