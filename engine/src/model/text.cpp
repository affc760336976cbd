#include "model/text.hpp"

#include <algorithm>
#include <array>

#include "model/code_points.hpp"

namespace husrom::model {

std::string lower(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) append_code_point(result, small_letter(next_code_point(text, at)));
    return result;
}

std::string_view trimmed(std::string_view text) {
    const auto skipped = [](char32_t letter) { return is_blank(letter) || is_invisible(letter); };
    for (std::size_t at = 0; !text.empty() && skipped(next_code_point(text, at)); at = 0) text.remove_prefix(at);
    while (!text.empty()) {
        std::size_t begin = text.size() - 1;
        while (begin > 0 && text.size() - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xc0u) == 0x80u) --begin;
        std::size_t at = begin;
        if (!skipped(next_code_point(text, at)) || at != text.size()) break;
        text.remove_suffix(text.size() - begin);
    }
    return text;
}

std::string look_of(std::string_view text) {
    std::string result;
    char32_t held = 0;  // the letter that a mark may still be written onto
    const auto release = [&] {
        if (held != 0) append_code_point(result, held);
        held = 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t letter = small_letter(next_code_point(text, at));
        if (is_invisible(letter)) continue;
        if (const char32_t whole = composed(held, letter); whole != 0) {
            held = whole;
            continue;
        }
        if (is_blank(letter) && held == ' ') continue;
        release();
        held = is_blank(letter) ? U' ' : letter;
    }
    release();
    return result;
}

std::string made_visible(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t letter = next_code_point(text, at);
        if (!is_invisible(letter) && !is_mark(letter) && (letter == ' ' || !is_blank(letter))) {
            append_code_point(result, letter);
            continue;
        }
        static constexpr std::string_view digits = "0123456789ABCDEF";
        result += "[U+";
        for (int shift = 12; shift >= 0; shift -= 4) result.push_back(digits[(letter >> shift) & 0xf]);
        result += ']';
    }
    return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        const auto part = trimmed(text.substr(0, end));
        if (!part.empty()) parts.push_back(part);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[b.size()];
}

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
    if (text.size() > 200) return {};
    const std::string wanted = lower(text);
    const std::size_t allowed = std::max<std::size_t>(1, std::min<std::size_t>(4, text.size() / 3));
    std::string best;
    std::size_t best_distance = allowed + 1;
    for (const auto& candidate : candidates) {
        const std::size_t longer = std::max(candidate.size(), text.size()), shorter = std::min(candidate.size(), text.size());
        if (longer - shorter >= best_distance) continue;
        const std::size_t distance = edit_distance(wanted, lower(candidate));
        if (distance < best_distance) best_distance = distance, best = candidate;
    }
    if (!best.empty() || wanted.size() < 3) return best;
    // A word that one candidate alone goes on from: "hours" is meant for "hours_week".
    for (const auto& candidate : candidates) {
        if (!lower(candidate).starts_with(wanted)) continue;
        if (!best.empty()) return {};
        best = candidate;
    }
    return best;
}

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_small_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool passes_check_digits(std::string_view digits) {
    static constexpr std::array<int, 11> first{3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0};
    static constexpr std::array<int, 11> second{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int first_sum = 0, second_sum = 0, total = 0;
    for (std::size_t i = 0; i < 11; ++i) {
        const int digit = digits[i] - '0';
        first_sum += first[i] * digit, second_sum += second[i] * digit, total += digit;
    }
    return total != 0 && first_sum % 11 == 0 && second_sum % 11 == 0;
}

/// A day and a month, as a national identity number begins; the months of synthetic ones are raised by 40, 65 or 80.
bool begins_with_a_day(std::string_view digits) {
    const int day = 10 * (digits[0] - '0') + digits[1] - '0', month = 10 * (digits[2] - '0') + digits[3] - '0';
    return day >= 1 && day <= 31 &&
           std::ranges::any_of(std::array{0, 40, 65, 80}, [&](int raised) { return month > raised && month <= raised + 12; });
}

}  // namespace

bool holds_national_id(std::string_view cell) {
    if (std::ranges::count_if(cell, is_digit) < 10) return false;
    const std::string look = look_of(trimmed(cell));
    const std::string_view text = look;
    for (std::size_t begin = 0; begin < text.size();) {
        if (!is_digit(text[begin])) {
            ++begin;
            continue;
        }
        std::string digits;
        std::size_t end = begin;
        while (end < text.size() && (is_digit(text[end]) || (digits.size() == 6 && (text[end] == ' ' || text[end] == '-')))) {
            if (is_digit(text[end])) digits.push_back(text[end]);
            ++end;
        }
        // 15078010085.0 is a number that passed through a column of decimals; other decimals, and letters beside it, make it none.
        std::size_t behind = end;
        if (behind + 1 < text.size() && (text[behind] == '.' || text[behind] == ',') && text[behind + 1] == '0') {
            ++behind;
            while (behind < text.size() && text[behind] == '0') ++behind;
        }
        const bool decimals_before = begin > 1 && (text[begin - 1] == '.' || text[begin - 1] == ',') && is_digit(text[begin - 2]);
        const bool decimals_behind = behind + 1 < text.size() && (text[behind] == '.' || text[behind] == ',') && is_digit(text[behind + 1]);
        const bool apart = !decimals_before && !decimals_behind && (begin == 0 || !is_small_letter(text[begin - 1])) &&
                           (behind == text.size() || (!is_small_letter(text[behind]) && !is_digit(text[behind])));
        if (apart && digits.size() == 11 && passes_check_digits(digits)) return true;
        // A spreadsheet drops the zero of the first nine days of a month.
        if (apart && digits.size() == 10 && begin == 0 && behind == text.size() && digits[0] != '0') {
            digits.insert(digits.begin(), '0');
            if (begins_with_a_day(digits) && passes_check_digits(digits)) return true;
        }
        while (begin < text.size() && is_digit(text[begin])) ++begin;
    }
    return false;
}

}  // namespace husrom::model
