#include "run_command.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <optional>

#include <husrom/core/error.hpp>
#include <husrom/core/version.hpp>

#include "model/text.hpp"

namespace husrom::cli {

namespace {

/// A mistake in the words of the command line.
class UsageError : public Error {
public:
    using Error::Error;
};

model::Language language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read before any thread starts
        if (value == nullptr || *value == '\0') continue;
        const std::string_view text(value);
        return text.starts_with("nb") || text.starts_with("no") || text.starts_with("nn") ? model::Language::nb : model::Language::en;
    }
    return model::Language::en;
}

po::options_description own_options(const Command& command) {
    po::options_description options("Options");
    command.add_options(options);
    if (command.formats.size() > 1) {
        std::string formats;
        for (const auto format : command.formats) formats += (formats.empty() ? "" : "|") + std::string(format);
        options.add_options()("format", po::value<std::string>()->value_name(formats)->default_value(std::string(command.formats.front())),
                              "how the answer is written");
    }
    return options;
}

po::options_description common_options() {
    po::options_description options("Common options");
    options.add_options()                                                                                                   //
        ("lang", po::value<std::string>()->value_name("nb|en"), "language of the words; otherwise that of LANG")            //
        ("quiet", po::bool_switch(), "errors only, no messages")                                                            //
        ("verbose", po::bool_switch(), "more messages")                                                                     //
        ("log-file", po::value<std::string>()->value_name("FILE")->default_value("", ""), "append the messages to a file")  //
        ("help", po::bool_switch(), "this text");
    return options;
}

void print_help(const Command& command) {
    std::cout << "usage: husrom " << command.name;
    for (std::size_t i = 0; i < command.positions.size(); ++i) {
        const bool optional = i + command.optional_positions >= command.positions.size();
        std::cout << (optional ? " [" : " ") << command.positions[i] << (optional ? "]" : "");
    }
    std::cout << " [options]\n\n"
              << command.about << "\n\n"
              << own_options(command) << '\n'
              << common_options() << "\nexample:\n  " << command.example << '\n';
}

po::variables_map parse(const Command& command, const std::vector<std::string>& arguments) {
    po::options_description positions;
    po::positional_options_description order;
    for (const auto position : command.positions) {
        positions.add_options()(std::string(position).c_str(), po::value<std::string>());
        order.add(std::string(position).c_str(), 1);
    }
    po::options_description visible;
    visible.add(own_options(command)).add(common_options());
    po::options_description all;
    all.add(visible).add(positions);
    using style = po::command_line_style::style_t;
    po::variables_map values;
    try {
        po::store(po::command_line_parser(arguments)
                      .options(all)
                      .positional(order)
                      .style(po::command_line_style::unix_style & ~style::allow_guessing)
                      .run(),
                  values);
        po::notify(values);
    } catch (const po::unknown_option& error) {
        std::vector<std::string> names;
        for (const auto& option : visible.options()) names.push_back("--" + option->long_name());
        const auto nearest = model::nearest(error.get_option_name(), names);
        throw UsageError("there is no option " + error.get_option_name() + "." + (nearest.empty() ? "" : " Did you mean " + nearest + "?"));
    } catch (const po::too_many_positional_options_error&) {
        throw UsageError("too many words: \"" + std::string(command.name) + "\" takes " + std::to_string(command.positions.size()) + ".");
    } catch (const po::error& error) {
        throw UsageError(std::string(error.what()) + ".");
    }
    return values;
}

void require_positions(const Command& command, const po::variables_map& values) {
    for (std::size_t i = 0; i + command.optional_positions < command.positions.size(); ++i)
        if (values.count(std::string(command.positions[i])) == 0) throw UsageError(std::string(command.positions[i]) + " is missing.");
}

model::Language language_of(const po::variables_map& values) {
    if (values.count("lang") == 0) return language_of_environment();
    const auto& word = values["lang"].as<std::string>();
    if (word == "nb") return model::Language::nb;
    if (word == "en") return model::Language::en;
    throw UsageError("--lang is nb or en, not \"" + word + "\".");
}

std::string format_of(const Command& command, const po::variables_map& values) {
    if (command.formats.size() < 2) return "text";
    const auto& word = values["format"].as<std::string>();
    if (std::ranges::find(command.formats, std::string_view(word)) == command.formats.end())
        throw UsageError("--format cannot be \"" + word + "\" here.");
    return word;
}

int run(const Command& command, const std::vector<std::string>& arguments, std::optional<Messages>& messages) {
    const auto values = parse(command, arguments);
    if (values["help"].as<bool>()) {
        print_help(command);
        return done;
    }
    require_positions(command, values);
    const auto language = language_of(values);
    messages.emplace(values["quiet"].as<bool>(), values["verbose"].as<bool>(), values["log-file"].as<std::string>());
    try {
        return command.run({values, language, *messages, format_of(command, values)});
    } catch (const InvalidInput& error) {
        messages->error(error.findings().text(error.title(), language));
        return input_errors;
    }
}

}  // namespace

int run_command(const Command& command, const std::vector<std::string>& arguments) {
    std::optional<Messages> messages;
    const auto tell = [&](const std::string& text) {
        if (messages)
            messages->error(text);
        else
            std::cerr << text << '\n';
    };
    const auto prefix = "husrom " + std::string(command.name) + ": ";
    try {
        return run(command, arguments, messages);
    } catch (const UsageError& error) {
        tell(prefix + error.what() + "\nhusrom " + std::string(command.name) + " --help tells more.");
        return wrong_usage;
    } catch (const InvalidArgument& error) {
        tell(prefix + error.what());
        return wrong_usage;
    } catch (const Overflow& error) {
        tell(prefix + error.what());
        return input_errors;
    } catch (const InternalError& error) {
        tell(prefix + "internal error: " + error.what());
        return internal_error;
    } catch (const Error& error) {
        tell(prefix + error.what());
        return internal_error;
    } catch (const std::bad_alloc&) {
        tell(prefix + "the memory does not suffice.");
        return internal_error;
    } catch (const std::exception& error) {
        tell(prefix + "internal error: " + error.what());
        return internal_error;
    }
}

}  // namespace husrom::cli
