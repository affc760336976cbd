#pragma once

/// Small questions about texts that several readers ask. ASCII letters only where case matters: ids and keywords are ASCII.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace husrom::model {

[[nodiscard]] std::string lower(std::string_view text);
/// Without blanks, tabs and no-break spaces at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// The parts between separators, trimmed, without empty ones.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The number of letters to insert, delete, replace or swap with their neighbour to get from one text to the other
/// (optimal string alignment); O(|a| |b|).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `text` when it is near enough to be a slip of the hand; empty otherwise. Ties go to the first.
[[nodiscard]] std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

/// Eleven digits that pass both check digits of a Norwegian national identity number (synthetic number series included).
[[nodiscard]] bool is_national_id(std::string_view text);

}  // namespace husrom::model
