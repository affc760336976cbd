#include "kernels.hpp"
#include "simd_scalar.hpp"

namespace husrom::matching::dense::scalar {

#include "kernels_impl.hpp"

}  // namespace husrom::matching::dense::scalar
