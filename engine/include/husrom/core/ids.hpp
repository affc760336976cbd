#pragma once

/// Positions in tables, as types that do not mix: a ParticipantIndex is not a UnitIndex, and neither is a number.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace husrom::core {

template <class Tag> struct Index {
    std::int32_t value = -1;

    [[nodiscard]] constexpr bool valid() const { return value >= 0; }
    [[nodiscard]] constexpr std::size_t position() const { return static_cast<std::size_t>(value); }
    friend constexpr auto operator<=>(Index, Index) = default;
};

}  // namespace husrom::core

template <class Tag> struct std::hash<husrom::core::Index<Tag>> {
    std::size_t operator()(husrom::core::Index<Tag> index) const noexcept { return std::hash<std::int32_t>{}(index.value); }
};
