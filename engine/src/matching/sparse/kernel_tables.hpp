#pragma once

/// The versions of the sparse kernels that want a source file of their own.

#include <husrom/matching/detail/kernels.hpp>

namespace husrom::matching::detail {

namespace avx512 {
[[nodiscard]] KernelTable table();
}

}  // namespace husrom::matching::detail
