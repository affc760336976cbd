#pragma once

/// The loops in which solves spend their time: the two best net values of a node, and the edges that net more than a threshold. They come
/// for three layouts: packed words of PackedGraph, net = (word >> bits) - price[word & mask], Matcher's separate arrays,
/// net = weight[k] - dual[other[k]], and words of NarrowCopy. 32-bit and 64-bit words and arrays have versions for AVX-512, chosen by
/// instruction_set(), and plain ones for everything else; all versions return the same.

#include <cstddef>
#include <cstdint>

#include <husrom/matching/instruction_set.hpp>

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

template <class Dual> struct BestTwoNets {
    Dual best, second;   ///< at least the floor each
    std::int32_t index;  ///< of the first edge that nets `best`, -1 when none nets more than the floor
};

/// Edges of one node as Matcher keeps them: `weight[position[k]]`, or `weight[k]` where `position` is null.
template <class Dual> struct Nets {
    const Dual* weight;
    const std::int32_t* position;
    const std::int32_t* other;
    std::size_t count;
    const Dual* dual;

    [[nodiscard]] Dual net(std::size_t k) const {
        return weight[position == nullptr ? k : static_cast<std::size_t>(position[k])] - dual[static_cast<std::size_t>(other[k])];
    }
};

template <class Dual> BestTwoNets<Dual> best_two(const Nets<Dual>& edges, const Dual& floor) {
    BestTwoNets<Dual> result{floor, floor, -1};
    for (std::size_t k = 0; k < edges.count; ++k) {
        const Dual net = edges.net(k);
        if (!(result.second < net)) continue;
        if (result.best < net) {
            result = {net, result.best, static_cast<std::int32_t>(k)};
        } else {
            result.second = net;
        }
    }
    return result;
}

/// Writes the indices of the edges that net more than `threshold`, in order, and returns how many; `out` has room for `count` + 16.
template <class Dual> std::size_t filter(const Nets<Dual>& edges, const Dual& threshold, std::int32_t* out) {
    std::size_t found = 0;
    for (std::size_t k = 0; k < edges.count; ++k) {
        out[found] = static_cast<std::int32_t>(k);
        found += threshold < edges.net(k) ? 1 : 0;
    }
    return found;
}

/// Edges of one node as NarrowCopy packs them: weight above, other end below; weight 0 where there is no edge.
struct PackedNets {
    const std::uint32_t* words;
    std::size_t count;
    const std::int32_t* dual;
    int bits;
};

/// As filter of Nets.
inline std::size_t filter_words(const PackedNets& edges, std::int32_t threshold, std::int32_t* out) {
    const std::uint32_t mask = (1u << edges.bits) - 1;
    std::size_t found = 0;
    for (std::size_t k = 0; k < edges.count; ++k) {
        const std::uint32_t word = edges.words[k];
        out[found] = static_cast<std::int32_t>(k);
        const bool near = static_cast<std::int32_t>(word >> edges.bits) - edges.dual[word & mask] > threshold;
        found += near && word > mask ? 1 : 0;
    }
    return found;
}

/// One version of each loop.
struct KernelTable {
    using Best32 = BestTwo<std::uint32_t, std::int32_t> (*)(const std::uint32_t*, std::size_t, const std::int32_t*, int, std::int32_t);
    using Filter32 = std::size_t (*)(const std::uint32_t*, std::size_t, const std::int32_t*, int, std::int32_t, std::uint32_t*);
    using Best64 = BestTwo<std::uint64_t, std::int64_t> (*)(const std::uint64_t*, std::size_t, const std::int64_t*, int, std::int64_t);
    using Filter64 = std::size_t (*)(const std::uint64_t*, std::size_t, const std::int64_t*, int, std::int64_t, std::uint64_t*);

    Best32 best_two32;
    Filter32 filter32;
    Best64 best_two64;
    Filter64 filter64;
    BestTwoNets<std::int64_t> (*best_two_nets)(const Nets<std::int64_t>&, const std::int64_t&);
    std::size_t (*filter_nets)(const Nets<std::int64_t>&, const std::int64_t&, std::int32_t*);
    std::size_t (*filter_narrow_nets)(const Nets<std::int32_t>&, const std::int32_t&, std::int32_t*);
    std::size_t (*filter_words)(const PackedNets&, std::int32_t, std::int32_t*);
};

/// The version of instruction_set(), and one by name, which the processor must have.
[[nodiscard]] const KernelTable& kernels();
[[nodiscard]] const KernelTable& kernels(InstructionSet set);

/// The chosen version where a type has one, the plain loop otherwise.
template <class Word, class Dual> struct Kernels {
    static BestTwo<Word, Dual> best_two(const Word* words, std::size_t count, const Dual* price, int bits, Dual floor) {
        return detail::best_two<Word, Dual>(words, count, price, bits, floor);
    }
    static std::size_t filter(const Word* words, std::size_t count, const Dual* price, int bits, Dual threshold, Word* out) {
        return detail::filter<Word, Dual>(words, count, price, bits, threshold, out);
    }
};

template <> struct Kernels<std::uint32_t, std::int32_t> {
    static auto best_two(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits, std::int32_t floor) {
        return kernels().best_two32(words, count, price, bits, floor);
    }
    static auto filter(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits, std::int32_t threshold,
                       std::uint32_t* out) {
        return kernels().filter32(words, count, price, bits, threshold, out);
    }
};

template <> struct Kernels<std::uint64_t, std::int64_t> {
    static auto best_two(const std::uint64_t* words, std::size_t count, const std::int64_t* price, int bits, std::int64_t floor) {
        return kernels().best_two64(words, count, price, bits, floor);
    }
    static auto filter(const std::uint64_t* words, std::size_t count, const std::int64_t* price, int bits, std::int64_t threshold,
                       std::uint64_t* out) {
        return kernels().filter64(words, count, price, bits, threshold, out);
    }
};

template <class Dual> struct NetKernels {
    static BestTwoNets<Dual> best_two(const Nets<Dual>& edges, const Dual& floor) { return detail::best_two(edges, floor); }
    static std::size_t filter(const Nets<Dual>& edges, const Dual& threshold, std::int32_t* out) {
        return detail::filter(edges, threshold, out);
    }
};

template <> struct NetKernels<std::int64_t> {
    static auto best_two(const Nets<std::int64_t>& edges, std::int64_t floor) { return kernels().best_two_nets(edges, floor); }
    static auto filter(const Nets<std::int64_t>& edges, std::int64_t threshold, std::int32_t* out) {
        return kernels().filter_nets(edges, threshold, out);
    }
};

template <> struct NetKernels<std::int32_t> {
    static auto filter(const Nets<std::int32_t>& edges, std::int32_t threshold, std::int32_t* out) {
        return kernels().filter_narrow_nets(edges, threshold, out);
    }
};

}  // namespace husrom::matching::detail
