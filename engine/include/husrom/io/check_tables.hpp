#pragma once

/// What is wrong with the tables of a case, told beside what is wrong with its policy, so that an office can mend both at once.

#include <husrom/model/case.hpp>

namespace husrom {

/// For a case whose policy has errors or is missing. Columns are read as far as the policy declares them, what only a declaration could
/// answer is left out, and no finding shows a cell when no declaration could be read: it may have called any column personal.
[[nodiscard]] model::Findings check_tables(const model::Case& source);

}  // namespace husrom
