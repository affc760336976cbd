#include "inputs.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <thread>
#include <utility>

#include <husrom/io/check_tables.hpp>
#include <husrom/model/date.hpp>

namespace husrom::cli {

std::int64_t whole_number(const std::string& text, std::string_view option, std::int64_t least) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < least)
        throw InvalidArgument(std::string(option) + " needs a whole number from " + std::to_string(least) + " up, not \"" + text + "\"");
    return value;
}

bool is_same_place(const std::filesystem::path& one, const std::filesystem::path& other) {
    std::error_code ignored;
    const auto place = [&](const std::filesystem::path& path) {
        const auto found = std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
        return found.has_filename() ? found : found.parent_path();
    };
    return place(one) == place(other);
}

bool is_within(const std::filesystem::path& folder, const std::filesystem::path& path) {
    std::error_code ignored;
    for (auto place = std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);; place = place.parent_path()) {
        if (is_same_place(folder, place)) return true;
        if (place == place.parent_path()) return false;
    }
}

void add_policy_options(po::options_description& options) {
    options.add_options()("policy", po::value<std::string>()->value_name("FILE"), "policy to use instead of the case's own")(
        "as-of", po::value<std::string>()->value_name("DATE"), "day that ages and waiting days count to, such as 2026-11-22");
}

Inputs load_inputs(const Context& context, const std::string& path) {
    Inputs inputs;
    inputs.source = load_case(path);
    // Where there is nothing to read, to ask for a policy would lead astray.
    if (inputs.source.tables.empty() && !inputs.source.notes.ok()) throw InvalidInput(inputs.source.notes, path);
    try {
        inputs.policy = context.given("policy") ? load_policy(context.text("policy")) : policy_of(inputs.source);
    } catch (const InvalidInput& error) {
        auto findings = error.findings();
        findings.append(check_tables(inputs.source));
        throw InvalidInput(std::move(findings), path);
    }
    if (context.given("as-of")) {
        const auto reading = model::read_date(context.text("as-of"));
        if (reading.fault != model::DateFault::none)
            throw InvalidArgument("--as-of needs a date such as 2026-11-22, not \"" + context.text("as-of") + "\"");
        inputs.policy.round.as_of = reading.date;
        inputs.policy.digest = model::digest_of(inputs.policy);
    }
    return inputs;
}

std::shared_ptr<const rules::AllocationProblem> build_inputs(const Context& context, const Inputs& inputs) {
    auto problem = build(inputs.source, inputs.policy);
    if (problem->findings.count(model::Severity::warning) > 0)
        context.messages.say(problem->findings.text(inputs.source.name, context.language));
    else
        context.messages.detail(problem->findings.text(inputs.source.name, context.language));
    context.messages.detail("problem " + problem->problem_digest + ": " + std::to_string(problem->participants.size()) + " x " +
                            std::to_string(problem->units.size()) + ", " + std::to_string(problem->numeric.edges()) + " pairs, " +
                            std::to_string(problem->numeric.limits()) + " limits");
    return problem;
}

void add_threads(po::options_description& options) {
    options.add_options()("threads", po::value<std::string>()->value_name("N")->default_value("0"),
                          "0: one for each processor; changes the time, never the answer");
}

std::int32_t threads(const Context& context) {
    constexpr std::int64_t most = 1024;
    const auto asked = whole_number(context.text("threads"), "--threads", 0);
    return static_cast<std::int32_t>(asked > 0 ? std::min(asked, most) : std::max<std::int64_t>(1, std::thread::hardware_concurrency()));
}

}  // namespace husrom::cli
