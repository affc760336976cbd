#pragma once

/// What `explain` needs in both of its ways: from the run folder alone, and with the case.

#include <string>

#include <husrom/io/saved_run.hpp>
#include <husrom/plan/text.hpp>

#include "command.hpp"

namespace husrom::cli {

[[nodiscard]] plan::Audience audience_of(const Context& context);
/// What the run alone says: the outcome and the reason code.
[[nodiscard]] int explain_from_run(const Context& context, const SavedRun& run, const std::string& participant);

}  // namespace husrom::cli
