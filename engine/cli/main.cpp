/// The `husrom` command: stdout carries the answer, stderr the messages, the exit code the outcome.

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <husrom/core/version.hpp>

#include "interrupt.hpp"
#include "model/text.hpp"
#include "run_command.hpp"

namespace {

using husrom::cli::commands;

void print_help(std::ostream& out) {
    out << "husrom finds the right home for the right person in the right place.\n\n"
           "usage: husrom COMMAND … [options]\n\n";
    for (const auto& command : commands()) {
        std::string name(command.name);
        name.resize(17, ' ');
        out << "  " << name << command.summary << '\n';
    }
    out << "\nhusrom COMMAND --help tells more about one of them.\n"
           "husrom --version prints the version.\n";
}

int unknown_command(const std::string& word) {
    std::vector<std::string> names;
    for (const auto& command : commands()) names.emplace_back(command.name);
    const auto nearest = husrom::model::nearest(word, names);
    std::cerr << "husrom: there is no command \"" << word << "\".";
    if (!nearest.empty()) std::cerr << " Did you mean \"" << nearest << "\"?";
    std::cerr << "\nhusrom --help lists the commands.\n";
    return husrom::cli::wrong_usage;
}

}  // namespace

int main(int count, char** words) {
    husrom::cli::Interrupt::install();
    const std::vector<std::string> arguments(words + 1, words + count);
    if (arguments.empty()) {
        print_help(std::cerr);
        return husrom::cli::wrong_usage;
    }
    if (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
        print_help(std::cout);
        return husrom::cli::done;
    }
    if (arguments[0] == "--version") {
        std::cout << "husrom " << HUSROM_VERSION << '\n';
        return husrom::cli::done;
    }
    const auto& list = commands();
    const auto command = std::ranges::find(list, std::string_view(arguments[0]), &husrom::cli::Command::name);
    if (command == list.end()) return unknown_command(arguments[0]);
    const int code = husrom::cli::run_command(*command, {arguments.begin() + 1, arguments.end()});
    if (!std::cout.flush() && code == husrom::cli::done) {
        std::cerr << "husrom " << command->name << ": the answer could not be written to the output.\n";
        return husrom::cli::internal_error;
    }
    return code;
}
