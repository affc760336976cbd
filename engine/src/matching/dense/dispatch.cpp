#include <array>
#include <atomic>
#include <cstdlib>
#include <string>

#include <husrom/core/error.hpp>
#include <husrom/matching/instruction_set.hpp>

#include "kernels.hpp"

namespace husrom::matching {

namespace {

InstructionSet requested_or_widest() {
    const char* const wanted = std::getenv("HUSROM_SIMD");
    if (wanted != nullptr)
        for (const InstructionSet set : {InstructionSet::scalar, InstructionSet::avx2, InstructionSet::avx512})
            if (to_string(set) == wanted && set <= widest_instruction_set()) return set;
    return widest_instruction_set();
}

std::atomic<InstructionSet>& current() {
    static std::atomic<InstructionSet> set{requested_or_widest()};
    return set;
}

}  // namespace

InstructionSet widest_instruction_set() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
        return InstructionSet::avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi")) return InstructionSet::avx2;
#endif
    return InstructionSet::scalar;
}

InstructionSet instruction_set() {
    return current().load(std::memory_order_relaxed);
}

void set_instruction_set(InstructionSet set) {
    if (set > widest_instruction_set())
        throw InvalidArgument("this processor does not have the instruction set " + std::string(to_string(set)));
    current().store(set, std::memory_order_relaxed);
}

std::string_view to_string(InstructionSet set) {
    constexpr std::array<std::string_view, 3> names{"scalar", "avx2", "avx512"};
    return names[static_cast<std::size_t>(set)];
}

namespace dense {

/// Each table is made by code of its own instruction set, so only where the processor has it.
const KernelTable& kernels() {
#if defined(__x86_64__)
    if (instruction_set() == InstructionSet::avx512) {
        static const KernelTable table = avx512::table();
        return table;
    }
    if (instruction_set() == InstructionSet::avx2) {
        static const KernelTable table = avx2::table();
        return table;
    }
#endif
    static const KernelTable table = scalar::table();
    return table;
}

}  // namespace dense

}  // namespace husrom::matching
