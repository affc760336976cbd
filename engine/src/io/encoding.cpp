#include "io/encoding.hpp"

#include <array>
#include <cstdint>

#include "model/code_points.hpp"

namespace husrom::io {
namespace {

/// The characters of bytes 0x80 to 0x9f; 0 where Windows-1252 has none.
constexpr std::array<std::uint16_t, 32> upper_controls{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

}  // namespace

std::optional<std::string> from_windows_1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        char32_t code = byte;
        if (byte >= 0x80 && byte < 0xA0) code = upper_controls[byte - 0x80u];
        if (code == 0 && byte != 0) return std::nullopt;
        model::append_code_point(text, code);
    }
    return text;
}

}  // namespace husrom::io
