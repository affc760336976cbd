#pragma once

// One example: its case and its README, made together so that the README's figures are those of the data.

#include <cstdint>
#include <string>
#include <string_view>

#include <husrom/model/case.hpp>
#include "examples/sheet.hpp"

namespace husrom::examples {

struct Example {
    model::Case source;
    std::string readme;
};

[[nodiscard]] Example make_toy();
[[nodiscard]] Example make_nordstrand(std::uint64_t seed);
[[nodiscard]] Example make_bodo(std::uint64_t seed);
[[nodiscard]] Example make_baerum(std::uint64_t seed);

/// The day that every example's round counts from.
inline constexpr model::Date round_day{20779};  // 2026-11-22

/// Rows whose cell under `heading` is `value`, in words for a README.
[[nodiscard]] std::string count(const Sheet& sheet, std::string_view heading, std::string_view value);

}  // namespace husrom::examples
