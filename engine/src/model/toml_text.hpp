#pragma once

/// A look at the text of a TOML document before it is parsed.

#include <cstdint>
#include <string_view>

namespace husrom::model {

/// The first line on which a character beyond ASCII stands outside strings and comments, where TOML allows none; 0: there is none, or a
/// string before it is not closed. toml++ 3 leaves undefined what it does with some of them.
[[nodiscard]] std::int64_t line_beyond_ascii(std::string_view toml);
/// What is wrong there, as toml++ would put it.
inline constexpr std::string_view beyond_ascii = "a letter such as å, or a hard blank, stands outside quotation marks";

}  // namespace husrom::model
