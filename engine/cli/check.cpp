#include <iostream>

#include "answers.hpp"
#include "command.hpp"
#include "inputs.hpp"

namespace husrom::cli {

namespace {

int run(const Context& context) {
    model::Findings findings;
    std::string name = context.text("CASE");
    try {
        const auto inputs = load_inputs(context, name);
        findings = check(inputs.source, inputs.policy);
    } catch (const InvalidInput& error) {
        findings = error.findings();
    }
    if (context.format == "json")
        print(findings_answer(findings, context.language));
    else
        std::cout << findings.text(name, context.language);
    return findings.ok() ? done : input_errors;
}

}  // namespace

Command check_command() {
    return {"check",
            "read a case and its policy and say every finding",
            "Reads a case (a folder of CSV files or one JSON file) and its policy, and says\n"
            "everything that is wrong or doubtful at once. Exit code 3 when there are\n"
            "errors.",
            "husrom check examples/bodo",
            {"CASE"},
            {"text", "json"},
            add_policy_options,
            run};
}

}  // namespace husrom::cli
