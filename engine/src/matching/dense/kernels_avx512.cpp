#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels.hpp"

// Only what stands between push and pop may use AVX-512; the intrinsics' own header must come before.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,popcnt,bmi"))), apply_to = function)
#else
#pragma GCC push_options
// GCC 12 takes the undefined source operand inside its own intrinsics for a use of ours.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx2,popcnt,bmi")
#endif

#include "simd_avx512.hpp"

namespace husrom::matching::dense::avx512 {

// In this order:
// clang-format off
#include "kernels_impl.hpp"
#include "collect_impl.hpp"
#include "small_impl.hpp"
#include "table_impl.hpp"
// clang-format on

}  // namespace husrom::matching::dense::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
