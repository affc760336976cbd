#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <husrom/core/random.hpp>
#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>

namespace husrom::model {
namespace {

TEST(Numbers, CompareByTheirValueWhateverTheirDigits) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    const Decimal ascending[] = {{least, 0}, {least, 9}, {-1, 0},    {least, 19}, {least, 400}, {-1, 400}, {0, 3},
                                 {1, 20},    {1, 19},    {most, 19}, {1, 0},      {11, 1},      {most, 9}, {most, 0}};
    for (const auto& left : ascending)
        for (const auto& right : ascending) EXPECT_EQ(less(left, right), &left < &right) << to_text(left) << " and " << to_text(right);
    EXPECT_FALSE(less({10, 1}, {1, 0}));
    EXPECT_FALSE(less({1, 0}, {10, 1}));
    EXPECT_THROW((void)power_of_ten(19), Overflow);
}

TEST(Numbers, AreReadExactlyOrRefusedWithTheReason) {
    // Rule: nothing is rounded, nothing is guessed.
    struct Row {
        const char* text;
        std::int32_t digits;
        NumberFault fault;
        std::int64_t value;
    };
    using enum NumberFault;
    const Row rows[] = {
        {"0", 0, none, 0},
        {"-0", 0, none, 0},
        {"007", 0, none, 7},
        {"+5", 0, none, 5},
        {"12.50", 2, none, 1250},
        {"12.5", 2, none, 1250},
        {"12.500", 1, none, 125},
        {"12", 3, none, 12000},
        {"-0.001", 3, none, -1},
        {"9223372036854775807", 0, none, std::numeric_limits<std::int64_t>::max()},
        {"-9223372036854775808", 0, none, std::numeric_limits<std::int64_t>::min()},
        {"9223372036854775808", 0, too_large, 0},
        {"-9223372036854775809", 0, too_large, 0},
        {"92233720368547758.08", 2, too_large, 0},
        {"1.005", 2, too_many_digits, 0},
        {"1.0", 0, none, 1},
        {"1.5", 0, too_many_digits, 0},
        {"", 0, not_a_number, 0},
        {".5", 1, not_a_number, 0},
        {"5.", 1, not_a_number, 0},
        {"1.2.3", 1, not_a_number, 0},
        {"1,5", 1, not_a_number, 0},
        {"abc", 0, not_a_number, 0},
        {"0x10", 0, not_a_number, 0},
        {"1 2", 0, not_a_number, 0},
        {"--1", 0, not_a_number, 0},
        {"NaN", 0, nan, 0},
        {"nan", 2, nan, 0},
        {"#N/A", 0, nan, 0},
        {"None", 0, nan, 0},
        {"inf", 0, infinite, 0},
        {"-Infinity", 0, infinite, 0},
        {"1e5", 0, scientific, 0},
        {"1.2E+11", 0, scientific, 0},
        {"4,12E+11", 0, scientific, 0},
        {"1e400", 0, scientific, 0},
        {"1 234", 0, grouped, 0},
        {"1.234.567", 0, grouped, 0},
        {"1,234,567.50", 2, grouped, 0},
        {"1\u00a0234", 0, grouped, 0},
        {"1'234", 0, grouped, 0},
    };
    for (const Row& row : rows) {
        const NumberReading reading = read_number(row.text, row.digits);
        EXPECT_EQ(reading.fault, row.fault) << row.text;
        EXPECT_EQ(reading.value, row.value) << row.text;
    }
}

TEST(Numbers, ADoubleBecomesItsShortestText) {
    // Rule: the text reads back as the same double, without an exponent.
    EXPECT_EQ(shortest_text(0.25), "0.25");
    EXPECT_EQ(shortest_text(1e20), "100000000000000000000");
    EXPECT_EQ(shortest_text(-0.0), "0");
    EXPECT_EQ(shortest_text(0.1), "0.1");
    EXPECT_EQ(shortest_text(3.0), "3");
    EXPECT_EQ(shortest_text(std::nan("")), "nan");
    EXPECT_EQ(shortest_text(std::numeric_limits<double>::infinity()), "inf");
    const std::uint64_t seed = 5;
    core::Random random(seed);
    for (int i = 0; i < 2000; ++i) {
        const double value = (random.unit() - 0.5) * std::pow(10.0, static_cast<double>(random.between(-6, 12)));
        EXPECT_EQ(std::stod(shortest_text(value)), value) << "seed " << seed;
    }
}

TEST(Numbers, ADecimalIsWrittenWithoutTrailingZerosAndReadsBack) {
    // Rule: to_text and read_number are inverse, and equal values have equal texts.
    EXPECT_EQ(to_text(Decimal{1250, 2}), "12.5");
    EXPECT_EQ(to_text(Decimal{1200, 2}), "12");
    EXPECT_EQ(to_text(Decimal{-5, 3}), "-0.005");
    EXPECT_EQ(to_text(Decimal{0, 4}), "0");
    EXPECT_EQ(to_text(Decimal{std::numeric_limits<std::int64_t>::min(), 0}), "-9223372036854775808");
    EXPECT_EQ(normalised({500, 2}), (Decimal{5, 0}));
    const std::uint64_t seed = 6;
    core::Random random(seed);
    for (int i = 0; i < 2000; ++i) {
        const Decimal decimal{static_cast<std::int64_t>(random()) >> random.between(0, 62),
                              static_cast<std::int32_t>(random.between(0, 9))};
        const NumberReading reading = read_number(to_text(decimal), decimal.digits);
        ASSERT_EQ(reading.fault, NumberFault::none) << "seed " << seed << " " << to_text(decimal);
        ASSERT_EQ(reading.value, decimal.value) << "seed " << seed;
    }
}

TEST(Dates, AreDaysOfTheCalendarOrRefused) {
    // Rule: 1970-01-01 is day 0; days that do not exist are no dates; both notations mean the same day.
    EXPECT_EQ(read_date("1970-01-01").date.day, 0);
    EXPECT_EQ(read_date("2026-11-22").date.day, 20779);
    EXPECT_EQ(read_date("22.11.2026").date.day, 20779);
    EXPECT_EQ(read_date("2.1.1970").date.day, 1);
    EXPECT_TRUE(read_date("22.11.2026").norwegian);
    EXPECT_EQ(read_date("2024-02-29").fault, DateFault::none);
    EXPECT_EQ(read_date("2026-02-29").fault, DateFault::no_such_day);
    EXPECT_EQ(read_date("2026-13-01").fault, DateFault::no_such_day);
    EXPECT_EQ(read_date("31.04.2026").fault, DateFault::no_such_day);
    for (const char* text : {"", "2026", "2026-1-1", "11/22/2026", "2026-11-22T10:00", "1.2.3", "12.5", "22.11.26", "2026.11.22"})
        EXPECT_EQ(read_date(text).fault, DateFault::not_a_date) << text;
    for (std::int64_t day = -200000; day < 200000; day += 997) EXPECT_EQ(read_date(to_text(Date{day})).date.day, day);
}

}  // namespace
}  // namespace husrom::model
