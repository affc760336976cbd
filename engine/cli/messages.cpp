#include "messages.hpp"

#include <iostream>

#include <husrom/core/error.hpp>

namespace husrom::cli {

Messages::Messages(bool quiet, bool verbose, const std::string& log_file) : quiet_(quiet), verbose_(verbose) {
    if (log_file.empty()) return;
    log_.open(log_file, std::ios::app);
    if (!log_) throw InvalidArgument("--log-file: cannot write to " + log_file);
}

void Messages::error(std::string_view text) {
    write(text, true);
}

void Messages::say(std::string_view text) {
    write(text, !quiet_);
}

void Messages::detail(std::string_view text) {
    write(text, verbose_ && !quiet_);
}

void Messages::write(std::string_view text, bool shown) {
    const std::string_view end = text.ends_with('\n') ? "" : "\n";
    if (shown) std::cerr << text << end << std::flush;
    if (log_.is_open()) log_ << text << end << std::flush;
}

}  // namespace husrom::cli
