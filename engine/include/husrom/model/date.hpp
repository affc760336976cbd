#pragma once

/// Days of the proleptic Gregorian calendar as integers, so that ages and waiting days are differences. No clock, no time zone.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace husrom::model {

/// A day: days since 1970-01-01.
struct Date {
    std::int64_t day = 0;
    friend auto operator<=>(const Date&, const Date&) = default;
};

/// The day of a year, month and day, or nothing when the calendar has no such day. Years 1 to 9999.
[[nodiscard]] std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day);

/// Why a text is not taken as a date.
enum class DateFault : std::uint8_t { none, not_a_date, no_such_day };
struct DateReading {
    DateFault fault = DateFault::none;
    Date date;
    bool norwegian = false;  ///< written 22.11.2026, which is unambiguous and taken too
};
/// Reads 2026-11-22 or 22.11.2026, nothing else.
[[nodiscard]] DateReading read_date(std::string_view text);

/// 2026-11-22
[[nodiscard]] std::string to_text(Date date);

}  // namespace husrom::model
