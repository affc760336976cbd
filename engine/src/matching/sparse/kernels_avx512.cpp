#if defined(__x86_64__)

#include <bit>

#include <immintrin.h>

#include "kernel_tables.hpp"

// Only what stands between push and pop may use AVX-512; the headers of others must come before.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,popcnt,bmi"))), apply_to = function)
#else
#pragma GCC push_options
// GCC 12 takes the undefined source operand inside its own intrinsics for a use of ours.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx2,popcnt,bmi")
#endif

namespace husrom::matching::detail::avx512 {
namespace {

/// What 32-bit lanes have in common. `load` of those below gives the net values of the edges from k; lanes that are not live hold `rest`.
struct Lanes32 {
    using Value = std::int32_t;
    using Mask = __mmask16;
    static constexpr std::size_t lanes = 16;
    static __m512i all(Value value) { return _mm512_set1_epi32(value); }
    static __m512i count_up() { return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15); }
    static __m512i add(__m512i a, __m512i b) { return _mm512_add_epi32(a, b); }
    static __m512i max(__m512i a, __m512i b) { return _mm512_max_epi32(a, b); }
    static __m512i min(__m512i a, __m512i b) { return _mm512_min_epi32(a, b); }
    static __m512i choose(Mask mask, __m512i a, __m512i b) { return _mm512_mask_mov_epi32(b, mask, a); }
    static Mask more(Mask live, __m512i a, __m512i b) { return _mm512_mask_cmpgt_epi32_mask(live, a, b); }
    static Mask equal(__m512i a, __m512i b) { return _mm512_cmpeq_epi32_mask(a, b); }
    static Value greatest(__m512i a) { return _mm512_reduce_max_epi32(a); }
    static Value least(Mask mask, __m512i a) { return _mm512_mask_reduce_min_epi32(mask, a); }
};

struct Words32 : Lanes32 {
    const std::uint32_t* words;
    std::size_t count;
    const std::int32_t* price;
    int bits;

    [[nodiscard]] __m512i words_at(Mask live, std::size_t k) const { return _mm512_maskz_loadu_epi32(live, words + k); }
    [[nodiscard]] __m512i load(Mask live, std::size_t k, __m512i rest) const {
        const __m512i word = words_at(live, k);
        const __m512i column = _mm512_and_si512(word, _mm512_set1_epi32(static_cast<int>((1u << bits) - 1)));
        const __m512i paid = _mm512_mask_i32gather_epi32(rest, live, column, price, 4);
        return _mm512_mask_sub_epi32(rest, live, _mm512_srl_epi32(word, _mm_cvtsi32_si128(bits)), paid);
    }
};

struct NarrowArrays : Lanes32 {
    Nets<std::int32_t> edges;

    [[nodiscard]] __m512i load(Mask live, std::size_t k, __m512i rest) const {
        const __m512i other = _mm512_maskz_loadu_epi32(live, edges.other + k);
        const __m512i paid = _mm512_mask_i32gather_epi32(rest, live, other, edges.dual, 4);
        return _mm512_mask_sub_epi32(rest, live, _mm512_maskz_loadu_epi32(live, edges.weight + k), paid);
    }
};

struct PackedEdges : Lanes32 {
    PackedNets edges;

    /// Edges that are not there are not live either.
    [[nodiscard]] __m512i load(Mask& live, std::size_t k, __m512i rest) const {
        const __m512i word = _mm512_maskz_loadu_epi32(live, edges.words + k);
        const __m512i ends = _mm512_set1_epi32(static_cast<int>((1u << edges.bits) - 1));
        live = _mm512_mask_cmpgt_epu32_mask(live, word, ends);
        const __m512i paid = _mm512_mask_i32gather_epi32(rest, live, _mm512_and_si512(word, ends), edges.dual, 4);
        return _mm512_mask_sub_epi32(rest, live, _mm512_srl_epi32(word, _mm_cvtsi32_si128(edges.bits)), paid);
    }
};

/// What 64-bit lanes have in common.
struct Lanes64 {
    using Value = std::int64_t;
    using Mask = __mmask8;
    static constexpr std::size_t lanes = 8;
    static __m512i all(Value value) { return _mm512_set1_epi64(value); }
    static __m512i count_up() { return _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7); }
    static __m512i add(__m512i a, __m512i b) { return _mm512_add_epi64(a, b); }
    static __m512i max(__m512i a, __m512i b) { return _mm512_max_epi64(a, b); }
    static __m512i min(__m512i a, __m512i b) { return _mm512_min_epi64(a, b); }
    static __m512i choose(Mask mask, __m512i a, __m512i b) { return _mm512_mask_mov_epi64(b, mask, a); }
    static Mask more(Mask live, __m512i a, __m512i b) { return _mm512_mask_cmpgt_epi64_mask(live, a, b); }
    static Mask equal(__m512i a, __m512i b) { return _mm512_cmpeq_epi64_mask(a, b); }
    static Value greatest(__m512i a) { return _mm512_reduce_max_epi64(a); }
    static Value least(Mask mask, __m512i a) { return _mm512_mask_reduce_min_epi64(mask, a); }
};

struct Words64 : Lanes64 {
    const std::uint64_t* words;
    std::size_t count;
    const std::int64_t* price;
    int bits;

    [[nodiscard]] __m512i words_at(Mask live, std::size_t k) const { return _mm512_maskz_loadu_epi64(live, words + k); }
    [[nodiscard]] __m512i load(Mask live, std::size_t k, __m512i rest) const {
        const __m512i word = words_at(live, k);
        const __m512i column = _mm512_and_si512(word, _mm512_set1_epi64(static_cast<std::int64_t>((std::uint64_t{1} << bits) - 1)));
        const __m512i paid = _mm512_mask_i64gather_epi64(rest, live, column, price, 8);
        return _mm512_mask_sub_epi64(rest, live, _mm512_srl_epi64(word, _mm_cvtsi32_si128(bits)), paid);
    }
};

struct Arrays : Lanes64 {
    Nets<std::int64_t> edges;

    [[nodiscard]] __m512i load(Mask live, std::size_t k, __m512i rest) const {
        const __m256i other = _mm256_maskz_loadu_epi32(live, edges.other + k);
        const __m512i paid = _mm512_mask_i32gather_epi64(rest, live, other, edges.dual, 8);
        __m512i worth;
        if (edges.position == nullptr)
            worth = _mm512_maskz_loadu_epi64(live, edges.weight + k);
        else
            worth = _mm512_mask_i32gather_epi64(rest, live, _mm256_maskz_loadu_epi32(live, edges.position + k), edges.weight, 8);
        return _mm512_mask_sub_epi64(rest, live, worth, paid);
    }
};

template <class Edges> typename Edges::Mask live_from(std::size_t k, std::size_t count) {
    using Mask = typename Edges::Mask;
    return count - k >= Edges::lanes ? static_cast<Mask>(-1) : static_cast<Mask>((1u << (count - k)) - 1);
}

template <class Value> struct Top {
    Value best, second;
    std::size_t index;
    bool any;
};

/// Each lane keeps its own two best; of equal bests the earliest edge wins, as in the plain loop.
template <class Edges> Top<typename Edges::Value> top_two(const Edges& edges, std::size_t count, typename Edges::Value floor) {
    using Mask = typename Edges::Mask;
    const __m512i lowest = Edges::all(floor), stride = Edges::all(static_cast<typename Edges::Value>(Edges::lanes));
    __m512i best = lowest, second = lowest, at = _mm512_setzero_si512(), position = Edges::count_up();
    for (std::size_t k = 0; k < count; k += Edges::lanes) {
        const __m512i net = edges.load(live_from<Edges>(k, count), k, lowest);
        const Mask better = Edges::more(static_cast<Mask>(-1), net, best);
        second = Edges::max(second, Edges::min(net, best));
        best = Edges::max(best, net);
        at = Edges::choose(better, position, at);
        position = Edges::add(position, stride);
    }
    const auto top = Edges::greatest(best);
    if (top <= floor) return {floor, floor, 0, false};
    const Mask tops = Edges::equal(best, Edges::all(top));
    const bool tied = (tops & (tops - 1)) != 0;
    return {top, tied ? top : Edges::greatest(Edges::choose(tops, second, best)), static_cast<std::size_t>(Edges::least(tops, at)), true};
}

BestTwo<std::uint32_t, std::int32_t> best_two32(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits,
                                                std::int32_t floor) {
    if (count < 8) return best_two<std::uint32_t, std::int32_t>(words, count, price, bits, floor);
    const auto top = top_two(Words32{{}, words, count, price, bits}, count, floor);
    return {top.best, top.second, top.any ? words[top.index] : 0, top.any};
}

BestTwo<std::uint64_t, std::int64_t> best_two64(const std::uint64_t* words, std::size_t count, const std::int64_t* price, int bits,
                                                std::int64_t floor) {
    if (count < 8) return best_two<std::uint64_t, std::int64_t>(words, count, price, bits, floor);
    const auto top = top_two(Words64{{}, words, count, price, bits}, count, floor);
    return {top.best, top.second, top.any ? words[top.index] : 0, top.any};
}

BestTwoNets<std::int64_t> best_two_nets(const Nets<std::int64_t>& edges, const std::int64_t& floor) {
    if (edges.count < 8) return best_two<std::int64_t>(edges, floor);
    const auto top = top_two(Arrays{{}, edges}, edges.count, floor);
    return {top.best, top.second, top.any ? static_cast<std::int32_t>(top.index) : -1};
}

std::size_t filter32(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits, std::int32_t threshold,
                     std::uint32_t* out) {
    const Words32 edges{{}, words, count, price, bits};
    const __m512i least = Words32::all(threshold);
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; k += Words32::lanes) {
        const auto live = live_from<Words32>(k, count);
        const auto more = Words32::more(live, edges.load(live, k, least), least);
        if (more == 0) continue;
        _mm512_storeu_si512(out + found, _mm512_maskz_compress_epi32(more, edges.words_at(live, k)));
        found += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(more)));
    }
    return found;
}

std::size_t filter64(const std::uint64_t* words, std::size_t count, const std::int64_t* price, int bits, std::int64_t threshold,
                     std::uint64_t* out) {
    const Words64 edges{{}, words, count, price, bits};
    const __m512i least = Words64::all(threshold);
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; k += Words64::lanes) {
        const auto live = live_from<Words64>(k, count);
        const auto more = Words64::more(live, edges.load(live, k, least), least);
        if (more == 0) continue;
        _mm512_storeu_si512(out + found, _mm512_maskz_compress_epi64(more, edges.words_at(live, k)));
        found += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(more)));
    }
    return found;
}

std::size_t filter_nets(const Nets<std::int64_t>& nets, const std::int64_t& threshold, std::int32_t* out) {
    const Arrays edges{{}, nets};
    const __m512i least = Arrays::all(threshold);
    const __m256i stride = _mm256_set1_epi32(8);
    __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    std::size_t found = 0;
    for (std::size_t k = 0; k < nets.count; k += Arrays::lanes) {
        const auto live = live_from<Arrays>(k, nets.count);
        const auto more = Arrays::more(live, edges.load(live, k, least), least);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + found), _mm256_maskz_compress_epi32(more, index));
        found += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(more)));
        index = _mm256_add_epi32(index, stride);
    }
    return found;
}

template <class Edges> std::size_t indices_above(const Edges& edges, std::size_t count, std::int32_t threshold, std::int32_t* out) {
    const __m512i least = Edges::all(threshold), stride = Edges::all(Edges::lanes);
    __m512i index = Edges::count_up();
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; k += Edges::lanes) {
        auto live = live_from<Edges>(k, count);
        const __m512i net = edges.load(live, k, least);
        const auto more = Edges::more(live, net, least);
        _mm512_storeu_si512(out + found, _mm512_maskz_compress_epi32(more, index));
        found += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(more)));
        index = Edges::add(index, stride);
    }
    return found;
}

std::size_t filter_narrow_nets(const Nets<std::int32_t>& nets, const std::int32_t& threshold, std::int32_t* out) {
    return indices_above(NarrowArrays{{}, nets}, nets.count, threshold, out);
}

std::size_t filter_words(const PackedNets& nets, std::int32_t threshold, std::int32_t* out) {
    return indices_above(PackedEdges{{}, nets}, nets.count, threshold, out);
}

}  // namespace

KernelTable table() {
    return {&best_two32, &filter32, &best_two64, &filter64, &best_two_nets, &filter_nets, &filter_narrow_nets, &filter_words};
}

}  // namespace husrom::matching::detail::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
