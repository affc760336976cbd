#pragma once

/// Synthetic cases to learn and test with: made from a seed, the same bytes on every machine, calibrated on published figures that each
/// example's README lists beside the figures in its data. No real person, home or place is in them; every id begins with `SYN-`.
///
///     husrom::examples::write("bodo", "my-case");
///     auto plan = husrom::allocate(husrom::build(source, husrom::policy_of(source)));   // source = examples::make("bodo")

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <husrom/model/case.hpp>

namespace husrom::examples {

/// The seed of the examples that ship.
inline constexpr std::uint64_t shipped_seed = 2026;

/// "toy", "nordstrand", "bodo", "baerum", from small to large.
[[nodiscard]] std::span<const std::string_view> names();

/// The case with its policy. Throws InvalidArgument for a name that is not in names(). `toy` is the same for every seed.
[[nodiscard]] model::Case make(std::string_view name, std::uint64_t seed = shipped_seed);

/// The README of an example: what it is, the figures of its sources beside the figures in its data, and what to be careful about.
[[nodiscard]] std::string readme(std::string_view name, std::uint64_t seed = shipped_seed);

/// Writes the case as CSV files with policy.toml and README.md. Throws InvalidArgument when the folder exists and is not empty.
/// `nordstrand` is written as a Norwegian spreadsheet saves it (`;`, decimal comma, ja/nei, CR LF, byte order mark), the others by RFC
/// 4180.
void write(std::string_view name, const std::filesystem::path& folder, std::uint64_t seed = shipped_seed);

}  // namespace husrom::examples
