#include "kernels.hpp"
#include "simd_scalar.hpp"

namespace husrom::matching::dense::scalar {

// In this order:
// clang-format off
#include "kernels_impl.hpp"
#include "chunks_impl.hpp"
#include "small_impl.hpp"
#include "table_impl.hpp"
// clang-format on

}  // namespace husrom::matching::dense::scalar
