#pragma once

/// What a file's bytes mean: UTF-8 if they are or a byte order mark says so, else Windows-1252 if they can be; UTF-16 and NUL bytes are
/// recognised and refused.

#include <optional>
#include <string>
#include <string_view>

namespace husrom::io {

/// nullopt when a byte has no meaning in Windows-1252.
[[nodiscard]] std::optional<std::string> from_windows_1252(std::string_view bytes);

}  // namespace husrom::io
