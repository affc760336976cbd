#pragma once

/// The little of Unicode that telling ids apart needs: blanks and characters that cannot be seen, capital and small letters, and letters
/// written with a mark of their own. It covers Latin letters (Latin-1, Extended-A, and the further ones of the Sami languages); others
/// stand for themselves.

#include <cstddef>
#include <string>
#include <string_view>

namespace husrom::model {

/// The code point at `at`, which moves behind it. A byte that begins none stands for itself.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& at);
/// How many bytes from the start are UTF-8: all of them, or those before the first one that begins no code point.
[[nodiscard]] std::size_t utf8_prefix(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);
void append_code_point(std::string& text, char32_t letter);

/// Blanks of every width, tabs and line ends.
[[nodiscard]] bool is_blank(char32_t letter);
/// Characters of no width: zero-width spaces and joiners, soft hyphens, byte order marks, marks of direction.
[[nodiscard]] bool is_invisible(char32_t letter);
/// Accents that are written onto the letter before them.
[[nodiscard]] bool is_mark(char32_t letter);

[[nodiscard]] char32_t small_letter(char32_t letter);
/// "a" and a ring are "å": the one letter that a small letter and a mark make; 0 where there is none.
[[nodiscard]] char32_t composed(char32_t letter, char32_t mark);

}  // namespace husrom::model
