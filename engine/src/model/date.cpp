#include <husrom/model/date.hpp>

#include <chrono>
#include <cstdio>

namespace husrom::model {
namespace {

/// The number that a run of digits spells, or nothing.
std::optional<std::int64_t> digits(std::string_view text) {
    if (text.empty() || text.size() > 4) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(year)), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return std::nullopt;
    return Date{std::chrono::sys_days(date).time_since_epoch().count()};
}

DateReading read_date(std::string_view text) {
    DateReading reading;
    std::optional<std::int64_t> year, month, day;
    if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
        year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
    } else {
        const auto first = text.find('.');
        const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
        if (second != std::string_view::npos && first <= 2 && second - first <= 3 && text.size() - second == 5) {
            day = digits(text.substr(0, first)), month = digits(text.substr(first + 1, second - first - 1));
            year = digits(text.substr(second + 1));
            reading.norwegian = true;
        }
    }
    if (!year || !month || !day) {
        reading.fault = DateFault::not_a_date;
        return reading;
    }
    const auto date = make_date(*year, *month, *day);
    if (!date) {
        reading.fault = DateFault::no_such_day;
        return reading;
    }
    reading.date = *date;
    return reading;
}

std::string to_text(Date date) {
    const std::chrono::year_month_day civil(std::chrono::sys_days(std::chrono::days(date.day)));
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()),
                  static_cast<unsigned>(civil.day()));
    return buffer;
}

}  // namespace husrom::model
