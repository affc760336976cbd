// Values from places all over an array, by plain loads. No include guard: the paths with AVX2 and AVX-512 include it into their own
// namespaces. The gather instructions take half as long again (AVX-512) to three times as long (AVX2) on processors whose microcode guards
// them, and are no faster on many others.

/// Numbers i and i + 1 of a list of columns.
struct TwoColumns {
    explicit TwoColumns(const std::int32_t* index) { __builtin_memcpy(&both, index, sizeof(both)); }
    [[nodiscard]] std::size_t first() const { return static_cast<std::uint32_t>(both); }
    [[nodiscard]] std::size_t second() const { return both >> 32; }
    std::uint64_t both;
};

inline __m128i gather_four(const std::int32_t* base, const std::int32_t* index) {
    const TwoColumns a(index), b(index + 2);
    const __m128i low = _mm_blend_epi32(_mm_set1_epi32(base[a.first()]), _mm_set1_epi32(base[a.second()]), 0b0010);
    const __m128i high = _mm_blend_epi32(_mm_set1_epi32(base[b.first()]), _mm_set1_epi32(base[b.second()]), 0b1000);
    return _mm_blend_epi32(low, high, 0b1100);
}
inline __m256i gather_eight(const std::int32_t* base, const std::int32_t* index) {
    const auto lanes_01 = [&](std::int32_t k) {
        const TwoColumns two(index + k);
        return _mm256_blend_epi32(_mm256_set1_epi32(base[two.first()]), _mm256_set1_epi32(base[two.second()]), 0b10101010);
    };
    const __m256i low = _mm256_blend_epi32(lanes_01(0), lanes_01(2), 0b00001100);
    const __m256i high = _mm256_blend_epi32(lanes_01(4), lanes_01(6), 0b11000000);
    return _mm256_blend_epi32(low, high, 0b11110000);
}
inline __m256d gather_four(const double* base, const std::int32_t* index) {
    const TwoColumns a(index), b(index + 2);
    const __m256d low = _mm256_blend_pd(_mm256_set1_pd(base[a.first()]), _mm256_set1_pd(base[a.second()]), 0b0010);
    const __m256d high = _mm256_blend_pd(_mm256_set1_pd(base[b.first()]), _mm256_set1_pd(base[b.second()]), 0b1000);
    return _mm256_blend_pd(low, high, 0b1100);
}
inline __m256i gather_four(const std::int64_t* base, const std::int32_t* index) {
    const TwoColumns a(index), b(index + 2);
    const __m256i low = _mm256_blend_epi32(_mm256_set1_epi64x(base[a.first()]), _mm256_set1_epi64x(base[a.second()]), 0b00001100);
    const __m256i high = _mm256_blend_epi32(_mm256_set1_epi64x(base[b.first()]), _mm256_set1_epi64x(base[b.second()]), 0b11000000);
    return _mm256_blend_epi32(low, high, 0b11110000);
}
