#pragma once

/// Vectors of 256 bits. Included only where the compiler is told to use AVX2; see kernels_avx2.cpp.
/// AVX2 has no compress instruction and no 64-bit minimum: a table of lane orders and a compare with blend stand in.

#include <bit>
#include <cstddef>
#include <cstdint>

#include <immintrin.h>

namespace husrom::matching::dense::avx2 {

/// For every mask of eight lanes the order that brings its lanes to the front.
struct LaneOrders {
    std::int32_t order[256][8];
    constexpr LaneOrders() : order() {
        for (int mask = 0; mask < 256; ++mask) {
            int kept = 0;
            for (int lane = 0; lane < 8; ++lane)
                if ((mask >> lane & 1) != 0) order[mask][kept++] = lane;
        }
    }
};
inline constexpr LaneOrders lane_orders{};

#include "gather_impl.hpp"

template <class Price> struct Vector;

template <> struct Vector<std::int32_t> {
    static constexpr std::int32_t width = 8;
    using Register = __m256i;
    using Index = __m256i;
    using Mask = std::uint32_t;

    static Register fill(std::int32_t value) { return _mm256_set1_epi32(value); }
    static Register load(const std::int32_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }
    static void store(std::int32_t* to, Register value) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value); }
    static Register load_costs(const std::int32_t* from, bool negate) { return signed_as(load(from), negate); }
    static Register load_costs(const std::int64_t* from, bool negate) {
        const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
        const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 4));
        const __m256 halves = _mm256_shuffle_ps(_mm256_castsi256_ps(low), _mm256_castsi256_ps(high), _MM_SHUFFLE(2, 0, 2, 0));
        return signed_as(_mm256_permute4x64_epi64(_mm256_castps_si256(halves), _MM_SHUFFLE(3, 1, 2, 0)), negate);
    }
    static Register load_rounded(const double* from, double scale, double shift, double end) {
        return _mm256_set_m128i(rounded(_mm256_loadu_pd(from + 4), scale, shift, end), rounded(_mm256_loadu_pd(from), scale, shift, end));
    }
    static Register load_rounded(const float* from, double scale, double shift, double end) {
        return _mm256_set_m128i(rounded(_mm256_cvtps_pd(_mm_loadu_ps(from + 4)), scale, shift, end),
                                rounded(_mm256_cvtps_pd(_mm_loadu_ps(from)), scale, shift, end));
    }
    static Index load_index(const std::int32_t* from) { return load(from); }
    static Index iota(std::int32_t first) { return _mm256_add_epi32(_mm256_set1_epi32(first), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)); }
    static Register gather(const std::int32_t* base, const std::int32_t* index) { return gather_eight(base, index); }
    static Index gather_index(const std::int32_t* base, const std::int32_t* index) { return gather_eight(base, index); }
    static Register add(Register a, Register b) { return _mm256_add_epi32(a, b); }
    static Register minimum(Register a, Register b) { return _mm256_min_epi32(a, b); }
    static Register maximum(Register a, Register b) { return _mm256_max_epi32(a, b); }
    static Mask less(Register a, Register b) { return mask_of(_mm256_cmpgt_epi32(b, a)); }
    static Mask at_most(Register a, Register b) { return ~mask_of(_mm256_cmpgt_epi32(a, b)) & 0xFFU; }
    static Mask negative(Index a) { return mask_of(a); }
    static Mask allowed(const std::uint8_t* from) {
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
        return ~static_cast<Mask>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128()))) & 0xFFU;
    }
    static void compress(std::int32_t* to, Mask mask, Register value) {
        store(to, _mm256_permutevar8x32_epi32(value, load(lane_orders.order[mask])));
    }
    static void compress_index(std::int32_t* to, Mask mask, Index value) { compress(to, mask, value); }
    static std::int32_t least(Register a) {
        __m128i half = _mm_min_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
        half = _mm_min_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(1, 0, 3, 2)));
        return _mm_cvtsi128_si32(_mm_min_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(2, 3, 0, 1))));
    }
    static std::int32_t greatest(Register a) {
        __m128i half = _mm_max_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
        half = _mm_max_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(1, 0, 3, 2)));
        return _mm_cvtsi128_si32(_mm_max_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(2, 3, 0, 1))));
    }
    static Register pick(Mask mask, Register a, Register b) { return _mm256_blendv_epi8(a, b, lanes_of(mask)); }
    static Index pick_index(Mask mask, Index a, Index b) { return pick(mask, a, b); }
    static Register add_where(Mask mask, Register a, Register b) { return add(a, _mm256_and_si256(lanes_of(mask), b)); }
    static Register subtract(Register a, Register b) { return _mm256_sub_epi32(a, b); }
    static Index add_index(Index a, Index b) { return _mm256_add_epi32(a, b); }
    static Index fill_index(std::int32_t value) { return fill(value); }
    static void store_index(std::int32_t* to, Index value) { store(to, value); }

    using Counts = __m256i;
    static Counts no_counts() { return _mm256_setzero_si256(); }
    static Counts count_less(Counts counts, Register a, Register b) { return _mm256_sub_epi32(counts, _mm256_cmpgt_epi32(b, a)); }
    static Counts count_at_most(Counts counts, Register a, Register b) {
        return _mm256_sub_epi32(counts, _mm256_xor_si256(_mm256_cmpgt_epi32(a, b), _mm256_set1_epi32(-1)));
    }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        const __m256i tied = _mm256_and_si256(_mm256_cmpeq_epi32(a, b), lanes_of(later));
        return _mm256_sub_epi32(counts, _mm256_or_si256(_mm256_cmpgt_epi32(b, a), tied));
    }
    static void store_counts(std::int32_t* to, Counts counts) { store(to, counts); }

private:
    /// The minimum passes on what is not a number, and the conversion makes the lowest number of it, as of all that is too low.
    static __m128i rounded(__m256d value, double scale, double shift, double end) {
        const __m256d scaled = _mm256_add_pd(_mm256_mul_pd(value, _mm256_set1_pd(scale)), _mm256_set1_pd(shift));
        return _mm256_cvtpd_epi32(_mm256_min_pd(_mm256_set1_pd(end), scaled));
    }
    static __m256i lanes_of(Mask mask) {
        const __m256i bits = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
        return _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(static_cast<std::int32_t>(mask)), bits), bits);
    }
    static Mask mask_of(__m256i lanes) { return static_cast<Mask>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes))); }
    static Register signed_as(Register value, bool negate) { return negate ? _mm256_sub_epi32(_mm256_setzero_si256(), value) : value; }
};

/// Four lanes of 64 bits, their column numbers in a 128-bit register.
struct FourColumns {
    static constexpr std::int32_t width = 4;
    using Index = __m128i;
    using Mask = std::uint32_t;

    static Index load_index(const std::int32_t* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); }
    static Index iota(std::int32_t first) { return _mm_add_epi32(_mm_set1_epi32(first), _mm_setr_epi32(0, 1, 2, 3)); }
    static Index gather_index(const std::int32_t* base, const std::int32_t* index) { return gather_four(base, index); }
    static Mask negative(Index a) { return static_cast<Mask>(_mm_movemask_ps(_mm_castsi128_ps(a))); }
    static Mask allowed(const std::uint8_t* from) {
        Mask mask = 0;
        for (std::uint32_t lane = 0; lane < 4; ++lane) mask |= (from[lane] != 0 ? 1U : 0U) << lane;
        return mask;
    }
    static void compress_index(std::int32_t* to, Mask mask, Index value) {
        const __m128i order = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lane_orders.order[mask]));
        const __m128 moved = _mm_permutevar_ps(_mm_castsi128_ps(value), order);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_castps_si128(moved));
    }

    static Index pick_index(Mask mask, Index a, Index b) {
        const __m128i bits = _mm_setr_epi32(1, 2, 4, 8);
        const __m128i lanes = _mm_cmpeq_epi32(_mm_and_si128(_mm_set1_epi32(static_cast<std::int32_t>(mask)), bits), bits);
        return _mm_blendv_epi8(a, b, lanes);
    }
    static Index add_index(Index a, Index b) { return _mm_add_epi32(a, b); }
    static Index fill_index(std::int32_t value) { return _mm_set1_epi32(value); }
    static void store_index(std::int32_t* to, Index value) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), value); }

    using Counts = __m256i;
    static Counts no_counts() { return _mm256_setzero_si256(); }
    static void store_counts(std::int32_t* to, Counts counts) {
        const __m256i front = _mm256_permutevar8x32_epi32(counts, _mm256_setr_epi32(0, 2, 4, 6, 0, 0, 0, 0));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(front));
    }

protected:
    static __m256i lanes_of(Mask mask) {
        const __m256i bits = _mm256_setr_epi64x(1, 2, 4, 8);
        return _mm256_cmpeq_epi64(_mm256_and_si256(_mm256_set1_epi64x(static_cast<std::int64_t>(mask)), bits), bits);
    }
    static Mask mask_of(__m256d lanes) { return static_cast<Mask>(_mm256_movemask_pd(lanes)); }
    /// Moves the 64-bit lanes of `mask` to the front: each is two neighbouring 32-bit lanes.
    static __m256i front(Mask mask, __m256i value) {
        const Mask doubled = (mask & 1U) * 0x03U | (mask >> 1 & 1U) * 0x0CU | (mask >> 2 & 1U) * 0x30U | (mask >> 3 & 1U) * 0xC0U;
        return _mm256_permutevar8x32_epi32(value, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(lane_orders.order[doubled])));
    }
};

template <> struct Vector<std::int64_t> : FourColumns {
    using Register = __m256i;

    static Register fill(std::int64_t value) { return _mm256_set1_epi64x(value); }
    static Register load(const std::int64_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }
    static void store(std::int64_t* to, Register value) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value); }
    static Register load_costs(const std::int32_t* from, bool negate) {
        return signed_as(_mm256_cvtepi32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))), negate);
    }
    static Register load_costs(const std::int64_t* from, bool negate) { return signed_as(load(from), negate); }
    static Register gather(const std::int64_t* base, const std::int32_t* index) { return gather_four(base, index); }
    static Register add(Register a, Register b) { return _mm256_add_epi64(a, b); }
    static Register minimum(Register a, Register b) { return _mm256_blendv_epi8(a, b, _mm256_cmpgt_epi64(a, b)); }
    static Register maximum(Register a, Register b) { return _mm256_blendv_epi8(b, a, _mm256_cmpgt_epi64(a, b)); }
    static Mask less(Register a, Register b) { return mask_of(_mm256_castsi256_pd(_mm256_cmpgt_epi64(b, a))); }
    static Mask at_most(Register a, Register b) { return ~mask_of(_mm256_castsi256_pd(_mm256_cmpgt_epi64(a, b))) & 0xFU; }
    static void compress(std::int64_t* to, Mask mask, Register value) { store(to, front(mask, value)); }

    static std::int64_t least(Register a) {
        a = minimum(a, _mm256_permute4x64_epi64(a, _MM_SHUFFLE(1, 0, 3, 2)));
        return _mm_cvtsi128_si64(_mm256_castsi256_si128(minimum(a, _mm256_permute4x64_epi64(a, _MM_SHUFFLE(2, 3, 0, 1)))));
    }
    static std::int64_t greatest(Register a) {
        a = maximum(a, _mm256_permute4x64_epi64(a, _MM_SHUFFLE(1, 0, 3, 2)));
        return _mm_cvtsi128_si64(_mm256_castsi256_si128(maximum(a, _mm256_permute4x64_epi64(a, _MM_SHUFFLE(2, 3, 0, 1)))));
    }
    static Register pick(Mask mask, Register a, Register b) { return _mm256_blendv_epi8(a, b, lanes_of(mask)); }
    static Register add_where(Mask mask, Register a, Register b) { return add(a, _mm256_and_si256(lanes_of(mask), b)); }
    static Register subtract(Register a, Register b) { return _mm256_sub_epi64(a, b); }
    static Counts count_less(Counts counts, Register a, Register b) { return _mm256_sub_epi64(counts, _mm256_cmpgt_epi64(b, a)); }
    static Counts count_at_most(Counts counts, Register a, Register b) {
        return _mm256_sub_epi64(counts, _mm256_xor_si256(_mm256_cmpgt_epi64(a, b), _mm256_set1_epi64x(-1)));
    }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        const __m256i tied = _mm256_and_si256(_mm256_cmpeq_epi64(a, b), lanes_of(later));
        return _mm256_sub_epi64(counts, _mm256_or_si256(_mm256_cmpgt_epi64(b, a), tied));
    }

private:
    static Register signed_as(Register value, bool negate) { return negate ? _mm256_sub_epi64(_mm256_setzero_si256(), value) : value; }
};

template <> struct Vector<double> : FourColumns {
    using Register = __m256d;

    static Register fill(double value) { return _mm256_set1_pd(value); }
    static Register load(const double* from) { return _mm256_loadu_pd(from); }
    static void store(double* to, Register value) { _mm256_storeu_pd(to, value); }
    static Register load_costs(const float* from, bool negate) { return signed_as(_mm256_cvtps_pd(_mm_loadu_ps(from)), negate); }
    static Register load_costs(const double* from, bool negate) { return signed_as(_mm256_loadu_pd(from), negate); }
    static Register gather(const double* base, const std::int32_t* index) { return gather_four(base, index); }
    static Register add(Register a, Register b) { return _mm256_add_pd(a, b); }
    static Register minimum(Register a, Register b) { return _mm256_min_pd(a, b); }
    static Register maximum(Register a, Register b) { return _mm256_max_pd(a, b); }
    static Mask less(Register a, Register b) { return mask_of(_mm256_cmp_pd(a, b, _CMP_LT_OQ)); }
    static Mask at_most(Register a, Register b) { return mask_of(_mm256_cmp_pd(a, b, _CMP_LE_OQ)); }
    static void compress(double* to, Mask mask, Register value) { store(to, _mm256_castsi256_pd(front(mask, _mm256_castpd_si256(value)))); }

    static double least(Register a) {
        const __m128d half = _mm_min_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
        return _mm_cvtsd_f64(_mm_min_sd(half, _mm_unpackhi_pd(half, half)));
    }
    static double greatest(Register a) {
        const __m128d half = _mm_max_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
        return _mm_cvtsd_f64(_mm_max_sd(half, _mm_unpackhi_pd(half, half)));
    }
    static Register pick(Mask mask, Register a, Register b) { return _mm256_blendv_pd(a, b, _mm256_castsi256_pd(lanes_of(mask))); }
    static Register add_where(Mask mask, Register a, Register b) { return pick(mask, a, _mm256_add_pd(a, b)); }
    static Register subtract(Register a, Register b) { return _mm256_sub_pd(a, b); }
    static Counts count_less(Counts counts, Register a, Register b) { return count(counts, _mm256_cmp_pd(a, b, _CMP_LT_OQ)); }
    static Counts count_at_most(Counts counts, Register a, Register b) { return count(counts, _mm256_cmp_pd(a, b, _CMP_LE_OQ)); }
    static Counts count_in_order(Counts counts, Register a, Register b, Mask later) {
        const __m256d tied = _mm256_and_pd(_mm256_cmp_pd(a, b, _CMP_LE_OQ), _mm256_castsi256_pd(lanes_of(later)));
        return count(counts, _mm256_or_pd(_mm256_cmp_pd(a, b, _CMP_LT_OQ), tied));
    }

private:
    static Counts count(Counts counts, __m256d lanes) { return _mm256_sub_epi64(counts, _mm256_castpd_si256(lanes)); }
    static Register signed_as(Register value, bool negate) { return negate ? _mm256_xor_pd(value, _mm256_set1_pd(-0.0)) : value; }
};

}  // namespace husrom::matching::dense::avx2
