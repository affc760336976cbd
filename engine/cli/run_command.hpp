#pragma once

/// Reads one command's options, runs it, and turns what it throws into messages and exit codes.

#include <string>
#include <vector>

#include "command.hpp"

namespace husrom::cli {

[[nodiscard]] int run_command(const Command& command, const std::vector<std::string>& arguments);

}  // namespace husrom::cli
