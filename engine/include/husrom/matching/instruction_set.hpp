#pragma once

/// Which vector instructions the solvers use, dense and sparse. By default the widest that the processor has; every choice gives the same
/// result.
///
///     set_instruction_set(InstructionSet::scalar);     // for a test or a comparison
///
/// The environment variable HUSROM_SIMD = scalar | avx2 | avx512 sets the same before the first use.

#include <cstdint>
#include <string_view>

namespace husrom::matching {

enum class InstructionSet : std::uint8_t { scalar, avx2, avx512 };

/// The widest that this processor and this build have.
[[nodiscard]] InstructionSet widest_instruction_set();
/// The one in use, process-wide.
[[nodiscard]] InstructionSet instruction_set();
/// Throws InvalidArgument where the processor does not have it.
void set_instruction_set(InstructionSet set);

[[nodiscard]] std::string_view to_string(InstructionSet set);

}  // namespace husrom::matching
