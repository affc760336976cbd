#pragma once

/// SHA-256 (FIPS 180-4), for digests of cases, policies, problems and plans and for the audit chain.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace husrom::core {

class Sha256 {
public:
    using Digest = std::array<std::uint8_t, 32>;

    /// The processor's own instructions are used where it has them; the digests are the same either way.
    explicit Sha256(bool use_instructions = true);

    Sha256& update(std::span<const std::uint8_t> bytes);
    Sha256& update(std::string_view text);
    /// A length-prefixed text (8 bytes, little endian, then the bytes), so that neighbouring fields cannot run together.
    Sha256& field(std::string_view text);
    /// 8 bytes, little endian, two's complement.
    Sha256& field(std::int64_t value);

    /// Pads and returns the digest; the object must not be used afterwards.
    [[nodiscard]] Digest finish();
    /// The digest as 64 lower-case hexadecimal digits.
    [[nodiscard]] std::string finish_hex();

private:
    void compress(const std::uint8_t* block);

    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> buffer_{};
    std::size_t buffered_ = 0;
    std::uint64_t length_ = 0;
    bool use_instructions_;
};

[[nodiscard]] std::string sha256_hex(std::string_view text);

}  // namespace husrom::core
