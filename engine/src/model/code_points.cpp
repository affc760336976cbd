#include "model/code_points.hpp"

#include <algorithm>
#include <array>

namespace husrom::model {

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t place) { return static_cast<unsigned char>(text[place]); };
    const char32_t first = byte(at++);
    const std::size_t further = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
    if (further == 0 || at + further > text.size()) return first;
    char32_t letter = first & (0x3fu >> further);
    for (std::size_t i = 0; i < further; ++i) {
        if ((byte(at + i) & 0xc0u) != 0x80u) return first;
        letter = (letter << 6) | (byte(at + i) & 0x3fu);
    }
    const bool overlong = (further == 2 && letter < 0x800) || (further == 3 && letter < 0x10000);
    if (overlong || (letter >= 0xd800 && letter <= 0xdfff) || letter > 0x10ffff) return first;
    at += further;
    return letter;
}

std::size_t utf8_prefix(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        if (next_code_point(text, at) >= 0x80 && at == begin + 1) return begin;
    }
    return text.size();
}

bool is_utf8(std::string_view text) {
    return utf8_prefix(text) == text.size();
}

void append_code_point(std::string& text, char32_t letter) {
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (letter < 0x80) {
        put(letter);
    } else if (letter < 0x800) {
        put(0xc0 | (letter >> 6));
        put(0x80 | (letter & 0x3f));
    } else if (letter < 0x10000) {
        put(0xe0 | (letter >> 12));
        put(0x80 | ((letter >> 6) & 0x3f));
        put(0x80 | (letter & 0x3f));
    } else {
        put(0xf0 | (letter >> 18));
        put(0x80 | ((letter >> 12) & 0x3f));
        put(0x80 | ((letter >> 6) & 0x3f));
        put(0x80 | (letter & 0x3f));
    }
}

bool is_blank(char32_t letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r') || letter == 0x85 || letter == 0xa0 || letter == 0x1680 ||
           (letter >= 0x2000 && letter <= 0x200a) || letter == 0x2028 || letter == 0x2029 || letter == 0x202f || letter == 0x205f ||
           letter == 0x3000;
}

bool is_invisible(char32_t letter) {
    return letter == 0xad || letter == 0x34f || letter == 0x61c || letter == 0x180e || (letter >= 0x200b && letter <= 0x200f) ||
           (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2060 && letter <= 0x206f) || (letter >= 0xfe00 && letter <= 0xfe0f) ||
           letter == 0xfeff;
}

bool is_mark(char32_t letter) {
    return letter >= 0x300 && letter <= 0x36f && !is_invisible(letter);
}

char32_t small_letter(char32_t letter) {
    if (letter >= 'A' && letter <= 'Z') return letter + 32;
    if (letter < 0xc0) return letter;
    if (letter <= 0xde) return letter == 0xd7 ? letter : letter + 32;
    if (letter == 0x178) return 0xff;
    if (letter == 0x212b) return U'å';  // the unit ångström, whose sign is the letter
    if (letter == 0x1b7) return 0x292;
    // Where a capital is followed by its small letter.
    const bool even = (letter >= 0x100 && letter <= 0x137) || (letter >= 0x14a && letter <= 0x177) ||
                      (letter >= 0x1de && letter <= 0x1ef) || (letter >= 0x1f8 && letter <= 0x21f);
    const bool odd = (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17e);
    return (even && letter % 2 == 0) || (odd && letter % 2 == 1) ? letter + 1 : letter;
}

char32_t composed(char32_t letter, char32_t mark) {
    struct Marked {
        char32_t mark;
        std::u32string_view letters, with_mark;
    };
    static constexpr std::array<Marked, 13> all{{{0x300, U"aeioun", U"àèìòùǹ"},
                                                 {0x301, U"aeiouyclnrszæøå", U"áéíóúýćĺńŕśźǽǿǻ"},
                                                 {0x302, U"aeioucghjswy", U"âêîôûĉĝĥĵŝŵŷ"},
                                                 {0x303, U"anoiu", U"ãñõĩũ"},
                                                 {0x304, U"aeiouæ", U"āēīōūǣ"},
                                                 {0x306, U"aegiou", U"ăĕğĭŏŭ"},
                                                 {0x307, U"cegz", U"ċėġż"},
                                                 {0x308, U"aeiouy", U"äëïöüÿ"},
                                                 {0x30a, U"au", U"åů"},
                                                 {0x30b, U"ou", U"őű"},
                                                 {0x30c, U"cdelnrstzgkʒ", U"čďěľňřšťžǧǩǯ"},
                                                 {0x327, U"cgklnrst", U"çģķļņŗşţ"},
                                                 {0x328, U"aeiuo", U"ąęįųǫ"}}};
    const auto found = std::ranges::find(all, mark, &Marked::mark);
    if (found == all.end()) return 0;
    const auto place = found->letters.find(letter);
    return place == std::u32string_view::npos ? 0 : found->with_mark[place];
}

}  // namespace husrom::model
