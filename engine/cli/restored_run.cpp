#include "restored_run.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <husrom/io/saved_run.hpp>
#include <husrom/model/decimal.hpp>

namespace husrom::cli {

void add_run_options(po::options_description& options) {
    options.add_options()("case", po::value<std::string>()->value_name("CASE"), "the case that the run was made from (required)");
    add_policy_options(options);
}

void add_work_limit(po::options_description& options) {
    options.add_options()("work-limit", po::value<std::string>()->value_name("N"), "stop each solve after this much work");
}

std::optional<std::int64_t> work_limit(const Context& context) {
    if (!context.given("work-limit")) return std::nullopt;
    return whole_number(context.text("work-limit"), "--work-limit", 0);
}

plan::ResolveOptions resolve_options(const Context& context, const Interrupt& interrupt) {
    plan::ResolveOptions options;
    options.work_limit = work_limit(context);
    options.stop = interrupt.token();
    return options;
}

std::int32_t count(const Context& context, const char* option, std::int64_t least) {
    const auto value = whole_number(context.text(option), "--" + std::string(option), least);
    return static_cast<std::int32_t>(std::min<std::int64_t>(value, 1'000'000));
}

void add_losses(po::options_description& options, const char* option, const char* about) {
    options.add_options()(option, po::value<std::vector<std::string>>()->value_name("GOAL=LOSS")->composing(), about);
}

std::map<std::string, model::Decimal> losses(const Context& context, const char* option) {
    constexpr std::int32_t most_digits = 9;
    // Whole numbers have all of 64 bits.
    const auto read = [](const std::string& text) {
        const auto reading = model::read_number(text, most_digits);
        if (reading.fault != model::NumberFault::too_large) return std::pair(reading, std::int32_t{most_digits});
        return std::pair(model::read_number(text, 0), std::int32_t{0});
    };
    std::map<std::string, model::Decimal> by_goal;
    if (!context.given(option)) return by_goal;
    for (const auto& words : context.values[option].as<std::vector<std::string>>()) {
        const auto sign = words.rfind('=');
        const auto [reading, digits] = read(sign == std::string::npos ? std::string() : words.substr(sign + 1));
        if (sign == std::string::npos || sign == 0 || reading.fault != model::NumberFault::none || reading.value < 0)
            throw InvalidArgument("--" + std::string(option) +
                                  " needs GOAL=LOSS with a number from 0 up, of at most 9 decimals and of 64 bits, not \"" + words + "\"");
        const auto goal = words.substr(0, sign);
        if (!by_goal.emplace(goal, model::normalised({reading.value, digits})).second)
            throw InvalidArgument("--" + std::string(option) + " names the goal \"" + goal + "\" twice");
    }
    return by_goal;
}

Restored restored(const Context& context) {
    if (!context.given("case")) throw InvalidArgument("--case CASE is missing: the run folder holds no case");
    auto inputs = load_inputs(context, context.text("case"));
    auto plan = restore(load_run(context.text("DIR")), build_inputs(context, inputs));
    return {std::move(inputs), std::move(plan)};
}

}  // namespace husrom::cli
