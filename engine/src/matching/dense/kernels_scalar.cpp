#include "kernels.hpp"
#include "simd_scalar.hpp"

namespace husrom::matching::dense::scalar {

// clang-format off: in this order
#include "kernels_impl.hpp"
#include "small_impl.hpp"
#include "table_impl.hpp"
// clang-format on

}  // namespace husrom::matching::dense::scalar
