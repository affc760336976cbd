#pragma once

/// Seeded random numbers that are the same on every platform and compiler, which the standard library's distributions are not.
/// SplitMix64 (Steele, Lea, Flood 2014) seeds xoshiro256** (Blackman, Vigna 2018).

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace husrom::core {

/// One step of SplitMix64: advances `state` and returns a well mixed 64-bit value.
[[nodiscard]] constexpr std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/// xoshiro256**; satisfies std::uniform_random_bit_generator.
class Random {
public:
    using result_type = std::uint64_t;

    constexpr explicit Random(std::uint64_t seed) {
        for (auto& word : state_) word = split_mix(seed);
    }

    constexpr result_type operator()() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform in [0, bound), without bias; bound must be at least 1.
    constexpr std::uint64_t below(std::uint64_t bound) {
        const std::uint64_t threshold = (0 - bound) % bound;
        for (;;) {
            const std::uint64_t draw = (*this)();
            if (draw >= threshold) return draw % bound;
        }
    }

    /// Uniform in [low, high], both ends included.
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
        const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
        const std::uint64_t drawn = width == max() ? (*this)() : below(width + 1);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn);
    }

    /// True with probability numerator / denominator.
    constexpr bool chance(std::uint64_t numerator, std::uint64_t denominator) { return below(denominator) < numerator; }

    /// Uniform in [0, 1) with 53 bits.
    constexpr double unit() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~0ULL; }

private:
    std::array<std::uint64_t, 4> state_{};
};

/// In random order, each as likely (Fisher and Yates).
template <class T> constexpr void shuffle(Random& random, std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[random.below(left)]);
}

}  // namespace husrom::core
