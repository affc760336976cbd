/// Compiled twin of the cold solver, for words of 32, 64 and 128 bits.

#include <husrom/matching/detail/packed_solver.hpp>

namespace husrom::matching::detail {

template class PackedSolver<std::uint32_t, std::int32_t>;
template class PackedSolver<std::uint64_t, std::int64_t>;
template class PackedSolver<core::uint128, std::int64_t>;

}  // namespace husrom::matching::detail
