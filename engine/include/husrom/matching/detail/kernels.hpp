#pragma once

/// The two loops in which cold solves spend their time: the two best net values of a row, and the edges that net more than a threshold.
/// Words are those of PackedGraph; net = (word >> bits) - price[word & mask]. 32-bit words have versions for AVX2 and AVX-512 that are
/// chosen when the program runs; all versions return the same.

#include <cstddef>
#include <cstdint>

namespace husrom::matching::detail {

template <class Word, class Dual> struct BestTwo {
    Dual best, second;  ///< at least the floor each
    Word word;          ///< the first edge that nets `best`; meaningful when `any`
    bool any;           ///< some edge nets more than the floor
};

template <class Word, class Dual>
BestTwo<Word, Dual> best_two(const Word* words, std::size_t count, const Dual* price, int bits, Dual floor) {
    const auto mask = static_cast<Word>((Word{1} << bits) - 1);
    BestTwo<Word, Dual> result{floor, floor, 0, false};
    for (std::size_t k = 0; k < count; ++k) {
        const Dual net = static_cast<Dual>(words[k] >> bits) - price[words[k] & mask];
        if (net <= result.second) continue;
        if (net > result.best) {
            result = {net, result.best, words[k], true};
        } else {
            result.second = net;
        }
    }
    return result;
}

/// Writes the words that net more than `threshold`, in order, and returns how many; `out` has room for `count` + 16.
template <class Word, class Dual>
std::size_t filter(const Word* words, std::size_t count, const Dual* price, int bits, Dual threshold, Word* out) {
    const auto mask = static_cast<Word>((Word{1} << bits) - 1);
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; ++k) {
        out[found] = words[k];
        found += static_cast<Dual>(words[k] >> bits) - price[words[k] & mask] > threshold ? 1 : 0;
    }
    return found;
}

using BestTwo32 = BestTwo<std::uint32_t, std::int32_t>;

struct Kernels32 {
    BestTwo32 (*best_two)(const std::uint32_t*, std::size_t, const std::int32_t*, int, std::int32_t);
    std::size_t (*filter)(const std::uint32_t*, std::size_t, const std::int32_t*, int, std::int32_t, std::uint32_t*);
};

/// The fastest versions that this processor runs.
[[nodiscard]] const Kernels32& kernels32();
/// "portable", "avx2" and "avx512" where the processor has them; for tests.
[[nodiscard]] const Kernels32* kernels32(const char* name);

/// One loop for any word: the chosen version for 32 bits, the portable one otherwise.
template <class Word, class Dual> struct Kernels {
    static BestTwo<Word, Dual> best_two(const Word* words, std::size_t count, const Dual* price, int bits, Dual floor) {
        return detail::best_two<Word, Dual>(words, count, price, bits, floor);
    }
    static std::size_t filter(const Word* words, std::size_t count, const Dual* price, int bits, Dual threshold, Word* out) {
        return detail::filter<Word, Dual>(words, count, price, bits, threshold, out);
    }
};

template <> struct Kernels<std::uint32_t, std::int32_t> {
    static BestTwo32 best_two(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits, std::int32_t floor) {
        return kernels32().best_two(words, count, price, bits, floor);
    }
    static std::size_t filter(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits, std::int32_t threshold,
                              std::uint32_t* out) {
        return kernels32().filter(words, count, price, bits, threshold, out);
    }
};

}  // namespace husrom::matching::detail
