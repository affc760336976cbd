#if defined(__x86_64__)

#include <bit>
#include <cstddef>

#include <immintrin.h>

#include "kernel_tables.hpp"

// Only what stands between push and pop may use AVX2; the headers of others must come before.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,popcnt,bmi"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,popcnt,bmi")
#endif

namespace husrom::matching::detail::avx2 {
namespace {

/// 32-bit words, eight at a time.
struct Words32 {
    using Value = std::int32_t;
    static constexpr std::size_t lanes = 8;
    const std::uint32_t* words;
    const std::int32_t* price;
    int bits;

    [[nodiscard]] __m256i load(std::size_t k) const {
        const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + k));
        const __m256i column = _mm256_and_si256(word, _mm256_set1_epi32(static_cast<int>((1u << bits) - 1)));
        return _mm256_sub_epi32(_mm256_srl_epi32(word, _mm_cvtsi32_si128(bits)), _mm256_i32gather_epi32(price, column, 4));
    }
    [[nodiscard]] Value net(std::size_t k) const { return static_cast<Value>(words[k] >> bits) - price[words[k] & ((1u << bits) - 1)]; }
    static __m256i all(Value value) { return _mm256_set1_epi32(value); }
    static __m256i count_up() { return _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7); }
    static __m256i add(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
    static __m256i more(__m256i a, __m256i b) { return _mm256_cmpgt_epi32(a, b); }
    static unsigned bits_of(__m256i mask) { return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(mask))); }
};

/// What 64-bit lanes have in common.
struct Lanes64 {
    using Value = std::int64_t;
    static constexpr std::size_t lanes = 4;
    static __m256i all(Value value) { return _mm256_set1_epi64x(value); }
    static __m256i count_up() { return _mm256_setr_epi64x(0, 1, 2, 3); }
    static __m256i add(__m256i a, __m256i b) { return _mm256_add_epi64(a, b); }
    static __m256i more(__m256i a, __m256i b) { return _mm256_cmpgt_epi64(a, b); }
    static unsigned bits_of(__m256i mask) { return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(mask))); }
};

struct Words64 : Lanes64 {
    const std::uint64_t* words;
    const std::int64_t* price;
    int bits;

    [[nodiscard]] __m256i load(std::size_t k) const {
        const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + k));
        const __m256i column = _mm256_and_si256(word, _mm256_set1_epi64x(static_cast<std::int64_t>((std::uint64_t{1} << bits) - 1)));
        const __m256i paid = _mm256_i64gather_epi64(reinterpret_cast<const long long*>(price), column, 8);
        return _mm256_sub_epi64(_mm256_srl_epi64(word, _mm_cvtsi32_si128(bits)), paid);
    }
    [[nodiscard]] Value net(std::size_t k) const {
        return static_cast<Value>(words[k] >> bits) - price[words[k] & ((std::uint64_t{1} << bits) - 1)];
    }
};

struct Arrays : Lanes64 {
    Nets<std::int64_t> edges;

    [[nodiscard]] __m256i load(std::size_t k) const {
        const __m128i other = _mm_loadu_si128(reinterpret_cast<const __m128i*>(edges.other + k));
        const __m256i paid = _mm256_i32gather_epi64(reinterpret_cast<const long long*>(edges.dual), other, 8);
        if (edges.position == nullptr)
            return _mm256_sub_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(edges.weight + k)), paid);
        const __m128i position = _mm_loadu_si128(reinterpret_cast<const __m128i*>(edges.position + k));
        return _mm256_sub_epi64(_mm256_i32gather_epi64(reinterpret_cast<const long long*>(edges.weight), position, 8), paid);
    }
    [[nodiscard]] Value net(std::size_t k) const { return edges.net(k); }
};

template <class Value> struct Top {
    Value best, second;
    std::size_t index;
    bool any;
};

/// Each lane keeps its own two best; of equal bests the earliest edge wins, as in the plain loop.
template <class Edges> Top<typename Edges::Value> top_two(const Edges& edges, std::size_t count, typename Edges::Value floor) {
    using Value = typename Edges::Value;
    Top<Value> result{floor, floor, 0, false};
    std::size_t k = 0;
    if (count >= 2 * Edges::lanes) {
        const __m256i stride = Edges::all(static_cast<Value>(Edges::lanes));
        __m256i best = Edges::all(floor), second = best, at = _mm256_setzero_si256(), position = Edges::count_up();
        for (; k + Edges::lanes <= count; k += Edges::lanes) {
            const __m256i net = edges.load(k);
            const __m256i better = Edges::more(net, best);
            const __m256i loser = _mm256_blendv_epi8(net, best, better);
            second = _mm256_blendv_epi8(second, loser, Edges::more(loser, second));
            best = _mm256_blendv_epi8(best, net, better);
            at = _mm256_blendv_epi8(at, position, better);
            position = Edges::add(position, stride);
        }
        alignas(32) Value bests[Edges::lanes], seconds[Edges::lanes], ats[Edges::lanes];
        _mm256_store_si256(reinterpret_cast<__m256i*>(bests), best);
        _mm256_store_si256(reinterpret_cast<__m256i*>(seconds), second);
        _mm256_store_si256(reinterpret_cast<__m256i*>(ats), at);
        std::size_t top = 0;
        for (std::size_t lane = 1; lane < Edges::lanes; ++lane)
            if (bests[lane] > bests[top] || (bests[lane] == bests[top] && ats[lane] < ats[top])) top = lane;
        if (bests[top] > floor) {
            result = {bests[top], seconds[top], static_cast<std::size_t>(ats[top]), true};
            for (std::size_t lane = 0; lane < Edges::lanes; ++lane)
                if (lane != top && bests[lane] > result.second) result.second = bests[lane];
        }
    }
    for (; k < count; ++k) {
        const Value net = edges.net(k);
        if (net > result.best)
            result = {net, result.best, k, true};
        else if (net > result.second)
            result.second = net;
    }
    return result;
}

/// Calls found(k) for the edges that net more than `threshold`, in order.
template <class Edges, class Found> void each_above(const Edges& edges, std::size_t count, typename Edges::Value threshold, Found&& found) {
    const __m256i least = Edges::all(threshold);
    std::size_t k = 0;
    for (; k + Edges::lanes <= count; k += Edges::lanes)
        for (unsigned more = Edges::bits_of(Edges::more(edges.load(k), least)); more != 0; more &= more - 1)
            found(k + static_cast<std::size_t>(std::countr_zero(more)));
    for (; k < count; ++k)
        if (edges.net(k) > threshold) found(k);
}

BestTwo<std::uint32_t, std::int32_t> best_two32(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits,
                                                std::int32_t floor) {
    const auto top = top_two(Words32{words, price, bits}, count, floor);
    return {top.best, top.second, top.any ? words[top.index] : 0, top.any};
}

BestTwo<std::uint64_t, std::int64_t> best_two64(const std::uint64_t* words, std::size_t count, const std::int64_t* price, int bits,
                                                std::int64_t floor) {
    const auto top = top_two(Words64{{}, words, price, bits}, count, floor);
    return {top.best, top.second, top.any ? words[top.index] : 0, top.any};
}

BestTwoNets<std::int64_t> best_two_nets(const Nets<std::int64_t>& edges, const std::int64_t& floor) {
    const auto top = top_two(Arrays{{}, edges}, edges.count, floor);
    return {top.best, top.second, top.any ? static_cast<std::int32_t>(top.index) : -1};
}

std::size_t filter32(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits, std::int32_t threshold,
                     std::uint32_t* out) {
    std::uint32_t* end = out;
    each_above(Words32{words, price, bits}, count, threshold, [&](std::size_t k) { *end++ = words[k]; });
    return static_cast<std::size_t>(end - out);
}

std::size_t filter64(const std::uint64_t* words, std::size_t count, const std::int64_t* price, int bits, std::int64_t threshold,
                     std::uint64_t* out) {
    std::uint64_t* end = out;
    each_above(Words64{{}, words, price, bits}, count, threshold, [&](std::size_t k) { *end++ = words[k]; });
    return static_cast<std::size_t>(end - out);
}

std::size_t filter_nets(const Nets<std::int64_t>& edges, const std::int64_t& threshold, std::int32_t* out) {
    std::int32_t* end = out;
    each_above(Arrays{{}, edges}, edges.count, threshold, [&](std::size_t k) { *end++ = static_cast<std::int32_t>(k); });
    return static_cast<std::size_t>(end - out);
}

}  // namespace

KernelTable table() {
    return {&best_two32, &filter32, &best_two64, &filter64, &best_two_nets, &filter_nets};
}

}  // namespace husrom::matching::detail::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
