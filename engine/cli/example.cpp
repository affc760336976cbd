#include <iostream>

#include <husrom/examples/examples.hpp>

#include "command.hpp"
#include "inputs.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("seed", po::value<std::string>()->value_name("N")->default_value(std::to_string(examples::shipped_seed)),
                          "another seed gives other people and homes of the same kind");
}

int run(const Context& context) {
    const auto seed = static_cast<std::uint64_t>(whole_number(context.text("seed"), "--seed", 0));
    examples::write(context.text("NAME"), context.text("DIR"), seed);
    context.messages.say(std::string(context.pick("Written to ", "Skrevet til ")) + context.text("DIR") + ".");
    return done;
}

}  // namespace

Command example_command() {
    return {"example",
            "write a synthetic case to learn and test with",
            "Writes a synthetic case with its policy and a README: toy, nordstrand, bodo or\n"
            "baerum. The same seed gives the same bytes on every machine.",
            "husrom example toy my-case",
            {"NAME", "DIR"},
            {"text"},
            add_options,
            run};
}

}  // namespace husrom::cli
