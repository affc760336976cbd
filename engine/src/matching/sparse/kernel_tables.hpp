#pragma once

/// The versions of the sparse kernels, one source file each.

#include <husrom/matching/detail/kernels.hpp>

namespace husrom::matching::detail {

namespace avx2 {
[[nodiscard]] KernelTable table();
}
namespace avx512 {
[[nodiscard]] KernelTable table();
}

}  // namespace husrom::matching::detail
