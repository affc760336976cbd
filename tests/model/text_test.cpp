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
    EXPECT_EQ(trimmed(""), "");
    const auto parts = split("MH; SUD;;ROP ", ';');
    EXPECT_EQ((std::vector<std::string_view>{"MH", "SUD", "ROP"}), parts);
}

TEST(Text, NationalIdentityNumbersAreKnownByTheirCheckDigits) {
    // Rule: eleven digits, both check digits right. The examples are made up by their check digits alone.
    int valid = 0;
    for (int middle = 0; middle < 1000; ++middle) {
        const std::string body = "81010012" + std::to_string(1000 + middle).substr(1);
        valid += is_national_id(body) ? 1 : 0;
    }
    EXPECT_GT(valid, 0);
    EXPECT_LT(valid, 30);  // about 1 in 121
    EXPECT_FALSE(is_national_id("12345678901"));
    EXPECT_FALSE(is_national_id("00000000000"));
    EXPECT_FALSE(is_national_id("SYN-P-1"));
}

}  // namespace
}  // namespace husrom::model
