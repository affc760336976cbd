#include <husrom/matching/detail/kernels.hpp>

#include <bit>
#include <string_view>

#if defined(__x86_64__) && defined(__GNUC__)
// The intrinsics of g++ 12 begin with variables that are undefined on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#define HUSROM_X86_KERNELS 1
#endif

namespace husrom::matching::detail {
namespace {

constexpr Kernels32 portable{&best_two<std::uint32_t, std::int32_t>, &filter<std::uint32_t, std::int32_t>};

#ifdef HUSROM_X86_KERNELS

/// Joins the lanes' two best; of equal bests the first lane that holds the earliest position wins, as in the portable loop.
template <std::size_t lanes>
BestTwo32 join(const std::int32_t (&best)[lanes], const std::int32_t (&second)[lanes], const std::int32_t (&at)[lanes],
               const std::uint32_t* words, std::int32_t floor) {
    std::size_t top = 0;
    for (std::size_t lane = 1; lane < lanes; ++lane)
        if (best[lane] > best[top] || (best[lane] == best[top] && at[lane] < at[top])) top = lane;
    std::int32_t next = second[top];
    for (std::size_t lane = 0; lane < lanes; ++lane)
        if (lane != top && best[lane] > next) next = best[lane];
    if (best[top] <= floor) return {floor, floor, 0, false};
    return {best[top], next, words[at[top]], true};
}

/// Puts one edge more behind joined lanes, for the tail of a row.
inline void add(BestTwo32& result, std::uint32_t word, std::int32_t net) {
    if (net > result.best)
        result = {net, result.best, word, true};
    else if (net > result.second)
        result.second = net;
}

__attribute__((target("avx512f,avx512vl"))) BestTwo32 best_two_avx512(const std::uint32_t* words, std::size_t count,
                                                                      const std::int32_t* price, int bits, std::int32_t floor) {
    if (count < 8) return best_two<std::uint32_t, std::int32_t>(words, count, price, bits, floor);
    const __m512i mask = _mm512_set1_epi32(static_cast<int>((1u << bits) - 1));
    const __m128i shift = _mm_cvtsi32_si128(bits);
    const __m512i lowest = _mm512_set1_epi32(floor);
    __m512i best = lowest, second = lowest, at = _mm512_setzero_si512();
    __m512i position = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (std::size_t k = 0; k < count; k += 16) {
        const __mmask16 live = count - k >= 16 ? static_cast<__mmask16>(0xffff) : static_cast<__mmask16>((1u << (count - k)) - 1);
        const __m512i word = _mm512_maskz_loadu_epi32(live, words + k);
        const __m512i paid = _mm512_mask_i32gather_epi32(lowest, live, _mm512_and_si512(word, mask), price, 4);
        const __m512i net = _mm512_mask_sub_epi32(lowest, live, _mm512_srl_epi32(word, shift), paid);
        const __mmask16 better = _mm512_cmpgt_epi32_mask(net, best);
        second = _mm512_max_epi32(second, _mm512_min_epi32(net, best));
        best = _mm512_max_epi32(best, net);
        at = _mm512_mask_mov_epi32(at, better, position);
        position = _mm512_add_epi32(position, _mm512_set1_epi32(16));
    }
    const std::int32_t top = _mm512_reduce_max_epi32(best);
    if (top <= floor) return {floor, floor, 0, false};
    const __mmask16 tops = _mm512_cmpeq_epi32_mask(best, _mm512_set1_epi32(top));
    const std::int32_t first = _mm512_mask_reduce_min_epi32(tops, at);
    const bool tied = (tops & (tops - 1)) != 0;
    const std::int32_t next = tied ? top : _mm512_reduce_max_epi32(_mm512_mask_mov_epi32(best, tops, second));
    return {top, next, words[first], true};
}

__attribute__((target("avx512f,avx512vl"))) std::size_t filter_avx512(const std::uint32_t* words, std::size_t count,
                                                                      const std::int32_t* price, int bits, std::int32_t threshold,
                                                                      std::uint32_t* out) {
    const __m512i mask = _mm512_set1_epi32(static_cast<int>((1u << bits) - 1));
    const __m128i shift = _mm_cvtsi32_si128(bits);
    const __m512i least = _mm512_set1_epi32(threshold);
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; k += 16) {
        const __mmask16 live = count - k >= 16 ? static_cast<__mmask16>(0xffff) : static_cast<__mmask16>((1u << (count - k)) - 1);
        const __m512i word = _mm512_maskz_loadu_epi32(live, words + k);
        const __m512i paid = _mm512_mask_i32gather_epi32(least, live, _mm512_and_si512(word, mask), price, 4);
        const __mmask16 more = _mm512_mask_cmpgt_epi32_mask(live, _mm512_sub_epi32(_mm512_srl_epi32(word, shift), paid), least);
        if (more == 0) continue;
        _mm512_storeu_si512(out + found, _mm512_maskz_compress_epi32(more, word));
        found += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(more)));
    }
    return found;
}

__attribute__((target("avx2"))) BestTwo32 best_two_avx2(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits,
                                                        std::int32_t floor) {
    if (count < 8) return best_two<std::uint32_t, std::int32_t>(words, count, price, bits, floor);
    const __m256i mask = _mm256_set1_epi32(static_cast<int>((1u << bits) - 1));
    const __m128i shift = _mm_cvtsi32_si128(bits);
    __m256i best = _mm256_set1_epi32(floor), second = best, at = _mm256_setzero_si256();
    __m256i position = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    std::size_t k = 0;
    for (; k + 8 <= count; k += 8) {
        const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + k));
        const __m256i paid = _mm256_i32gather_epi32(price, _mm256_and_si256(word, mask), 4);
        const __m256i net = _mm256_sub_epi32(_mm256_srl_epi32(word, shift), paid);
        const __m256i better = _mm256_cmpgt_epi32(net, best);
        second = _mm256_max_epi32(second, _mm256_min_epi32(net, best));
        best = _mm256_max_epi32(best, net);
        at = _mm256_blendv_epi8(at, position, better);
        position = _mm256_add_epi32(position, _mm256_set1_epi32(8));
    }
    alignas(32) std::int32_t bests[8], seconds[8], ats[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(bests), best);
    _mm256_store_si256(reinterpret_cast<__m256i*>(seconds), second);
    _mm256_store_si256(reinterpret_cast<__m256i*>(ats), at);
    BestTwo32 result = join(bests, seconds, ats, words, floor);
    for (; k < count; ++k) add(result, words[k], static_cast<std::int32_t>(words[k] >> bits) - price[words[k] & ((1u << bits) - 1)]);
    return result;
}

__attribute__((target("avx2"))) std::size_t filter_avx2(const std::uint32_t* words, std::size_t count, const std::int32_t* price, int bits,
                                                        std::int32_t threshold, std::uint32_t* out) {
    const __m256i mask = _mm256_set1_epi32(static_cast<int>((1u << bits) - 1));
    const __m128i shift = _mm_cvtsi32_si128(bits);
    const __m256i least = _mm256_set1_epi32(threshold);
    std::size_t found = 0, k = 0;
    for (; k + 8 <= count; k += 8) {
        const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + k));
        const __m256i paid = _mm256_i32gather_epi32(price, _mm256_and_si256(word, mask), 4);
        const __m256i net = _mm256_sub_epi32(_mm256_srl_epi32(word, shift), paid);
        auto more = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(net, least))));
        for (; more != 0; more &= more - 1) out[found++] = words[k + static_cast<std::size_t>(std::countr_zero(more))];
    }
    return found + filter<std::uint32_t, std::int32_t>(words + k, count - k, price, bits, threshold, out + found);
}

constexpr Kernels32 avx2{&best_two_avx2, &filter_avx2};
constexpr Kernels32 avx512{&best_two_avx512, &filter_avx512};

bool has_avx2() {
    return __builtin_cpu_supports("avx2") != 0;
}
bool has_avx512() {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0;
}

#endif

const Kernels32& choose() {
#ifdef HUSROM_X86_KERNELS
    if (has_avx512()) return avx512;
    if (has_avx2()) return avx2;
#endif
    return portable;
}

}  // namespace

const Kernels32& kernels32() {
    static const Kernels32& chosen = choose();
    return chosen;
}

const Kernels32* kernels32(const char* name) {
    const std::string_view wanted = name;
    if (wanted == "portable") return &portable;
#ifdef HUSROM_X86_KERNELS
    if (wanted == "avx2" && has_avx2()) return &avx2;
    if (wanted == "avx512" && has_avx512()) return &avx512;
#endif
    return nullptr;
}

}  // namespace husrom::matching::detail
