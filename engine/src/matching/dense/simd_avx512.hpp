#pragma once

/// Vectors of 512 bits. Included only where the compiler is told to use AVX-512 (F, DQ, BW, VL); see kernels_avx512.cpp.

#include <cstddef>
#include <cstdint>

#include <immintrin.h>

namespace husrom::matching::dense::avx512 {

#include "gather_impl.hpp"

template <class Price> struct Vector;

template <> struct Vector<std::int32_t> {
    static constexpr std::int32_t width = 16;
    using Register = __m512i;
    using Index = __m512i;
    using Mask = std::uint32_t;

    static Register fill(std::int32_t value) { return _mm512_set1_epi32(value); }
    static Register load(const std::int32_t* from) { return _mm512_loadu_si512(from); }
    static void store(std::int32_t* to, Register value) { _mm512_storeu_si512(to, value); }
    static Register load_costs(const std::int32_t* from, bool negate) { return signed_as(_mm512_loadu_si512(from), negate); }
    static Register load_costs(const std::int64_t* from, bool negate) {
        const __m256i low = _mm512_cvtepi64_epi32(_mm512_loadu_si512(from));
        const __m256i high = _mm512_cvtepi64_epi32(_mm512_loadu_si512(from + 8));
        return signed_as(_mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1), negate);
    }
    static Register load_rounded(const double* from, double scale, double shift, double end) {
        return joined(rounded(_mm512_loadu_pd(from), scale, shift, end), rounded(_mm512_loadu_pd(from + 8), scale, shift, end));
    }
    static Register load_rounded(const float* from, double scale, double shift, double end) {
        return joined(rounded(_mm512_cvtps_pd(_mm256_loadu_ps(from)), scale, shift, end),
                      rounded(_mm512_cvtps_pd(_mm256_loadu_ps(from + 8)), scale, shift, end));
    }
    static Index load_index(const std::int32_t* from) { return _mm512_loadu_si512(from); }
    static Index iota(std::int32_t first) {
        return _mm512_add_epi32(_mm512_set1_epi32(first), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    }
    static Register gather(const std::int32_t* base, const std::int32_t* index) {
        return joined(gather_eight(base, index), gather_eight(base, index + 8));
    }
    static Index gather_index(const std::int32_t* base, const std::int32_t* index) { return gather(base, index); }
    static Register add(Register a, Register b) { return _mm512_add_epi32(a, b); }
    static Register minimum(Register a, Register b) { return _mm512_min_epi32(a, b); }
    static Register maximum(Register a, Register b) { return _mm512_max_epi32(a, b); }
    static Mask less(Register a, Register b) { return _mm512_cmplt_epi32_mask(a, b); }
    static Mask at_most(Register a, Register b) { return _mm512_cmple_epi32_mask(a, b); }
    static Mask negative(Index a) { return _mm512_movepi32_mask(a); }
    static Mask allowed(const std::uint8_t* from) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        return _mm_test_epi8_mask(bytes, bytes);
    }
    static void compress(std::int32_t* to, Mask mask, Register value) {
        _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(static_cast<__mmask16>(mask), value));
    }
    static void compress_index(std::int32_t* to, Mask mask, Index value) { compress(to, mask, value); }
    static std::int32_t least(Register a) { return _mm512_reduce_min_epi32(a); }
    static std::int32_t greatest(Register a) { return _mm512_reduce_max_epi32(a); }
    static Register pick(Mask mask, Register a, Register b) { return _mm512_mask_mov_epi32(a, static_cast<__mmask16>(mask), b); }
    static Index pick_index(Mask mask, Index a, Index b) { return pick(mask, a, b); }
    static Register add_where(Mask mask, Register a, Register b) { return _mm512_mask_add_epi32(a, static_cast<__mmask16>(mask), a, b); }
    static Register subtract(Register a, Register b) { return _mm512_sub_epi32(a, b); }
    static Index add_index(Index a, Index b) { return _mm512_add_epi32(a, b); }
    static Index fill_index(std::int32_t value) { return _mm512_set1_epi32(value); }
    static void store_index(std::int32_t* to, Index value) { _mm512_storeu_si512(to, value); }

    using Counts = __m512i;
    static Counts no_counts() { return _mm512_setzero_si512(); }
    static Counts count_less(Counts counts, Register a, Register b) { return count(counts, _mm512_cmplt_epi32_mask(a, b)); }
    static Counts count_at_most(Counts counts, Register a, Register b) { return count(counts, _mm512_cmple_epi32_mask(a, b)); }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        return count(counts, static_cast<__mmask16>(_mm512_cmplt_epi32_mask(a, b) |
                                                    _mm512_mask_cmple_epi32_mask(static_cast<__mmask16>(later), a, b)));
    }
    static void store_counts(std::int32_t* to, Counts counts) { _mm512_storeu_si512(to, counts); }

private:
    /// The minimum passes on what is not a number, and the conversion makes the lowest number of it, as of all that is too low.
    static __m256i rounded(__m512d value, double scale, double shift, double end) {
        const __m512d scaled = _mm512_add_pd(_mm512_mul_pd(value, _mm512_set1_pd(scale)), _mm512_set1_pd(shift));
        return _mm512_cvtpd_epi32(_mm512_min_pd(_mm512_set1_pd(end), scaled));
    }
    static Register joined(__m256i low, __m256i high) { return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1); }
    static Counts count(Counts counts, __mmask16 mask) { return _mm512_mask_add_epi32(counts, mask, counts, _mm512_set1_epi32(1)); }
    static Register signed_as(Register value, bool negate) { return negate ? _mm512_sub_epi32(_mm512_setzero_si512(), value) : value; }
};

/// Eight lanes of 64 bits, their column numbers in a 256-bit register.
struct EightColumns {
    static constexpr std::int32_t width = 8;
    using Index = __m256i;
    using Mask = std::uint32_t;

    static Index load_index(const std::int32_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }
    static Index iota(std::int32_t first) { return _mm256_add_epi32(_mm256_set1_epi32(first), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)); }
    static Index gather_index(const std::int32_t* base, const std::int32_t* index) { return gather_eight(base, index); }
    static Mask negative(Index a) { return _mm256_movepi32_mask(a); }
    static Mask allowed(const std::uint8_t* from) {
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
        return _mm_test_epi8_mask(bytes, bytes);
    }
    static void compress_index(std::int32_t* to, Mask mask, Index value) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_maskz_compress_epi32(static_cast<__mmask8>(mask), value));
    }
    static Index pick_index(Mask mask, Index a, Index b) { return _mm256_mask_mov_epi32(a, static_cast<__mmask8>(mask), b); }
    static Index add_index(Index a, Index b) { return _mm256_add_epi32(a, b); }
    static Index fill_index(std::int32_t value) { return _mm256_set1_epi32(value); }
    static void store_index(std::int32_t* to, Index value) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value); }

    using Counts = __m512i;
    static Counts no_counts() { return _mm512_setzero_si512(); }
    static void store_counts(std::int32_t* to, Counts counts) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi64_epi32(counts));
    }

protected:
    static Counts count(Counts counts, __mmask8 mask) { return _mm512_mask_add_epi64(counts, mask, counts, _mm512_set1_epi64(1)); }
};

template <> struct Vector<std::int64_t> : EightColumns {
    using Register = __m512i;

    static Register fill(std::int64_t value) { return _mm512_set1_epi64(value); }
    static Register load(const std::int64_t* from) { return _mm512_loadu_si512(from); }
    static void store(std::int64_t* to, Register value) { _mm512_storeu_si512(to, value); }
    static Register load_costs(const std::int32_t* from, bool negate) {
        return signed_as(_mm512_cvtepi32_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))), negate);
    }
    static Register load_costs(const std::int64_t* from, bool negate) { return signed_as(_mm512_loadu_si512(from), negate); }
    static Register gather(const std::int64_t* base, const std::int32_t* index) {
        return _mm512_inserti64x4(_mm512_castsi256_si512(gather_four(base, index)), gather_four(base, index + 4), 1);
    }
    static Register add(Register a, Register b) { return _mm512_add_epi64(a, b); }
    static Register minimum(Register a, Register b) { return _mm512_min_epi64(a, b); }
    static Register maximum(Register a, Register b) { return _mm512_max_epi64(a, b); }
    static Mask less(Register a, Register b) { return _mm512_cmplt_epi64_mask(a, b); }
    static Mask at_most(Register a, Register b) { return _mm512_cmple_epi64_mask(a, b); }
    static void compress(std::int64_t* to, Mask mask, Register value) {
        _mm512_storeu_si512(to, _mm512_maskz_compress_epi64(static_cast<__mmask8>(mask), value));
    }

    static std::int64_t least(Register a) { return _mm512_reduce_min_epi64(a); }
    static std::int64_t greatest(Register a) { return _mm512_reduce_max_epi64(a); }
    static Register pick(Mask mask, Register a, Register b) { return _mm512_mask_mov_epi64(a, static_cast<__mmask8>(mask), b); }
    static Register add_where(Mask mask, Register a, Register b) { return _mm512_mask_add_epi64(a, static_cast<__mmask8>(mask), a, b); }
    static Register subtract(Register a, Register b) { return _mm512_sub_epi64(a, b); }
    static Counts count_less(Counts counts, Register a, Register b) { return count(counts, _mm512_cmplt_epi64_mask(a, b)); }
    static Counts count_at_most(Counts counts, Register a, Register b) { return count(counts, _mm512_cmple_epi64_mask(a, b)); }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        return count(counts, static_cast<__mmask8>(_mm512_cmplt_epi64_mask(a, b) |
                                                   _mm512_mask_cmple_epi64_mask(static_cast<__mmask8>(later), a, b)));
    }

private:
    static Register signed_as(Register value, bool negate) { return negate ? _mm512_sub_epi64(_mm512_setzero_si512(), value) : value; }
};

template <> struct Vector<double> : EightColumns {
    using Register = __m512d;

    static Register fill(double value) { return _mm512_set1_pd(value); }
    static Register load(const double* from) { return _mm512_loadu_pd(from); }
    static void store(double* to, Register value) { _mm512_storeu_pd(to, value); }
    static Register load_costs(const float* from, bool negate) { return signed_as(_mm512_cvtps_pd(_mm256_loadu_ps(from)), negate); }
    static Register load_costs(const double* from, bool negate) { return signed_as(_mm512_loadu_pd(from), negate); }
    static Register gather(const double* base, const std::int32_t* index) {
        return _mm512_insertf64x4(_mm512_castpd256_pd512(gather_four(base, index)), gather_four(base, index + 4), 1);
    }
    static Register add(Register a, Register b) { return _mm512_add_pd(a, b); }
    static Register minimum(Register a, Register b) { return _mm512_min_pd(a, b); }
    static Register maximum(Register a, Register b) { return _mm512_max_pd(a, b); }
    static Mask less(Register a, Register b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
    static Mask at_most(Register a, Register b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
    static void compress(double* to, Mask mask, Register value) {
        _mm512_storeu_pd(to, _mm512_maskz_compress_pd(static_cast<__mmask8>(mask), value));
    }

    static double least(Register a) { return _mm512_reduce_min_pd(a); }
    static double greatest(Register a) { return _mm512_reduce_max_pd(a); }
    static Register pick(Mask mask, Register a, Register b) { return _mm512_mask_mov_pd(a, static_cast<__mmask8>(mask), b); }
    static Register add_where(Mask mask, Register a, Register b) { return _mm512_mask_add_pd(a, static_cast<__mmask8>(mask), a, b); }
    static Register subtract(Register a, Register b) { return _mm512_sub_pd(a, b); }
    static Counts count_less(Counts counts, Register a, Register b) { return count(counts, _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ)); }
    static Counts count_at_most(Counts counts, Register a, Register b) { return count(counts, _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ)); }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        return count(counts, static_cast<__mmask8>(_mm512_cmp_pd_mask(a, b, _CMP_LT_OQ) |
                                                   _mm512_mask_cmp_pd_mask(static_cast<__mmask8>(later), a, b, _CMP_LE_OQ)));
    }

private:
    static Register signed_as(Register value, bool negate) { return negate ? _mm512_xor_pd(value, _mm512_set1_pd(-0.0)) : value; }
};

}  // namespace husrom::matching::dense::avx512
