#pragma once

/// Small questions about texts that several readers ask.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace husrom::model {

[[nodiscard]] std::string lower(std::string_view text);
/// Without blanks of any kind and characters that cannot be seen, at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// The parts between separators, trimmed, without empty ones.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The number of letters to insert, delete, replace or swap with their neighbour to get from one text to the other
/// (optimal string alignment); O(|a| |b|).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `text` when it is near enough to be a slip of the hand; empty otherwise. Ties go to the first.
[[nodiscard]] std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

/// The same for texts that a reader cannot tell apart but for capital letters: in small letters, with ordinary blanks, one at a time,
/// without characters that cannot be seen, and with each accented letter written as one.
[[nodiscard]] std::string look_of(std::string_view text);
/// With a name, [U+200B], in the place of each character that cannot be seen, of each unusual blank, and of each mark of its own.
[[nodiscard]] std::string made_visible(std::string_view text);

/// True when the text is or holds what looks like a Norwegian national identity number: eleven digits that pass both check digits
/// (synthetic number series included), also as 150780 10085, 150780-10085 and 15078010085.0. A text of ten digits is taken for one that
/// has lost the zero in front.
[[nodiscard]] bool holds_national_id(std::string_view text);

}  // namespace husrom::model
