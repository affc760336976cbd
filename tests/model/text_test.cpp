#include "model/text.hpp"

#include <gtest/gtest.h>

namespace husrom::model {
namespace {

TEST(Text, TheNearestWordIsASlipOfTheHandAway) {
    // Rule: a swap, a missing or a wrong letter is found; an unrelated word is not.
    const std::vector<std::string> words{"max", "max_column", "among", "where", "kind"};
    EXPECT_EQ(nearest("max_colum", words), "max_column");
    EXPECT_EQ(nearest("amogn", words), "among");
    EXPECT_EQ(nearest("knd", words), "kind");
    EXPECT_EQ(nearest("goal", words), "");
    EXPECT_EQ(edit_distance("", "abc"), 3u);
    EXPECT_EQ(edit_distance("abcd", "abdc"), 1u);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(Text, ABeginningStandsForTheOneWordThatGoesOnFromIt) {
    const std::vector<std::string> names{"hours_week", "conflict-cap", "support_hours", "site-cap", "site-size"};
    EXPECT_EQ(nearest("hours", names), "hours_week");
    EXPECT_EQ(nearest("conflict", names), "conflict-cap");
    EXPECT_EQ(nearest("site-", names), "") << "two go on from it";
    EXPECT_EQ(nearest("ho", names), "");
}

TEST(Text, BlanksAreTrimmedNoBreakSpacesToo) {
    // Rule: what cannot be seen at the ends of a cell does not count.
    EXPECT_EQ(trimmed(" \u00a0 a b\t\u00a0"), "a b");
    EXPECT_EQ(trimmed("\ufeff\u2009a\u00e5\u202f\u200b"), "a\u00e5");
    EXPECT_EQ(trimmed("\u200b "), "");
    EXPECT_EQ(trimmed(""), "");
    const auto parts = split("MH; SUD;;ROP ", ';');
    EXPECT_EQ((std::vector<std::string_view>{"MH", "SUD", "ROP"}), parts);
}

TEST(Text, NationalIdentityNumbersAreKnownByTheirCheckDigits) {
    // Rule: eleven digits, both check digits right. The examples are made up by their check digits alone.
    int valid = 0;
    for (int middle = 0; middle < 1000; ++middle) {
        const std::string body = "81010012" + std::to_string(1000 + middle).substr(1);
        valid += holds_national_id(body) ? 1 : 0;
    }
    EXPECT_GT(valid, 0);
    EXPECT_LT(valid, 30);  // about 1 in 121
    EXPECT_FALSE(holds_national_id("12345678901"));
    EXPECT_FALSE(holds_national_id("00000000000"));
    EXPECT_FALSE(holds_national_id("SYN-P-1"));
}

TEST(Text, NationalIdentityNumbersAreKnownHoweverASpreadsheetLeftThem) {
    // Rule: a separator, a decimal zero, words around it and a lost zero in front hide none; other numbers are none.
    for (const char* text :
         {"81010010160", "810100 10160", "810100-10160", "810100\u00a010160", "810100\u202f10160", "81010010160.0", "81010010160,00",
          " 81010010160\u200b", "810100\u200b10160", "SYN;81010010160", "number: 81010010160, twice", "150780 81010010160", "5078010004"})
        EXPECT_TRUE(holds_national_id(text)) << text;
    for (const char* text : {"81010010161", "8101001016", "10.81010010160", "81010010160.5", "281010010160", "a81010010160f", "5078010005",
                             "1001.0", "2026-11-22", ""})
        EXPECT_FALSE(holds_national_id(text)) << text;
}

TEST(Text, WhatTheEyeCannotTellApartHasOneLook) {
    // Rule: capitals, blanks, characters that cannot be seen and the way an accent is written make no other look; letters do.
    for (const char* text : {"\u00e5-1", "\u00c5-1", "A\u030a-1", "a\u030a-1", "\u212b-1", "\u00e5\u200b-1", "\u00e5\u00ad-\ufeff1"})
        EXPECT_EQ(look_of(text), "\u00e5-1") << text;
    for (const char* text : {"P 1", "p\u00a01", "P\u202f1", "P\u2009 1"}) EXPECT_EQ(look_of(text), "p 1") << text;
    EXPECT_EQ(look_of("\u010c\u0110 C\u030c"), "\u010d\u0111 \u010d");
    EXPECT_NE(look_of("\u00e5"), look_of("a"));
    EXPECT_NE(look_of("P1"), look_of("P 1"));
    EXPECT_EQ(look_of("\xff"), "\u00ff") << "a byte that is no text stands for itself";
    EXPECT_EQ(made_visible("P\u200b-a\u030a \u00f8"), "P[U+200B]-a[U+030A] \u00f8");
}

}  // namespace
}  // namespace husrom::model
