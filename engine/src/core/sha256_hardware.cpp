#include "core/sha256_hardware.hpp"

#include "core/sha256_constants.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace husrom::core {

#if defined(__x86_64__) && defined(__GNUC__)

bool has_sha256_instructions() {
    static const bool has = [] {
        unsigned a = 0, b = 0, c = 0, d = 0;
        if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSE4_1) == 0 || (c & bit_SSSE3) == 0) return false;
        return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
    }();
    return has;
}

__attribute__((target("sha,sse4.1,ssse3"))) void compress_with_instructions(std::array<std::uint32_t, 8>& state,
                                                                            const std::uint8_t* block) {
    // The instructions hold the state as ABEF and CDGH.
    const auto load = [](const void* from) __attribute__((target("sha,sse4.1,ssse3"))) {
        return _mm_loadu_si128(static_cast<const __m128i*>(from));
    };
    const __m128i abcd = _mm_shuffle_epi32(load(state.data()), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(load(state.data() + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(abcd, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, abcd, 0xF0);
    const __m128i abef_before = abef, cdgh_before = cdgh;

    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i words[4];
    for (int i = 0; i < 4; ++i) words[i] = _mm_shuffle_epi8(load(block + 16 * i), big_endian);
    for (int four = 0; four < 16; ++four) {
        __m128i& now = words[four % 4];
        __m128i mixed = _mm_add_epi32(now, load(sha256_round_constants.data() + 4 * four));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, mixed);
        mixed = _mm_shuffle_epi32(mixed, 0x0E);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, mixed);
        if (four >= 12) continue;
        const __m128i last = words[(four + 3) % 4];
        const __m128i earlier =
            _mm_add_epi32(_mm_sha256msg1_epu32(now, words[(four + 1) % 4]), _mm_alignr_epi8(last, words[(four + 2) % 4], 4));
        now = _mm_sha256msg2_epu32(earlier, last);
    }

    abef = _mm_shuffle_epi32(_mm_add_epi32(abef, abef_before), 0x1B);
    cdgh = _mm_shuffle_epi32(_mm_add_epi32(cdgh, cdgh_before), 0xB1);
    auto* const out = reinterpret_cast<__m128i*>(state.data());
    _mm_storeu_si128(out, _mm_blend_epi16(abef, cdgh, 0xF0));
    _mm_storeu_si128(out + 1, _mm_alignr_epi8(cdgh, abef, 8));
}

#else

bool has_sha256_instructions() {
    return false;
}

void compress_with_instructions(std::array<std::uint32_t, 8>&, const std::uint8_t*) {}

#endif

}  // namespace husrom::core
