#pragma once

/// What a file's bytes mean: UTF-8 if they are or a byte order mark says so, else Windows-1252 if they can be; UTF-16 and NUL bytes are
/// recognised and refused.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace husrom::io {

/// How many bytes from the start are UTF-8: all of them, or those before the first character that is not.
[[nodiscard]] std::size_t utf8_prefix(std::string_view bytes);
[[nodiscard]] bool is_utf8(std::string_view bytes);
/// nullopt when a byte has no meaning in Windows-1252.
[[nodiscard]] std::optional<std::string> from_windows_1252(std::string_view bytes);

}  // namespace husrom::io
