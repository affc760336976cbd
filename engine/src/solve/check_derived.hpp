#pragma once

/// Limits that a certificate derives from those of the problem, derived here anew: what the proof uses is computed, not read.

#include <vector>

#include <husrom/solve/certificate.hpp>
#include <husrom/solve/problem.hpp>

namespace husrom::solve::checking {

/// The problem with the derived limits behind its own. Throws Objection where one does not follow.
[[nodiscard]] Problem with_derived(const Problem& problem, const std::vector<DerivedLimit>& derived);

}  // namespace husrom::solve::checking
