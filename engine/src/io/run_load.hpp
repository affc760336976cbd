#pragma once

/// A run folder as it stands, for whoever judges it.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/io/saved_run.hpp>

namespace husrom::io {

/// What the files say; throws InvalidInput when one is missing or is none of a run. Nothing is compared with the log.
[[nodiscard]] SavedRun read_run(const std::filesystem::path& folder);

/// How the files of a run differ from what the first line of its log, which `save` wrote, says of them.
[[nodiscard]] std::vector<std::string> differences_from_log(const std::filesystem::path& folder, const SavedRun& run, std::string_view log,
                                                            model::Language language = model::Language::en);

/// The prices of a run as the solver gave them. Throws InvalidInput when one is of a goal, person, home or limit that the problem has not.
[[nodiscard]] std::vector<solve::Prices> prices_of(const SavedRun& run, const rules::AllocationProblem& problem);

}  // namespace husrom::io
