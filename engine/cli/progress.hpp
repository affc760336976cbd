#pragma once

/// Progress of a long solve on stderr: one line that is rewritten, or one JSON object a line.

#include <functional>
#include <string>

#include <husrom/model/finding.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom::cli {

/// The way in which progress is shown: "auto" is a line on a terminal and nothing elsewhere. Throws InvalidArgument for another word.
[[nodiscard]] std::function<void(const solve::Progress&)> progress_printer(const std::string& way, bool quiet, model::Language language);
/// A line of progress is shown unless asked for otherwise.
[[nodiscard]] bool draws_progress(bool quiet);
/// Ends a line of progress, so that what follows starts on its own line.
void end_progress(const std::string& way, bool quiet);

}  // namespace husrom::cli
