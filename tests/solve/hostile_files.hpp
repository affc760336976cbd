#pragma once

/// What strangers may hand over as a problem or a certificate: text of any kind, numbers of any size, proofs with parts exchanged.

#include <cstdint>
#include <span>
#include <string>

namespace husrom::solve::testing {

/// Makes a file from the bytes and reads it. Refusals in words are as they should be; the text returned says what is not: an accepted claim
/// that trying every plan shows to be wrong, or a file that is not what was written. Empty: nothing.
[[nodiscard]] std::string read_hostile_file(std::span<const std::uint8_t> bytes);

}  // namespace husrom::solve::testing
