#pragma once

/// What is said beside the answer: to stderr unless --quiet, and to --log-file whole.

#include <fstream>
#include <string>
#include <string_view>

namespace husrom::cli {

class Messages {
public:
    /// Throws InvalidArgument when the log file cannot be written.
    Messages(bool quiet, bool verbose, const std::string& log_file);

    void error(std::string_view text);   ///< shown even when quiet
    void say(std::string_view text);     ///< shown unless quiet
    void detail(std::string_view text);  ///< shown when verbose
    [[nodiscard]] bool quiet() const { return quiet_; }

private:
    void write(std::string_view text, bool shown);

    bool quiet_;
    bool verbose_;
    std::ofstream log_;
};

}  // namespace husrom::cli
