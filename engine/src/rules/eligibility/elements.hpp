#pragma once

/// What `contains`, `disjoint` and `one_of` read: the elements of a set, or a single text, number or step as a set of one.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/scope.hpp"

namespace husrom::rules {

struct Elements {
    model::CellState state = model::CellState::value;  ///< an empty set is a value; a text that is "none" is in state none
    std::span<const std::int64_t> codes;               ///< ascending
};

/// The elements of a cell; `single` holds the code of a column that is not a set.
[[nodiscard]] Elements elements_of(const Cell& cell, const Reader& reader, std::int64_t& single);

/// Reads both columns when their elements can be compared (sets hold texts); nothing, with a finding, otherwise.
[[nodiscard]] std::optional<std::pair<Reader, Reader>> two_of_elements(std::string_view left, std::string_view right, const Scope& scope,
                                                                       const Entry& entry);

}  // namespace husrom::rules
