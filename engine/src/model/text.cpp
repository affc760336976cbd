#include "model/text.hpp"

#include <algorithm>
#include <array>

namespace husrom::model {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string_view trimmed(std::string_view text) {
    static constexpr std::string_view no_break = "\u00a0";
    for (;;) {
        if (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r' || text.front() == '\n'))
            text.remove_prefix(1);
        else if (text.starts_with(no_break))
            text.remove_prefix(no_break.size());
        else
            break;
    }
    for (;;) {
        if (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n'))
            text.remove_suffix(1);
        else if (text.ends_with(no_break))
            text.remove_suffix(no_break.size());
        else
            break;
    }
    return text;
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

bool is_national_id(std::string_view text) {
    std::array<int, 11> digits{};
    std::size_t count = 0;
    for (const char c : text) {
        if (c == ' ' && count == 6) continue;  // written as 010203 45678
        if (c < '0' || c > '9' || count == 11) return false;
        digits[count++] = c - '0';
    }
    if (count != 11) return false;
    static constexpr std::array<int, 11> first{3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0};
    static constexpr std::array<int, 11> second{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int first_sum = 0, second_sum = 0, total = 0;
    for (std::size_t i = 0; i < 11; ++i) first_sum += first[i] * digits[i], second_sum += second[i] * digits[i], total += digits[i];
    return total != 0 && first_sum % 11 == 0 && second_sum % 11 == 0;
}

}  // namespace husrom::model
