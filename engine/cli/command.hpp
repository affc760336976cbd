#pragma once

/// A command as data: what it is called, what it reads from the command line, and what it does.

#include <string>
#include <string_view>
#include <vector>

#include <boost/program_options.hpp>
#include <husrom/model/finding.hpp>

#include "exit_code.hpp"
#include "messages.hpp"

namespace husrom::cli {

namespace po = boost::program_options;

/// What a command gets to work with.
struct Context {
    const po::variables_map& values;
    model::Language language;
    Messages& messages;
    std::string format;  ///< "text", "json" or "csv"

    [[nodiscard]] bool given(const char* option) const { return values.count(option) > 0 && !values[option].defaulted(); }
    [[nodiscard]] std::string text(const char* option) const {
        return values.count(option) > 0 ? values[option].as<std::string>() : std::string();
    }
    [[nodiscard]] bool flag(const char* option) const { return values[option].as<bool>(); }
    [[nodiscard]] std::string_view pick(std::string_view en, std::string_view nb) const {
        return language == model::Language::nb ? nb : en;
    }
};

struct Command {
    std::string_view name;
    std::string_view summary;                 ///< one line in the list of commands
    std::string_view about;                   ///< a paragraph, lines of at most 80 characters
    std::string_view example;                 ///< a line that works
    std::vector<std::string_view> positions;  ///< names of the words that must stand after the command
    std::vector<std::string_view> formats;    ///< of --format; the first is the default
    void (*add_options)(po::options_description& options);
    int (*run)(const Context& context);
    std::size_t optional_positions = 0;  ///< so many of the last positions may be left out
};

[[nodiscard]] const std::vector<Command>& commands();

[[nodiscard]] Command check_command();
[[nodiscard]] Command allocate_command();
[[nodiscard]] Command explain_command();
[[nodiscard]] Command why_not_command();
[[nodiscard]] Command alternatives_command();
[[nodiscard]] Command help_command();
[[nodiscard]] Command conflict_command();
[[nodiscard]] Command offers_command();
[[nodiscard]] Command respond_command();
[[nodiscard]] Command review_command();
[[nodiscard]] Command draft_command();
[[nodiscard]] Command fairness_command();
[[nodiscard]] Command mechanism_command();
[[nodiscard]] Command near_command();
[[nodiscard]] Command stability_command();
[[nodiscard]] Command compare_command();
[[nodiscard]] Command policy_command();
[[nodiscard]] Command verify_command();
[[nodiscard]] Command sweep_command();
[[nodiscard]] Command example_command();

}  // namespace husrom::cli
