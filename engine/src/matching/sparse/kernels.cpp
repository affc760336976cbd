#include <husrom/matching/detail/kernels.hpp>

#include "kernel_tables.hpp"

namespace husrom::matching::detail {
namespace {

KernelTable plain() {
    return {&best_two<std::uint32_t, std::int32_t>,
            &filter<std::uint32_t, std::int32_t>,
            &best_two<std::uint64_t, std::int64_t>,
            &filter<std::uint64_t, std::int64_t>,
            &best_two<std::int64_t>,
            &filter<std::int64_t>,
            &filter<std::int32_t>,
            &filter_words};
}

}  // namespace

const KernelTable& kernels(InstructionSet set) {
#if defined(__x86_64__)
    if (set == InstructionSet::avx512) {
        // Made by code for that instruction set, which no other machine may run.
        static const KernelTable wide = avx512::table();
        return wide;
    }
#endif
    // Prices are read at random, and gathers of AVX2 are no faster than plain loads: with 32-bit words they are even, with 64-bit ones they
    // take twice as long (3.3 against 1.7 ns an edge).
    static const KernelTable loops = plain();
    return loops;
}

const KernelTable& kernels() {
    return kernels(instruction_set());
}

}  // namespace husrom::matching::detail
