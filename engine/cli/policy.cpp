#include <filesystem>
#include <iostream>

#include <husrom/io/io.hpp>
#include <husrom/model/policy_words.hpp>

#include "answers.hpp"
#include "command.hpp"

namespace husrom::cli {

namespace {

void add_options(po::options_description& options) {
    options.add_options()("explain", po::bool_switch(), "every rule in plain words, with its legal basis");
}

int run(const Context& context) {
    const auto policy = load_policy(context.text("FILE"));
    if (context.flag("explain")) {
        const auto words = model::policy_words(policy, context.language);
        if (context.format == "json")
            print({{"schema", "husrom.policy/1"}, {"id", policy.id}, {"digest", policy.digest}, {"words", words}});
        else
            std::cout << words;
        return done;
    }
    if (context.format == "json") {
        print({{"schema", "husrom.policy/1"},
               {"id", policy.id},
               {"digest", policy.digest},
               {"eligible", policy.eligible.size()},
               {"terms", policy.terms.size()},
               {"limits", policy.limits.size()},
               {"goals", policy.goals.size()}});
        return done;
    }
    std::cout << policy.id << ": " << policy.eligible.size() << context.pick(" rules, ", " regler, ") << policy.terms.size()
              << context.pick(" terms, ", " ledd, ") << policy.limits.size() << context.pick(" limits, ", " grenser, ")
              << policy.goals.size() << context.pick(" goals\n", " mål\n") << context.pick("digest ", "sjekksum ") << policy.digest << '\n';
    return done;
}

}  // namespace

Command policy_command() {
    return {"policy",
            "read a policy, and say it in plain words",
            "Reads a policy file and says how many rules, terms, limits and goals it has;\n"
            "with --explain every one of them in plain words, with its legal basis.",
            "husrom policy examples/bodo/policy.toml --explain --lang nb",
            {"FILE"},
            {"text", "json"},
            add_options,
            run};
}

}  // namespace husrom::cli
