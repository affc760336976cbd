#pragma once

/// The SHA-256 instructions of x86 processors that have them: the same digests, several times faster, which is what lets every edge of a
/// large problem have a lottery number and a place in a digest.

#include <array>
#include <cstdint>

namespace husrom::core {

/// Asked once a process.
[[nodiscard]] bool has_sha256_instructions();

/// One block of 64 bytes; only where has_sha256_instructions().
void compress_with_instructions(std::array<std::uint32_t, 8>& state, const std::uint8_t* block);

}  // namespace husrom::core
